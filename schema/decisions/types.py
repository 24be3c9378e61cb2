"""Decisions of bodies and officials, and the list of them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import ID

from schema.audience import of_subject
from schema.decisions.enums import DecisionFinality, DecisionOutcome, DecisionPublication
from schema.engine import Connection, Direction, Node, computed, entity, many, on, sql
from schema.engine.fields import parts, refer
from schema.localised import Texts, among_texts, each_language
from schema.register import Organisation
from schema.scalars import DateRange, PartialDate
from schema.vocabulary import Provenance
from server.decisions import models as m
from server.decisions.rules import case_key

if TYPE_CHECKING:
    from schema.bodies.types import Body

LazyBody = Annotated["Body", strawberry.lazy("schema.bodies.types")]

SUBJECTS = ("Negotiation", "NegotiationRound", "Obligation")


def sees(row: Any) -> str:
    """Anyone sees a published decision on a public record; parties of the record see every one."""
    return f"({row.is_public} OR {of_subject(row, row.subject_type, row.subject_id)})"


@entity(m.Decision, sees=sees)
class Decision(Node):
    """What a body or an official of an organisation decided on a record."""

    organisation: Organisation = strawberry.field(description="Whose decision it is.")
    body: LazyBody | None = strawberry.field(
        description="The body that decided; null when it is not in the register, or an official."
    )
    body_name: str | None = strawberry.field(
        description="The body that decided, when it is not in the register."
    )
    official: str | None = strawberry.field(
        description="The title of the official who decided; never a name."
    )
    agenda_item: str | None = strawberry.field(description="Its number on the agenda.")
    section: str | None = strawberry.field(
        description='Its section in the minutes, "239", or an official\'s number, "123/2023".'
    )
    case_number: str | None = strawberry.field(
        description="The organisation's own case number, as it writes it."
    )
    outcome: DecisionOutcome | None = strawberry.field(
        description="What was decided; null while the matter is only on an agenda."
    )
    publication: DecisionPublication = strawberry.field(description="Where it can be read.")
    finality: DecisionFinality | None = strawberry.field(
        description="Whether it can still change by appeal; null when that is not recorded."
    )
    finality_on: date | None = strawberry.field(description="From which day that holds.")
    note: str | None = strawberry.field(description="For instance the conditions of an approval.")
    provenance: Provenance = strawberry.field(description="Who stands behind it.")
    recorded_by: Organisation = strawberry.field(description="Who recorded it.")
    recorded_on: date = strawberry.field(description="The day it was recorded.")
    confirmed_on: date | None = strawberry.field(
        description="The day the one that decided confirmed the report."
    )
    disputed_on: date | None = strawberry.field(
        description="The day the one that decided disputed the report."
    )
    dispute_reason: str | None = strawberry.field(description="Why it is disputed.")
    dispute_withdrawn_on: date | None = strawberry.field(
        description="The day the dispute was withdrawn."
    )
    withdrawn_on: date | None = strawberry.field(
        description="The day it was withdrawn as recorded by mistake; it then counts no more."
    )
    withdraw_reason: str | None = strawberry.field(description="Why it was withdrawn.")
    is_public: bool = strawberry.field(
        description="False while only the parties of the matter see it."
    )
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    created_at: datetime = strawberry.field(description="When it was put on record, UTC.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @sql
    def decided_on(self: Any) -> PartialDate:
        """The day of the decision, or of the meeting on whose agenda it is, as exactly as known."""
        shown: PartialDate = parts(value=self.decided_on, precision=self.decided_precision)
        return shown

    @sql
    def urls(self: Any) -> Texts:
        """Where it can be read, in each language."""
        shown: Texts = each_language(self, "url")
        return shown

    @computed("{ id }", columns=("subject_type", "subject_id"))
    def subject(self: Any) -> Node | None:
        """The negotiation, round or obligation decided on; null when it is not shown to you."""
        return refer(self.subject_type, self.subject_id)


@strawberry.input(description="Which decisions.")
class DecisionFilter:
    organisation: str | None = strawberry.field(
        default=None, description="Code of the organisation that decided."
    )
    subject: ID | None = strawberry.field(
        default=None, description="Global id of a negotiation, a round or an obligation."
    )
    outcome: list[DecisionOutcome] | None = strawberry.field(
        default=None, description="Any of these outcomes."
    )
    decided_on: DateRange | None = strawberry.field(
        default=None, description="Whose first possible day is within these days."
    )
    case_number: str | None = strawberry.field(
        default=None, description="With this case number, however it is spaced."
    )
    text: str | None = strawberry.field(
        default=None, description="Part of the body, the official or the note."
    )


@strawberry.enum(description="What a list of decisions is ordered by.")
class DecisionOrderField(enum.Enum):
    DAY = strawberry.enum_value("DAY", description="The first day it can have been made.")


@strawberry.input(description="Order of a list of decisions.")
class DecisionOrder:
    field: DecisionOrderField = strawberry.field(description="By what.")
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Latest first unless said otherwise."
    )


@strawberry.type
class DecisionQuery:
    @many(m.Decision, order="-decided_on", orders={"DAY": "decided_on"})
    def decisions(
        self: Any,
        x: Any,
        filter_: Annotated[
            DecisionFilter | None,
            strawberry.argument(description="Which decisions; every one when left out."),
        ] = None,
        order_by: Annotated[
            DecisionOrder | None,
            strawberry.argument(description="In which order; latest first when left out."),
        ] = None,
    ) -> Connection[Decision]:
        """Decisions the viewer may see, withdrawn ones among them, latest first."""
        return on(*_chosen(x, filter_))


def _chosen(x: Any, given: Any) -> list[str]:
    if not given:
        return []
    out = [
        f"{x.organisation.organisation_code} = {given.organisation}" if given.organisation else "",
        _about(x, given.subject) if given.subject else "",
        given.outcome.among(x.outcome) if given.outcome else "",
        f"{x.case_key} = {given.case_number.bound(case_key)}" if given.case_number else "",
        _text(x, given.text) if given.text else "",
    ]
    if given.decided_on:
        days = given.decided_on
        out.append(f"{x.decided_on} >= {days.after}" if days.after else "")
        out.append(f"{x.decided_on} <= {days.before}" if days.before else "")
    return out


def _about(x: Any, subject: Any) -> str:
    each = (
        f"({x.subject_type} = '{kind}' AND {x.subject_id} = {subject.row_id(kind)})"
        for kind in SUBJECTS
    )
    return f"({' OR '.join(each)})"


def _text(x: Any, text: Any) -> str:
    columns = (x.body_name, x.official, x.note)
    return among_texts(text, *columns)
