"""Rounds, negotiations, their parties, attendance and events, and the lists of them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import ID

from schema.engine import Connection, Direction, Node, entity, many, on, one, sql
from schema.engine.fields import parts
from schema.localised import Titled
from schema.negotiations.enums import (
    MeetingMode,
    NegotiationEventKind,
    NegotiationKind,
    NegotiationState,
)
from schema.papers.types import Papers
from schema.register import County, Organisation, id_of
from schema.scalars import DateRange, PartialDate
from schema.vocabulary import Provenance
from server.negotiations import models as m
from server.obligations import models as obligations

if TYPE_CHECKING:
    from schema.obligations.types import ObligationRule

LazyRule = Annotated["ObligationRule", strawberry.lazy("schema.obligations.types")]


def is_party(row: Any) -> str:
    """Is one of the viewer's organisations a party of the negotiation?"""
    return row.exists(  # type: ignore[no-any-return]  # the row answers SQL text
        m.NegotiationParty,
        lambda p: (f"{p.negotiation_id} = {row.id}", p.in_scope(p.organisation_id)),
    )


def sees(row: Any) -> str:
    """Anyone sees a negotiation once someone has been invited or a day set; parties see drafts."""
    return f"({row.is_public} OR {is_party(row)})"


@entity(m.NegotiationParty)
class NegotiationParty:
    """An organisation called to a negotiation."""

    organisation: Organisation = strawberry.field(description="The party.")
    invited_on: date | None = strawberry.field(
        description="The day it was invited; null when it has not been."
    )


@entity(m.Attendance)
class Attendance(Node):
    """Whether a party took part, who recorded it, and what the party itself says."""

    organisation: Organisation = strawberry.field(description="The party spoken of.")
    present: bool = strawberry.field(description="Was it there?")
    note: str | None = strawberry.field(description="For instance who came for part of the time.")
    provenance: Provenance = strawberry.field(description="Who stands behind it.")
    recorded_by: Organisation = strawberry.field(description="Who recorded it.")
    recorded_on: date = strawberry.field(description="The day it was recorded.")
    confirmed_on: date | None = strawberry.field(description="The day the party confirmed it.")
    disputed_on: date | None = strawberry.field(description="The day the party disputed it.")
    dispute_reason: str | None = strawberry.field(description="Why the party disputes it.")
    withdrawn_on: date | None = strawberry.field(description="The day the dispute was withdrawn.")
    negotiation: Negotiation | None = strawberry.field(description="The negotiation.")


@entity(m.NegotiationEvent)
class NegotiationEvent:
    """A dated fact in the life of a negotiation."""

    kind: NegotiationEventKind = strawberry.field(description="What happened.")
    on: date = strawberry.field(description="The day it happened.")
    day: date | None = strawberry.field(description="The day it set, when it set one.")
    organisation: Organisation | None = strawberry.field(description="Whom it concerned.")
    recorded_by: Organisation = strawberry.field(description="Who recorded it.")
    recorded_on: date = strawberry.field(description="The day it was recorded.")
    recorded_at: datetime = strawberry.field(description="The instant it was recorded, UTC.")
    note: str | None = strawberry.field(description="The reason given.")


