"""A database read by its own driver, without the code under test: its tables and all it holds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import asyncpg

from server.kit.settings import Settings


@dataclass(frozen=True)
class Table:
    """Columns by name (type, whether null is refused, default, part of the key), and the rest."""

    columns: dict[str, tuple[object, ...]]
    indexes: frozenset[tuple[object, ...]]
    references: frozenset[tuple[object, ...]]


async def tables(settings: Settings) -> dict[str, Table]:
    if settings.sqlite_path is None:
        return await _postgres_tables(settings.database_url)
    with closing(sqlite3.connect(settings.sqlite_path)) as db:
        names = [
            n
            for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not n.startswith("sqlite_") and n != "tortoise_migrations"
        ]
        return {name: _sqlite_table(db, name) for name in names}


def _sqlite_table(db: sqlite3.Connection, name: str) -> Table:
    columns = {row[1]: tuple(row[2:]) for row in db.execute(f'PRAGMA table_info("{name}")')}
    indexes = frozenset(
        (bool(unique), tuple(row[2] for row in db.execute(f'PRAGMA index_info("{index}")')))
        for _, index, unique, _, _ in db.execute(f'PRAGMA index_list("{name}")')
    )
    references = frozenset(
        (row[3], row[2], row[4], row[6]) for row in db.execute(f'PRAGMA foreign_key_list("{name}")')
    )
    return Table(columns, indexes, references)


async def _postgres_tables(url: str) -> dict[str, Table]:
    connection = await asyncpg.connect(url)
    try:
        found = {}
        for (name,) in await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename <> 'tortoise_migrations'"
        ):
            columns = await connection.fetch(
                "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                " pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a LEFT JOIN pg_attrdef d"
                " ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                " WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped",
                name,
            )
            indexes = await connection.fetch(
                "SELECT indexdef FROM pg_indexes WHERE tablename = $1", name
            )
            references = await connection.fetch(
                "SELECT contype::text, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = $1::regclass AND contype IN ('f', 'u', 'c', 'p')",
                name,
            )
            found[name] = Table(
                {row[0]: tuple(row)[1:] for row in columns},
                frozenset((re.sub(r"INDEX \S+ ON", "INDEX ON", row[0]),) for row in indexes),
                frozenset(tuple(row) for row in references),
            )
        return found
    finally:
        await connection.close()


def differences(one: dict[str, Table], other: dict[str, Table]) -> list[str]:
    """Every column, index and reference that is in one and not in the other."""
    found = []
    for name in sorted(one.keys() | other.keys()):
        parts = [_parts(tables.get(name)) for tables in (one, other)]
        found += [f"{name}: only in the first: {part}" for part in sorted(parts[0] - parts[1])]
        found += [f"{name}: only in the second: {part}" for part in sorted(parts[1] - parts[0])]
    return found


def _parts(table: Table | None) -> set[str]:
    if table is None:
        return {"no such table"}
    columns = {f"column {name} {facts}" for name, facts in table.columns.items()}
    indexes = {f"index {facts}" for facts in table.indexes}
    return columns | indexes | {f"reference {facts}" for facts in table.references}


async def dump(settings: Settings) -> list[str]:
    """Every statement that would make the database again, rows and record of migrations too."""
    if settings.sqlite_path is not None:
        with closing(sqlite3.connect(settings.sqlite_path)) as db:
            return list(db.iterdump())
    lines = [f"{name}: {table}" for name, table in sorted((await tables(settings)).items())]
    connection = await asyncpg.connect(settings.database_url)
    try:
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        for (name,) in names:
            rows = await connection.fetch(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            lines += [f"{name} {row[0]}" for row in rows]
        return lines
    finally:
        await connection.close()


async def execute(settings: Settings, *statements: str) -> None:
    if settings.sqlite_path is None:
        connection = await asyncpg.connect(settings.database_url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()
        return
    with closing(sqlite3.connect(settings.sqlite_path)) as db, db:
        db.execute("PRAGMA foreign_keys = ON")
        for statement in statements:
            db.execute(statement)


async def rows(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    if settings.sqlite_path is None:
        connection = await asyncpg.connect(settings.database_url)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()
    with closing(sqlite3.connect(settings.sqlite_path)) as db:
        return [tuple(row) for row in db.execute(sql)]
