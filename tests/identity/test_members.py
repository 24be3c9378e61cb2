from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta

import pytest

from server.identity.actor import SYSTEM, Actor, Role, nobody
from server.identity.models import Account, Membership
from server.identity.service import (
    admit_member,
    end_membership,
    known_account,
    memberships_on,
)
from server.journal.models import JournalEntry
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from tests.identity.conftest import AT, COUNTY, MUNICIPALITY, TODAY, member

pytestmark = pytest.mark.usefixtures("store")


async def account(subject: str = "s1") -> Account:
    return await known_account("https://id.example", subject, "Tester", at=AT)


async def admit(
    who: Account, role: Role = Role.EDITOR, by: Actor = SYSTEM, today: date = TODAY
) -> Membership:
    done = await admit_member(who.id, COUNTY, role, by=by, at=AT, today=today)
    assert done.subject is not None
    return await Membership.get(id=done.subject[1])


async def test_an_account_is_known_by_issuer_and_subject() -> None:
    first = await account()
    again = await known_account("https://id.example", "s1", "Tester II", at=AT)
    other = await known_account("https://other.example", "s1", "Tester", at=AT)
    assert (again.id, again.label) == (first.id, "Tester II")
    assert (await Account.get(id=first.id)).label == "Tester II"
    assert other.id != first.id
    assert await JournalEntry.all().count() == 0


async def test_an_account_signing_in_twice_at_once_is_one() -> None:
    found = await asyncio.gather(*(account() for _ in range(5)))
    assert len({row.id for row in found}) == 1


async def test_the_journal_names_the_organisation_of_a_new_member() -> None:
    held = await admit(await account())
    entry = await JournalEntry.get(object_type="Membership", object_id=held.id)
    assert json.loads(entry.after or "")["organisation_code"] == COUNTY
    assert entry.before is entry.audience_before is None
    assert entry.audience_after == COUNTY


async def test_an_admin_admits_members_of_the_own_organisation() -> None:
    held = await admit(await account(), role=Role.ADMIN, by=member())
    assert (held.role, held.starts_on, held.ends_on) == ("admin", TODAY, None)


@pytest.mark.parametrize(
    ("by", "role", "reason"),
    [
        (nobody(), Role.READER, "NOT_SIGNED_IN"),
        (member(role=Role.RECORDER), Role.READER, "ROLE_MISSING"),
        (member(MUNICIPALITY), Role.READER, "NOT_OWN_ORGANISATION"),
        (member(), Role.PLATFORM, "ROLE_BEYOND_OWN"),
    ],
)
async def test_others_admit_nobody(by: Actor, role: Role, reason: str) -> None:
    who = await account()
    with pytest.raises(NotAllowed) as refused:
        await admit(who, role=role, by=by)
    assert refused.value.facts["reason"] == reason
    assert await Membership.all().count() == await JournalEntry.all().count() == 0


async def test_an_unknown_account_is_not_found() -> None:
    with pytest.raises(NotFound):
        await admit_member(999, COUNTY, Role.READER, by=SYSTEM, at=AT, today=TODAY)


async def test_a_membership_does_not_end_before_it_begins() -> None:
    who = await account()
    with pytest.raises(InvalidInput):
        await admit_member(
            who.id, COUNTY, Role.READER, by=SYSTEM, at=AT, today=TODAY, ends_on=date(2026, 5, 3)
        )


async def test_a_member_admitted_again_changes_role_and_stays_one_row() -> None:
    who = await account()
    first = await admit(who, role=Role.READER)
    later = await admit(who, role=Role.RECORDER, today=TODAY + timedelta(days=9))
    assert (later.id, later.role, later.starts_on) == (first.id, "recorder", TODAY)
    assert await JournalEntry.filter(object_type="Membership").count() == 2


async def test_admitting_as_before_writes_nothing() -> None:
    who = await account()
    await admit(who)
    await admit(who)
    assert await JournalEntry.filter(object_type="Membership").count() == 1


async def test_admissions_of_one_account_at_once_make_one_membership() -> None:
    who = await account()
    await asyncio.gather(*(admit(who) for _ in range(5)))
    assert await Membership.all().count() == 1


async def test_an_ended_membership_holds_no_longer() -> None:
    who = await account()
    held = await admit(who)
    day = TODAY + timedelta(days=5)
    await end_membership(held.id, by=member(), at=AT, today=day)
    assert await memberships_on(day, who.id) == []
    assert await memberships_on(day - timedelta(days=1), who.id) == [held]


async def test_a_membership_ended_on_its_first_day_is_removed() -> None:
    held = await admit(await account())
    await end_membership(held.id, by=member(), at=AT, today=TODAY)
    assert await Membership.all().count() == 0
    entry = await JournalEntry.all().order_by("-seq").first()
    assert entry is not None
    assert entry.act == "end_membership"
    assert entry.after is None


async def test_an_ended_member_admitted_again_begins_anew() -> None:
    who = await account()
    held = await admit(who)
    day = TODAY + timedelta(days=5)
    await end_membership(held.id, by=member(), at=AT, today=day)
    again = await admit(who, today=day)
    assert (again.id, again.starts_on, again.ends_on) == (held.id, day, None)


async def test_another_organisations_member_is_not_there() -> None:
    held = await admit(await account())
    with pytest.raises(NotFound):
        await end_membership(held.id, by=member(MUNICIPALITY), at=AT, today=TODAY)
    with pytest.raises(NotAllowed):
        await end_membership(held.id, by=member(role=Role.READER), at=AT, today=TODAY)


async def test_memberships_hold_on_both_their_days() -> None:
    who = await account()
    await admit_member(
        who.id, COUNTY, Role.READER, by=SYSTEM, at=AT, today=TODAY, ends_on=date(2026, 5, 6)
    )
    days = [date(2026, 5, day) for day in range(3, 8)]
    held = [bool(await memberships_on(day, who.id)) for day in days]
    assert held == [False, True, True, True, False]
