"""What the acts on rounds and negotiations are given, and checks that need the whole input."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID

from schema.carrying import row_id
from schema.negotiations.enums import MeetingMode, NegotiationKind
from schema.scalars import PartialDateInput
from server.kit.codes import CodeRefused, municipality_code
from server.kit.errors import FieldFault, InvalidInput
from server.negotiations import inputs, service


@strawberry.input(description="A title in at least one language.")
class TitleInput:
    fi: str | None = strawberry.field(default=None, description="In Finnish.")
    sv: str | None = strawberry.field(default=None, description="In Swedish.")
    en: str | None = strawberry.field(default=None, description="In English.")

    def given(self) -> inputs.Titles:
        return inputs.Titles(self.fi, self.sv, self.en)


@strawberry.input(description="A round of your own county, or of a ministry with organisers.")
class StartNegotiationRoundInput:
    title: TitleInput = strawberry.field(description="What the round is called.")
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date = strawberry.field(description="Last day, inclusive.")
    rules: list[str] = strawberry.field(
        default_factory=list,
        description="Keys of the obligation rules its meetings are recorded under; needed unless"
        " its kind is another than COUNTY_MUNICIPALITY.",
    )
    kind: NegotiationKind = strawberry.field(
        default=NegotiationKind.COUNTY_MUNICIPALITY,
        description="What its negotiations are about; STEERING by a ministry.",
    )
    municipalities: list[str] | None = strawberry.field(
        default=None, description="Codes of municipalities it is to meet."
    )
    counterparties: list[str] | None = strawberry.field(
        default=None,
        description="Organisation codes of others it is to meet. With neither list, every"
        " municipality of your county, or in steering every service organiser.",
    )
    purpose: str | None = strawberry.field(default=None, description="What it is for.")

    def given(self) -> inputs.RoundInput:
        towns = None if self.municipalities is None else tuple(self.municipalities)
        others = None if self.counterparties is None else tuple(self.counterparties)
        return inputs.RoundInput(
            title=self.title.given(),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            rules=tuple(self.rules),
            municipalities=towns,
            counterparties=others,
            kind=self.kind.name,
            purpose=self.purpose,
        )


@strawberry.input(description="A negotiation of two or more organisations, yours among them.")
class PlanNegotiationInput:
    title: TitleInput = strawberry.field(description="What it is called.")
    municipalities: list[str] = strawberry.field(
        default_factory=list, description="Codes of the municipalities called."
    )
    parties: list[str] = strawberry.field(
        default_factory=list,
        description="Organisation codes of others called: ministry:vm, hus, county:08.",
    )
    rules: list[str] = strawberry.field(
        default_factory=list, description="Keys of the obligation rules it is recorded under."
    )
    kind: NegotiationKind = strawberry.field(
        default=NegotiationKind.COUNTY_MUNICIPALITY, description="What it is about."
    )
    county: str | None = strawberry.field(
        default=None,
        description="County code. If absent, your own county, the one among the parties, or that"
        " of the first municipality.",
    )
    round: ID | None = strawberry.field(default=None, description="Global id of its round.")
    meets_on: date | None = strawberry.field(default=None, description="The day, if set already.")
    place: str | None = strawberry.field(default=None, description="Where.")
    mode: MeetingMode = strawberry.field(
        default=MeetingMode.PLACE, description="In one place, remotely, or both."
    )
    unless_twin: bool = strawberry.field(
        default=False, description="Save nothing and answer LikelyTwins when there are any?"
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
            parties=tuple(self.parties),
            unless_twin=self.unless_twin,
        )


@strawberry.input(description="Take a negotiation that another party opened into your round.")
class TakeIntoRoundInput:
    negotiation: ID = strawberry.field(description="Global id.")
    round: ID = strawberry.field(description="Global id of the round.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Plan one negotiation for each counterparty of a round.")
class PlanNegotiationsInput:
    round: ID = strawberry.field(description="Global id of the round.")
    title: TitleInput = strawberry.field(description="The title of each.")
    together_with: list[str] = strawberry.field(
        default_factory=list,
        description="Organisation codes of others called to each, such as the other ministries.",
    )


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


@strawberry.input(description="A remark on one party's attendance.")
class AttendanceNoteInput:
    municipality: str = strawberry.field(
        description="Municipality code, or organisation code of another party."
    )
    note: str = strawberry.field(description="The remark.")


@strawberry.input(
    description="A meeting that took place: a planned one by its id, or a new one by its plan."
)
class RecordNegotiationHeldInput:
    negotiation: ID | None = strawberry.field(
        default=None, description="Global id of a planned negotiation."
    )
    plan: PlanNegotiationInput | None = strawberry.field(
        default=None,
        description="What the meeting was, when it is not on record before; not with negotiation.",
    )
    held_on: PartialDateInput = strawberry.field(description="When it took place.")
    present: list[str] = strawberry.field(
        description="Codes of the municipalities present, organisation codes of others."
    )
    absent: list[str] = strawberry.field(
        default_factory=list, description="Codes of those absent; called and unnamed are absent."
    )
    county_present: bool = strawberry.field(
        default=True, description="Was the county there, when neither list names it?"
    )
    notes: list[AttendanceNoteInput] = strawberry.field(
        default_factory=list,
        description="Remarks on those present or absent, for instance on part of the time.",
    )
    place: str | None = strawberry.field(default=None, description="Where.")
    mode: MeetingMode | None = strawberry.field(default=None, description="How the parties met.")
    memo_url: str | None = strawberry.field(default=None, description="Link to the memo.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you saw; needed with negotiation."
    )

    def check(self) -> None:
        """Raise InvalidInput for parts that do not go together."""
        named = {_code(code) for code in (*self.present, *self.absent)}
        faults = [
            FieldFault(("notes", str(place)), "NOTE_ON_NOBODY", {"code": note.municipality})
            for place, note in enumerate(self.notes)
            if _code(note.municipality) not in named
        ]
        noted = [_code(note.municipality) for note in self.notes]
        faults += [
            FieldFault(("notes", str(place)), "NOTED_TWICE", {"code": code})
            for place, code in enumerate(noted)
            if code in noted[:place]
        ]
        if self.negotiation and self.plan:
            faults.append(FieldFault(("plan",), "PLANNED_ALREADY"))
        if self.negotiation and self.expected_revision is None:
            faults.append(FieldFault(("expectedRevision",), "REQUIRED"))
        if faults:
            raise InvalidInput(*faults)

    def given(self) -> inputs.HeldInput:
        return inputs.HeldInput(
            held=self.held_on.given(),
            present=tuple(map(_code, self.present)),
            absent=tuple(map(_code, self.absent)),
            county_present=self.county_present,
            notes={_code(note.municipality): note.note for note in self.notes},
            place=self.place,
            mode=self.mode.name if self.mode else None,
            memo_url=self.memo_url,
        )


@strawberry.input(description="Merge a record into another of the same matter.")
class MergeRecordsInput:
    record: ID = strawberry.field(description="Global id of the record that no longer counts.")
    into: ID = strawberry.field(description="Global id of the record that tells of the matter.")
    expected_revision: int = strawberry.field(description="The record's revision you saw.")


@strawberry.input(description="Close a record on a statutory ground.")
class WithholdRecordInput:
    record: ID = strawberry.field(description="Global id of the record.")
    statute: str = strawberry.field(description='Number and year of the statute, "621/1999".')
    section: str = strawberry.field(
        description='The section of the statute as you cite it, "24 § 1 mom. 17 k.".'
    )
    since: date | None = strawberry.field(
        default=None, description="The day since which the ground holds; today if absent."
    )
    reason: str | None = strawberry.field(
        default=None, description="Further reasons; the parties read them."
    )
    expected_revision: int = strawberry.field(description="The record's revision you saw.")

    def given(self, today: date) -> service.GroundInput:
        return service.GroundInput(self.statute, self.section, self.since or today, self.reason)


@strawberry.input(description="Lift the ground on which a record is closed.")
class ReleaseRecordInput:
    record: ID = strawberry.field(description="Global id of the record.")
    expected_revision: int = strawberry.field(description="The record's revision you saw.")


@strawberry.input(description="Ask another party to keep the record.")
class HandOverRecordInput:
    record: ID = strawberry.field(description="Global id of the record.")
    to: str = strawberry.field(description="Organisation code of a party.")
    expected_revision: int = strawberry.field(description="The revision you saw.")


@strawberry.input(description="Answer a merge or a handover put to you.")
class ProposalInput:
    proposal: ID = strawberry.field(description="Global id of the proposal.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision of its record you saw."
    )


@strawberry.input(description="Say under which rules a negotiation is recorded.")
class ChangeNegotiationRulesInput:
    negotiation: ID = strawberry.field(description="Global id.")
    rules: list[str] = strawberry.field(
        description="Keys of all the obligation rules it is recorded under; under no others."
    )
    expected_revision: int = strawberry.field(description="The revision you saw.")


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


def _code(text: str) -> str:
    """A municipality's code in its one form; any other code as it is given."""
    try:
        return municipality_code(text.removeprefix("municipality:"))
    except CodeRefused:
        return text
