"""The catalogue, obligations, and the lists of them."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine import Connection, Direction, Node, entity, many, on, one, sql
from schema.journal import JournalEntry
from schema.localised import InLanguage, Named, localised
from schema.obligations.enums import Cadence, ObligationStatus, ObligationUnit, Topic, Tracking
from schema.obligations.evidence import Exemption, LinkedEvidence
from schema.obligations.standing import Standing
from schema.register import FOREVER, CouncilTerm, County, Municipality
from schema.scalars import DateRange
from server.journal import models as journal
from server.kit.sorting import sort_key
from server.negotiations import models as negotiations
from server.obligations import models as m

if TYPE_CHECKING:
    from schema.negotiations.types import Negotiation

LazyNegotiation = Annotated["Negotiation", strawberry.lazy("schema.negotiations.types")]


@entity(m.ObligationRule)
class ObligationRule(Node, Named):
    """One entry of the catalogue: what a statute asks, of whom, how often."""

    key: str = strawberry.field(description="The catalogue's key.")
    statute: str = strawberry.field(description='Number and year of the statute, "611/2021".')
    section: str = strawberry.field(description='The section, "14 §".')
    topic: Topic = strawberry.field(description="What it is about.")
    tracking: Tracking = strawberry.field(description="Whether it generates obligations.")
    cadence: Cadence = strawberry.field(description="How often.")
    unit: ObligationUnit = strawberry.field(description="Who bears it.")
    source_url: str = strawberry.field(description="Where the statute can be read.")
    valid_from: date = strawberry.field(description="First day in force.")
    valid_to: date | None = strawberry.field(description="Last day in force; null while it is.")
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


@entity(m.Obligation)
class Obligation(Node):
    """What one county and one municipality must do together in one period. Generated."""

    rule: ObligationRule = strawberry.field(description="The rule it comes from.")
    county: County = strawberry.field(description="The county that bears it.")
    municipality: Municipality = strawberry.field(description="The municipality that bears it.")
    term: CouncilTerm = strawberry.field(description="The council term it belongs to.")
    starts_on: date = strawberry.field(description="First day of the period.")
    ends_on: date = strawberry.field(description="Last day of the period, inclusive.")
    due_on: date = strawberry.field(description="The last day it can be fulfilled.")
    applies_from: date = strawberry.field(
        description="First day in the period on which the municipality belongs to the county."
    )
    applies_to: date = strawberry.field(description="The last such day, inclusive.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @one(m.StandingSpan, day="as_of")
    def standing(self: Any, span: Any) -> Standing | None:
        """How it stands on the day, with what is known now; null before the period begins."""
        return on(
            f"{span.obligation_id} = {self.id}",
            f"{span.day} BETWEEN {span.from_on} AND {span.to_on}",
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
        """Negotiations of the two recorded under the rule around its period, latest first."""
        return on(
            f"{n.county_id} = {self.county_id} AND {n.merged_into_id} IS NULL",
            f"{n.sort_on} >= {self.starts_on} AND {n.sort_on} <= {self.ends_on}",
            n.exists(
                negotiations.NegotiationParty,
                lambda p: (
                    f"{p.negotiation_id} = {n.id}",
                    f"{p.organisation_id} = {self.municipality_id}",
                ),
            ),
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
    county: str | None = strawberry.field(default=None, description="County code.")
    municipality: str | None = strawberry.field(default=None, description="Municipality code.")
    organisation: str | None = strawberry.field(
        default=None, description="Organisation code of a bearer (county:08, municipality:837)."
    )
    collaborative_area: str | None = strawberry.field(
        default=None, description="Code of the collaborative area the county belongs to."
    )
    rule: str | None = strawberry.field(default=None, description="The catalogue's key.")
    statute: str | None = strawberry.field(default=None, description='Statute, "611/2021".')
    topic: list[Topic] | None = strawberry.field(default=None, description="Any of these.")
    cadence: list[Cadence] | None = strawberry.field(default=None, description="Any of these.")
    status: list[ObligationStatus] | None = strawberry.field(
        default=None, description="Standing in any of these ways on the day."
    )
    term: str | None = strawberry.field(default=None, description='Council term, "2025-2029".')
    due_on: DateRange | None = strawberry.field(default=None, description="Due in these days.")
    text: str | None = strawberry.field(
        default=None, description="Part of the municipality's name in Finnish or Swedish."
    )


@strawberry.enum(description="What a list of obligations is ordered by.")
class ObligationOrderField(enum.Enum):
    DUE_ON = strawberry.enum_value("DUE_ON", description="The last day it can be fulfilled.")
    MUNICIPALITY = strawberry.enum_value(
        "MUNICIPALITY", description="The municipality's name as Finns sort."
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
    statute: str | None = strawberry.field(default=None, description='Statute, "611/2021".')


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
        return on(*_rules(x, filter_))

    @many(
        m.Obligation,
        order="due_on",
        orders={"DUE_ON": "due_on", "MUNICIPALITY": "sort_fi"},
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


def _rules(x: Any, given: Any) -> list[str]:
    if not given:
        return []
    return [
        given.topic.among(x.topic) if given.topic else "",
        given.tracking.among(x.tracking) if given.tracking else "",
        given.cadence.among(x.cadence) if given.cadence else "",
        f"{x.statute} = {given.statute}" if given.statute else "",
    ]


def chosen(x: Any, given: Any) -> list[str]:
    """The conditions of an obligation filter on the row ``x``."""
    if not given:
        return []
    return [condition for condition in (*_whose(x, given), *_what(x, given)) if condition]


def _whose(x: Any, given: Any) -> list[str]:
    area = (
        "EXISTS (SELECT 1 FROM area_membership am JOIN collaborative_area ca ON ca.id = am.area_id"
        f" WHERE am.organisation_id = {x.county_id} AND ca.code = {given.collaborative_area}"
        f" AND am.starts_on <= {x.day} AND coalesce(am.ends_on, {FOREVER}) >= {x.day})"
    )
    bearers = f"({x.county.organisation_code} = {given.organisation}"
    bearers += f" OR {x.municipality.organisation_code} = {given.organisation})"
    named = ""
    if given.text:
        names = (x.municipality.sort_fi, x.municipality.sort_sv)
        named = "(" + " OR ".join(given.text.within(name, sort_key) for name in names) + ")"
    return [
        f"{x.county.code} = {given.county}" if given.county else "",
        f"{x.municipality.code} = {given.municipality}" if given.municipality else "",
        bearers if given.organisation else "",
        area if given.collaborative_area else "",
        named,
    ]


def _what(x: Any, given: Any) -> list[str]:
    out = [
        f"{x.rule.key} = {given.rule}" if given.rule else "",
        f"{x.rule.statute} = {given.statute}" if given.statute else "",
        given.topic.among(x.rule.topic) if given.topic else "",
        given.cadence.among(x.rule.cadence) if given.cadence else "",
        given.status.among(x.standing.status) if given.status else "",
        f"{x.term.key} = {given.term}" if given.term else "",
    ]
    if given.due_on:
        out.append(f"{x.due_on} >= {given.due_on.after}" if given.due_on.after else "")
        out.append(f"{x.due_on} <= {given.due_on.before}" if given.due_on.before else "")
    return out
