"""The house's types as an author writes them: what Tortoise knows is not repeated."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import ID

from schema.engine import (
    Connection,
    Direction,
    Key,
    Node,
    Order,
    act,
    computed,
    entity,
    expr,
    given,
    group,
    grouped,
    interface_of,
    localised,
    lookup,
    lookups,
    many,
    on,
    one,
    parts,
    refer,
    sql,
)
from tests.engine import models as m


@strawberry.enum
class Language(enum.Enum):
    FI = "fi"
    SV = "sv"
    EN = "en"


@strawberry.enum
class Status(enum.Enum):
    NOT_STARTED = "NOT_STARTED"
    SCHEDULED = "SCHEDULED"
    FULFILLED = "FULFILLED"
    MISSED = "MISSED"


@strawberry.enum
class Topic(enum.Enum):
    PREMISES = "PREMISES"
    PREPAREDNESS = "PREPAREDNESS"
    OTHER = "OTHER"


@strawberry.type
class Names:
    fi: str
    sv: str | None
    en: str | None


@strawberry.type
class Period:
    """Part of a row: its columns are the row's."""

    from_on: date
    to_on: date


@interface_of(m.Organisation, discriminator="kind")
class Organisation(Node):
    """Anybody with a code."""

    code: str
    successor: Organisation | None

    @sql
    def name(self: Any, language: Language | None = None) -> str:
        """In the asked language, else the request's."""
        return expr(localised(self, "name", language))

    @sql
    def names(self: Any) -> Names:
        """As they are written down."""
        return parts(fi=self.name_fi, sv=self.name_sv, en=self.name_en)

    @many(m.Negotiation, order="-held_on", page=20)
    def negotiations(self: Any, n: Any) -> Connection[Negotiation]:
        """Those it attended, latest first: many to many."""
        attended = n.exists(
            m.NegotiationParty,
            lambda p: f"{p.negotiation_id}={n.id} AND {p.organisation_id}={self.id}",
        )
        return on(attended)


def party(row: Any) -> str:
    """Is the row's county one of the viewer's own organisations?"""
    return str(row.in_scope(row.county_id))


@entity(m.Organisation, kind="COUNTY")
class County(Organisation):
    """A county."""

    @many(m.Organisation, order="sort_key")
    def municipalities(self: Any, x: Any) -> Connection[Municipality]:
        """By name."""
        return on(
            x.exists(
                m.Obligation, lambda o: f"{o.municipality_id}={x.id} AND {o.county_id}={self.id}"
            )
        )

    @many(m.Lease, order="id", limit=3)
    def leases(self: Any, lease: Any) -> list[Lease]:
        """A plain list, short."""
        return on(f"{lease.county_id}={self.id}")


@strawberry.enum
class ObligationOrderField(enum.Enum):
    DUE_ON = "DUE_ON"
    COUNTY = "COUNTY"
    TEXT = "TEXT"


@strawberry.input
class ObligationOrder:
    field: ObligationOrderField
    direction: Direction = Direction.ASC


@strawberry.input
class DateRange:
    after: date | None = strawberry.UNSET
    before: date | None = None


@strawberry.input
class ObligationFilter:
    county: str | None = None
    status: list[Status] | None = None
    due_on: DateRange | None = None
    text: str | None = None
    evidence: ID | None = None
    proven: bool | None = None


def matching(o: Any, asked: Any) -> list[str]:
    """The conditions of a filter; an absent one leaves no trace."""
    conditions = []
    if asked.county:
        conditions.append(f"{o.county.code}={asked.county}")
    if asked.status:
        conditions.append(asked.status.among(o.standing.status))
    if asked.due_on.after:
        conditions.append(f"{o.due_on}>={asked.due_on.after}")
    if asked.due_on.before:
        conditions.append(f"{o.due_on}<={asked.due_on.before}")
    if asked.text:
        conditions.append(asked.text.within(o.text))
    if asked.evidence:
        conditions.append(f"{o.evidence.id}={asked.evidence.row_id('Negotiation')}")
    if asked.proven.value is not None:
        conditions.append(f"{o.evidence.id} IS {'NOT ' if asked.proven.value else ''}NULL")
    return conditions


ORDERS: dict[str, Order] = {
    "DUE_ON": "due_on",
    "COUNTY": "county.sort_key",
    "TEXT": Key(lambda o: str(o.text)),
}


