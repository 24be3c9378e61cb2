from __future__ import annotations

from datetime import date

import pytest

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_fault, joined
from server.kit.texts import text_fault

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
FROM_MARCH = Period(date(2026, 3, 1))


def test_a_period_holds_its_first_and_last_day() -> None:
    assert MARCH.contains(date(2026, 3, 1))
    assert MARCH.contains(date(2026, 3, 31))
    assert not MARCH.contains(date(2026, 2, 28))
    assert not MARCH.contains(date(2026, 4, 1))


def test_an_open_period_never_ends() -> None:
    assert FROM_MARCH.contains(date(2999, 1, 1))
    assert FROM_MARCH.covers(MARCH)
    assert not MARCH.covers(FROM_MARCH)


def test_a_period_of_one_day_is_a_period_and_a_backward_one_is_not() -> None:
    assert Period(date(2026, 3, 1), date(2026, 3, 1)).contains(date(2026, 3, 1))
    with pytest.raises(ValueError, match="end before it starts"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


def test_periods_that_share_a_day_intersect_on_it() -> None:
    spring = Period(date(2026, 3, 31), date(2026, 5, 31))
    assert MARCH.intersection(spring) == Period(date(2026, 3, 31), date(2026, 3, 31))
    assert MARCH.intersection(Period(date(2026, 4, 1))) is None
    assert FROM_MARCH.intersection(Period(date(2026, 4, 1))) == Period(date(2026, 4, 1))


def test_a_period_covers_and_overlaps_itself() -> None:
    day = Period(date(2026, 3, 1), date(2026, 3, 1))
    for period in (MARCH, FROM_MARCH, day):
        assert period.covers(period)
        assert period.overlaps(period)
    assert MARCH.covers(day)
    assert day.overlaps(MARCH)


def test_touching_periods_are_joined_and_parted_ones_are_not() -> None:
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    june = Period(date(2026, 6, 1))
    assert joined([june, april, MARCH]) == (Period(date(2026, 3, 1), date(2026, 4, 30)), june)
    assert joined([june, Period(date(2026, 7, 1), date(2026, 7, 2))]) == (june,)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-10", date(2026, 3, 10), date(2026, 3, 10)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_an_imprecise_date_knows_the_days_it_can_be(text: str, first: date, last: date) -> None:
    partial = PartialDate.parse(text)
    assert (partial.first_day(), partial.last_day(), partial.iso) == (first, last, text)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-3", "2026-13", "2026-02-30", "10.3.2026", "2026-"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_no_day_is_invented_for_a_month() -> None:
    with pytest.raises(ValueError, match="first day it can be"):
        PartialDate(date(2026, 3, 10), Precision.MONTH)
    assert PartialDate.around(date(2026, 3, 10), Precision.YEAR).iso == "2026"


@pytest.mark.parametrize(
    ("day", "plausible"),
    [
        (None, True),
        (date(1865, 1, 1), True),
        (date(2100, 12, 31), True),
        (date(1864, 12, 31), False),
        (date(2101, 1, 1), False),
        (date.min, False),
        (date.max, False),
    ],
)
def test_a_day_before_1865_or_after_2100_cannot_be_meant(day: date | None, plausible: bool) -> None:
    fault = day_fault("term.endsOn", day)
    assert (fault is None) is plausible
    if fault is not None:
        assert (fault.path, fault.code) == (("term", "endsOn"), "DAY_NOT_PLAUSIBLE")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\u200b", "NOTHING_VISIBLE"),
        (" \u200d\ufe0f ", "NOTHING_VISIBLE"),
        ("\u3164", "NOTHING_VISIBLE"),
        ("\u2800\u2800", "NOTHING_VISIBLE"),
        ("", "REQUIRED"),
        ("\u00a0", "REQUIRED"),
        ("Akaa\u200b", None),
        ("–", None),
        ("😀", None),
    ],
)
def test_a_text_shows_something(text: str, code: str | None) -> None:
    fault = text_fault("name", text, longest=200)
    assert (fault.code if fault else None) == code
