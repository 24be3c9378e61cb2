"""The engine against the oracle: random documents, four viewers, both databases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from graphql import (
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_union_type,
    parse,
    print_schema,
    validate,
)

from schema.engine import Engine, Row, Viewer
from schema.engine import compile as compiling
from schema.engine.row import all_of, listed
from schema.engine.statement import Statement
from tests.engine import models as m
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
# What only mutations take or give.
WRITTEN = {"Mutation", "Recorded", "RecordInput", "Conflict", "NotFound", "Problem"}
ORDERED = " ".join(
    f"{field}_{way}: obligations(first:500, orderBy:{{field:{field},direction:{way}}})"
    " { edges { cursor } }"
    for field in ("DUE_ON", "COUNTY", "TEXT")
    for way in ("ASC", "DESC")
)
HARVEST = f"""{{
  {ORDERED}
  sort_key: county(code:"01") {{ municipalities {{ edges {{ cursor }} }} }}
  organisations(first:500) {{ edges {{ cursor }} }}
  search(query:"sana", first:500) {{ edges {{ cursor }} }}
  held: nodes(ids:["County:1","Municipality:4"]) {{
    ... on Organisation {{ negotiations {{ edges {{ cursor }} }} }} }}
  noted: obligations {{ nodes {{ noted {{ edges {{ cursor }} }} }} }}
}}"""


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

    def __init__(self, house: House, engine: Engine) -> None:
        self.engine = engine
        self.gql = schema._schema
        self.oracle = Oracle(house.world, print_schema(self.gql))
        self.used = Used(self.gql)
        unions = [t for t in self.gql.type_map.values() if is_union_type(t)]
        self.union_members = {member for union in unions for member in union.types}
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


async def compare(house: House, seed: int, count: int) -> Comparison:
    comparison = Comparison(house, house.engine())
    await comparison.run(Documents(schema._schema, seed, await harvest(house)), count)
    return comparison


async def test_random_documents_are_answered_as_the_oracle_does(house: House) -> None:
    count = 100 if house.postgres else 200
    done = await compare(house, count, count)
    assert not done.different, f"{len(done.different)} of {done.asked}:\n{done.different[0]}"
    assert done.asked == 4 * count
    # The smaller run of PostgreSQL need not name everything.
    assert house.postgres or not unused(done)


async def test_objects_written_apart_are_answered_alike(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_DEEPEST", 0)
    done = await compare(house, 3, 30)
    assert not done.different, f"{len(done.different)} of {done.asked}:\n{done.different[0]}"


def unused(done: Comparison) -> set[str]:
    """What of the readable schema no document has named and no answer has held."""
    wanted: set[str] = set()
    for name, gql_type in done.gql.type_map.items():
        if name.startswith("__") or name in WRITTEN:
            continue
        if is_object_type(gql_type) or is_interface_type(gql_type):
            if is_object_type(gql_type) and not name.endswith(("Edge", "Connection")):
                wanted |= {f"={name}"} if gql_type in done.union_members else set()
            for field, declared in gql_type.fields.items():
                wanted.add(f"{name}.{field}")
                wanted |= {f"{name}.{field}({a})" for a in declared.args}
        if is_input_object_type(gql_type):
            wanted |= {f"{name}.{field}" for field in gql_type.fields}
        if is_enum_type(gql_type):
            wanted |= {f"{name}.{v}" for v in gql_type.values if f"={v}" not in done.used.seen}
    return wanted - done.used.seen


async def test_a_planted_leak_makes_the_oracle_fail(house: House) -> None:
    engine = house.engine()
    engine.catalogue.sees[m.Negotiation] = None
    done = Comparison(house, engine)
    await done.run(Documents(schema._schema, 1, await harvest(house)), 20)
    assert done.different


async def test_a_visibility_forgotten_in_joins_makes_the_oracle_fail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_the_authors(self: Statement, row: Row, on: Any) -> str:
        return all_of(listed(on(row)))

    monkeypatch.setattr(Statement, "condition", only_the_authors)
    done = await compare(house, 1, 20)
    assert done.different
