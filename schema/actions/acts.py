"""The acts on agreed actions as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.actions.given import (
    AgreeActionInput,
    AmendActionInput,
    CompleteActionInput,
    DropActionInput,
    PublishActionInput,
    ReopenActionInput,
)
from schema.actions.types import Action
from schema.carrying import carried, row_id, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.problems import ActWarning, Refusal, warnings_of
from server.actions import service
from server.actions.models import Action as StoredAction
from server.identity.actor import Actor
from server.kit.store.act import Outcome
from server.negotiations.papers import service as papers


@strawberry.type(description="An agreed action was recorded or changed.")
class ActionRecorded:
    action: Action = strawberry.field(description="The action as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> ActionRecorded:
        return cls(
            action=refer("Action", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


ActionResult = Annotated[
    ActionRecorded | Refusal,
    strawberry.union("ActionResult", description="The action, or why it was refused."),
]


@strawberry.type
class ActionMutation:
    @act
    async def agree_action(self: Any, input_: AgreeActionInput) -> ActionResult:
        """Put on record what was agreed to be done; a draft until it, or the minutes, are
        published. By an editor of a party."""

        async def agree(by: Actor, today: date) -> Outcome:
            number = row_id(str(input_.negotiation), "Negotiation")
            given = input_.action.given()
            await papers.check_item(given.item, number)
            return await service.agree_action(by, today, ("Negotiation", number), given)

        return await carried(self, agree, ActionRecorded.of)

    @act
    async def amend_action(self: Any, input_: AmendActionInput) -> ActionResult:
        """Change what was agreed, with the reason. By an editor of a responsible organisation or
        of the keeper of its record; so are the acts below."""

        async def amend(by: Actor, today: date) -> Outcome:
            number = row_id(str(input_.action), "Action")
            given = input_.facts.given()
            found = await StoredAction.get_or_none(id=number)
            await papers.check_item(given.item, found.origin_id if found else -1)
            return await service.amend_action(
                by, today, number, input_.expected_revision, given, reason=input_.reason
            )

        return await carried(self, amend, ActionRecorded.of)

    @act
    async def complete_action(self: Any, input_: CompleteActionInput) -> ActionResult:
        """Record that an action was done, with what shows it."""
        return await carried(
            self,
            lambda by, today: service.complete_action(
                by,
                today,
                row_id(str(input_.action), "Action"),
                input_.expected_revision,
                input_.given(today),
            ),
            ActionRecorded.of,
        )

    @act
    async def drop_action(self: Any, input_: DropActionInput) -> ActionResult:
        """Drop an action that will not be done, with the reason; it stays on record."""
        return await carried(
            self,
            lambda by, today: service.drop_action(
                by,
                today,
                row_id(str(input_.action), "Action"),
                input_.expected_revision,
                (input_.dropped_on or today, input_.reason),
            ),
            ActionRecorded.of,
        )

    @act
    async def reopen_action(self: Any, input_: ReopenActionInput) -> ActionResult:
        """Open again what was done or dropped, with the reason."""
        return await carried(
            self,
            lambda by, today: service.reopen_action(
                by,
                today,
                row_id(str(input_.action), "Action"),
                input_.expected_revision,
                input_.reason,
            ),
            ActionRecorded.of,
        )

    @act
    async def publish_action(self: Any, input_: PublishActionInput) -> ActionResult:
        """Let anyone read an action apart from the minutes. By a recorder of a party."""
        return await carried(
            self,
            lambda by, today: service.publish_action(
                by, today, row_id(str(input_.action), "Action"), input_.expected_revision
            ),
            ActionRecorded.of,
        )
