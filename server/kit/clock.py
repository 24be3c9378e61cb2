"""What day and what time it is. The only module that asks the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def now() -> datetime:
    """The present instant in UTC, to the microsecond."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def today(fixed: date | None = None) -> date:
    """The Helsinki day of this moment, or ``fixed`` where demo or test settings set the day.

    Statutory days and terms turn at midnight in Helsinki, not in UTC.
    """
    return fixed or now().astimezone(HELSINKI).date()


def day_of(instant: datetime) -> date:
    """The Helsinki day on which an instant fell."""
    return instant.astimezone(HELSINKI).date()
