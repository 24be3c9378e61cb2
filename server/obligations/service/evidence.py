"""Linking sources to obligations by hand, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import FieldFault, NotFound, refuse
from server.kit.partial_date import PartialDate
from server.kit.period import day_fault
from server.kit.store.act import Outcome, act
from server.kit.texts import text_fault, url_fault
from server.obligations.facts import kinds_of
from server.obligations.models import LinkedEvidence, Obligation, ObligationRule
from server.obligations.rules import EvidenceKind, Stage
from server.obligations.rules.beside import SECTION, STATUTE
from server.obligations.rules.evidence import INSTRUMENT
from server.obligations.service.loading import load, own, parts_of
from server.register import lookup
from server.register.models import Organisation


@dataclass(frozen=True)
class EvidenceInput:
    """A dated source that shows what the rule asks, or a step towards it, and why it does.

    Without a ``stage`` it shows the whole. ``shown_of`` is the code of the organisation whose act
    it shows, or to which it was delivered; None means everyone's. With IN_FORCE or ENDED it tells
    of an instrument that rests on § 14 and binds both, from its day; that fulfils nothing.
    """

    title: str
    dated: PartialDate
    reason: str
    url: str | None = None
    stage: Stage | None = None
    shown_of: str | None = None


async def link_evidence(
    by: Actor, today: date, obligation: int, expected: int | None, given: EvidenceInput
) -> Outcome:
    """Link a dated source to an obligation in which the actor's organisation has a part.

    Raises NotFound, NotAllowed, Conflict when the obligation has changed, and InvalidInput when
    the source is dated in the future (unless it tells a day set for the act), a text cannot be
    read, a step is told of a rule that is met by a negotiation or of one with no part in it, or an
    instrument of another section than § 14.
    """
    async with act("link_evidence", by, at=now(), today=today) as opened:
        row, parties = await load(obligation)
        policy.require(by, policy.LINK_EVIDENCE, parties=parties)
        refuse(*_evidence_faults(given, today), *await _step_faults(row, given))
        shown_of = await lookup.organisation(given.shown_of, "shownOf") if given.shown_of else None
        evidence = await opened.create(
            LinkedEvidence,
            obligation_id=row.id,
            recorded_by_id=await own(by),
            title=given.title.strip(),
            url=given.url,
            dated_on=given.dated.value,
            dated_precision=given.dated.precision.value,
            stage=given.stage.value if given.stage else None,
            shown_of_id=shown_of.id if shown_of else None,
            reason=given.reason.strip(),
            recorded_on=today,
        )
        await opened.change(row, expected)
        warnings = () if given.stage in INSTRUMENT else _outside(row, given.dated)
        return opened.done(
            Outcome(("Obligation", row.id), warnings, facts={"evidence": evidence.id})
        )


async def withdraw_evidence(by: Actor, today: date, evidence: int, expected: int) -> Outcome:
    """Take back evidence that the actor's own organisation linked; the row stays, withdrawn.

    Raises NotFound, NotAllowed and Conflict.
    """
    async with act("withdraw_evidence", by, at=now(), today=today) as opened:
        found = await LinkedEvidence.get_or_none(id=evidence)
        if found is None:
            raise NotFound(type="LinkedEvidence")
        row, _ = await load(found.obligation_id)
        owner = await Organisation.get(id=found.recorded_by_id)
        policy.require(by, policy.EDIT_OWN_ROW, owner=owner.organisation_code)
        if found.withdrawn_on is None:
            await opened.change(found, expected, withdrawn_on=today)
            await opened.change(row)
        return opened.done(Outcome(("Obligation", row.id), facts={"evidence": found.id}))


async def _step_faults(row: Obligation, given: EvidenceInput) -> list[FieldFault]:
    """A step is told of an act; whose act it is must be someone with a part in the obligation."""
    if given.stage is None:
        return [FieldFault(("shownOf",), "STAGE_MISSING")] if given.shown_of else []
    rule = await ObligationRule.get(id=row.rule_id)
    if given.stage in INSTRUMENT:
        return _instrument_faults(rule, given)
    if EvidenceKind.NEGOTIATION in kinds_of(rule):
        return [FieldFault(("stage",), "NO_STAGES_IN_NEGOTIATION")]
    if given.shown_of and given.shown_of not in {code for _, code in await parts_of(row.id)}:
        return [FieldFault(("shownOf",), "NO_PART_IN_IT", {"code": given.shown_of})]
    return []


def _instrument_faults(rule: ObligationRule, given: EvidenceInput) -> list[FieldFault]:
    """An instrument is told of beside § 14 alone, and binds both."""
    faults = []
    if (rule.statute, rule.section) != (STATUTE, SECTION):
        faults.append(FieldFault(("stage",), "NO_INSTRUMENT_BESIDE"))
    if given.shown_of:
        faults.append(FieldFault(("shownOf",), "INSTRUMENT_BINDS_BOTH"))
    return faults


def _evidence_faults(given: EvidenceInput, today: date) -> list[FieldFault]:
    faults = [
        text_fault("title", given.title, longest=300),
        text_fault("reason", given.reason, longest=4000),
        url_fault("url", given.url),
        day_fault("dated", given.dated.last_day()),
    ]
    if given.dated.first_day() > today and given.stage is not Stage.SET:
        day = given.dated.first_day().isoformat()
        faults.append(FieldFault(("dated",), "IN_THE_FUTURE", {"day": day}))
    return [fault for fault in faults if fault is not None]


def _outside(row: Obligation, dated: PartialDate) -> tuple[dict[str, object], ...]:
    """A source dated outside a term or a year is kept, with a warning: it fulfils nothing."""
    if row.ends_on is None or row.starts_on <= dated.first_day() <= dated.last_day() <= row.ends_on:
        return ()
    facts = {"startsOn": row.starts_on.isoformat(), "endsOn": row.ends_on.isoformat()}
    return ({"code": "EVIDENCE_OUTSIDE", "facts": facts},)
