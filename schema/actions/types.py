"""Agreed actions, their history, and the list of them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import ID

from schema.audience import of_subject, withheld
from schema.engine import Connection, Direction, Node, Row, entity, many, on, one, sql
from schema.engine.fields import expr, parts
from schema.localised import Titled, among_texts
from schema.register import Organisation
from schema.scalars import DateRange, PartialDate, Precision
from schema.vocabulary import Topic
from server.actions import models as m
from server.negotiations import models as negotiations
from server.negotiations.papers import models as papers
from server.register import models as register

if TYPE_CHECKING:
    from schema.negotiations.types import Negotiation
    from schema.papers.types import AgendaItem

LazyNegotiation = Annotated["Negotiation", strawberry.lazy("schema.negotiations.types")]
LazyItem = Annotated["AgendaItem", strawberry.lazy("schema.papers.types")]


@strawberry.enum(description="Where an agreed action stands on a day. Computed; nobody types it.")
class ActionState(enum.Enum):
    OPEN = strawberry.enum_value("OPEN", description="To be done, by a later day or by none.")
    DUE_SOON = strawberry.enum_value("DUE_SOON", description="Due within thirty days.")
    OVERDUE = strawberry.enum_value("OVERDUE", description="Its deadline has passed.")
    DONE = strawberry.enum_value("DONE", description="Done.")
    DROPPED = strawberry.enum_value("DROPPED", description="Dropped, with a reason.")


@strawberry.enum(description="A dated fact in the life of an agreed action.")
class ActionEventKind(enum.Enum):
    AGREED = strawberry.enum_value("AGREED", description="It was agreed.")
    AMENDED = strawberry.enum_value("AMENDED", description="What was agreed was changed.")
    COMPLETED = strawberry.enum_value("COMPLETED", description="It was done.")
    DROPPED = strawberry.enum_value("DROPPED", description="It was dropped.")
    REOPENED = strawberry.enum_value("REOPENED", description="It was opened again.")
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="Anyone could read it from then.")


def is_responsible(row: Row) -> str:
    """Is one of the viewer's organisations responsible for the action?"""
    return row.exists(
        m.ActionResponsible,
        lambda r: (f"{r.action_id} = {row.id}", r.in_scope(r.organisation_id)),
    )


def sees(row: Any) -> str:
    """Anyone sees a published action; the parties of its record and the responsible see drafts.

    Of a record that is withheld nobody but its parties sees any.
    """
    is_party = of_subject(row, row.origin_type, row.origin_id)
    closed = withheld(row, row.origin_id, f"{row.origin_type} = 'Negotiation'")
    return f"({row.is_public} OR {is_party} OR ({is_responsible(row)} AND NOT {closed}))"


def state_of(row: Any) -> str:
    """The state of an action on the day that holds, by plain comparisons of its days."""
    return (
        f"CASE WHEN {row.dropped_on} <= {row.day} THEN 'DROPPED'"
        f" WHEN {row.done_on} <= {row.day} THEN 'DONE'"
        f" WHEN {row.due_last_day} < {row.day} THEN 'OVERDUE'"
        f" WHEN {row.due_soon_from} <= {row.day} THEN 'DUE_SOON' ELSE 'OPEN' END"
    )


@strawberry.type(description="The dated source that shows that an action was done.")
class ActionEvidence:
    title: str = strawberry.field(description="What it is called.")
    url: str | None = strawberry.field(description="Where it can be read.")
    dated_on: date = strawberry.field(description="The first day it can bear.")
    precision: Precision = strawberry.field(description="How exactly that day is known.")


@entity(m.ActionEvent)
class ActionEvent:
    """A dated fact in the life of an agreed action."""

    kind: ActionEventKind = strawberry.field(description="What happened.")
    on: date = strawberry.field(description="The day it happened.")
    recorded_by: Organisation = strawberry.field(description="Who recorded it.")
    recorded_on: date = strawberry.field(description="The day it was recorded.")
    recorded_at: datetime = strawberry.field(description="The instant it was recorded, UTC.")
    note: str | None = strawberry.field(description="The reason given.")


