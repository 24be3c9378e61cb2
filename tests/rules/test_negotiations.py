from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.kit.findings import Finding, Findings
from server.kit.partial_date import PartialDate
from server.kit.provenance import Provenance, provenance
from server.negotiations.rules import (
    NegotiationFacts,
    NegotiationState,
    check_cancel,
    check_held,
    check_in_being,
    check_into_round,
    check_invite,
    check_move,
    check_parties,
    check_set_date,
    is_public,
    negotiation_state,
    own_word,
)

TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)
MAY, JUNE, JULY = date(2026, 5, 6), date(2026, 6, 1), date(2026, 7, 1)
COUNTY, TAMPERE, AKAA = "county:08", "municipality:837", "municipality:020"
ALL_PRESENT = dict.fromkeys([COUNTY, TAMPERE, AKAA], True)
PLANNED = NegotiationFacts()
INVITED = NegotiationFacts(invited=True)
DATED = replace(INVITED, meets_on=MAY)
HELD = replace(DATED, held_on=MAY)
CANCELLED = replace(DATED, cancelled_on=date(2026, 4, 20))


def codes(findings: Findings) -> tuple[list[str], list[str]]:
    refused = [finding.code for finding in findings.refusals]
    return refused, [finding.code for finding in findings.warnings]


@pytest.mark.parametrize(
    ("facts", "state", "public"),
    [
        (PLANNED, NegotiationState.PLANNED, False),
        (INVITED, NegotiationState.INVITED, True),
        (NegotiationFacts(meets_on=MAY), NegotiationState.SCHEDULED, True),
        (DATED, NegotiationState.SCHEDULED, True),
        (HELD, NegotiationState.HELD, True),
        (NegotiationFacts(held_on=MAY), NegotiationState.HELD, True),
        (replace(HELD, minutes_on=JULY), NegotiationState.MINUTES_READY, True),
        (replace(DATED, minutes_on=JULY), NegotiationState.SCHEDULED, True),
        (replace(HELD, followed_up_on=JULY), NegotiationState.HELD, True),
        (replace(HELD, minutes_on=JUNE, followed_up_on=JULY), NegotiationState.CLOSED, True),
        (CANCELLED, NegotiationState.CANCELLED, True),
        (replace(PLANNED, cancelled_on=TODAY), NegotiationState.CANCELLED, False),
        (replace(INVITED, withheld=True), NegotiationState.INVITED, False),
        (replace(HELD, minutes_on=JULY, withheld=True), NegotiationState.MINUTES_READY, False),
    ],
)
def test_the_furthest_fact_decides_the_state_and_a_plan_is_not_public(
    facts: NegotiationFacts, state: NegotiationState, *, public: bool
) -> None:
    assert (negotiation_state(facts), is_public(facts)) == (state, public)


def test_a_meeting_of_both_on_the_set_day_is_recorded_without_remarks() -> None:
    assert check_held(DATED, PartialDate(MAY), TODAY, ALL_PRESENT) == Findings()


def test_a_meeting_cannot_have_been_held_tomorrow_but_can_today() -> None:
    refused = check_held(INVITED, PartialDate(TOMORROW), TODAY, ALL_PRESENT).refusals
    assert refused == (Finding.of("IN_THE_FUTURE", day="2026-11-22"),)
    assert check_held(INVITED, PartialDate(TODAY), TODAY, ALL_PRESENT) == Findings()


def test_the_running_month_can_be_named_and_the_next_cannot() -> None:
    this, following = PartialDate.parse("2026-11"), PartialDate.parse("2026-12")
    assert not check_held(INVITED, this, TODAY, ALL_PRESENT).refusals
    assert check_held(INVITED, following, TODAY, ALL_PRESENT).refusals


def test_nobody_negotiates_without_a_municipality() -> None:
    present = {COUNTY: True, TAMPERE: False, AKAA: False}
    found = check_held(DATED, PartialDate(MAY), TODAY, present)
    assert codes(found) == (["NOBODY_PRESENT"], [])


def test_an_absent_county_and_another_day_are_warned_of_and_not_refused() -> None:
    found = check_held(DATED, PartialDate(JUNE), TODAY, {COUNTY: False, TAMPERE: True})
    assert codes(found) == ([], ["COUNTY_ABSENT", "OTHER_DAY_THAN_SET"])


def test_a_meeting_held_in_the_month_it_was_set_for_was_held_on_no_other_day() -> None:
    assert check_held(DATED, PartialDate.parse("2026-05"), TODAY, ALL_PRESENT) == Findings()


def test_a_meeting_before_a_county_was_established_is_warned_of() -> None:
    spans = {COUNTY: (date(2021, 7, 1), None), TAMPERE: (None, None)}
    found = check_in_being(PartialDate(date(2021, 6, 30)), spans)
    told = Finding.of("HELD_BEFORE_START", organisation=COUNTY, day="2021-07-01")
    assert found == Findings((), (told,))
    assert check_in_being(PartialDate(date(2021, 7, 1)), spans) == Findings()
    assert check_in_being(PartialDate.parse("2021"), spans) == Findings()


def test_a_meeting_with_a_municipality_that_had_merged_is_warned_of() -> None:
    spans = {COUNTY: (date(2021, 7, 1), None), AKAA: (None, date(2025, 12, 31))}
    found = check_in_being(PartialDate(date(2026, 1, 1)), spans)
    told = Finding.of("HELD_AFTER_END", organisation=AKAA, day="2025-12-31")
    assert found == Findings((), (told,))
    assert check_in_being(PartialDate(date(2025, 12, 31)), spans) == Findings()


