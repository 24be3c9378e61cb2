from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError
from tortoise.transactions import in_transaction

from server.kit.settings import Settings
from server.kit.store import readers
from server.kit.store.database import Database, opened
from server.kit.store.readers import ReadFault
from server.kit.store.sole import AlreadyServed, sole
from server.register.models import CouncilTerm
from server.wiring import MODEL_MODULES

LONG = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT CAST(sum(i) AS TEXT) FROM n",
    "postgres": "SELECT pg_sleep(60)::text",
}
HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
db.execute("INSERT INTO council_term (kind, key, starts_on, ends_on, source)"
           " VALUES ('COUNTY', 'other', '2025-06-01', '2029-05-31', 'x')")
print("held", flush=True)
sys.stdin.readline()
db.execute("COMMIT")
print("done", flush=True)
"""


async def _term(key: str) -> CouncilTerm:
    return await CouncilTerm.create(
        kind="COUNTY", key=key, starts_on="2025-06-01", ends_on="2029-05-31", source="611/2021 § 23"
    )


async def _keys() -> set[str]:
    return {term.key for term in await CouncilTerm.all()}


@pytest.fixture
async def sqlite_database(sqlite_template: Any, tmp_path: Path) -> AsyncIterator[Database]:
    settings = await sqlite_template.copy(tmp_path)
    async with opened(settings, MODEL_MODULES) as database:
        yield database


@contextmanager
def _other_writer(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a write; a line on its input lets it commit."""
    with subprocess.Popen(  # noqa: S603 - this interpreter, with code from this file
        [sys.executable, "-c", HOLD, str(settings.sqlite_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def _let_commit(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


async def test_a_writer_waits_for_another_process_and_then_writes(
    sqlite_database: Database,
) -> None:
    with _other_writer(sqlite_database.settings) as process:
        asyncio.get_running_loop().call_later(0.3, _let_commit, process)
        async with in_transaction("default"):
            seen = await _keys()
            await _term("mine")
    assert seen == {"other"}
    assert await _keys() == {"other", "mine"}


async def test_readers_do_not_wait_for_another_process_that_writes(
    sqlite_database: Database,
) -> None:
    with _other_writer(sqlite_database.settings):
        text = await sqlite_database.readers.fetch("SELECT count(*) FROM council_term", ())
        assert str(text) == "0"
        assert await _keys() == set()


async def test_the_writer_serves_again_after_a_begin_that_was_refused(
    sqlite_database: Database,
) -> None:
    await get_connection("default").execute_query("PRAGMA busy_timeout = 50")
    with _other_writer(sqlite_database.settings), pytest.raises(OperationalError, match="locked"):
        async with in_transaction("default"):
            raise AssertionError("never reached")
    async with in_transaction("default"):
        await _term("mine")
    assert await _keys() == {"mine"}


async def test_the_writer_serves_again_after_a_begin_that_was_cancelled(
    sqlite_database: Database,
) -> None:
    async def write(key: str) -> None:
        async with in_transaction("default"):
            await _term(key)

    with _other_writer(sqlite_database.settings) as process:
        waiting = asyncio.ensure_future(write("cancelled"))
        await asyncio.sleep(0.1)
        waiting.cancel()
        _let_commit(process)
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await write("mine")
    assert await _keys() == {"other", "mine"}


async def test_the_writer_serves_again_after_a_commit_that_failed(
    sqlite_database: Database,
) -> None:
    async def write_an_orphan() -> None:
        async with in_transaction("default") as connection:
            await connection.execute_query("PRAGMA defer_foreign_keys = ON")
            await connection.execute_query(
                "INSERT INTO former_name (organisation_id, name_fi, ends_on) VALUES (99, 'x', 'y')"
            )

    with pytest.raises(Exception, match="FOREIGN KEY"):
        await write_an_orphan()
    async with in_transaction("default"):
        await _term("mine")
    assert await _keys() == {"mine"}


async def test_cancelled_acts_leave_nothing_and_hold_nothing(database: Database) -> None:
    # There are more of them than connections, cancelled at every point of the act.
    async def write(key: str) -> None:
        async with in_transaction("default"):
            await _term(key)
            await _term(f"{key}b")
            await asyncio.sleep(0.001)

    for steps in range(24):
        act = asyncio.ensure_future(write(f"c{steps}"))
        for _ in range(steps):
            await asyncio.sleep(0)
        act.cancel()
        await asyncio.wait({act})
    async with asyncio.timeout(20):
        for number in range(12):
            await write(f"w{number}")
    kept = await _keys()
    assert {f"w{number}" for number in range(12)} <= kept
    assert all(f"{key}b" in kept for key in kept if not key.endswith("b"))


async def test_a_statement_that_runs_too_long_is_stopped_and_the_reader_serves_again(
    empty_template: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "SECONDS", 0.2)
    settings = await empty_template.copy(tmp_path)
    async with opened(settings, MODEL_MODULES) as database, asyncio.timeout(20):
        for _ in range(2):
            faults = await asyncio.gather(
                *(database.readers.fetch(LONG[empty_template.dialect], ()) for _ in range(10)),
                return_exceptions=True,
            )
            assert {type(fault) for fault in faults} == {ReadFault}
        answers = [database.readers.fetch("SELECT 'still here'", ()) for _ in range(10)]
        assert set(await asyncio.gather(*answers)) == {"still here"}


async def test_a_reader_that_goes_away_takes_its_statement_along(
    database: Database, empty_template: Any
) -> None:
    async with asyncio.timeout(20):
        for pause in (0, 0, 0.02, 0.05):
            gone = [
                asyncio.ensure_future(database.readers.fetch(LONG[empty_template.dialect], ()))
                for _ in range(10)
            ]
            await asyncio.sleep(pause)
            for reading in gone:
                reading.cancel()
            await asyncio.wait(gone)
        answers = [database.readers.fetch("SELECT 'still here'", ()) for _ in range(20)]
        assert set(await asyncio.gather(*answers)) == {"still here"}


async def test_closing_does_not_wait_for_a_statement_nobody_awaits(
    empty_template: Any, tmp_path: Path
) -> None:
    settings = await empty_template.copy(tmp_path)
    async with asyncio.timeout(20), opened(settings, MODEL_MODULES) as database:
        gone = asyncio.ensure_future(database.readers.fetch(LONG[empty_template.dialect], ()))
        await asyncio.sleep(0.05)
        gone.cancel()
        await asyncio.wait({gone})


async def test_a_number_too_large_for_the_database_is_a_fault(database: Database) -> None:
    sign = "?" if database.readers.dialect == "sqlite" else "$1::bigint"
    with pytest.raises(ReadFault):
        await database.readers.fetch(f"SELECT {sign} || ''", (2**70,))
    assert await database.readers.fetch("SELECT 'still here'", ()) == "still here"


def test_one_server_for_one_file(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'register.sqlite3'}")
    link = tmp_path / "elsewhere.sqlite3"
    link.symlink_to(tmp_path / "register.sqlite3")
    with sole(settings):
        for again in (settings, Settings(database_url=f"sqlite:///{link}")):
            with (
                pytest.raises(AlreadyServed, match=r"register\.sqlite3.*DATABASE_URL"),
                sole(again),
            ):
                raise AssertionError("never reached")
    with sole(settings):
        pass


def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'register.sqlite3'}")
    code = (
        "import sys, time\nfrom server.kit.settings import Settings\n"
        "from server.kit.store.sole import sole\n"
        "with sole(Settings(database_url=sys.argv[1])):\n    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(  # noqa: S603 - this interpreter, with code from this file
        [sys.executable, "-c", code, settings.database_url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(AlreadyServed), sole(settings):
            raise AssertionError("never reached")
        process.kill()
    with sole(settings):
        pass


def test_postgres_may_be_served_by_many() -> None:
    settings = Settings(database_url="postgres://127.0.0.1/register")
    with sole(settings), sole(settings):
        pass


async def test_committed_rows_are_in_the_file_without_its_log_folded_in(
    sqlite_database: Database, tmp_path: Path
) -> None:
    await _term("mine")
    with closing(sqlite3.connect(str(sqlite_database.settings.sqlite_path))) as db:
        assert db.execute("SELECT key FROM council_term").fetchall() == [("mine",)]
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    [row] = await get_connection("default").execute_query_dict("PRAGMA synchronous")
    assert row["synchronous"] == 2
