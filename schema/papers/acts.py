"""The acts on agendas and minutes as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.carrying import carried, row_id, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.negotiations.payloads import NegotiationRecorded
from schema.papers.given import (
    ApproveMinutesInput,
    BeginAgendaInput,
    CheckMinutesInput,
    DraftMinutesInput,
    PublishMinutesInput,
    RemoveAgendaItemInput,
    StatePositionInput,
    WriteAgendaItemInput,
)
from schema.papers.types import AgendaItem, Minutes
from schema.problems import ActWarning, Refusal, warnings_of
from server.identity.actor import Actor
from server.kit.errors import InvalidInput as Refused
from server.kit.store.act import Outcome
from server.negotiations.papers import service


@strawberry.type(description="An agenda item or a position on it was recorded or changed.")
class AgendaItemRecorded:
    item: AgendaItem = strawberry.field(description="The item as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> AgendaItemRecorded:
        return cls(
            item=refer("AgendaItem", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


@strawberry.type(description="Minutes were drafted, endorsed or published.")
class MinutesRecorded:
    minutes: Minutes = strawberry.field(description="The minutes as they are now.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> MinutesRecorded:
        return cls(
            minutes=refer("Minutes", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


AgendaResult = Annotated[
    NegotiationRecorded | Refusal,
    strawberry.union(
        "AgendaResult", description="The negotiation with its agenda, or why it was refused."
    ),
]
AgendaItemResult = Annotated[
    AgendaItemRecorded | Refusal,
    strawberry.union("AgendaItemResult", description="The item, or why it was refused."),
]
MinutesResult = Annotated[
    MinutesRecorded | Refusal,
    strawberry.union("MinutesResult", description="The minutes, or why they were refused."),
]


@strawberry.type
class PaperMutation:
    @act
    async def begin_agenda(self: Any, input_: BeginAgendaInput) -> AgendaResult:
        """Begin the agenda of a negotiation from a template. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.begin_agenda(
                by, today, row_id(str(input_.negotiation), "Negotiation"), input_.template
            ),
            NegotiationRecorded.of,
        )

    @act
    async def write_agenda_item(self: Any, input_: WriteAgendaItemInput) -> AgendaItemResult:
        """Add an item, or write one anew with its result. By the keeper's editor."""

        async def write(by: Actor, today: date) -> Outcome:
            item = row_id(str(input_.item), "AgendaItem") if input_.item else None
            if item is not None and input_.expected_revision is None:
                raise Refused.of("expectedRevision", "REQUIRED")
            of = input_.negotiation
            return await service.write_agenda_item(
                by,
                today,
                input_.given(),
                negotiation=row_id(str(of), "Negotiation") if of else None,
                item=item,
                expected=input_.expected_revision,
            )

        return await carried(self, write, AgendaItemRecorded.of)

    @act
    async def remove_agenda_item(self: Any, input_: RemoveAgendaItemInput) -> AgendaResult:
        """Take off an item that nobody has spoken to. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.remove_agenda_item(
                by, today, row_id(str(input_.item), "AgendaItem"), input_.expected_revision
            ),
            NegotiationRecorded.of,
        )

    @act
    async def state_position(self: Any, input_: StatePositionInput) -> AgendaItemResult:
        """Write what your organisation holds of an item. By an editor of a party."""
        return await carried(
            self,
            lambda by, today: service.state_position(
                by,
                today,
                row_id(str(input_.item), "AgendaItem"),
                input_.expected_revision,
                input_.text,
            ),
            AgendaItemRecorded.of,
        )

    @act
    async def draft_minutes(self: Any, input_: DraftMinutesInput) -> MinutesResult:
        """Draft the minutes of a meeting, or write the draft anew. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.draft_minutes(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.given(),
            ),
            MinutesRecorded.of,
        )

    @act
    async def check_minutes(self: Any, input_: CheckMinutesInput) -> MinutesResult:
        """Record that a role of your organisation has checked them. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.check_minutes(
                by,
                today,
                row_id(str(input_.minutes), "Minutes"),
                input_.expected_revision,
                (input_.role, input_.on or today),
            ),
            MinutesRecorded.of,
        )

    @act
    async def approve_minutes(self: Any, input_: ApproveMinutesInput) -> MinutesResult:
        """Record that your organisation approves them. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.approve_minutes(
                by,
                today,
                row_id(str(input_.minutes), "Minutes"),
                input_.expected_revision,
                input_.on or today,
            ),
            MinutesRecorded.of,
        )

    @act
    async def publish_minutes(self: Any, input_: PublishMinutesInput) -> MinutesResult:
        """Publish them with the agenda, positions and actions. By a recorder of a party."""
        return await carried(
            self,
            lambda by, today: service.publish_minutes(
                by,
                today,
                row_id(str(input_.minutes), "Minutes"),
                input_.expected_revision,
                input_.published_on or today,
            ),
            MinutesRecorded.of,
        )
