"""What the stories ask again and again: how rows of obligations stand, and how many there are."""

from __future__ import annotations

from typing import Any

from fixtures.loading import tree_of
from tests.graphql.asking import Api

OBLIGATIONS = """query ($filter: ObligationFilter, $asOf: Date) {
  obligations(filter: $filter, asOf: $asOf, first: 500, orderBy: { field: MUNICIPALITY }) {
    totalCount
    nodes {
      id
      county { organisationCode }
      municipality { organisationCode }
      organisation { organisationCode }
      standing { status because { negotiation { id } } }
    }
  }
}"""


def facts_of(story: str) -> Any:
    """The facts of a story, as ``fixtures/stories`` keeps them."""
    return tree_of(f"stories/{story}")


async def rows_of(
    api: Api, filter_: dict[str, Any], as_of: str | None = None, **how: Any
) -> dict[str, dict[str, Any]]:
    """The obligations of a filter by the organisation code of who bears them with another."""
    found = await api.ask(OBLIGATIONS, {"filter": filter_, "asOf": as_of}, **how)
    listed = found["obligations"]
    rows = {_unit(row): row for row in listed["nodes"]}
    assert len(rows) == listed["totalCount"]
    return rows


async def statuses(
    api: Api, filter_: dict[str, Any], as_of: str | None = None, **how: Any
) -> dict[str, str]:
    """How each obligation of a filter stands on a day."""
    rows = await rows_of(api, filter_, as_of, **how)
    return {code: row["standing"]["status"] for code, row in rows.items()}


async def count_of_obligations(api: Api) -> int:
    """How many obligations there are in all."""
    found = await api.ask("{ obligations { totalCount } }")
    return int(found["obligations"]["totalCount"])


def _unit(row: dict[str, Any]) -> str:
    bearer = row["municipality"] or row["organisation"] or row["county"]
    return str(bearer["organisationCode"])
