"""The catalogue, obligations, and the lists of them."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine import Connection, Direction, Node, entity, expr, many, on, one, sql
from schema.journal import JournalEntry
from schema.localised import InLanguage, Named, localised
from schema.obligations.conditions import chosen, rules_chosen
from schema.obligations.enums import (
    BindsHelsinki,
    Cadence,
    DutyBearer,
    DutyProduct,
    EvidenceKind,
    ObligationRole,
    ObligationStatus,
    ObligationUnit,
    Tracking,
)
from schema.obligations.evidence import Exemption, LinkedEvidence
from schema.obligations.standing import Standing
from schema.register import (
    FOREVER,
    CollaborativeArea,
    CouncilTerm,
    County,
    Municipality,
    Organisation,
)
from schema.scalars import DateRange
from schema.vocabulary import Topic
from server.journal import models as journal
from server.negotiations import models as negotiations
from server.obligations import models as m
from server.register import models as register

if TYPE_CHECKING:
    from schema.negotiations.types import Negotiation

LazyNegotiation = Annotated["Negotiation", strawberry.lazy("schema.negotiations.types")]


@entity(m.ObligationRule)
class ObligationRule(Node, Named):
    """One rule of the catalogue: what a statute asks, of whom, how often, and what shows it."""

    key: str = strawberry.field(description="The rule's key.")
    entry: str = strawberry.field(
        description="Key of the catalogue's entry; one entry may yield two rules."
    )
    version: int = strawberry.field(description="Rises when the reading of the statute changes.")
    statute: str = strawberry.field(description='Number and year of the statute, "611/2021".')
    section: str = strawberry.field(description='The section, "14 §".')
    topic: Topic = strawberry.field(description="What it is about.")
    tracking: Tracking = strawberry.field(description="Whether it generates obligations.")
    cadence: Cadence | None = strawberry.field(description="How often; null when it has no time.")
    unit: ObligationUnit | None = strawberry.field(
        description="Of what it yields one obligation in each period; null when it yields none."
    )
    period: str = strawberry.field(
        description='The period as data: "COUNTY_COUNCIL_TERM", "P4Y", "DEADLINE:12-31".'
    )
    bearer: DutyBearer = strawberry.field(description="On whom the statute lays the duty.")
    product: DutyProduct = strawberry.field(description="What comes of fulfilling it.")
    helsinki: BindsHelsinki = strawberry.field(description="Whether it binds Helsinki.")
    source_url: str = strawberry.field(description="Where the statute can be read.")
    valid_from: date = strawberry.field(description="First day in force.")
    valid_to: date | None = strawberry.field(description="Last day in force; null while it is.")
    predecessor: ObligationRule | None = strawberry.field(
        description="The rule it replaced; null when it replaced none."
    )
    revision: int = strawberry.field(description="Rises with every change.")

    @sql
    def statute_name(self: Any, language: InLanguage = None) -> str:
        """The name of the statute."""
        return localised(self, "statute_name", language)

    @sql
    def summary(self: Any, language: InLanguage = None) -> str:
        """What it asks, in this record's own words; not reviewed by a lawyer."""
        return localised(self, "summary", language)

    @sql
    def evidence_accepted(self: Any, language: InLanguage = None) -> str:
        """What counts as evidence, in this record's own words."""
        return localised(self, "evidence", language)

    @sql
    def evidence_kinds(self: Any) -> list[EvidenceKind]:
        """What must be shown, every one of them; empty for a rule that generates nothing."""
        listed = f"'[\"' || replace({self.evidence_kinds}, ' ', '\",\"') || '\"]'"
        return expr(f"CASE WHEN {self.evidence_kinds} = '' THEN '[]' ELSE {listed} END")

    @sql
    def reason(self: Any, language: InLanguage = None) -> str | None:
        """Why it is tracked as it is, or why it is not; null when there is nothing to explain."""
        return localised(self, "reason", language)

    @many(m.ObligationRule, order="place", limit=20, page=1)
    def successors(self: Any, rule: Any) -> list[ObligationRule]:
        """The rules that replaced it."""
        return on(f"{rule.predecessor_id} = {self.id}")


@entity(m.ObligationBearer)
class ObligationBearer:
    """An organisation's part in an obligation."""

    role: ObligationRole = strawberry.field(description="The part.")
    organisation: Organisation = strawberry.field(description="The organisation.")


def is_told(row: Any) -> str:
    """Is one of the viewer's organisations both a bearer or partner, and party of the record?"""
    return (
        "EXISTS (SELECT 1 FROM obligation_bearer b JOIN negotiation_party p"
        " ON p.organisation_id = b.organisation_id"
        f" WHERE b.obligation_id = {row.obligation_id} AND b.role <> 'RECIPIENT'"
        f" AND p.negotiation_id = {row.negotiation_id} AND {row.in_scope('b.organisation_id')})"
    )


