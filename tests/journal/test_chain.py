from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from server.identity.actor import SYSTEM
from server.identity.models import Account
from server.journal.models import JournalEntry, JournalHead, PersonalNote
from server.journal.service import Fault, FaultKind, erase_personal, verify
from server.kit.errors import Conflict, NotFound
from server.kit.store import Outcome, act
from server.kit.store.database import Database
from tests.journal.conftest import AT, TODAY, Admit


async def test_an_empty_journal_is_whole(books: Database) -> None:
    assert (await verify()).first_fault is None
    assert (await verify()).head_seq == 0


async def test_every_object_of_an_act_is_one_row_and_the_chain_verifies(admit: Admit) -> None:
    await admit("a", "b")
    await admit("c")
    found = await verify()
    assert (found.head_seq, found.first_fault) == (3, None)
    rows = await JournalEntry.all().order_by("seq")
    assert [r.seq for r in rows] == [1, 2, 3]
    assert rows[-1].hash == found.head_hash
    assert {(r.act, r.actor, r.object_type) for r in rows} == {("admit", "system", "Account")}
    assert [r.before for r in rows] == [None, None, None]
    assert rows[0].at == AT


async def test_rows_of_an_act_stand_in_order_of_type_and_id(books: Database) -> None:
    async with act("admit", SYSTEM, at=AT, today=TODAY) as opened:
        rows = [
            await Account.create(issuer="t", subject=str(n), label="x", created_at=AT)
            for n in range(3)
        ]
        for row in reversed(rows):
            opened.touch(row, before=None)
    ids = [row.object_id for row in await JournalEntry.all().order_by("seq")]
    assert ids == sorted(row.id for row in rows)


async def test_an_act_that_touches_nothing_moves_no_number(books: Database) -> None:
    async with act("look", SYSTEM, at=AT, today=TODAY):
        pass
    assert (await verify()).head_seq == 0


async def test_an_object_created_and_removed_in_one_act_leaves_no_row(books: Database) -> None:
    async with act("draft", SYSTEM, at=AT, today=TODAY) as opened:
        row = await opened.create(Account, issuer="t", subject="s", label="x", created_at=AT)
        await opened.remove(row)
    assert await JournalEntry.all().count() == 0


async def test_an_act_that_fails_leaves_nothing(admit: Admit) -> None:
    await admit("a")
    with pytest.raises(Conflict):
        async with act("admit", SYSTEM, at=AT, today=TODAY) as opened:
            await opened.create(Account, issuer="t", subject="b", label="x", created_at=AT)
            raise Conflict(type="Account")
    with pytest.raises(ZeroDivisionError):
        async with act("admit", SYSTEM, at=AT, today=TODAY) as opened:
            await opened.create(Account, issuer="t", subject="b", label="x", created_at=AT)
            raise ZeroDivisionError
    found = await verify()
    assert (found.head_seq, found.first_fault) == (1, None)
    assert await Account.all().count() == await JournalEntry.all().count() == 1


async def test_fifty_acts_at_once_are_numbered_without_gaps(admit: Admit) -> None:
    await asyncio.gather(*(admit(f"a{n}", f"b{n}") for n in range(50)))
    seqs = [row.seq for row in await JournalEntry.all().order_by("seq")]
    assert seqs == list(range(1, 101))
    assert (await verify()).first_fault is None


async def _change_a_member(seq: int) -> None:
    await JournalEntry.filter(seq=seq).update(actor="account:9")


async def _change_the_time(seq: int) -> None:
    await JournalEntry.filter(seq=seq).update(at=AT + timedelta(microseconds=1))


async def _change_what_was_written(seq: int) -> None:
    await JournalEntry.filter(seq=seq).update(after='{"issuer":"other"}')


async def _change_who_could_see_it(seq: int) -> None:
    await JournalEntry.filter(seq=seq).update(audience_after="county:08")


async def _change_the_hash(seq: int) -> None:
    await JournalEntry.filter(seq=seq).update(hash="1" * 64)


async def _drop_the_hash_of_the_note(seq: int) -> None:
    await JournalEntry.filter(seq=seq).update(personal_hash=None)


async def _swap_with_the_next(seq: int) -> None:
    async with in_transaction("default"):
        one, other = await JournalEntry.filter(seq__in=[seq, seq + 1]).order_by("seq")
        await JournalEntry.filter(seq__in=[seq, seq + 1]).delete()
        one.seq, other.seq = other.seq, one.seq
        await JournalEntry.bulk_create([one, other])


