"""The acts on units, bodies, seats and contacts as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.bodies.given import (
    EndContactInput,
    EndSeatInput,
    EraseContactInput,
    RegisterBodyInput,
    RegisterUnitInput,
    SeatOrganisationInput,
    SetContactInput,
    replaced,
)
from schema.bodies.types import Body, Contact, OrganisationUnit
from schema.carrying import carried, row_id, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.problems import ActWarning, Refusal, warnings_of
from server.identity.actor import Actor
from server.kit.store.act import Outcome
from server.register import service


@strawberry.type(description="A unit was registered or changed.")
class UnitRecorded:
    unit: OrganisationUnit = strawberry.field(description="The unit as it is now.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> UnitRecorded:
        return cls(unit=refer("OrganisationUnit", subject(outcome)))


@strawberry.type(description="A body or its seats were registered or changed.")
class BodyRecorded:
    body: Body = strawberry.field(description="The body as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="Bodies that may be the same one.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> BodyRecorded:
        return cls(
            body=refer("Body", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


@strawberry.type(description="A contact was set, ended or erased.")
class ContactRecorded:
    contact: Contact = strawberry.field(description="The contact as it is now.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> ContactRecorded:
        return cls(contact=refer("Contact", subject(outcome)))


UnitResult = Annotated[
    UnitRecorded | Refusal,
    strawberry.union("OrganisationUnitResult", description="The unit, or why it was refused."),
]
BodyResult = Annotated[
    BodyRecorded | Refusal,
    strawberry.union("BodyResult", description="The body, or why it was refused."),
]
ContactResult = Annotated[
    ContactRecorded | Refusal,
    strawberry.union("ContactResult", description="The contact, or why it was refused."),
]


@strawberry.type
class BodyMutation:
    @act
    async def register_unit(self: Any, input_: RegisterUnitInput) -> UnitResult:
        """Register a unit, or write one anew. By your organisation's administrator."""

        async def register(by: Actor, today: date) -> Outcome:
            return await service.register_unit(
                by,
                today,
                input_.given(),
                organisation=input_.organisation,
                unit=replaced(input_.unit, "OrganisationUnit", input_.expected_revision),
                expected=input_.expected_revision,
            )

        return await carried(self, register, UnitRecorded.of)

    @act
    async def register_body(self: Any, input_: RegisterBodyInput) -> BodyResult:
        """Register a body that your organisation keeps, or write one anew. By its editor."""

        async def register(by: Actor, today: date) -> Outcome:
            return await service.register_body(
                by,
                today,
                input_.given(),
                body=replaced(input_.body, "Body", input_.expected_revision),
                expected=input_.expected_revision,
            )

        return await carried(self, register, BodyRecorded.of)

    @act
    async def seat_organisation(self: Any, input_: SeatOrganisationInput) -> BodyResult:
        """Give an organisation a seat in a body. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.seat_organisation(
                by,
                today,
                row_id(str(input_.body), "Body"),
                input_.expected_revision,
                input_.given(today),
            ),
            BodyRecorded.of,
        )

    @act
    async def end_seat(self: Any, input_: EndSeatInput) -> BodyResult:
        """End a seat; it stays on record. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.end_seat(
                by,
                today,
                row_id(str(input_.seat), "Seat"),
                input_.expected_revision,
                input_.ends_on,
            ),
            BodyRecorded.of,
        )

    @act
    async def set_contact(self: Any, input_: SetContactInput) -> ContactResult:
        """Set where a task is reached, or write a contact anew. By your administrator."""

        async def set_it(by: Actor, today: date) -> Outcome:
            return await service.set_contact(
                by,
                today,
                input_.given(today),
                contact=replaced(input_.contact, "Contact", input_.expected_revision),
                expected=input_.expected_revision,
            )

        return await carried(self, set_it, ContactRecorded.of)

    @act
    async def end_contact(self: Any, input_: EndContactInput) -> ContactResult:
        """End a contact; it stays on record. By your administrator."""
        return await carried(
            self,
            lambda by, today: service.end_contact(
                by,
                today,
                row_id(str(input_.contact), "Contact"),
                input_.expected_revision,
                input_.ends_on,
            ),
            ContactRecorded.of,
        )

    @act
    async def erase_contact(self: Any, input_: EraseContactInput) -> ContactResult:
        """Erase title, address and number of an ended contact. By your administrator."""
        return await carried(
            self,
            lambda by, today: service.erase_contact(
                by, today, row_id(str(input_.contact), "Contact"), input_.expected_revision
            ),
            ContactRecorded.of,
        )
