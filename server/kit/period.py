"""Spans of whole days, inclusive at both ends; an open end is ``None``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from server.kit.errors import FieldFault

ONE_DAY = timedelta(days=1)
EARLIEST = date(1865, 1, 1)
"""The year of the first statute on self-governing municipalities: nothing here is older."""
LATEST = date(2100, 12, 31)
"""Nothing here is planned beyond it; a later year is a slip of the hand."""


def day_before(day: date) -> date:
    """The calendar day before ``day``."""
    return day - ONE_DAY


def day_after(day: date) -> date:
    """The calendar day after ``day``."""
    return day + ONE_DAY


def day_fault(field: str, day: date | None) -> FieldFault | None:
    """What is wrong with a given day: it lies before 1865 or after 2100. None is no day."""
    if day is None or EARLIEST <= day <= LATEST:
        return None
    facts = {"earliest_on": EARLIEST.isoformat(), "latest_on": LATEST.isoformat()}
    return FieldFault(tuple(field.split(".")), "DAY_NOT_PLAUSIBLE", facts)


@dataclass(frozen=True, order=False)
class Period:
    """The days from ``starts_on`` to ``ends_on``, both included; ``ends_on=None`` never ends.

    Raises ValueError when the end lies before the start: a period has at least one day.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("a period cannot end before it starts")

    @property
    def last_day(self) -> date:
        """The last day, or the last day the calendar has when the period never ends."""
        return date.max if self.ends_on is None else self.ends_on

    def contains(self, day: date) -> bool:
        """Is ``day`` one of the period's days?"""
        return self.starts_on <= day <= self.last_day

    def covers(self, other: Period) -> bool:
        """Is every day of ``other`` also a day of this period?"""
        return self.starts_on <= other.starts_on and other.last_day <= self.last_day

    def overlaps(self, other: Period) -> bool:
        """Do the two periods share at least one day?"""
        return self.starts_on <= other.last_day and other.starts_on <= self.last_day

    def intersection(self, other: Period) -> Period | None:
        """The days the two periods share, or ``None`` when they share none."""
        if not self.overlaps(other):
            return None
        ends = [day for day in (self.ends_on, other.ends_on) if day is not None]
        return Period(max(self.starts_on, other.starts_on), min(ends, default=None))


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days in as few periods as possible, in order: touching periods become one."""
    runs: list[Period] = []
    for period in sorted(periods, key=lambda each: each.starts_on):
        last = runs[-1] if runs else None
        if last is None or (
            last.ends_on is not None and day_after(last.ends_on) < period.starts_on
        ):
            runs.append(period)
        elif last.ends_on is not None and last.ends_on < period.last_day:
            runs[-1] = Period(last.starts_on, period.ends_on)
    return tuple(runs)
