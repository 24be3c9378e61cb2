"""Times of day in Helsinki, as people write them and as they are kept: ``HH:MM``."""

from __future__ import annotations

import re

from server.kit.errors import FieldFault

_WRITTEN = re.compile(r"(\d{1,2})[.:](\d{2})", re.ASCII)


def clock_time(text: str | None) -> str | None:
    """``9.04``, ``9:04`` and ``09:04`` are all ``09:04``; blank is None.

    Raises ValueError for what is no time of day.
    """
    written = (text or "").strip()
    if not written:
        return None
    match = _WRITTEN.fullmatch(written)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError("not a time of day")
    return f"{int(match[1]):02}:{match[2]}"


def time_fault(field: str, text: str | None) -> FieldFault | None:
    """A fault for what is no time of day; none when no time is given."""
    try:
        clock_time(text)
    except ValueError:
        return FieldFault(tuple(field.split(".")), "NOT_A_TIME")
    return None
