"""The closed vocabularies of decisions."""

from __future__ import annotations

import enum

import strawberry


@strawberry.enum(description="What a body or an official decided.")
class DecisionOutcome(enum.Enum):
    APPROVED = strawberry.enum_value("APPROVED", description="Approved.")
    APPROVED_WITH_CONDITIONS = strawberry.enum_value(
        "APPROVED_WITH_CONDITIONS", description="Approved with conditions."
    )
    REJECTED = strawberry.enum_value("REJECTED", description="Rejected.")
    TABLED = strawberry.enum_value("TABLED", description="Left on the table.")
    RETURNED = strawberry.enum_value("RETURNED", description="Returned for new preparation.")
    NOTED = strawberry.enum_value("NOTED", description="Noted for information.")
    REFERRED = strawberry.enum_value("REFERRED", description="Referred to another body.")
    PROPOSED_ONWARD = strawberry.enum_value(
        "PROPOSED_ONWARD", description="Proposed to a higher body; not an approval."
    )
    STATEMENT_GIVEN = strawberry.enum_value("STATEMENT_GIVEN", description="A statement given.")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="Taken off the agenda.")
    HANDLED_OUTCOME_UNKNOWN = strawberry.enum_value(
        "HANDLED_OUTCOME_UNKNOWN", description="Handled; the outcome is not known here."
    )


@strawberry.enum(description="Where a decision can be read.")
class DecisionPublication(enum.Enum):
    NOT_PUBLISHED = strawberry.enum_value(
        "NOT_PUBLISHED", description="Nowhere yet; seen here by the parties of the matter only."
    )
    AGENDA = strawberry.enum_value("AGENDA", description="On a published agenda.")
    UNCHECKED = strawberry.enum_value("UNCHECKED", description="In minutes not yet checked.")
    CHECKED = strawberry.enum_value("CHECKED", description="In checked minutes.")


@strawberry.enum(description="Whether a decision can still change by appeal.")
class DecisionFinality(enum.Enum):
    OPEN_TO_APPEAL = strawberry.enum_value("OPEN_TO_APPEAL", description="It can be appealed.")
    APPEALED = strawberry.enum_value("APPEALED", description="It has been appealed.")
    FINAL = strawberry.enum_value("FINAL", description="It is final.")
    NOT_APPEALABLE = strawberry.enum_value(
        "NOT_APPEALABLE", description="It cannot be appealed, being preparation only."
    )
