"""Negotiations, their parties, attendance and events."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.audience import of_negotiation, with_negotiation
from schema.engine import Connection, Node, Row, entity, many, on, one, sql
from schema.engine.fields import parts
from schema.localised import Titled
from schema.negotiations.enums import (
    MeetingMode,
    NegotiationEventKind,
    NegotiationKind,
    NegotiationState,
    ProposalKind,
)
from schema.papers.types import Papers
from schema.register import County, Organisation
from schema.scalars import PartialDate
from schema.vocabulary import Provenance
from server.negotiations import models as m
from server.negotiations.inputs import MOST_PARTIES
from server.obligations import models as obligations

if TYPE_CHECKING:
    from schema.negotiations.rounds import NegotiationRound
    from schema.obligations.types import ObligationRule

LazyRound = Annotated["NegotiationRound", strawberry.lazy("schema.negotiations.rounds")]
LazyRule = Annotated["ObligationRule", strawberry.lazy("schema.obligations.types")]


def sees(row: Row) -> str:
    """Anyone sees a negotiation once someone has been invited or a day set, unless it is withheld.

    Parties see drafts and what is withheld.
    """
    return f"({row.is_public} OR {of_negotiation(row, row.id)})"


@entity(m.NegotiationParty)
class NegotiationParty:
    """An organisation called to a negotiation."""

    organisation: Organisation = strawberry.field(description="The party.")
    invited_on: date | None = strawberry.field(
        description="The day it was invited; null when it has not been."
    )


@entity(m.Attendance, sees=lambda row: with_negotiation(row, row.negotiation_id))
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


@entity(m.Participant)
class Participant:
    """Someone who took part for a party, by role and never by name."""

    organisation: Organisation = strawberry.field(description="The party.")
    role: str = strawberry.field(description="The role: mayor, finance director.")
    from_time: str | None = strawberry.field(
        description="Present from this time, HH:MM in Helsinki; null from the start."
    )
    until_time: str | None = strawberry.field(
        description="Present until this time; null to the end."
    )
    recorded_by: Organisation = strawberry.field(description="Who says so.")


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


@entity(m.Withholding)
class Withholding:
    """The statutory ground on which a record is closed, so that its parties alone see it."""

    statute: str = strawberry.field(description='Number and year of the statute, "621/1999".')
    section: str = strawberry.field(description='The section as cited, "24 § 1 mom. 17 k.".')
    reason: str | None = strawberry.field(description="Further reasons, when some were given.")
    since_on: date = strawberry.field(description="The day since which the ground holds.")
    recorded_by: Organisation = strawberry.field(description="Who closed it.")
    recorded_on: date = strawberry.field(description="The day it was closed here.")


def is_ours(row: Any) -> str:
    """Is a proposal by or to one of the viewer's organisations, of a record shown to them?"""
    ours = f"({row.in_scope(row.asked_id)} OR {row.in_scope(row.proposed_by_id)})"
    return f"({ours} AND {with_negotiation(row, row.negotiation_id)})"


@entity(m.RecordProposal, sees=is_ours)
class RecordProposal(Node):
    """A merge or a handover put to another organisation; seen by the two."""

    kind: ProposalKind = strawberry.field(description="What is proposed.")
    negotiation: Negotiation | None = strawberry.field(
        description="The record that would be merged or handed over."
    )
    into: Negotiation | None = strawberry.field(
        description="The record that would tell of the matter; null for a handover."
    )
    asked: Organisation = strawberry.field(description="Who accepts or declines.")
    proposed_by: Organisation = strawberry.field(description="Who proposed it.")
    proposed_on: date = strawberry.field(description="The day it was proposed.")
    settled_on: date | None = strawberry.field(
        description="The day it was accepted or declined; null while it waits."
    )
    accepted: bool | None = strawberry.field(description="Was it accepted? Null while it waits.")


@entity(m.Negotiation, sees=sees)
class Negotiation(Node, Titled, Papers):
    """One meeting of two or more organisations, from plan to record."""

    kind: NegotiationKind = strawberry.field(description="What it is about.")
    state: NegotiationState = strawberry.field(description="How far it has come.")
    is_public: bool = strawberry.field(
        description="False for a draft and for what is withheld, seen by the parties only."
    )
    keeper: Organisation = strawberry.field(description="Who keeps the record.")
    county: County | None = strawberry.field(
        description="The county that negotiates; null when none does, or several of which none"
        " keeps the record."
    )
    round: LazyRound | None = strawberry.field(description="The round it belongs to.")
    meets_on: date | None = strawberry.field(
        description="The day set for it, or moved to; null when none was."
    )
    place: str | None = strawberry.field(description="Where.")
    mode: MeetingMode = strawberry.field(description="In one place, remotely, or both.")
    cancelled_on: date | None = strawberry.field(description="The day it was cancelled.")
    cancel_reason: str | None = strawberry.field(description="Why it was cancelled.")
    opened_time: str | None = strawberry.field(
        description="When it was opened, by the clock of Helsinki, HH:MM."
    )
    ended_time: str | None = strawberry.field(description="When it ended, HH:MM.")
    chair: Organisation | None = strawberry.field(description="Whose representative led it.")
    chair_role: str | None = strawberry.field(description="The chair's role there.")
    secretary: Organisation | None = strawberry.field(
        description="Whose representative wrote the minutes."
    )
    secretary_role: str | None = strawberry.field(description="The secretary's role there.")
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    created_at: datetime = strawberry.field(description="When it was put on record, UTC.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    merged_into: Negotiation | None = strawberry.field(
        description="The record that tells of it now; null unless it was merged."
    )

    @one(m.Withholding)
    def withholding(self: Any, row: Any) -> Withholding | None:
        """The statutory ground on which it is closed; null while it is not."""
        return on(f"{row.negotiation_id} = {self.id}", f"{row.released_on} IS NULL")

    @many(m.Negotiation, order="id", limit=50, page=2)
    def merged_from(self: Any, n: Any) -> list[Negotiation]:
        """The records that were merged into it, as they were."""
        return on(f"{n.merged_into_id} = {self.id}")

    @many(m.RecordProposal, order="proposed_on", limit=50, page=2)
    def proposals(self: Any, row: Any) -> list[RecordProposal]:
        """Merges and handovers of it that you proposed or are asked to accept, earliest first."""
        return on(f"({row.negotiation_id} = {self.id} OR {row.into_id} = {self.id})")

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

    @many(m.NegotiationParty, order="sort_fi", limit=MOST_PARTIES, page=10)
    def parties(self: Any, party: Any) -> list[NegotiationParty]:
        """Everyone called to it, sorted as Finns sort."""
        return on(f"{party.negotiation_id} = {self.id}")

    @many(m.Attendance, order="sort_fi", limit=MOST_PARTIES, page=10)
    def attendance(self: Any, row: Any) -> list[Attendance]:
        """Who took part and who did not, sorted as Finns sort; empty until it was held."""
        return on(f"{row.negotiation_id} = {self.id}")

    @many(m.Participant, order="sort_fi", limit=500, page=20)
    def participants(self: Any, row: Any) -> list[Participant]:
        """Who took part in which role, by party as Finns sort; empty until someone says."""
        return on(f"{row.negotiation_id} = {self.id}")

    @many(m.NegotiationEvent, order="on", page=100)
    def events(self: Any, event: Any) -> Connection[NegotiationEvent]:
        """What has happened, earliest first."""
        return on(f"{event.negotiation_id} = {self.id}")
