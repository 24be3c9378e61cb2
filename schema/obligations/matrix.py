"""The matrix: how many obligations stand how, by county, or by municipality within a county."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.engine import given, group, grouped
from schema.obligations.conditions import terms_of
from schema.obligations.enums import ObligationStatus
from schema.obligations.types import Obligation, ObligationRule
from schema.register import CollaborativeArea, County, Municipality, Organisation, id_of
from server.obligations import models as m


@strawberry.type(description="Obligations of one rule and unit that stand alike on the day.")
class ObligationMatrixCell:
    rule: ObligationRule = strawberry.field(description="The rule.")
    county: County | None = strawberry.field(
        description="The county; null for Helsinki, HUS Group and what counties bear together."
    )
    municipality: Municipality | None = strawberry.field(
        description="The municipality, when one county was asked for or it belongs to none."
    )
    organisation: Organisation | None = strawberry.field(
        description="The bearer that is neither county nor municipality; null when none is."
    )
    collaborative_area: CollaborativeArea | None = strawberry.field(
        description="The collaborative area whose members bear it together; null when none do."
    )
    status: ObligationStatus = strawberry.field(description="How they stand.")
    due_on: date | None = strawberry.field(
        description="The last day on which they are done in time; null when no day is set."
    )
    obligation: Obligation | None = strawberry.field(
        description="The obligation, when the cell holds exactly one."
    )
    count: int = strawberry.field(description="How many stand so.")


@strawberry.type
class MatrixQuery:
    @grouped(
        m.Obligation,
        order=(
            "rule_id",
            "county_id",
            "municipality_id",
            "organisation_id",
            "collaborative_area_id",
            "status",
            "due_on",
        ),
        day="as_of",
        limit=2000,
    )
    def obligation_matrix(
        self: Any,
        x: Any,
        county: Annotated[
            str | None,
            strawberry.argument(
                description="County code: the county's municipalities one by one. Every county"
                " as a sum when left out."
            ),
        ] = None,
        term: Annotated[
            str | None,
            strawberry.argument(
                description='Council term, "2025-2029": what belongs to it, and to the year when'
                " one is given."
            ),
        ] = None,
        year: Annotated[
            int | None,
            strawberry.argument(
                description="Calendar year: what belongs to it, and to the term when one is given."
            ),
        ] = None,
        rules: Annotated[
            list[str] | None,
            strawberry.argument(description="Keys of rules; every rule when left out."),
        ] = None,
    ) -> list[ObligationMatrixCell]:
        """Counts by county, rule and status; by municipality when a county is named.

        Without a term and a year: the periods that hold the day, and what is overdue from before.
        Each cell's count is that of the list `obligations` on the same day with the cell's rule,
        bearers, status and due day. Before a period begins its obligations are in no cell.
        """
        return group(
            f"{x.county_id} = {id_of('COUNTY', county)}" if county else "",
            _when(x, term, year),
            given(rules).among(x.rule.key) if rules else "",
            f"{x.standing.status} IS NOT NULL",
            by={
                "rule_id": x.rule_id,
                "county_id": x.county_id,
                "municipality_id": x.municipality_id if county else _of_no_county(x),
                "organisation_id": x.organisation_id,
                "collaborative_area_id": x.area_id,
                "status": x.standing.status,
                "due_on": x.due_on,
            },
            totals={
                "obligation_id": "CASE WHEN count(*) = 1 THEN min(" + x.id + ") END",
                "count": "count(*)",
            },
        )


def _of_no_county(x: Any) -> str:
    return f"CASE WHEN {x.county_id} IS NULL THEN {x.municipality_id} END"


def _when(x: Any, term: Any, year: Any) -> str:
    """The condition on the period: those asked for, or those of the day."""
    asked = [f"{x.term_id} IN {terms_of(term)}"] if term else []
    asked += [f"{x.year} = {year}"] if year else []
    if asked:
        return "(" + " OR ".join(asked) + ")"
    # Apart, each of the three is found along an index, so that what has ended is not read.
    begun = f"SELECT id FROM obligation WHERE starts_on <= {x.day} AND ends_on"
    overdue = f"status = 'OVERDUE' AND from_on <= {x.day} AND to_on >= {x.day}"
    return (
        f"{x.id} IN ({begun} >= {x.day} UNION ALL {begun} IS NULL"
        f" UNION ALL SELECT obligation_id FROM standing_span WHERE {overdue})"
    )
