"""Bodies, units and contacts: what their pages say beside the data, and who may change what."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.lists import filters
from ui.views.meetings import writes_for
from ui.words import BODY_KIND


def ask_bodies(reading: Reading) -> Data:
    """Bodies by name, kind, organisation and day."""
    return {
        "organisation": reading.text("organisation"),
        "kind": reading.choices("kind", BODY_KIND),
        "text": reading.text("text"),
        "validOn": reading.day("validOn"),
        **reading.window(),
    }


def bodies(data: Data, reading: Reading) -> Data:
    """The filters as typed, and whether the reader may register a body."""
    own = data["viewer"]["organisation"]
    chosen = reading.text("organisation")
    known = {each["organisationCode"] for each in data["serviceOrganisers"]}
    return {
        **filters(data, reading),
        "writes": bool(own) and writes_for(data, own),
        "otherwise": chosen if chosen and chosen not in known else None,
    }


def body(data: Data, _: Reading) -> Data:
    """How many organisations hold how many seats, which fell vacant, who keeps the record."""
    found = data["node"]
    keeper = found["keeper"]
    answering = keeper["successor"] or keeper
    return {
        "keeps": writes_for(data, answering),
        "answering": answering,
        "members": len({seat["organisation"]["id"] for seat in found["seats"]}),
        "vacant": vacant(found),
        "deputies": sum(seat["isDeputy"] for seat in found["seats"]),
    }


def vacant(found: Data) -> list[Data]:
    """The seats that ended with an organisation that merged, unless its successor has one."""
    seated = {seat["organisation"]["id"] for seat in found["seats"]}
    return [
        seat
        for seat in found["formerSeats"]
        if (heir := seat["organisation"]["successor"])
        and seat["endsOn"] == seat["organisation"]["endsOn"]
        and heir["id"] not in seated
    ]


def by_organisation(reading: Reading) -> Data:
    """The organisation code in the path."""
    return {"organisation": reading.part("code")}


def administers(data: Data, organisation: Mapping[str, Any]) -> bool:
    """Does the reader administer the organisation, or the one it has merged into?

    Only so that buttons appear where they can help; the schema decides who may do what.
    """
    own = data["viewer"]["organisation"]
    if own is None or "ADMIN" not in {role.upper() for role in data["viewer"]["roles"]}:
        return False
    successor = organisation.get("successor")
    return bool(own["id"] in (organisation["id"], successor and successor["id"]))


def organisation(data: Data, _: Reading) -> Data:
    """An organisation's holdings, and whether the reader administers or writes for it."""
    return holdings(data, data["organisation"])


def contacts(data: Data, _: Reading) -> Data:
    """Who may change the contacts; the ended are for those to see who may erase them."""
    return {"administers": administers(data, data["organisation"])}


def holdings(data: Data, found: Data) -> Data:
    """What the section of bodies, units and contacts needs on any organisation's page."""
    return {
        "holder": found,
        "owned": nodes(data["bodies"]),
        "administers": administers(data, found),
        "registers": writes_for(data, found),
    }


def chosen_among(rows: Sequence[Data], given: str) -> Data:
    """The row of an id, None when the organisation has no such row."""
    return {"row": next((row for row in rows if row["id"] == given), None)}
