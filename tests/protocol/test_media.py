"""Representations and status codes as the GraphQL-over-HTTP specification and its audit ask."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.protocol.small import GRAPHQL, JSON, SmallExecutor, ask, code, endpoint

HELLO = {"query": "{ hello }"}
WRONG_TYPES = [{"an": "object"}, 0, False, ["a list"]]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (GRAPHQL, GRAPHQL),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (None, JSON),
        ("", JSON),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON}", JSON),
        (f"{GRAPHQL};q=0, */*", JSON),
        (f"text/html, {GRAPHQL}; charset=utf-8", GRAPHQL),
    ],
)
async def test_the_answer_comes_as_the_caller_prefers(accept: str | None, media: str) -> None:
    headers = {"accept": accept} if accept is not None else {}
    answer = await ask(endpoint(), json=HELLO, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert answer.json()["data"] == {"hello": "päivää"}


@pytest.mark.parametrize("accept", ["text/html", "image/png", f"{JSON};q=0", "*/*;q=0", "nonsense"])
async def test_what_cannot_be_given_is_said_with_406(accept: str) -> None:
    answer = await ask(endpoint(), json=HELLO, headers={"accept": accept})
    assert (answer.status_code, code(answer)) == (406, "NOT_ACCEPTABLE")


async def test_texts_travel_as_utf8_in_both_directions() -> None:
    query = '{ echo(text: "Run🏃Åkersjön") }'
    for charset in ("; charset=utf-8", '; charset="UTF-8"', ""):
        answer = await ask(
            endpoint(),
            content=json.dumps({"query": query}, ensure_ascii=False).encode(),
            headers={"content-type": JSON + charset},
        )
        assert json.loads(answer.content.decode())["data"] == {"echo": "Run🏃Åkersjön"}


@pytest.mark.parametrize("media", [JSON, GRAPHQL])
@pytest.mark.parametrize(
    "request_body",
    [
        {"notquery": "{ hello }"},
        *({"query": wrong} for wrong in WRONG_TYPES),
        *({"query": "{ hello }", "operationName": wrong} for wrong in WRONG_TYPES),
        *({"query": "{ hello }", "variables": wrong} for wrong in ("text", *WRONG_TYPES[1:])),
        *({"query": "{ hello }", "extensions": wrong} for wrong in ("text", *WRONG_TYPES[1:])),
    ],
)
async def test_parameters_of_the_wrong_type_are_400(request_body: Any, media: str) -> None:
    answer = await ask(endpoint(), json=request_body, headers={"accept": media})
    assert answer.status_code == 400
    assert code(answer) in ("PARAMETER_INVALID", "QUERY_MISSING")
    assert "data" not in answer.json()


@pytest.mark.parametrize("media", [JSON, GRAPHQL])
@pytest.mark.parametrize("parameter", ["variables", "operationName", "extensions"])
async def test_a_parameter_may_be_null(parameter: str, media: str) -> None:
    answer = await ask(endpoint(), json=HELLO | {parameter: None}, headers={"accept": media})
    assert answer.status_code == 200
    assert "errors" not in answer.json()


@pytest.mark.parametrize("media", [JSON, GRAPHQL])
async def test_parameters_of_the_right_type_are_read(media: str) -> None:
    asked = {
        "query": "query Say($text: String) { echo(text: $text) } query Other { hello }",
        "operationName": "Say",
        "variables": {"text": "hei"},
        "extensions": {"some": "value"},
    }
    answer = await ask(endpoint(), json=asked, headers={"accept": media})
    assert answer.json()["data"] == {"echo": "hei"}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{", {}),
        ("{ nosuchfield }", {}),
        ("query ($to: String!) { echo(text: $to) }", {"to": None}),
        ("query A { hello } query B { hello }", {}),
    ],
)
async def test_a_document_that_cannot_run_is_400_in_the_graphql_type_and_200_in_plain_json(
    query: str, variables: dict[str, Any]
) -> None:
    asked = {"query": query, "variables": variables}
    graphql = await ask(endpoint(), json=asked, headers={"accept": GRAPHQL})
    plain = await ask(endpoint(), json=asked, headers={"accept": JSON})
    assert (graphql.status_code, plain.status_code) == (400, 200)
    assert "data" not in graphql.json()
    assert code(graphql) == code(plain)


@pytest.mark.parametrize("media", [JSON, GRAPHQL])
async def test_broken_json_is_400_whatever_is_accepted(media: str) -> None:
    headers = {"accept": media, "content-type": JSON}
    answer = await ask(endpoint(), content=b'{ "not a JSON', headers=headers)
    assert (answer.status_code, code(answer)) == (400, "BODY_NOT_JSON")
    assert "data" not in answer.json()


async def test_a_query_may_come_by_get_with_its_variables() -> None:
    asked = {
        "query": "query Say($text: String) { echo(text: $text) }",
        "variables": '{"text": "å & ä"}',
        "operationName": "",
    }
    answer = await ask(endpoint(), method="GET", params=asked)
    assert answer.json()["data"] == {"echo": "å & ä"}


async def test_head_answers_like_get_without_a_body() -> None:
    answer = await ask(endpoint(), method="HEAD", params=HELLO)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"]


@pytest.mark.parametrize("media", [JSON, GRAPHQL])
async def test_a_mutation_by_get_is_405_and_not_run(media: str) -> None:
    asked = {"query": 'mutation { rename(to: "x") }'}
    answer = await ask(endpoint(), method="GET", params=asked, headers={"accept": media})
    assert (answer.status_code, code(answer)) == (405, "MUTATION_OVER_GET")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_other_methods_are_405_with_those_allowed(method: str) -> None:
    answer = await ask(endpoint(), method=method)
    assert (answer.status_code, code(answer)) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "GET, HEAD, POST"


async def test_a_fault_tells_nothing_but_its_id() -> None:
    app = endpoint(executor=SmallExecutor(broken=True))
    answer = await ask(app, json=HELLO, headers={"accept": GRAPHQL, "accept-language": "en"})
    (error,) = answer.json()["errors"]
    assert answer.status_code == 200
    assert answer.json()["data"] is None
    assert error["extensions"]["code"] == "FAULT"
    assert error["extensions"]["requestId"] in error["message"]
    assert "hunter2" not in answer.text


async def test_every_answer_tells_its_cost_and_the_limit() -> None:
    answer = await ask(endpoint(), json=HELLO)
    assert answer.json()["extensions"] == {"cost": {"value": 7, "limit": 5000}}
    refused = await ask(endpoint(), json={"query": "{"})
    assert refused.json()["extensions"]["cost"]["value"] is None


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        (None, "fi"),
        ("sv-FI, sv;q=0.9, fi;q=0.8", "sv"),
        ("en-GB,en;q=0.5", "en"),
        ("de, en;q=0.3, sv;q=0.4", "sv"),
        ("de", "fi"),
        ("sv;q=0, en;q=nonsense", "fi"),
    ],
)
async def test_answers_and_errors_speak_the_language_of_the_caller(
    wished: str | None, language: str
) -> None:
    headers = {"accept-language": wished} if wished else {}
    answer = await ask(endpoint(), json={"query": "{ language }"}, headers=headers)
    assert answer.json()["data"] == {"language": language}
    refused = await ask(endpoint(), content=b"", headers={**headers, "content-type": JSON})
    opening = {"fi": "Pyynnöllä", "sv": "Förfrågan", "en": "The request"}[language]
    assert refused.json()["errors"][0]["message"].startswith(opening)
