"""Which requests are for this service, and who may see its counts."""

from __future__ import annotations

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from server.app import health
from server.app.hosts import Hosts
from server.app.metrics import Metrics

TOKEN = "s" * 16
NAMES = ("yhdyspinta.example", "Sisainen")


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def status(path: str, host: str, peer: str = "127.0.0.1", **headers: str) -> int:
    pages = [Route(one, page, methods=["GET", "POST"]) for one in ("/page", "/graphql")]
    inner = Starlette(routes=[Route("/metrics", Metrics(TOKEN).serve), *pages, *health.routes({})])
    transport = httpx2.ASGITransport(app=Hosts(inner, NAMES), client=(peer, 5))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as caller:
        return (await caller.get(path, headers={"host": host, **named})).status_code


@pytest.mark.parametrize(
    "host",
    [
        "yhdyspinta.example",
        "YHDYSPINTA.example:8443",
        "sisainen:8000",
        "127.0.0.1:8000",
        "localhost",
        "[::1]:8000",
    ],
)
async def test_a_request_to_one_of_the_names_or_to_this_machine_is_answered(host: str) -> None:
    assert await status("/page", host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "yhdyspinta.example.evil.example",
        "yhdyspinta.example@evil.example",
        "evil.example:127",
        "127.0.0.1.evil.example",
        "[::1",
        "[evil",
    ],
)
@pytest.mark.parametrize("path", ["/page", "/graphql", "/metrics"])
async def test_a_request_to_any_other_name_is_turned_away(host: str, path: str) -> None:
    assert await status(path, host) == 421


async def test_a_probe_may_call_a_process_by_its_address() -> None:
    assert await status("/healthz", "10.1.2.3:8000") == 200
    assert await status("/readyz", "10.1.2.3:8000") == 200


async def test_this_machine_sees_the_counts() -> None:
    assert await status("/metrics", "127.0.0.1:8000") == 200
    assert await status("/metrics", "localhost", "::1") == 200


async def test_whoever_bears_the_token_sees_the_counts() -> None:
    sent = {"authorization": f"Bearer {TOKEN}"}
    assert await status("/metrics", "yhdyspinta.example", "203.0.113.5", **sent) == 200


@pytest.mark.parametrize(
    ("host", "peer", "headers"),
    [
        ("127.0.0.1", "203.0.113.5", {}),
        ("yhdyspinta.example", "127.0.0.1", {}),
        ("127.0.0.1", "127.0.0.1", {"x_forwarded_for": "203.0.113.5"}),
        ("127.0.0.1", "127.0.0.1", {"forwarded": "for=203.0.113.5"}),
        ("yhdyspinta.example", "203.0.113.5", {"authorization": "Bearer"}),
        ("yhdyspinta.example", "203.0.113.5", {"authorization": f"Bearer {TOKEN}x"}),
        ("yhdyspinta.example", "203.0.113.5", {"authorization": f"Basic {TOKEN}"}),
    ],
)
async def test_nobody_else_sees_the_counts(host: str, peer: str, headers: dict[str, str]) -> None:
    assert await status("/metrics", host, peer, **headers) == 404


async def test_without_a_token_an_empty_one_opens_nothing() -> None:
    app = Starlette(routes=[Route("/metrics", Metrics().serve)])
    transport = httpx2.ASGITransport(app=app, client=("203.0.113.5", 5))
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as caller:
        for sent in ("Bearer ", "Bearer", ""):
            answer = await caller.get("/metrics", headers={"authorization": sent})
            assert answer.status_code == 404
