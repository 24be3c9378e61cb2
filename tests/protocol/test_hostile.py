"""Requests nobody sends by mistake: each gets a clean refusal, none is a fault."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from schema.protocol.endpoint import Limits
from schema.protocol.reading import MAX_BODY, MAX_DEPTH
from tests.protocol.small import JSON, SmallExecutor, ask, code, endpoint


async def posted(content: bytes, **headers: str) -> tuple[int, str]:
    sent = {"content-type": JSON, **{k.replace("_", "-"): v for k, v in headers.items()}}
    answer = await ask(endpoint(), content=content, headers=sent)
    return answer.status_code, code(answer)


def body(**parameters: Any) -> bytes:
    return json.dumps({"query": "{ hello }", **parameters}).encode()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "BODY_EMPTY"),
        (b" \n ", "BODY_EMPTY"),
        (b"\xff\xfe\x00", "BODY_NOT_UTF8"),
        ('{"query": "{ hello }"}'.encode("utf-16"), "BODY_NOT_UTF8"),
        (b'{"query": "\xc3"}', "BODY_NOT_UTF8"),
        (b"{", "BODY_NOT_JSON"),
        (b"query={hello}", "BODY_NOT_JSON"),
        (b'"{ hello }"', "BODY_NOT_OBJECT"),
        (b"null", "BODY_NOT_OBJECT"),
        (b"[]", "BATCH_NOT_SUPPORTED"),
        (b"[" + body() + b"]", "BATCH_NOT_SUPPORTED"),
        (b"[" * 200_000, "BODY_TOO_DEEP"),
        (b'{"a":' * 30_000, "BODY_TOO_DEEP"),
        (body(variables={"a": json.loads("[" * 70 + "]" * 70)}), "BODY_TOO_DEEP"),
        (b'{"query": "{ hello }", "query": "{ hello }"}', "PARAMETER_DUPLICATE"),
        (b'{"query": "{ hello }", "variables": {"a": 1, "a": 2}}', "PARAMETER_DUPLICATE"),
        (b'{"query": "{ hello }", "variables": {"a": NaN}}', "NUMBER_NOT_FINITE"),
        (b'{"query": "{ hello }", "variables": {"a": [-Infinity]}}', "NUMBER_NOT_FINITE"),
        (b'{"query": "{ hello }", "variables": {"a": 1e999}}', "NUMBER_NOT_FINITE"),
        (b'{"query": "{ hello }", "variables": {"a": ' + b"9" * 9000 + b"}}", "BODY_NOT_JSON"),
        (body(variables={"a": "x\x00"}), "CONTROL_CHARACTER"),
        (body(variables={"a": {"b": ["\x1b[2J"]}}), "CONTROL_CHARACTER"),
        (body(variables={"a": {"b\x7f": 1}}), "CONTROL_CHARACTER"),
        (body(variables={"a\x85": 1}), "CONTROL_CHARACTER"),
        (b'{"query": "{ hello }", "variables": {"a": "\\ud800"}}', "CONTROL_CHARACTER"),
        (body(query="{ hello }\x00"), "CONTROL_CHARACTER"),
        (body(query=r'{ echo(text: "\u0000") }'), "CONTROL_CHARACTER"),
        (body(query=r'{ echo(text: "\u{0001B}") }'), "CONTROL_CHARACTER"),
        (body(query=r'{ echo(text: "a\\\b") }'), "CONTROL_CHARACTER"),
        (body(operationName="\x07"), "CONTROL_CHARACTER"),
        (body(query="{" + "__typename " * 10_000 + "}"), "DOCUMENT_TOO_LONG"),
        (body(query="{ hello }" + "," * 50_000), "DOCUMENT_TOO_LONG"),
        (body(query="{" + "hello " * 5_000 + "}"), "DOCUMENT_TOO_MANY_WORDS"),
        (body(query="{ hello }" + "#\n" * 6_000), "DOCUMENT_TOO_MANY_WORDS"),
        (body(query='"""' + '\\"""' * 4_000), "DOCUMENT_TOO_MANY_WORDS"),
    ],
)
async def test_a_body_no_client_sends_is_refused_with_its_own_code(
    content: bytes, refusal: str
) -> None:
    assert await posted(content) == (400, refusal)


async def test_line_breaks_tabs_and_escaped_backslashes_are_text() -> None:
    query = r'query ($t: String) { echo(text: $t) b: echo(text: "C:\\u0000\\b\n\u000a\u00e4") }'
    asked = {"query": query, "variables": {"t": "a\r\n\tb\u2028🏳️"}}
    answer = await ask(endpoint(), json=asked)
    assert answer.json()["data"] == {"echo": "a\r\n\tb\u2028🏳️", "b": "C:\\u0000\\b\n\n\u00e4"}


async def test_a_byte_order_mark_is_passed_over() -> None:
    answer = await ask(endpoint(), content=b"\xef\xbb\xbf" + body(), headers={"content-type": JSON})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "media",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "text/plain; application/json",
        "application/graphql",
        "application/json-patch+json",
        "nonsense",
        "",
    ],
)
async def test_only_json_is_read(media: str) -> None:
    assert await posted(body(), content_type=media) == (415, "MEDIA_TYPE_UNSUPPORTED")


async def test_a_body_without_a_media_type_is_refused() -> None:
    answer = await ask(endpoint(), content=body())
    assert (answer.status_code, code(answer)) == (415, "MEDIA_TYPE_UNSUPPORTED")


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "utf-7", "rot13", "x" * 500])
async def test_only_utf8_is_read(charset: str) -> None:
    sent = await posted(body(), content_type=f"{JSON}; charset={charset}")
    assert sent == (415, "CHARSET_UNSUPPORTED")


async def test_a_compressed_body_is_refused_and_the_remedy_named() -> None:
    headers = {"content-type": JSON, "content-encoding": "gzip"}
    answer = await ask(endpoint(), content=gzip.compress(body()), headers=headers)
    assert (answer.status_code, code(answer)) == (415, "ENCODING_UNSUPPORTED")
    assert answer.headers["accept-encoding"] == "identity"
    assert await posted(gzip.compress(body())) == (400, "BODY_NOT_UTF8")


async def test_a_body_over_the_limit_is_refused_whether_announced_or_not() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 1024 + 1):
            yield b" " * 1024

    assert await posted(b" " * (MAX_BODY + 1)) == (413, "BODY_TOO_LARGE")
    answer = await ask(endpoint(), content=pieces(), headers={"content-type": JSON})
    assert (answer.status_code, code(answer)) == (413, "BODY_TOO_LARGE")
    assert answer.headers["connection"] == "close"


async def test_a_body_of_just_the_limit_is_read() -> None:
    content = body().ljust(MAX_BODY)
    answer = await ask(endpoint(), content=content, headers={"content-type": JSON})
    assert answer.status_code == 200


async def test_nesting_of_just_the_limit_is_read() -> None:
    deep = json.loads("[" * (MAX_DEPTH - 1) + "1" + "]" * (MAX_DEPTH - 1))
    answer = await ask(endpoint(), json={"query": "{ hello }", "variables": {"a": deep}})
    assert answer.status_code == 200


async def test_a_body_that_does_not_come_is_given_up() -> None:
    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    app = endpoint(limits=Limits(body_seconds=0.01))
    answer = await ask(app, content=never(), headers={"content-type": JSON})
    assert (answer.status_code, code(answer)) == (408, "BODY_TOO_SLOW")


async def test_a_caller_who_leaves_midway_gets_no_answer() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers}
    await endpoint()(scope, receive, send)
    assert sent == []


@pytest.mark.parametrize(
    ("query_string", "status", "refusal"),
    [
        ("", 400, "QUERY_MISSING"),
        ("query=", 400, "QUERY_MISSING"),
        ("query=%7Bhello%7D&query=%7Bhello%7D", 400, "PARAMETER_DUPLICATE"),
        ("query=%7Bhello%7D&variables=%7B%7D&variables=", 400, "PARAMETER_DUPLICATE"),
        ("query=%FF", 400, "BODY_NOT_UTF8"),
        ("query=%7Bhello%7D%00", 400, "CONTROL_CHARACTER"),
        ("query=%7Bhello%7D&variables=%7B", 400, "BODY_NOT_JSON"),
        ("query=%7Bhello%7D&variables=%5B1%5D", 400, "PARAMETER_INVALID"),
        ("query=%7Bhello%7D&variables=%22a%22", 400, "PARAMETER_INVALID"),
        ("query=%7Bhello%7D&extensions=1", 400, "PARAMETER_INVALID"),
        ("&".join(f"a{n}=1" for n in range(60)), 400, "PARAMETER_INVALID"),
    ],
)
async def test_an_address_no_client_asks_for_is_refused(
    query_string: str, status: int, refusal: str
) -> None:
    answer = await ask(endpoint(), method="GET", address=f"/graphql?{query_string}")
    assert (answer.status_code, code(answer)) == (status, refusal)


async def test_unknown_parameters_are_passed_over() -> None:
    answer = await ask(endpoint(), method="GET", params={"query": "{hello}", "utm": "x"})
    assert answer.status_code == 200


async def test_beyond_the_places_a_request_is_turned_away_at_once() -> None:
    arrived, gate = asyncio.Event(), asyncio.Event()

    async def waits() -> None:
        arrived.set()
        await gate.wait()

    app = endpoint(executor=SmallExecutor(waits=waits), limits=Limits(in_hand=1))
    first = asyncio.create_task(ask(app, json={"query": "{ hello }"}))
    await arrived.wait()
    second = await ask(app, json={"query": "{ hello }"})
    assert (second.status_code, code(second)) == (503, "OVERLOADED")
    assert second.headers["retry-after"] == "1"
    gate.set()
    assert (await first).status_code == 200
    assert (await ask(app, json={"query": "{ hello }"})).status_code == 200
