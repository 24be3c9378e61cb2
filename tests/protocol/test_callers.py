"""Who a request is taken to come from, and how that reaches the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from starlette.datastructures import Headers

from schema.protocol.port import UnknownToken
from server.app.callers import Callers, cookie_name
from server.identity.actor import SYSTEM, ActorKind, Role
from server.identity.service import (
    admit_member,
    end_session,
    issue_token,
    known_account,
    start_session,
)
from server.journal.service import ChainedJournal
from server.kit.store import Wiring, wire
from server.kit.store.database import Database
from tests.protocol.small import SmallExecutor, ask, endpoint

AT, TODAY = datetime(2026, 5, 4, 9, 30, tzinfo=UTC), date(2026, 5, 4)
COUNTY = "county:06"


@pytest.fixture(autouse=True)
def callers(database: Database) -> Callers:
    wire(Wiring(journal=ChainedJournal(), refreshers={}))
    return Callers("yhdyspinta", database.readers, today=lambda: TODAY, now=lambda: AT)


async def token() -> str:
    issued = await issue_token(
        COUNTY, Role.EDITOR, days=1, label="Feed", by=SYSTEM, at=AT, today=TODAY
    )
    return issued.secret


async def cookie() -> str:
    account = await known_account("https://id.example", "s1", "Tester", at=AT)
    await admit_member(account.id, COUNTY, Role.READER, by=SYSTEM, at=AT, today=TODAY)
    return await start_session(account.id, COUNTY, at=AT, today=TODAY)


async def kind(callers: Callers, **headers: str) -> ActorKind:
    return (await callers(Headers(headers), "r1")).kind


async def test_a_token_names_a_program_and_a_cookie_a_person(callers: Callers) -> None:
    secret, session = await token(), await cookie()
    bearer = {"authorization": f"bearer  {secret}"}
    cookies = {"cookie": f"other=1; yhdyspinta={session}"}
    assert await kind(callers, **bearer) is ActorKind.PROGRAM
    assert await kind(callers, **cookies) is ActorKind.PERSON
    assert await kind(callers, **bearer, **cookies) is ActorKind.PROGRAM
    assert (await callers(Headers(bearer), "r1")).request_id == "r1"


async def test_without_token_or_live_session_the_caller_is_nobody(callers: Callers) -> None:
    session = await cookie()
    await end_session(session)
    for cookies in (
        "",
        "other=1",
        "yhdyspinta=",
        f"yhdyspinta={session}",
        "yhdyspinta=" + "x" * 999,
    ):
        assert await kind(callers, cookie=cookies) is ActorKind.NOBODY


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer " + "x" * 999]
)
async def test_a_token_that_is_none_of_ours_is_refused_and_never_taken_for_nobody(
    callers: Callers,
    given: str,
) -> None:
    with pytest.raises(UnknownToken):
        await kind(callers, authorization=given)


async def test_a_cookie_is_bound_to_its_host_where_https_is_used() -> None:
    assert cookie_name("https://y.test") == "__Host-yhdyspinta"
    assert cookie_name("http://127.0.0.1:8000") == "yhdyspinta"


async def test_the_actor_reaches_the_engine_and_the_quota(callers: Callers) -> None:
    executor = SmallExecutor()
    app = endpoint(executor=executor, resolve=callers)
    headers = {"authorization": f"Bearer {await token()}"}
    answer = await ask(app, json={"query": "{ hello }"}, headers=headers)
    (context,) = executor.contexts
    assert context.actor.is_signed_in
    assert context.actor.key.startswith("token:")
    assert '"cost";q=1200000;' in answer.headers["ratelimit-policy"]