@entity(m.Negotiation, sees=sees)
class Negotiation(Node, Titled, Papers):
    """One meeting of a county with municipalities, from plan to record."""

    kind: NegotiationKind = strawberry.field(description="What it is about.")
    state: NegotiationState = strawberry.field(description="How far it has come.")
    is_public: bool = strawberry.field(description="False for a draft, seen by its parties only.")
    keeper: Organisation = strawberry.field(description="Who keeps the record.")
    county: County = strawberry.field(description="The county that negotiates.")
    round: NegotiationRound | None = strawberry.field(description="The round it belongs to.")
    meets_on: date | None = strawberry.field(description="The day now set.")
    place: str | None = strawberry.field(description="Where.")
    mode: MeetingMode = strawberry.field(description="In one place, remotely, or both.")
    cancelled_on: date | None = strawberry.field(description="The day it was cancelled.")
    cancel_reason: str | None = strawberry.field(description="Why it was cancelled.")
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    created_at: datetime = strawberry.field(description="When it was put on record, UTC.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @sql
    def held_on(self: Any) -> PartialDate | None:
        """When it took place, as exactly as it is known; null until recorded as held."""
        shown: PartialDate = parts(value=self.held_on, precision=self.held_precision)
        return shown

    @many(obligations.ObligationRule, order="place", limit=50, page=2)
    def rules(self: Any, rule: Any) -> list[LazyRule]:
        """The obligation rules it is recorded under."""
        return on(
            rule.exists(
                m.NegotiationRule,
                lambda r: (f"{r.negotiation_id} = {self.id}", f"{r.rule_key} = {rule.key}"),
            )
        )

    @many(m.NegotiationParty, order="sort_fi", limit=200, page=10)
    def parties(self: Any, party: Any) -> list[NegotiationParty]:
        """Everyone called to it, sorted as Finns sort."""
        return on(f"{party.negotiation_id} = {self.id}")

    @many(m.Attendance, order="sort_fi", limit=200, page=10)
    def attendance(self: Any, row: Any) -> list[Attendance]:
        """Who took part and who did not, sorted as Finns sort; empty until it was held."""
        return on(f"{row.negotiation_id} = {self.id}")

    @many(m.NegotiationEvent, order="on", page=100)
    def events(self: Any, event: Any) -> Connection[NegotiationEvent]:
        """What has happened, earliest first."""
        return on(f"{event.negotiation_id} = {self.id}")


def _met(place: Any, n: Any) -> tuple[str, ...]:
    """Is it one of the round's negotiations with the counterparty, and not cancelled?"""
    called = n.exists(
        m.NegotiationParty,
        lambda p: (
            f"{p.negotiation_id} = {n.id}",
            f"{p.organisation_id} = {place.organisation_id}",
        ),
    )
    return f"{n.round_id} = {place.round_id}", f"{n.cancelled_on} IS NULL", called


def _comes_before(x: Any, n: Any) -> str:
    """What was held comes before what was not, then the later one."""
    held, others = f"{x.held_on} IS NOT NULL", f"{n.held_on} IS NOT NULL"
    return f"({held}, {x.sort_on}, {x.id}) > ({others}, {n.sort_on}, {n.id})"


@entity(m.RoundCounterparty)
class RoundCounterparty(Node):
    """A municipality that a round sets out to negotiate with."""

    organisation: Organisation = strawberry.field(description="The municipality.")

    @one(m.Negotiation)
    def negotiation(self: Any, n: Any) -> Negotiation | None:
        """The round's negotiation with it: the latest held, else the latest; null when none."""
        return on(
            *_met(self, n),
            "NOT " + n.exists(m.Negotiation, lambda x: (*_met(self, x), _comes_before(x, n))),
        )

    @one(m.NegotiationParty)
    def invitation(self: Any, p: Any) -> NegotiationParty | None:
        """Its place in that negotiation, with the day it was invited."""
        return on(
            f"{p.negotiation_id} = {self.negotiation.id}",
            f"{p.organisation_id} = {self.organisation_id}",
        )

    @one(m.Attendance)
    def attendance(self: Any, a: Any) -> Attendance | None:
        """Whether it took part in that negotiation; null until it was held."""
        return on(
            f"{a.negotiation_id} = {self.negotiation.id}",
            f"{a.organisation_id} = {self.organisation_id}",
        )


@strawberry.type(description="How many of a round's municipalities have come how far.")
class RoundProgress:
    counterparties: int = strawberry.field(description="Municipalities it is to meet.")
    invited: int = strawberry.field(description="Of them, those that have been invited.")
    dated: int = strawberry.field(description="Of them, those with a day set.")
    held: int = strawberry.field(description="Of them, those present at a negotiation held.")


def _reached(row: Any, *conditions: str) -> str:
    """How many counterparties have a public, not cancelled negotiation in the round that …"""
    return (
        "(SELECT count(*) FROM round_counterparty rc"
        f" WHERE rc.round_id = {row.id} AND EXISTS (SELECT 1 FROM negotiation n"
        " JOIN negotiation_party p ON p.negotiation_id = n.id"
        " WHERE n.round_id = rc.round_id AND p.organisation_id = rc.organisation_id"
        f" AND n.is_public AND n.cancelled_on IS NULL AND {' AND '.join(conditions)}))"
    )


PRESENT = (
    "EXISTS (SELECT 1 FROM attendance a WHERE a.negotiation_id = n.id"
    " AND a.organisation_id = p.organisation_id AND a.present)"
)


@entity(m.NegotiationRound)
class NegotiationRound(Node, Titled):
    """A county's campaign of negotiations with its municipalities."""

    county: County = strawberry.field(description="Whose round it is.")
    keeper: Organisation = strawberry.field(description="Who keeps the record.")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date = strawberry.field(description="Last day, inclusive.")
    purpose: str | None = strawberry.field(description="What it is for.")
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    revision: int = strawberry.field(description="Rises with every change.")

    @many(obligations.ObligationRule, order="place", limit=50, page=2)
    def rules(self: Any, rule: Any) -> list[LazyRule]:
        """The obligation rules its meetings are recorded under."""
        return on(
            rule.exists(
                m.RoundRule,
                lambda r: (f"{r.round_id} = {self.id}", f"{r.rule_key} = {rule.key}"),
            )
        )

    @sql
    def progress(self: Any) -> RoundProgress:
        """How many of its municipalities have been invited, dated and met; drafts not counted."""
        called = f"(SELECT count(*) FROM round_counterparty rc WHERE rc.round_id = {self.id})"
        shown: RoundProgress = parts(
            counterparties=called,
            invited=_reached(self, "p.invited_on IS NOT NULL"),
            dated=_reached(self, "n.meets_on IS NOT NULL"),
            held=_reached(self, "n.held_on IS NOT NULL", PRESENT),
        )
        return shown

    @many(m.RoundCounterparty, order="sort_fi")
    def counterparties(self: Any, row: Any) -> Connection[RoundCounterparty]:
        """The municipalities it is to meet, sorted as Finns sort."""
        return on(f"{row.round_id} = {self.id}")

    @many(m.Negotiation, order="sort_on")
    def negotiations(self: Any, n: Any) -> Connection[Negotiation]:
        """Its negotiations, earliest first."""
        return on(f"{n.round_id} = {self.id}")


@strawberry.input(description="Which negotiations.")
class NegotiationFilter:
    county: str | None = strawberry.field(default=None, description="County code.")
    municipality: str | None = strawberry.field(
        default=None, description="Code of a municipality that is a party."
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
            strawberry.argument(description="County code; of every county when left out."),
        ] = None,
    ) -> Connection[NegotiationRound]:
        """Rounds, latest first."""
        return on(f"{x.county_id} = {id_of('COUNTY', county)}" if county else "")

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
        f"{x.county_id} = {id_of('COUNTY', given.county)}" if given.county else "",
        f"{x.round_id} = {given.round.row_id('NegotiationRound')}" if given.round else "",
        given.kind.among(x.kind) if given.kind else "",
        given.state.among(x.state) if given.state else "",
        _text(x, given.text) if given.text else "",
    ]
    if given.municipality:
        out.append(
            x.exists(
                m.NegotiationParty,
                lambda p: (
                    f"{p.negotiation_id} = {x.id}",
                    f"{p.organisation_id} = {id_of('MUNICIPALITY', given.municipality)}",
                ),
            )
        )
    if given.held_on:
        out += (given.held_on.after and [f"{x.held_on} >= {given.held_on.after}"]) or []
        out += (given.held_on.before and [f"{x.held_on} <= {given.held_on.before}"]) or []
    return out


def _text(x: Any, text: Any) -> str:
    columns = (x.title_fi, x.title_sv, x.title_en, x.place)
    return "(" + " OR ".join(text.within(f"coalesce({c}, '')") for c in columns) + ")"
