"""Looking after a running service: the daily turn, the doctor, backup and restore."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import click

from server.cli.shared import inside, settings
from server.identity.actor import system
from server.identity.service import purge_sessions
from server.journal.service import purge_answers, verify
from server.kit import clock
from server.kit.settings import Settings
from server.kit.store.act import act
from server.obligations import service as obligations
from server.obligations import standings


@click.command("turn-day")
def turn_day() -> None:
    """Do the daily work: obligations of a new term, longer horizons, expired answers and sessions.

    Doing it twice a day changes nothing. No status depends on it.
    """
    given = settings()

    async def turn() -> int:
        changed = await obligations.turn_day(system("turn-day"), clock.today(given.today))
        await purge_answers(clock.now())
        await purge_sessions(clock.now())
        return changed

    click.echo(f"{inside(given, turn)} obligations made or judged anew")


@click.command()
@click.option("--repair", is_flag=True, help="Rewrite the standings that differ from the rules.")
def doctor(repair: bool) -> None:
    """Check migrations, every stored standing against the rules, and the journal's chain.

    Prints the journal's head, to be kept elsewhere. Exit code 1 when something is wrong.
    """
    given = settings()
    wrong, lines = inside(given, lambda: _examine(given, repair))
    click.echo("\n".join(lines))
    sys.exit(1 if wrong else 0)


async def _examine(given: Settings, repair: bool) -> tuple[bool, list[str]]:
    today = clock.today(given.today)
    differing = [row.id async for row in standings.differing(today)]
    lines = [f"standings that differ from the rules: {len(differing)}"]
    if differing and repair:
        async with act("repair_standings", system("doctor"), at=clock.now(), today=today) as opened:
            repaired = await standings.rewrite(opened, differing)
        lines.append(f"standings rewritten: {repaired}")
    found = await verify()
    lines.append(f"journal head: {found.head_seq} {found.head_hash}")
    if found.first_fault is not None:
        lines.append(f"journal fault: {found.first_fault.kind} at {found.first_fault.seq}")
    return bool(found.first_fault or (differing and not repair)), lines


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy a live SQLite database to TARGET and check the copy. PostgreSQL: use pg_dump."""
    source = _sqlite_path()
    if target.exists():
        raise click.ClickException(f"{target} exists; name a new file")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        _sound(copy, target)
    click.echo(f"{target}: {target.stat().st_size} bytes, sound")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Put a backup in place of a SQLite database that does not exist yet."""
    target = _sqlite_path(existing=False)
    if target.exists():
        raise click.ClickException(f"{target} exists; move it away first")
    with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(target)) as live:
        _sound(kept, source)
        kept.backup(live)
    click.echo(f"{target}: restored from {source}")


def _sqlite_path(existing: bool = True) -> Path:
    path = settings().sqlite_path
    if path is None:
        raise click.UsageError("This is for SQLite; use pg_dump and pg_restore for PostgreSQL")
    if existing and not path.exists():
        raise click.ClickException(f"{path} does not exist")
    return path


def _sound(database: sqlite3.Connection, path: Path) -> None:
    said = database.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise click.ClickException(f"{path}: {said}")
