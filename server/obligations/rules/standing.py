"""The order in which a clerk would ask, and the days on which the answer may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from server.kit.period import Period, day_after, day_before, joined
from server.obligations.rules.acts import acts_seen, days_of_acts, lacking
from server.obligations.rules.answers import (
    Missing,
    MissingCode,
    OutsidePeriod,
    Reason,
    ReasonCode,
    Span,
    Standing,
    Status,
)
from server.obligations.rules.evidence import EvidenceKind
from server.obligations.rules.facts import Facts, Meeting, Membership, Pace
from server.obligations.rules.sights import (
    MeetingsSeen,
    Sight,
    Weight,
    days_of_meeting,
    may_meet,
    predecessors_seen,
)

NEGATIVE_AT_END = {Pace.TERM: ReasonCode.TERM_ENDED, Pace.YEAR: ReasonCode.YEAR_ENDED}


def standing_on(day: date, facts: Facts) -> Standing:
    """Is what the rule asks there, and if not, what is missing and from whom?

    Valid time with present knowledge: everything in ``facts`` dated on or before ``day`` counts,
    whenever it was recorded. An empty record means that nothing is on record, not that nothing
    happened, so MISSED, OVERDUE and NOT_STARTED are said only of those who keep their record here.

    Raises OutsidePeriod when ``day`` lies before the period begins.
    """
    if day < facts.period.starts_on:
        raise OutsidePeriod(day=day.isoformat(), starts_on=facts.period.starts_on.isoformat())
    return _standing(_Scene(day, facts, MeetingsSeen(facts)))


def _standing(scene: _Scene) -> Standing:
    answers = (question(scene) for question in _QUESTIONS)
    found = next((answer for answer in answers if answer is not None), None)
    return _still_to_begin(scene) if found is None else found


def spans(facts: Facts, horizon: date) -> tuple[Span, ...]:
    """The standing of every day from the period's first to ``horizon``, both included.

    Without gap or overlap, and neighbours differ. Empty when ``horizon`` lies before the period.
    """
    starts = [day for day in turning_days(facts) if day <= horizon]
    ends = [*(day_before(day) for day in starts[1:]), horizon]
    told: list[Span] = []
    meetings = MeetingsSeen(facts)
    for from_on, to_on in zip(starts, ends, strict=False):
        standing = _standing(_Scene(from_on, facts, meetings))
        if told and told[-1].standing == standing:
            told[-1] = Span(told[-1].from_on, to_on, standing)
        else:
            told.append(Span(from_on, to_on, standing))
    return tuple(told)


def days_met_by(
    meetings: Sequence[Meeting], facts: Facts, horizon: date
) -> tuple[tuple[int, Period], ...]:
    """The days up to ``horizon`` that ``meetings``, had they been public, would have fulfilled it.

    Each period with the id of a meeting that does, in order and without overlap. Only a meeting of
    those who must meet, recorded under the rule, can be one.
    """
    able = tuple(each for each in meetings if may_meet(each, facts))
    if not able:
        return ()
    found: list[tuple[int, Period]] = []
    for span in spans(replace(facts, meetings=able), horizon):
        named = (each.negotiation for each in span.standing.because)
        meeting = next((number for number in named if number is not None), None)
        if span.standing.status is not Status.FULFILLED or meeting is None:
            continue
        days = Period(span.from_on, span.to_on)
        if found and found[-1][0] == meeting and day_after(found[-1][1].last_day) == span.from_on:
            days = Period(found.pop()[1].starts_on, span.to_on)
        found.append((meeting, days))
    return tuple(found)


def turning_days(facts: Facts) -> list[date]:
    """Every day on which the standing may become another, in order, from the period's first."""
    first = facts.period.starts_on
    return sorted({first, *(day for day in _days_of(facts) if day > first)})


def pair_applies(
    period: Period, rule_valid: Period, membership: Membership | None
) -> Membership | None:
    """The days of ``period`` on which a municipality is bound together with its county.

    ``None`` when there is no obligation: the municipality belongs to no county (Helsinki, Åland),
    left it before the period, or the rule is not valid. Why the membership ended is kept only
    when it ended within the period.
    """
    shared = period.intersection(rule_valid)
    if membership is None or shared is None:
        return None
    days = shared.intersection(membership.period)
    if days is None:
        return None
    ended_within = membership.period.last_day < shared.last_day
    return Membership(days, membership.ended if ended_within else None)


