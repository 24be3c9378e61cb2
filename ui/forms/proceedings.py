"""How a meeting went: its times, who led it, and by role who took part."""

import re
from typing import Final

from ui.api import Data
from ui.forms.act import Act, Values
from ui.forms.negotiations import to_negotiation
from ui.forms.submitted import Submitted
from ui.reading import Reading
from ui.views.lists import by_id

_TIME: Final = r"\d{1,2}[.:]\d{2}"
_LINE: Final = re.compile(rf"(.*?)(?:\s+({_TIME})?\s*[\u2013-]\s*({_TIME})?)?")


def proceedings_values(data: Data, _: Reading) -> Values:
    """What is on record of how the meeting went."""
    node = data["node"]
    found = {
        "openedTime": node["openedTime"],
        "endedTime": node["endedTime"],
        "chair": node["chair"] and node["chair"]["organisationCode"],
        "chairRole": node["chairRole"],
        "secretary": node["secretary"] and node["secretary"]["organisationCode"],
        "secretaryRole": node["secretaryRole"],
    }
    return {name: [value or ""] for name, value in found.items()}


def read_proceedings(form: Submitted, reading: Reading) -> Data:
    """The input of ``recordProceedings``."""
    names = ("openedTime", "endedTime", "chair", "chairRole", "secretary", "secretaryRole")
    return {"negotiation": reading.part("id"), **{name: form.text(name) for name in names}}


def everyone(data: Data, reading: Reading) -> Data:
    """The parties to choose from; the one the address names, else the reader's own, comes first."""
    parties = [party["organisation"] for party in data["node"]["parties"]]
    return {"parties": parties, "spoken": _spoken(data, reading)}


def participants_values(data: Data, reading: Reading) -> Values:
    """Those on record for the party, one on a line."""
    spoken = _spoken(data, reading)
    rows = [
        p for p in data["node"]["participants"] if p["organisation"]["organisationCode"] == spoken
    ]
    return {"organisation": [spoken], "participants": ["\n".join(_line(row) for row in rows)]}


def read_participants(form: Submitted, reading: Reading) -> Data:
    """The input of ``recordParticipants``: a role on each line, with its times if it has any."""
    lines = (form.text("participants") or "").splitlines()
    found = [_LINE.fullmatch(line.strip()) for line in lines if line.strip()]
    return {
        "negotiation": reading.part("id"),
        "organisation": form.text("organisation"),
        "participants": [{"role": row[1], "from": row[2], "until": row[3]} for row in found if row],
    }


def _spoken(data: Data, reading: Reading) -> str:
    own = data["viewer"]["organisation"]
    return reading.text("organisation") or (own["organisationCode"] if own else "")


def _line(row: Data) -> str:
    times = f" {row['fromTime'] or ''}\u2013{row['untilTime'] or ''}"
    return str(row["role"]) + (times if row["fromTime"] or row["untilTime"] else "")


ACTS: Final = (
    Act(
        name="negotiation-proceedings",
        path="/negotiations/{id}/proceedings",
        template="negotiations/proceedings.html",
        document="negotiation-form",
        mutation="proceedings",
        ask=by_id,
        shape=everyone,
        start=proceedings_values,
        read=read_proceedings,
        onward=to_negotiation("proceedings"),
    ),
    Act(
        name="negotiation-participants",
        path="/negotiations/{id}/participants",
        template="negotiations/participants.html",
        document="negotiation-form",
        mutation="participants",
        ask=by_id,
        shape=everyone,
        start=participants_values,
        read=read_participants,
        onward=to_negotiation("participants"),
    ),
)
