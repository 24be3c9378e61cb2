from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from fixtures import cast
from server.search.models import SearchEntry
from tests.cli.conftest import Shell
from tests.conftest import Template

WRONG_STATUS = (
    "UPDATE standing_span SET status = 'FULFILLED' WHERE status <> 'FULFILLED' AND id IN"
    " (SELECT MIN(id) FROM standing_span)"
)


def test_the_doctor_finds_a_sound_register_sound_and_says_with_what(either: Shell) -> None:
    head = either.head()
    told = either.said("doctor")
    assert "versions: Python" in told
    assert "migrations: all applied" in told
    assert "standings that differ from the rules: 0" in told
    assert "search entries missing or left over: 0" in told
    assert f"journal head: {head.head_seq} {head.head_hash}" in told
    assert either.head() == head


def test_the_doctor_finds_a_tampered_standing_and_mends_it_on_demand(shell: Shell) -> None:
    shell.tamper(WRONG_STATUS)
    told = shell.refused("doctor")
    assert "standings that differ from the rules: 1" in told
    assert re.search(r"^  [a-z0-9-]+ .+ \d{4}-\d\d-\d\d$", told, re.MULTILINE)
    assert "standings rewritten: 1" in shell.said("doctor", "--repair")
    assert "standings that differ from the rules: 0" in shell.said("doctor")


def test_the_doctor_finds_a_tampered_journal_and_cannot_mend_it(shell: Shell) -> None:
    shell.tamper("UPDATE journal_entry SET actor = 'someone' WHERE seq = 7")
    for repair in ((), ("--repair",)):
        assert "journal fault: CHANGED at 7" in shell.refused("doctor", *repair)


def test_the_doctor_makes_the_entries_of_search_again(shell: Shell) -> None:
    shell.tamper("DELETE FROM search_entry WHERE kind = 'County'")
    assert "search entries missing or left over: 21" in shell.refused("doctor")
    shell.said("doctor", "--repair")
    assert "search entries missing or left over: 0" in shell.said("doctor")
    assert shell.inside(lambda: SearchEntry.filter(kind="County").count()) == 21


def test_the_daily_turn_changes_nothing_on_the_same_day(shell: Shell) -> None:
    assert shell.said("turn-day") == "0 obligations made or judged anew\n"


def test_a_backup_made_while_others_write_is_restored_with_its_journal_head(
    shell: Shell, tmp_path: Path
) -> None:
    wrote, stop = Event(), Event()

    async def write() -> None:
        while not stop.is_set():
            await cast.planned("020")
            wrote.set()

    writer = Thread(target=lambda: shell.inside(write))
    writer.start()
    try:
        assert wrote.wait(30)
        kept = tmp_path / "kept.sqlite3"
        told = shell.said("backup", kept)
        wrote.clear()
        assert wrote.wait(30)
    finally:
        stop.set()
        writer.join()
    head = told.split("journal head: ")[1].strip()
    assert 0 < int(head.split()[0]) < shell.head().head_seq
    restored = shell.at(tmp_path / "restored.sqlite3")
    assert f"journal head: {head}" in restored.said("restore", kept)
    assert f"journal head: {head}" in restored.said("doctor")
    assert [path.name for path in tmp_path.glob("kept*")] == ["kept.sqlite3"]


def test_a_backup_replaces_no_file(shell: Shell, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x")
    assert "exists" in shell.refused("backup", taken)
    assert taken.read_text() == "x"
    assert "does not exist; make it first" in shell.refused("backup", tmp_path / "no" / "folder")
    assert "exists" in shell.refused("restore", taken)
    nothing = shell.at(tmp_path / "nothing.sqlite3")
    assert "does not exist" in nothing.refused("backup", tmp_path / "new")


def test_what_is_no_backup_is_not_restored(shell: Shell, tmp_path: Path) -> None:
    text, other = tmp_path / "text", tmp_path / "other.sqlite3"
    text.write_text("not a database, but long enough to be looked at")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE something (id INTEGER)")
    target = shell.at(tmp_path / "target.sqlite3")
    for source in (text, other):
        assert "cannot be copied" in target.refused("restore", source)
    assert list(tmp_path.glob("target*")) == []


def test_a_backup_is_not_restored_beside_what_an_earlier_database_left(
    shell: Shell, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.sqlite3"
    shell.said("backup", kept)
    target = shell.at(tmp_path / "target.sqlite3")
    left = tmp_path / "target.sqlite3-wal"
    left.write_bytes(b"old")
    assert "of an earlier database" in target.refused("restore", kept)
    left.unlink()
    target.said("restore", kept)


def test_postgresql_is_copied_by_its_own_tools(postgres_seeded: Template, tmp_path: Path) -> None:
    shell = Shell(postgres_seeded.settings.database_url)
    assert "pg_dump" in shell.refused("backup", tmp_path / "new", code=2)


@pytest.mark.parametrize("command", ["doctor", "seed", "turn-day"])
def test_a_database_that_is_none_is_refused_in_one_line(tmp_path: Path, command: str) -> None:
    junk, missing = tmp_path / "junk.sqlite3", tmp_path / "missing.sqlite3"
    junk.write_text("not a database, but long enough to be looked at")
    assert "The database cannot be used" in Shell(f"sqlite:///{junk}").refused(command)
    assert "yhdyspinta migrate" in Shell(f"sqlite:///{missing}").refused(command)
    assert not missing.exists()


def test_a_server_that_does_not_answer_is_refused_in_one_line() -> None:
    told = Shell("postgres://u:p@127.0.0.1:1/register").refused("doctor")
    assert "The database cannot be used" in told
    assert len(told.splitlines()) == 1
