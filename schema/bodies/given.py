"""What the acts on units, bodies, seats and contacts are given."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID

from schema.bodies.types import BodyKind, SeatRole
from schema.carrying import row_id
from server.kit.errors import InvalidInput
from server.register import service


def replaced(global_id: ID | None, kind: str, expected_revision: int | None) -> int | None:
    """The number of the record that an input replaces; None when it is a new one.

    Raises NotFound for an id of another kind, and InvalidInput without the revision seen.
    """
    if global_id is None:
        return None
    number = row_id(str(global_id), kind)
    if expected_revision is None:
        raise InvalidInput.of("expectedRevision", "REQUIRED")
    return number


@strawberry.input(description="A short text in at least one language.")
class TextsInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")

    def given(self) -> service.Wording:
        return service.Wording(self.fi, self.sv, self.en)


@strawberry.input(description="A unit of an organisation.")
class RegisterUnitInput:
    name: TextsInput = strawberry.field(description="What it is called.")
    organisation: str | None = strawberry.field(
        default=None, description="Code of the organisation; your own if absent."
    )
    starts_on: date | None = strawberry.field(default=None, description="First day, if known.")
    ends_on: date | None = strawberry.field(default=None, description="Last day, inclusive.")
    unit: ID | None = strawberry.field(
        default=None, description="Global id of a unit whose facts these replace."
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed with unit."
    )

    def given(self) -> service.UnitInput:
        return service.UnitInput(self.name.given(), self.starts_on, self.ends_on)


@strawberry.input(description="A body of your own organisation, alone or with others.")
class RegisterBodyInput:
    kind: BodyKind = strawberry.field(description="What kind of body it is.")
    name: TextsInput = strawberry.field(description="What it is called.")
    owners: list[str] | None = strawberry.field(
        default=None,
        description="Codes of the organisations whose body it is, your own among them;"
        " your own alone if absent.",
    )
    mandate: str | None = strawberry.field(default=None, description="What it is for.")
    legal_basis: str | None = strawberry.field(
        default=None, description="The statute or agreement it rests on."
    )
    parent: ID | None = strawberry.field(
        default=None, description="Global id of the body it works under."
    )
    starts_on: date | None = strawberry.field(
        default=None, description="First day of its term, if known."
    )
    ends_on: date | None = strawberry.field(
        default=None, description="Last day of its term, inclusive."
    )
    body: ID | None = strawberry.field(
        default=None, description="Global id of a body whose facts these replace."
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed with body."
    )

    def given(self) -> service.BodyInput:
        return service.BodyInput(
            kind=self.kind.name,
            name=self.name.given(),
            owners=None if self.owners is None else tuple(self.owners),
            mandate=self.mandate,
            legal_basis=self.legal_basis,
            parent=row_id(str(self.parent), "Body") if self.parent else None,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


@strawberry.input(description="A seat for an organisation; who sits in it is not recorded.")
class SeatOrganisationInput:
    body: ID = strawberry.field(description="Global id of the body.")
    organisation: str = strawberry.field(description="Code of the organisation represented.")
    role: SeatRole = strawberry.field(
        default=SeatRole.MEMBER, description="What it does in the body."
    )
    is_deputy: bool = strawberry.field(default=False, description="Is it a deputy's seat?")
    starts_on: date | None = strawberry.field(
        default=None, description="First day; the day of recording if absent."
    )
    ends_on: date | None = strawberry.field(default=None, description="Last day, inclusive.")
    expected_revision: int = strawberry.field(description="The revision of the body you saw.")

    def given(self, today: date) -> service.SeatInput:
        return service.SeatInput(
            organisation=self.organisation,
            role=self.role.name,
            starts_on=self.starts_on or today,
            is_deputy=self.is_deputy,
            ends_on=self.ends_on,
        )


@strawberry.input(description="The end of a seat.")
class EndSeatInput:
    seat: ID = strawberry.field(description="Global id of the seat.")
    ends_on: date = strawberry.field(description="Its last day.")
    expected_revision: int = strawberry.field(description="The revision of the body you saw.")


@strawberry.input(
    description="Where a task of your organisation is reached, by e-mail, telephone or both."
    " Everyone can read it: give what belongs to the task, never a person's own."
)
class SetContactInput:
    task: TextsInput = strawberry.field(description="The task.")
    title: str | None = strawberry.field(
        default=None, description="The title of whoever has the task."
    )
    email: str | None = strawberry.field(default=None, description="Work e-mail address.")
    phone: str | None = strawberry.field(default=None, description="Work telephone number.")
    starts_on: date | None = strawberry.field(
        default=None, description="First day; the day of recording if absent."
    )
    ends_on: date | None = strawberry.field(default=None, description="Last day, inclusive.")
    contact: ID | None = strawberry.field(
        default=None, description="Global id of a contact whose facts these replace."
    )
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed with contact."
    )

    def given(self, today: date) -> service.ContactInput:
        return service.ContactInput(
            task=self.task.given(),
            starts_on=self.starts_on or today,
            title=self.title,
            email=self.email,
            phone=self.phone,
            ends_on=self.ends_on,
        )


@strawberry.input(description="The end of a contact.")
class EndContactInput:
    contact: ID = strawberry.field(description="Global id of the contact.")
    ends_on: date = strawberry.field(description="Its last day.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(
    description="The erasure of an ended contact: who was reached there is forgotten for good."
)
class EraseContactInput:
    contact: ID = strawberry.field(description="Global id of the contact.")
    expected_revision: int = strawberry.field(description="The revision you saw.")
