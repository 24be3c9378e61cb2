"""Whose word a fact about an organisation is, and whether that organisation agrees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Provenance(StrEnum):
    """Whose word a row is, and whether the one it speaks of agrees."""

    OWN = "OWN"
    REPORTED = "REPORTED"
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"


def provenance(
    *,
    own: bool,
    confirmed_on: date | None = None,
    disputed_on: date | None = None,
    withdrawn_on: date | None = None,
) -> Provenance:
    """Whose word is a row about an organisation, and does that organisation agree?

    ``own`` says that it wrote the row itself. A dispute stands until it is withdrawn, or the row
    confirmed, on the same day or later.
    """
    if disputed_on is not None and not (
        _at_or_after(withdrawn_on, disputed_on) or _at_or_after(confirmed_on, disputed_on)
    ):
        return Provenance.DISPUTED
    if own:
        return Provenance.OWN
    return Provenance.REPORTED if confirmed_on is None else Provenance.CONFIRMED


def _at_or_after(day: date | None, other: date) -> bool:
    return day is not None and day >= other
