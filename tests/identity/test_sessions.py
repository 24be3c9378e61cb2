from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.identity.actor import SYSTEM, Actor, ActorKind, Role
from server.identity.models import Account, Membership, Session
from server.identity.service import (
    actor_of_session,
    admit_member,
    available_roles,
    end_membership,
    end_session,
    end_sessions,
    known_account,
    purge_sessions,
    sign_in_demo,
    start_session,
    switch_organisation,
)
from server.journal.models import JournalEntry
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from server.kit.settings import Settings
from tests.identity.conftest import AT, COUNTY, MUNICIPALITY, TODAY

pytestmark = pytest.mark.usefixtures("store")

MINUTE = timedelta(minutes=1)
DEMO = Settings(demo=True)


@pytest.fixture
async def account(store: object) -> Account:
    made = await known_account("https://id.example", "s1", "Tester", at=AT)
    for code, role in ((COUNTY, Role.RECORDER), (MUNICIPALITY, Role.READER)):
        await admit_member(made.id, code, role, by=SYSTEM, at=AT, today=TODAY)
    return made


async def start(account: Account) -> str:
    return await start_session(account.id, COUNTY, at=AT, today=TODAY)


async def seen(cookie: str, after: timedelta = timedelta()) -> Actor | None:
    return await actor_of_session(cookie, at=AT + after, today=TODAY, request_id="r1")


async def test_a_session_acts_for_the_chosen_organisation(account: Account) -> None:
    actor = await seen(await start(account))
    assert actor is not None
    assert (actor.kind, actor.key) == (ActorKind.PERSON, f"account:{account.id}")
    assert (actor.organisation, actor.request_id) == (COUNTY, "r1")
    assert actor.roles == {Role.READER, Role.EDITOR, Role.RECORDER}
    assert actor.label.facts == {"name": "Tester"}


async def test_the_cookie_is_stored_as_a_hash_only(account: Account) -> None:
    cookie = await start(account)
    row = await Session.get(account_id=account.id)
    assert len(cookie) >= 43
    assert cookie != row.token_hash


@pytest.mark.parametrize("cookie", ["", "wrong", "ä\udc80", "x" * 9_000])
async def test_an_unknown_cookie_is_nobody(account: Account, cookie: str) -> None:
    await start(account)
    assert await seen(cookie) is None


async def test_no_session_without_membership(account: Account) -> None:
    with pytest.raises(NotAllowed) as refused:
        await start_session(account.id, "county:08", at=AT, today=TODAY)
    assert refused.value.facts["reason"] == "NOT_A_MEMBER"


async def test_half_an_hour_without_a_request_ends_a_session(account: Account) -> None:
    cookie = await start(account)
    assert await seen(cookie, 30 * MINUTE) is None
    assert await seen(cookie, 30 * MINUTE - timedelta(seconds=1)) is not None


async def test_requests_keep_a_session_until_its_twelfth_hour(account: Account) -> None:
    cookie = await start(account)
    for minutes in range(0, 12 * 60, 20):
        assert await seen(cookie, minutes * MINUTE) is not None
    assert await seen(cookie, 12 * 60 * MINUTE - timedelta(seconds=1)) is not None
    assert await seen(cookie, 12 * 60 * MINUTE) is None


async def test_being_seen_is_written_at_most_once_a_minute(account: Account) -> None:
    cookie = await start(account)
    await seen(cookie, timedelta(seconds=59))
    assert (await Session.get(account_id=account.id)).last_seen_at == AT
    await seen(cookie, timedelta(seconds=61))
    assert (await Session.get(account_id=account.id)).last_seen_at == AT + timedelta(seconds=61)


async def test_a_revoked_session_is_nobody_and_others_live_on(account: Account) -> None:
    first, second = await start(account), await start(account)
    await end_session(first)
    await end_session("unknown")
    assert await seen(first) is None
    assert await seen(second) is not None