@entity(m.Organisation, kind=("CITY", "MUNICIPALITY"))
class Municipality(Organisation):
    """A municipality."""

    @many(m.Obligation, order="due_on", orders=ORDERS, day="as_of")
    def obligations(
        self: Any,
        o: Any,
        filter_: ObligationFilter | None = None,
        order_by: ObligationOrder | None = None,
    ) -> Connection[Obligation]:
        """Soonest due first."""
        return on(f"{o.municipality_id}={self.id}", *matching(o, filter_))


@entity(m.Organisation)
class OtherOrganisation(Organisation):
    """Everybody else."""


@entity(m.ObligationRule)
class ObligationRule(Node):
    """A rule."""

    key: str

    @sql
    def topics(self: Any) -> list[Topic]:
        """What it is about."""
        return expr(self.topics)


def sees_negotiation(n: Any) -> str:
    """Public, or the viewer attended."""
    mine = n.exists(
        m.NegotiationParty,
        lambda p: f"{p.negotiation_id}={n.id} AND {p.in_scope(p.organisation_id)}",
    )
    return f"({n.public} OR {mine})"


@entity(m.Negotiation, sees=sees_negotiation)
class Negotiation(Node):
    """A meeting."""

    county: County
    held_on: date
    noted_at: datetime
    closed_at: datetime | None
    summary: str
    public: bool
    urgent: bool | None
    revision: int

    @many(m.Organisation, order="code")
    def attendants(self: Any, x: Any) -> list[Organisation]:
        """Who was there: a plain list of an interface."""
        return on(
            x.exists(
                m.NegotiationParty,
                lambda p: f"{p.organisation_id}={x.id} AND {p.negotiation_id}={self.id}",
            )
        )


@strawberry.type
class Reason:
    """A value out of a JSON column; its object is read by the engine."""

    points: int
    evidence: Negotiation | None


def of_somebody(span: Any) -> str:
    """Always true, but only after reaching two rows further."""
    return f"{span.obligation.county.id} IS NOT NULL"


@entity(m.StandingSpan, sees=of_somebody)
class Standing:
    """What the rules say on a day."""

    status: Status
    kept: Period
    obligation: Obligation

    @computed("{ status }", columns=("because",), weight=2)
    def because(self: Any) -> list[Reason]:
        """Why."""
        return [
            Reason(points=one["points"], evidence=refer("Negotiation", one["negotiation"]))
            for one in self.because
        ]


def on_day(o: Any, s: Any) -> str:
    """The span of an obligation that covers the day, as the viewer may know it."""
    return (
        f"{s.obligation_id}={o.id} AND {s.day} BETWEEN {s.from_on} AND {s.to_on}"
        f" AND {s.for_parties}=({party(o)})"
    )


@entity(m.Obligation)
class Obligation(Node):
    """A duty."""

    rule: ObligationRule
    county: County
    municipality: Organisation | None
    evidence: Negotiation | None
    due_on: date
    text: str

    @many(m.Negotiation, order="-held_on", page=3, most=7)
    def earlier(self: Any, n: Any) -> Connection[Negotiation]:
        """The county's meetings by the due day: by more of the parent than its id."""
        return on(f"{n.county_id}={self.county_id}", f"{n.held_on}<={self.due_on}")

    @many(m.Negotiation, order="noted_at")
    def noted(self: Any, n: Any) -> Connection[Negotiation]:
        """The county's meetings as they were noted: an order by an instant."""
        return on(f"{n.county_id}={self.county_id}")

    @one(m.StandingSpan, day="as_of")
    def standing(self: Any, s: Any) -> Standing | None:
        """What the rules say on the day."""
        return on(on_day(self, s))

    @one(m.Negotiation)
    def latest(self: Any, n: Any, public: bool | None = None) -> Negotiation | None:
        """The county's meeting with the largest number, among the public ones or all."""
        mark = f"{n.public}" if public else "1=1"
        return on(
            f"{n.id}=(SELECT max(x.id) FROM negotiation x WHERE x.county_id={self.county_id})", mark
        )

    @sql
    def meetings(self: Any, since: date | None = None) -> int:
        """How many meetings of the county the viewer may see."""
        return expr(
            self.count(
                m.Negotiation,
                lambda n: [
                    f"{n.county_id}={self.county_id}",
                    f"{n.held_on}>={since}" if since else "",
                ],
            )
        )


@strawberry.type
class RentPart:
    label: str
    cents: int


@strawberry.type
class Rent:
    """A value; a reference in it is read by the engine."""

    total: int
    on: date
    parts: list[RentPart]
    county: County | None


