"""Obligations and negotiations: what their pages say in the first sentence and on top."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.api import Data
from ui.reading import Reading, nodes

WRITING_ROLES = {"EDITOR", "RECORDER", "ADMIN"}


def writes_for(data: Data, *organisations: Mapping[str, Any] | None) -> bool:
    """Does the reader act, with more than a reader's role, for one of these organisations?

    Only so that buttons appear where they can help; the schema decides who may do what.
    """
    own = data["viewer"]["organisation"]
    if own is None or not WRITING_ROLES & {role.upper() for role in data["viewer"]["roles"]}:
        return False
    return own["id"] in [organisation["id"] for organisation in organisations if organisation]


def decides(data: Data) -> bool:
    """Has the reader the role of a recorder or more?"""
    return "RECORDER" in {role.upper() for role in data["viewer"]["roles"]}


def obligation(data: Data, _: Reading) -> Data:
    """What is missing, by party, and whether the reader's organisation has a part in it."""
    found = data["node"]
    own = data["viewer"]["organisation"]
    return {
        "missing": by_party(found["standing"]["missing"] if found["standing"] else ()),
        "writes": writes_for(data, *(part["organisation"] for part in found["bearers"])),
        "bears": writes_for(data, *with_role(found["bearers"], "BEARER")),
        "own": own["id"] if own else None,
    }


def with_role(parts: Sequence[Mapping[str, Any]], role: str) -> list[Data]:
    """The organisations with this part in an obligation."""
    return [part["organisation"] for part in parts if part["role"] == role]


def by_party(missing: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """What is missing, each thing once, by the name of the party that owes it (empty: nobody)."""
    found: dict[str, list[str]] = {}
    for item in missing:
        name = item["organisation"]["name"] if item["organisation"] else ""
        texts = found.setdefault(name, [])
        if item["text"] not in texts:
            texts.append(item["text"])
    return found


def by_day(meetings: Sequence[Data]) -> list[Data]:
    """Negotiations from the earliest day on; those without a day last."""
    return sorted(meetings, key=lambda meeting: meeting["meetsOn"] or "9999")


def negotiation(data: Data, reading: Reading) -> Data:
    """Who was present, what waits for the reader's own organisation, and history newest first."""
    found = data["node"]
    own = data["viewer"]["organisation"]
    parties = [party["organisation"] for party in found["parties"]]
    return {
        "own": own["id"] if own else None,
        "keeps": writes_for(data, found["keeper"]),
        "withholds": writes_for(data, found["keeper"]) and decides(data),
        "writes": writes_for(data, found["county"], *parties),
        "present": [row for row in found["attendance"] if row["present"] and not disputed(row)],
        "disputed": [row for row in found["attendance"] if disputed(row)],
        "past": bool(found["meetsOn"]) and found["meetsOn"] <= reading.today.isoformat(),
        "invited": [party for party in to_invite(found) if party["invitedOn"]],
        "called": to_invite(found),
        "events": newest_first(nodes(found["events"])),
    }


def disputed(row: Mapping[str, Any]) -> bool:
    """Does the organisation itself say otherwise of its presence?"""
    return bool(row["provenance"] == "DISPUTED")


def to_invite(found: Mapping[str, Any]) -> list[Data]:
    """The parties that the keeper of the record calls together."""
    keeper = found["keeper"]["id"]
    return [party for party in found["parties"] if party["organisation"]["id"] != keeper]


def newest_first(events: Sequence[Data]) -> list[Data]:
    """Events from the latest backwards; those of one day in reverse order of recording."""
    return sorted(events, key=lambda event: str(event["on"]))[::-1]
