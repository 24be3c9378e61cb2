"""The guarded migration runner: everything pending in one transaction, checked before it commits.

Foreign keys are off while SQLite rebuilds tables, and a copy of the file is made first. The
transaction commits only when no table lost rows, every index and reference that the models declare
is there, none went that was not taken out of the models, and every foreign key holds. Taking a
migration back loses only what it added, and is refused when that holds rows. A migration that must
delete rows names their tables in ``gives_up``.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget, PlanStep
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.transactions import in_transaction

from server.kit.settings import Settings
from server.kit.store.config import APP, tortoise_config
from server.kit.store.editors import GuardedEditor, PostgresEditor, SqliteEditor
from server.kit.store.shape import MigrationRefused, Shape, declared, losses, shape

__all__ = ["MigrationRefused", "migrate", "unapplied"]

LOCK = 6112021  # any fixed number serves; this one is the statute everything here rests on


class GuardedRecorder(MigrationRecorder):
    """The record of applied migrations, made inside the transaction that writes to it.

    The original makes it by a script, which on SQLite commits the transaction it runs in.
    """

    async def ensure_schema(self, schema_editor: BaseSchemaEditor) -> None:
        """Make the table of the record where there is none."""
        statement = schema_editor._get_model_sql_data(self.model).table_sql
        await schema_editor._run_sql(
            statement.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
        )


class GuardedExecutor(MigrationExecutor):
    """Tortoise's executor with the editors that keep and refuse, inside one outer transaction."""

    def __init__(self, connection: BaseDBAsyncClient, apps: dict[str, Any]) -> None:
        super().__init__(connection, apps)
        self.recorder = GuardedRecorder(connection)
        self.loader = MigrationLoader(apps, self.recorder, load=False)
        self.undoing = False
        self.gives_up: frozenset[str] = frozenset()

    async def prepare(self, targets: Sequence[MigrationTarget]) -> list[PlanStep]:
        """The steps to the targets, after which the editors know what they are to guard."""
        await self.recorder.ensure_schema(self._schema_editor())
        await refuse_strangers(self)
        steps = await self.plan(targets)
        self.undoing = any(step.backward for step in steps)
        self.gives_up = frozenset(
            table for step in steps for table in getattr(step.migration, "gives_up", ())
        )
        return steps

    async def meant(self) -> Shape:
        """What the models of the applied migrations declare."""
        await self.loader.build_graph()
        keys = set(self.loader.graph.nodes) & set(await self.recorder.applied_migrations())
        state = await self._project_state(keys)
        return declared(model for app in state.apps.values() for model in app.values())

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        sqlite = self.connection.capabilities.dialect == "sqlite"
        kind: type[GuardedEditor] = SqliteEditor if sqlite else PostgresEditor
        editor = kind(self.connection, atomic=True, collect_sql=collect_sql)
        editor.undoing, editor.gives_up = self.undoing, self.gives_up
        return editor


async def refuse_strangers(executor: MigrationExecutor) -> None:
    """Leave alone a database that another version of the program has migrated."""
    await executor.loader.build_graph()
    applied = await executor.recorder.applied_migrations()
    if strangers := sorted(
        {key.name for key in applied} - {n.name for n in executor.loader.graph.nodes}
    ):
        raise MigrationRefused(
            f"another version of the program made this database ({', '.join(strangers)}):"
            " use that version, or a new database"
        )


async def migrate(
    settings: Settings,
    modules: Sequence[str],
    *,
    package: str = "server.migrations",
    target: str | None = None,
) -> list[str]:
    """Bring the database to ``target``, or to the newest migration, and name those applied.

    A ``target`` that is applied already takes back what came after it. On SQLite a copy of a file
    that holds anything is made beside it first. Raises MigrationRefused when the guard finds a
    loss, or migrations of another version of the program; the database is then as it was.
    """
    config = tortoise_config(settings, modules)
    config["apps"][APP]["migrations"] = package
    config.pop("routers", None)
    if settings.sqlite_path is not None:
        config["connections"].pop("reader")
        credentials = config["connections"]["default"]["credentials"]
        credentials.update(foreign_keys="OFF", busy_timeout=60_000)
    await Tortoise.init(config=config)
    try:
        async with in_transaction("default") as transaction:
            return await _run(transaction, settings, config["apps"], target)
    finally:
        await Tortoise.close_connections()


async def unapplied(settings: Settings, modules: Sequence[str]) -> list[str]:
    """The migrations the database has not seen, in order; needs Tortoise to be initialised.

    Raises MigrationRefused when it has seen migrations of another version of the program.
    """
    apps = tortoise_config(settings, modules)["apps"]
    executor = MigrationExecutor(get_connection("default"), apps)
    await refuse_strangers(executor)
    return [step.migration.name for step in await executor.plan(_targets(None))]


def _targets(target: str | None) -> list[MigrationTarget]:
    return [MigrationTarget(app_label=APP, name=target or "__latest__")]


async def _run(
    transaction: BaseDBAsyncClient, settings: Settings, apps: dict[str, Any], target: str | None
) -> list[str]:
    """Plan and run under the lock: whoever waited for another runner finds nothing left to do."""
    if transaction.capabilities.dialect == "postgres":
        await transaction.execute_query(f"SELECT pg_advisory_xact_lock({LOCK})")
    executor = GuardedExecutor(transaction, apps)
    steps = await executor.prepare(_targets(target))
    names = [step.migration.name for step in steps]
    if not names:
        return names
    if settings.sqlite_path is not None:
        await asyncio.to_thread(_copy_aside, settings.sqlite_path, names[0], executor.undoing)
    before, meant_before = await shape(transaction), await executor.meant()
    await executor.migrate(_targets(target))
    lost = losses(
        before,
        await shape(transaction),
        meant=(meant_before, await executor.meant()),
        gives_up=executor.gives_up,
    )
    if transaction.capabilities.dialect == "sqlite":
        rows = await transaction.execute_query_dict("PRAGMA foreign_key_check")
        lost += [f"{row['table']} {row['rowid']}: no {row['parent']}" for row in rows[:20]]
    if lost:
        raise MigrationRefused("; ".join(lost))
    return names


def _copy_aside(path: Path, first: str, undoing: bool) -> None:
    """Copy a database that holds anything to ``NAME.before-MIGRATION`` with SQLite's own backup.

    The copy gets its name when it is whole. Taking a migration back gets a copy of its own name.
    """
    name = f"{path.name}.before-{'undoing-' if undoing else ''}{first}"
    with closing(sqlite3.connect(path)) as source:
        if not source.execute("SELECT 1 FROM sqlite_master WHERE type='table'").fetchone():
            return
        part = path.with_name(f"{name}.part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(path.with_name(name))