@entity(m.RentLine, sees=lambda line: party(line.lease))
class RentLine:
    """A part of a rent."""

    label: str
    cents: int
    from_on: date


@entity(m.Lease, sees=party)
class Lease(Node):
    """Seen by its county alone."""

    title: str | None
    county: County

    @many(m.RentLine, order="from_on")
    def lines(self: Any, x: Any) -> list[RentLine]:
        """A plain list below a row."""
        return on(f"{x.lease_id}={self.id}")

    @computed("{ county { id } lines { label cents fromOn } }", columns=("county_id",), weight=5)
    def rent(self: Any, on_: date) -> Rent:
        """The monthly rent on a day. Python: a pure rule over declared facts."""
        found = [
            RentPart(label=x["label"], cents=x["cents"])
            for x in self.lines
            if x["fromOn"] <= on_.isoformat()
        ]
        return Rent(
            total=sum(p.cents for p in found),
            on=on_,
            parts=found,
            county=refer("County", self.county_id),
        )


@strawberry.type
class Cell:
    """Obligations of a county by rule, municipality and status."""

    county: County
    rule: ObligationRule
    municipality: Municipality | None
    status: Status | None
    count: int


Hit = Annotated[Obligation | Negotiation | Lease | County, strawberry.union("Hit")]


@strawberry.type
class Query:
    node = lookup()
    nodes = lookups()

    @one(m.Organisation)
    def county(self: Any, c: Any, code: str) -> County | None:
        """By official code."""
        return on(f"{c.code}={code}")

    @many(m.Organisation, order="code", limit=21)
    def counties(self: Any, c: Any) -> list[County]:
        """All of them: a plain list at the root."""
        return on()

    @many(m.Organisation, order="-sort_key", page=5)
    def organisations(self: Any, c: Any) -> Connection[Organisation]:
        """A list of an interface."""
        return on()

    @many(m.Obligation, order="due_on", orders=ORDERS, day="as_of")
    def obligations(
        self: Any,
        o: Any,
        filter_: ObligationFilter | None = None,
        order_by: ObligationOrder | None = None,
    ) -> Connection[Obligation]:
        """Soonest due first; `asOf` holds for everything below."""
        return on(*matching(o, filter_))

    @grouped(
        m.Obligation,
        order=("county_id", "rule_id", "municipality_id", Key(lambda g: g.status)),
        day="as_of",
        limit=1000,
    )
    def matrix(self: Any, o: Any, county: str | None = None) -> list[Cell]:
        """How many obligations there are of each status."""
        return group(
            f"{o.county.code}={county}" if county else "",
            by={
                "county_id": o.county_id,
                "rule_id": o.rule_id,
                "municipality_id": o.municipality_id,
                "status": o.standing.status,
            },
            totals={"count": "count(*)"},
        )

    @many(m.SearchDoc, order="terms", page=20, weight=20)
    def search(self: Any, hit: Any, query: str) -> Connection[Hit]:
        """Everything the viewer may see."""
        return on(given(query).within(hit.terms))


# Writing: a service returns a reference or a problem; the engine reads the payload after commit.


@strawberry.interface
class Problem:
    code: str
    message: str


@strawberry.type
class Conflict(Problem):
    current: Negotiation | None


@strawberry.type
class NotFound(Problem):
    pass


@strawberry.type
class Recorded:
    negotiation: Negotiation | None
    on: date


@strawberry.input
class RecordInput:
    negotiation: ID
    summary: str
    expected_revision: int


RecordResult = Annotated[Recorded | Conflict | NotFound, strawberry.union("RecordResult")]


@strawberry.type
class Mutation:
    @act
    async def record_held(self: Any, input_: RecordInput) -> RecordResult:
        """Record the meeting's result."""
        n = await m.Negotiation.get_or_none(id=int(input_.negotiation.split(":")[1]))
        if n is None:
            return NotFound(code="NOT_FOUND", message="not found")
        if n.revision != input_.expected_revision:
            return Conflict(
                code="CONFLICT", message="changed meanwhile", current=refer("Negotiation", n.id)
            )
        n.summary, n.revision = input_.summary, n.revision + 1
        await n.save()
        return Recorded(negotiation=refer("Negotiation", n.id), on=self.viewer.today)

    @act
    async def fail(self: Any) -> RecordResult:
        """Always fails."""
        raise ValueError("a secret of ours")


TYPES = [
    Obligation,
    Negotiation,
    Lease,
    County,
    Municipality,
    OtherOrganisation,
    ObligationRule,
]
schema = strawberry.Schema(Query, Mutation, types=TYPES)
