"""The closed vocabularies of negotiations."""

from __future__ import annotations

import enum

import strawberry


@strawberry.enum(description="What a negotiation is about, as its recorder filed it.")
class NegotiationKind(enum.Enum):
    COUNTY_MUNICIPALITY = strawberry.enum_value(
        "COUNTY_MUNICIPALITY", description="County and municipalities, Act 611/2021 § 14."
    )
    WELLBEING = strawberry.enum_value(
        "WELLBEING", description="Promotion of wellbeing and health, Act 612/2021 § 7."
    )
    PREMISES = strawberry.enum_value("PREMISES", description="Premises and their rents.")
    STUDENT_WELFARE = strawberry.enum_value(
        "STUDENT_WELFARE", description="Pupil and student welfare."
    )
    STEERING = strawberry.enum_value("STEERING", description="Ministries and an organiser.")
    COLLABORATIVE_AREA = strawberry.enum_value(
        "COLLABORATIVE_AREA", description="Organisers of a collaborative area."
    )
    BUDGET_INVESTMENT = strawberry.enum_value(
        "BUDGET_INVESTMENT", description="Budget and investments."
    )
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


@strawberry.enum(description="How far a negotiation has come. Computed from its dated events.")
class NegotiationState(enum.Enum):
    PLANNED = strawberry.enum_value("PLANNED", description="A draft, seen by its parties only.")
    INVITED = strawberry.enum_value("INVITED", description="Invited, no day set.")
    SCHEDULED = strawberry.enum_value("SCHEDULED", description="A day is set.")
    HELD = strawberry.enum_value("HELD", description="It took place.")
    MINUTES_READY = strawberry.enum_value(
        "MINUTES_READY",
        description="Its minutes are ready: published, and endorsed where their rule asks.",
    )
    CLOSED = strawberry.enum_value("CLOSED", description="Nothing more is expected of it.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="It will not take place.")
    MERGED = strawberry.enum_value("MERGED", description="Another record tells of it.")


@strawberry.enum(description="How the parties met.")
class MeetingMode(enum.Enum):
    PLACE = strawberry.enum_value("PLACE", description="In one place.")
    REMOTE = strawberry.enum_value("REMOTE", description="Remotely.")
    BOTH = strawberry.enum_value("BOTH", description="Some in one place, some remotely.")


@strawberry.enum(description="A dated fact in the life of a negotiation.")
class NegotiationEventKind(enum.Enum):
    PLANNED = strawberry.enum_value("PLANNED", description="It was put on record as a plan.")
    INVITED = strawberry.enum_value("INVITED", description="A party was invited.")
    DATE_SET = strawberry.enum_value("DATE_SET", description="A day was set.")
    MOVED = strawberry.enum_value("MOVED", description="It was moved to another day.")
    HELD = strawberry.enum_value("HELD", description="It took place.")
    CORRECTED = strawberry.enum_value("CORRECTED", description="What was recorded was corrected.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="It was cancelled.")
    CONFIRMED = strawberry.enum_value("CONFIRMED", description="A party confirmed its presence.")
    DISPUTED = strawberry.enum_value("DISPUTED", description="A party disputed its presence.")
    DISPUTE_WITHDRAWN = strawberry.enum_value(
        "DISPUTE_WITHDRAWN", description="A party took its dispute back."
    )
    MERGED = strawberry.enum_value("MERGED", description="It was merged with another record.")
    HANDED_OVER = strawberry.enum_value("HANDED_OVER", description="It got another keeper.")
    RULES_CHANGED = strawberry.enum_value(
        "RULES_CHANGED", description="The rules it is recorded under were changed."
    )
    WITHHELD = strawberry.enum_value(
        "WITHHELD", description="It was closed on a statutory ground, since that day."
    )
    RELEASED = strawberry.enum_value("RELEASED", description="The ground was lifted.")


@strawberry.enum(description="What is put to another organisation for acceptance.")
class ProposalKind(enum.Enum):
    MERGE = strawberry.enum_value("MERGE", description="To merge the record into another.")
    HANDOVER = strawberry.enum_value("HANDOVER", description="To keep the record from now on.")
