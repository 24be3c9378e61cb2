"""What a database holds and what its models declare, so that a migration can be judged by both.

Columns of an index are named in order; an expression or a condition stands in its own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.indexes import Index
from tortoise.models import Model

Indexes = Mapping[str, frozenset[tuple[bool, tuple[str, ...]]]]
References = Mapping[str, frozenset[tuple[str, str, str]]]
NOTHING: frozenset[Any] = frozenset()


class MigrationRefused(Exception):
    """A migration would have lost rows, indexes or references. Nothing was changed."""


@dataclass(frozen=True)
class Shape:
    """Indexes as (unique, columns), references as (column, table referred to, on delete).

    ``rows`` counts the rows of each table; it is empty for what models declare.
    """

    rows: Mapping[str, int]
    indexes: Indexes
    references: References


def declared(models: Iterable[type[Model]]) -> Shape:
    """What the models say a database must have. Primary keys are left to the databases."""
    indexes, references = {}, {}
    for model in models:
        meta = model._meta
        found: set[tuple[bool, tuple[str, ...]]] = set()
        refers: set[tuple[str, str, str]] = set()
        for name, column in meta.fields_db_projection.items():
            field = meta.fields_map[name]
            if field.unique and not field.pk:
                found.add((True, (column,)))
            if field.index and not field.pk:
                found.add((False, (column,)))
            if relation := getattr(field, "reference", None):
                parent = relation.related_model._meta.db_table
                refers.add((column, parent, str(relation.on_delete.value)))
        for together in meta.unique_together:
            found.add((True, _columns(model, together)))
        for index in meta.indexes:
            joint = tuple(index.fields) if isinstance(index, Index) else index
            if joint:
                found.add((False, _columns(model, joint)))
        indexes[meta.db_table] = frozenset(found)
        references[meta.db_table] = frozenset(refers)
    return Shape({}, indexes, references)


def losses(
    before: Shape,
    after: Shape,
    *,
    meant: tuple[Shape, Shape],
    gives_up: Collection[str],
) -> list[str]:
    """What a migration lost without saying so, one sentence each; empty when nothing.

    ``meant`` is what the models declared before and declare after; an index or a reference that
    the migration took out of the models was said. ``gives_up`` names the tables whose rows the
    migration says it deletes.
    """
    return [
        *_lost_rows(before, after, gives_up),
        *_lost(before.indexes, after.indexes, meant[0].indexes, meant[1].indexes, "index on"),
        *_lost(
            before.references,
            after.references,
            meant[0].references,
            meant[1].references,
            "reference",
        ),
    ]


async def shape(connection: BaseDBAsyncClient) -> Shape:
    """What the database has now. The record of migrations is left out."""
    if connection.capabilities.dialect == "sqlite":
        return await _sqlite_shape(connection)
    return await _postgres_shape(connection)


def _columns(model: type[Model], names: Iterable[str]) -> tuple[str, ...]:
    known = model._meta.fields_map
    return tuple((known[name].source_field or name) if name in known else name for name in names)


def _lost_rows(before: Shape, after: Shape, gives_up: Collection[str]) -> list[str]:
    """Tables that shrank, and tables gone with rows that no new table of as many rows has."""
    new = Counter(n for table, n in after.rows.items() if table not in before.rows)
    told = []
    for table, rows in before.rows.items():
        if table in gives_up or after.rows.get(table, 0) >= rows:
            continue
        if table in after.rows:
            told.append(f"{table}: {rows} rows became {after.rows[table]}")
        elif new[rows]:
            new[rows] -= 1
        else:
            told.append(f"{table}: gone with {rows} rows")
    return told


def _lost(
    before: Mapping[str, frozenset[Any]],
    after: Mapping[str, frozenset[Any]],
    meant_before: Mapping[str, frozenset[Any]],
    meant_after: Mapping[str, frozenset[Any]],
    what: str,
) -> list[str]:
    told = []
    for table, present in after.items():
        said = meant_before.get(table, NOTHING) - meant_after.get(table, NOTHING)
        gone = before.get(table, NOTHING) - present - said
        lacking = meant_after.get(table, NOTHING) - present
        told += [f"{table}: lost the {what} {_words(item)}" for item in sorted(gone | lacking)]
    return told


def _words(item: tuple[Any, ...]) -> str:
    if isinstance(item[0], bool):
        return ", ".join(item[1])
    column, parent, on_delete = item
    return f"{column} to {parent} ({on_delete})"


async def _counts(connection: BaseDBAsyncClient, tables: Iterable[str]) -> dict[str, int]:
    counts = {}
    for table in tables:
        rows = await connection.execute_query_dict(f'SELECT count(*) AS n FROM "{table}"')
        counts[table] = int(rows[0]["n"])
    return counts


async def _sqlite_shape(connection: BaseDBAsyncClient) -> Shape:
    rows = connection.execute_query_dict
    tables = [
        row["name"]
        for row in await rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%'"
            " ESCAPE '!' AND name <> 'tortoise_migrations'"
        )
    ]
    indexes, references = {}, {}
    for table in tables:
        found = set()
        for index in await rows(f'PRAGMA index_list("{table}")'):
            if index["origin"] != "pk":
                found.add((bool(index["unique"]), await _sqlite_columns(connection, index)))
        indexes[table] = frozenset(found)
        references[table] = frozenset(
            (key["from"], key["table"], key["on_delete"])
            for key in await rows(f'PRAGMA foreign_key_list("{table}")')
        )
    return Shape(await _counts(connection, tables), indexes, references)


async def _sqlite_columns(
    connection: BaseDBAsyncClient, index: Mapping[str, Any]
) -> tuple[str, ...]:
    info = await connection.execute_query_dict(f'PRAGMA index_info("{index["name"]}")')
    names = tuple(column["name"] for column in info)
    if None not in names and not index["partial"]:
        return names
    text = await connection.execute_query_dict(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", [index["name"]]
    )
    return (str(text[0]["sql"]),)


async def _postgres_shape(connection: BaseDBAsyncClient) -> Shape:
    rows = connection.execute_query_dict
    tables = [
        row["tablename"]
        for row in await rows(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            " AND tablename <> 'tortoise_migrations'"
        )
    ]
    indexes: dict[str, set[tuple[bool, tuple[str, ...]]]] = {table: set() for table in tables}
    for index in await rows(
        "SELECT t.relname AS tablename, i.indisunique AS is_unique, ARRAY(SELECT"
        " coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k.place::int, true))"
        " FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, place)"
        " LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number > 0"
        " ORDER BY k.place) AS columns, pg_get_expr(i.indpred, i.indrelid) AS condition"
        " FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " JOIN pg_namespace n ON n.oid = t.relnamespace"
        " WHERE n.nspname = current_schema() AND NOT i.indisprimary"
    ):
        if index["tablename"] in indexes:
            condition = (f"WHERE {index['condition']}",) if index["condition"] else ()
            columns = (*index["columns"], *condition)
            indexes[index["tablename"]].add((index["is_unique"], columns))
    references: dict[str, set[tuple[str, str, str]]] = {table: set() for table in tables}
    for key in await rows(
        "SELECT t.relname AS tablename, f.relname AS parent, a.attname AS name,"
        " CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT'"
        " WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END AS on_delete"
        " FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid"
        " JOIN pg_class f ON f.oid = c.confrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND n.nspname = current_schema()"
    ):
        references[key["tablename"]].add((key["name"], key["parent"], key["on_delete"]))
    return Shape(
        await _counts(connection, tables),
        {table: frozenset(found) for table, found in indexes.items()},
        {table: frozenset(found) for table, found in references.items()},
    )
