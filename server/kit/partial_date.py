"""Dates known only to the day, the month or the year; no day is ever invented."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


@dataclass(frozen=True)
class PartialDate:
    """A date and how exactly it is known.

    ``value`` is the first day it can be: the first of the month or of the year when that is all
    that is known. Raises ValueError when it is another day, for that day would be invented.
    """

    value: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.value != _first_day(self.value, self.precision):
            raise ValueError("an imprecise date is written with the first day it can be")

    @classmethod
    def around(cls, day: date, precision: Precision) -> PartialDate:
        """The day, month or year that ``day`` lies in."""
        return cls(_first_day(day, precision), precision)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2026-03-10``, ``2026-03`` or ``2026``. Raises ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError("not a year, a month or a day")
        year, month, day = match.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)

    @property
    def iso(self) -> str:
        """As written: ``2026-03-10``, ``2026-03`` or ``2026``."""
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]
        return self.value.isoformat()[:length]

    def first_day(self) -> date:
        """The earliest day it can be."""
        return self.value

    def last_day(self, recorded_on: date | None = None) -> date:
        """The latest day it can be; a state rule counts the fact from this day.

        What was recorded before that day, on ``recorded_on``, had come by then.
        """
        if recorded_on is not None:
            return min(self.last_day(), max(recorded_on, self.value))
        if self.precision is Precision.DAY:
            return self.value
        if self.precision is Precision.MONTH:
            return self.value.replace(day=monthrange(self.value.year, self.value.month)[1])
        return self.value.replace(month=12, day=31)


def _first_day(day: date, precision: Precision) -> date:
    if precision is Precision.DAY:
        return day
    return day.replace(day=1) if precision is Precision.MONTH else day.replace(month=1, day=1)
