"""What the rule answers: a status, its reasons and what is missing, as codes and never as texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from server.kit.errors import DomainError

RULE_VERSION = 2
"""Raised whenever the same facts may give another standing; stored spans are then rebuilt."""


class OutsidePeriod(DomainError):
    """The day asked lies before the obligation's period begins."""

    code: ClassVar[str] = "OUTSIDE_PERIOD"


class Status(StrEnum):
    """How an obligation stands. Only what can still be done after its day is ever OVERDUE."""

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
    PLAN_APPROVED = "PLAN_APPROVED"
    REPORT_TAKEN = "REPORT_TAKEN"
    AGREEMENT_APPROVED = "AGREEMENT_APPROVED"
    AGREEMENT_IN_FORCE = "AGREEMENT_IN_FORCE"
    BODY_IN_OFFICE = "BODY_IN_OFFICE"
    DELIVERED = "DELIVERED"
    ACT_SET = "ACT_SET"
    ACT_SET_PASSED = "ACT_SET_PASSED"
    ACT_HANDLED = "ACT_HANDLED"
    ACT_APPROVED = "ACT_APPROVED"
    ACT_DELIVERED = "ACT_DELIVERED"
    EVIDENCE_ENDED = "EVIDENCE_ENDED"
    DONE_LATE = "DONE_LATE"
    YEAR_ENDED = "YEAR_ENDED"
    DEADLINE_PASSED = "DEADLINE_PASSED"
    RULE_NOT_YET = "RULE_NOT_YET"
    RULE_ENDED = "RULE_ENDED"


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
    PLAN = "PLAN"
    REPORT = "REPORT"
    APPROVAL = "APPROVAL"
    AGREEMENT = "AGREEMENT"
    BODY = "BODY"
    DELIVERY = "DELIVERY"


@dataclass(frozen=True)
class Reason:
    """One reason: a code, the records it rests on, and its dates as written (``2026-03-10``).

    ``record`` names a record of another kind than the two, by type and id.
    """

    code: ReasonCode
    negotiation: int | None = None
    evidence: int | None = None
    organisation: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    record: tuple[str, int] | None = None


@dataclass(frozen=True)
class Missing:
    """One thing missing: what, from which organisation, and to or about whom or what."""

    code: MissingCode
    organisation: str
    counterparty: str | None = None
    negotiation: int | None = None
    evidence: int | None = None
    facts: tuple[tuple[str, str], ...] = ()
    record: tuple[str, int] | None = None


@dataclass(frozen=True)
class Standing:
    """The answer for one day.

    ``due_on`` is the last day on which it is done in time; ``None`` when the obligation does not
    apply or its rule sets no day. ``kept`` says whether a negative status may be said at all.
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
