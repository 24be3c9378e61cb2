from __future__ import annotations

from datetime import timedelta

import pytest

from server.identity.actor import SYSTEM, Actor, ActorKind, Role, nobody
from server.identity.models import AccessToken
from server.identity.service import IssuedToken, actor_of_token, issue_token, revoke_token
from server.journal.models import JournalEntry, PersonalNote
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from server.kit.store import Repeated
from server.kit.store.database import Database
from tests.identity.conftest import AT, COUNTY, MUNICIPALITY, TODAY, member

pytestmark = pytest.mark.usefixtures("store")


async def issue(
    by: Actor = SYSTEM, role: Role = Role.READER, days: int = 30, label: str = "Feed"
) -> IssuedToken:
    return await issue_token(COUNTY, role, days=days, label=label, by=by, at=AT, today=TODAY)


async def test_a_token_acts_in_its_role_for_its_organisation(database: Database) -> None:
    token = await issue(role=Role.EDITOR)
    actor = await actor_of_token(database.readers, token.secret, at=AT, request_id="r9")
    assert actor is not None
    assert (actor.kind, actor.key) == (ActorKind.PROGRAM, f"token:{token.id}")
    assert (actor.organisation, actor.request_id) == (COUNTY, "r9")
    assert actor.roles == {Role.READER, Role.EDITOR}
    assert actor.label.facts == {"name": "Feed"}


async def test_the_secret_is_stored_nowhere_and_its_hash_is_not_in_the_journal() -> None:
    token = await issue()
    row = await AccessToken.get(id=token.id)
    entry = await JournalEntry.get(object_type="AccessToken")
    assert token.secret.startswith("yp_")
    assert len(token.secret) >= 46
    assert token.secret not in (row.token_hash, row.label)
    assert entry.after is not None
    assert row.token_hash not in entry.after
    assert "token_hash" not in entry.after
    assert await PersonalNote.all().count() == 0


async def test_two_tokens_have_two_secrets() -> None:
    assert (await issue()).secret != (await issue()).secret


@pytest.mark.parametrize("secret", ["", "yp_", "yp_wrong", "x" * 10_000, "\udc80", "a\x00b"])
async def test_a_wrong_secret_is_nobody(database: Database, secret: str) -> None:
    await issue()
    assert await actor_of_token(database.readers, secret, at=AT, request_id="r") is None


async def test_a_token_ends_with_its_last_day(database: Database) -> None:
    token = await issue(days=2)
    end = AT + timedelta(days=2)
    assert token.expires_at == end
    before = end - timedelta(microseconds=1)
    assert (
        await actor_of_token(database.readers, token.secret, at=before, request_id="r") is not None
    )
    assert await actor_of_token(database.readers, token.secret, at=end, request_id="r") is None


async def test_a_revoked_token_is_nobody(database: Database) -> None:
    token = await issue()
    await revoke_token(token.id, by=member(), at=AT, today=TODAY)
    assert await actor_of_token(database.readers, token.secret, at=AT, request_id="r") is None


async def test_revoking_again_changes_nothing() -> None:
    token = await issue()
    await revoke_token(token.id, by=member(), at=AT, today=TODAY)
    later = AT + timedelta(hours=1)
    await revoke_token(token.id, by=member(), at=later, today=TODAY)
    assert (await AccessToken.get(id=token.id)).revoked_at == AT
    assert await JournalEntry.filter(object_type="AccessToken").count() == 2


async def test_an_admin_makes_tokens_of_any_role_up_to_the_own() -> None:
    for role in (Role.READER, Role.EDITOR, Role.RECORDER, Role.ADMIN):
        await issue(by=member(), role=role)


@pytest.mark.parametrize(
    ("by", "role", "reason"),
    [
        (nobody(), Role.READER, "NOT_SIGNED_IN"),
        (member(role=Role.RECORDER), Role.READER, "ROLE_MISSING"),
        (member(MUNICIPALITY), Role.READER, "NOT_OWN_ORGANISATION"),
        (member(), Role.STEERING, "ROLE_BEYOND_OWN"),
        (member(kind=ActorKind.PROGRAM), Role.READER, "NOT_A_PERSON"),
    ],
)
async def test_others_make_no_tokens(by: Actor, role: Role, reason: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        await issue(by=by, role=role)
    assert refused.value.facts["reason"] == reason
    assert await AccessToken.all().count() == await JournalEntry.all().count() == 0


@pytest.mark.parametrize("days", [-1, 0, 367])
async def test_a_token_lasts_from_a_day_to_a_year(days: int) -> None:
    with pytest.raises(InvalidInput):
        await issue(days=days)
    assert await AccessToken.all().count() == 0


@pytest.mark.parametrize("label", ["", "  ", "x" * 201])
async def test_a_token_has_a_name(label: str) -> None:
    with pytest.raises(InvalidInput):
        await issue(label=label)


async def test_another_organisations_token_is_not_there(database: Database) -> None:
    token = await issue()
    for by in (member(MUNICIPALITY), nobody()):
        with pytest.raises(NotFound):
            await revoke_token(token.id, by=by, at=AT, today=TODAY)
    with pytest.raises(NotFound):
        await revoke_token(token.id + 1, by=member(), at=AT, today=TODAY)
    assert await actor_of_token(database.readers, token.secret, at=AT, request_id="r") is not None


async def test_a_recorder_of_the_organisation_may_not_revoke() -> None:
    token = await issue()
    with pytest.raises(NotAllowed):
        await revoke_token(token.id, by=member(role=Role.RECORDER), at=AT, today=TODAY)


async def test_a_repeated_request_shows_no_secret_again() -> None:
    await issue(by=member().with_key("k", "b"))
    with pytest.raises(Repeated) as again:
        await issue(by=member().with_key("k", "b"))
    assert again.value.outcome is not None
    assert again.value.outcome.facts == {}
    assert await AccessToken.all().count() == 1
