"""The real schema behind the protocol: a document in over HTTP, an answer out of the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schema.protocol.endpoint import GraphQLEndpoint
from server.app.reading import ANONYMOUS_COST, SIGNED_IN_COST, Reading
from server.kit.store.database import Database
from server.register.models import CouncilTerm
from tests.protocol.served import audited, served
from tests.protocol.small import GRAPHQL, ask, code, resolve

TODAY = date(2026, 11, 21)
# What is refused before any statement is the same on both.
on_one_database = pytest.mark.parametrize("empty_template", ["sqlite"], indirect=True)
COUNTIES = "{ counties { code name } }"


@pytest.fixture
async def app(database: Database) -> GraphQLEndpoint:
    for starts, ends in ((2025, 2029), (2029, 2033)):
        await CouncilTerm.create(
            kind="COUNTY",
            source="test",
            key=f"{starts}-{ends}",
            starts_on=date(starts, 6, 1),
            ends_on=date(ends, 5, 31),
        )
    reading = Reading(database, demonstration=False)
    return GraphQLEndpoint(reading, resolve, lambda: TODAY)


async def refused(app: GraphQLEndpoint, query: str, **variables: Any) -> tuple[int, str]:
    asked = {"query": query, "variables": variables}
    answer = await ask(app, json=asked, headers={"accept": GRAPHQL})
    assert "data" not in answer.json()
    return answer.status_code, code(answer)


async def test_a_query_is_answered_with_its_cost(app: GraphQLEndpoint) -> None:
    answer = await ask(app, method="GET", params={"query": COUNTIES})
    assert answer.json()["data"] == {"counties": []}
    cost = answer.json()["extensions"]["cost"]
    assert 0 < cost["value"] < cost["limit"] == ANONYMOUS_COST


async def test_a_token_raises_the_limit_of_cost(app: GraphQLEndpoint) -> None:
    bearer = {"authorization": "Bearer known"}
    answer = await ask(app, json={"query": COUNTIES}, headers=bearer)
    assert answer.json()["extensions"]["cost"]["limit"] == SIGNED_IN_COST


async def test_introspection_is_answered(app: GraphQLEndpoint) -> None:
    asked = {
        "query": "query T($n: String!) { __type(name: $n) { name } }",
        "variables": {"n": "County"},
    }
    answer = await ask(app, json=asked)
    assert answer.json()["data"] == {"__type": {"name": "County"}}


async def test_a_mutation_by_get_is_not_run_whatever_stands_beside_it(
    app: GraphQLEndpoint,
) -> None:
    both = "query Read { __typename } mutation Write { __typename }"
    wrote = await ask(app, method="GET", params={"query": both, "operationName": "Write"})
    read = await ask(app, method="GET", params={"query": both, "operationName": "Read"})
    assert (wrote.status_code, code(wrote)) == (405, "MUTATION_OVER_GET")
    assert read.json()["data"] == {"__typename": "Query"}


@on_one_database
@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nosuchfield }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION"),
        ("{ " + "__typename " * 1_900 + "}", "TOO_MANY"),
        ("{ " + " ".join(f"a{n}: __typename" for n in range(600)) + " }", "TOO_MANY"),
        ("{ ...F } fragment F on Query { ...F }", "CYCLIC_FRAGMENT"),
        ('{ node(id: "x") { id } nodes(ids: [1, {}]) { id } }', "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("{" * 900 + "}" * 900, "GRAPHQL_PARSE_FAILED"),
        ("{ municipalities(first: -1) { totalCount } }", "PAGE_SIZE"),
        ("{ municipalities(first: 100000) { totalCount } }", "PAGE_SIZE"),
        ('{ municipalities(after: "bogus") { totalCount } }', "BAD_CURSOR"),
        (f'{{ search(query: "{"x" * 201}") {{ totalCount }} }}', "SEARCH_TOO_LONG"),
        ('{ search(query: "a b c d e f g h i j k l m") { totalCount } }', "SEARCH_TOO_MANY_WORDS"),
    ],
)
async def test_a_hostile_document_is_refused_cleanly(
    app: GraphQLEndpoint, query: str, refusal: str
) -> None:
    assert await refused(app, query) == (400, refusal)


@on_one_database
async def test_fragments_that_double_at_every_level_are_weighed_and_refused(
    app: GraphQLEndpoint,
) -> None:
    levels = "".join(f"fragment L{n} on Query {{ ...L{n + 1} ...L{n + 1} }} " for n in range(60))
    bomb = "{ ...L0 } " + levels + "fragment L60 on Query { __typename }"
    status, refusal = await refused(app, bomb)
    assert status == 400
    assert refusal in ("TOO_MANY", "DEPTH", "COST")


@on_one_database
async def test_lists_in_lists_are_refused_by_their_cost_in_the_language_of_the_caller(
    app: GraphQLEndpoint,
) -> None:
    inner = "negotiations(first: 500) { edges { node { id } } }"
    query = f"{{ obligations(first: 500) {{ edges {{ node {{ {inner} }} }} }} }}"
    answer = await ask(app, json={"query": query}, headers={"accept-language": "sv"})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "COST"
    assert error["message"].startswith("Förfrågan kostar ")
    cost = answer.json()["extensions"]["cost"]
    assert cost["value"] > cost["limit"] == ANONYMOUS_COST
    assert answer.headers["ratelimit"].startswith('"cost";r=299990;'), "what was not run is cheap"


@on_one_database
async def test_a_variable_of_the_wrong_type_is_refused(app: GraphQLEndpoint) -> None:
    query = "query M($n: Int) { municipalities(first: $n) { totalCount } }"
    assert await refused(app, query, n="many") == (400, "GRAPHQL_VALIDATION_FAILED")


@pytest.mark.audit
async def test_the_audit_of_graphql_over_http_finds_nothing_in_the_whole(
    app: GraphQLEndpoint,
) -> None:
    async with served(app) as address:
        found = await audited(address)
    assert [audit for audit in found if audit["status"] != "ok"] == []
