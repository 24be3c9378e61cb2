"""The endpoint on a real socket: the specification's own audit, and what only a socket shows."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from schema.protocol.reading import MAX_BODY
from tests.protocol.small import endpoint

AUDIT = Path(__file__).parent / "audit"
HELLO = {"query": "{ hello }"}


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """The small schema on a free port of this machine."""
    app = Starlette(routes=[Route("/graphql", endpoint())])
    config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    # A socket that already listens lets callers queue until the server takes it over.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{port}/graphql"
        finally:
            server.should_exit = True
            await running


@pytest.mark.audit
async def test_the_audit_of_graphql_over_http_finds_nothing() -> None:
    node = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")
    if node is None or not (AUDIT / "node_modules").exists():
        pytest.skip("run npm ci in tests/protocol/audit")
    async with served() as address:
        process = await asyncio.create_subprocess_exec(
            node, "audit.mjs", address, cwd=AUDIT, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
    found = json.loads(printed)
    assert len(found) > 50
    assert [audit for audit in found if audit["status"] != "ok"] == []


async def test_a_connection_outlives_refusals_and_ends_with_a_body_too_large() -> None:
    async with served() as address, httpx2.AsyncClient() as caller:
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
    async with served() as address, httpx2.AsyncClient() as caller:
        head = await caller.head(address, params=HELLO)
        known = {"if-none-match": head.headers["etag"]}
        again = await caller.get(address, params=HELLO, headers=known)
        assert (head.content, again.status_code, again.content) == (b"", 304, b"")
        assert (await caller.get(address, params=HELLO)).json()["data"] == {"hello": "päivää"}
