from __future__ import annotations

from datetime import timedelta

import pytest

from server.identity.actor import SYSTEM, Actor, Role
from server.identity.models import Account, Invitation, Membership, Session
from server.identity.service import (
    Attempt,
    Onward,
    Person,
    address_digest,
    begin_attempt,
    end_attempt,
    invite_member,
    purge_attempts,
    purge_invitations,
    sign_in_person,
)
from server.identity.service.invitations import accept_invitation
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from tests.identity.conftest import AT, COUNTY, MUNICIPALITY, TODAY, member

pytestmark = pytest.mark.usefixtures("store")

SECRET = "s" * 32
DIGEST = address_digest("one@kunta.example", SECRET)
ONWARD = Onward("/fi/rounds", "fi")


async def invite(
    organisation: str = COUNTY, role: Role = Role.EDITOR, *, by: Actor = SYSTEM, days: int = 30
) -> None:
    await invite_member(DIGEST, organisation, role, days=days, by=by, at=AT, today=TODAY)


def person(subject: str = "s1", invited: str | None = DIGEST) -> Person:
    return Person("https://id.example", subject, "Tester", invited)


async def sign_in(who: Person, after: timedelta = timedelta()) -> tuple[str, int]:
    return await sign_in_person(who, at=AT + after, today=TODAY)


@pytest.mark.parametrize(
    "written", ["one@kunta.example", " One@Kunta.EXAMPLE ", "ONE@KUNTA.EXAMPLE"]
)
def test_capitals_and_blanks_make_no_other_address(written: str) -> None:
    assert address_digest(written, SECRET) == DIGEST


def test_an_address_composed_otherwise_is_the_same() -> None:
    assert address_digest("a\u0308@k.example", SECRET) == address_digest("ä@k.example", SECRET)


def test_another_secret_makes_another_digest() -> None:
    assert address_digest("one@kunta.example", "t" * 32) != DIGEST


@pytest.mark.parametrize("written", ["", "one", "@kunta.example", "a@b", "a b@k.fi", "a@k.fi\n@"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        address_digest(written, SECRET)
    assert refused.value.faults[0].path == ("email",)


async def test_an_invitation_becomes_a_membership_once() -> None:
    await invite()
    _, organisations = await sign_in(person())
    assert organisations == 1
    assert (await Membership.get()).role == "editor"
    assert await Invitation.all().count() == 0
    with pytest.raises(NotAllowed):
        await sign_in(person("s2"))
    assert await Account.all().count() == 1


async def test_a_second_invitation_to_one_address_replaces_the_first() -> None:
    await invite(role=Role.READER)
    await invite(role=Role.ADMIN)
    await sign_in(person())
    assert (await Membership.get()).role == "admin"


async def test_a_member_who_is_invited_elsewhere_is_a_member_of_both() -> None:
    await invite()
    await sign_in(person())
    await invite(MUNICIPALITY)
    _, organisations = await sign_in(person())
    assert organisations == 2
    assert await Account.all().count() == 1


async def test_an_invitation_is_over_at_its_end() -> None:
    await invite(days=1)
    with pytest.raises(NotAllowed) as refused:
        await sign_in(person(), timedelta(days=1))
    assert refused.value.facts["reason"] == "NOT_A_MEMBER"
    assert await purge_invitations(AT + timedelta(hours=23)) == 0
    assert await purge_invitations(AT + timedelta(days=1)) == 1


async def test_a_member_whose_membership_has_ended_gets_no_session() -> None:
    await invite()
    await sign_in(person())
    await Membership.filter(id__gt=0).update(ends_on=TODAY - timedelta(days=1))
    await Session.filter(id__gt=0).delete()
    with pytest.raises(NotAllowed):
        await sign_in(person(invited=None))
    assert await Session.all().count() == 0


@pytest.mark.parametrize(
    ("organisation", "role", "own"),
    [
        (MUNICIPALITY, Role.EDITOR, Role.ADMIN),
        (COUNTY, Role.EDITOR, Role.RECORDER),
        (COUNTY, Role.PLATFORM, Role.ADMIN),
    ],
)
async def test_an_administrator_invites_to_the_own_organisation_in_a_role_of_their_own(
    organisation: str, role: Role, own: Role
) -> None:
    await invite(by=member())
    with pytest.raises(NotAllowed):
        await invite(organisation, role, by=member(role=own))
    assert await Invitation.all().count() == 1


@pytest.mark.parametrize("days", [0, 91])
async def test_an_invitation_holds_from_one_day_to_ninety(days: int) -> None:
    with pytest.raises(InvalidInput):
        await invite(days=days)


async def test_an_invitation_taken_up_meanwhile_is_gone() -> None:
    await invite()
    held = await Invitation.get()
    await sign_in(person())
    with pytest.raises(NotFound):
        await accept_invitation(held.id, (await Account.get()).id, at=AT, today=TODAY)


async def test_an_attempt_ends_once_and_in_its_own_browser() -> None:
    attempt = await begin_attempt(ONWARD, at=AT)
    assert await end_attempt(Attempt("another", attempt.state), at=AT) is None
    assert await end_attempt(attempt, at=AT) == ONWARD
    assert await end_attempt(attempt, at=AT) is None


async def test_an_attempt_is_over_after_ten_minutes() -> None:
    late = AT + timedelta(minutes=10)
    assert await end_attempt(await begin_attempt(ONWARD, at=AT), at=late) is None
    await begin_attempt(ONWARD, at=AT)
    assert await purge_attempts(late - timedelta(seconds=1)) == 0
    assert await purge_attempts(late) == 1


async def test_attempts_of_one_browser_share_neither_state_nonce_nor_verifier() -> None:
    first = await begin_attempt(ONWARD, at=AT)
    second = await begin_attempt(ONWARD, at=AT, browser=first.browser)
    assert first.browser == second.browser
    assert first.state != second.state
    assert first.nonce != second.nonce
    assert first.verifier != second.verifier
    assert len(first.verifier) == 43
