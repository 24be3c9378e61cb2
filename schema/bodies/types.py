"""Units, bodies, seats and contacts as types, and the lists of them."""

from __future__ import annotations

import enum
from datetime import date
from typing import Annotated, Any

import strawberry

from schema.engine import Connection, Node, entity, given, many, on, sql
from schema.localised import InLanguage, Named, Texts, each_language, localised
from schema.register import Organisation, OrganisationCode, valid
from server.kit.sorting import sort_key as finnish_key
from server.register import models as m


@strawberry.enum(description="What kind of body it is.")
class BodyKind(enum.Enum):
    COUNCIL = strawberry.enum_value("COUNCIL", description="A council.")
    BOARD = strawberry.enum_value("BOARD", description="A board, such as a county executive.")
    COMMITTEE = strawberry.enum_value("COMMITTEE", description="A committee.")
    ADVISORY_BOARD = strawberry.enum_value("ADVISORY_BOARD", description="An advisory board.")
    DIVISION = strawberry.enum_value("DIVISION", description="A division of a board or committee.")
    STEERING_GROUP = strawberry.enum_value("STEERING_GROUP", description="A steering group.")
    SUB_COMMITTEE = strawberry.enum_value("SUB_COMMITTEE", description="A sub-committee.")
    WORKING_GROUP = strawberry.enum_value("WORKING_GROUP", description="A working group.")
    NETWORK = strawberry.enum_value("NETWORK", description="A network.")


@strawberry.enum(description="What an organisation does in a body by its seat.")
class SeatRole(enum.Enum):
    CHAIR = strawberry.enum_value("CHAIR", description="Chairs.")
    VICE_CHAIR = strawberry.enum_value("VICE_CHAIR", description="Chairs when the chair does not.")
    MEMBER = strawberry.enum_value("MEMBER", description="Is a member.")
    SECRETARY = strawberry.enum_value("SECRETARY", description="Prepares and keeps the minutes.")
    EXPERT = strawberry.enum_value("EXPERT", description="Is heard and does not decide.")


@entity(m.OrganisationUnit)
class OrganisationUnit(Node, Named):
    """A part of an organisation that acts by its own name, such as a division."""

    organisation: Organisation = strawberry.field(description="The organisation it is part of.")
    starts_on: date | None = strawberry.field(description="First day; null when not known.")
    ends_on: date | None = strawberry.field(
        description="Last day, inclusive; null while it goes on."
    )
    predecessor: OrganisationUnit | None = strawberry.field(
        description="The unit it goes on from, of a municipality that merged; null when none."
    )
    revision: int = strawberry.field(description="Rises with every change of the record.")


@entity(m.Body)
class Body(Node, Named):
    """A council, board, committee or group of one organisation or of several together."""

    code: str | None = strawberry.field(
        description="Code of a body set by statute that comes with the register:"
        " county:08/council; null for those registered here."
    )
    kind: BodyKind = strawberry.field(description="What kind of body it is.")
    mandate: str | None = strawberry.field(description="What it is for, in its keeper's words.")
    legal_basis: str | None = strawberry.field(
        description="The statute or agreement it rests on, as its keeper names it."
    )
    starts_on: date | None = strawberry.field(
        description="First day of its term; null when not known."
    )
    ends_on: date | None = strawberry.field(
        description="Last day of its term, inclusive; null when open."
    )
    parent: Body | None = strawberry.field(description="The body it works under.")
    keeper: Organisation = strawberry.field(
        description="The organisation that keeps this record; one of the owners."
    )
    revision: int = strawberry.field(
        description="Rises with every change of the record and of its seats."
    )

    @many(m.Organisation, order="sort_fi", limit=100, page=5, day="valid_on")
    def owners(self: Any, x: Any) -> list[Organisation]:
        """The organisations whose body it is on the day, sorted as Finns sort; several: joint."""
        return on(
            x.exists(
                m.BodyOwner,
                lambda o: (
                    f"{o.organisation_id} = {x.id}",
                    f"{o.body_id} = {self.id}",
                    valid(o, x.day),
                ),
            )
        )

    @many(m.Body, order="sort_fi", limit=200, page=10, day="valid_on")
    def children(self: Any, x: Any) -> list[Body]:
        """The bodies that work under it on the day, sorted as Finns sort; at most 200."""
        return on(f"{x.parent_id} = {self.id}", valid(x, x.day))

    @many(m.Seat, order="-starts_on", limit=500, page=10)
    def former_seats(self: Any, seat: Any) -> list[Seat]:
        """The seats that ended before the day, the last to begin first; at most 500."""
        return on(f"{seat.body_id} = {self.id}", f"{seat.ends_on} < {seat.day}")

    @many(m.Seat, order="starts_on", limit=500, page=30, day="valid_on")
    def seats(self: Any, seat: Any) -> list[Seat]:
        """The seats held on the day, the oldest first; at most 500."""
        return on(f"{seat.body_id} = {self.id}", valid(seat, seat.day))


