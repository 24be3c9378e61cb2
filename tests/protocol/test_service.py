"""The whole service as it is put together: its layers, its small routes and its error pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server.app import create_app
from server.app.headers import POLICY
from tests.conftest import Template
from tests.protocol.served import served


@pytest.fixture
async def service(sqlite_template: Template, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the service on an empty database, at a local address."""
    settings = await sqlite_template.copy(tmp_path)
    async with served(create_app(settings)) as address:
        base = address.removesuffix("/graphql")
        async with httpx2.AsyncClient(base_url=base, headers={"accept": "*/*"}) as caller:
            yield caller


async def test_the_small_routes_answer(service: httpx2.AsyncClient) -> None:
    kinds = {
        "/healthz": "application/json",
        "/readyz": "application/json",
        "/metrics": "text/plain; version=0.0.4; charset=utf-8",
        "/schema.graphql": "text/plain; charset=utf-8",
    }
    for path, kind in kinds.items():
        answer = await service.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "type Query" in (await service.get("/schema.graphql")).text


async def test_a_missing_page_is_a_page_and_has_the_security_headers(
    service: httpx2.AsyncClient,
) -> None:
    for accept in ("text/html", "application/json"):
        missing = await service.get("/fi/nowhere", headers={"accept": accept})
        assert missing.status_code == 404
        assert missing.headers["content-security-policy"] == POLICY
        assert missing.headers["x-request-id"]


async def test_a_form_over_the_limit_is_refused(service: httpx2.AsyncClient) -> None:
    answer = await service.post("/fi/sign-in", data={"organisation": "x" * 300_000})
    assert answer.status_code == 413
    assert answer.headers["content-security-policy"] == POLICY


async def test_the_endpoint_answers_its_own_refusals(service: httpx2.AsyncClient) -> None:
    large = await service.post("/graphql", json={"query": "x" * 300_000})
    empty = await service.get("/graphql")
    for answer, status in ((large, 413), (empty, 400)):
        assert answer.status_code == status
        assert answer.json()["errors"][0]["extensions"]["code"]


async def test_whoever_tries_the_service_out_at_home_has_a_large_quota(
    service: httpx2.AsyncClient,
) -> None:
    answer = await service.get("/graphql")
    assert answer.headers["ratelimit-policy"] == '"cost";q=30000000;w=60'


async def test_a_form_of_another_site_is_refused(service: httpx2.AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "accept-language": "en"}
    answer = await service.post("/fi/sign-in", data={"role": "admin"}, headers=headers)
    assert answer.status_code == 403
    assert answer.text.startswith("The request came from another site")
