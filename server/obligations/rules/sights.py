"""What one record shows of the obligation on one day: a met duty, a day ahead, a beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.obligations.rules.answers import Missing, MissingCode, Reason, ReasonCode
from server.obligations.rules.facts import Evidence, Facts, Meeting, Predecessor, Presence


class Weight(Enum):
    """What a record does to the standing."""

    MEETS = auto()
    AHEAD = auto()
    UNSETTLED = auto()  # keeps the question open even after the period
    BEGUN = auto()
    ASIDE = auto()  # is told as a reason, changes nothing


@dataclass(frozen=True)
class Sight:
    """One record as seen on a day: its weight, why, and what it still lacks."""

    weight: Weight
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...] = ()


def sights_on(day: date, facts: Facts) -> tuple[Sight, ...]:
    """Everything on record that says something about the obligation on ``day``."""
    return tuple(_seen(day, facts))


def counts_from(dated: PartialDate, window: Period) -> date:
    """The day from which a fact is weighed: its latest possible day.

    A fact that may lie outside ``window`` is weighed from the latest day it can have in it.
    """
    if window.overlaps(_span(dated)):
        return min(dated.last_day(), window.last_day)
    return dated.last_day()


def _seen(day: date, facts: Facts) -> Iterator[Sight]:
    for meeting in facts.meetings:
        sight = _meeting_seen(day, meeting, facts)
        if sight is not None:
            yield sight
    for evidence in facts.evidence:
        if counts_from(evidence.dated, facts.applies.period) <= day:
            yield _evidence_seen(evidence, facts)
    for predecessor in facts.predecessors:
        yield from _predecessor_seen(day, predecessor, facts)


def _meeting_seen(day: date, meeting: Meeting, facts: Facts) -> Sight | None:
    if not meeting.parties >= {facts.county, facts.municipality}:
        return None
    if facts.rule not in meeting.rules:
        return _under_another_rule(day, meeting, facts)
    if meeting.cancelled_on is not None and meeting.cancelled_on <= day:
        return _cancelled(meeting.cancelled_on, meeting, facts)
    if meeting.held is not None and counts_from(meeting.held, facts.applies.period) <= day:
        return _held(day, meeting, meeting.held, facts)
    return _to_come(day, meeting, facts)


def _under_another_rule(day: date, meeting: Meeting, facts: Facts) -> Sight | None:
    held, window = meeting.held, facts.applies.period
    if held is None or counts_from(held, window) > day or not window.overlaps(_span(held)):
        return None
    return _aside(_about(ReasonCode.UNDER_ANOTHER_RULE, meeting, held_on=held.iso))


def _cancelled(cancelled_on: date, meeting: Meeting, facts: Facts) -> Sight | None:
    was_public = meeting.invited_on is not None or bool(meeting.dates)
    if not was_public or not facts.period.contains(cancelled_on):
        return None
    return _aside(_about(ReasonCode.CANCELLED, meeting, cancelled_on=cancelled_on.isoformat()))


def _held(day: date, meeting: Meeting, held: PartialDate, facts: Facts) -> Sight | None:
    window = facts.applies.period
    if not window.overlaps(_span(held)):
        if not facts.period.overlaps(_span(held)):
            return None
        return _aside(_about(ReasonCode.HELD_OUTSIDE, meeting, held_on=held.iso))
    in_doubt = _presence_in_doubt(day, meeting, held, facts)
    if in_doubt is not None:
        return in_doubt
    if not window.covers(_span(held)):
        reason = _about(ReasonCode.DATE_UNCERTAIN, meeting, held_on=held.iso)
        lacks = Missing(MissingCode.EXACT_DATE, facts.county, negotiation=meeting.id)
        return Sight(Weight.UNSETTLED, (reason,), (lacks,))
    reason = _about(ReasonCode.NEGOTIATED, meeting, held_on=held.iso)
    late = _late(
        Reason(ReasonCode.RECORDED_LATE, negotiation=meeting.id), meeting.recorded_on, facts
    )
    return Sight(Weight.MEETS, (reason, *late))


def _presence_in_doubt(
    day: date, meeting: Meeting, held: PartialDate, facts: Facts
) -> Sight | None:
    """Why a held meeting does not serve the pair: the firmest of absent, disputed, not recorded."""
    both = [(code, meeting.presence_of(code)) for code in (facts.county, facts.municipality)]
    for code, presence in both:
        if presence is not None and not presence.present and not presence.is_disputed(day):
            reason = _about(ReasonCode.ABSENT, meeting, code, held_on=held.iso)
            lacks = Missing(MissingCode.PRESENCE, code, negotiation=meeting.id)
            return Sight(Weight.ASIDE, (reason,), (lacks,))
    for code, presence in both:
        if presence is not None and presence.is_disputed(day):
            return _disputed(code, presence, meeting)
    for code, presence in both:
        if presence is None:
            reason = _about(ReasonCode.PRESENCE_NOT_RECORDED, meeting, code)
            lacks = Missing(MissingCode.ATTENDANCE, code, negotiation=meeting.id)
            return Sight(Weight.BEGUN, (reason,), (lacks,))
    return None


def _disputed(code: str, presence: Presence, meeting: Meeting) -> Sight:
    by = presence.disputed_by or code
    since = str(presence.disputed_on)
    reason = _about(ReasonCode.PRESENCE_DISPUTED, meeting, code, disputed_on=since, disputed_by=by)
    lacks = Missing(MissingCode.DISPUTE_SETTLED, by, negotiation=meeting.id)
    return Sight(Weight.UNSETTLED, (reason,), (lacks,))


def _to_come(day: date, meeting: Meeting, facts: Facts) -> Sight | None:
    """A meeting not held by ``day``: a day ahead, a day that passed, or an invitation."""
    setting = meeting.day_set_on(day)
    if setting is None or setting.day is None:
        return _invited(day, meeting, facts)
    meets_on = setting.day.isoformat()
    if not facts.applies.period.contains(setting.day):
        if not facts.period.contains(setting.set_on):
            return None
        return _aside(_about(ReasonCode.DATE_OUTSIDE, meeting, meets_on=meets_on))
    if setting.day >= day:
        reason = _about(ReasonCode.DATE_SET, meeting, meets_on=meets_on)
        lacks = _between(MissingCode.MEETING, meeting, facts, meets_on=meets_on)
        return Sight(Weight.AHEAD, (reason,), (lacks,))
    reason = _about(ReasonCode.DATE_PASSED, meeting, meets_on=meets_on)
    lacks = _between(MissingCode.RECORD, meeting, facts, meets_on=meets_on)
    return Sight(Weight.BEGUN, (reason,), (lacks,))


def _invited(day: date, meeting: Meeting, facts: Facts) -> Sight | None:
    window, invited_on = facts.applies.period, meeting.invited_on
    if invited_on is None or invited_on > day or not window.contains(invited_on):
        return None
    reason = _about(ReasonCode.INVITED, meeting, invited_on=invited_on.isoformat())
    # Once the window has closed a date could no longer help.
    lacks = (_between(MissingCode.DATE, meeting, facts),) if window.contains(day) else ()
    return Sight(Weight.BEGUN, (reason,), lacks)


def _evidence_seen(evidence: Evidence, facts: Facts) -> Sight:
    window, dated = facts.applies.period, (("dated_on", evidence.dated.iso),)
    if evidence.withdrawn_on is not None:
        gone = (("withdrawn_on", evidence.withdrawn_on.isoformat()),)
        code = ReasonCode.EVIDENCE_WITHDRAWN
        return _aside(Reason(code, evidence=evidence.id, facts=dated + gone))
    if not window.overlaps(_span(evidence.dated)):
        return _aside(Reason(ReasonCode.EVIDENCE_OUTSIDE, evidence=evidence.id, facts=dated))
    if not window.covers(_span(evidence.dated)):
        reason = Reason(ReasonCode.DATE_UNCERTAIN, evidence=evidence.id, facts=dated)
        lacks = Missing(MissingCode.EXACT_DATE, facts.county, evidence=evidence.id)
        return Sight(Weight.UNSETTLED, (reason,), (lacks,))
    reason = Reason(ReasonCode.EVIDENCE_LINKED, evidence=evidence.id, facts=dated)
    late = _late(
        Reason(ReasonCode.RECORDED_LATE, evidence=evidence.id), evidence.recorded_on, facts
    )
    return Sight(Weight.MEETS, (reason, *late))


def _predecessor_seen(day: date, predecessor: Predecessor, facts: Facts) -> Iterator[Sight]:
    """A merged municipality's own negotiations in the period: told, but not the successor's."""
    if day < predecessor.merged_on:
        return
    for meeting in facts.meetings:
        presence = meeting.presence_of(predecessor.organisation)
        took_part = presence is not None and presence.present
        counted = facts.rule in meeting.rules and facts.county in meeting.parties
        held = meeting.held
        if took_part and counted and held is not None and facts.period.covers(_span(held)):
            code = ReasonCode.PREDECESSOR_NEGOTIATED
            yield _aside(_about(code, meeting, predecessor.organisation, held_on=held.iso))


def _late(reason: Reason, recorded_on: date | None, facts: Facts) -> tuple[Reason, ...]:
    if recorded_on is None or recorded_on <= facts.period.last_day:
        return ()
    dated = (("recorded_on", recorded_on.isoformat()),)
    return (Reason(reason.code, reason.negotiation, reason.evidence, facts=dated),)


def _about(
    code: ReasonCode, meeting: Meeting, organisation: str | None = None, **dates: str
) -> Reason:
    return Reason(
        code, negotiation=meeting.id, organisation=organisation, facts=tuple(dates.items())
    )


def _between(code: MissingCode, meeting: Meeting, facts: Facts, **dates: str) -> Missing:
    return Missing(
        code,
        facts.county,
        counterparty=facts.municipality,
        negotiation=meeting.id,
        facts=tuple(dates.items()),
    )


def _aside(reason: Reason) -> Sight:
    return Sight(Weight.ASIDE, (reason,))


def _span(dated: PartialDate) -> Period:
    return Period(dated.first_day(), dated.last_day())
