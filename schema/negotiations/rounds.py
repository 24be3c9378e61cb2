"""Rounds: whom someone sets out to meet, and how far each has come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine import Connection, Node, entity, many, on, one, sql
from schema.engine.fields import parts
from schema.localised import Titled
from schema.negotiations.enums import NegotiationKind
from schema.negotiations.types import Attendance, LazyRule, Negotiation, NegotiationParty
from schema.register import County, Organisation
from schema.vocabulary import Topic
from server.negotiations import models as m
from server.obligations import models as obligations

if TYPE_CHECKING:
    from schema.bodies.types import Body

LazyBody = Annotated["Body", strawberry.lazy("schema.bodies.types")]


def _met(place: Any, n: Any) -> tuple[str, ...]:
    """Is it one of the round's negotiations with the counterparty, not cancelled or merged?"""
    called = n.exists(
        m.NegotiationParty,
        lambda p: (
            f"{p.negotiation_id} = {n.id}",
            f"{p.organisation_id} = {place.organisation_id}",
        ),
    )
    alive = f"{n.cancelled_on} IS NULL AND {n.merged_into_id} IS NULL"
    return f"{n.round_id} = {place.round_id}", alive, called


def _comes_before(x: Any, n: Any) -> str:
    """What was held comes before what was not, then the later one."""
    held, others = f"{x.held_on} IS NOT NULL", f"{n.held_on} IS NOT NULL"
    return f"({held}, {x.sort_on}, {x.id}) > ({others}, {n.sort_on}, {n.id})"


@entity(m.RoundCounterparty)
class RoundCounterparty(Node):
    """An organisation that a round sets out to negotiate with."""

    organisation: Organisation = strawberry.field(description="The organisation.")

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


@strawberry.type(description="How many of a round's counterparties have come how far.")
class RoundProgress:
    counterparties: int = strawberry.field(description="Organisations it is to meet.")
    invited: int = strawberry.field(description="Of them, those that have been invited.")
    dated: int = strawberry.field(description="Of them, those with a day set, or met already.")
    held: int = strawberry.field(
        description="Of them, those present, undisputed, at a negotiation held."
    )


def _reached(row: Any, *conditions: str) -> str:
    """How many counterparties have a public, not cancelled negotiation in the round that …"""
    return (
        "(SELECT count(*) FROM round_counterparty rc"
        f" WHERE rc.round_id = {row.id} AND EXISTS (SELECT 1 FROM negotiation n"
        " JOIN negotiation_party p ON p.negotiation_id = n.id"
        " WHERE n.round_id = rc.round_id AND p.organisation_id = rc.organisation_id"
        " AND n.is_public AND n.cancelled_on IS NULL AND n.merged_into_id IS NULL"
        f" AND {' AND '.join(conditions)}))"
    )


PRESENT = (
    "EXISTS (SELECT 1 FROM attendance a WHERE a.negotiation_id = n.id"
    " AND a.organisation_id = p.organisation_id AND a.present AND a.provenance <> 'DISPUTED')"
)


@strawberry.type(description="What a round is to achieve.")
class RoundObjective:
    fi: str | None = strawberry.field(description="In words, in Finnish.")
    sv: str | None = strawberry.field(description="In words, in Swedish.")
    en: str | None = strawberry.field(description="In words, in English.")
    baseline: str | None = strawberry.field(description="From this number, a decimal as text.")
    target: str | None = strawberry.field(description="To this number, a decimal as text.")
    unit: str | None = strawberry.field(description="Of what: m2, %, EUR.")


@entity(m.RoundAgendaItem)
class RoundAgendaItem(Titled):
    """A point of the agenda that the round's new negotiations open with."""

    place: int = strawberry.field(description="Its place, from 1.")
    topic: Topic | None = strawberry.field(description="Which topic it belongs to.")
    legal_reference: str | None = strawberry.field(description="Act and section.")


@entity(m.RoundReport)
class RoundReport:
    """A report on a round that a body handled."""

    body: LazyBody = strawberry.field(description="The body.")
    on: date = strawberry.field(description="The day it was handled.")
    section: str | None = strawberry.field(description="The section of the minutes.")
    url: str | None = strawberry.field(description="Link to the minutes.")


@entity(m.NegotiationRound)
class NegotiationRound(Node, Titled):
    """A campaign of negotiations: a county's, or the ministries' with every organiser."""

    kind: NegotiationKind = strawberry.field(description="What its negotiations are about.")
    county: County | None = strawberry.field(
        description="The county whose round it is; null when someone else keeps it."
    )
    keeper: Organisation = strawberry.field(description="Who keeps the record.")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date = strawberry.field(description="Last day, inclusive.")
    purpose: str | None = strawberry.field(description="What it is for.")
    legal_basis: str | None = strawberry.field(description="Acts and sections, as its keeper says.")
    steering_group: LazyBody | None = strawberry.field(description="The body that steers it.")
    kickoff_on: date | None = strawberry.field(description="The day of its opening event.")
    kickoff_audience: str | None = strawberry.field(description="Whom that is for, by role.")
    closed_on: date | None = strawberry.field(description="The day it was closed.")
    cancelled_on: date | None = strawberry.field(description="The day it was cancelled.")
    cancel_reason: str | None = strawberry.field(description="Why it was cancelled.")
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
    def objective(self: Any) -> RoundObjective:
        """What it is to achieve; every part null when none is on record."""
        shown: RoundObjective = parts(
            fi=self.objective_fi,
            sv=self.objective_sv,
            en=self.objective_en,
            baseline=self.objective_baseline,
            target=self.objective_target,
            unit=self.objective_unit,
        )
        return shown

    @many(m.RoundAgendaItem, order="place", limit=100, page=10)
    def agenda(self: Any, item: Any) -> list[RoundAgendaItem]:
        """The agenda that its new negotiations open with, in order."""
        return on(f"{item.round_id} = {self.id}")

    @many(m.RoundReport, order="on", limit=100, page=2)
    def reports(self: Any, report: Any) -> list[RoundReport]:
        """What bodies have been told of it, earliest first."""
        return on(f"{report.round_id} = {self.id}")

    @sql
    def progress(self: Any) -> RoundProgress:
        """How many of its counterparties have been invited, dated and met; drafts not counted."""
        called = f"(SELECT count(*) FROM round_counterparty rc WHERE rc.round_id = {self.id})"
        shown: RoundProgress = parts(
            counterparties=called,
            invited=_reached(self, "p.invited_on IS NOT NULL"),
            dated=_reached(self, "coalesce(n.meets_on, n.held_on) IS NOT NULL"),
            held=_reached(self, "n.held_on IS NOT NULL", PRESENT),
        )
        return shown

    @many(m.RoundCounterparty, order="sort_fi")
    def counterparties(self: Any, row: Any) -> Connection[RoundCounterparty]:
        """The organisations it is to meet, sorted as Finns sort."""
        return on(f"{row.round_id} = {self.id}")

    @many(m.Negotiation, order="sort_on")
    def negotiations(self: Any, n: Any) -> Connection[Negotiation]:
        """Its negotiations, earliest first."""
        return on(f"{n.round_id} = {self.id}")
