"""The acts on a round that has been started, as mutations with what they are given."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import ID

from schema.carrying import carried, row_id, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.negotiations.given import TitleInput
from schema.negotiations.rounds import NegotiationRound
from schema.problems import Refusal
from schema.vocabulary import Topic
from server.kit.store.act import Outcome
from server.negotiations import service
from server.negotiations.service import round_facts as facts


@strawberry.type(description="A round was changed.")
class RoundChanged:
    round: NegotiationRound = strawberry.field(description="The round as it is now.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> RoundChanged:
        return cls(round=refer("NegotiationRound", subject(outcome)))


RoundChange = Annotated[
    RoundChanged | Refusal,
    strawberry.union("RoundChangeResult", description="The round, or why it was refused."),
]


@strawberry.input(description="What a round is to achieve.")
class ObjectiveInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")
    baseline: str | None = strawberry.field(default=None, description="From this number.")
    target: str | None = strawberry.field(default=None, description="To this number.")
    unit: str | None = strawberry.field(default=None, description="Of what: m2, %, EUR.")


@strawberry.input(description="A point of the agenda that the round's new negotiations open with.")
class RoundAgendaItemInput:
    title: TitleInput = strawberry.field(description="What it is about.")
    topic: Topic | None = strawberry.field(default=None, description="Which topic it belongs to.")
    legal_reference: str | None = strawberry.field(default=None, description="Act and section.")


@strawberry.input(description="The facts of a round, written anew; what is left out is not known.")
class AmendRoundInput:
    round: ID = strawberry.field(description="Global id.")
    title: TitleInput = strawberry.field(description="What the round is called.")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date = strawberry.field(description="Last day, inclusive.")
    purpose: str | None = strawberry.field(default=None, description="What it is for.")
    legal_basis: str | None = strawberry.field(default=None, description="Acts and sections.")
    steering_group: ID | None = strawberry.field(
        default=None, description="Global id of the body that steers it."
    )
    objective: ObjectiveInput | None = strawberry.field(
        default=None, description="What it is to achieve."
    )
    kickoff_on: date | None = strawberry.field(
        default=None, description="The day of its opening event."
    )
    kickoff_audience: str | None = strawberry.field(
        default=None, description="Whom that is for, by role."
    )
    agenda: list[RoundAgendaItemInput] = strawberry.field(
        default_factory=list, description="The agenda of its new negotiations, in order."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self) -> facts.RoundFacts:
        aim = self.objective or ObjectiveInput()
        body = row_id(str(self.steering_group), "Body") if self.steering_group else None
        return facts.RoundFacts(
            title=self.title.given(),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            purpose=self.purpose,
            legal_basis=self.legal_basis,
            steering_group=body,
            objective=facts.Objective(aim.fi, aim.sv, aim.en, aim.baseline, aim.target, aim.unit),
            kickoff_on=self.kickoff_on,
            kickoff_audience=self.kickoff_audience,
            agenda=[
                facts.AgendaItemInput(
                    item.title.given(),
                    item.topic.name if item.topic else None,
                    item.legal_reference,
                )
                for item in self.agenda
            ],
        )


@strawberry.input(description="Let a round set out to meet others as well, or some no longer.")
class ChangeCounterpartiesInput:
    round: ID = strawberry.field(description="Global id.")
    add: list[str] = strawberry.field(
        default_factory=list, description="Municipality codes or organisation codes."
    )
    remove: list[str] = strawberry.field(
        default_factory=list, description="Likewise; who has a negotiation in the round stays."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="A report on the round that a body handled.")
class AddRoundReportInput:
    round: ID = strawberry.field(description="Global id.")
    body: ID = strawberry.field(description="Global id of the body.")
    on: date = strawberry.field(description="The day it was handled.")
    section: str | None = strawberry.field(default=None, description="The section, § 4.")
    url: str | None = strawberry.field(default=None, description="Link to the minutes.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Close a round of which nothing more is expected.")
class CloseRoundInput:
    round: ID = strawberry.field(description="Global id.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Cancel a round; its negotiations stay as they are.")
class CancelRoundInput:
    round: ID = strawberry.field(description="Global id.")
    reason: str = strawberry.field(description="Why; anyone can read it.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


def _id(given: Any) -> int:
    return row_id(str(given.round), "NegotiationRound")


@strawberry.type
class RoundMutation:
    @act
    async def amend_round(self: Any, input_: AmendRoundInput) -> RoundChange:
        """Write the facts of a round anew, its agenda too. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.amend_round(
                by, today, _id(input_), input_.expected_revision, input_.given()
            ),
            RoundChanged.of,
        )

    @act
    async def change_counterparties(self: Any, input_: ChangeCounterpartiesInput) -> RoundChange:
        """Add or remove whom a round sets out to meet. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.change_counterparties(
                by,
                today,
                _id(input_),
                input_.expected_revision,
                add=input_.add,
                remove=input_.remove,
            ),
            RoundChanged.of,
        )

    @act
    async def add_round_report(self: Any, input_: AddRoundReportInput) -> RoundChange:
        """Record that a body handled a report on the round. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.add_round_report(
                by,
                today,
                _id(input_),
                input_.expected_revision,
                facts.ReportInput(
                    row_id(str(input_.body), "Body"), input_.on, input_.section, input_.url
                ),
            ),
            RoundChanged.of,
        )

    @act
    async def close_round(self: Any, input_: CloseRoundInput) -> RoundChange:
        """Close a round of which nothing more is expected. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.close_round(by, today, _id(input_), input_.expected_revision),
            RoundChanged.of,
        )

    @act
    async def cancel_round(self: Any, input_: CancelRoundInput) -> RoundChange:
        """Cancel a round; its negotiations stay as they are. By the keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.cancel_round(
                by, today, _id(input_), input_.expected_revision, input_.reason
            ),
            RoundChanged.of,
        )
