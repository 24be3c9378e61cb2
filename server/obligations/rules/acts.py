"""What plans, agreements, bodies and linked sources show of an obligation on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from server.kit.partial_date import PartialDate
from server.kit.period import day_after
from server.obligations.rules.answers import Missing, MissingCode, Reason, ReasonCode
from server.obligations.rules.evidence import EvidenceKind, EvidenceOf, Stage, Step
from server.obligations.rules.facts import Facts, Pace
from server.obligations.rules.sights import Sight, Weight, counts_from, recorded_late, span_of

MISSING = {
    EvidenceKind.PLAN_APPROVED: MissingCode.PLAN,
    EvidenceKind.REPORT_TAKEN: MissingCode.REPORT,
    EvidenceKind.AGREEMENT_APPROVED: MissingCode.APPROVAL,
    EvidenceKind.AGREEMENT_IN_FORCE: MissingCode.AGREEMENT,
    EvidenceKind.BODY_IN_OFFICE: MissingCode.BODY,
    EvidenceKind.DELIVERED: MissingCode.DELIVERY,
}
"""What is missing while a kind is; a negotiation is not an act of one organisation."""
PART = {Stage.APPROVED: ReasonCode.ACT_APPROVED, Stage.DELIVERED: ReasonCode.ACT_DELIVERED}


@dataclass(frozen=True)
class _Done:
    """One organisation's part that is there, from which record, and from which day it counts."""

    evidence: EvidenceOf
    step: Step
    counts_on: date


_Parts = dict[tuple[EvidenceKind, str], _Done]


def acts_seen(day: date, facts: Facts) -> Iterator[Sight]:
    """Everything but negotiations that says something about the obligation on ``day``."""
    yield from _parts_seen(day, facts)
    for evidence in facts.evidence:
        if evidence.withheld or evidence.stands_beside:
            continue
        if evidence.withdrawn_on is not None:
            yield from _withdrawn(day, evidence, evidence.withdrawn_on, facts)
        elif _is_whole(evidence) and evidence.dated is not None:
            yield from _whole_seen(day, evidence, evidence.dated, facts)
        else:
            yield from _asides(day, evidence, facts)


def lacking(day: date, facts: Facts) -> tuple[Missing, ...]:
    """Every organisation's act that is still needed on ``day``."""
    done = _parts(day, facts)
    return tuple(
        _lack(kind, organisation, facts)
        for kind in facts.kinds
        if kind in MISSING
        for organisation in facts.needed(kind)
        if (kind, organisation) not in done
    )


def days_of_acts(facts: Facts) -> Iterator[date]:
    """Every day on which what this module says may become something else."""
    for evidence in facts.evidence:
        if evidence.dated is not None:
            yield _counts_on(evidence.dated, evidence, facts)
        for step in _steps(evidence):
            yield _counts_on(step.on, evidence, facts)
            if step.day is not None:
                yield step.day
                yield day_after(step.day)
        if evidence.valid is not None:
            yield evidence.valid.starts_on
            if evidence.valid.ends_on is not None:
                yield day_after(evidence.valid.ends_on)


def _counts_on(dated: PartialDate, evidence: EvidenceOf, facts: Facts) -> date:
    """The day from which what a record dates is weighed; recorded sooner, it had come by then."""
    return counts_from(dated, facts.window, evidence.recorded_on)


def _is_whole(evidence: EvidenceOf) -> bool:
    """Does it show, linked by hand, the whole of what the rule asks?"""
    return evidence.kind is None and evidence.dated is not None and not evidence.steps


def _steps(evidence: EvidenceOf) -> tuple[Step, ...]:
    """The steps of a record; one that only tells its day, or its days in force, has one."""
    if evidence.steps or evidence.kind is None:
        return evidence.steps
    stage = Stage.DELIVERED if evidence.kind is EvidenceKind.DELIVERED else Stage.APPROVED
    if evidence.dated is not None:
        return (Step(stage, evidence.dated),)
    return (Step(stage, PartialDate(evidence.valid.starts_on)),) if evidence.valid else ()