def test_what_was_held_is_corrected_but_neither_cancelled_moved_nor_invited_to() -> None:
    assert check_held(HELD, PartialDate(MAY), TODAY, ALL_PRESENT) == Findings()
    assert codes(check_cancel(HELD)) == (["ALREADY_HELD"], [])
    assert codes(check_move(HELD, TODAY, TODAY)) == (["ALREADY_HELD"], [])
    assert codes(check_invite(HELD, MAY, TODAY)) == (["ALREADY_HELD"], [])


def test_what_was_cancelled_stays_cancelled() -> None:
    assert codes(check_cancel(CANCELLED)) == (["ALREADY_CANCELLED"], [])
    assert codes(check_set_date(CANCELLED, TODAY, TODAY)) == (["ALREADY_CANCELLED"], [])
    found = check_held(CANCELLED, PartialDate(MAY), TODAY, ALL_PRESENT)
    assert codes(found) == (["ALREADY_CANCELLED"], [])


def test_only_what_is_dated_can_be_moved_and_only_to_another_day() -> None:
    assert codes(check_move(INVITED, TODAY, TODAY)) == (["NO_DAY_SET"], [])
    assert codes(check_move(DATED, MAY, MAY)) == (["SAME_DAY"], [])
    assert check_move(DATED, TODAY, TODAY) == Findings()


def test_a_day_is_set_once_and_moved_after_that() -> None:
    assert codes(check_set_date(DATED, TODAY, TODAY)) == (["HAS_A_DAY"], [])
    assert check_move(DATED, TODAY, TODAY) == Findings()


def test_a_round_that_is_over_takes_what_was_held_and_no_plan() -> None:
    assert codes(check_into_round(DATED, over=True)) == (["ROUND_IS_OVER"], [])
    assert check_into_round(HELD, over=True) == Findings()
    assert check_into_round(DATED, over=False) == Findings()


def test_what_another_record_tells_of_is_taken_into_no_round() -> None:
    merged = replace(HELD, merged=True)
    assert codes(check_into_round(merged, over=False)) == (["ALREADY_MERGED"], [])


def test_a_day_that_has_passed_can_be_set_with_a_warning() -> None:
    assert codes(check_set_date(INVITED, MAY, TODAY)) == ([], ["DAY_PASSED"])
    assert check_set_date(INVITED, TODAY, TODAY) == Findings()


def test_an_invitation_of_tomorrow_is_not_recorded_today() -> None:
    assert codes(check_invite(PLANNED, TOMORROW, TODAY)) == (["IN_THE_FUTURE"], [])
    assert check_invite(PLANNED, TODAY, TODAY) == Findings()


def test_an_invitation_after_the_set_day_is_warned_of() -> None:
    assert codes(check_invite(DATED, JUNE, TODAY)) == ([], ["INVITED_AFTER_DAY"])
    assert check_invite(DATED, MAY, TODAY) == Findings()


def test_a_county_negotiates_with_at_least_one_municipality() -> None:
    assert codes(check_parties("08", {})) == (["NO_MUNICIPALITY"], [])
    assert check_parties("08", {"837": "08", "020": "08"}) == Findings()


def test_a_municipality_of_another_county_or_of_none_is_only_warned_of() -> None:
    found = check_parties("08", {"837": "08", "109": "07", "091": None})
    assert found.refusals == ()
    assert [dict(finding.facts)["code"] for finding in found.warnings] == ["109", "091"]


def test_a_row_is_its_own_word_reported_confirmed_or_disputed() -> None:
    assert provenance(own=True) is Provenance.OWN
    assert provenance(own=False) is Provenance.REPORTED
    assert provenance(own=False, confirmed_on=JUNE) is Provenance.CONFIRMED
    assert provenance(own=False, disputed_on=JUNE) is Provenance.DISPUTED
    assert provenance(own=True, disputed_on=JUNE) is Provenance.DISPUTED


def test_a_dispute_ends_when_it_is_withdrawn_or_the_row_confirmed_after_it() -> None:
    withdrawn = provenance(own=False, disputed_on=JUNE, withdrawn_on=JULY)
    assert withdrawn is Provenance.REPORTED
    same_day = provenance(own=False, disputed_on=JUNE, withdrawn_on=JUNE)
    assert same_day is Provenance.REPORTED
    again = provenance(own=False, disputed_on=JULY, withdrawn_on=JUNE)
    assert again is Provenance.DISPUTED
    confirmed = provenance(own=False, confirmed_on=JULY, disputed_on=JUNE)
    assert confirmed is Provenance.CONFIRMED
    before = provenance(own=False, confirmed_on=JUNE, disputed_on=JULY)
    assert before is Provenance.DISPUTED


def test_who_confirms_says_the_same_and_who_disputes_the_contrary() -> None:
    assert own_word(present=True, own=True) is True
    assert own_word(present=True, own=False) is None
    assert own_word(present=True, own=False, confirmed_on=JUNE) is True
    assert own_word(present=True, own=False, disputed_on=JUNE) is False
    assert own_word(present=False, own=False, disputed_on=JUNE) is True
    assert own_word(present=True, own=False, disputed_on=JUNE, withdrawn_on=JULY) is None
