from __future__ import annotations

from datetime import date

from server.obligations.rules import Standing, Status, standing_on
from tests.rules.case_notation import COUNTY, MUNICIPALITY, read_facts

TODAY = date(2026, 11, 21)


def standing_of(facts: str, on: date = TODAY, kept: str = "county 2025-06-01..") -> Standing:
    read = read_facts(
        {"term": "2025-2029", "membership": "2021-07-01..", "kept": kept, "facts": facts}
    )
    assert read is not None
    return standing_on(on, read)


def test_reason_carries_its_record_and_its_day_as_written() -> None:
    standing = standing_of("#7 held 2026-03, present county+municipality")
    assert [reason.as_json() for reason in standing.because] == [
        {"code": "NEGOTIATED", "negotiation": 7, "facts": {"held_on": "2026-03"}}
    ]


def test_dispute_names_who_disputes_what_and_since_when() -> None:
    facts = "#7 held 2026-03-10, present county+municipality, disputed municipality 2026-06-01"
    standing = standing_of(facts)
    assert [reason.as_json() for reason in standing.because] == [
        {
            "code": "PRESENCE_DISPUTED",
            "negotiation": 7,
            "organisation": MUNICIPALITY,
            "facts": {"disputed_on": "2026-06-01", "disputed_by": MUNICIPALITY},
        }
    ]
    assert [missing.as_json() for missing in standing.missing] == [
        {"code": "DISPUTE_SETTLED", "organisation": MUNICIPALITY, "negotiation": 7}
    ]


def test_missing_negotiation_names_both_sides_and_the_last_day() -> None:
    standing = standing_of("")
    assert [missing.as_json() for missing in standing.missing] == [
        {
            "code": "NEGOTIATION",
            "organisation": COUNTY,
            "counterparty": MUNICIPALITY,
            "facts": {"by": "2029-05-31"},
        }
    ]


def test_keeping_tells_from_when_it_is_whole_and_how_far_a_part_reaches() -> None:
    whole = standing_of("", kept="municipality 2024-01-01..").because
    assert [reason.as_json() for reason in whole] == [
        {"code": "KEPT", "organisation": MUNICIPALITY, "facts": {"from_on": "2024-01-01"}}
    ]
    part = standing_of("", kept="county 2025-09-01..2026-02-28").because
    assert [reason.as_json() for reason in part] == [
        {
            "code": "KEPT_IN_PART",
            "organisation": COUNTY,
            "facts": {"from_on": "2025-09-01", "to_on": "2026-02-28"},
        }
    ]


def test_due_day_is_the_last_of_the_term_unless_the_duty_does_not_apply() -> None:
    assert standing_of("").due_on == date(2029, 5, 31)
    assert standing_of("#1 held 2026-03-10, present county+municipality").due_on is not None
    exempt = standing_of("exempt from 2026-01-01")
    assert (exempt.status, exempt.due_on) == (Status.NOT_APPLICABLE, None)


def test_nothing_asked_for_is_ever_minutes_topics_or_an_agreement() -> None:
    late = "#1 held 2026-03-10, present county+municipality, recorded 2029-08-20"
    standing = standing_of(late)
    assert standing.missing == ()
    assert dict(standing.because[1].facts) == {"recorded_on": "2029-08-20"}
