"""What only a real socket shows: the specification's audit, and connections that go on."""

from __future__ import annotations

import httpx2
import pytest

from schema.protocol.reading import MAX_BODY
from tests.protocol.served import audited, served
from tests.protocol.small import endpoint

HELLO = {"query": "{ hello }"}


@pytest.mark.audit
async def test_the_audit_of_graphql_over_http_finds_nothing() -> None:
    async with served(endpoint()) as address:
        found = await audited(address)
    assert len(found) > 50
    assert [audit for audit in found if audit["status"] != "ok"] == []


async def test_a_connection_outlives_refusals_and_ends_with_a_body_too_large() -> None:
    async with served(endpoint()) as address, httpx2.AsyncClient() as caller:
        for refused in (b"", b"[", b"\xff"):
            answer = await caller.post(
                address, content=refused, headers={"content-type": "application/json"}
            )
            assert answer.status_code == 400
        large = {"query": "{ hello }", "variables": {"text": "x" * MAX_BODY}}
        answer = await caller.post(address, json=large)
        assert (answer.status_code, answer.headers["connection"]) == (413, "close")
        assert (await caller.post(address, json=HELLO)).status_code == 200


async def test_head_and_304_have_no_body_on_the_wire() -> None:
    async with served(endpoint()) as address, httpx2.AsyncClient() as caller:
        head = await caller.head(address, params=HELLO)
        known = {"if-none-match": head.headers["etag"]}
        again = await caller.get(address, params=HELLO, headers=known)
        assert (head.content, again.status_code, again.content) == (b"", 304, b"")
        assert (await caller.get(address, params=HELLO)).json()["data"] == {"hello": "päivää"}
