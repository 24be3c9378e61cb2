"""The pages' own documents and the cookbook's queries fit the schema and what anybody may ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from schema.engine import Engine, Sqlite
from schema.root import build
from server.app.reading import ANONYMOUS_COST
from ui.documents import PAGES, document
from ui.recipes import Recipe, recipes

DOCUMENTS = sorted(
    str(path.relative_to(PAGES).with_suffix(""))
    for path in PAGES.rglob("*.graphql")
    if not path.name.startswith("_")
)
SDL = Path(__file__).parents[2] / "schema" / "schema.graphql"
SCHEMA = build_schema(SDL.read_text(encoding="utf-8"))


async def _nothing(sql: str, values: list[object]) -> str:
    raise AssertionError("the cost of a document is known before any statement")


ENGINE = Engine(build(), Sqlite(), _nothing)


def faults(text: str) -> list[str]:
    return [error.message for error in validate(SCHEMA, parse(text))]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_of_a_page_fits_the_schema_and_what_anybody_may_ask(name: str) -> None:
    assert not faults(document(name))
    assert ENGINE.cost(document(name), cost_limit=ANONYMOUS_COST).value <= ANONYMOUS_COST


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.key)
def test_query_of_the_cookbook_fits_the_schema_and_what_anybody_may_ask(recipe: Recipe) -> None:
    text = recipe.query
    assert not faults(text)
    assert ENGINE.cost(text, cost_limit=ANONYMOUS_COST).value <= ANONYMOUS_COST
