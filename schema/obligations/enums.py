"""The closed vocabularies of obligations."""

from __future__ import annotations

import enum

import strawberry


@strawberry.enum(description="How an obligation stands on a day. Nobody types it.")
class ObligationStatus(enum.Enum):
    NOT_STARTED = strawberry.enum_value(
        "NOT_STARTED", description="The record is kept here, the period is open, nothing is there."
    )
    SCHEDULED = strawberry.enum_value(
        "SCHEDULED", description="A day is set for the act that would fulfil it."
    )
    IN_PROGRESS = strawberry.enum_value(
        "IN_PROGRESS", description="Some of what is required is there, or a presence is disputed."
    )
    FULFILLED = strawberry.enum_value("FULFILLED", description="What the rule asks is there.")
    OVERDUE = strawberry.enum_value(
        "OVERDUE", description="A deadline has passed and it can still be done."
    )
    MISSED = strawberry.enum_value(
        "MISSED", description="The period ended without what the rule asks."
    )
    NO_RECORD = strawberry.enum_value(
        "NO_RECORD", description="Nothing is recorded and nobody keeps the record here: unknown."
    )
    NOT_APPLICABLE = strawberry.enum_value(
        "NOT_APPLICABLE", description="It does not bind the pair on the day."
    )


@strawberry.enum(description="How often a rule asks for its act.")
class Cadence(enum.Enum):
    COUNCIL_TERM = strawberry.enum_value("COUNCIL_TERM", description="Once in a council term.")
    CALENDAR_YEAR = strawberry.enum_value("CALENDAR_YEAR", description="Once in a calendar year.")
    INTERVAL = strawberry.enum_value("INTERVAL", description="At most so long after the last.")
    DEADLINE = strawberry.enum_value("DEADLINE", description="By a day.")
    ON_EVENT = strawberry.enum_value("ON_EVENT", description="When something happens.")
    STANDING = strawberry.enum_value("STANDING", description="It must exist at all times.")


@strawberry.enum(description="Whether a rule generates obligations.")
class Tracking(enum.Enum):
    TRACKED = strawberry.enum_value("TRACKED", description="With a period or a due date.")
    STANDING = strawberry.enum_value("STANDING", description="Something must exist; never missed.")
    REFERENCE = strawberry.enum_value("REFERENCE", description="Shown, generating nothing.")


@strawberry.enum(description="Who bears an obligation of a rule.")
class ObligationUnit(enum.Enum):
    PAIR = strawberry.enum_value(
        "PAIR", description="Each county together with each of its municipalities."
    )
