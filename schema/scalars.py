"""Small shapes that many types share."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from server.kit.partial_date import PartialDate as Known
from server.kit.partial_date import Precision as Exactly

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def _day(value: object) -> date:
    """Read a day in the one form it is written in. Raises GraphQLError for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise GraphQLError("A Date is written YYYY-MM-DD.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise GraphQLError("A Date is a day of the calendar.") from None


def _instant(value: object) -> datetime:
    """Read an instant with its offset. Raises GraphQLError for anything else."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise GraphQLError("A DateTime is written YYYY-MM-DDTHH:MM:SSZ.")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise GraphQLError("A DateTime is a day of the calendar and a time of it.") from None


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    date: ScalarDefinition(
        name="Date",
        description="A day of the calendar, written YYYY-MM-DD. Days are those of Helsinki.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
        serialize=date.isoformat,
        parse_value=_day,
        parse_literal=None,
        origin=date,
    ),
    datetime: ScalarDefinition(
        name="DateTime",
        description="An instant in UTC, written YYYY-MM-DDTHH:MM:SSZ.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=datetime.isoformat,
        parse_value=_instant,
        parse_literal=None,
        origin=datetime,
    ),
}
"""How days and instants are written and read."""


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
