"""The periods of a rule: terms, years, intervals since the last approval, events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from server.kit.period import Period, day_after
from server.obligations.models import ObligationRule
from server.register.models import CouncilTerm

LAST_DAY = date(9999, 1, 1)
"""Where what has no due day stands in an order by due days."""

KIND_OF_TERM = {"COUNTY_COUNCIL_TERM": "COUNTY", "MUNICIPAL_COUNCIL_TERM": "MUNICIPAL"}
_INTERVAL = re.compile(r"P(\d+)Y")
_DEADLINE = re.compile(r"DEADLINE:(\d\d)-(\d\d)")
ON_EVENT = "ON_EVENT:"


@dataclass(frozen=True)
class Span:
    """One period of a rule: its first day, its last if it has one, and the day it is due."""

    starts_on: date
    ends_on: date | None
    due_on: date | None
    term: CouncilTerm | None = None
    year: int | None = None

    @property
    def days(self) -> Period:
        """Its days, both included."""
        return Period(self.starts_on, self.ends_on)


def of_term(rule: ObligationRule, term: CouncilTerm) -> Span | None:
    """The rule's period in a term; None when it is not bound to that kind of council."""
    if KIND_OF_TERM.get(rule.period) != term.kind:
        return None
    return Span(term.starts_on, term.ends_on, term.ends_on, term=term)


def of_year(rule: ObligationRule, year: int) -> Span | None:
    """The rule's period in a calendar year; None when it is not yearly."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if rule.cadence == "CALENDAR_YEAR":
        return Span(first, last, last, year=year)
    found = _DEADLINE.fullmatch(rule.period)
    if rule.cadence != "DEADLINE" or found is None:
        return None
    return Span(first, last, date(year, int(found[1]), int(found[2])), year=year)


def standing(rule: ObligationRule) -> Span:
    """From the rule's first day on: what must exist at all times."""
    return Span(rule.valid_from, None, None)


def intervals(rule: ObligationRule, since: date, met: Mapping[date, date]) -> Iterator[Span]:
    """One interval after another; ``met`` tells, by first day, the day one was met.

    The first runs from the day the rule began to bind, each other from the day after the last
    approval. The last is still open.
    """
    found = _INTERVAL.fullmatch(rule.period)
    if found is None:
        return
    first = since
    while True:
        due_on = _years_later(first, int(found[1])) - timedelta(days=1)
        ends_on = met.get(first)
        yield Span(first, ends_on, due_on)
        if ends_on is None:
            return
        first = day_after(ends_on)


def opener(rule: ObligationRule) -> str | None:
    """The key of the rule whose fulfilment opens this one; None when nothing does."""
    return rule.period.removeprefix(ON_EVENT) if rule.period.startswith(ON_EVENT) else None


def _years_later(day: date, years: int) -> date:
    """The same day so many years later; 28 February for a leap day without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