def _withdrawn(
    day: date, evidence: EvidenceOf, withdrawn_on: date, facts: Facts
) -> Iterator[Sight]:
    dates = [evidence.dated] if evidence.dated is not None else [s.on for s in _steps(evidence)]
    if any(_counts_on(each, evidence, facts) <= day for each in dates):
        told = {"withdrawn_on": withdrawn_on.isoformat()}
        if dates:
            told = {"dated_on": dates[0].iso, **told}
        yield _aside(_about(ReasonCode.EVIDENCE_WITHDRAWN, evidence, **told))


def _whole_seen(
    day: date, evidence: EvidenceOf, dated: PartialDate, facts: Facts
) -> Iterator[Sight]:
    counts_on = _counts_on(dated, evidence, facts)
    if counts_on > day:
        return
    placed = _misplaced(evidence, dated, None, facts)
    if placed is not None:
        yield placed
        return
    reason = _about(ReasonCode.EVIDENCE_LINKED, evidence, dated_on=dated.iso)
    recorded = recorded_late(
        _about(ReasonCode.RECORDED_LATE, evidence), evidence.recorded_on, facts
    )
    yield Sight(Weight.MEETS, (reason, *recorded, *_done_late(evidence, counts_on, facts)))


def _misplaced(
    evidence: EvidenceOf, dated: PartialDate, organisation: str | None, facts: Facts
) -> Sight | None:
    """Why a fact does not count in the period: dated outside it, or perhaps outside it."""
    window, told = facts.window, {"dated_on": dated.iso}
    if not window.overlaps(span_of(dated)):
        code = ReasonCode.EVIDENCE_OUTSIDE
        return _aside(_about(code, evidence, organisation, **told))
    if window.covers(span_of(dated)):
        return None
    reason = _about(ReasonCode.DATE_UNCERTAIN, evidence, organisation, **told)
    number = _number(evidence)
    record = None if number else evidence.link
    lacks = Missing(
        MissingCode.EXACT_DATE, organisation or facts.bearers[0], evidence=number, record=record
    )
    return Sight(Weight.UNSETTLED, (reason,), (lacks,))


def _asides(day: date, evidence: EvidenceOf, facts: Facts) -> Iterator[Sight]:
    """What a record tells beside the parts that are there: dates ahead, handling, days outside."""
    kinds = [kind for kind in facts.kinds if kind in MISSING and evidence.shows(kind)]
    if not kinds:
        return
    if _has_ended(day, evidence, facts) and evidence.valid is not None:
        ended = {"on": str(evidence.valid.ends_on)}
        yield _aside(_about(ReasonCode.EVIDENCE_ENDED, evidence, **ended))
        return
    for step in _steps(evidence):
        if _counts_on(step.on, evidence, facts) > day:
            continue
        if step.stage is Stage.SET:
            yield from _set(day, evidence, step, facts)
            continue
        misplaced = _misplaced(evidence, step.on, step.organisation, facts)
        if misplaced is not None:
            yield misplaced
        elif step.stage is Stage.HANDLED and not _is_decided(day, step, facts):
            told = {"dated_on": step.on.iso}
            reason = _about(ReasonCode.ACT_HANDLED, evidence, step.organisation, **told)
            yield Sight(Weight.BEGUN, (reason,), lacking(day, facts))


def _set(day: date, evidence: EvidenceOf, step: Step, facts: Facts) -> Iterator[Sight]:
    """A day set for the act: ahead, or passed without the act on record."""
    if step.day is None or not facts.window.contains(step.day) or _is_decided(day, step, facts):
        return
    ahead = step.day >= day
    code = ReasonCode.ACT_SET if ahead else ReasonCode.ACT_SET_PASSED
    reason = _about(code, evidence, step.organisation, meets_on=step.day.isoformat())
    yield Sight(Weight.AHEAD if ahead else Weight.BEGUN, (reason,), lacking(day, facts))


def _is_decided(day: date, step: Step, facts: Facts) -> bool:
    """Is what was handled or set decided by now?"""
    done = _parts(day, facts)
    return any(
        (kind, organisation) in done
        for kind in facts.kinds
        for organisation in facts.needed(kind)
        if step.organisation in (None, organisation)
    )


def _has_ended(day: date, evidence: EvidenceOf, facts: Facts) -> bool:
    """Is what must stand no longer in force or in office?"""
    standing = facts.pace is Pace.STANDING and evidence.valid is not None
    return standing and evidence.valid is not None and day > evidence.valid.last_day


