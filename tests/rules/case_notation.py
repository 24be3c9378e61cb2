"""Reads a row of ``fixtures/obligation_cases.csv`` into the facts that the rule is told.

Semicolons part the records of a row, commas the facts of a record. ``county`` and
``municipality`` are the pair itself; others are written with their code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.obligations.rules import (
    Ending,
    EvidenceOf,
    Exemption,
    Facts,
    Keeping,
    Meeting,
    Membership,
    Missing,
    Predecessor,
    Presence,
    Reason,
    ReasonCode,
    SetDate,
    pair_applies,
)

RULE = "county-municipality-negotiation"
RULE_VALID = Period(date(2021, 7, 1))
COUNTY = "county:08"
MUNICIPALITY = "municipality:837"
PAIR = {"county": COUNTY, "municipality": MUNICIPALITY}
TERMS = {
    "2022-2025": Period(date(2022, 3, 1), date(2025, 5, 31)),
    "2025-2029": Period(date(2025, 6, 1), date(2029, 5, 31)),
    "2029-2033": Period(date(2029, 6, 1), date(2033, 5, 31)),
}


def read_facts(row: dict[str, str]) -> Facts | None:
    """The facts of a case; ``None`` when the pair has no obligation in the term."""
    applies = pair_applies(TERMS[row["term"]], RULE_VALID, _membership(row["membership"]))
    if applies is None:
        return None
    records = [part.strip() for part in row["facts"].split(";") if part.strip()]
    return Facts(
        rule=RULE,
        bearers=(COUNTY, MUNICIPALITY),
        period=TERMS[row["term"]],
        applies=applies,
        kept=tuple(_keeping(part) for part in row["kept"].split(" + ") if part),
        meetings=tuple(_meeting(each) for each in records if each.startswith("#")),
        evidence=tuple(_evidence(each) for each in records if each.startswith("link ")),
        exemptions=tuple(_exemption(each) for each in records if each.startswith("exempt ")),
        predecessors=tuple(_predecessor(each) for each in records if each.startswith("takes ")),
    )


def written(said: Reason | Missing) -> str:
    """``ABSENT#1:municipality``: the code, the record it rests on, the organisation it names."""
    text = str(said.code)
    if said.negotiation is not None and isinstance(said, Reason):
        text += f"#{said.negotiation}"
    if said.evidence is not None and isinstance(said, Reason):
        text += f"@{said.evidence}"
    if said.organisation is not None and said.code is not ReasonCode.KEPT:
        names = {code: name for name, code in PAIR.items()}
        text += f":{names.get(said.organisation, said.organisation)}"
    return text


def _membership(text: str) -> Membership | None:
    if not text:
        return None
    days, _, end = text.partition(" ")
    if not end:
        return Membership(_period(days))
    how, _, successor = end.partition(" ")
    reason = {"merged": ReasonCode.MERGED, "moved": ReasonCode.MOVED}[how]
    return Membership(_period(days), Ending(reason, successor.split()[-1]))


def _period(text: str) -> Period:
    first, _, last = text.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last) if last else None)


def _keeping(text: str) -> Keeping:
    who, days = text.split()
    return Keeping(PAIR[who], _period(days))


@dataclass
class _Draft:
    """A meeting while its clauses are read."""

    number: int
    rules: frozenset[str] = frozenset({RULE})
    parties: set[str] = field(default_factory=lambda: {COUNTY, MUNICIPALITY})
    invited_on: date | None = None
    dates: list[SetDate] = field(default_factory=list)
    cancelled_on: date | None = None
    held: PartialDate | None = None
    recorded_on: date | None = None
    presences: dict[str, Presence] = field(default_factory=dict)


def _meeting(text: str) -> Meeting:
    number, _, clauses = text.partition(" ")
    draft = _Draft(int(number.removeprefix("#")))
    for clause in clauses.split(", "):
        word, *rest = clause.split()
        _CLAUSES[word](draft, rest)
    return Meeting(
        id=draft.number,
        rules=draft.rules,
        parties=frozenset(draft.parties),
        invited_on=draft.invited_on,
        dates=tuple(draft.dates),
        cancelled_on=draft.cancelled_on,
        held=draft.held,
        recorded_on=draft.recorded_on or (draft.held.last_day() if draft.held else None),
        presences=tuple(draft.presences.values()),
    )


