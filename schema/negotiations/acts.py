"""The acts on rounds and negotiations as mutations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import ID

from schema.carrying import carried, row_id
from schema.engine import act
from schema.negotiations.enums import MeetingMode, NegotiationKind
from schema.negotiations.payloads import (
    NegotiationRecorded,
    NegotiationsPlanned,
    RoundStarted,
)
from schema.problems import Conflict, InvalidInput, KeyReused, NotAllowed, NotFound
from schema.scalars import PartialDateInput
from server.identity.actor import Actor
from server.kit.errors import FieldFault
from server.kit.errors import InvalidInput as Refused
from server.kit.store.act import Outcome
from server.kit.store.columns import texts
from server.negotiations import inputs, service
from server.obligations.models import ObligationRule

RoundResult = Annotated[
    RoundStarted | InvalidInput | NotAllowed | NotFound | Conflict | KeyReused,
    strawberry.union("NegotiationRoundResult", description="A round started, or why not."),
]
PlannedResult = Annotated[
    NegotiationsPlanned | InvalidInput | NotAllowed | NotFound | Conflict | KeyReused,
    strawberry.union("NegotiationsPlannedResult", description="What was planned, or why not."),
]
NegotiationResult = Annotated[
    NegotiationRecorded | InvalidInput | NotAllowed | NotFound | Conflict | KeyReused,
    strawberry.union("NegotiationResult", description="The negotiation, or why it was refused."),
]


@strawberry.input(description="A title in at least one language.")
class TitleInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")

    def given(self) -> inputs.Titles:
        return inputs.Titles(self.fi, self.sv, self.en)


@strawberry.input(description="A round of your own county.")
class StartNegotiationRoundInput:
    title: TitleInput = strawberry.field(description="What the round is called.")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date = strawberry.field(description="Last day, inclusive.")
    rules: list[str] = strawberry.field(
        description="Keys of the obligation rules its meetings are recorded under."
    )
    municipalities: list[str] | None = strawberry.field(
        default=None, description="Municipality codes; every municipality of the county if absent."
    )
    purpose: str | None = strawberry.field(default=None, description="What it is for.")

    def given(self) -> inputs.RoundInput:
        chosen = None if self.municipalities is None else tuple(self.municipalities)
        return inputs.RoundInput(
            title=self.title.given(),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            rules=tuple(self.rules),
            municipalities=chosen,
            purpose=self.purpose,
        )


@strawberry.input(description="A negotiation of a county with municipalities.")
class PlanNegotiationInput:
    title: TitleInput = strawberry.field(description="What it is called.")
    municipalities: list[str] = strawberry.field(description="Codes of the municipalities called.")
    rules: list[str] = strawberry.field(
        default_factory=list, description="Keys of the obligation rules it is recorded under."
    )
    kind: NegotiationKind = strawberry.field(
        default=NegotiationKind.COUNTY_MUNICIPALITY, description="What it is about."
    )
    county: str | None = strawberry.field(
        default=None, description="County code; your own county, or your municipality's, if absent."
    )
    round: ID | None = strawberry.field(default=None, description="Global id of its round.")
    meets_on: date | None = strawberry.field(default=None, description="The day, if set already.")
    place: str | None = strawberry.field(default=None, description="Where.")
    mode: MeetingMode = strawberry.field(
        default=MeetingMode.PLACE, description="In one place, remotely, or both."
    )

    def given(self) -> inputs.PlanInput:
        return inputs.PlanInput(
            title=self.title.given(),
            municipalities=tuple(self.municipalities),
            rules=tuple(self.rules),
            kind=self.kind.name,
            county=self.county,
            round=row_id(str(self.round), "NegotiationRound") if self.round else None,
            meets_on=self.meets_on,
            place=self.place,
            mode=self.mode.name,
        )


@strawberry.input(description="Plan one negotiation for each municipality of a round.")
class PlanNegotiationsInput:
    round: ID = strawberry.field(description="Global id of the round.")
    title: TitleInput = strawberry.field(description="The title of each.")


@strawberry.input(description="Invite the parties that have not been invited.")
class InviteToNegotiationInput:
    negotiation: ID = strawberry.field(description="Global id.")
    invited_on: date | None = strawberry.field(
        default=None, description="The day of the invitation; today if absent."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Set or move the day of a negotiation.")
class DateNegotiationInput:
    negotiation: ID = strawberry.field(description="Global id.")
    day: date = strawberry.field(description="The day it is to be held.")
    set_on: date | None = strawberry.field(
        default=None, description="When the day was set; today if absent."
    )
    place: str | None = strawberry.field(default=None, description="Where.")
    mode: MeetingMode | None = strawberry.field(default=None, description="How the parties meet.")
    reason: str | None = strawberry.field(default=None, description="Why it is moved.")
    expected_revision: int = strawberry.field(description="The revision you saw.")

    def given(self, today: date) -> inputs.DateInput:
        mode = self.mode.name if self.mode else None
        return inputs.DateInput(self.day, self.set_on or today, self.place, mode, self.reason)


@strawberry.input(description="A remark on one municipality's attendance.")
class AttendanceNoteInput:
    municipality: str = strawberry.field(description="Municipality code.")
    note: str = strawberry.field(description="The remark.")


@strawberry.input(
    description="A meeting that took place: a planned one by its id, or a new one by its plan."
)
class RecordNegotiationHeldInput:
    negotiation: ID | None = strawberry.field(
        default=None, description="Global id of a planned negotiation."
    )
    plan: PlanNegotiationInput | None = strawberry.field(
        default=None, description="What the meeting was, when it is not on record before."
    )
    held_on: PartialDateInput = strawberry.field(description="When it took place.")
    present: list[str] = strawberry.field(description="Codes of the municipalities present.")
    absent: list[str] = strawberry.field(
        default_factory=list, description="Codes of those absent; called and unnamed are absent."
    )
    county_present: bool = strawberry.field(default=True, description="Was the county there?")
    notes: list[AttendanceNoteInput] = strawberry.field(
        default_factory=list, description="Remarks, for instance on part of the time."
    )
    place: str | None = strawberry.field(default=None, description="Where.")
    mode: MeetingMode | None = strawberry.field(default=None, description="How the parties met.")
    memo_url: str | None = strawberry.field(default=None, description="Link to the memo.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed with negotiation."
    )

    def given(self) -> inputs.HeldInput:
        return inputs.HeldInput(
            held=self.held_on.given(),
            present=tuple(self.present),
            absent=tuple(self.absent),
            county_present=self.county_present,
            notes={note.municipality: note.note for note in self.notes},
            place=self.place,
            mode=self.mode.name if self.mode else None,
            memo_url=self.memo_url,
        )


@strawberry.input(description="Cancel a negotiation that will not be held.")
class CancelNegotiationInput:
    negotiation: ID = strawberry.field(description="Global id.")
    reason: str = strawberry.field(description="Why; anyone can read it.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Answer what another organisation recorded of your presence.")
class ReportInput:
    attendance: ID = strawberry.field(description="Global id of the attendance.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision of the negotiation you saw."
    )


@strawberry.input(description="Dispute what another organisation recorded of your presence.")
class DisputeReportInput:
    attendance: ID = strawberry.field(description="Global id of the attendance.")
    reason: str = strawberry.field(description="Why; anyone can read it.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision of the negotiation you saw."
    )


async def _check_rules(keys: Sequence[str], field: str = "rules") -> None:
    """Raise InvalidInput for keys that the catalogue does not have; negotiations only note keys."""
    known = set(await texts(ObligationRule.filter(key__in=keys), "key"))
    faults = [
        FieldFault((*field.split("."), str(place)), "UNKNOWN_RULE", {"key": key})
        for place, key in enumerate(keys)
        if key not in known
    ]
    if faults:
        raise Refused(*faults)


@strawberry.type
class NegotiationMutation:
    @act
    async def start_negotiation_round(self: Any, input_: StartNegotiationRoundInput) -> RoundResult:
        """Start a round of your county with its municipalities. Editor of the county."""

        async def start(by: Actor, today: date) -> Outcome:
            await _check_rules(input_.rules)
            return await service.start_negotiation_round(by, today, input_.given())

        return await carried(self, start, RoundStarted.of)

    @act
    async def plan_negotiation(self: Any, input_: PlanNegotiationInput) -> NegotiationResult:
        """Plan a negotiation: a draft its parties see, until someone is invited. Editor."""

        async def plan(by: Actor, today: date) -> Outcome:
            await _check_rules(input_.rules)
            return await service.plan_negotiation(by, today, input_.given())

        return await carried(self, plan, NegotiationRecorded.of)

    @act
    async def plan_negotiations(self: Any, input_: PlanNegotiationsInput) -> PlannedResult:
        """Plan one negotiation for each municipality of a round that has none. Keeper's editor."""
        return await carried(
            self,
            lambda by, today: service.plan_negotiations(
                by, today, row_id(str(input_.round), "NegotiationRound"), input_.title.given()
            ),
            NegotiationsPlanned.of,
        )

    @act
    async def invite_to_negotiation(
        self: Any, input_: InviteToNegotiationInput
    ) -> NegotiationResult:
        """Record that the parties were invited; it becomes public. Keeper's editor."""
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
        """Set the day of a negotiation; it becomes public. Keeper's editor."""
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
        """Move a negotiation to another day; the move stays on record. Keeper's editor."""
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
    ) -> NegotiationResult:
        """Record that a negotiation took place and who was there. Editor of a party."""
        planned, plan = input_.negotiation, input_.plan

        async def record(by: Actor, today: date) -> Outcome:
            if plan:
                await _check_rules(plan.rules, "plan.rules")
            return await service.record_negotiation_held(
                by,
                today,
                input_.given(),
                negotiation=row_id(str(planned), "Negotiation") if planned else None,
                expected=input_.expected_revision,
                plan=plan.given() if plan else None,
            )

        return await carried(self, record, NegotiationRecorded.of)

    @act
    async def cancel_negotiation(self: Any, input_: CancelNegotiationInput) -> NegotiationResult:
        """Cancel a negotiation that was not held; the record stays. Keeper's editor."""
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
    async def confirm_report(self: Any, input_: ReportInput) -> NegotiationResult:
        """Confirm what another organisation recorded of your presence. Recorder."""
        return await carried(
            self,
            lambda by, today: service.confirm_report(
                by, today, row_id(str(input_.attendance), "Attendance"), input_.expected_revision
            ),
            NegotiationRecorded.of,
        )

    @act
    async def dispute_report(self: Any, input_: DisputeReportInput) -> NegotiationResult:
        """Dispute what another organisation recorded of your presence. Recorder."""
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
        """Take your dispute back; what was recorded counts again. Recorder."""
        return await carried(
            self,
            lambda by, today: service.withdraw_dispute(
                by, today, row_id(str(input_.attendance), "Attendance"), input_.expected_revision
            ),
            NegotiationRecorded.of,
        )
