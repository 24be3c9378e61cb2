"""Changes of the register in words: each with what it touches, and why it may not be made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from schema.texts import text
from server.cli.shared import LANGUAGE
from server.kit.findings import Finding
from server.negotiations.models import Negotiation, NegotiationRound
from server.obligations.effects import Effect
from server.obligations.models import Obligation
from server.register.holdings import Following
from server.register.models import Organisation
from server.register.rules import Change, ChangeKind, Fate, HeldKind
from server.register.service import FileFault

MOST_NAMES = 10
FATES = {
    (HeldKind.UNIT, Fate.GOES_ON): "units that go on with the successor",
    (HeldKind.UNIT, Fate.PASSES): "units to come that pass to the successor",
    (HeldKind.UNIT, Fate.ENDS): "units that end",
    (HeldKind.UNIT, Fate.TAKEN_BACK): "units that never begin",
    (HeldKind.BODY, Fate.ENDS): "bodies of its own that end",
    (HeldKind.BODY, Fate.PASSES): "bodies that pass to the successor",
    (HeldKind.BODY, Fate.LEAVES): "joint bodies that go on without it",
    (HeldKind.SEAT, Fate.ENDS): "seats that end",
    (HeldKind.SEAT, Fate.TAKEN_BACK): "seats that never begin",
    (HeldKind.CONTACT, Fate.GOES_ON): "contacts that go on with the successor",
    (HeldKind.CONTACT, Fate.PASSES): "contacts to come that pass to the successor",
    (HeldKind.CONTACT, Fate.ENDS): "contacts that end",
    (HeldKind.CONTACT, Fate.TAKEN_BACK): "contacts that never begin",
}
"""What may become of what the register has of a municipality that ends, in the order told."""

Names = Mapping[str, str]

HEADINGS = {
    ChangeKind.MERGED: "Mergers",
    ChangeKind.MOVED: "Moves to another county",
    ChangeKind.RENAMED: "New names",
    ChangeKind.NEW: "Founded",
    ChangeKind.ENDED: "Ended without a successor",
    ChangeKind.LANGUAGE: "Language status",
}

WRONG = {
    "CELLS_MISSING": "the row has fewer cells than the header",
    "COLUMN_MISSING": "the column is missing",
    "CONTROL_CHARACTER": "an invisible control character",
    "INVALID_CODE": "not a municipality's code",
    "INVALID_COUNTY": "not a county's code",
    "INVALID_DATE": "not a day",
    "NOT_UTF8": "the file is not in UTF-8",
    "REQUIRED": "empty",
    "TOO_LARGE": "too large to be a list of municipalities",
    "TOO_LONG": "too long",
    "UNKNOWN_LANGUAGE_STATUS": "no such language status",
}

REMEDY = {
    "ADD_COLUMN": "add the column",
    "CHECK_THE_FILE": "check that this is the right file",
    "FILL_IN": "fill it in",
    "FILL_ROW_TO_HEADER": "give the row a cell for each column of the header",
    "REMOVE_CHARACTER": "remove the character or type the text again",
    "SAVE_AS_UTF8": "save the file again as UTF-8",
    "SHORTEN": "shorten it to 200 characters",
    "USE_ONE_OF_FOUR": "write UNILINGUAL_FI, UNILINGUAL_SV, BILINGUAL_FI_MAJORITY or"
    " BILINGUAL_SV_MAJORITY",
    "WRITE_THREE_DIGITS": "write three digits",
    "WRITE_TWO_DIGITS_OR_LEAVE_EMPTY": "write two digits, or leave it empty",
    "WRITE_YEAR_MONTH_DAY": "write YYYY-MM-DD",
}


async def told(effects: Collection[Effect]) -> list[str]:
    """The lines of the changes, kind by kind, each with what it touches by name."""
    names = await organisation_names()
    lines: list[str] = []
    for kind, heading in HEADINGS.items():
        those = [each for each in effects if each.change.kind == kind]
        if those:
            lines.append(f"{heading}: {len(those)}")
        for each in those:
            lines += [f"  {_change(each.change, names)}", *await _touched(each)]
    return lines or ["Nothing would change."]


async def organisation_names() -> dict[str, str]:
    """The Finnish names of organisations by organisation code."""
    return {row.organisation_code: row.name_fi for row in await Organisation.all()}


def file_fault(fault: FileFault) -> str:
    """What cannot be read, where, and what to do about it."""
    value = f" ({fault.value})" if fault.value else ""
    place = f"line {fault.line}, " if fault.line else ""
    column = f"column {fault.column}: " if fault.column else ""
    return f"{place}{column}{WRONG[fault.code]}{value}; {REMEDY[fault.remedy]}"


def finding(kind: str, found: Finding, names: Names) -> str:
    """A finding as a sentence; ``kind`` is ``fault`` or ``warning``."""
    return sentence(kind, found.code, dict(found.facts), names)


def sentence(kind: str, code: str, facts: Mapping[str, Any], names: Names) -> str:
    """The sentence of a code, with the municipality it is about by name."""
    if "code" in facts:
        bearer = str(facts["code"])
        facts = {"organisation": names.get(f"municipality:{bearer}", bearer), **facts}
    return text(LANGUAGE, f"{kind}.{code}", **facts)


def _change(change: Change, names: Names) -> str:
    who = f"{change.code} {_name(names, 'municipality', change.code)}".rstrip()
    other = change.other or ""
    match change.kind:
        case ChangeKind.MERGED:
            into = _name(names, "municipality", other)
            return f"{who} merges into {other} {into}".rstrip()
        case ChangeKind.MOVED:
            before = " ".join(_name(names, "county", code) for code in change.before)
            return f"{who}: {before} → {_name(names, 'county', other) or 'no county'}"
        case ChangeKind.NEW:
            county = _name(names, "county", other) or "no county"
            return f"{change.code} {' / '.join(change.after)} in {county}"
        case ChangeKind.RENAMED | ChangeKind.LANGUAGE:
            return f"{who}: {' / '.join(change.before)} → {' / '.join(change.after)}"
    return who


def _name(names: Names, kind: str, code: str) -> str:
    return names.get(f"{kind}:{code}", "")


async def _touched(effect: Effect) -> list[str]:
    obligations = Obligation.filter(id__in=effect.obligations).order_by("id")
    of = ("rule", "county", "municipality", "organisation", "term")
    due = [_due(each) for each in await obligations.select_related(*of)]
    negotiations = Negotiation.filter(id__in=effect.negotiations).order_by("sort_on", "id")
    ahead = [_titled(each, each.meets_on or "no day yet") for each in await negotiations]
    rounds = NegotiationRound.filter(id__in=effect.rounds).order_by("starts_on", "id")
    running = [_titled(each, f"until {each.ends_on}") for each in await rounds]
    groups = {"obligations": due, "negotiations not held yet": ahead, "rounds": running}
    lines = [_group(heading, those) for heading, those in groups.items() if those]
    return lines + list(_following(effect.register))


def _due(row: Obligation) -> str:
    """An obligation by its statute, whom it binds and its period."""
    bearers = [each.name_fi for each in (row.county, row.municipality, row.organisation) if each]
    period = row.term.key if row.term else row.year or f"from {row.starts_on}"
    return f"{row.rule.statute} {row.rule.section}: {' – '.join(bearers)} {period}"


def _following(register: Collection[Following]) -> Iterator[str]:
    """What becomes of units, bodies, seats and contacts, by kind and fate."""
    for told, heading in FATES.items():
        those = [_held(each) for each in register if (each.kind, each.fate) == told]
        if those:
            yield _group(heading, those)


def _held(each: Following) -> str:
    return f"{each.name}, to be filled by the successor" if each.to_fill else each.name


def _titled(row: Negotiation | NegotiationRound, when: object) -> str:
    return f"{row.title_fi or row.title_sv or row.title_en or row.id} ({when})"


def _group(heading: str, those: Collection[str]) -> str:
    return f"    {heading}: {len(those)}: {'; '.join(_first(those))}"


def _first(those: Iterable[str]) -> Iterator[str]:
    every = list(those)
    yield from every[:MOST_NAMES]
    if len(every) > MOST_NAMES:
        yield f"and {len(every) - MOST_NAMES} more"
