"""A decision: what it cannot say, and what is only untidy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.kit.findings import Finding, Findings
from server.kit.partial_date import PartialDate


class Publication(StrEnum):
    """Where a decision can be read."""

    NOT_PUBLISHED = "NOT_PUBLISHED"
    AGENDA = "AGENDA"
    UNCHECKED = "UNCHECKED"
    CHECKED = "CHECKED"


@dataclass(frozen=True)
class DecisionFacts:
    """What is said of one decision. ``outcome`` None means: on an agenda, not handled yet.

    ``begins_on`` is the day on which what is decided on begins.
    """

    decided: PartialDate
    outcome: str | None
    publication: str
    finality: str | None = None
    finality_on: date | None = None
    begins_on: date | None = None


def check_decision(facts: DecisionFacts, today: date) -> Findings:
    """Can the decision be recorded ``today``?

    A day to come is an agenda's, without an outcome. A decision after the start of what it decides
    on, today a negotiation round, is common and only a warning; an imprecise date counts from the
    latest day it can be.
    """
    return Findings(
        (
            *_if_(facts.outcome is not None and facts.decided.first_day() > today, _to_come(facts)),
            *_if_(_outcome_left_out(facts), Finding("OUTCOME_LEFT_OUT")),
            *_if_(facts.finality is not None and facts.outcome is None, Finding("NOT_HANDLED")),
            *_if_(facts.finality is None and facts.finality_on is not None, Finding("NO_FINALITY")),
            *_if_(_final_before(facts), Finding("BEFORE_DECISION")),
        ),
        (
            *_if_(_after_start(facts), _late(facts)),
            *_if_(
                facts.outcome is not None and facts.publication == Publication.AGENDA,
                Finding("OUTCOME_ON_AGENDA"),
            ),
        ),
    )


def is_public(publication: str, subject_is_public: bool) -> bool:
    """May anyone read the decision? When it is published and so is what it decides on."""
    return subject_is_public and publication != Publication.NOT_PUBLISHED


def case_key(case_number: str | None) -> str | None:
    """A case number as it is looked for: capitals, one kind of dash, no spaces."""
    if case_number is None:
        return None
    return re.sub(r"\s+", "", re.sub(r"[\u2010-\u2015\u2212]", "-", case_number)).upper() or None


def _outcome_left_out(facts: DecisionFacts) -> bool:
    handled = (Publication.UNCHECKED, Publication.CHECKED)
    return facts.outcome is None and facts.publication in handled


def _final_before(facts: DecisionFacts) -> bool:
    return facts.finality_on is not None and facts.finality_on < facts.decided.first_day()


def _after_start(facts: DecisionFacts) -> bool:
    return facts.begins_on is not None and facts.decided.last_day() > facts.begins_on


def _to_come(facts: DecisionFacts) -> Finding:
    return Finding.of("IN_THE_FUTURE", day=facts.decided.iso)


def _late(facts: DecisionFacts) -> Finding:
    begins = facts.begins_on.isoformat() if facts.begins_on else ""
    return Finding.of("DECIDED_AFTER_START", day=begins)


def _if_(is_so: bool, finding: Finding) -> tuple[Finding, ...]:
    return (finding,) if is_so else ()
