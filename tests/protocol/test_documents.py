"""Persisted documents, entity tags and what caches may keep."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schema.protocol.documents import Documents, hash_of
from schema.protocol.endpoint import GraphQLEndpoint
from schema.protocol.sdl import PrintedSchema
from tests.protocol.small import GRAPHQL, ask, client, code, endpoint

HELLO = "{ hello }"


def persisted(text: str, version: Any = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": hash_of(text)}}


async def by_hash(app: GraphQLEndpoint, text: str, **headers: str) -> Any:
    asked = {"extensions": json.dumps(persisted(text))}
    return await ask(app, method="GET", params=asked, headers=headers)


async def test_a_document_sent_once_with_its_hash_is_known_by_it() -> None:
    app = endpoint()
    unknown = await by_hash(app, HELLO)
    assert (unknown.status_code, code(unknown)) == (400, "PERSISTED_QUERY_NOT_FOUND")
    sent = await ask(app, json={"query": HELLO, "extensions": persisted(HELLO)})
    assert sent.status_code == 200
    known = await by_hash(app, HELLO)
    assert known.json()["data"] == {"hello": "päivää"}


async def test_documents_of_the_product_are_known_from_the_start() -> None:
    app = endpoint(documents=Documents([HELLO]))
    assert (await by_hash(app, HELLO)).status_code == 200


async def test_a_hash_of_another_document_is_refused() -> None:
    asked = {"query": HELLO, "extensions": persisted("{ language }")}
    answer = await ask(endpoint(), json=asked)
    assert (answer.status_code, code(answer)) == (400, "PERSISTED_QUERY_HASH_MISMATCH")


async def test_a_document_that_cannot_run_is_not_kept() -> None:
    app = endpoint()
    await ask(app, json={"query": "{ nosuch }", "extensions": persisted("{ nosuch }")})
    assert code(await by_hash(app, "{ nosuch }")) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_mutation_known_by_its_hash_still_does_not_run_by_get() -> None:
    app, rename = endpoint(), 'mutation { rename(to: "x") }'
    await ask(app, json={"query": rename, "extensions": persisted(rename)})
    assert (await by_hash(app, rename)).status_code == 405


@pytest.mark.parametrize(
    "named",
    [
        "hash",
        {},
        {"version": 2, "sha256Hash": hash_of(HELLO)},
        {"version": 1, "sha256Hash": "abc"},
        {"version": 1, "sha256Hash": 5},
        {"version": 1, "sha256Hash": hash_of(HELLO) + "\n"},
    ],
)
async def test_a_hash_that_is_none_is_refused(named: Any) -> None:
    answer = await ask(endpoint(), json={"extensions": {"persistedQuery": named}})
    assert (answer.status_code, code(answer)) == (400, "PERSISTED_QUERY_INVALID")


def test_the_least_used_document_goes_first_and_own_ones_never() -> None:
    documents = Documents(["own " + "x" * 100], capacity=20)
    documents.remember("first 789")
    documents.remember("second 89")
    assert documents.find(hash_of("first 789"))
    documents.remember("third 789")
    kept = [documents.find(hash_of(text)) is not None for text in ("first 789", "second 89")]
    assert kept == [True, False]
    documents.remember("x" * 21)
    assert documents.find(hash_of("x" * 21)) is None
    assert documents.find(hash_of("own " + "x" * 100))


async def test_an_unchanged_answer_is_304_with_its_tag_and_without_a_body() -> None:
    app = endpoint()
    asked = {"query": HELLO}
    first = await ask(app, method="GET", params=asked)
    tag = first.headers["etag"]
    for named in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await ask(app, method="GET", params=asked, headers={"if-none-match": named})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert "content-type" not in again.headers
    changed = await ask(app, method="GET", params=asked, headers={"if-none-match": '"other"'})
    assert changed.status_code == 200


async def test_each_representation_has_its_own_tag() -> None:
    app, asked = endpoint(), {"query": HELLO}
    plain = await ask(app, method="GET", params=asked)
    graphql = await ask(app, method="GET", params=asked, headers={"accept": GRAPHQL})
    assert plain.content == graphql.content
    assert plain.headers["etag"] != graphql.headers["etag"]
    assert plain.headers["vary"] == "Accept, Accept-Language, Authorization, Cookie"


async def test_what_nobody_in_particular_sees_may_be_kept_and_the_rest_only_by_its_reader() -> None:
    app, asked = endpoint(), {"query": HELLO}
    nobody = await ask(app, method="GET", params=asked)
    somebody = await ask(app, method="GET", params=asked, headers={"authorization": "Bearer known"})
    assert nobody.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert somebody.headers["cache-control"] == "private, no-cache"


async def test_posts_and_errors_are_never_kept() -> None:
    posted = await ask(endpoint(), json={"query": HELLO})
    broken = await ask(endpoint(), method="GET", params={"query": "{"})
    refused = await ask(endpoint(), method="GET")
    for answer in (posted, broken, refused):
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


async def test_the_printed_schema_is_served_with_a_tag() -> None:
    async with client(PrintedSchema("type Query { å: Int }\n")) as caller:
        first = await caller.get("/schema.graphql")
        assert first.text == "type Query { å: Int }\n"
        assert first.headers["content-type"] == "text/plain; charset=utf-8"
        known = {"if-none-match": first.headers["etag"]}
        assert (await caller.get("/schema.graphql", headers=known)).status_code == 304
        assert (await caller.head("/schema.graphql")).content == b""
        refused = await caller.post("/schema.graphql")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


async def test_browsers_get_the_editor_and_programs_get_json() -> None:
    async def editor(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"<!doctype html>"})

    app = endpoint(browse=editor)
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for address in ("/graphql", "/graphql?query=%7Bhello%7D"):
        page = await ask(app, method="GET", address=address, headers={"accept": browser})
        assert page.text == "<!doctype html>"
    program = await ask(app, method="GET", params={"query": HELLO}, headers={"accept": "*/*"})
    assert program.json()["data"] == {"hello": "päivää"}
    posted = await ask(app, json={"query": HELLO}, headers={"accept": browser})
    assert posted.json()["data"] == {"hello": "päivää"}
