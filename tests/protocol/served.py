"""The endpoint on a real socket, and the specification's own audit of it."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from schema.protocol.endpoint import GraphQLEndpoint
from server.app.connections import Connection

AUDIT = Path(__file__).parent / "audit"


@asynccontextmanager
async def served(
    app: ASGIApp, http: type[Connection] = Connection, port: int = 0
) -> AsyncIterator[str]:
    """The application on a port of this machine, a free one by default; yields its endpoint."""
    if isinstance(app, GraphQLEndpoint):
        app = Starlette(routes=[Route("/graphql", app)])
    config = uvicorn.Config(app, http=http, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    # A socket that already listens lets callers queue until the server takes it over.
    with socket.create_server(("127.0.0.1", port)) as listening:
        port = listening.getsockname()[1]
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{port}/graphql"
        finally:
            server.should_exit = True
            await running


async def audited(address: str) -> list[dict[str, Any]]:
    """What each audit of the npm package graphql-http found; the test fails without it."""
    node = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")
    if node is None or not (AUDIT / "node_modules").exists():
        pytest.fail("the audit is not installed: make env")
    process = await asyncio.create_subprocess_exec(
        node, "audit.mjs", address, cwd=AUDIT, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    found: list[dict[str, Any]] = json.loads(printed)
    return found


def free_port() -> int:
    """A port that nothing listens on, for an application that must know its own address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