def _parts(day: date, facts: Facts) -> _Parts:
    """Which organisation's act is there for which kind on ``day``; the earliest counts."""
    done: _Parts = {}
    for evidence in facts.evidence:
        if evidence.withheld or evidence.withdrawn_on is not None or _is_whole(evidence):
            continue
        if _has_ended(day, evidence, facts):
            continue
        for step in _steps(evidence):
            counts_on = _counts_on(step.on, evidence, facts)
            if counts_on <= day and facts.window.covers(span_of(step.on)):
                for key in _serves(evidence, step, facts):
                    if key not in done or counts_on < done[key].counts_on:
                        done[key] = _Done(evidence, step, counts_on)
    return done


def _serves(evidence: EvidenceOf, step: Step, facts: Facts) -> Iterator[tuple[EvidenceKind, str]]:
    for kind in facts.kinds:
        stage = Stage.DELIVERED if kind is EvidenceKind.DELIVERED else Stage.APPROVED
        if kind not in MISSING or step.stage is not stage or not evidence.shows(kind):
            continue
        anybody = kind is EvidenceKind.DELIVERED and not facts.recipients
        for organisation in facts.needed(kind):
            if anybody or step.organisation in (None, organisation):
                yield kind, organisation


def _parts_seen(day: date, facts: Facts) -> Iterator[Sight]:
    """The parts that are there, together: all of them meet the rule, some of them begin it."""
    done = _parts(day, facts)
    if not done:
        return
    because = [reason for kind in facts.kinds for reason in _told(kind, done, facts)]
    lacks = lacking(day, facts)
    if lacks or EvidenceKind.NEGOTIATION in facts.kinds:
        yield Sight(Weight.BEGUN, tuple(because), lacks)
        return
    last = max(done.values(), key=lambda each: each.counts_on)
    late = _done_late(last.evidence, last.counts_on, facts)
    yield Sight(Weight.MEETS, (*because, *late))


def _told(kind: EvidenceKind, done: _Parts, facts: Facts) -> Iterator[Reason]:
    """A kind that is complete is told by its records; one that is not, organisation by it."""
    parts = [(each, done[kind, each]) for each in facts.needed(kind) if (kind, each) in done]
    parts.sort(key=lambda part: part[1].counts_on)
    if len(parts) < len(facts.needed(kind)):
        for organisation, part in parts:
            told = {"dated_on": part.step.on.iso}
            yield _about(PART[part.step.stage], part.evidence, organisation, **told)
        return
    latest = {part.evidence.link: part for _, part in parts}
    for part in latest.values():
        linked = part.evidence.kind is None
        code = ReasonCode.EVIDENCE_LINKED if linked else ReasonCode(kind.value)
        yield _about(code, part.evidence, dated_on=part.step.on.iso)
        late = _about(ReasonCode.RECORDED_LATE, part.evidence)
        yield from recorded_late(late, part.evidence.recorded_on, facts)


def _done_late(evidence: EvidenceOf, done_on: date, facts: Facts) -> tuple[Reason, ...]:
    """By how many days what could be done late was late."""
    if facts.pace is not Pace.DAY or facts.due_on is None or done_on <= facts.due_on:
        return ()
    days = str((done_on - facts.due_on).days)
    told = {"due_on": facts.due_on.isoformat(), "days": days}
    return (_about(ReasonCode.DONE_LATE, evidence, **told),)


def _lack(kind: EvidenceKind, organisation: str, facts: Facts) -> Missing:
    """The act missing from a bearer; or from the first of them, towards the one it concerns."""
    if organisation in facts.bearers:
        return Missing(MISSING[kind], organisation)
    return Missing(MISSING[kind], facts.bearers[0], organisation)


def _number(evidence: EvidenceOf) -> int | None:
    """The id of a source linked by hand."""
    kind, number = evidence.link
    return number if kind == "LinkedEvidence" else None


def _about(
    code: ReasonCode, evidence: EvidenceOf, organisation: str | None = None, **told: str
) -> Reason:
    number = _number(evidence)
    return Reason(
        code,
        evidence=number,
        organisation=organisation,
        facts=tuple(told.items()),
        record=None if number else evidence.link,
    )


def _aside(reason: Reason) -> Sight:
    return Sight(Weight.ASIDE, (reason,))
