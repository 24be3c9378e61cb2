from __future__ import annotations

from datetime import date

from server.obligations.rules import (
    Missing,
    MissingCode,
    Reason,
    ReasonCode,
    Standing,
    Status,
    standing_on,
)
from tests.rules.case_notation import COUNTY, MUNICIPALITY, read_facts

TODAY = date(2026, 11, 21)


def standing_of(
    facts: str, kept: str = "county 2025-06-01..", membership: str = "2021-07-01.."
) -> Standing:
    row = {"term": "2025-2029", "membership": membership, "kept": kept, "facts": facts}
    read = read_facts(row)
    assert read is not None
    return standing_on(TODAY, read)


def test_reason_carries_its_record_and_its_day_as_written() -> None:
    standing = standing_of("#7 held 2026-03, present county+municipality")
    facts = (("held_on", "2026-03"),)
    assert standing.because == (Reason(ReasonCode.NEGOTIATED, negotiation=7, facts=facts),)


def test_dispute_names_who_disputes_what_and_since_when() -> None:
    standing = standing_of(
        "#7 held 2026-03-10, present county+municipality, disputed municipality 2026-06-01"
    )
    facts = (("disputed_on", "2026-06-01"), ("disputed_by", MUNICIPALITY))
    assert standing.because == (
        Reason(ReasonCode.PRESENCE_DISPUTED, 7, organisation=MUNICIPALITY, facts=facts),
    )
    assert standing.missing == (Missing(MissingCode.DISPUTE_SETTLED, MUNICIPALITY, negotiation=7),)


def test_missing_negotiation_names_both_sides_and_the_last_day() -> None:
    by = (("by", "2029-05-31"),)
    assert standing_of("").missing == (
        Missing(MissingCode.NEGOTIATION, COUNTY, MUNICIPALITY, facts=by),
    )


def test_keeping_tells_from_when_it_is_whole_and_how_far_a_part_reaches() -> None:
    whole = standing_of("", kept="municipality 2024-01-01..").because
    since = (("from_on", "2024-01-01"),)
    assert whole == (Reason(ReasonCode.KEPT, organisation=MUNICIPALITY, facts=since),)
    part = standing_of("", kept="county 2025-09-01..2026-02-28").because
    days = (("from_on", "2025-09-01"), ("to_on", "2026-02-28"))
    assert part == (Reason(ReasonCode.KEPT_IN_PART, organisation=COUNTY, facts=days),)


def test_merger_names_the_successor_and_its_first_day() -> None:
    ended = "2021-07-01..2026-06-30 merged into municipality:507"
    on = (("on", "2026-07-01"),)
    assert standing_of("", membership=ended).because == (
        Reason(ReasonCode.MERGED, organisation="municipality:507", facts=on),
    )


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
