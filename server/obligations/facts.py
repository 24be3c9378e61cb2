"""What is publicly known of obligations, read in bulk and handed to the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_after
from server.obligations import rules
from server.obligations.meetings import public_meetings
from server.obligations.models import (
    Exemption,
    LinkedEvidence,
    Obligation,
    ObligationRule,
    RecordKeeping,
)
from server.register.models import Organisation, RegisterChange


@dataclass(frozen=True)
class Surroundings:
    """Rows that many obligations share, loaded once."""

    codes: dict[int, str]
    endings: dict[int, tuple[RegisterChange, ...]]
    predecessors: dict[int, tuple[RegisterChange, ...]]
    keepings: dict[int, list[rules.Keeping]]
    meetings: dict[int, list[rules.Meeting]]
    evidence: dict[int, list[rules.Evidence]]
    exemptions: dict[int, list[rules.Exemption]]


async def load(obligations: Sequence[Obligation]) -> dict[int, rules.Facts]:
    """The facts of each obligation by its id. Drafts are not among them: they are not public."""
    if not obligations:
        return {}
    known = await _surroundings(obligations)
    keys = {
        row.id: row.key
        for row in await ObligationRule.filter(id__in={each.rule_id for each in obligations})
    }
    return {each.id: _facts(each, keys[each.rule_id], known) for each in obligations}


def _facts(obligation: Obligation, rule: str, known: Surroundings) -> rules.Facts:
    before = known.predecessors.get(obligation.municipality_id, ())
    theirs = {m.id: m for p in before for m in known.meetings.get(p.organisation_id, ())}
    own = {m.id: m for m in known.meetings.get(obligation.municipality_id, ())}
    return rules.Facts(
        rule=rule,
        county=known.codes[obligation.county_id],
        municipality=known.codes[obligation.municipality_id],
        period=Period(obligation.starts_on, obligation.ends_on),
        applies=_membership(obligation, known),
        kept=(
            *known.keepings.get(obligation.county_id, ()),
            *known.keepings.get(obligation.municipality_id, ()),
        ),
        meetings=tuple(sorted({**theirs, **own}.values(), key=lambda meeting: meeting.id)),
        evidence=tuple(known.evidence.get(obligation.id, ())),
        exemptions=tuple(known.exemptions.get(obligation.id, ())),
        predecessors=tuple(
            rules.Predecessor(known.codes[change.organisation_id], change.on) for change in before
        ),
    )


def _membership(obligation: Obligation, known: Surroundings) -> rules.Membership:
    """The days the pair belongs together; an end within the period comes with its latest cause."""
    period = Period(obligation.applies_from, obligation.applies_to)
    for change in reversed(known.endings.get(obligation.municipality_id, ())):
        if change.other_id is not None and change.on == day_after(obligation.applies_to):
            reason = rules.ReasonCode(change.kind)
            return rules.Membership(period, rules.Ending(reason, known.codes[change.other_id]))
    return rules.Membership(period)


async def _surroundings(obligations: Sequence[Obligation]) -> Surroundings:
    ids = [each.id for each in obligations]
    municipalities = {each.municipality_id for each in obligations}
    pairs = municipalities | {each.county_id for each in obligations}
    predecessors = await RegisterChange.filter(kind="MERGED", other_id__in=municipalities)
    endings = await RegisterChange.filter(
        kind__in=("MERGED", "MOVED"), organisation_id__in=municipalities
    ).order_by("on", "id")
    before = {change.organisation_id for change in predecessors}
    after = {change.other_id for change in endings if change.other_id is not None}
    organisations = await Organisation.filter(id__in=pairs | before | after)
    codes = {row.id: row.organisation_code for row in organisations}
    return Surroundings(
        codes=codes,
        endings=_grouped((change.organisation_id, change) for change in endings),
        predecessors=_grouped(
            (change.other_id, change) for change in predecessors if change.other_id is not None
        ),
        keepings=await _keepings(pairs, codes),
        meetings=await public_meetings(municipalities | before),
        evidence=await _evidence(ids),
        exemptions=await _exemptions(ids),
    )


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
    for row in await RecordKeeping.filter(organisation_id__in=organisations).order_by("id"):
        kept = rules.Keeping(codes[row.organisation_id], Period(row.starts_on, row.ends_on))
        found[row.organisation_id].append(kept)
    return found


async def _evidence(obligations: Collection[int]) -> dict[int, list[rules.Evidence]]:
    found: dict[int, list[rules.Evidence]] = defaultdict(list)
    for row in await LinkedEvidence.filter(obligation_id__in=obligations).order_by("id"):
        dated = PartialDate(row.dated_on, Precision(row.dated_precision))
        found[row.obligation_id].append(
            rules.Evidence(row.id, dated, row.recorded_on, row.withdrawn_on)
        )
    return found


async def _exemptions(obligations: Collection[int]) -> dict[int, list[rules.Exemption]]:
    found: dict[int, list[rules.Exemption]] = defaultdict(list)
    for row in await Exemption.filter(obligation_id__in=obligations).order_by("id"):
        found[row.obligation_id].append(
            rules.Exemption(row.from_on, row.decided_by, row.withdrawn_on)
        )
    return found
