"""What one negotiation shows of the obligation on one day: a met duty, a day ahead, a beginning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from server.kit.partial_date import PartialDate
from server.kit.period import Period, day_after
from server.obligations.rules.answers import Missing, MissingCode, Reason, ReasonCode
from server.obligations.rules.facts import Facts, Meeting, Pace, Predecessor, Presence


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


class MeetingsSeen:
    """What the negotiations on record say from day to day, and those of merged municipalities.

    Each is looked at anew only where it may say something else: on its own days, and where the
    days on which it can meet the obligation begin and end.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        edges = (facts.window.starts_on, *_after(facts.window.last_day))
        self._turns = [
            sorted({*edges, *days_of_meeting(meeting, facts.window)}) for meeting in facts.meetings
        ]
        self._seen: dict[tuple[int, int], Sight | None] = {}

    def on(self, day: date) -> Iterator[Sight]:
        """What each says on a day, of those that say something."""
        for place, meeting in enumerate(self._facts.meetings):
            key = place, bisect_right(self._turns[place], day)
            if key not in self._seen:
                self._seen[key] = _meeting_seen(day, meeting, self._facts)
            if (sight := self._seen[key]) is not None:
                yield sight


def days_of_meeting(meeting: Meeting, window: Period) -> Iterator[date]:
    """Every day on which a negotiation may begin to say something else."""
    single = [meeting.invited_on, meeting.cancelled_on]
    for presence in meeting.presences:
        single += [presence.disputed_on, presence.withdrawn_on]
    if meeting.held is not None:
        single.append(counts_from(meeting.held, window, meeting.recorded_on))
    for setting in meeting.dates:
        single += [setting.set_on, setting.day]
        single += _after(setting.day or date.max)
    yield from (day for day in single if day is not None)


def _after(day: date) -> Iterator[date]:
    """The day after; nothing turns on a day after the last one of the calendar."""
    if day < date.max:
        yield day_after(day)


def predecessors_seen(day: date, facts: Facts) -> Iterator[Sight]:
    """A merged municipality's own negotiations in the period: told, but not the successor's."""
    for predecessor in facts.predecessors:
        yield from _predecessor_seen(day, predecessor, facts)


def counts_from(dated: PartialDate, window: Period, recorded_on: date | None = None) -> date:
    """The day from which a fact is weighed: its latest possible day.

    What was recorded before that day had happened by then, so it is weighed from then. A fact
    that may lie outside ``window`` is weighed from the latest day it can have in it.
    """
    latest = dated.last_day(recorded_on)
    return min(latest, window.last_day) if window.overlaps(span_of(dated)) else latest


def may_meet(meeting: Meeting, facts: Facts) -> bool:
    """Can the meeting, on some day, be one that meets the obligation, or begins to?"""
    return facts.rule in meeting.rules and _joins(meeting, facts)


def _joins(meeting: Meeting, facts: Facts) -> bool:
    """Were two of those who must meet called to it?"""
    return len(meeting.parties.intersection(facts.sides)) > 1


def _meeting_seen(day: date, meeting: Meeting, facts: Facts) -> Sight | None:
    if not _joins(meeting, facts):
        return None
    if facts.rule not in meeting.rules:
        told = facts.pace is Pace.TERM and len(facts.sides) == 2
        return _under_another_rule(day, meeting, facts) if told else None
    if meeting.cancelled_on is not None and meeting.cancelled_on <= day:
        return _cancelled(meeting.cancelled_on, meeting, facts)
    if meeting.held is not None and _held_from(meeting, meeting.held, facts) <= day:
        return _held(day, meeting, meeting.held, facts)
    return _to_come(day, meeting, facts)


def _under_another_rule(day: date, meeting: Meeting, facts: Facts) -> Sight | None:
    held = meeting.held
    if held is None or not facts.window.overlaps(span_of(held)):
        return None
    if _held_from(meeting, held, facts) > day:
        return None
    return _aside(_about(ReasonCode.UNDER_ANOTHER_RULE, meeting, held_on=held.iso))


def _cancelled(cancelled_on: date, meeting: Meeting, facts: Facts) -> Sight | None:
    was_public = meeting.invited_on is not None or bool(meeting.dates)
    if not was_public or not facts.period.contains(cancelled_on):
        return None
    return _aside(_about(ReasonCode.CANCELLED, meeting, cancelled_on=cancelled_on.isoformat()))


def _held_from(meeting: Meeting, held: PartialDate, facts: Facts) -> date:
    return counts_from(held, facts.window, meeting.recorded_on)


def _held(day: date, meeting: Meeting, held: PartialDate, facts: Facts) -> Sight | None:
    window = facts.window
    if not window.overlaps(span_of(held)):
        if not facts.period.overlaps(span_of(held)):
            return None
        return _aside(_about(ReasonCode.HELD_OUTSIDE, meeting, held_on=held.iso))
    doubt = _presence_in_doubt if len(facts.sides) == 2 else _some_in_doubt
    in_doubt = doubt(day, meeting, held, facts)
    if in_doubt is not None:
        return in_doubt
    if not window.covers(span_of(held)):
        reason = _about(ReasonCode.DATE_UNCERTAIN, meeting, held_on=held.iso)
        lacks = Missing(MissingCode.EXACT_DATE, facts.bearers[0], negotiation=meeting.id)
        return Sight(Weight.UNSETTLED, (reason,), (lacks,))
    reason = _about(ReasonCode.NEGOTIATED, meeting, held_on=held.iso)
    late = recorded_late(
        Reason(ReasonCode.RECORDED_LATE, negotiation=meeting.id), meeting.recorded_on, facts
    )
    return Sight(Weight.MEETS, (reason, *late))


