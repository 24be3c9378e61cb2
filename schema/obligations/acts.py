"""The acts on obligations as mutations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import ID

from schema.carrying import carried, row_id, subject
from schema.engine import act
from schema.engine.fields import refer
from schema.obligations.enums import EvidenceStage
from schema.obligations.evidence import RecordKeeping
from schema.obligations.types import Obligation
from schema.problems import ActWarning, Refusal, warnings_of
from schema.register import Organisation
from schema.scalars import PartialDateInput
from server.kit.store.act import Outcome
from server.obligations import service
from server.obligations.rules import Stage


@strawberry.type(description="Something was recorded about an obligation.")
class ObligationRecorded:
    obligation: Obligation = strawberry.field(description="The obligation as it is now.")
    warnings: list[ActWarning] = strawberry.field(description="What is worth knowing about it.")

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> ObligationRecorded:
        return cls(
            obligation=refer("Obligation", subject(outcome)),
            warnings=warnings_of(outcome.warnings, language),
        )


@strawberry.type(description="It was stated since when an organisation keeps its record here.")
class RecordKeepingStated:
    organisation: str = strawberry.field(description="The organisation's code.")
    starts_on: date = strawberry.field(description="The day from which its record is complete.")
    statement: RecordKeeping = strawberry.field(description="The statement, to be taken back by.")


@strawberry.type(description="A statement about an organisation's record was taken back.")
class RecordStatementWithdrawn:
    statement: RecordKeeping = strawberry.field(description="The statement as it is now.")


@strawberry.type(description="An earlier term or year was opened for your organisation.")
class EarlierPeriodOpened:
    organisation: Organisation = strawberry.field(description="Your organisation.")
    made: int = strawberry.field(description="How many obligations were made; 0 the second time.")


ObligationResult = Annotated[
    ObligationRecorded | Refusal,
    strawberry.union("ObligationResult", description="The obligation, or why it was refused."),
]
KeepingResult = Annotated[
    RecordKeepingStated | Refusal,
    strawberry.union("RecordKeepingResult", description="What was stated, or why not."),
]


WithdrawalResult = Annotated[
    RecordStatementWithdrawn | Refusal,
    strawberry.union("RecordStatementResult", description="The statement, or why it stays."),
]
EarlierResult = Annotated[
    EarlierPeriodOpened | Refusal,
    strawberry.union("EarlierPeriodResult", description="What was opened, or why not."),
]


@strawberry.input(description="A dated source that shows what the rule asks, or a step to it.")
class LinkEvidenceInput:
    obligation: ID = strawberry.field(description="Global id.")
    title: str = strawberry.field(description="What the source is called.")
    dated: PartialDateInput = strawberry.field(description="The day of what it shows.")
    reason: str = strawberry.field(description="Why it shows what the rule asks.")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")
    stage: EvidenceStage | None = strawberry.field(
        default=None,
        description="The step it shows; the whole when left out. With SET the date is the day set.",
    )
    shown_of: str | None = strawberry.field(
        default=None,
        description="Code of the organisation whose act it shows, or to which it was delivered;"
        " everyone's when left out. Only with a stage.",
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self) -> service.EvidenceInput:
        stage = Stage(self.stage.name) if self.stage else None
        return service.EvidenceInput(
            self.title, self.dated.given(), self.reason, self.url, stage, self.shown_of
        )


@strawberry.input(description="Take back evidence that your organisation linked.")
class WithdrawEvidenceInput:
    evidence: ID = strawberry.field(description="Global id.")
    expected_revision: int = strawberry.field(description="The evidence's revision you saw.")


@strawberry.input(description="A body's decision that an obligation does not bind.")
class ExemptObligationInput:
    obligation: ID = strawberry.field(description="Global id.")
    from_on: date = strawberry.field(description="The first day it does not bind.")
    decided_by: str = strawberry.field(description="The body that decided.")
    decided_on: date = strawberry.field(description="The day of the decision.")
    reason: str = strawberry.field(description="Why; anyone can read it.")
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self) -> service.ExemptionInput:
        return service.ExemptionInput(self.from_on, self.decided_by, self.decided_on, self.reason)


@strawberry.input(description="From which day your organisation's record here is complete.")
class StateRecordCompleteInput:
    starts_on: date = strawberry.field(
        description="That day, today or earlier, not before 1 July 2021."
    )


@strawberry.input(description="Take back your organisation's statement about its record here.")
class WithdrawRecordStatementInput:
    statement: ID = strawberry.field(description="Global id.")
    expected_revision: int = strawberry.field(description="The statement's revision you saw.")


@strawberry.input(description="A term or a year that is over; give one of the two.")
class OpenEarlierPeriodInput:
    term: str | None = strawberry.field(default=None, description='Council term, "2022-2025".')
    year: int | None = strawberry.field(default=None, description="Calendar year, 2024.")


@strawberry.type
class ObligationMutation:
    @act
    async def link_evidence(self: Any, input_: LinkEvidenceInput) -> ObligationResult:
        """Link a dated source to an obligation. By an editor of a party."""
        return await carried(
            self,
            lambda by, today: service.link_evidence(
                by,
                today,
                row_id(str(input_.obligation), "Obligation"),
                input_.expected_revision,
                input_.given(),
            ),
            ObligationRecorded.of,
        )

    @act
    async def withdraw_evidence(self: Any, input_: WithdrawEvidenceInput) -> ObligationResult:
        """Take back evidence your organisation linked; it stays on record. By an editor."""
        return await carried(
            self,
            lambda by, today: service.withdraw_evidence(
                by,
                today,
                row_id(str(input_.evidence), "LinkedEvidence"),
                input_.expected_revision,
            ),
            ObligationRecorded.of,
        )

    @act
    async def exempt_obligation(self: Any, input_: ExemptObligationInput) -> ObligationResult:
        """Record a body's decision that an obligation does not bind.

        By an administrator of a bearer.
        """
        return await carried(
            self,
            lambda by, today: service.exempt_obligation(
                by,
                today,
                row_id(str(input_.obligation), "Obligation"),
                input_.expected_revision,
                input_.given(),
            ),
            ObligationRecorded.of,
        )

    @act
    async def state_record_complete(self: Any, input_: StateRecordCompleteInput) -> KeepingResult:
        """State that your organisation's record here is complete from a day.

        By an administrator.
        """
        return await carried(
            self,
            lambda by, today: service.state_record_complete(by, today, input_.starts_on),
            lambda outcome, _language: RecordKeepingStated(
                organisation=self.context.actor.organisation or "",
                starts_on=input_.starts_on,
                statement=refer("RecordKeeping", outcome.facts["keeping"]),
            ),
        )

    @act
    async def withdraw_record_statement(
        self: Any, input_: WithdrawRecordStatementInput
    ) -> WithdrawalResult:
        """Take back a statement that your organisation's record is complete.

        By an administrator.
        """
        return await carried(
            self,
            lambda by, today: service.withdraw_record_statement(
                by,
                today,
                row_id(str(input_.statement), "RecordKeeping"),
                input_.expected_revision,
            ),
            lambda outcome, _language: RecordStatementWithdrawn(
                statement=refer("RecordKeeping", outcome.facts["keeping"])
            ),
        )

    @act
    async def open_earlier_period(self: Any, input_: OpenEarlierPeriodInput) -> EarlierResult:
        """Open a term or a year that is over, so that its evidence can be recorded.

        By an administrator.
        """
        return await carried(
            self,
            lambda by, today: service.open_earlier_period(
                by, today, term=input_.term, year=input_.year
            ),
            lambda outcome, _language: EarlierPeriodOpened(
                organisation=refer(outcome.facts["type"], subject(outcome)),
                made=outcome.facts["made"],
            ),
        )
