"""What is told beside a § 14 obligation's standing and never moves it: agreement and topics.

611/2021 § 14 asks for talks. It prescribes neither an agreement nor topics, so what is said here
is no condition of anything. Cases: ``fixtures/beside_cases.csv``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from server.kit.partial_date import PartialDate
from server.obligations.rules.evidence import Stage

STATUTE: Final = "611/2021"
SECTION: Final = "14 §"
"""The section beside whose obligations this stands."""


class BesideCode(StrEnum):
    """Why something is said, or is not known, beside the standing."""

    INSTRUMENT_IN_FORCE = "INSTRUMENT_IN_FORCE"
    INSTRUMENT_ENDED = "INSTRUMENT_ENDED"
    NO_INSTRUMENT = "NO_INSTRUMENT"
    ON_THE_AGENDA = "ON_THE_AGENDA"
    NOT_ON_THE_AGENDA = "NOT_ON_THE_AGENDA"
    ITEMS_LEFT_OUT = "ITEMS_LEFT_OUT"
    NO_AGENDA = "NO_AGENDA"
    NO_NEGOTIATION = "NO_NEGOTIATION"


@dataclass(frozen=True)
class Instrument:
    """A linked source: from its day an instrument is in force, or no longer is."""

    id: int
    stage: Stage
    dated: PartialDate
    recorded_on: date

    @property
    def counts_on(self) -> date:
        """The last day it can be of, given when it was recorded."""
        return self.dated.last_day(self.recorded_on)


@dataclass(frozen=True)
class Agreed:
    """Whether an instrument binds both, ``None`` while that is unknown, and why.

    It is never said that nothing was agreed: what is not on record may be.
    """

    agreed: bool | None
    code: BesideCode
    source: Instrument | None = None


@dataclass(frozen=True)
class Dealt:
    """A published agenda item of a negotiation that counts, and the themes it belongs to."""

    id: int
    negotiation: int
    held: PartialDate
    themes: frozenset[int]


@dataclass(frozen=True)
class Coverage:
    """The items that dealt with a theme, earliest first; without any, ``code`` says why."""

    theme: int
    code: BesideCode
    items: tuple[Dealt, ...] = ()


def agreed_on(day: date, instruments: Collection[Instrument]) -> Agreed:
    """What the linked sources say of an instrument on ``day``: the latest of them holds.

    A source known to the month or the year is weighed from its last possible day, or from the day
    it was recorded before that. Of one day, what is in force stands before what has ended: it then
    replaced it.
    """
    told = [each for each in instruments if each.counts_on <= day]
    if not told:
        return Agreed(None, BesideCode.NO_INSTRUMENT)
    last = max(told, key=lambda e: (e.counts_on, e.stage is Stage.IN_FORCE, e.id))
    if last.stage is Stage.IN_FORCE:
        return Agreed(True, BesideCode.INSTRUMENT_IN_FORCE, last)
    return Agreed(None, BesideCode.INSTRUMENT_ENDED, last)


def coverage(
    themes: Sequence[int],
    negotiations: Collection[int],
    items: Collection[Dealt],
    *,
    whole: bool = True,
) -> tuple[Coverage, ...]:
    """For each theme, in order, which items of the negotiations that count dealt with it.

    ``negotiations`` are those that meet the obligation; one without a published item is silent,
    so that an agenda nobody has published is never told as a theme left out. Nor is what stands
    on none of the items, unless they are the ``whole`` of what was published.
    """
    counted = sorted(
        (each for each in items if each.negotiation in negotiations),
        key=lambda each: (each.held.first_day(), each.negotiation, each.id),
    )
    silent = BesideCode.NOT_ON_THE_AGENDA
    if not negotiations:
        silent = BesideCode.NO_NEGOTIATION
    elif not whole:
        silent = BesideCode.ITEMS_LEFT_OUT
    elif {each.negotiation for each in counted} != set(negotiations):
        silent = BesideCode.NO_AGENDA
    found = []
    for theme in themes:
        dealt = tuple(each for each in counted if theme in each.themes)
        found.append(Coverage(theme, BesideCode.ON_THE_AGENDA if dealt else silent, dealt))
    return tuple(found)
