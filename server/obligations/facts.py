"""What is publicly known of obligations, read in bulk and handed to the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tortoise.expressions import Q

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_after
from server.obligations import rules
from server.obligations.meetings import public_meetings
from server.obligations.models import (
    Exemption,
    LinkedEvidence,
    Obligation,
    ObligationBearer,
    ObligationRule,
    RecordKeeping,
)
from server.obligations.units import BEARER, PARTNER, RECIPIENT
from server.register.models import Organisation, RegisterChange

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


@dataclass(frozen=True)
class Surroundings:
    """Rows that many obligations share, loaded once."""

    catalogue: dict[int, ObligationRule]
    roles: dict[int, Roles]
    codes: dict[int, str]
    endings: dict[int, tuple[RegisterChange, ...]]
    predecessors: dict[int, tuple[RegisterChange, ...]]
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


def kinds_of(rule: ObligationRule) -> tuple[rules.EvidenceKind, ...]:
    """The kinds of evidence a rule asks for, every one of them."""
    return tuple(map(rules.EvidenceKind, rule.evidence_kinds.split()))


def _meetings(
    facts: rules.Facts, roles: Roles, before: Sequence[RegisterChange], known: Surroundings
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


def _predecessors(
    rule: ObligationRule, obligation: Obligation, known: Surroundings
) -> tuple[RegisterChange, ...]:
    if rule.unit != "PAIR" or obligation.municipality_id is None:
        return ()
    return known.predecessors.get(obligation.municipality_id, ())


def _membership(
    rule: ObligationRule, obligation: Obligation, known: Surroundings
) -> rules.Membership:
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
    known_rules = {
        row.id: row
        for row in await ObligationRule.filter(id__in={each.rule_id for each in obligations})
    }
    roles = await _roles(ids)
    municipalities = {each.municipality_id for each in obligations if each.municipality_id}
    changes = await RegisterChange.filter(
        Q(organisation_id__in=municipalities) | Q(kind="MERGED", other_id__in=municipalities),
        kind__in=("MERGED", "MOVED"),
    ).order_by("on", "id")
    predecessors = [row for row in changes if row.other_id in municipalities and _merged(row)]
    endings = [row for row in changes if row.organisation_id in municipalities]
    before = {change.organisation_id for change in predecessors}
    after = {change.other_id for change in endings if change.other_id is not None}
    bearing = {number for parts in roles.values() for number in parts[BEARER]}
    partners = {number for parts in roles.values() for ids in parts.values() for number in ids}
    codes = await _codes(partners | before | after)
    return Surroundings(
        catalogue=known_rules,
        roles=roles,
        codes=codes,
        endings=_grouped((change.organisation_id, change) for change in endings),
        predecessors=_grouped(
            (change.other_id, change) for change in predecessors if change.other_id is not None
        ),
        keepings=await _keepings(bearing, codes),
        meetings=await public_meetings(_guests(obligations, roles, known_rules) | before),
        evidence=await _evidence(ids),
        exemptions=await _exemptions(ids),
    )


def _merged(change: RegisterChange) -> bool:
    return change.kind == "MERGED"


def _guests(
    obligations: Sequence[Obligation], roles: dict[int, Roles], known: dict[int, ObligationRule]
) -> set[int]:
    """Of each obligation met by a negotiation, the organisation whose negotiations are read."""
    return {
        (*roles[each.id][BEARER], *roles[each.id].get(PARTNER, ()))[-1]
        for each in obligations
        if rules.EvidenceKind.NEGOTIATION in kinds_of(known[each.rule_id])
    }


async def _roles(obligations: Collection[int]) -> dict[int, Roles]:
    found: dict[int, Roles] = defaultdict(dict)
    rows = ObligationBearer.filter(obligation_id__in=obligations).order_by("place", "id")
    for obligation, role, number in await rows.values_list(
        "obligation_id", "role", "organisation_id"
    ):
        found[obligation][role] = (*found[obligation].get(role, ()), number)
    return found


async def _codes(organisations: Collection[int]) -> dict[int, str]:
    rows = Organisation.filter(id__in=organisations)
    return {
        int(number): str(code) for number, code in await rows.values_list("id", "organisation_code")
    }


def _grouped(
    pairs: Iterable[tuple[int, RegisterChange]],
) -> dict[int, tuple[RegisterChange, ...]]:
    found: dict[int, tuple[RegisterChange, ...]] = {}
    for key, change in pairs:
        found[key] = (*found.get(key, ()), change)
    return found


async def _keepings(
    organisations: Collection[int], codes: dict[int, str]
) -> dict[int, list[rules.Keeping]]:
    found: dict[int, list[rules.Keeping]] = defaultdict(list)
    rows = RecordKeeping.filter(organisation_id__in=organisations, withdrawn_on__isnull=True)
    for row in await rows.order_by("id"):
        kept = rules.Keeping(codes[row.organisation_id], Period(row.starts_on, row.ends_on))
        found[row.organisation_id].append(kept)
    return found


async def _evidence(obligations: Collection[int]) -> dict[int, list[rules.EvidenceOf]]:
    """Sources linked by hand. A domain with records of its own adds them here, by its kind."""
    found: dict[int, list[rules.EvidenceOf]] = defaultdict(list)
    rows = LinkedEvidence.filter(obligation_id__in=obligations).order_by("id")
    for row in await rows.select_related("shown_of"):
        found[row.obligation_id].append(_linked(row))
    return found


def _linked(row: LinkedEvidence) -> rules.EvidenceOf:
    dated = PartialDate(row.dated_on, Precision(row.dated_precision))
    steps: tuple[rules.Step, ...] = ()
    if row.stage is not None:
        stage = rules.Stage(row.stage)
        organisation = row.shown_of.organisation_code if row.shown_of else None
        ahead = stage is rules.Stage.SET
        on = PartialDate(row.recorded_on) if ahead else dated
        steps = (rules.Step(stage, on, organisation, row.dated_on if ahead else None),)
    return rules.EvidenceOf(
        link=("LinkedEvidence", row.id),
        dated=None if steps else dated,
        recorded_on=row.recorded_on,
        steps=steps,
        withdrawn_on=row.withdrawn_on,
    )


async def _exemptions(obligations: Collection[int]) -> dict[int, list[rules.Exemption]]:
    found: dict[int, list[rules.Exemption]] = defaultdict(list)
    for row in await Exemption.filter(obligation_id__in=obligations).order_by("id"):
        found[row.obligation_id].append(
            rules.Exemption(row.from_on, row.decided_by, row.withdrawn_on)
        )
    return found
