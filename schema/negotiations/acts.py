"""The acts on rounds and negotiations as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.carrying import carried, row_id
from schema.engine import act
from schema.negotiations.given import (
    CancelNegotiationInput,
    ChangeNegotiationRulesInput,
    DateNegotiationInput,
    DisputeReportInput,
    InviteToNegotiationInput,
    PlanNegotiationInput,
    PlanNegotiationsInput,
    RecordNegotiationHeldInput,
    ReportInput,
    StartNegotiationRoundInput,
    TakeIntoRoundInput,
)
from schema.negotiations.payloads import (
    LikelyTwins,
    NegotiationRecorded,
    NegotiationsPlanned,
    RoundStarted,
    recorded,
)
from schema.problems import Refusal
from server.identity.actor import Actor
from server.kit.store.act import Outcome
from server.negotiations import service

RoundResult = Annotated[
    RoundStarted | Refusal,
    strawberry.union("NegotiationRoundResult", description="A round started, or why not."),
]
PlannedResult = Annotated[
    NegotiationsPlanned | Refusal,
    strawberry.union("NegotiationsPlannedResult", description="What was planned, or why not."),
]
NegotiationResult = Annotated[
    NegotiationRecorded | Refusal,
    strawberry.union("NegotiationResult", description="The negotiation, or why it was refused."),
]
NewNegotiationResult = Annotated[
    NegotiationRecorded | LikelyTwins | Refusal,
    strawberry.union(
        "NewNegotiationResult", description="The negotiation, likely twins, or why it was refused."
    ),
]


@strawberry.type
class NegotiationMutation:
    @act
    async def start_negotiation_round(self: Any, input_: StartNegotiationRoundInput) -> RoundResult:
        """Start a round of your county, by its editor, or of steering, by a ministry's."""
        return await carried(
            self,
            lambda by, today: service.start_negotiation_round(by, today, input_.given()),
            RoundStarted.of,
        )

    @act
    async def plan_negotiation(self: Any, input_: PlanNegotiationInput) -> NewNegotiationResult:
        """Plan a negotiation: a draft its parties see, until someone is invited or a day set.

        By an editor of a party; of steering by a ministry's.
        """

        async def plan(by: Actor, today: date) -> Outcome:
            return await service.plan_negotiation(by, today, input_.given())

        return await carried(self, plan, recorded)

    @act
    async def plan_negotiations(self: Any, input_: PlanNegotiationsInput) -> PlannedResult:
        """Plan one negotiation for each counterparty of a round that has none.

        By the keeper's editor.
        """
        return await carried(
            self,
            lambda by, today: service.plan_negotiations(
                by,
                today,
                row_id(str(input_.round), "NegotiationRound"),
                input_.title.given(),
                input_.together_with,
            ),
            NegotiationsPlanned.of,
        )

    @act
    async def take_into_round(self: Any, input_: TakeIntoRoundInput) -> NegotiationResult:
        """Take a negotiation that another party opened into your round. By its keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.take_into_round(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                row_id(str(input_.round), "NegotiationRound"),
            ),
            NegotiationRecorded.of,
        )

    @act
    async def invite_to_negotiation(
        self: Any, input_: InviteToNegotiationInput
    ) -> NegotiationResult:
        """Record that the parties were invited; it becomes public. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.invite_to_negotiation(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.invited_on or today,
            ),
            NegotiationRecorded.of,
        )

    @act
    async def schedule_negotiation(self: Any, input_: DateNegotiationInput) -> NegotiationResult:
        """Set the day of a negotiation; it becomes public. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.schedule_negotiation(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.given(today),
            ),
            NegotiationRecorded.of,
        )

    @act
    async def move_negotiation(self: Any, input_: DateNegotiationInput) -> NegotiationResult:
        """Move a negotiation to another day; the move stays on record. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.move_negotiation(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.given(today),
            ),
            NegotiationRecorded.of,
        )

    @act
    async def record_negotiation_held(
        self: Any, input_: RecordNegotiationHeldInput
    ) -> NewNegotiationResult:
        """Record that a negotiation took place and who was there. By an editor of a party."""
        planned, plan = input_.negotiation, input_.plan

        async def record(by: Actor, today: date) -> Outcome:
            input_.check()
            return await service.record_negotiation_held(
                by,
                today,
                input_.given(),
                negotiation=row_id(str(planned), "Negotiation") if planned else None,
                expected=input_.expected_revision,
                plan=plan.given() if plan else None,
            )

        return await carried(self, record, recorded)

    @act
    async def cancel_negotiation(self: Any, input_: CancelNegotiationInput) -> NegotiationResult:
        """Cancel a negotiation that was not held; the record stays. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.cancel_negotiation(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.reason,
            ),
            NegotiationRecorded.of,
        )

    @act
    async def change_negotiation_rules(
        self: Any, input_: ChangeNegotiationRulesInput
    ) -> NegotiationResult:
        """Record a negotiation under other rules, or under further ones. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.change_negotiation_rules(
                by,
                today,
                row_id(str(input_.negotiation), "Negotiation"),
                input_.expected_revision,
                input_.rules,
            ),
            NegotiationRecorded.of,
        )

    @act
    async def confirm_report(self: Any, input_: ReportInput) -> NegotiationResult:
        """Confirm what another organisation recorded of your presence. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.confirm_report(
                by, today, row_id(str(input_.attendance), "Attendance"), input_.expected_revision
            ),
            NegotiationRecorded.of,
        )

    @act
    async def dispute_report(self: Any, input_: DisputeReportInput) -> NegotiationResult:
        """Dispute what another organisation recorded of your presence. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.dispute_report(
                by,
                today,
                row_id(str(input_.attendance), "Attendance"),
                input_.expected_revision,
                input_.reason,
            ),
            NegotiationRecorded.of,
        )

    @act
    async def withdraw_dispute(self: Any, input_: ReportInput) -> NegotiationResult:
        """Take your dispute back; what was recorded counts again. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.withdraw_dispute(
                by, today, row_id(str(input_.attendance), "Attendance"), input_.expected_revision
            ),
            NegotiationRecorded.of,
        )
