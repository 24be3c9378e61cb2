"""What holds of the rule whatever the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_after
from server.obligations.rules import (
    Ending,
    EvidenceOf,
    Exemption,
    Facts,
    Keeping,
    Meeting,
    Membership,
    Predecessor,
    Presence,
    ReasonCode,
    SetDate,
    Status,
    days_met_by,
    spans,
    standing_on,
    turning_days,
)
from tests.rules.case_notation import COUNTY, MUNICIPALITY, RULE

FIRST = date(2025, 6, 1)
# A term of a few weeks instead of four years, so that random days meet one another.
TERM = Period(FIRST, FIRST + timedelta(days=40))
HORIZON = FIRST + timedelta(days=80)
MERGED = "municipality:588"

days = st.integers(-15, 70).map(lambda number: FIRST + timedelta(days=number))
asked_days = st.integers(0, 80).map(lambda number: FIRST + timedelta(days=number))
maybe_days = st.none() | days
partial_dates = st.builds(PartialDate.around, days, st.sampled_from(Precision))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(days)
    last = draw(st.none() | st.integers(0, 60))
    return Period(first, None if last is None else first + timedelta(days=last))


@st.composite
def applied(draw: st.DrawFn) -> Membership:
    period = draw(periods()).intersection(TERM) or TERM
    moved = Ending(ReasonCode.MOVED, "county:09")
    ended = draw(st.none() | st.just(moved)) if period.last_day < TERM.last_day else None
    return Membership(period, ended)


presences = st.builds(
    Presence, st.sampled_from([COUNTY, MUNICIPALITY, MERGED]), st.booleans(), maybe_days, maybe_days
)
meetings = st.builds(
    Meeting,
    id=st.integers(1, 9),
    rules=st.sampled_from([frozenset({RULE}), frozenset({"wellbeing"}), frozenset({RULE, "x"})]),
    parties=st.sampled_from(
        [
            frozenset({COUNTY, MUNICIPALITY}),
            frozenset({COUNTY, MERGED}),
            frozenset({"county:09", MUNICIPALITY}),
        ]
    ),
    invited_on=maybe_days,
    dates=st.lists(st.builds(SetDate, days, maybe_days), max_size=3).map(
        lambda each: tuple(sorted(each, key=lambda setting: setting.set_on))
    ),
    cancelled_on=maybe_days,
    held=st.none() | partial_dates,
    recorded_on=maybe_days,
    presences=st.lists(presences, max_size=3, unique_by=lambda each: each.organisation).map(tuple),
)
facts_of_a_pair = st.builds(
    Facts,
    rule=st.just(RULE),
    bearers=st.just((COUNTY, MUNICIPALITY)),
    period=st.just(TERM),
    applies=applied(),
    kept=st.lists(
        st.builds(Keeping, st.sampled_from([COUNTY, MUNICIPALITY]), periods()), max_size=3
    ).map(tuple),
    meetings=st.lists(meetings, max_size=3).map(tuple),
    evidence=st.lists(
        st.builds(
            EvidenceOf,
            link=st.tuples(st.just("LinkedEvidence"), st.integers(1, 9)),
            dated=partial_dates,
            recorded_on=days,
            withdrawn_on=maybe_days,
        ),
        max_size=2,
    ).map(tuple),
    exemptions=st.lists(
        st.builds(Exemption, days, st.just("the board"), maybe_days), max_size=1
    ).map(tuple),
    predecessors=st.lists(st.builds(Predecessor, st.just(MERGED), days), max_size=1).map(tuple),
)
# How good a standing is: evidence may only lift it.
RANK = {
    Status.NO_RECORD: 0,
    Status.MISSED: 0,
    Status.NOT_STARTED: 0,
    Status.NOT_APPLICABLE: 0,
    Status.IN_PROGRESS: 1,
    Status.SCHEDULED: 2,
    Status.FULFILLED: 3,
}


@given(facts_of_a_pair, asked_days)
@settings(max_examples=400, deadline=None)
def test_span_of_any_day_equals_the_rule(facts: Facts, day: date) -> None:
    found = [span for span in spans(facts, HORIZON) if span.from_on <= day <= span.to_on]
    assert [span.standing for span in found] == [standing_on(day, facts)]


@given(facts_of_a_pair, asked_days)
@settings(max_examples=200, deadline=None)
def test_spans_have_no_gap_no_overlap_and_no_equal_neighbours(facts: Facts, last: date) -> None:
    told = spans(facts, last)
    assert told[0].from_on == TERM.starts_on
    assert told[-1].to_on == last
    for before, after in pairwise(told):
        assert day_after(before.to_on) == after.from_on
        assert before.standing != after.standing


@given(facts_of_a_pair)
@settings(max_examples=100, deadline=None)
def test_standing_stays_the_same_between_turning_days(facts: Facts) -> None:
    turns = [*turning_days(facts), day_after(HORIZON)]
    for first, following in pairwise(turns):
        day = first
        while day < min(following, HORIZON):
            assert standing_on(day, facts) == standing_on(first, facts)
            day = day_after(day)


@given(facts_of_a_pair, partial_dates, asked_days)
@settings(max_examples=300, deadline=None)
def test_evidence_never_worsens_a_standing(facts: Facts, dated: PartialDate, day: date) -> None:
    linked = EvidenceOf(("LinkedEvidence", 99), dated=dated, recorded_on=dated.last_day())
    before = standing_on(day, facts)
    after = standing_on(day, replace(facts, evidence=(*facts.evidence, linked)))
    assert after.status is before.status or RANK[after.status] > RANK[before.status]


@given(facts_of_a_pair, days, asked_days)
@settings(max_examples=300, deadline=None)
def test_a_held_meeting_of_both_never_worsens_a_standing(
    facts: Facts, held_on: date, day: date
) -> None:
    both = (Presence(COUNTY, present=True), Presence(MUNICIPALITY, present=True))
    parties = frozenset({COUNTY, MUNICIPALITY})
    held = PartialDate(held_on)
    meeting = Meeting(99, frozenset({RULE}), parties, held=held, presences=both)
    before = standing_on(day, facts)
    after = standing_on(day, replace(facts, meetings=(*facts.meetings, meeting)))
    assert after.status is before.status or RANK[after.status] > RANK[before.status]
    if facts.applies.period.contains(held_on) and held_on <= day:
        assert after.status is Status.FULFILLED


@given(facts_of_a_pair, asked_days, st.sampled_from([-4000, 4000]), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_meeting_of_another_decade_changes_nothing(
    facts: Facts, day: date, away: int, was_held: bool
) -> None:
    both = (Presence(COUNTY, present=True), Presence(MUNICIPALITY, present=True))
    parties = frozenset({COUNTY, MUNICIPALITY})
    far = FIRST + timedelta(days=away)
    meeting = Meeting(
        99,
        frozenset({RULE}),
        parties,
        invited_on=far,
        dates=(SetDate(far, far),),
        cancelled_on=None if was_held else far,
        held=PartialDate(far) if was_held else None,
        presences=both,
    )
    changed = replace(facts, meetings=(*facts.meetings, meeting))
    assert standing_on(day, changed) == standing_on(day, facts)


@given(facts_of_a_pair, asked_days)
@settings(max_examples=300, deadline=None)
def test_nothing_bad_is_said_of_a_pair_that_keeps_no_record(facts: Facts, day: date) -> None:
    unkept = replace(facts, kept=())
    assert standing_on(day, unkept).status not in {Status.NOT_STARTED, Status.MISSED}
    assert not standing_on(day, unkept).kept


@given(facts_of_a_pair, asked_days)
@settings(max_examples=300, deadline=None)
def test_standing_gives_its_reasons_and_never_says_overdue(facts: Facts, day: date) -> None:
    standing = standing_on(day, facts)
    assert standing.because
    assert standing.status is not Status.OVERDUE
    settled = standing.status in {Status.FULFILLED, Status.NOT_APPLICABLE}
    assert bool(standing.missing) is not settled


@given(facts_of_a_pair, asked_days)
@settings(max_examples=300, deadline=None)
def test_days_met_by_meetings_are_those_on_which_one_of_them_fulfils(
    facts: Facts, day: date
) -> None:
    standing = standing_on(day, facts)
    named = {each.negotiation for each in standing.because if each.negotiation is not None}
    met = standing.status is Status.FULFILLED and bool(named)
    public = replace(facts, meetings=())
    told = [
        number
        for number, days in days_met_by(facts.meetings, public, HORIZON)
        if days.contains(day)
    ]
    assert len(told) == met
    assert set(told) <= named
