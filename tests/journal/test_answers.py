from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from server.identity.models import Account
from server.journal.models import GivenAnswer, JournalEntry
from server.journal.service import ANSWERS_KEPT, purge_answers
from server.kit.errors import Conflict, DomainError, InvalidInput, KeyReused
from server.kit.store import Outcome, Repeated, act
from server.kit.store.database import Database
from tests.journal.conftest import AT, TODAY, Admit, keyed


async def test_a_repeated_request_gets_the_first_outcome_and_runs_once(admit: Admit) -> None:
    first = await admit("a", by=keyed("k"))
    with pytest.raises(Repeated) as again:
        await admit("a", by=keyed("k"))
    assert again.value.outcome == first
    assert await JournalEntry.all().count() == 1


async def test_every_part_of_an_outcome_survives_the_repeat(books: Database) -> None:
    given = Outcome(
        subject=("Negotiation", 4),
        warnings=({"code": "LATE", "facts": {"day": "2026-01-01"}},),
        items=(Outcome(problem={"code": "CONFLICT"}), Outcome(subject=("Negotiation", 5))),
        facts={"n": 2},
    )
    async with act("look", keyed("k"), at=AT, today=TODAY) as opened:
        opened.done(given)
    with pytest.raises(Repeated) as again:
        async with act("look", keyed("k"), at=AT, today=TODAY):
            pass
    assert again.value.outcome == given


async def test_another_body_under_the_same_key_is_refused(admit: Admit) -> None:
    await admit("a", by=keyed("k", "one"))
    for _ in range(2):
        with pytest.raises(KeyReused):
            await admit("b", by=keyed("k", "two"))
    with pytest.raises(Repeated):
        await admit("a", by=keyed("k", "one"))
    assert await Account.all().count() == 1


async def _refused(error: DomainError, key: str = "k") -> Repeated:
    with pytest.raises(type(error)):
        async with act("try", keyed(key), at=AT, today=TODAY):
            raise error
    with pytest.raises(Repeated) as again:
        async with act("try", keyed(key), at=AT, today=TODAY):
            pytest.fail("a refused request runs once")
    return again.value


async def test_a_refusal_is_repeated_with_its_facts(books: Database) -> None:
    again = await _refused(Conflict(type="Account", id=3, day=TODAY))
    assert again.outcome is None
    assert again.refusal == {
        "code": "CONFLICT",
        "facts": {"type": "Account", "id": 3, "day": "2026-05-04"},
        "faults": [],
    }


async def test_a_refusal_is_repeated_with_every_fault(books: Database) -> None:
    again = await _refused(InvalidInput.of("attendance.0.organisation", "UNKNOWN", given="x"))
    assert again.refusal is not None
    assert again.refusal["faults"] == [
        {"path": ["attendance", "0", "organisation"], "code": "UNKNOWN", "facts": {"given": "x"}}
    ]


async def test_a_fault_of_the_program_keeps_no_answer(books: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with act("try", keyed("k"), at=AT, today=TODAY):
            raise ZeroDivisionError
    assert await GivenAnswer.all().count() == 0


async def test_requests_without_a_key_keep_no_answer(admit: Admit) -> None:
    await admit("a")
    assert await GivenAnswer.all().count() == 0


async def test_keys_of_different_organisations_are_different(admit: Admit) -> None:
    await admit("a", by=replace(keyed("k"), organisation="county:08"))
    await admit("b", by=replace(keyed("k"), organisation="county:09"))
    assert await Account.all().count() == 2


async def test_after_forty_eight_hours_a_key_is_new(admit: Admit) -> None:
    await admit("a", by=keyed("k"))
    with pytest.raises(Repeated):
        await admit("a", by=keyed("k"), at=AT + ANSWERS_KEPT - timedelta(seconds=1))
    await admit("b", by=keyed("k", "other body"), at=AT + ANSWERS_KEPT)
    assert await Account.all().count() == 2
    assert await GivenAnswer.all().count() == 1


async def test_answers_whose_time_has_run_out_are_purged(admit: Admit) -> None:
    await admit("a", by=keyed("old"))
    await admit("b", by=keyed("new"), at=AT + timedelta(hours=1))
    assert await purge_answers(AT + ANSWERS_KEPT) == 1
    assert [answer.key for answer in await GivenAnswer.all()] == ["new"]


async def test_the_same_request_sent_many_times_at_once_runs_once(admit: Admit) -> None:
    answers = await asyncio.gather(
        *(admit("a", by=keyed("k")) for _ in range(8)), return_exceptions=True
    )
    done = [answer for answer in answers if isinstance(answer, Outcome)]
    repeated = [answer for answer in answers if isinstance(answer, Repeated)]
    assert (len(done), len(repeated)) == (1, 7)
    assert all(answer.outcome == done[0] for answer in repeated)
    assert await Account.all().count() == 1


async def test_expired_key_sent_twice_at_once_runs_once(admit: Admit) -> None:
    await admit("a", by=keyed("k"))
    later = AT + ANSWERS_KEPT
    answers = await asyncio.gather(
        *(admit("b", by=keyed("k"), at=later) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(answer, Outcome) for answer in answers) == 1
    assert sum(isinstance(answer, Repeated) for answer in answers) == 3


async def test_the_same_refused_request_sent_many_times_at_once_changes_nothing(
    books: Database,
) -> None:
    async def trying() -> None:
        async with act("try", keyed("k"), at=AT, today=TODAY) as opened:
            await opened.create(Account, issuer="t", subject="s", label="x", created_at=AT)
            raise Conflict(type="Account")

    answers = await asyncio.gather(*(trying() for _ in range(6)), return_exceptions=True)
    assert all(isinstance(answer, Conflict | Repeated) for answer in answers)
    assert await Account.all().count() == await JournalEntry.all().count() == 0
    assert await GivenAnswer.all().count() == 1


async def test_nobody_can_read_the_answer_to_anothers_key(admit: Admit) -> None:
    await admit("a", by=keyed("k"))
    await admit("b", by=replace(keyed("k"), key="account:2"))
    assert await Account.all().count() == 2
