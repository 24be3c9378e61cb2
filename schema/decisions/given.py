"""What the acts on decisions are given."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID

from schema.carrying import row_id
from schema.decisions.enums import DecisionFinality, DecisionOutcome, DecisionPublication
from schema.decisions.types import SUBJECTS
from schema.engine.values import split_id
from schema.scalars import PartialDateInput
from server.decisions.inputs import DecisionInput
from server.kit.errors import NotFound
from server.kit.texts import Multilingual


@strawberry.input(description="A link in each language it is to be read in.")
class LinksInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")

    def given(self) -> Multilingual:
        return Multilingual(self.fi, self.sv, self.en)


@strawberry.input(description="What was decided, by whom and when. Exactly one decided.")
class DecisionFactsInput:
    body: ID | None = strawberry.field(
        default=None, description="Global id of the body that decided."
    )
    body_name: str | None = strawberry.field(
        default=None, description="The body that decided, when it is not in the register."
    )
    official: str | None = strawberry.field(
        default=None, description="The title of the official who decided; never a name."
    )
    decided_on: PartialDateInput = strawberry.field(
        description="The day of the decision, or of the meeting on whose agenda it is."
    )
    outcome: DecisionOutcome | None = strawberry.field(
        default=None, description="What was decided; absent while it is only on an agenda."
    )
    publication: DecisionPublication = strawberry.field(
        default=DecisionPublication.NOT_PUBLISHED, description="Where it can be read."
    )
    agenda_item: str | None = strawberry.field(
        default=None, description="Its number on the agenda."
    )
    section: str | None = strawberry.field(
        default=None, description="Its section in the minutes, or an official's number."
    )
    case_number: str | None = strawberry.field(
        default=None, description="The organisation's own case number."
    )
    finality: DecisionFinality | None = strawberry.field(
        default=None, description="Whether it can still change by appeal."
    )
    finality_on: date | None = strawberry.field(
        default=None, description="From which day that holds."
    )
    urls: LinksInput | None = strawberry.field(default=None, description="Where it can be read.")
    note: str | None = strawberry.field(default=None, description="For instance conditions.")

    def given(self, organisation: str | None) -> DecisionInput:
        return DecisionInput(
            decided=self.decided_on.given(),
            organisation=organisation,
            body=row_id(str(self.body), "Body") if self.body else None,
            body_name=self.body_name,
            official=self.official,
            outcome=self.outcome.name if self.outcome else None,
            publication=self.publication.name,
            agenda_item=self.agenda_item,
            section=self.section,
            case_number=self.case_number,
            finality=self.finality.name if self.finality else None,
            finality_on=self.finality_on,
            urls=self.urls.given() if self.urls else Multilingual(),
            note=self.note,
        )


@strawberry.input(description="A decision on a negotiation, a round or an obligation.")
class RecordDecisionInput:
    subject: ID = strawberry.field(description="Global id of what was decided on.")
    organisation: str | None = strawberry.field(
        default=None,
        description="Code of the party that decided; your own organisation if absent.",
    )
    decision: DecisionFactsInput = strawberry.field(description="What was decided.")

    def about(self) -> tuple[str, int]:
        """Type and id of what was decided on. Raises NotFound for what nothing is decided on."""
        kind, number = split_id(str(self.subject))
        if kind not in SUBJECTS or number < 0:
            raise NotFound(type="DecisionSubject")
        return kind, number


@strawberry.input(description="The facts of a decision, written anew.")
class AmendDecisionInput:
    decision: ID = strawberry.field(description="Global id.")
    facts: DecisionFactsInput = strawberry.field(description="What was decided.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="A decision, as its reader saw it.")
class DecisionSeenInput:
    decision: ID = strawberry.field(description="Global id.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="A decision, with a reason that its readers can see.")
class DecisionReasonInput:
    decision: ID = strawberry.field(description="Global id.")
    reason: str = strawberry.field(description="Why.")
    expected_revision: int = strawberry.field(description="The revision you saw.")
