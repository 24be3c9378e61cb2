"""Forms told as lists of fields, and dates that may be known to the month or year only."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException

from ui.api import Data
from ui.forms.choosing import by_owner
from ui.forms.starting import typed_day
from ui.forms.submitted import Submitted
from ui.i18n import parsed_day
from ui.reading import Reading, nodes
from ui.words import N_

_MONTH: Final = re.compile(r"(0?[1-9]|1[0-2])[./](\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
PARTIAL_HINT: Final = N_("For example 21.11.2026, 11/2026 or 2026")


@dataclass(frozen=True)
class Field:
    """One field of a form: its kind, name, label and hint in English.

    ``options`` is a table of words whose codes are chosen from, ``choices`` the name of a list of
    value and text in the page's context.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    options: Mapping[str, str] | None = None
    choices: str = ""
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """A form without a template of its own: heading, one sentence, fields, and the button."""

    heading: str
    lead: str
    button: str
    fields: tuple[Field, ...] = ()


Shape = Callable[[Data, Reading], Data]


def sheet(
    told: Sheet,
    row: Callable[[Data, Reading], Data] | None = None,
    carried: Callable[[Data], Mapping[str, Sequence[str]]] = lambda _: {},
    home: str = "negotiation",
) -> Shape:
    """A shape that lays a sheet out; ``row`` finds what the act is on, whose revision is sent.

    ``carried`` tells what of the row no field shows; it is sent along with the revision, so that
    saving the form loses none of it. ``home`` is the page of the record that the act is on.
    """

    def shape(data: Data, reading: Reading) -> Data:
        found = row(data, reading) if row else {}
        node = data["node"]
        return {
            "sheet": told,
            "row": found,
            "carried": carried(found),
            "revision": found.get("revision"),
            "templates": [(t["key"], t["title"]) for t in data.get("agendaTemplates", ())],
            "parties": [(each["organisationCode"], each["name"]) for each in parties_of(node)],
            "items": [(each["id"], each["title"]) for each in node.get("agenda", ())],
            "roles": [(each, each) for each in asked_roles(data)],
            "duties": duties_for(data),
            "bodies": bodies_for(data, found),
            "home": home,
        }

    return shape


def parties_of(node: Data) -> list[Data]:
    """Those of a negotiation, of a round with its keeper first, or of an obligation."""
    if "parties" in node:
        return [each["organisation"] for each in node["parties"]]
    if "counterparties" in node:
        met = [each["organisation"] for each in nodes(node["counterparties"])]
        return [node["keeper"], *(each for each in met if each["id"] != node["keeper"]["id"])]
    return list({p["organisation"]["id"]: p["organisation"] for p in node["bearers"]}.values())


def duties_for(data: Data) -> list[tuple[str, str]]:
    """The duties an agenda item can concern: national ones, and local ones of the parties."""
    if "duties" not in data:
        return []
    here = {each["id"] for each in parties_of(data["node"])}
    return [
        (each["id"], each["name"])
        for each in nodes(data["duties"])
        if not each["parties"] or here & {party["id"] for party in each["parties"]}
    ]


def bodies_for(data: Data, row: Data) -> list[tuple[str, list[Data]]]:
    """The bodies of those that can have decided, and the one that did though it is no more."""
    if "bodies" not in data:
        return []
    parties = parties_of(data["node"])
    here = {each["id"] for each in parties}
    found = [b for b in nodes(data["bodies"]) if here & {owner["id"] for owner in b["owners"]}]
    chosen = row.get("body")
    if chosen and chosen["id"] not in [each["id"] for each in found]:
        found.append({**chosen, "owners": [row["organisation"]]})
    return by_owner(found, parties)


def asked_roles(data: Data) -> list[str]:
    """The roles of the reader's organisation that are asked to check the minutes and have not."""
    minutes, own = data["node"].get("minutes"), data["viewer"]["organisation"]
    if minutes is None or own is None:
        return []
    return [
        each["role"]
        for each in minutes["endorsements"]
        if each["role"] and not each["endorsedOn"] and each["organisation"]["id"] == own["id"]
    ]


def one_of(rows: Sequence[Data], number: str) -> Data:
    """The row of that id. Raises HTTPException 404 when the page has none."""
    found = next((row for row in rows if row["id"] == number), None)
    if found is None:
        raise HTTPException(404)
    return found


def partial(form: Submitted, name: str, required: str = "") -> Data | None:
    """A day, month or year as typed, as a ``PartialDateInput``; None when left empty."""
    typed = form.text(name, required)
    if typed is None:
        return None
    if _YEAR.fullmatch(typed):
        return {"value": f"{typed}-01-01", "precision": "YEAR"}
    if month := _MONTH.fullmatch(typed):
        return {"value": f"{month[2]}-{int(month[1]):02}-01", "precision": "MONTH"}
    found = parsed_day(typed)
    if found is None:
        form.fault(name, form.day_remedy(typed))
        return None
    return {"value": found.isoformat(), "precision": "DAY"}


def typed_partial(known: Data | None) -> str:
    """A date as one would type it, as exactly as it is known."""
    if known is None:
        return ""
    year, month, _ = known["value"].split("-")
    if known["precision"] == "DAY":
        return typed_day(known["value"])
    return str(year) if known["precision"] == "YEAR" else f"{int(month)}/{year}"


def given_texts(name: str, texts: Data) -> dict[str, list[str]]:
    """The values of a text's fields in the three languages."""
    return {f"{name}_{code}": [texts[code] or ""] for code in ("fi", "sv", "en")}