Tamper = Callable[[int], Awaitable[None]]
CHANGES: list[Tamper] = [
    _change_a_member,
    _change_the_time,
    _change_what_was_written,
    _change_who_could_see_it,
    _change_the_hash,
    _drop_the_hash_of_the_note,
    _swap_with_the_next,
]


@pytest.mark.parametrize("tamper", CHANGES, ids=lambda tamper: tamper.__name__.strip("_"))
async def test_a_changed_or_moved_row_is_found_where_it_is(admit: Admit, tamper: Tamper) -> None:
    for subject in "abcde":
        await admit(subject)
    await tamper(3)
    assert (await verify()).first_fault == Fault(3, FaultKind.CHANGED)


async def test_a_removed_row_is_found(admit: Admit) -> None:
    for subject in "abcde":
        await admit(subject)
    await JournalEntry.filter(seq=3).delete()
    assert (await verify()).first_fault == Fault(3, FaultKind.MISSING)


async def test_removed_last_rows_are_found(admit: Admit) -> None:
    for subject in "abc":
        await admit(subject)
    await JournalEntry.filter(seq__gt=1).delete()
    assert (await verify()).first_fault == Fault(2, FaultKind.MISSING)


async def test_a_head_set_back_leaves_a_surplus(admit: Admit) -> None:
    for subject in "abc":
        await admit(subject)
    second = await JournalEntry.get(seq=2)
    await JournalHead.filter(id=1).update(seq=2, hash=second.hash)
    assert (await verify()).first_fault == Fault(3, FaultKind.SURPLUS)


async def test_a_changed_head_is_found(admit: Admit) -> None:
    await admit("a")
    await JournalHead.filter(id=1).update(hash="0" * 64)
    assert (await verify()).first_fault == Fault(1, FaultKind.HEAD)


async def test_removed_last_rows_and_a_head_set_back_are_found_by_the_kept_head(
    admit: Admit,
) -> None:
    for subject in "abc":
        await admit(subject)
    kept = await verify()
    first = await JournalEntry.get(seq=1)
    await JournalEntry.filter(seq__gt=1).delete()
    await JournalHead.filter(id=1).update(seq=1, hash=first.hash)
    assert (await verify()).first_fault is None
    again = await verify(kept.head_seq, kept.head_hash)
    assert again.first_fault == Fault(3, FaultKind.MISSING)


async def test_a_rewritten_chain_is_found_by_the_kept_head(admit: Admit) -> None:
    await admit("a")
    again = await verify(1, "f" * 64)
    assert again.first_fault == Fault(1, FaultKind.CHANGED)


async def test_the_check_can_go_on_from_a_row(admit: Admit) -> None:
    for subject in "abc":
        await admit(subject)
    await JournalEntry.filter(seq=1).update(actor="account:9")
    assert (await verify(from_seq=2)).first_fault is None


async def test_a_journal_longer_than_a_batch_verifies(admit: Admit) -> None:
    await admit(*(f"s{n}" for n in range(1100)))
    assert (await verify()).first_fault is None
    await JournalEntry.filter(seq=1001).update(request_id="other")
    assert (await verify()).first_fault == Fault(1001, FaultKind.CHANGED)


async def test_personal_data_stands_apart_from_the_row(admit: Admit) -> None:
    await admit("subject-of-a-person")
    row = await JournalEntry.get(seq=1)
    note = await PersonalNote.get(seq=1)
    assert "subject-of-a-person" not in (row.after or "")
    assert "subject-of-a-person" in note.data
    assert row.personal_hash is not None


async def test_changed_personal_data_is_found(admit: Admit) -> None:
    await admit("a")
    await PersonalNote.filter(seq=1).update(data="{}")
    assert (await verify()).first_fault == Fault(1, FaultKind.NOTE_CHANGED)


async def test_erasing_personal_data_keeps_the_chain_and_is_a_row_itself(admit: Admit) -> None:
    await admit("a", "b")
    done = await erase_personal(1, by=SYSTEM, at=AT, today=TODAY)
    assert done == Outcome(subject=("PersonalNote", 1))
    assert [note.seq for note in await PersonalNote.all()] == [2]
    found = await verify()
    assert (found.head_seq, found.first_fault) == (3, None)
    assert (await JournalEntry.get(seq=3)).act == "erase_personal"


async def test_what_is_erased_cannot_be_erased_again(admit: Admit) -> None:
    await admit("a")
    await erase_personal(1, by=SYSTEM, at=AT, today=TODAY)
    with pytest.raises(NotFound):
        await erase_personal(1, by=SYSTEM, at=AT, today=TODAY)
    assert (await verify()).head_seq == 2
