"""Agreed actions: the list by state, and what is overdue by organisation and theme."""

from collections import Counter

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.lists import asked_of, filters
from ui.words import ACTION_STATE, TOPIC, UNDONE_ACTION


def ask(reading: Reading) -> Data:
    """Actions by place, responsible organisation, state, theme and text.

    The state ``UNDONE`` stands for all that are still to be done.
    """
    undone = reading.text("state") == "UNDONE"
    return {
        "county": reading.text("county"),
        "municipality": reading.text("municipality"),
        "organisation": reading.text("organisation"),
        "asked": asked_of(reading),
        "state": list(UNDONE_ACTION) if undone else reading.choices("state", ACTION_STATE),
        "topic": reading.choices("topic", TOPIC),
        "text": reading.text("text"),
        **reading.window(),
    }


def shape(data: Data, reading: Reading) -> Data:
    """How many are overdue, by whom and about what, most first."""
    late = nodes(data["overdue"])
    by_name = Counter(who["name"] for row in late for who in row["responsible"])
    by_topic = Counter(row["topic"] for row in late)
    return {
        **filters(data, reading),
        "late_by_name": sorted(by_name.items(), key=lambda pair: (-pair[1], pair[0])),
        "late_by_topic": sorted(by_topic.items(), key=lambda pair: (-pair[1], pair[0])),
    }