async def test_all_sessions_of_an_account_are_revoked_at_once(account: Account) -> None:
    first, second = await start(account), await start(account)
    assert await end_sessions(account.id) == 2
    assert await seen(first) is await seen(second) is None


async def test_a_session_switches_between_the_organisations_of_its_account(
    account: Account,
) -> None:
    cookie = await start(account)
    await switch_organisation(cookie, MUNICIPALITY, at=AT, today=TODAY)
    actor = await seen(cookie)
    assert actor is not None
    assert actor.organisation == MUNICIPALITY
    assert actor.roles == {Role.READER}


async def test_a_session_does_not_switch_to_others(account: Account) -> None:
    cookie = await start(account)
    with pytest.raises(NotAllowed):
        await switch_organisation(cookie, "county:08", at=AT, today=TODAY)
    with pytest.raises(NotFound):
        await switch_organisation("unknown", MUNICIPALITY, at=AT, today=TODAY)
    actor = await seen(cookie)
    assert actor is not None
    assert actor.organisation == COUNTY


async def test_a_session_that_is_over_does_not_switch(account: Account) -> None:
    cookie = await start(account)
    with pytest.raises(NotFound):
        await switch_organisation(cookie, MUNICIPALITY, at=AT + 31 * MINUTE, today=TODAY)
    assert await seen(cookie, 31 * MINUTE) is None


async def test_a_session_loses_its_role_with_the_membership(account: Account) -> None:
    cookie = await start(account)
    held = await Membership.get(account_id=account.id, organisation_code=COUNTY)
    await end_membership(held.id, by=SYSTEM, at=AT, today=TODAY)
    assert await seen(cookie) is None


async def test_sessions_that_are_over_are_purged(account: Account) -> None:
    idle, used = await start(account), await start(account)
    await seen(used, 20 * MINUTE)
    assert await purge_sessions(AT + 31 * MINUTE) == 1
    assert await seen(idle, 25 * MINUTE) is None
    assert await seen(used, 31 * MINUTE) is not None


async def test_sessions_are_not_in_the_journal(account: Account) -> None:
    rows = await JournalEntry.all().count()
    cookie = await start(account)
    await switch_organisation(cookie, MUNICIPALITY, at=AT, today=TODAY)
    await end_session(cookie)
    assert await JournalEntry.all().count() == rows


async def demo(role: Role = Role.RECORDER, code: str = COUNTY) -> Actor:
    cookie = await sign_in_demo(code, role, settings=DEMO, at=AT, today=TODAY)
    actor = await seen(cookie)
    assert actor is not None
    return actor


async def test_the_demo_signs_in_a_role_of_an_organisation_without_a_name() -> None:
    actor = await demo()
    assert actor.roles == {Role.READER, Role.EDITOR, Role.RECORDER}
    assert actor.label.code == "ROLE_OF_ORGANISATION"
    assert actor.label.facts == {"role": "recorder", "organisation_code": COUNTY}


async def test_the_demo_has_one_account_per_role_and_organisation() -> None:
    assert (await demo()).key == (await demo()).key
    assert (await demo()).key != (await demo(Role.READER)).key
    assert (await demo()).key != (await demo(code=MUNICIPALITY)).key
    assert await Account.all().count() == await Membership.all().count() == 3
    assert await Account.filter(issuer="demo").count() == 3


async def test_the_demo_of_a_ministry_has_the_national_roles() -> None:
    assert set(available_roles("ministry:stm")) == set(Role)
    assert (await demo(Role.STEERING, "ministry:stm")).roles == {Role.STEERING}
    with pytest.raises(InvalidInput):
        await sign_in_demo(COUNTY, Role.PLATFORM, settings=DEMO, at=AT, today=TODAY)


async def test_only_a_demo_server_signs_anyone_in() -> None:
    with pytest.raises(NotFound):
        await sign_in_demo(
            COUNTY, Role.READER, settings=replace(DEMO, demo=False), at=AT, today=TODAY
        )
    assert await Account.all().count() == 0
