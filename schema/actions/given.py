"""What the acts on agreed actions are given."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID

from schema.carrying import row_id
from schema.scalars import PartialDateInput
from schema.vocabulary import Topic
from server.actions.inputs import ActionInput, DoneInput
from server.kit.texts import Multilingual


@strawberry.input(description="What is to be done, in at least one language.")
class ActionTitleInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")


@strawberry.input(description="What was agreed to be done, by whom and by when.")
class ActionFactsInput:
    title: ActionTitleInput = strawberry.field(description="What is to be done.")
    responsible: list[str] = strawberry.field(
        description="Codes of the organisations responsible; at least one."
    )
    due_on: PartialDateInput | None = strawberry.field(
        default=None, description="The deadline, if one was agreed."
    )
    agreed_on: date | None = strawberry.field(
        default=None, description="The day it was agreed; the day of recording if absent."
    )
    topic: Topic = strawberry.field(default=Topic.OTHER, description="What it is about.")
    note: str | None = strawberry.field(default=None, description="What else was agreed.")
    item: ID | None = strawberry.field(
        default=None, description="Global id of the agenda item it follows from."
    )

    def given(self) -> ActionInput:
        return ActionInput(
            title=Multilingual(self.title.fi, self.title.sv, self.title.en),
            responsible=tuple(self.responsible),
            due=self.due_on.given() if self.due_on else None,
            agreed_on=self.agreed_on,
            topic=self.topic.name,
            note=self.note,
            item=row_id(str(self.item), "AgendaItem") if self.item else None,
        )


@strawberry.input(description="An action agreed in a negotiation.")
class AgreeActionInput:
    negotiation: ID = strawberry.field(description="Global id of the negotiation.")
    action: ActionFactsInput = strawberry.field(description="What was agreed.")


@strawberry.input(description="What was agreed, written anew.")
class AmendActionInput:
    action: ID = strawberry.field(description="Global id.")
    facts: ActionFactsInput = strawberry.field(description="What is agreed now.")
    reason: str = strawberry.field(description="Why it changes.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="A dated source.")
class ActionEvidenceInput:
    title: str | None = strawberry.field(default=None, description="What it is called.")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")
    dated: PartialDateInput | None = strawberry.field(default=None, description="Its date.")


@strawberry.input(description="That an action was done.")
class CompleteActionInput:
    action: ID = strawberry.field(description="Global id.")
    done_on: date | None = strawberry.field(
        default=None, description="The day it was done; today if absent."
    )
    evidence: ActionEvidenceInput | None = strawberry.field(
        default=None, description="What shows it; a source needs its name and its date."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self, today: date) -> DoneInput:
        shown = self.evidence or ActionEvidenceInput()
        dated = shown.dated.given() if shown.dated else None
        return DoneInput(self.done_on or today, shown.title, shown.url, dated)


@strawberry.input(description="Why an action will not be done.")
class DropActionInput:
    action: ID = strawberry.field(description="Global id.")
    dropped_on: date | None = strawberry.field(
        default=None, description="The day it was dropped; today if absent."
    )
    reason: str = strawberry.field(description="Why.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Why an action is opened again.")
class ReopenActionInput:
    action: ID = strawberry.field(description="Global id.")
    reason: str = strawberry.field(description="Why.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="An action to let anyone read.")
class PublishActionInput:
    action: ID = strawberry.field(description="Global id.")
    expected_revision: int = strawberry.field(description="The revision you saw.")
