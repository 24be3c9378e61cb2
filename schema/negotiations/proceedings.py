"""How a meeting went, as mutations: its times, who led it, and who took part in which role."""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry import ID

from schema.carrying import carried, row_id
from schema.engine import act
from schema.negotiations.acts import NegotiationResult
from schema.negotiations.payloads import NegotiationRecorded
from server.negotiations import service


@strawberry.input(description="How a held meeting went. What is left out is not known.")
class RecordProceedingsInput:
    negotiation: ID = strawberry.field(description="Global id.")
    opened_time: str | None = strawberry.field(
        default=None, description="When it was opened, by the clock of Helsinki, 9.04 or 09:04."
    )
    ended_time: str | None = strawberry.field(default=None, description="When it ended.")
    chair: str | None = strawberry.field(
        default=None, description="Organisation code of whoever led it."
    )
    chair_role: str | None = strawberry.field(
        default=None, description="The chair's role there; never a name."
    )
    secretary: str | None = strawberry.field(
        default=None, description="Organisation code of whoever wrote the minutes."
    )
    secretary_role: str | None = strawberry.field(
        default=None, description="The secretary's role there; never a name."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self) -> service.ProceedingsInput:
        return service.ProceedingsInput(
            self.opened_time,
            self.ended_time,
            self.chair,
            self.chair_role,
            self.secretary,
            self.secretary_role,
        )


@strawberry.input(description="One who took part, by role.")
class ParticipantInput:
    role: str = strawberry.field(description="The role: mayor, finance director. Never a name.")
    from_: str | None = strawberry.field(
        name="from", default=None, description="Present from this time; from the start if absent."
    )
    until: str | None = strawberry.field(
        default=None, description="Present until this time; to the end if absent."
    )


@strawberry.input(description="Who took part for a party; replaces what was said of it before.")
class RecordParticipantsInput:
    negotiation: ID = strawberry.field(description="Global id.")
    organisation: str | None = strawberry.field(
        default=None, description="Organisation code of the party; your own if absent."
    )
    participants: list[ParticipantInput] = strawberry.field(
        default_factory=list, description="Everyone, in no order; nobody if absent."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.type
class ProceedingsMutation:
    @act
    async def record_proceedings(self: Any, input_: RecordProceedingsInput) -> NegotiationResult:
        """Record when a held meeting opened and ended, and who led it. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.record_proceedings(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.given(),
            ),
            NegotiationRecorded.of,
        )

    @act
    async def record_participants(self: Any, input_: RecordParticipantsInput) -> NegotiationResult:
        """Say by role who took part for a party. By its editor, or the keeper's before it has."""
        rows = [service.ParticipantInput(p.role, p.from_, p.until) for p in input_.participants]
        return await carried(
            self,
            lambda by, today: service.record_participants(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                organisation=input_.organisation,
                participants=rows,
            ),
            NegotiationRecorded.of,
        )
