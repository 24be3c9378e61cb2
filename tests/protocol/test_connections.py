"""Callers who do not finish their requests: on a real socket, byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2

from server.app.connections import Connection
from tests.protocol.served import served
from tests.protocol.small import endpoint

HELLO = {"query": "{ hello }"}


class Impatient(Connection):
    header_seconds = 0.2
    header_bytes = 2_000
    crowd = 2


@asynccontextmanager
async def connected(
    address: str,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    port = httpx2.URL(address).port
    assert port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def answer_to(address: str, said: bytes) -> bytes:
    """Everything the server says until it closes the connection."""
    async with connected(address) as (reader, writer):
        writer.write(said)
        return await reader.read()


async def test_headers_that_do_not_end_are_given_up() -> None:
    async with served(endpoint(), Impatient) as address:
        assert await answer_to(address, b"") == b""
        assert await answer_to(address, b"GET /graphql HTTP/1.1\r\nhost: x\r\n") == b""


async def test_headers_of_a_second_request_are_given_up_too() -> None:
    first = b"GET /graphql HTTP/1.1\r\nhost: x\r\n\r\n"
    async with served(endpoint(), Impatient) as address:
        said = await answer_to(address, first + b"GET /graphql HTTP/1.1\r\nhost")
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1") == 1


async def test_headers_without_end_are_refused_by_their_size() -> None:
    async with served(endpoint(), Impatient) as address:
        for said in (b"GET /graphql HTTP/1.1\r\nx: " + b"y" * 3_000, b"GET /" + b"y" * 3_000):
            answer = await answer_to(address, said)
            assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
            assert b"\r\ncontent-security-policy: " in answer
            assert answer.endswith(b"\r\n\r\nThe headers are too large.")


async def test_a_body_is_no_header() -> None:
    async with served(endpoint(), Impatient) as address, httpx2.AsyncClient() as caller:
        long = {"query": "{ hello }", "variables": {"text": "y" * 10_000}}
        assert (await caller.post(address, json=long)).status_code == 200


async def test_what_is_not_http_is_refused_with_the_security_headers() -> None:
    async with served(endpoint()) as address:
        answer = await answer_to(address, b"\x16\x03\x01 not http\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"x-content-type-options: nosniff" in answer


async def test_beyond_the_crowd_a_connection_is_told_to_come_again() -> None:
    async with (
        served(endpoint(), Impatient) as address,
        connected(address) as (first, _),
        connected(address),
    ):
        answer = await answer_to(address, b"")
        assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert b"\r\nretry-after: 1\r\n" in answer
        await first.read()
        async with httpx2.AsyncClient() as caller:
            assert (await caller.post(address, json=HELLO)).status_code == 200


async def test_a_connection_serves_one_request_after_another() -> None:
    async with served(endpoint(), Impatient) as address, httpx2.AsyncClient() as caller:
        for _ in range(5):
            await asyncio.sleep(0.06)
            assert (await caller.post(address, json=HELLO)).status_code == 200