@dataclass(frozen=True)
class _Scene:
    """One day and everything the questions look at on it."""

    day: date
    facts: Facts
    negotiations: MeetingsSeen

    @cached_property
    def sights(self) -> tuple[Sight, ...]:
        day, facts = self.day, self.facts
        meets = EvidenceKind.NEGOTIATION in facts.kinds
        meetings = self.negotiations.on(day) if meets else ()
        return (*meetings, *acts_seen(day, facts), *predecessors_seen(day, facts))

    @cached_property
    def keepers(self) -> tuple[Reason, ...]:
        """Who has kept its whole record here from the first day bound to the day asked."""
        return tuple(reason for reason in self._keeping() if reason.code is ReasonCode.KEPT)

    @cached_property
    def keeping(self) -> tuple[Reason, ...]:
        """Who keeps, or who keeps a part, or that nobody does."""
        told = tuple(self._keeping())
        return self.keepers or told or (Reason(ReasonCode.NOT_KEPT),)

    @property
    def is_over(self) -> bool:
        return self.day > self.facts.window.last_day

    def of(self, *weights: Weight) -> tuple[Sight, ...]:
        return tuple(sight for sight in self.sights if sight.weight in weights)

    def says(self, status: Status, *because: Reason, missing: tuple[Missing, ...] = ()) -> Standing:
        due_on = None if status is Status.NOT_APPLICABLE else self.facts.by
        lacks = tuple(dict.fromkeys(missing))
        return Standing(status, because, lacks, due_on, kept=bool(self.keepers))

    def opened_by(self, status: Status, deciding: tuple[Sight, ...]) -> Standing:
        """A standing that some records decide; the others are told after them."""
        rest = tuple(sight for sight in self.sights if sight not in deciding)
        missing = tuple(_lacks(deciding))
        return self.says(status, *_reasons(deciding), *_reasons(rest), missing=missing)

    def _keeping(self) -> Iterator[Reason]:
        window = self.facts.applies.period
        asked = Period(window.starts_on, max(window.starts_on, min(self.day, window.last_day)))
        for organisation in self.facts.bearers:
            kept = [each.period for each in self.facts.kept if each.organisation == organisation]
            for run in joined(kept):
                if run.overlaps(asked):
                    yield _kept(organisation, run, whole=run.covers(asked))


def _has_it_been_met(scene: _Scene) -> Standing | None:
    met = scene.of(Weight.MEETS)
    return scene.says(Status.FULFILLED, *_reasons(met)) if met else None


def _is_it_exempt(scene: _Scene) -> Standing | None:
    for exemption in scene.facts.exemptions:
        if exemption.withdrawn_on is None and exemption.from_on <= scene.day:
            facts = (
                ("from_on", exemption.from_on.isoformat()),
                ("decided_by", exemption.decided_by),
            )
            reason = Reason(ReasonCode.EXEMPTED, facts=facts)
            return scene.says(Status.NOT_APPLICABLE, reason, *_reasons(scene.sights))
    return None


def _is_the_municipality_still_to_come(scene: _Scene) -> Standing | None:
    starts_on = scene.facts.applies.period.starts_on
    if scene.day >= starts_on:
        return None
    facts = (("from_on", starts_on.isoformat()),)
    reason = Reason(scene.facts.applies.before, facts=facts)
    return scene.says(Status.NOT_APPLICABLE, reason, *_reasons(scene.sights))


def _has_the_municipality_left(scene: _Scene) -> Standing | None:
    applies = scene.facts.applies
    if not scene.is_over or applies.period.last_day >= scene.facts.period.last_day:
        return None
    code = ReasonCode.LEFT_COUNTY if applies.ended is None else applies.ended.reason
    successor = None if applies.ended is None else applies.ended.successor
    facts = (("on", day_after(applies.period.last_day).isoformat()),)
    reason = Reason(code, organisation=successor, facts=facts)
    return scene.says(Status.NOT_APPLICABLE, reason, *_reasons(scene.sights))


def _is_it_overdue(scene: _Scene) -> Standing | None:
    facts = scene.facts
    if facts.pace is not Pace.DAY or facts.due_on is None or scene.day <= facts.due_on:
        return None
    if not scene.keepers or scene.of(Weight.UNSETTLED):
        return None
    passed = Reason(ReasonCode.DEADLINE_PASSED, facts=(("on", facts.due_on.isoformat()),))
    because = (passed, *scene.keeping, *_reasons(scene.sights))
    return scene.says(Status.OVERDUE, *because, missing=_what_is_missing(scene))


def _is_a_day_ahead(scene: _Scene) -> Standing | None:
    ahead = scene.of(Weight.AHEAD)
    return scene.opened_by(Status.SCHEDULED, ahead) if ahead else None


