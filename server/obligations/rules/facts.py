"""What is known of one obligation to negotiate: dated facts about public records only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.obligations.rules.answers import ReasonCode


@dataclass(frozen=True)
class SetDate:
    """On ``set_on`` the meeting was given ``day``, or left without one (``None``)."""

    set_on: date
    day: date | None


@dataclass(frozen=True)
class Presence:
    """What is recorded of one organisation at a held meeting, and what is said against it.

    A dispute counts from ``disputed_on`` until ``withdrawn_on``. ``disputed_by`` is the
    organisation that disputes, ``None`` when it is the one spoken of.
    """

    organisation: str
    present: bool
    disputed_on: date | None = None
    withdrawn_on: date | None = None
    disputed_by: str | None = None

    def is_disputed(self, day: date) -> bool:
        """Does a dispute stand on ``day``?"""
        if self.disputed_on is None or day < self.disputed_on:
            return False
        if self.withdrawn_on is None or self.withdrawn_on < self.disputed_on:
            return True
        return day < self.withdrawn_on


@dataclass(frozen=True)
class Meeting:
    """A public negotiation: its rules, its parties and every dated fact about it.

    ``invited_on`` is the day the obligation's own municipality was invited. ``dates`` are the days
    set, in the order they were set. ``held`` is ``None`` until it is recorded as held.
    """

    id: int
    rules: frozenset[str]
    parties: frozenset[str]
    invited_on: date | None = None
    dates: tuple[SetDate, ...] = ()
    cancelled_on: date | None = None
    held: PartialDate | None = None
    recorded_on: date | None = None
    presences: tuple[Presence, ...] = ()

    def presence_of(self, organisation: str) -> Presence | None:
        """What is recorded of ``organisation``, ``None`` when nothing is."""
        return next((each for each in self.presences if each.organisation == organisation), None)

    def day_set_on(self, day: date) -> SetDate | None:
        """The setting of a date in force on ``day``."""
        return next((each for each in reversed(self.dates) if each.set_on <= day), None)


@dataclass(frozen=True)
class Evidence:
    """A dated source linked by hand; one that is withdrawn counts on no day."""

    id: int
    dated: PartialDate
    recorded_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Exemption:
    """A body's decision that the pair is not bound from ``from_on`` on; withdrawn, on no day."""

    from_on: date
    decided_by: str
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Keeping:
    """The days an organisation keeps, or says it kept, its whole record here."""

    organisation: str
    period: Period


@dataclass(frozen=True)
class Predecessor:
    """A municipality that merged into the obligation's own on ``merged_on``."""

    organisation: str
    merged_on: date


@dataclass(frozen=True)
class Ending:
    """Why a membership ended: MERGED into a municipality, or MOVED to a county, by its code."""

    reason: ReasonCode
    successor: str


@dataclass(frozen=True)
class Membership:
    """The days a municipality belongs to a county, and why they ended, if they did."""

    period: Period
    ended: Ending | None = None


@dataclass(frozen=True)
class Facts:
    """All that is publicly known of one obligation: a county, a municipality and a council term.

    ``period`` is the county council's term and has an end. ``applies`` are the days within it on
    which the municipality belongs to the county. Organisations are codes (``county:08``).
    """

    rule: str
    county: str
    municipality: str
    period: Period
    applies: Membership
    kept: tuple[Keeping, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
