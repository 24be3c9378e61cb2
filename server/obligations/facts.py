"""What is publicly known of obligations, read in bulk and handed to the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_after
from server.kit.store.selects import day, select
from server.obligations import rules
from server.obligations.meetings import public_meetings
from server.obligations.models import Obligation, ObligationRule
from server.obligations.units import BEARER, PARTNER, RECIPIENT

PACES = {
    "COUNCIL_TERM": rules.Pace.TERM,
    "CALENDAR_YEAR": rules.Pace.YEAR,
    "INTERVAL": rules.Pace.DAY,
    "DEADLINE": rules.Pace.DAY,
    "ON_EVENT": rules.Pace.EVENT,
    "STANDING": rules.Pace.STANDING,
}
"""What happens when the time of a rule of each cadence is over."""

Roles = dict[str, tuple[int, ...]]


class Rule(NamedTuple):
    """What judging needs of a rule of the catalogue."""

    id: int
    key: str
    cadence: str | None
    unit: str | None
    evidence_kinds: str
    valid_from: date
    valid_to: date | None


class Change(NamedTuple):
    """A merger or a move on record."""

    kind: str
    on: date
    organisation_id: int
    other_id: int | None


@dataclass(frozen=True)
class Surroundings:
    """Rows that many obligations share, loaded once."""

    catalogue: dict[int, Rule]
    roles: dict[int, Roles]
    codes: dict[int, str]
    endings: dict[int, tuple[Change, ...]]
    predecessors: dict[int, tuple[Change, ...]]
    keepings: dict[int, list[rules.Keeping]]
    meetings: dict[int, list[rules.Meeting]]
    evidence: dict[int, list[rules.EvidenceOf]]
    exemptions: dict[int, list[rules.Exemption]]


async def load(obligations: Sequence[Obligation]) -> dict[int, rules.Facts]:
    """The facts of each obligation by its id. Drafts are not among them: they are not public."""
    if not obligations:
        return {}
    known = await _surroundings(obligations)
    return {each.id: _facts(each, known) for each in obligations}


def _facts(obligation: Obligation, known: Surroundings) -> rules.Facts:
    rule, roles = known.catalogue[obligation.rule_id], known.roles[obligation.id]
    pace = PACES[rule.cadence or "STANDING"]
    # An interval that was met has an end, but what is done late still counts in it.
    ends_on = obligation.ends_on if rule.cadence != "INTERVAL" else None
    named = {role: tuple(known.codes[each] for each in ids) for role, ids in roles.items()}
    before = _predecessors(rule, obligation, known)
    told = rules.Facts(
        rule=rule.key,
        bearers=named.get(BEARER, ()),
        partners=named.get(PARTNER, ()),
        recipients=named.get(RECIPIENT, ()),
        period=Period(obligation.starts_on, ends_on),
        applies=_membership(rule, obligation, known),
        kinds=kinds_of(rule),
        pace=pace,
        due_on=obligation.due_on,
        kept=tuple(each for number in roles[BEARER] for each in known.keepings.get(number, ())),
        evidence=tuple(known.evidence.get(obligation.id, ())),
        exemptions=tuple(known.exemptions.get(obligation.id, ())),
        predecessors=tuple(
            rules.Predecessor(known.codes[change.organisation_id], change.on) for change in before
        ),
    )
    return replace(told, meetings=_meetings(told, roles, before, known))


def kinds_of(rule: Rule | ObligationRule) -> tuple[rules.EvidenceKind, ...]:
    """The kinds of evidence a rule asks for, every one of them."""
    return tuple(map(rules.EvidenceKind, rule.evidence_kinds.split()))


def _meetings(
    facts: rules.Facts, roles: Roles, before: Sequence[Change], known: Surroundings
) -> tuple[rules.Meeting, ...]:
    """The negotiations between those who meet under the rule, and in a term under any rule."""
    if rules.EvidenceKind.NEGOTIATION not in facts.kinds:
        return ()
    guest = (*roles[BEARER], *roles.get(PARTNER, ()))[-1]
    sides = {*facts.sides, *(each.organisation for each in facts.predecessors)}
    found = {
        meeting.id: meeting
        for number in (*(change.organisation_id for change in before), guest)
        for meeting in known.meetings.get(number, ())
        if len(meeting.parties & sides) > 1
        and (facts.pace is rules.Pace.TERM or facts.rule in meeting.rules)
    }
    return tuple(found[number] for number in sorted(found))


def _predecessors(rule: Rule, obligation: Obligation, known: Surroundings) -> tuple[Change, ...]:
    if rule.unit != "PAIR" or obligation.municipality_id is None:
        return ()
    return known.predecessors.get(obligation.municipality_id, ())


def _membership(rule: Rule, obligation: Obligation, known: Surroundings) -> rules.Membership:
    """The days it binds; an end within the period comes with its latest cause."""
    period = Period(obligation.applies_from, obligation.applies_to)
    late = rule.valid_from == obligation.applies_from
    before = rules.ReasonCode.RULE_NOT_YET if late else rules.ReasonCode.NOT_YET_IN_COUNTY
    if obligation.applies_to is None:
        return rules.Membership(period, before=before)
    if obligation.applies_to == rule.valid_to:
        return rules.Membership(period, rules.Ending(rules.ReasonCode.RULE_ENDED), before)
    moves = ("MERGED", "MOVED") if rule.unit == "PAIR" else ("MERGED",)
    for change in reversed(known.endings.get(obligation.municipality_id or 0, ())):
        ended = change.on == day_after(obligation.applies_to) and change.kind in moves
        if change.other_id is not None and ended:
            reason = rules.ReasonCode(change.kind)
            ending = rules.Ending(reason, known.codes[change.other_id])
            return rules.Membership(period, ending, before)
    return rules.Membership(period, before=before)


async def _surroundings(obligations: Sequence[Obligation]) -> Surroundings:
    ids = [each.id for each in obligations]
    catalogue = await _catalogue({each.rule_id for each in obligations})
    roles, codes = await _roles(ids)
    municipalities = {each.municipality_id for each in obligations if each.municipality_id}
    changes = await _changes(municipalities)
    predecessors = [row for row in changes if row.other_id in municipalities and _merged(row)]
    endings = [row for row in changes if row.organisation_id in municipalities]
    before = {change.organisation_id for change in predecessors}
    after = {change.other_id for change in endings if change.other_id is not None}
    codes |= await _codes((before | after) - codes.keys())
    bearing = {number for parts in roles.values() for number in parts[BEARER]}
    return Surroundings(
        catalogue=catalogue,
        roles=roles,
        codes=codes,
        endings=_grouped((change.organisation_id, change) for change in endings),
        predecessors=_grouped(
            (change.other_id, change) for change in predecessors if change.other_id is not None
        ),
        keepings=await _keepings(bearing, codes),
        meetings=await public_meetings(_guests(obligations, roles, catalogue) | before),
        evidence=await _evidence(ids),
        exemptions=await _exemptions(ids),
    )


def _merged(change: Change) -> bool:
    return change.kind == "MERGED"


def _guests(
    obligations: Sequence[Obligation], roles: dict[int, Roles], known: dict[int, Rule]
) -> set[int]:
    """Of each obligation met by a negotiation, the organisation whose negotiations are read."""
    return {
        (*roles[each.id][BEARER], *roles[each.id].get(PARTNER, ()))[-1]
        for each in obligations
        if rules.EvidenceKind.NEGOTIATION in kinds_of(known[each.rule_id])
    }


async def _catalogue(numbers: Collection[int]) -> dict[int, Rule]:
    rows = await select(
        "SELECT id, key, cadence, unit, evidence_kinds, valid_from, valid_to"
        " FROM obligation_rule WHERE id IN ?",
        numbers,
    )
    return {
        number: Rule(number, key, cadence, unit, kinds, day(valid_from), day(valid_to))
        for number, key, cadence, unit, kinds, valid_from, valid_to in rows
    }


async def _roles(obligations: Collection[int]) -> tuple[dict[int, Roles], dict[int, str]]:
    """By obligation, who has which part in it; and the organisation code of each."""
    found: dict[int, Roles] = defaultdict(dict)
    codes: dict[int, str] = {}
    for obligation, role, number, code in await select(
        "SELECT b.obligation_id, b.role, b.organisation_id, o.organisation_code"
        " FROM obligation_bearer b JOIN organisation o ON o.id = b.organisation_id"
        " WHERE b.obligation_id IN ? ORDER BY b.place, b.id",
        obligations,
    ):
        found[obligation][role] = (*found[obligation].get(role, ()), number)
        codes[number] = code
    return found, codes


async def _changes(municipalities: Collection[int]) -> list[Change]:
    """The mergers and moves of municipalities, and mergers into them, in order."""
    rows = await select(
        'SELECT kind, "on", organisation_id, other_id FROM register_change'
        " WHERE (organisation_id IN ? AND kind IN ('MERGED', 'MOVED'))"
        " OR (other_id IN ? AND kind = 'MERGED') ORDER BY \"on\", id",
        municipalities,
        municipalities,
    )
    return [Change(kind, day(on), number, other) for kind, on, number, other in rows]


async def _codes(organisations: Collection[int]) -> dict[int, str]:
    if not organisations:
        return {}
    rows = await select(
        "SELECT id, organisation_code FROM organisation WHERE id IN ?", organisations
    )
    return dict(rows)


def _grouped(pairs: Iterable[tuple[int, Change]]) -> dict[int, tuple[Change, ...]]:
    found: dict[int, tuple[Change, ...]] = {}
    for key, change in pairs:
        found[key] = (*found.get(key, ()), change)
    return found


async def _keepings(
    organisations: Collection[int], codes: dict[int, str]
) -> dict[int, list[rules.Keeping]]:
    found: dict[int, list[rules.Keeping]] = defaultdict(list)
    for number, starts_on, ends_on in await select(
        "SELECT organisation_id, starts_on, ends_on FROM record_keeping"
        " WHERE organisation_id IN ? AND withdrawn_on IS NULL ORDER BY id",
        organisations,
    ):
        period = Period(day(starts_on), day(ends_on))
        found[number].append(rules.Keeping(codes[number], period))
    return found


async def _evidence(obligations: Collection[int]) -> dict[int, list[rules.EvidenceOf]]:
    """Sources linked by hand. A domain with records of its own adds them here, by its kind."""
    found: dict[int, list[rules.EvidenceOf]] = defaultdict(list)
    for obligation, *row in await select(
        "SELECT e.obligation_id, e.id, e.dated_on, e.dated_precision, e.stage,"
        " o.organisation_code, e.recorded_on, e.withdrawn_on"
        " FROM linked_evidence e LEFT JOIN organisation o ON o.id = e.shown_of_id"
        " WHERE e.obligation_id IN ? ORDER BY e.id",
        obligations,
    ):
        number, dated_on, precision, stage, shown_of, recorded_on, withdrawn_on = row
        dated = PartialDate(day(dated_on), Precision(precision))
        steps = _steps(stage, shown_of, dated, day(recorded_on))
        found[obligation].append(
            rules.EvidenceOf(
                link=("LinkedEvidence", number),
                dated=None if steps else dated,
                recorded_on=day(recorded_on),
                steps=steps,
                withdrawn_on=day(withdrawn_on),
            )
        )
    return found


def _steps(
    stage: str | None, shown_of: str | None, dated: PartialDate, recorded_on: date
) -> tuple[rules.Step, ...]:
    if stage is None:
        return ()
    ahead = rules.Stage(stage) is rules.Stage.SET
    on = PartialDate(recorded_on) if ahead else dated
    return (rules.Step(rules.Stage(stage), on, shown_of, dated.value if ahead else None),)


async def _exemptions(obligations: Collection[int]) -> dict[int, list[rules.Exemption]]:
    found: dict[int, list[rules.Exemption]] = defaultdict(list)
    for obligation, from_on, decided_by, withdrawn_on in await select(
        "SELECT obligation_id, from_on, decided_by, withdrawn_on FROM exemption"
        " WHERE obligation_id IN ? ORDER BY id",
        obligations,
    ):
        found[obligation].append(rules.Exemption(day(from_on), decided_by, day(withdrawn_on)))
    return found