@entity(m.Seat)
class Seat(Node):
    """A place in a body that an organisation fills. Who sits in it is not recorded."""

    body: Body = strawberry.field(description="The body.")
    organisation: Organisation = strawberry.field(description="The organisation represented.")
    role: SeatRole = strawberry.field(description="What it does in the body.")
    is_deputy: bool = strawberry.field(description="Is it a deputy's seat?")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date | None = strawberry.field(
        description="Last day, inclusive; null while it is held."
    )


@entity(m.Contact)
class Contact(Node):
    """Where a task of an organisation is reached in work time. A role, never a person's name."""

    organisation: Organisation = strawberry.field(description="The organisation.")
    title: str | None = strawberry.field(description="The title of whoever has the task.")
    email: str | None = strawberry.field(description="Work e-mail address.")
    phone: str | None = strawberry.field(description="Work telephone number.")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date | None = strawberry.field(
        description="Last day, inclusive; null while it is in use."
    )
    erased_on: date | None = strawberry.field(
        description="Day its title, address and number were erased; null while they were not."
    )
    predecessor: Contact | None = strawberry.field(
        description="The contact it goes on from, of a municipality that merged; null when none."
    )
    revision: int = strawberry.field(description="Rises with every change of the record.")

    @sql
    def task(self: Any, language: InLanguage = None) -> str:
        """The task in the asked language, else in one that it was given in."""
        return localised(self, "task", language)

    @sql
    def tasks(self: Any) -> Texts:
        """The task as given in each language."""
        shown: Texts = each_language(self, "task")
        return shown


@strawberry.input(description="Which bodies.")
class BodyFilter:
    organisation: str | None = strawberry.field(
        default=None, description="Code of an owner, or of one with a seat on the day."
    )
    kind: list[BodyKind] | None = strawberry.field(default=None, description="Of these kinds.")
    valid_on: date | None = strawberry.field(
        default=None,
        description="In its term on this day; the request's day when left out. What is asked"
        " below holds for the request's day all the same, unless given there.",
    )
    text: str | None = strawberry.field(
        default=None, description="Part of its name in Finnish or Swedish."
    )


@strawberry.type
class BodyQuery:
    @many(m.Body, order="sort_fi")
    def bodies(
        self: Any,
        x: Any,
        filter_: Annotated[
            BodyFilter | None,
            strawberry.argument(description="Which bodies; all of the day when left out."),
        ] = None,
    ) -> Connection[Body]:
        """Bodies whose term includes a day, sorted as Finns sort."""
        return on(*_chosen(self, x, filter_))

    @many(m.Contact, order="sort_fi", limit=200, page=20)
    def contacts(
        self: Any,
        x: Any,
        organisation: OrganisationCode,
        ended: Annotated[
            bool | None,
            strawberry.argument(description="Those that have ended instead of those of today."),
        ] = None,
    ) -> list[Contact]:
        """Where the tasks of an organisation are reached today; empty for no such organisation."""
        over = bool(ended and given(ended).value)
        return on(
            f"{x.organisation.organisation_code} = {organisation}",
            f"{x.ends_on} < {self.day}" if over else valid(x, self.day),
        )


def _chosen(root: Any, x: Any, chosen: Any) -> list[str]:
    day = str(chosen.valid_on) if chosen and chosen.valid_on else root.day
    out = [valid(x, day)]
    if not chosen:
        return out
    if chosen.organisation:
        owned = x.exists(
            m.BodyOwner, lambda o: (f"{o.body_id} = {x.id}", _is(o, chosen), valid(o, day))
        )
        seated = x.exists(
            m.Seat, lambda s: (f"{s.body_id} = {x.id}", _is(s, chosen), valid(s, day))
        )
        out.append(f"({owned} OR {seated})")
    if chosen.kind:
        out.append(chosen.kind.among(x.kind))
    if chosen.text:
        out.append(
            f"({chosen.text.within(x.sort_fi, finnish_key)}"
            f" OR {chosen.text.within(x.sort_sv, finnish_key)})"
        )
    return out


def _is(row: Any, chosen: Any) -> str:
    return f"{row.organisation.organisation_code} = {chosen.organisation}"
