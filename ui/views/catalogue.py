"""The catalogue of obligations, rule by rule: how each is followed, what it is about."""

from collections.abc import Sequence

from ui.api import Data
from ui.reading import Reading
from ui.views.lists import filters
from ui.words import TOPIC, TRACKING


def ask(reading: Reading) -> Data:
    """Rules by topic, by how they are followed, and by statute."""
    return {
        "topic": reading.choices("topic", TOPIC),
        "tracking": reading.choices("tracking", TRACKING),
        "statute": reading.text("statute"),
    }


def by_key(reading: Reading) -> Data:
    """The rule's key in the path."""
    return {"key": reading.part("key")}


def shape(data: Data, reading: Reading) -> Data:
    """The rules by how they are followed and then by topic, and the statutes to choose from."""
    rules = data["obligationRules"]
    groups = [
        {"tracking": tracking, "rules": found, "topics": _by_topic(found)}
        for tracking in TRACKING
        if (found := [rule for rule in rules if rule["tracking"] == tracking])
    ]
    named = {rule["statute"]: rule["statuteName"] for rule in data["all"]}
    statutes = [(number, f"{number} {named[number]}") for number in sorted(named, key=_year)]
    return {**filters(data, reading), "groups": groups, "statutes": statutes}


def _by_topic(rules: Sequence[Data]) -> list[tuple[str, list[Data]]]:
    topics = dict.fromkeys(rule["topic"] for rule in rules)
    return [(topic, [rule for rule in rules if rule["topic"] == topic]) for topic in topics]


def _year(statute: str) -> tuple[int, int]:
    number, year = statute.split("/")
    return -int(year), int(number)
