"""The matrix: how many obligations stand how, by county, or by municipality within a county."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.engine import given, group, grouped
from schema.obligations.enums import ObligationStatus
from schema.obligations.types import Obligation, ObligationRule, terms_of
from schema.register import County, Municipality, id_of
from server.obligations import models as m


@strawberry.type(description="Obligations of one rule and unit that stand alike on the day.")
class ObligationMatrixCell:
    rule: ObligationRule = strawberry.field(description="The rule.")
    county: County = strawberry.field(description="The county.")
    municipality: Municipality | None = strawberry.field(
        description="The municipality, when one county was asked for; else null."
    )
    status: ObligationStatus = strawberry.field(description="How they stand.")
    due_on: date = strawberry.field(description="The last day they can be fulfilled.")
    obligation: Obligation | None = strawberry.field(
        description="The obligation, when the cell holds exactly one."
    )
    count: int = strawberry.field(description="How many stand so.")


@strawberry.type
class MatrixQuery:
    @grouped(
        m.Obligation,
        order=("rule_id", "county_id", "municipality_id", "status"),
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
                description='Council term, "2025-2029"; the one that holds the day when left out.'
            ),
        ] = None,
        rules: Annotated[
            list[str] | None,
            strawberry.argument(description="Keys of rules; every rule when left out."),
        ] = None,
    ) -> list[ObligationMatrixCell]:
        """Counts by county, rule and status; by municipality when a county is named.

        The cells add up to the list `obligations` with the same filter and day. Before a period
        begins its obligations are in no cell.
        """
        current = f"{x.starts_on} <= {x.day} AND {x.ends_on} >= {x.day}"
        return group(
            f"{x.county_id} = {id_of('COUNTY', county)}" if county else "",
            f"{x.term_id} IN {terms_of(term)}" if term else current,
            given(rules).among(x.rule.key) if rules else "",
            f"{x.standing.status} IS NOT NULL",
            by={
                "rule_id": x.rule_id,
                "county_id": x.county_id,
                "municipality_id": x.municipality_id if county else "CAST(NULL AS INTEGER)",
                "status": x.standing.status,
                "due_on": x.due_on,
            },
            totals={
                "obligation_id": "CASE WHEN count(*) = 1 THEN min(" + x.id + ") END",
                "count": "count(*)",
            },
        )