@entity(m.WithheldFulfilment, sees=is_told)
class WithheldFulfilment:
    """That an obligation is fulfilled on a withheld record, which no public status counts."""

    negotiation: LazyNegotiation | None = strawberry.field(
        description="The record; its withholding tells the ground."
    )
    from_on: date = strawberry.field(description="The first day on which it is so.")
    to_on: date = strawberry.field(
        description="The last such day with what is known now, inclusive; at most the horizon."
    )


@entity(m.Obligation)
class Obligation(Node):
    """What the bearers of one unit must do under one rule in one period. Generated."""

    rule: ObligationRule = strawberry.field(description="The rule it comes from.")
    county: County | None = strawberry.field(
        description="The county that bears it or in whose area its municipality lies; null for"
        " Helsinki, HUS Group and what several counties bear together."
    )
    municipality: Municipality | None = strawberry.field(
        description="The municipality that bears it; null when none does."
    )
    organisation: Organisation | None = strawberry.field(
        description="Its one bearer, or the organiser a ministry meets, when that is neither a"
        " county nor a municipality."
    )
    term: CouncilTerm | None = strawberry.field(
        description="The council term it belongs to; null when it belongs to none."
    )
    year: int | None = strawberry.field(
        description="The calendar year it belongs to; null when it belongs to none."
    )
    starts_on: date = strawberry.field(description="First day of the period.")
    ends_on: date | None = strawberry.field(
        description="Last day of the period, inclusive; null while it is open."
    )
    due_on: date | None = strawberry.field(
        description="The last day on which it is done in time; null when no day is set."
    )
    applies_from: date = strawberry.field(description="First day in the period on which it binds.")
    applies_to: date | None = strawberry.field(
        description="The last such day, inclusive; null while it is open."
    )
    revision: int = strawberry.field(
        description="Rises with what is recorded of it by hand, not when it is judged anew; name"
        " it in expectedRevision when changing."
    )

    @one(register.CollaborativeArea)
    def collaborative_area(self: Any, area: Any) -> CollaborativeArea | None:
        """The collaborative area whose members bear it together; null when none do."""
        return on(f"{area.id} = {self.area_id}")

    @many(m.ObligationBearer, order="place", limit=50, page=3)
    def bearers(self: Any, bearer: Any) -> list[ObligationBearer]:
        """Everyone with a part in it: those whose duty it is first."""
        return on(f"{bearer.obligation_id} = {self.id}")

    @one(m.StandingSpan, day="as_of")
    def standing(self: Any, span: Any) -> Standing | None:
        """How it stands on the day, with what is known now; null before the period begins."""
        return on(
            f"{span.obligation_id} = {self.id}",
            f"{span.day} BETWEEN {span.from_on} AND {span.to_on}",
        )

    @one(m.WithheldFulfilment, day="as_of")
    def withheld_fulfilment(self: Any, row: Any) -> WithheldFulfilment | None:
        """Beside the standing, on the day: fulfilled on a withheld record.

        Told to those who have a part in the obligation and are parties of the record; null for
        everyone else, and when there is no such record.
        """
        return on(
            f"{row.obligation_id} = {self.id}",
            f"{row.day} BETWEEN {row.from_on} AND {row.to_on}",
        )

    @many(m.StandingSpan, order="from_on", limit=200, page=10)
    def standings(self: Any, span: Any) -> list[Standing]:
        """Every standing from the first day of the period to the horizon, in order."""
        return on(f"{span.obligation_id} = {self.id}")

    @many(m.LinkedEvidence, order="dated_on")
    def evidence(self: Any, row: Any) -> Connection[LinkedEvidence]:
        """Sources linked by hand, earliest first, withdrawn ones included."""
        return on(f"{row.obligation_id} = {self.id}")

    @many(m.Exemption, order="from_on", limit=50, page=1)
    def exemptions(self: Any, row: Any) -> list[Exemption]:
        """Decisions that it does not bind the pair, earliest first."""
        return on(f"{row.obligation_id} = {self.id}")

    @many(negotiations.Negotiation, order="-sort_on")
    def negotiations(self: Any, n: Any) -> Connection[LazyNegotiation]:
        """Negotiations between its bearers recorded under the rule in its period, latest first."""
        return on(
            f"{n.merged_into_id} IS NULL",
            f"{n.sort_on} >= {self.starts_on}",
            f"{n.sort_on} <= coalesce({self.ends_on}, {FOREVER})",
            # Of two who met, one at least is not the first named: the many negotiations of a
            # county need not be looked through for one of its municipalities.
            f"{n.id} IN (SELECT np.negotiation_id FROM obligation_bearer ob JOIN negotiation_party"
            f" np ON np.organisation_id = ob.organisation_id WHERE ob.obligation_id = {self.id}"
            " AND ob.place > 0 AND ob.role <> 'RECIPIENT')",
            "(SELECT count(*) FROM negotiation_party np JOIN obligation_bearer ob"
            f" ON ob.organisation_id = np.organisation_id WHERE np.negotiation_id = {n.id}"
            f" AND ob.obligation_id = {self.id} AND ob.role <> 'RECIPIENT') > 1",
            n.exists(
                negotiations.NegotiationRule,
                lambda r: (f"{r.negotiation_id} = {n.id}", f"{r.rule_key} = {self.rule.key}"),
            ),
        )

    @many(journal.JournalEntry, order="-seq")
    def history(self: Any, entry: Any) -> Connection[JournalEntry]:
        """What has been recorded about it, latest first."""
        return on(f"{entry.object_type} = 'Obligation'", f"{entry.object_id} = {self.id}")


