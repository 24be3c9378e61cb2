"""What the rule answers: a status, its reasons and what is missing, as codes and never as texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from server.kit.errors import DomainError

RULE_VERSION = 1
"""Raised whenever the same facts may give another standing; stored spans are then rebuilt."""


class OutsidePeriod(DomainError):
    """The day asked lies before the obligation's period begins."""

    code: ClassVar[str] = "OUTSIDE_PERIOD"


class Status(StrEnum):
    """How an obligation stands. A negotiation of a council term is never OVERDUE."""

    NOT_STARTED = "NOT_STARTED"
    SCHEDULED = "SCHEDULED"
    IN_PROGRESS = "IN_PROGRESS"
    FULFILLED = "FULFILLED"
    OVERDUE = "OVERDUE"
    MISSED = "MISSED"
    NO_RECORD = "NO_RECORD"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class ReasonCode(StrEnum):
    """Why an obligation stands as it does."""

    NEGOTIATED = "NEGOTIATED"
    EVIDENCE_LINKED = "EVIDENCE_LINKED"
    RECORDED_LATE = "RECORDED_LATE"
    EXEMPTED = "EXEMPTED"
    MERGED = "MERGED"
    MOVED = "MOVED"
    LEFT_COUNTY = "LEFT_COUNTY"
    NOT_YET_IN_COUNTY = "NOT_YET_IN_COUNTY"
    DATE_SET = "DATE_SET"
    DATE_PASSED = "DATE_PASSED"
    DATE_OUTSIDE = "DATE_OUTSIDE"
    DATE_UNCERTAIN = "DATE_UNCERTAIN"
    INVITED = "INVITED"
    CANCELLED = "CANCELLED"
    PRESENCE_DISPUTED = "PRESENCE_DISPUTED"
    PRESENCE_NOT_RECORDED = "PRESENCE_NOT_RECORDED"
    ABSENT = "ABSENT"
    HELD_OUTSIDE = "HELD_OUTSIDE"
    UNDER_ANOTHER_RULE = "UNDER_ANOTHER_RULE"
    PREDECESSOR_NEGOTIATED = "PREDECESSOR_NEGOTIATED"
    EVIDENCE_OUTSIDE = "EVIDENCE_OUTSIDE"
    EVIDENCE_WITHDRAWN = "EVIDENCE_WITHDRAWN"
    TERM_ENDED = "TERM_ENDED"
    KEPT = "KEPT"
    KEPT_IN_PART = "KEPT_IN_PART"
    NOT_KEPT = "NOT_KEPT"


class MissingCode(StrEnum):
    """What would bring an obligation forward. Minutes, topics and agreements are never among it."""

    NEGOTIATION = "NEGOTIATION"
    DATE = "DATE"
    MEETING = "MEETING"
    RECORD = "RECORD"
    PRESENCE = "PRESENCE"
    ATTENDANCE = "ATTENDANCE"
    DISPUTE_SETTLED = "DISPUTE_SETTLED"
    EXACT_DATE = "EXACT_DATE"


@dataclass(frozen=True)
class Reason:
    """One reason: a code, the records it rests on, and its dates as written (``2026-03-10``)."""

    code: ReasonCode
    negotiation: int | None = None
    evidence: int | None = None
    organisation: str | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Missing:
    """One thing missing: what, from which organisation, and to or about whom or what."""

    code: MissingCode
    organisation: str
    counterparty: str | None = None
    negotiation: int | None = None
    evidence: int | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Standing:
    """The answer for one day.

    ``due_on`` is the last day of the period, ``None`` when nothing is due because the obligation
    does not apply. ``kept`` says whether a negative status may be said of the pair at all.
    """

    status: Status
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    due_on: date | None
    kept: bool


@dataclass(frozen=True)
class Span:
    """The days, both included, on which the standing is the same."""

    from_on: date
    to_on: date
    standing: Standing
