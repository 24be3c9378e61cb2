"""Shared duties: the national catalogue by theme, each duty above its parts."""

from collections.abc import Sequence
from itertools import groupby

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.lists import filters
from ui.views.meetings import writes_for


def ask(reading: Reading) -> Data:
    """Duties by text, and local ones by the county that has agreed on them."""
    county = reading.text("county")
    return {
        "text": reading.text("text"),
        "organisation": f"county:{county}" if county else None,
        **reading.window(),
    }


def shape(data: Data, reading: Reading) -> Data:
    """Per theme its duties, each with its parts of the same theme; what is under none comes last.

    A part whose duty above is not in its group stands by itself.
    """
    duties = nodes(data["national"])
    groups = [
        {**theme, "duties": _arranged([d for d in duties if _theme(d) == theme["key"]])}
        for theme in data["themes"]
    ]
    others = _arranged([d for d in duties if _theme(d) is None])
    own = data["viewer"]["organisation"]
    home = own["code"] if own and own["__typename"] == "County" else reading.text("county")
    return {
        **filters(data, reading),
        "groups": groups,
        "others": others,
        "adds": home if own and writes_for(data, own) else None,
    }


def duty(data: Data, _: Reading) -> Data:
    """The sections a duty rests on with every rule that each yields; who may change and end it.

    A national one the platform's administrators; a local one whoever writes for its keeper.
    """
    found = data["node"]
    keeper = found["keeper"]
    platform = "PLATFORM" in {role.upper() for role in data["viewer"]["roles"]}
    of = sorted(found["legalBases"], key=_place)
    return {
        "bases": [{**rows[0], "rules": _rules(rows)} for rows in _runs(of)],
        "writes": writes_for(data, keeper) if keeper else platform,
    }


def _theme(duty: Data) -> str | None:
    return duty["theme"]["key"] if duty["theme"] else None


def _arranged(duties: Sequence[Data]) -> list[Data]:
    here = {duty["id"] for duty in duties}
    above = [d for d in duties if d["parent"] is None or d["parent"]["id"] not in here]
    return [
        {**duty, "parts": [d for d in duties if d["parent"] and d["parent"]["id"] == duty["id"]]}
        for duty in above
    ]


def _place(basis: Data) -> tuple[str, str]:
    number, year = basis["statute"].split("/")
    return f"{year}/{int(number):04}", basis["section"]


def _runs(bases: Sequence[Data]) -> list[list[Data]]:
    return [list(rows) for _, rows in groupby(bases, key=_place)]


def _rules(rows: Sequence[Data]) -> list[Data]:
    return [row["rule"] for row in rows if row["rule"]]