def _is_something_open(scene: _Scene) -> Standing | None:
    open_still = (Weight.UNSETTLED,) if scene.is_over else (Weight.UNSETTLED, Weight.BEGUN)
    begun = scene.of(*open_still)
    return scene.opened_by(Status.IN_PROGRESS, begun) if begun else None


def _does_nobody_keep_its_record_here(scene: _Scene) -> Standing | None:
    if scene.keepers:
        return None
    because = (*scene.keeping, *_reasons(scene.sights))
    missing = tuple(_from_each(MissingCode.RECORD, scene.facts.bearers))
    return scene.says(Status.NO_RECORD, *because, missing=missing)


def _must_it_only_exist(scene: _Scene) -> Standing | None:
    """What must stand at all times exists, or nothing of it is recorded: it is never missed."""
    if scene.facts.pace is not Pace.STANDING:
        return None
    because = (*scene.keeping, *_reasons(scene.sights))
    return scene.says(Status.NO_RECORD, *because, missing=_what_is_missing(scene))


def _is_the_term_over(scene: _Scene) -> Standing | None:
    if not scene.is_over:
        return None
    ended = (("on", scene.facts.period.last_day.isoformat()),)
    code = NEGATIVE_AT_END[scene.facts.pace]
    because = (Reason(code, facts=ended), *scene.keeping, *_reasons(scene.sights))
    return scene.says(Status.MISSED, *because, missing=_what_is_missing(scene))


def _still_to_begin(scene: _Scene) -> Standing:
    because = (*scene.keeping, *_reasons(scene.sights))
    return scene.says(Status.NOT_STARTED, *because, missing=_what_is_missing(scene))


_QUESTIONS: tuple[Callable[[_Scene], Standing | None], ...] = (
    _has_it_been_met,
    _is_it_exempt,
    _is_the_municipality_still_to_come,
    _has_the_municipality_left,
    _is_it_overdue,
    _is_a_day_ahead,
    _is_something_open,
    _does_nobody_keep_its_record_here,
    _must_it_only_exist,
    _is_the_term_over,
)


def _what_is_missing(scene: _Scene) -> tuple[Missing, ...]:
    """The negotiation or the acts that are still needed, and what single records lack."""
    facts = scene.facts
    needed: list[Missing] = []
    if EvidenceKind.NEGOTIATION in facts.kinds:
        within = (("by", facts.window.last_day.isoformat()),)
        needed += _from_each(MissingCode.NEGOTIATION, facts.sides, within)
    return (*needed, *lacking(scene.day, facts), *_lacks(scene.sights))


def _from_each(
    code: MissingCode, organisations: tuple[str, ...], facts: tuple[tuple[str, str], ...] = ()
) -> Iterator[Missing]:
    """One thing missing between two; of more or fewer, the same from each."""
    if len(organisations) == 2:
        yield Missing(code, organisations[0], organisations[1], facts=facts)
        return
    for each in organisations:
        yield Missing(code, each, facts=facts)


def _reasons(sights: tuple[Sight, ...]) -> Iterator[Reason]:
    for sight in sights:
        yield from sight.because


def _lacks(sights: tuple[Sight, ...]) -> Iterator[Missing]:
    for sight in sights:
        yield from sight.missing


def _kept(organisation: str, run: Period, *, whole: bool) -> Reason:
    facts = [("from_on", run.starts_on.isoformat())]
    if whole:
        return Reason(ReasonCode.KEPT, organisation=organisation, facts=tuple(facts))
    if run.ends_on is not None:
        facts.append(("to_on", run.ends_on.isoformat()))
    return Reason(ReasonCode.KEPT_IN_PART, organisation=organisation, facts=tuple(facts))


def _days_of(facts: Facts) -> Iterator[date]:
    yield facts.applies.period.starts_on
    yield from _after(facts.applies.period.last_day)
    if facts.pace is Pace.DAY and facts.due_on is not None:
        yield from _after(facts.due_on)
    for keeping in facts.kept:
        yield keeping.period.starts_on
        if keeping.period.ends_on is not None:
            yield from _after(keeping.period.ends_on)
    for exemption in facts.exemptions:
        yield exemption.from_on
    for predecessor in facts.predecessors:
        yield predecessor.merged_on
    yield from days_of_acts(facts)
    for meeting in facts.meetings:
        yield from days_of_meeting(meeting, facts.window)


def _after(day: date) -> Iterator[date]:
    """The day after; nothing turns on a day after the last one of the calendar."""
    if day < date.max:
        yield day_after(day)
