"""The engine against the oracle: random documents, four viewers, both databases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import strawberry
from graphql import parse, print_schema, validate

from schema.engine import Viewer
from tests.engine.conftest import House
from tests.engine.documents import Documents, Used
from tests.engine.oracle import Oracle, plain_cursor
from tests.engine.schema import schema

TODAY = date(2026, 11, 21)
VIEWERS = [
    Viewer((), "en", TODAY),
    Viewer((1,), "sv", TODAY),
    Viewer((2, 3, 9), "fi", TODAY),
    Viewer((), "fi", TODAY, unrestricted=True),
]
# Shared with the benchmark of seeds; this many documents run in every test run.
DOCUMENTS = 160
HARVEST = """{
  %s
  sort_key: county(code:"01") { municipalities { edges { cursor } } }
  organisations(first:500) { edges { cursor } }
  search(query:"sana", first:500) { edges { cursor } }
  held: nodes(ids:["County:1","Municipality:4"]) {
    ... on Organisation { negotiations { edges { cursor } } } }
  noted: obligations { nodes { noted { edges { cursor } } } }
}""" % "\n".join(
    f"{field}_{way}: obligations(first:500, orderBy:{{field:{field},direction:{way}}})"
    " { edges { cursor } }"
    for field in ("DUE_ON", "COUNTY", "TEXT")
    for way in ("ASC", "DESC")
)


def found(value: Any, key: str) -> Iterator[Any]:
    """Every value under the key, however deep."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, dict) and key in value:
        yield value[key]
    for one in inner:
        yield from found(one, key)


async def harvest(house: House) -> dict[str, list[str]]:
    answer = await house.engine().execute(HARVEST, viewer=VIEWERS[3], cost_limit=10**9)
    assert not answer.errors, answer.errors
    got = answer.values()
    return {
        key.replace("_ASC", " ASC").replace("_DESC", " DESC"): sorted(set(found(value, "cursor")))
        for key, value in got.items()
    }


def comparable(value: Any) -> Any:
    """An answer with its cursors as the oracle writes them."""
    match value:
        case dict():
            return {k: comparable(v) for k, v in value.items()}
        case list():
            return [comparable(v) for v in value]
        case str() if re.fullmatch("[0-9a-f]{22,}", value):
            return plain_cursor(value)
    return value


class Comparison:
    """Random documents of one seed, asked of the engine and of the oracle."""

    def __init__(self, house: House, sdl_of: strawberry.Schema, engine: Any) -> None:
        self.engine = engine
        gql = sdl_of._schema
        self.gql = gql
        self.oracle = Oracle(house.world, print_schema(gql))
        self.used = Used(gql)
        self.asked = 0
        self.different: list[str] = []

    async def run(self, documents: Documents, count: int) -> None:
        for _ in range(count):
            text = documents.document()
            assert not validate(self.gql, parse(text)), text
            await self._compare(text, documents.variables())

    async def _compare(self, text: str, variables: dict[str, Any]) -> None:
        document = parse(text)
        self.used.look(document)
        for viewer in VIEWERS:
            want = self.oracle.run(document, variables, viewer)
            self.used.answered(want)
            answer = await self.engine.execute(
                text, variables, viewer=viewer, operation="Q", cost_limit=10**15
            )
            self.asked += 1
            got = comparable(answer.values())
            # The order of keys counts too.
            if answer.errors or json.dumps(got) != json.dumps(want):
                problem = f"{text}\n{variables}\n{viewer}\n{answer.errors}"
                self.different.append(f"{problem}\nwant {want}\ngot  {got}")


async def compare(
    house: House, seed: int, count: int, of: strawberry.Schema = schema
) -> Comparison:
    comparison = Comparison(house, schema, house.engine(of))
    await comparison.run(Documents(schema._schema, seed, await harvest(house)), count)
    return comparison


async def test_random_documents_are_answered_as_the_oracle_does(house: House) -> None:
    done = await compare(house, 7, DOCUMENTS)
    assert not done.different, f"{len(done.different)} of {done.asked}:\n{done.different[0]}"
    assert done.asked == 4 * DOCUMENTS
