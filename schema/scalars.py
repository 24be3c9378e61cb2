"""Small shapes that many types share."""

from __future__ import annotations

import enum
from datetime import date

import strawberry

from server.kit.partial_date import PartialDate as Known
from server.kit.partial_date import Precision as Exactly


@strawberry.enum(description="How exactly a date is known.")
class Precision(enum.Enum):
    DAY = strawberry.enum_value("DAY", description="To the day.")
    MONTH = strawberry.enum_value("MONTH", description="To the month; the value is its first day.")
    YEAR = strawberry.enum_value("YEAR", description="To the year; the value is its first day.")


@strawberry.type(description="A date that may be known only to the month or the year.")
class PartialDate:
    value: date = strawberry.field(description="The first day it can be.")
    precision: Precision = strawberry.field(description="How exactly it is known.")


@strawberry.input(description="Days from and to, both inclusive; an absent end is open.")
class DateRange:
    after: date | None = strawberry.field(default=None, description="This day or later.")
    before: date | None = strawberry.field(default=None, description="This day or earlier.")


@strawberry.input(description="A date as exactly as it is known; only what is known is given.")
class PartialDateInput:
    value: date = strawberry.field(description="A day in it.")
    precision: Precision = strawberry.field(
        default=Precision.DAY, description="How exactly it is known."
    )

    def given(self) -> Known:
        """The date with its precision."""
        return Known.around(self.value, Exactly(self.precision.name))
