"""The lists of rounds and negotiations, and what they are narrowed and ordered by."""

from __future__ import annotations

import enum
from typing import Annotated, Any

import strawberry
from strawberry import ID

from schema.engine import Connection, Direction, many, on
from schema.localised import among_texts
from schema.negotiations.enums import NegotiationKind, NegotiationState
from schema.negotiations.rounds import NegotiationRound
from schema.negotiations.types import Negotiation
from schema.register import id_named
from schema.scalars import DateRange
from server.negotiations import models as m


@strawberry.input(description="Which negotiations.")
class NegotiationFilter:
    county: str | None = strawberry.field(
        default=None, description="Code of a county that is a party."
    )
    municipality: str | None = strawberry.field(
        default=None, description="Code of a municipality that is a party."
    )
    organisation: str | None = strawberry.field(
        default=None, description="Code of an organisation that is a party (ministry:stm, hus)."
    )
    round: ID | None = strawberry.field(default=None, description="Global id of a round.")
    kind: list[NegotiationKind] | None = strawberry.field(
        default=None, description="Any of these kinds."
    )
    state: list[NegotiationState] | None = strawberry.field(
        default=None, description="Any of these states."
    )
    held_on: DateRange | None = strawberry.field(
        default=None, description="Held within these days."
    )
    text: str | None = strawberry.field(default=None, description="Part of the title or place.")


@strawberry.enum(description="What a list of negotiations is ordered by.")
class NegotiationOrderField(enum.Enum):
    DAY = strawberry.enum_value("DAY", description="The day held, set, or put on record.")


@strawberry.input(description="Order of a list of negotiations.")
class NegotiationOrder:
    field: NegotiationOrderField = strawberry.field(description="By what.")
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Latest first unless said otherwise."
    )


@strawberry.type
class NegotiationQuery:
    @many(m.NegotiationRound, order="-starts_on")
    def negotiation_rounds(
        self: Any,
        x: Any,
        county: Annotated[
            str | None,
            strawberry.argument(
                description="Code of a county that keeps it or is to be met; every one if left out."
            ),
        ] = None,
    ) -> Connection[NegotiationRound]:
        """Rounds, latest first."""
        return on(_of_county(x, county) if county else "")

    @many(m.Negotiation, order="-sort_on", orders={"DAY": "sort_on"})
    def negotiations(
        self: Any,
        x: Any,
        filter_: Annotated[
            NegotiationFilter | None,
            strawberry.argument(description="Which negotiations; every one when left out."),
        ] = None,
        order_by: Annotated[
            NegotiationOrder | None,
            strawberry.argument(description="In which order; latest first when left out."),
        ] = None,
    ) -> Connection[Negotiation]:
        """Negotiations the viewer may see, latest first."""
        return on(*_chosen(x, filter_))


def _chosen(x: Any, given: Any) -> list[str]:
    if not given:
        return []
    out = [
        _called(x, "COUNTY", given.county) if given.county else "",
        _called(x, "MUNICIPALITY", given.municipality) if given.municipality else "",
        _with(x, given.organisation) if given.organisation else "",
        f"{x.round_id} = {given.round.row_id('NegotiationRound')}" if given.round else "",
        given.kind.among(x.kind) if given.kind else "",
        given.state.among(x.state) if given.state else "",
        _text(x, given.text) if given.text else "",
    ]
    if given.held_on:
        out += (given.held_on.after and [f"{x.held_on} >= {given.held_on.after}"]) or []
        out += (given.held_on.before and [f"{x.held_on} <= {given.held_on.before}"]) or []
    return out


def _of_county(x: Any, code: Any) -> str:
    met = x.exists(
        m.RoundCounterparty,
        lambda c: (
            f"{c.round_id} = {x.id}",
            f"{c.organisation.kind} = 'COUNTY'",
            f"{c.organisation.code} = {code}",
        ),
    )
    return f"(coalesce({x.county.code}, '') = {code} OR {met})"


def _called(x: Any, kind: str, code: Any) -> str:
    called: str = x.exists(
        m.NegotiationParty,
        lambda p: (
            f"{p.negotiation_id} = {x.id}",
            f"{p.organisation.kind} = '{kind}'",
            f"{p.organisation.code} = {code}",
        ),
    )
    return called


def _with(x: Any, code: Any) -> str:
    """Called to it, whatever it is: read by the party's own index."""
    return (
        f"{x.id} IN (SELECT np.negotiation_id FROM negotiation_party np"
        f" WHERE np.organisation_id = {id_named(code)})"
    )


def _text(x: Any, text: Any) -> str:
    columns = (x.title_fi, x.title_sv, x.title_en, x.place)
    return among_texts(text, *columns)
