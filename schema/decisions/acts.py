"""The acts on decisions as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.carrying import carried, row_id, subject
from schema.decisions.given import (
    AmendDecisionInput,
    DecisionReasonInput,
    DecisionSeenInput,
    RecordDecisionInput,
)
from schema.decisions.types import Decision
from schema.engine import act
from schema.engine.fields import refer
from schema.problems import ActWarning, Refusal, warnings_of
from server.decisions import service
from server.identity.actor import Actor
from server.kit.store.act import Outcome


@strawberry.type(description="A decision was recorded or changed.")
class DecisionRecorded:
    decision: Decision = strawberry.field(description="The decision as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> DecisionRecorded:
        return cls(
            decision=refer("Decision", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


DecisionResult = Annotated[
    DecisionRecorded | Refusal,
    strawberry.union("DecisionResult", description="The decision, or why it was refused."),
]


@strawberry.type
class DecisionMutation:
    @act
    async def record_decision(self: Any, input_: RecordDecisionInput) -> DecisionResult:
        """Record a decision: your own, by your recorder, or another party's, by your editor."""

        async def record(by: Actor, today: date) -> Outcome:
            given = input_.decision.given(input_.organisation)
            return await service.record_decision(by, today, input_.about(), given)

        return await carried(self, record, DecisionRecorded.of)

    @act
    async def amend_decision(self: Any, input_: AmendDecisionInput) -> DecisionResult:
        """Write the facts of a decision anew. By a recorder of the one that decided, or by an
        editor of the one that reported it until it is confirmed."""

        async def amend(by: Actor, today: date) -> Outcome:
            decision = row_id(str(input_.decision), "Decision")
            given = input_.facts.given(None)
            return await service.amend_decision(
                by, today, decision, input_.expected_revision, given
            )

        return await carried(self, amend, DecisionRecorded.of)

    @act
    async def withdraw_decision(self: Any, input_: DecisionReasonInput) -> DecisionResult:
        """Withdraw what was recorded by mistake; it stays on record. By whoever may amend it."""
        return await carried(
            self,
            lambda by, today: service.withdraw_decision(
                by,
                today,
                row_id(str(input_.decision), "Decision"),
                input_.expected_revision,
                input_.reason,
            ),
            DecisionRecorded.of,
        )

    @act
    async def confirm_decision(self: Any, input_: DecisionSeenInput) -> DecisionResult:
        """Confirm what another organisation recorded of your decision. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.confirm_decision(
                by, today, row_id(str(input_.decision), "Decision"), input_.expected_revision
            ),
            DecisionRecorded.of,
        )

    @act
    async def dispute_decision(self: Any, input_: DecisionReasonInput) -> DecisionResult:
        """Dispute what another organisation recorded of your decision. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.dispute_decision(
                by,
                today,
                row_id(str(input_.decision), "Decision"),
                input_.expected_revision,
                input_.reason,
            ),
            DecisionRecorded.of,
        )

    @act
    async def withdraw_decision_dispute(self: Any, input_: DecisionSeenInput) -> DecisionResult:
        """Take your dispute back; what was recorded stands again. By your recorder."""
        return await carried(
            self,
            lambda by, today: service.withdraw_decision_dispute(
                by, today, row_id(str(input_.decision), "Decision"), input_.expected_revision
            ),
            DecisionRecorded.of,
        )