@strawberry.input(description="Which obligations.")
class ObligationFilter:
    county: str | None = strawberry.field(
        default=None, description="County code: its own obligations and its municipalities'."
    )
    municipality: str | None = strawberry.field(default=None, description="Municipality code.")
    organisation: str | None = strawberry.field(
        default=None, description="Organisation code of a bearer (county:08, municipality:837)."
    )
    collaborative_area: str | None = strawberry.field(
        default=None,
        description="Code of a collaborative area: what it bears itself, and what is borne by a"
        " county, a municipality of a county, or another organiser that belongs to it.",
    )
    rule: str | None = strawberry.field(default=None, description="The catalogue's key.")
    statute: str | None = strawberry.field(default=None, description='Statute, "611/2021".')
    topic: list[Topic] | None = strawberry.field(default=None, description="Any of these.")
    cadence: list[Cadence] | None = strawberry.field(default=None, description="Any of these.")
    status: list[ObligationStatus] | None = strawberry.field(
        default=None, description="Standing in any of these ways on the day."
    )
    term: str | None = strawberry.field(default=None, description='Council term, "2025-2029".')
    year: int | None = strawberry.field(default=None, description="Calendar year, 2026.")
    due_on: DateRange | None = strawberry.field(default=None, description="Due in these days.")
    text: str | None = strawberry.field(
        default=None,
        description="Part of a name in Finnish or Swedish: the municipality's, else the"
        " county's or the other organisation's.",
    )


@strawberry.enum(description="What a list of obligations is ordered by.")
class ObligationOrderField(enum.Enum):
    DUE_ON = strawberry.enum_value("DUE_ON", description="The last day it can be fulfilled.")
    MUNICIPALITY = strawberry.enum_value(
        "MUNICIPALITY", description="The municipality's or other bearer's name as Finns sort."
    )


@strawberry.input(description="Order of a list of obligations.")
class ObligationOrder:
    field: ObligationOrderField = strawberry.field(description="By what.")
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Ascending unless said otherwise."
    )


@strawberry.input(description="Which rules of the catalogue.")
class ObligationRuleFilter:
    topic: list[Topic] | None = strawberry.field(default=None, description="Any of these.")
    tracking: list[Tracking] | None = strawberry.field(default=None, description="Any of these.")
    cadence: list[Cadence] | None = strawberry.field(default=None, description="Any of these.")
    unit: list[ObligationUnit] | None = strawberry.field(default=None, description="Any of these.")
    evidence: EvidenceKind | None = strawberry.field(
        default=None, description="Met by evidence of this kind."
    )
    statute: str | None = strawberry.field(default=None, description='Statute, "611/2021".')
    valid_on: date | None = strawberry.field(default=None, description="In force on this day.")


@strawberry.type
class ObligationQuery:
    @many(m.ObligationRule, order="place", limit=500, page=70)
    def obligation_rules(
        self: Any,
        x: Any,
        filter_: Annotated[
            ObligationRuleFilter | None,
            strawberry.argument(description="Which rules; every one when left out."),
        ] = None,
    ) -> list[ObligationRule]:
        """The catalogue in its own order."""
        return on(*rules_chosen(x, filter_))

    @one(m.ObligationRule)
    def obligation_rule(
        self: Any,
        x: Any,
        key: Annotated[str, strawberry.argument(description="The rule's key.")],
    ) -> ObligationRule | None:
        """The rule of the catalogue by its key; null for no such."""
        return on(f"{x.key} = {key}")

    @many(
        m.Obligation,
        order="sort_on",
        orders={"DUE_ON": "sort_on", "MUNICIPALITY": "sort_fi"},
        day="as_of",
    )
    def obligations(
        self: Any,
        x: Any,
        filter_: Annotated[
            ObligationFilter | None,
            strawberry.argument(description="Which obligations; every one when left out."),
        ] = None,
        order_by: Annotated[
            ObligationOrder | None,
            strawberry.argument(description="In which order; soonest due first when left out."),
        ] = None,
    ) -> Connection[Obligation]:
        """Obligations of every period on record, standing as they do on the day.

        The day counts for the filter of statuses too.
        """
        return on(*chosen(x, filter_))
