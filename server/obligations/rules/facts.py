"""What is known of one obligation: dated facts about public records only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.obligations.rules.answers import ReasonCode
from server.obligations.rules.evidence import EvidenceKind, EvidenceOf


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
class Exemption:
    """A body's decision that nobody is bound from ``from_on`` on; withdrawn, on no day."""

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
    """Why the obligation ceased to bind: MERGED into or MOVED to whom, by code, or RULE_ENDED."""

    reason: ReasonCode
    successor: str | None = None


@dataclass(frozen=True)
class Membership:
    """The days on which the obligation binds, why it did not before, and why they ended."""

    period: Period
    ended: Ending | None = None
    before: ReasonCode = ReasonCode.NOT_YET_IN_COUNTY


class Pace(StrEnum):
    """What happens when the time is over.

    A term or a year that ends is missed for good. A day that passes makes it overdue, and late
    when it is done. What stands or waits for an event is never either.
    """

    TERM = "TERM"
    YEAR = "YEAR"
    DAY = "DAY"
    EVENT = "EVENT"
    STANDING = "STANDING"


@dataclass(frozen=True)
class Facts:
    """All that is publicly known of one obligation.

    ``period`` is the council term, the year, or the days from which on it can be met. ``applies``
    are the days within it on which it binds. ``bearers`` are those whose duty it is; the record
    of any of them tells silence from neglect. ``partners`` are others without whose part it is
    not met, ``recipients`` those to whom what was made is delivered. ``kinds`` must all be shown.
    ``due_on`` is given where it is not the period's last day. Organisations are codes
    (``county:08``).
    """

    rule: str
    bearers: tuple[str, ...]
    period: Period
    applies: Membership
    kinds: tuple[EvidenceKind, ...] = (EvidenceKind.NEGOTIATION,)
    pace: Pace = Pace.TERM
    due_on: date | None = None
    partners: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    kept: tuple[Keeping, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    evidence: tuple[EvidenceOf, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()

    @property
    def by(self) -> date | None:
        """The last day on which it is done in time, if there is one."""
        if self.pace in (Pace.TERM, Pace.YEAR):
            return self.period.ends_on
        return self.due_on

    @cached_property
    def window(self) -> Period:
        """The days on which what is done can meet it.

        Without an end where it can be done late; what stands may be older than the rule.
        """
        within = self.applies.period
        if self.pace in (Pace.TERM, Pace.YEAR):
            return within
        left = within.last_day < self.period.last_day
        first = date.min if self.pace is Pace.STANDING else within.starts_on
        return Period(first, within.ends_on if left else None)

    @property
    def sides(self) -> tuple[str, ...]:
        """Those who meet when it is met by a negotiation."""
        return (*self.bearers, *self.partners)

    def needed(self, kind: EvidenceKind) -> tuple[str, ...]:
        """The organisations whose act, or to whom the act, each is needed for a kind."""
        if kind is EvidenceKind.DELIVERED:
            return self.recipients or self.bearers
        return self.partners or self.bearers
