"""Adding an organisation to the register, as a mutation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.bodies.given import TextsInput
from schema.carrying import carried, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.problems import ActWarning, Refusal, warnings_of
from schema.register import OrganisationKind, OtherOrganisation
from server.identity.actor import Actor
from server.kit.store.act import Outcome
from server.register import service


@strawberry.input(
    description="An organisation that the register lacks. Counties and municipalities are not"
    " added so: they begin by law and by merger."
)
class RegisterOrganisationInput:
    kind: OrganisationKind = strawberry.field(description="What kind of party it is.")
    name: TextsInput = strawberry.field(description="What it is called; Finnish is needed.")
    source: str = strawberry.field(description="Where the facts about it come from.")
    business_id: str | None = strawberry.field(
        default=None, description="Business id, if known: 1234567-8."
    )
    website: str | None = strawberry.field(default=None, description="Address of its website.")

    def given(self) -> service.OrganisationInput:
        return service.OrganisationInput(
            kind=self.kind.name,
            names=service.Names(self.name.fi or "", self.name.sv, self.name.en),
            source=self.source,
            business_id=self.business_id,
            website=self.website,
        )


@strawberry.type(description="An organisation was added to the register.")
class OrganisationRecorded:
    organisation: OtherOrganisation = strawberry.field(description="The organisation.")
    warnings: list[ActWarning] = strawberry.field(
        description="Organisations that may be the same one."
    )

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> OrganisationRecorded:
        return cls(
            organisation=refer("OtherOrganisation", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


OrganisationResult = Annotated[
    OrganisationRecorded | Refusal,
    strawberry.union("OrganisationResult", description="The organisation, or why it was refused."),
]


@strawberry.type
class OrganisationMutation:
    @act
    async def register_organisation(
        self: Any, input_: RegisterOrganisationInput
    ) -> OrganisationResult:
        """Add an organisation; its name is to be checked. By any organisation's editor."""

        async def register(by: Actor, today: date) -> Outcome:
            return await service.register_organisation(by, today, input_.given())

        return await carried(self, register, OrganisationRecorded.of)