def _read_planned(draft: _Draft, rest: list[str]) -> None:
    """A plan is not among the public facts, so the rule is told nothing of it."""
    date.fromisoformat(rest[0])


def _read_under(draft: _Draft, rest: list[str]) -> None:
    draft.rules = frozenset(rest[0].split("+"))


def _read_with(draft: _Draft, rest: list[str]) -> None:
    draft.parties = {rest[0], MUNICIPALITY}


def _read_apart(draft: _Draft, rest: list[str]) -> None:
    draft.parties.discard(MUNICIPALITY)


def _read_invited(draft: _Draft, rest: list[str]) -> None:
    draft.invited_on = date.fromisoformat(rest[0])


def _read_set(draft: _Draft, rest: list[str]) -> None:
    set_on, day = re.findall(r"\d{4}-\d\d-\d\d", " ".join(rest))
    draft.dates.append(SetDate(date.fromisoformat(set_on), date.fromisoformat(day)))


def _read_undated(draft: _Draft, rest: list[str]) -> None:
    draft.dates.append(SetDate(date.fromisoformat(rest[0]), None))


def _read_cancelled(draft: _Draft, rest: list[str]) -> None:
    draft.cancelled_on = date.fromisoformat(rest[0])


def _read_held(draft: _Draft, rest: list[str]) -> None:
    draft.held = PartialDate.parse(rest[0])


def _read_recorded(draft: _Draft, rest: list[str]) -> None:
    draft.recorded_on = date.fromisoformat(rest[0])


def _read_present(draft: _Draft, rest: list[str]) -> None:
    for name in rest[0].split("+"):
        code = PAIR.get(name, name)
        draft.parties.add(code)
        draft.presences[code] = Presence(code, present=True)


def _read_absent(draft: _Draft, rest: list[str]) -> None:
    draft.presences[PAIR[rest[0]]] = Presence(PAIR[rest[0]], present=False)


def _read_disputed(draft: _Draft, rest: list[str]) -> None:
    code, disputed_on = PAIR[rest[0]], date.fromisoformat(rest[1])
    withdrawn_on = date.fromisoformat(rest[3]) if len(rest) > 2 else None
    present = draft.presences[code].present
    draft.presences[code] = Presence(code, present, disputed_on, withdrawn_on)


_CLAUSES = {
    "planned": _read_planned,
    "under": _read_under,
    "with": _read_with,
    "apart": _read_apart,
    "invited": _read_invited,
    "set": _read_set,
    "undated": _read_undated,
    "cancelled": _read_cancelled,
    "held": _read_held,
    "recorded": _read_recorded,
    "present": _read_present,
    "absent": _read_absent,
    "disputed": _read_disputed,
}


def _dates(text: str) -> dict[str, str]:
    """The facts of a record by their word: ``dated 2026-04, recorded 2026-05-02``."""
    return dict(re.findall(r"(\w+) (\d{4}(?:-\d\d){0,2})", text))


def _day(dates: dict[str, str], word: str) -> date | None:
    return date.fromisoformat(dates[word]) if word in dates else None


def _evidence(text: str) -> EvidenceOf:
    dates = _dates(text)
    return EvidenceOf(
        link=("LinkedEvidence", int(text.split()[1])),
        dated=PartialDate.parse(dates["dated"]),
        recorded_on=date.fromisoformat(dates["recorded"]),
        withdrawn_on=_day(dates, "withdrawn"),
    )


def _exemption(text: str) -> Exemption:
    dates = _dates(text)
    return Exemption(date.fromisoformat(dates["from"]), "the board", _day(dates, "withdrawn"))


def _predecessor(text: str) -> Predecessor:
    match = re.fullmatch(r"takes over (\S+) from (\S+)", text)
    assert match is not None
    return Predecessor(match[1], date.fromisoformat(match[2]))
