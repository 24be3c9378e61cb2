"""Backup and restore of a SQLite database: whole copies, checked before they get their name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from server.cli.shared import settings

FOR_POSTGRES = "This is for SQLite; use pg_dump and pg_restore for PostgreSQL"


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy a live SQLite database and check the copy.

    The copy is TARGET, a new file; for PostgreSQL use pg_dump. Nobody needs to stop writing
    meanwhile. Prints the copy's journal head, which the restored database must show again.
    """
    source = _sqlite_path()
    if not source.exists():
        raise click.ClickException(f"{source} does not exist")
    click.echo(f"{target}: {_copied(source, target)}")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Put a backup in the place of a SQLite database.

    The database that DATABASE_URL names must not exist: move a broken one away first. Compare the
    journal head printed with the one printed by the backup.
    """
    target = _sqlite_path()
    for rest in ("-wal", "-shm", "-journal"):
        # SQLite would replay what an earlier database left behind into the restored one.
        if (left := target.with_name(target.name + rest)).exists() and not target.exists():
            raise click.ClickException(f"{left} is of an earlier database; move it away first")
    click.echo(f"{target}: restored from {source}, {_copied(source, target)}")


def _sqlite_path() -> Path:
    path = settings().sqlite_path
    if path is None:
        raise click.UsageError(FOR_POSTGRES)
    return path


def _copied(source: Path, target: Path) -> str:
    """Copy a database to a file that does not exist yet; its size and journal head in words."""
    if target.exists():
        raise click.ClickException(f"{target} exists; move it away or name a new file")
    if not target.absolute().parent.is_dir():
        raise click.ClickException(f"{target.absolute().parent} does not exist; make it first")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        head = _copy(source, part)
        part.rename(target)
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{source} cannot be copied: {error}") from None
    finally:
        part.unlink(missing_ok=True)
    return f"{target.stat().st_size} bytes, sound; journal head: {head}"


def _copy(source: Path, part: Path) -> str:
    """Copy and check; the journal's head. Raises DatabaseError for what is not such a database."""
    with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(part)) as copy:
        kept.backup(copy)
        # One file without companions; whoever opens it for work sets the mode again.
        copy.execute("PRAGMA journal_mode = DELETE")
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        head = copy.execute("SELECT seq, hash FROM journal_head").fetchone() or (0, "none")
        return f"{head[0]} {head[1]}"
