"""The guarded migration runner: everything pending in one transaction, checked before it commits.

Tortoise rebuilds a SQLite table by dropping it. With foreign keys on, that deletes the children of
the table without a word, and the rebuilt table has lost its indexes and its unique pairs. Here
foreign keys are off while tables are rebuilt, indexes and unique pairs are put back, and the
transaction commits only when no table lost rows, no index went missing unannounced and every
foreign key holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.indexes import Index
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor import BaseSchemaEditor, SqliteSchemaEditor
from tortoise.transactions import in_transaction

from server.kit.settings import Settings
from server.kit.store.config import APP, tortoise_config

LOCK = 6112021  # any fixed number serves; this one is the statute everything here rests on


class MigrationRefused(Exception):
    """A migration would have lost rows, indexes or references. Nothing was changed."""


@dataclass(frozen=True)
class Shape:
    """What the guard compares: rows per table, and the indexed columns of each table."""

    rows: dict[str, int]
    indexes: dict[str, frozenset[tuple[bool, tuple[str, ...]]]]


class KeepingEditor(SqliteSchemaEditor):
    """Tortoise's editor, which forgets indexes when it rebuilds a table, made to keep them."""

    async def _remake_table(
        self,
        model: Any,
        create_field: Any = None,
        delete_field: Any = None,
        alter_fields: Any = None,
    ) -> None:
        table = model._meta.db_table
        kept = await self._rows(
            "SELECT sql FROM sqlite_master WHERE type='index' AND tbl_name=? AND sql IS NOT NULL",
            [table],
        )
        pairs = await self._unique_pairs(table)
        await super()._remake_table(model, create_field, delete_field, alter_fields)
        columns = {c["name"] for c in await self._rows(f'PRAGMA table_info("{table}")')}
        for row in kept:
            await self.client.execute_query(row["sql"])
        for pair in pairs:
            if set(pair) <= columns:
                quoted = ", ".join(f'"{c}"' for c in pair)
                name = f"uid_{table}_{'_'.join(pair)}"
                await self.client.execute_query(
                    f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({quoted})'
                )

    def _get_table_comment_sql(self, table: str, comment: str) -> str:
        """No comment: the original cuts its statements at every semicolon, comments included."""
        return ""

    async def add_field(self, model: Any, field_name: str) -> None:
        """Add a column, with its index, which the original leaves out."""
        await super().add_field(model, field_name)
        field = model._meta.fields_map[field_name]
        if getattr(field, "index", False) and not field.unique:
            await self.add_index(model, Index(fields=(field_name,)))

    async def _unique_pairs(self, table: str) -> list[list[str]]:
        found = []
        for index in await self._rows(f'PRAGMA index_list("{table}")'):
            if index["unique"] and index["origin"] == "u":
                info = await self._rows(f'PRAGMA index_info("{index["name"]}")')
                if len(info) > 1:
                    found.append([c["name"] for c in info])
        return found

    async def _rows(self, sql: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        return await self.client.execute_query_dict(sql, values)


class ReadyRecorder(MigrationRecorder):
    """The record of applied migrations; its table is made before the transaction begins.

    The original makes it by a script, which on SQLite commits the transaction it runs in.
    """

    async def ensure_schema(self, schema_editor: BaseSchemaEditor) -> None:
        """Nothing to do: the table is there."""


class KeepingExecutor(MigrationExecutor):
    """Tortoise's executor with the editor that keeps indexes, inside one outer transaction."""

    def __init__(self, connection: BaseDBAsyncClient, apps: dict[str, Any]) -> None:
        super().__init__(connection, apps)
        self.recorder = ReadyRecorder(connection)
        self.loader = MigrationLoader(apps, self.recorder, load=False)

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        if self.connection.capabilities.dialect == "sqlite":
            return KeepingEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
        return super()._schema_editor(atomic, collect_sql)


async def migrate(
    settings: Settings,
    modules: Sequence[str],
    *,
    package: str = "server.migrations",
    target: str | None = None,
) -> list[str]:
    """Bring the database to ``target``, or to the newest migration, and name those applied.

    On SQLite a copy of the file is made beside it first when it holds anything. Raises
    MigrationRefused when the guard finds a loss; the database is then as it was.
    """
    config = tortoise_config(settings, modules)
    config["apps"][APP]["migrations"] = package
    config.pop("routers", None)
    if settings.sqlite_path is not None:
        config["connections"].pop("reader")
        config["connections"]["default"]["credentials"]["foreign_keys"] = "OFF"
    await Tortoise.init(config=config)
    try:
        await _record_table(config)
        pending = await _pending(config, target)
        if pending and settings.sqlite_path is not None:
            _copy_aside(settings.sqlite_path, pending[0])
        if pending:
            await _run(config, target)
        return pending
    finally:
        await Tortoise.close_connections()


async def unapplied(settings: Settings, modules: Sequence[str]) -> list[str]:
    """The migrations the database has not seen, in order; needs Tortoise to be initialised."""
    return await _pending(tortoise_config(settings, modules), None)


def _targets(target: str | None) -> list[MigrationTarget]:
    return [MigrationTarget(app_label=APP, name=target or "__latest__")]


async def _record_table(config: dict[str, Any]) -> None:
    executor = MigrationExecutor(get_connection("default"), config["apps"])
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))


