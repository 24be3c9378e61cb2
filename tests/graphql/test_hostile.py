"""Documents that would cost too much or make no sense: refused whole, and nothing is changed."""

from __future__ import annotations

import pytest

from tests.graphql.asking import Api, journal

NESTED = "{ node(id: 1) " + "{ ... on County { municipalities { nodes { county " * 40
BOMB = "".join(
    f"fragment F{n} on Query {{ ...F{n + 1} a{n}: viewer {{ name }} ...F{n + 1} }} "
    for n in range(25)
)
ACT = 'planNegotiation(input: { title: { fi: "A" }, municipalities: ["837"] }) { __typename }'
DOCUMENTS = {
    "a million rows": ("{ municipalities(first: 1000000) { nodes { name } } }", "PAGE_SIZE"),
    "negative page": ("{ municipalities(first: -1) { nodes { name } } }", "PAGE_SIZE"),
    "both ends": ("{ municipalities(first: 1, last: 1) { nodes { name } } }", "FIRST_WITH_LAST"),
    "no cursor": ('{ municipalities(after: "x") { nodes { name } } }', "BAD_CURSOR"),
    "cyclic": (
        "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
        "CYCLIC_FRAGMENT",
    ),
    "bomb": ("{ ...F0 } " + BOMB + "fragment F25 on Query { viewer { name } }", "TOO_MANY"),
    "nested": (NESTED + "{ code " + "} } } } " * 40 + "} }", "DEPTH"),
    "wide": (
        "{ " + " ".join(f"a{n}: viewer {{ name }}" for n in range(5000)) + " }",
        "DOCUMENT_TOO_LONG",
    ),
    "rows of rows": (
        "{ counties { municipalities(first: 500) { nodes { county {"
        " municipalities(first: 500) { nodes { name } } } } } } }",
        "COST",
    ),
    "no such field": ("{ secrets }", "GRAPHQL_VALIDATION_FAILED"),
    "no GraphQL": ("{ viewer { name }", "GRAPHQL_PARSE_FAILED"),
    "two operations": ("query A { viewer { name } } query B { viewer { name } }", "OPERATION"),
    "subscription": ("subscription { viewer { name } }", "GRAPHQL_VALIDATION_FAILED"),
    "acts in bulk": (
        "mutation { " + " ".join(f"a{n}: {ACT}" for n in range(300)) + " }",
        "DOCUMENT_TOO_MANY_WORDS",
    ),
    "no such day": (
        '{ obligations(asOf: "2026-02-30") { totalCount } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "another way to write a day": (
        '{ obligations(asOf: "2026-W47-6") { totalCount } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
}
SAID = {
    "no such field": "Cannot query field 'secrets'",
    "subscription": "The subscription operation is not supported",
    "no such day": "A Date is a day of the calendar.",
    "another way to write a day": "A Date is written YYYY-MM-DD.",
}
"""What the schema's own check says beside its code, which many faults share."""


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_document_is_refused_in_words_and_nothing_changes(api: Api, name: str) -> None:
    document, code = DOCUMENTS[name]
    before = await journal()
    for language in ("fi", "sv", "en"):
        errors = await api.errors(document, language=language, by="county_recorder")
        for error in errors:
            assert error["message"] and error["message"] != error["extensions"]["code"]
            assert error["extensions"]["code"] == code
            assert SAID.get(name, "") in error["message"]
            assert "Traceback" not in str(error) and "SELECT" not in str(error)
    assert await journal() == before


async def test_too_many_ids_are_refused_and_the_most_allowed_are_answered(api: Api) -> None:
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    found = await api.ask(document, {"ids": ["County:0"] * 500}, by="county_recorder")
    assert found["nodes"] == [None] * 500
    errors = await api.errors(document, {"ids": ["County:0"] * 501}, by="county_recorder")
    assert errors[0]["extensions"]["code"] == "TOO_MANY_IDS"


@pytest.mark.parametrize(
    ("text", "whole"), [("a\u0000b", True), ("a\u001bb", True), ("a\u202eb", False)]
)
async def test_control_characters_never_reach_the_record(api: Api, text: str, whole: bool) -> None:
    before = await journal()
    document = (
        "mutation ($t: String) { planNegotiation(input:"
        ' { title: { fi: $t }, municipalities: ["837"] })'
        " { __typename ... on InvalidInput { fields { code } } } }"
    )
    answer = (await api.post(document, {"t": text}, by="county_recorder")).json()
    if whole:
        codes = [each["extensions"]["code"] for each in answer["errors"]]
    else:
        payload = answer["data"]["planNegotiation"]
        codes = [each["code"] for each in payload["fields"]]
    assert codes == ["CONTROL_CHARACTER"]
    assert await journal() == before


async def test_text_that_looks_like_sql_is_only_a_text(api: Api) -> None:
    given = {"title": {"fi": "'; DROP TABLE negotiation; --"}, "municipalities": ["837"]}
    payload = await api.act("planNegotiation", given, by="county_recorder")
    document = (
        "query ($id: ID!, $t: String)"
        " { node(id: $id) { ... on Negotiation { title } }"
        " negotiations(filter: { text: $t }) { totalCount } }"
    )
    names = {"id": payload["negotiation"]["id"], "t": "'; DROP"}
    found = await api.ask(document, names, by="county_recorder")
    assert found["node"]["title"] == "'; DROP TABLE negotiation; --"
    assert found["negotiations"]["totalCount"] == 1
