"""An agreed action: its state on a day, and what an act on it cannot or should not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from server.kit.findings import Finding, Findings
from server.kit.partial_date import PartialDate

SOON = timedelta(30)
"""How long before its deadline an action falls due soon: time for one meeting of a board."""


class ActionState(StrEnum):
    """Where an agreed action stands on a day."""

    OPEN = "OPEN"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    DONE = "DONE"
    DROPPED = "DROPPED"


@dataclass(frozen=True)
class ActionFacts:
    """What is on record of one agreed action; ``due`` None means that no deadline was agreed."""

    agreed_on: date
    due: PartialDate | None = None
    done_on: date | None = None
    dropped_on: date | None = None

    @property
    def is_finished(self) -> bool:
        """Has it been done or dropped, on whatever day?"""
        return self.done_on is not None or self.dropped_on is not None


def action_state(facts: ActionFacts, on: date) -> ActionState:
    """Where does it stand on a day? An imprecise deadline counts from the latest day it can be."""
    if facts.dropped_on is not None and facts.dropped_on <= on:
        return ActionState.DROPPED
    if facts.done_on is not None and facts.done_on <= on:
        return ActionState.DONE
    if facts.due is None or on < due_soon_from(facts.due):
        return ActionState.OPEN
    return ActionState.DUE_SOON if on <= facts.due.last_day() else ActionState.OVERDUE


def due_soon_from(due: PartialDate) -> date:
    """The first day on which an action with this deadline falls due soon."""
    return due.last_day() - SOON


def check_agreed(facts: ActionFacts, today: date) -> Findings:
    """Can it be agreed, or amended? A deadline before the agreement is only untidy."""
    due = facts.due
    before = due is not None and due.last_day() < facts.agreed_on
    return Findings(
        (*_if(facts.agreed_on > today, "IN_THE_FUTURE", facts.agreed_on), *_settled(facts)),
        (Finding.of("DUE_BEFORE_AGREED", day=due.iso),) if due is not None and before else (),
    )


def check_finished(facts: ActionFacts, on: date, today: date) -> Findings:
    """Can it be recorded as done or dropped on a day? Before it was agreed is only untidy."""
    return Findings(
        (*_if(on > today, "IN_THE_FUTURE", on), *_settled(facts)),
        _if(on < facts.agreed_on, "DONE_BEFORE_AGREED", facts.agreed_on),
    )


def check_reopened(facts: ActionFacts) -> Findings:
    """Can it be opened again? Only what was done or dropped."""
    return Findings(() if facts.is_finished else (Finding("NOT_FINISHED"),))


def _settled(facts: ActionFacts) -> tuple[Finding, ...]:
    return (Finding("ALREADY_FINISHED"),) if facts.is_finished else ()


def _if(is_so: bool, code: str, day: date) -> tuple[Finding, ...]:
    return (Finding.of(code, day=day.isoformat()),) if is_so else ()
