from __future__ import annotations

from datetime import date

import pytest
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from server.kit.store.database import Database
from server.kit.store.readers import ReadFault
from server.register.models import CouncilTerm


async def _term(key: str = "2025-2029") -> CouncilTerm:
    return await CouncilTerm.create(
        kind="COUNTY", key=key, starts_on="2025-06-01", ends_on="2029-05-31", source="611/2021 § 23"
    )


async def test_what_is_written_is_read_by_the_readers(database: Database) -> None:
    await _term()
    assert await database.readers.fetch("SELECT key FROM council_term", ()) == "2025-2029"


async def test_an_act_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with in_transaction("default"):
            await _term()
            raise RuntimeError("the meeting never happened")
    assert await CouncilTerm.all().count() == 0


async def test_a_transaction_sees_its_own_rows(database: Database) -> None:
    async with in_transaction("default"):
        await _term()
        assert await CouncilTerm.all().count() == 1


async def test_readers_refuse_to_write(database: Database) -> None:
    with pytest.raises(ReadFault):
        await database.readers.fetch("DELETE FROM council_term RETURNING 'gone'", ())


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2000, 1, 1), date.max])
async def test_every_day_is_kept_and_asked_as_it_is(database: Database, day: date) -> None:
    term = await _term()
    await CouncilTerm.filter(id=term.id).using_db(get_connection("default")).update(ends_on=day)
    assert (await CouncilTerm.get(id=term.id)).ends_on == day
    sqlite = database.readers.dialect == "sqlite"
    asked = (
        f"SELECT CAST(ends_on AS TEXT) FROM council_term WHERE ends_on={'?' if sqlite else '$1'}"
    )
    value = day.isoformat() if sqlite else day
    assert await database.readers.fetch(asked, (value,)) == day.isoformat()


async def test_a_glance_finds_the_row_of_a_key_as_it_is_now(database: Database) -> None:
    asked = "SELECT key, source FROM council_term WHERE id = ?"
    term = await _term()
    assert await database.readers.glance(asked, term.id + 1) is None
    assert tuple(await database.readers.glance(asked, term.id) or ()) == (term.key, term.source)
    await CouncilTerm.filter(id=term.id).using_db(get_connection("default")).update(source="§ 1")
    assert tuple(await database.readers.glance(asked, term.id) or ()) == (term.key, "§ 1")


async def test_a_glance_refuses_to_write_and_serves_again(database: Database) -> None:
    term = await _term()
    for wrong in ("DELETE FROM council_term WHERE id = ? RETURNING id", "SELECT ? FROM nowhere"):
        with pytest.raises(ReadFault):
            await database.readers.glance(wrong, term.id)
    found = await database.readers.glance("SELECT id FROM council_term WHERE id = ?", term.id)
    assert found is not None


async def test_a_reader_serves_again_after_a_failed_statement(database: Database) -> None:
    for _ in range(12):
        with pytest.raises(ReadFault):
            await database.readers.fetch("SELECT nothing FROM nowhere", ())
    assert await database.readers.fetch("SELECT 'still here'", ()) == "still here"
