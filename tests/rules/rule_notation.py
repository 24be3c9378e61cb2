"""Reads a row of ``fixtures/obligation_rule_cases.csv`` into the facts that the rule is told.

``unit`` names the bearers, those without whose part it is not met (``with``) and those it is
delivered to (``to``). Meetings are written as in the cases of 611/2021 § 14 with codes; ``plan``,
``report``, ``agreement`` and ``body`` are records of those domains and ``link`` a linked source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from fixtures.loading import day, rows_of
from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.obligations.rules import (
    Ending,
    EvidenceKind,
    EvidenceOf,
    Exemption,
    Facts,
    Keeping,
    Meeting,
    Membership,
    Missing,
    Pace,
    Presence,
    Reason,
    ReasonCode,
    SetDate,
    Stage,
    Step,
)

RULES = {row["key"]: row for row in rows_of("obligation_rules")}
PACES = {
    "COUNCIL_TERM": Pace.TERM,
    "CALENDAR_YEAR": Pace.YEAR,
    "INTERVAL": Pace.DAY,
    "DEADLINE": Pace.DAY,
    "ON_EVENT": Pace.EVENT,
    "STANDING": Pace.STANDING,
}
OF_RECORD = {
    "plan": EvidenceKind.PLAN_APPROVED,
    "report": EvidenceKind.REPORT_TAKEN,
    "body": EvidenceKind.BODY_IN_OFFICE,
    "agreement": EvidenceKind.AGREEMENT_APPROVED,
}
STAGES = {
    "handled": Stage.HANDLED,
    "approved": Stage.APPROVED,
    "taken": Stage.APPROVED,
    "delivered": Stage.DELIVERED,
}


def read_facts(row: dict[str, str]) -> Facts:
    """The facts of a case."""
    rule = RULES[row["rule"]]
    period, due_on = _period_and_due(row["period"])
    unit, _, ending = row["unit"].partition(" until ")
    records = [part.strip() for part in row["facts"].split(";") if part.strip()]
    roles = re.split(r" (with|to) ", unit)
    named = dict(zip(roles[1::2], roles[2::2], strict=True))
    pace = PACES[rule["cadence"]]
    return Facts(
        rule=rule["key"],
        bearers=_codes(roles[0]),
        partners=_codes(named.get("with", "")),
        recipients=_codes(named.get("to", "")),
        period=period,
        applies=_applies(rule, period, ending),
        kinds=tuple(map(EvidenceKind, rule["evidence_kinds"].split())),
        pace=pace,
        due_on=due_on or (period.ends_on if pace is Pace.DAY else None),
        kept=tuple(_keeping(part) for part in row["kept"].split(" + ") if part),
        meetings=tuple(_meeting(each, row["rule"]) for each in records if each[0] == "#"),
        evidence=tuple(_evidence(each) for each in records if "@" in each),
        exemptions=tuple(
            Exemption(date.fromisoformat(each.split()[2]), "the board")
            for each in records
            if each.startswith("exempt ")
        ),
    )


def written(said: Reason | Missing) -> str:
    """``DELIVERY:county:08>ministry:vm``: the code, its record, of whom, towards whom."""
    text = str(said.code)
    if isinstance(said, Reason):
        number = said.evidence or (said.record[1] if said.record else None)
        text += f"#{said.negotiation}" if said.negotiation else ""
        text += f"@{number}" if number else ""
        text += f"={dict(said.facts)['days']}" if said.code is ReasonCode.DONE_LATE else ""
    text += f":{said.organisation}" if said.organisation else ""
    other = said.counterparty if isinstance(said, Missing) else None
    return text + (f">{other}" if other else "")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(" + ")) if text else ()


def _period(text: str) -> Period:
    first, _, last = text.partition("..")
    return Period(date.fromisoformat(first), day(last))


def _period_and_due(text: str) -> tuple[Period, date | None]:
    days, _, due = text.partition(" due ")
    return _period(days), day(due)


def _applies(rule: dict[str, str], period: Period, ending: str) -> Membership:
    valid = _period(f"{rule['valid_from']}..{rule['valid_to']}")
    within = period.intersection(valid)
    assert within is not None
    if ending:
        until, how, _, successor = ending.split()
        within = Period(within.starts_on, date.fromisoformat(until))
        return Membership(within, Ending(ReasonCode(how.upper()), successor))
    ended = Ending(ReasonCode.RULE_ENDED) if within.last_day < period.last_day else None
    return Membership(within, ended, ReasonCode.RULE_NOT_YET)


def _keeping(text: str) -> Keeping:
    who, days = text.split()
    return Keeping(who, _period(days))


def _meeting(text: str, rule: str) -> Meeting:
    number, _, rest = text.partition(" ")
    told = dict(clause.split(" ", 1) for clause in rest.split(", "))
    presences = [Presence(code, present=True) for code in _plus(told.get("present", ""))]
    presences += [Presence(code, present=False) for code in _plus(told.get("absent", ""))]
    held = PartialDate.parse(told["held"]) if "held" in told else None
    set_on, meets_on = told["set"].split(" for ") if "set" in told else ("", "")
    return Meeting(
        id=int(number[1:]),
        rules=frozenset(told.get("under", rule).split("+")),
        parties=frozenset(each.organisation for each in presences)
        or frozenset({"county:08", "municipality:020", "ministry:vm"}),
        invited_on=day(told.get("invited", "")),
        dates=(SetDate(date.fromisoformat(set_on), day(meets_on)),) if set_on else (),
        held=held,
        recorded_on=day(told.get("recorded", "")) or (held.last_day() if held else None),
        presences=tuple(presences),
    )


def _plus(text: str) -> list[str]:
    return text.split("+") if text else []


def _evidence(text: str) -> EvidenceOf:
    word, number, rest = text.split(" ", 2)
    clauses = [clause.split() for clause in rest.split(", ")]
    told = {clause[0]: clause[-1] for clause in clauses}
    steps = tuple(step for clause in clauses for step in _step(clause))
    kind = OF_RECORD.get(word)
    if kind is EvidenceKind.AGREEMENT_APPROVED and told.get("in"):
        kind = EvidenceKind.AGREEMENT_IN_FORCE
    return EvidenceOf(
        link=("LinkedEvidence" if word == "link" else word, int(number[1:])),
        kind=kind,
        dated=PartialDate.parse(told["dated"]) if "dated" in told else None,
        recorded_on=day(told.get("recorded", "")),
        steps=steps,
        valid=_period(told["in"]) if "in" in told else None,
        withdrawn_on=day(told.get("withdrawn", "")),
        withheld="withheld" in told,
    )


def _step(clause: list[str]) -> Iterator[Step]:
    """``approved 2026-03-01 by county:13``, ``delivered … to hus``, ``set … for 2026-06-15``."""
    if clause[0] == "set":
        yield Step(Stage.SET, PartialDate.parse(clause[1]), day=date.fromisoformat(clause[3]))
    elif clause[0] in STAGES:
        organisation = clause[3] if len(clause) > 3 else None
        yield Step(STAGES[clause[0]], PartialDate.parse(clause[1]), organisation)
