"""Minutes: when they are ready, and what is missing from whom until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.kit.findings import Finding, Findings


class MinutesRule(StrEnum):
    """What a negotiation's minutes need besides being published."""

    MEMO = "MEMO"
    CHECKED = "CHECKED"
    APPROVED = "APPROVED"


class MinutesState(StrEnum):
    """What minutes wait for."""

    AWAITING_CHECKS = "AWAITING_CHECKS"
    AWAITING_APPROVAL = "AWAITING_APPROVAL"
    AWAITING_PUBLICATION = "AWAITING_PUBLICATION"
    READY = "READY"


class MinutesMissing(StrEnum):
    """What is missing from minutes, each from an organisation."""

    CHECK = "CHECK"
    APPROVAL = "APPROVAL"
    PUBLICATION = "PUBLICATION"


@dataclass(frozen=True)
class Endorsement:
    """A check by a named role of an organisation, or with ``role`` None the approval of a party."""

    organisation: str
    role: str | None = None
    endorsed_on: date | None = None


@dataclass(frozen=True)
class MinutesFacts:
    """What is on record of minutes; ``keeper`` is who publishes them."""

    rule: MinutesRule
    keeper: str
    endorsements: tuple[Endorsement, ...] = ()
    published_on: date | None = None


@dataclass(frozen=True)
class Missing:
    """One thing that is missing from minutes, and from whom."""

    code: MinutesMissing
    organisation: str
    role: str | None = None


def missing(facts: MinutesFacts) -> tuple[Missing, ...]:
    """What is missing from whom, endorsements before publication; nothing when they are ready."""
    found = [
        Missing(
            MinutesMissing.APPROVAL if each.role is None else MinutesMissing.CHECK,
            each.organisation,
            each.role,
        )
        for each in asked(facts)
        if each.endorsed_on is None
    ]
    if facts.published_on is None:
        found.append(Missing(MinutesMissing.PUBLICATION, facts.keeper))
    return tuple(found)


def asked(facts: MinutesFacts) -> tuple[Endorsement, ...]:
    """The endorsements that the rule asks for: of named roles, of parties, or none at all."""
    if facts.rule is MinutesRule.MEMO:
        return ()
    by_role = facts.rule is MinutesRule.CHECKED
    return tuple(each for each in facts.endorsements if (each.role is not None) == by_role)


def minutes_state(facts: MinutesFacts) -> MinutesState:
    """What do they wait for first? Published or not, they are not ready until endorsed."""
    codes = {each.code for each in missing(facts)}
    if MinutesMissing.CHECK in codes:
        return MinutesState.AWAITING_CHECKS
    if MinutesMissing.APPROVAL in codes:
        return MinutesState.AWAITING_APPROVAL
    return MinutesState.AWAITING_PUBLICATION if codes else MinutesState.READY


def ready_on(facts: MinutesFacts) -> date | None:
    """The day on which nothing more was missing, None while something is."""
    if facts.published_on is None or missing(facts):
        return None
    days = [each.endorsed_on for each in asked(facts) if each.endorsed_on]
    return max([facts.published_on, *days])


def check_draft(
    held_on: date | None, dated_on: date | None, rule: MinutesRule, roles: int
) -> Findings:
    """Can minutes of a meeting be drafted?

    ``held_on`` is the first day it can have been held. Minutes are of a meeting that was held and
    bear its day or a later one; often weeks later. Checked minutes name who checks.
    """
    return Findings(
        (
            *(() if held_on else (Finding("NOT_HELD_YET"),)),
            *(
                (Finding.of("BEFORE_MEETING", day=held_on.isoformat()),)
                if held_on and dated_on and dated_on < held_on
                else ()
            ),
            *((Finding("NOBODY_CHECKS"),) if rule is MinutesRule.CHECKED and not roles else ()),
        )
    )


def check_publish(facts: MinutesFacts) -> Findings:
    """Can they be published? Once; unchecked or unapproved minutes may be, with a warning."""
    codes = {each.code for each in missing(facts)}
    published = facts.published_on is not None
    return Findings(
        (Finding("PUBLISHED_ALREADY"),) if published else (),
        (
            *((Finding("PUBLISHED_UNCHECKED"),) if MinutesMissing.CHECK in codes else ()),
            *((Finding("PUBLISHED_UNAPPROVED"),) if MinutesMissing.APPROVAL in codes else ()),
        ),
    )