async def _pending(config: dict[str, Any], target: str | None) -> list[str]:
    executor = MigrationExecutor(get_connection("default"), config["apps"])
    plan = await executor.plan(_targets(target))
    return [step.migration.name for step in plan]


async def _run(config: dict[str, Any], target: str | None) -> None:
    async with in_transaction("default") as transaction:
        await _only_one(transaction)
        before = await _shape(transaction)
        await KeepingExecutor(transaction, config["apps"]).migrate(_targets(target))
        await _compare(transaction, before, await _shape(transaction))


async def _only_one(connection: BaseDBAsyncClient) -> None:
    if connection.capabilities.dialect == "postgres":
        await connection.execute_query(f"SELECT pg_advisory_xact_lock({LOCK})")


async def _compare(connection: BaseDBAsyncClient, before: Shape, after: Shape) -> None:
    shrunk = [
        f"{table}: {rows} rows became {after.rows[table]}"
        for table, rows in before.rows.items()
        if table in after.rows and after.rows[table] < rows
    ]
    lost = [
        f"{table}: lost the index on {', '.join(columns)}"
        for table, indexes in before.indexes.items()
        if table in after.indexes
        for _, columns in sorted(indexes - after.indexes[table])
    ]
    broken = []
    if connection.capabilities.dialect == "sqlite":
        rows = await connection.execute_query_dict("PRAGMA foreign_key_check")
        broken = [f"{row['table']} {row['rowid']}: no {row['parent']}" for row in rows[:20]]
    if shrunk or lost or broken:
        raise MigrationRefused("; ".join([*shrunk, *lost, *broken]))


async def _shape(connection: BaseDBAsyncClient) -> Shape:
    if connection.capabilities.dialect == "sqlite":
        return await _sqlite_shape(connection)
    return await _postgres_shape(connection)


async def _sqlite_shape(connection: BaseDBAsyncClient) -> Shape:
    tables = await connection.execute_query_dict(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
        " AND name <> 'tortoise_migrations'"
    )
    rows, indexes = {}, {}
    for table in (t["name"] for t in tables):
        count = await connection.execute_query_dict(f'SELECT count(*) AS n FROM "{table}"')
        rows[table] = count[0]["n"]
        found = set()
        for index in await connection.execute_query_dict(f'PRAGMA index_list("{table}")'):
            info = await connection.execute_query_dict(f'PRAGMA index_info("{index["name"]}")')
            found.add((bool(index["unique"]), tuple(c["name"] for c in info)))
        indexes[table] = frozenset(found)
    return Shape(rows, indexes)


async def _postgres_shape(connection: BaseDBAsyncClient) -> Shape:
    tables = await connection.execute_query_dict(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename <> 'tortoise_migrations'"
    )
    rows = {}
    for table in (t["tablename"] for t in tables):
        count = await connection.execute_query_dict(f'SELECT count(*) AS n FROM "{table}"')
        rows[table] = count[0]["n"]
    found: dict[str, set[tuple[bool, tuple[str, ...]]]] = {table: set() for table in rows}
    for index in await connection.execute_query_dict(
        "SELECT t.relname AS t, i.indisunique AS u, (SELECT string_agg(a.attname, ',' ORDER BY x.o)"
        " FROM unnest(i.indkey) WITH ORDINALITY x(k, o)"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.k) AS c"
        " FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = current_schema()"
    ):
        if index["t"] in found:
            found[index["t"]].add((index["u"], tuple(index["c"].split(","))))
    return Shape(rows, {table: frozenset(s) for table, s in found.items()})


def _copy_aside(path: Path, first: str) -> None:
    """Copy a database that holds anything to ``NAME.before-MIGRATION`` with SQLite's own backup."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with closing(sqlite3.connect(path)) as source:
        if not source.execute("SELECT 1 FROM sqlite_master WHERE type='table'").fetchone():
            return
        with closing(sqlite3.connect(path.with_name(f"{path.name}.before-{first}"))) as copy:
            source.backup(copy)
