"""The layers around the application: headers, request ids, other sites, faults, logs, health."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from server.app import health, logs
from server.app.crosssite import CrossSiteGuard
from server.app.faults import Faults
from server.app.headers import POLICY, SecurityHeaders
from server.app.metrics import Measured, Metrics
from server.app.refusals import on_fault
from server.app.request_id import RequestId
from tests.protocol.small import client, endpoint


@pytest.fixture(autouse=True)
def lines() -> Iterator[io.StringIO]:
    """What is logged, with the logging of the test run put back afterwards."""
    root = logging.getLogger()
    handlers, level, stream = root.handlers[:], root.level, io.StringIO()
    logs.configure("INFO", stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def shell(base_url: str = "", **checks: health.Check) -> ASGIApp:
    """The layers in the order they serve in, around a few routes."""

    async def page(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def own_policy(request: Request) -> Response:
        return PlainTextResponse("ok", headers={"content-security-policy": "sandbox"})

    async def broken(request: Request) -> Response:
        raise RuntimeError("SELECT secret FROM person WHERE name = 'X'")

    async def cut(request: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            yield b"half"
            raise RuntimeError("the rest is lost")

        return StreamingResponse(pieces())

    counts = Metrics("token")
    routes = [
        Route("/metrics", counts.serve),
        Route("/page", page, methods=["GET", "POST"]),
        Route("/own-policy", own_policy),
        Route("/broken", broken),
        Route("/cut", cut),
        Route("/graphql", endpoint()),
        *health.routes(checks),
    ]
    app: ASGIApp = Starlette(routes=routes, exception_handlers={Exception: on_fault})
    for layer in (CrossSiteGuard, Faults, logs.RequestLog, RequestId):
        app = layer(app)
    return Measured(SecurityHeaders(app, base_url), counts)


async def send(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with client(app) as caller:
        return await caller.request(method, path, headers=named)


@pytest.mark.parametrize(
    ("path", "status"), [("/page", 200), ("/nowhere", 404), ("/broken", 500), ("/graphql", 400)]
)
async def test_security_headers_stand_on_every_answer(path: str, status: int) -> None:
    answer = await send(shell(), path)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-request-id"]


async def test_a_page_is_kept_by_no_shared_cache_unless_it_says_so() -> None:
    assert (await send(shell(), "/page")).headers["cache-control"] == "private, no-cache"


async def test_refusals_and_wrong_methods_carry_the_headers_too() -> None:
    refused = await send(shell(), "/page", "POST", sec_fetch_site="cross-site")
    wrong = await send(shell(), "/page", "DELETE")
    assert (refused.status_code, wrong.status_code) == (403, 405)
    assert refused.headers["content-security-policy"] == POLICY
    assert wrong.headers["content-security-policy"] == POLICY


async def test_a_route_may_have_its_own_policy() -> None:
    assert (await send(shell(), "/own-policy")).headers["content-security-policy"] == "sandbox"


@pytest.mark.parametrize(
    ("base_url", "there"), [("https://y.test", True), ("http://y.test", False)]
)
async def test_https_is_promised_only_where_it_is_used(base_url: str, there: bool) -> None:
    answer = await send(shell(base_url), "/page")
    assert ("strict-transport-security" in answer.headers) is there


@pytest.mark.parametrize("given", ["abcdefgh", "0123-4567.89_x", "a" * 64])
async def test_a_sane_request_id_is_kept(given: str) -> None:
    assert (await send(shell(), "/page", x_request_id=given)).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space", "<script>alert", "å" * 9])
async def test_any_other_request_id_is_replaced(given: str) -> None:
    async with client(shell()) as caller:
        headers = [(b"x-request-id", given.encode("latin-1"))]
        answer = await caller.get("/page", headers=headers)
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 32


SITES = [
    ({}, 200),
    ({"sec_fetch_site": "same-origin"}, 200),
    ({"sec_fetch_site": "none"}, 200),
    ({"sec_fetch_site": "cross-site"}, 403),
    ({"sec_fetch_site": "same-site"}, 403),
    ({"sec_fetch_site": "nonsense"}, 403),
    ({"sec_fetch_site": "cross-site", "origin": "http://yhdyspinta.test"}, 403),
    ({"origin": "http://yhdyspinta.test"}, 200),
    ({"origin": "https://elsewhere.test"}, 403),
    ({"origin": "http://yhdyspinta.test.elsewhere.test"}, 403),
    ({"origin": "null"}, 403),
    ({"origin": "", "sec_fetch_site": "cross-site"}, 403),
]


@pytest.mark.parametrize("cookie", [{}, {"cookie": "session=x"}])
@pytest.mark.parametrize(("marks", "status"), SITES)
async def test_a_change_sent_by_another_site_is_refused_with_or_without_a_cookie(
    marks: dict[str, str], cookie: dict[str, str], status: int
) -> None:
    assert (await send(shell(), "/page", "POST", **marks, **cookie)).status_code == status


async def test_reading_from_a_link_on_another_site_is_allowed() -> None:
    assert (await send(shell(), "/page", sec_fetch_site="cross-site")).status_code == 200


async def test_a_trusted_origin_passes_though_the_host_was_rewritten() -> None:
    async def page(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("ok")(scope, receive, send)

    guard = CrossSiteGuard(page, ["https://yhdyspinta.test"])
    origin = {"origin": "https://yhdyspinta.test", "host": "10.0.0.1"}
    assert (await send(guard, "/", "POST", **origin)).status_code == 200


async def test_a_websocket_of_another_site_is_closed() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def keep(message: Any) -> None:
        sent.append(message)

    headers = [(b"origin", b"https://elsewhere.test"), (b"host", b"yhdyspinta.test")]
    scope = {"type": "websocket", "path": "/", "headers": headers}
    await CrossSiteGuard(Starlette())(scope, receive, keep)
    assert sent == [{"type": "websocket.close", "code": 1008}]


async def test_the_endpoint_answers_another_site_as_graphql() -> None:
    answer = await send(shell(), "/graphql", "POST", sec_fetch_site="cross-site")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "CROSS_SITE"


@pytest.mark.parametrize(
    ("language", "opening"), [("fi", "Palvelussa"), ("sv", "Ett fel"), ("en", "Something")]
)
async def test_a_fault_is_answered_with_its_id_in_the_language_of_the_caller(
    language: str, opening: str
) -> None:
    answer = await send(shell(), "/broken", accept_language=language, x_request_id="a-request-1")
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert answer.text.startswith(opening)
    assert "a-request-1" in answer.text
    assert "SELECT" not in answer.text


async def test_a_fault_of_the_layers_is_answered_as_graphql_at_the_endpoint() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("no database")

    answer = await send(RequestId(Faults(broken)), "/graphql", "POST", x_request_id="a-request-1")
    assert (answer.status_code, answer.json()["data"]) == (500, None)
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "FAULT", "requestId": "a-request-1"}
    assert "database" not in answer.text


async def test_an_answer_cut_short_is_not_passed_off_as_whole() -> None:
    with pytest.raises(RuntimeError, match="the rest is lost"):
        await send(shell(), "/cut")


async def test_a_request_logs_its_path_status_and_id_without_its_query(lines: io.StringIO) -> None:
    await send(shell(), "/page?name=secret", x_request_id="a-request-1", cookie="session=secret")
    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert (line["event"], line["path"], line["status"]) == ("request", "/page", 200)
    assert (line["request_id"], line["level"]) == ("a-request-1", "info")
    assert "secret" not in lines.getvalue()


async def test_refusals_are_logged_as_info_and_faults_as_errors_without_messages(
    lines: io.StringIO,
) -> None:
    await send(shell(), "/page", "POST", sec_fetch_site="cross-site")
    await send(shell(), "/graphql", "PUT")
    await send(shell(), "/broken", x_request_id="a-request-1")
    found = [json.loads(text) for text in lines.getvalue().splitlines()]
    refusals = [line["level"] for line in found if line["event"] == "refused"]
    (fault,) = [line for line in found if line["event"] == "fault"]
    assert refusals == ["info", "info"]
    assert (fault["level"], fault["request_id"]) == ("error", "a-request-1")
    (failure,) = fault["exceptions"]
    assert failure["class"] == "builtins.RuntimeError"
    assert failure["passed"][-1].endswith(" broken")
    assert "SELECT" not in lines.getvalue()


async def test_libraries_log_in_the_same_form_and_without_messages(lines: io.StringIO) -> None:
    try:
        try:
            raise KeyError("name of a person")
        except KeyError as error:
            raise ValueError("row of a person") from error
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert line["source"] == "uvicorn.error"
    classes = [failure["class"] for failure in line["exceptions"]]
    assert classes == ["builtins.ValueError", "builtins.KeyError"]
    assert "person" not in lines.getvalue()


async def test_a_live_process_says_so_whatever_its_parts_do() -> None:
    async def broken() -> None:
        raise RuntimeError

    answer = await send(shell(database=broken), "/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer.headers["cache-control"] == "no-store"


async def test_a_process_is_ready_when_every_part_is() -> None:
    async def fine() -> None:
        return

    answer = await send(shell(database=fine, migrations=fine), "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_a_process_is_not_ready_when_a_part_fails_and_tells_only_which() -> None:
    async def fine() -> None:
        return

    async def broken() -> None:
        raise RuntimeError("password=hunter2")

    answer = await send(shell(database=broken, migrations=fine), "/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "failed", "migrations": "ok"}
    assert "hunter2" not in answer.text


async def test_a_part_that_does_not_answer_in_time_is_not_ready() -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    app = Starlette(routes=health.routes({"database": never}, seconds=0.01))
    answer = await send(app, "/readyz")
    assert answer.json()["checks"] == {"database": "failed"}


async def test_answers_are_counted_by_surface_status_and_time() -> None:
    app = shell()
    for path in ("/page", "/page", "/nowhere", "/graphql"):
        await send(app, path)
    counted = await send(app, "/metrics", authorization="Bearer token")
    text = counted.text.splitlines()
    assert 'yhdyspinta_requests_total{surface="pages",status="200"} 2' in text
    assert 'yhdyspinta_requests_total{surface="pages",status="404"} 1' in text
    assert 'yhdyspinta_request_seconds_count{surface="pages"} 3' in text
    assert 'yhdyspinta_request_seconds_bucket{surface="graphql",le="+Inf"} 1' in text
    assert "yhdyspinta_requests_in_hand 1" in text


def test_times_are_counted_up_to_their_bound() -> None:
    counts = Metrics()
    for seconds in (0.005, 0.006, 99.0):
        counts.record("/graphql", 200, seconds)
    buckets = [line.rpartition(" ")[2] for line in counts.text().splitlines() if "bucket" in line]
    assert buckets == ["1", *["2"] * 9, "3"]
