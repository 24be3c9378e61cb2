"""Every document of the pages is one the schema can answer."""

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

import ui
from ui.documents import PAGES, document
from ui.recipes import Recipe, recipes

SCHEMA = build_schema((Path(ui.__file__).parent.parent / "schema/schema.graphql").read_text())
NAMES = sorted(
    str(path.relative_to(PAGES).with_suffix(""))
    for path in PAGES.rglob("*.graphql")
    if not path.name.startswith("_")
)


@pytest.mark.parametrize("name", NAMES)
def test_document_is_valid(name: str) -> None:
    assert [error.message for error in validate(SCHEMA, parse(document(name)))] == []


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.key)
def test_recipe_runs_as_it_stands(recipe: Recipe) -> None:
    assert [error.message for error in validate(SCHEMA, parse(recipe.query))] == []


def test_every_document_is_used() -> None:
    code = "".join(path.read_text() for path in Path(ui.__file__).parent.rglob("*.py"))
    used = {name for name in NAMES if f'"{name.removeprefix("acts/")}"' in code}
    assert set(NAMES) - used == set()
