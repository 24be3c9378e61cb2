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


@strawberry.enum(description="Of what a rule yields one obligation in each period.")
class ObligationUnit(enum.Enum):
    PAIR = strawberry.enum_value(
        "PAIR", description="Each county together with each of its municipalities."
    )
    COUNTY = strawberry.enum_value("COUNTY", description="Each wellbeing services county.")
    MUNICIPALITY = strawberry.enum_value(
        "MUNICIPALITY", description="Each municipality of a county."
    )
    MUNICIPALITY_AND_HELSINKI = strawberry.enum_value(
        "MUNICIPALITY_AND_HELSINKI", description="Each municipality of a county, and Helsinki."
    )
    HELSINKI = strawberry.enum_value("HELSINKI", description="The City of Helsinki.")
    HUS = strawberry.enum_value("HUS", description="HUS Group.")
    MINISTRY_ORGANISER = strawberry.enum_value(
        "MINISTRY_ORGANISER", description="A ministry with each organiser of services."
    )
    COLLABORATIVE_AREA = strawberry.enum_value(
        "COLLABORATIVE_AREA", description="Each collaborative area."
    )
    BILINGUAL_COUNTIES = strawberry.enum_value(
        "BILINGUAL_COUNTIES", description="The bilingual counties, Helsinki and HUS Group together."
    )
    EMPLOYMENT_AREA = strawberry.enum_value(
        "EMPLOYMENT_AREA", description="Each employment area on record."
    )
    HUS_AGREEMENT = strawberry.enum_value(
        "HUS_AGREEMENT", description="HUS Group, the counties of Uusimaa and Helsinki together."
    )


@strawberry.enum(description="What shows that a rule is met.")
class EvidenceKind(enum.Enum):
    NEGOTIATION = strawberry.enum_value(
        "NEGOTIATION", description="A negotiation held with those present who must be."
    )
    PLAN_APPROVED = strawberry.enum_value(
        "PLAN_APPROVED", description="A plan approved by the council."
    )
    REPORT_TAKEN = strawberry.enum_value(
        "REPORT_TAKEN", description="A report taken to the council."
    )
    AGREEMENT_APPROVED = strawberry.enum_value(
        "AGREEMENT_APPROVED", description="An agreement approved by every council it needs."
    )
    AGREEMENT_IN_FORCE = strawberry.enum_value(
        "AGREEMENT_IN_FORCE", description="An agreement in force."
    )
    BODY_IN_OFFICE = strawberry.enum_value("BODY_IN_OFFICE", description="A body set or in office.")
    DELIVERED = strawberry.enum_value("DELIVERED", description="Delivered to those it must reach.")


@strawberry.enum(description="How far one part had come, as a linked source shows.")
class EvidenceStage(enum.Enum):
    SET = strawberry.enum_value("SET", description="A day is set for the act.")
    HANDLED = strawberry.enum_value("HANDLED", description="Dealt with, not decided.")
    APPROVED = strawberry.enum_value(
        "APPROVED", description="Approved, taken to the council, or set."
    )
    DELIVERED = strawberry.enum_value("DELIVERED", description="Delivered.")
    IN_FORCE = strawberry.enum_value(
        "IN_FORCE",
        description="An instrument that rests on 611/2021 § 14 and binds both is in force from the"
        " date. It is told beside the standing and fulfils nothing.",
    )
    ENDED = strawberry.enum_value(
        "ENDED", description="From the date that instrument is no longer in force."
    )


@strawberry.enum(description="On whom the statute lays the duty.")
class DutyBearer(enum.Enum):
    PARTIES = strawberry.enum_value("PARTIES", description="All who are party to it.")
    COUNTY = strawberry.enum_value("COUNTY", description="The county.")
    MUNICIPALITY = strawberry.enum_value("MUNICIPALITY", description="The municipality.")
    HELSINKI = strawberry.enum_value("HELSINKI", description="The City of Helsinki.")
    HUS_GROUP = strawberry.enum_value("HUS_GROUP", description="HUS Group.")
    MINISTRY = strawberry.enum_value("MINISTRY", description="A ministry.")


@strawberry.enum(description="What comes of fulfilling a rule.")
class DutyProduct(enum.Enum):
    NEGOTIATION = strawberry.enum_value("NEGOTIATION", description="Talks.")
    AGREEMENT = strawberry.enum_value("AGREEMENT", description="An agreement.")
    PLAN = strawberry.enum_value("PLAN", description="A plan.")
    REPORT = strawberry.enum_value("REPORT", description="A report.")
    NOTIFICATION = strawberry.enum_value("NOTIFICATION", description="A notice to somebody.")
    DECISION = strawberry.enum_value("DECISION", description="A decision.")
    BODY = strawberry.enum_value("BODY", description="A body.")
    COOPERATION = strawberry.enum_value(
        "COOPERATION", description="Cooperation without a form of its own."
    )
    DATA_SUPPLY = strawberry.enum_value("DATA_SUPPLY", description="Data handed over.")


@strawberry.enum(description="Whether a rule binds Helsinki.")
class BindsHelsinki(enum.Enum):
    APPLIES = strawberry.enum_value("APPLIES", description="As it binds others.")
    DIFFERS = strawberry.enum_value("DIFFERS", description="In another way.")
    EXEMPT = strawberry.enum_value("EXEMPT", description="It does not.")


@strawberry.enum(description="The part of an organisation in an obligation.")
class ObligationRole(enum.Enum):
    BEARER = strawberry.enum_value("BEARER", description="It is its duty.")
    PARTNER = strawberry.enum_value("PARTNER", description="Without its part the duty is not met.")
    RECIPIENT = strawberry.enum_value("RECIPIENT", description="What was made is delivered to it.")


@strawberry.enum(description="On what ground a record is kept here.")
class KeepingBasis(enum.Enum):
    MEMBER = strawberry.enum_value("MEMBER", description="The first member was admitted.")
    STATED = strawberry.enum_value("STATED", description="The organisation stated it.")
