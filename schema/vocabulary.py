"""Closed vocabularies that several domains share."""

from __future__ import annotations

import enum

import strawberry


@strawberry.enum(description="What a rule, an agenda item or an action is about.")
class Topic(enum.Enum):
    GENERAL_COOPERATION = strawberry.enum_value(
        "GENERAL_COOPERATION", description="Cooperation in general."
    )
    HEALTH_WELLBEING_PROMOTION = strawberry.enum_value(
        "HEALTH_WELLBEING_PROMOTION", description="Promotion of health and wellbeing."
    )
    CHILDREN_FAMILIES = strawberry.enum_value(
        "CHILDREN_FAMILIES", description="Children, young people and families."
    )
    WORK_ABILITY_FUNCTIONAL_CAPACITY = strawberry.enum_value(
        "WORK_ABILITY_FUNCTIONAL_CAPACITY", description="Work ability and functional capacity."
    )
    OLDER_PEOPLE = strawberry.enum_value("OLDER_PEOPLE", description="Older people.")
    INFORMATION_SYSTEMS = strawberry.enum_value(
        "INFORMATION_SYSTEMS", description="Information systems and flows."
    )
    PREMISES = strawberry.enum_value("PREMISES", description="Premises.")
    VITALITY = strawberry.enum_value("VITALITY", description="Vitality.")
    ECONOMIC_SUSTAINABILITY = strawberry.enum_value(
        "ECONOMIC_SUSTAINABILITY", description="Economic sustainability."
    )
    PREPAREDNESS = strawberry.enum_value("PREPAREDNESS", description="Preparedness.")
    EMPLOYMENT_INTEGRATION = strawberry.enum_value(
        "EMPLOYMENT_INTEGRATION", description="Employment and integration."
    )
    DISABILITY = strawberry.enum_value("DISABILITY", description="Services for the disabled.")
    MENTAL_HEALTH_SUBSTANCE = strawberry.enum_value(
        "MENTAL_HEALTH_SUBSTANCE", description="Mental health and substance use."
    )
    RESCUE = strawberry.enum_value("RESCUE", description="Rescue services.")
    STEERING = strawberry.enum_value("STEERING", description="Steering by the State.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


@strawberry.enum(description="Who stands behind a fact about a party.")
class Provenance(enum.Enum):
    OWN = strawberry.enum_value("OWN", description="The party's own word.")
    REPORTED = strawberry.enum_value("REPORTED", description="Recorded by another party.")
    CONFIRMED = strawberry.enum_value("CONFIRMED", description="Reported, then confirmed.")
    DISPUTED = strawberry.enum_value(
        "DISPUTED", description="Reported, then disputed; both statements stand."
    )