@entity(m.Action, sees=sees)
class Action(Node, Titled):
    """Something agreed to be done, by whom and by when."""

    topic: Topic = strawberry.field(description="What it is about.")
    note: str | None = strawberry.field(description="What else was agreed about it.")
    agreed_on: date = strawberry.field(description="The day it was agreed.")
    done_on: date | None = strawberry.field(description="The day it was done.")
    dropped_on: date | None = strawberry.field(description="The day it was dropped.")
    drop_reason: str | None = strawberry.field(description="Why it was dropped.")
    is_public: bool = strawberry.field(
        description="False for a draft, seen by its parties and the responsible only."
    )
    recorded_by: Organisation = strawberry.field(description="Who put it on record.")
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    created_at: datetime = strawberry.field(description="When it was put on record, UTC.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @sql
    def state(self: Any) -> ActionState:
        """Where it stands on the day; an imprecise deadline counts from its latest day."""
        return expr(state_of(self))

    @sql
    def due_on(self: Any) -> PartialDate | None:
        """The deadline as exactly as it was agreed; null when there is none."""
        shown: PartialDate = parts(value=self.due_on, precision=self.due_precision)
        return shown

    @sql
    def evidence(self: Any) -> ActionEvidence | None:
        """The source that shows that it was done; null when none was given."""
        shown: ActionEvidence = parts(
            title=self.evidence_title,
            url=self.evidence_url,
            dated_on=self.evidence_dated_on,
            precision=self.evidence_precision,
        )
        return shown

    @many(register.Organisation, order="sort_fi", limit=100, page=2)
    def responsible(self: Any, x: Any) -> list[Organisation]:
        """The organisations responsible for it, sorted as Finns sort."""
        return on(
            x.exists(
                m.ActionResponsible,
                lambda r: (f"{r.action_id} = {self.id}", f"{r.organisation_id} = {x.id}"),
            )
        )

    @one(negotiations.Negotiation)
    def negotiation(self: Any, n: Any) -> LazyNegotiation | None:
        """The negotiation it was agreed in; null when that is not shown to you."""
        return on(f"{self.origin_type} = 'Negotiation'", f"{n.id} = {self.origin_id}")

    @one(papers.AgendaItem)
    def item(self: Any, i: Any) -> LazyItem | None:
        """The agenda item it follows from; null when from none, or when it is not shown."""
        return on(f"{i.id} = {self.item_id}")

    @many(m.ActionEvent, order="on", page=20)
    def events(self: Any, event: Any) -> Connection[ActionEvent]:
        """What has happened to it, earliest first."""
        return on(f"{event.action_id} = {self.id}")


@strawberry.input(description="Which actions.")
class ActionFilter:
    organisation: str | None = strawberry.field(
        default=None, description="Code of an organisation that is responsible."
    )
    county: str | None = strawberry.field(
        default=None, description="Code of the county whose negotiation it was agreed in."
    )
    municipality: str | None = strawberry.field(
        default=None,
        description="Code of a municipality that is responsible, or a party of the negotiation.",
    )
    negotiation: ID | None = strawberry.field(
        default=None, description="Global id of the negotiation it was agreed in."
    )
    round: ID | None = strawberry.field(
        default=None, description="Global id of the round that negotiation belongs to."
    )
    topic: list[Topic] | None = strawberry.field(default=None, description="Any of these.")
    state: list[ActionState] | None = strawberry.field(
        default=None, description="Any of these states on the day."
    )
    due_on: DateRange | None = strawberry.field(
        default=None, description="Whose latest possible deadline is within these days."
    )
    text: str | None = strawberry.field(default=None, description="Part of the title or note.")


@strawberry.enum(description="What a list of actions is ordered by.")
class ActionOrderField(enum.Enum):
    DUE_ON = strawberry.enum_value(
        "DUE_ON", description="The latest day the deadline can be; those without one are last."
    )


@strawberry.input(description="Order of a list of actions.")
class ActionOrder:
    field: ActionOrderField = strawberry.field(description="By what.")
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Earliest first unless said otherwise."
    )


@strawberry.type
class ActionQuery:
    @many(m.Action, order="due_sort_on", orders={"DUE_ON": "due_sort_on"}, day="as_of")
    def actions(
        self: Any,
        x: Any,
        filter_: Annotated[
            ActionFilter | None,
            strawberry.argument(description="Which actions; every one when left out."),
        ] = None,
        order_by: Annotated[
            ActionOrder | None,
            strawberry.argument(description="In which order; what is due first when left out."),
        ] = None,
    ) -> Connection[Action]:
        """Actions agreed on or before the day that the viewer may see, what is due first first."""
        return on(*matching(x, filter_))


def matching(x: Any, given: Any) -> list[str]:
    """Conditions for the actions of a day that a filter asks for."""
    out = [f"{x.agreed_on} <= {x.day}"]
    if not given:
        return out
    out += [
        _responsible(x, given.organisation, "organisation_code") if given.organisation else "",
        _in_county(x, given.county) if given.county else "",
        _of_municipality(x, given.municipality) if given.municipality else "",
        given.topic.among(x.topic) if given.topic else "",
        given.state.among(state_of(x)) if given.state else "",
        _text(x, given.text) if given.text else "",
    ]
    if given.negotiation:
        number = given.negotiation.row_id("Negotiation")
        out.append(_agreed_in(x, lambda n: f"{n.id} = {number}"))
    if given.round:
        number = given.round.row_id("NegotiationRound")
        out.append(_agreed_in(x, lambda n: f"{n.round_id} = {number}"))
    if given.due_on:
        days = given.due_on
        out.append(f"{x.due_last_day} >= {days.after}" if days.after else "")
        out.append(f"{x.due_last_day} <= {days.before}" if days.before else "")
    return out


def _agreed_in(x: Row, condition: Any) -> str:
    """Was it agreed in a negotiation that the viewer may see, and of which the condition holds?"""
    return x.exists(
        negotiations.Negotiation,
        lambda n: (f"{x.origin_type} = 'Negotiation'", f"{n.id} = {x.origin_id}", condition(n)),
    )


def _in_county(x: Any, code: Any) -> str:
    return _agreed_in(x, lambda n: f"{n.county.code} = {code}")


def _responsible(x: Row, code: Any, column: str, kind: str = "") -> str:
    return x.exists(
        m.ActionResponsible,
        lambda r: (
            f"{r.action_id} = {x.id}",
            f"{r.organisation.get(column)} = {code}",
            f"{r.organisation.kind} = '{kind}'" if kind else "",
        ),
    )


def _of_municipality(x: Any, code: Any) -> str:
    is_party = _agreed_in(
        x,
        lambda n: n.exists(
            negotiations.NegotiationParty,
            lambda p: (
                f"{p.negotiation_id} = {n.id}",
                f"{p.organisation.kind} = 'MUNICIPALITY'",
                f"{p.organisation.code} = {code}",
            ),
        ),
    )
    return f"({is_party} OR {_responsible(x, code, 'code', 'MUNICIPALITY')})"


def _text(x: Any, text: Any) -> str:
    columns = (x.title_fi, x.title_sv, x.title_en, x.note)
    return among_texts(text, *columns)
