"""Tortoise's schema editors, made to keep what they forget and to refuse what would lose rows.

On SQLite the original rebuilds a table by dropping it, and with it every index, pair that must be
unique, trigger and the highest number given out. On both databases it adds an indexed column
without the index, and it does not notice a changed ``on_delete`` on PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.converters import encoders
from tortoise.fields.relational import ManyToManyFieldInstance
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

from server.kit.store.shape import MigrationRefused, shape


class GuardedEditor(BaseSchemaEditor):
    """What both databases need. ``undoing`` is set while a migration is taken back.

    ``gives_up`` names the tables whose rows the migration says it deletes.
    """

    undoing = False
    gives_up: frozenset[str] = frozenset()

    async def add_field(self, model: Any, field_name: str) -> None:
        """Add a column, with its index."""
        await super().add_field(model, field_name)
        field = _stored(model, model._meta.fields_map[field_name])
        if getattr(field, "index", False) and not field.pk:
            await self.add_index(model, Index(fields=(_column(field),)))

    async def alter_field(self, old_model: Any, new_model: Any, field_name: str) -> None:
        """Alter a column; one that must have a value from now on is filled with its default."""
        old = _stored(old_model, old_model._meta.fields_map[field_name])
        new = _stored(new_model, new_model._meta.fields_map[field_name])
        if getattr(old, "null", False) and not new.null and new.default is not None:
            column = _column(old)
            await self._run_sql(
                f'UPDATE "{old_model._meta.db_table}" SET "{column}" ='
                f" {self._literal(new.to_db_value(new.default, new_model))}"
                f' WHERE "{column}" IS NULL'
            )
        await super().alter_field(old_model, new_model, field_name)

    async def delete_model(self, model: Any) -> None:
        """Drop an empty table. Raises MigrationRefused when it holds rows."""
        table = model._meta.db_table
        if table not in self.gives_up and await self._any(f'SELECT 1 FROM "{table}" LIMIT 1'):
            raise MigrationRefused(f"{table}: holds rows, which would be lost")
        await super().delete_model(model)

    async def remove_field(self, model: Any, field: Any) -> None:
        """Drop a column whose joint indexes were removed first.

        Raises MigrationRefused when an index spans it, and, while a migration is taken back, when
        rows have been given a value in it.
        """
        table = model._meta.db_table
        if isinstance(field, ManyToManyFieldInstance):
            if await self._any(f'SELECT 1 FROM "{field.through}" LIMIT 1'):
                raise MigrationRefused(f"{field.through}: holds rows, which would be lost")
            return await super().remove_field(model, field)
        column = _column(_stored(model, field))
        for _, columns in (await shape(self.client)).indexes.get(table, ()):
            if column in columns and len(columns) > 1:
                joined = ", ".join(columns)
                raise MigrationRefused(f"{table}: remove the index on {joined} before {column}")
        if self.undoing and table not in self.gives_up:
            value = self._untouched(model, _stored(model, field))
            given = f'"{column}" IS NOT NULL' + (f' AND "{column}" <> {value}' if value else "")
            if await self._any(f'SELECT 1 FROM "{table}" WHERE {given} LIMIT 1'):
                raise MigrationRefused(f"{table}.{column}: holds values, which would be lost")
        return await super().remove_field(model, field)

    def _untouched(self, model: Any, field: Any) -> str | None:
        """The literal a row got when the column was added; None when that was NULL."""
        if not field.has_db_default():
            return None
        if hasattr(field.db_default, "get_sql"):
            return str(field.db_default.get_sql(dialect=self.DIALECT))
        return self._literal(field.to_db_value(field.db_default, model))

    def _literal(self, value: Any) -> str:
        """The value as SQL. Raises MigrationRefused for one that only Python can make."""
        if type(value) not in encoders:
            raise MigrationRefused(f"{value!r}: fill the column in a step before it is required")
        return self._escape_default_value(value)

    async def _any(self, sql: str) -> bool:
        return bool(await self.client.execute_query_dict(sql))


class PostgresEditor(GuardedEditor, AsyncpgSchemaEditor):
    """The editor for PostgreSQL."""

    async def alter_field(self, old_model: Any, new_model: Any, field_name: str) -> None:
        """Alter a column; a reference whose ``on_delete`` or target changed is made anew."""
        await super().alter_field(old_model, new_model, field_name)
        old, new = old_model._meta.fields_map[field_name], new_model._meta.fields_map[field_name]
        if not hasattr(new, "on_delete") or _reference(old) == _reference(new):
            return
        table, column = new_model._meta.db_table, _column(_stored(new_model, new))
        for row in await self.client.execute_query_dict(
            "SELECT c.conname AS name FROM pg_constraint c JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.conrelid = $1::text::regclass AND a.attname = $2",
            [f'"{table}"', column],
        ):
            await self._run_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{row["name"]}"')
        parent, key, on_delete = _reference(new)
        await self._run_sql(
            f'ALTER TABLE "{table}" ADD FOREIGN KEY ("{column}")'
            f' REFERENCES "{parent}" ("{key}") ON DELETE {on_delete}'
        )


class SqliteEditor(GuardedEditor, SqliteSchemaEditor):
    """The editor for SQLite."""

    def __init__(
        self, connection: BaseDBAsyncClient, atomic: bool = True, collect_sql: bool = False
    ) -> None:
        super().__init__(connection, atomic, collect_sql)
        self._released: tuple[str, ...] = ()

    async def _run_sql(self, sql: str) -> None:
        """Run statements one by one: a script would commit the transaction it runs in."""
        if self.collect_sql:
            return await super()._run_sql(sql)
        for statement in statements(sql):
            await self.client.execute_query(statement)
        return None

    async def remove_constraint(self, model: Any, constraint: Any) -> None:
        """Release columns from being unique together, also when the table was made with them."""
        if isinstance(constraint, UniqueConstraint):
            columns = tuple(self._resolve_fields_to_columns(model, constraint.fields))
            if columns in await self._made_unique(model._meta.db_table):
                self._released = columns
                await self._remake_table(model)
                self._released = ()
                return
        await super().remove_constraint(model, constraint)

    async def _alter_field(self, model: Any, old_field: Any, new_field: Any) -> None:
        index = Index(fields=(_column(new_field),))
        if old_field.index and not new_field.index:
            await self.remove_index(model, index)
        self._released = (_column(old_field),) if not new_field.unique else ()
        await super()._alter_field(model, old_field, new_field)
        self._released = ()
        if new_field.index and not old_field.index:
            await self.add_index(model, index)

    async def _remake_table(
        self,
        model: Any,
        create_field: Any = None,
        delete_field: Any = None,
        alter_fields: Any = None,
    ) -> None:
        table = model._meta.db_table
        gone = _column(_stored(model, delete_field)) if delete_field is not None else None
        kept = await self._kept(table, gone)
        unique = [c for c in await self._made_unique(table) if c != self._released]
        highest = await self._highest(table)
        columns_of = model._meta.fields_map
        if gone is not None and hasattr(delete_field, "on_delete"):
            # The original forgets that a relation has its column under another name.
            columns_of.pop(_stored(model, delete_field).model_field_name)
        await super()._remake_table(model, create_field, delete_field, alter_fields)
        for statement in kept:
            await self.client.execute_query(statement)
        present = (await shape(self.client)).indexes[table]
        for columns in unique:
            if gone not in columns and (True, columns) not in present:
                await self.add_constraint(model, UniqueConstraint(fields=columns))
        await self._keep_highest(table, highest)

    async def _kept(self, table: str, gone: str | None) -> list[str]:
        """The statements of the indexes and triggers a rebuild drops, but for a gone column's."""
        found = []
        for row in await self._rows(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            " AND type IN ('index', 'trigger')",
            [table],
        ):
            info = await self._rows(f'PRAGMA index_info("{row["name"]}")')
            if row["type"] == "trigger" or gone not in {column["name"] for column in info}:
                found.append(row["sql"])
        return found

    async def _made_unique(self, table: str) -> list[tuple[str, ...]]:
        """The columns the table itself says are unique, in the order of the statement."""
        found = []
        for index in await self._rows(f'PRAGMA index_list("{table}")'):
            if index["origin"] == "u":
                info = await self._rows(f'PRAGMA index_info("{index["name"]}")')
                found.append(tuple(column["name"] for column in info))
        return found

    async def _highest(self, table: str) -> int:
        """The highest number given to a row, whether or not that row still exists."""
        if not await self._rows("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
            return 0
        rows = await self._rows("SELECT seq FROM sqlite_sequence WHERE name = ?", [table])
        return int(rows[0]["seq"]) if rows else 0

    async def _keep_highest(self, table: str, highest: int) -> None:
        """A number once given is not given again: the journal refers to rows by it."""
        if highest:
            await self.client.execute_query("DELETE FROM sqlite_sequence WHERE name = ?", [table])
            await self.client.execute_query(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, highest]
            )

    async def _rows(self, sql: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        return await self.client.execute_query_dict(sql, values)


def statements(script: str) -> Iterator[str]:
    """The statements of a script, split where SQLite itself says one is complete.

    A semicolon in a comment, a text or the body of a trigger does not end a statement.
    """
    statement = ""
    pieces: Sequence[str] = script.split(";")
    for piece in pieces[:-1]:
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if (statement + pieces[-1]).strip():
        yield (statement + pieces[-1]).strip()


def _stored(model: Any, field: Any) -> Any:
    """The field that has the column: a relation keeps its value in another."""
    if hasattr(field, "on_delete"):
        return model._meta.fields_map[field.source_field or field.model_field_name]
    return field


def _column(field: Any) -> str:
    return str(field.source_field or field.model_field_name)


def _reference(relation: Any) -> tuple[str, str, str]:
    key = _column(relation.to_field_instance)
    return relation.related_model._meta.db_table, key, str(relation.on_delete.value)