def _presence_in_doubt(
    day: date, meeting: Meeting, held: PartialDate, facts: Facts
) -> Sight | None:
    """Why a held meeting does not serve the two: the firmest of absent, disputed, not recorded."""
    both = [(code, meeting.presence_of(code)) for code in facts.sides]
    for code, presence in both:
        if presence is not None and not presence.present and not presence.is_disputed(day):
            return _absent(code, meeting, held, Weight.ASIDE)
    for code, presence in both:
        if presence is not None and presence.is_disputed(day):
            return _disputed(code, presence, meeting)
    for code, presence in both:
        if presence is None:
            return _not_recorded(code, meeting)
    return None


def _some_in_doubt(day: date, meeting: Meeting, held: PartialDate, facts: Facts) -> Sight | None:
    """Of many who must meet, each whose part is not there; with some there it has begun."""
    doubts: list[Sight] = []
    for code in facts.sides:
        presence = meeting.presence_of(code)
        if presence is not None and presence.is_disputed(day):
            doubts.append(_disputed(code, presence, meeting))
        elif code not in meeting.parties or (presence is not None and not presence.present):
            doubts.append(_absent(code, meeting, held, Weight.BEGUN))
        elif presence is None:
            doubts.append(_not_recorded(code, meeting))
    if not doubts:
        return None
    unsettled = any(doubt.weight is Weight.UNSETTLED for doubt in doubts)
    return Sight(
        Weight.UNSETTLED if unsettled else Weight.BEGUN,
        tuple(reason for doubt in doubts for reason in doubt.because),
        tuple(lack for doubt in doubts for lack in doubt.missing),
    )


def _absent(code: str, meeting: Meeting, held: PartialDate, weight: Weight) -> Sight:
    reason = _about(ReasonCode.ABSENT, meeting, code, held_on=held.iso)
    lacks = Missing(MissingCode.PRESENCE, code, negotiation=meeting.id)
    return Sight(weight, (reason,), (lacks,))


def _not_recorded(code: str, meeting: Meeting) -> Sight:
    reason = _about(ReasonCode.PRESENCE_NOT_RECORDED, meeting, code)
    lacks = Missing(MissingCode.ATTENDANCE, code, negotiation=meeting.id)
    return Sight(Weight.BEGUN, (reason,), (lacks,))


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
    if not facts.window.contains(setting.day):
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
    window, invited_on = facts.window, meeting.invited_on
    if invited_on is None or invited_on > day or not window.contains(invited_on):
        return None
    reason = _about(ReasonCode.INVITED, meeting, invited_on=invited_on.isoformat())
    # Once the window has closed a date could no longer help.
    lacks = (_between(MissingCode.DATE, meeting, facts),) if window.contains(day) else ()
    return Sight(Weight.BEGUN, (reason,), lacks)


def _predecessor_seen(day: date, predecessor: Predecessor, facts: Facts) -> Iterator[Sight]:
    if day < predecessor.merged_on:
        return
    for meeting in facts.meetings:
        presence = meeting.presence_of(predecessor.organisation)
        took_part = presence is not None and presence.present
        counted = facts.rule in meeting.rules and facts.bearers[0] in meeting.parties
        held = meeting.held
        if held is None or span_of(held).last_day >= predecessor.merged_on:
            continue
        if took_part and counted and facts.period.covers(span_of(held)):
            code = ReasonCode.PREDECESSOR_NEGOTIATED
            yield _aside(_about(code, meeting, predecessor.organisation, held_on=held.iso))


def recorded_late(reason: Reason, recorded_on: date | None, facts: Facts) -> tuple[Reason, ...]:
    """The reason with its day, when a fact of a term or year was recorded only after it."""
    if recorded_on is None or recorded_on <= facts.period.last_day:
        return ()
    if facts.pace not in (Pace.TERM, Pace.YEAR):
        return ()
    return (replace(reason, facts=(("recorded_on", recorded_on.isoformat()),)),)


def _about(
    code: ReasonCode, meeting: Meeting, organisation: str | None = None, **dates: str
) -> Reason:
    return Reason(
        code, negotiation=meeting.id, organisation=organisation, facts=tuple(dates.items())
    )


def _between(code: MissingCode, meeting: Meeting, facts: Facts, **dates: str) -> Missing:
    return Missing(
        code,
        facts.bearers[0],
        counterparty=facts.sides[1] if len(facts.sides) == 2 else None,
        negotiation=meeting.id,
        facts=tuple(dates.items()),
    )


def _aside(reason: Reason) -> Sight:
    return Sight(Weight.ASIDE, (reason,))


def span_of(dated: PartialDate) -> Period:
    """The days a fact can be of."""
    return Period(dated.first_day(), dated.last_day())
