"""What an author's SQL speaks about: the row, the frame it stands in, and a given argument."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from strawberry import UNSET
from tortoise.models import Model

from schema.engine.errors import RequestError
from schema.engine.specs import Viewer
from schema.engine.values import local_id

if TYPE_CHECKING:
    from schema.engine.statement import Statement

#: SQLite joins at most 64 tables in one FROM.
MOST_JOINS = 60
#: Words of SQL that name columns here; unquoted they would end the statement.
RESERVED = frozenset({"on", "order", "group", "from", "to", "end", "user"})

_ALIAS = re.compile(r"\bt\d+\b")

Conditions = str | Iterable[str]


def listed(conditions: Conditions) -> list[str]:
    """The conditions an author returned, one string or several, empty ones left out."""
    several = [conditions] if isinstance(conditions, str) else conditions
    return [c for c in several if c]


def all_of(conditions: Iterable[str]) -> str:
    """The conditions as one; true when there is none."""
    return " AND ".join(conditions) or "1=1"


class Join:
    """A LEFT JOIN: the alias it brings and its text."""

    def __init__(self, source: str, alias: str, condition: str) -> None:
        self.alias = alias or source
        self.text = f" LEFT JOIN {source} {alias} ON {condition}"


class Frame:
    """One FROM clause in the making.

    To-ones and finished lists add their LEFT JOINs while the selection is compiled. ``kept`` is
    what distinguishes the page's rows from the one read ahead.
    """

    def __init__(self, source: str, alias: str, where: str = "", kept: str = "") -> None:
        self.source = source
        self.alias = alias
        self.where = where
        self.kept = kept
        self.joins: list[Join] = []

    def join(self, source: str, alias: str, condition: str) -> None:
        """Add a LEFT JOIN; raises RequestError beyond what SQLite can join."""
        if len(self.joins) >= MOST_JOINS:
            raise RequestError("TOO_MANY_JOINS", limit=MOST_JOINS)
        self.joins.append(Join(source, alias, condition))

    @property
    def joined(self) -> str:
        return "".join(join.text for join in self.joins)

    def sql(self) -> str:
        where = f" WHERE {self.where}" if self.where else ""
        return f"FROM {self.source} {self.alias}{self.joined}{where}"

    def ids(self, row: Row) -> str:
        """The distinct ids of the rows that ``row`` stands for: the parents of a list below it.

        Only the joins that lead to the row are read again.
        """
        needed, joins = {row.alias}, ""
        for join in reversed(self.joins):
            if join.alias in needed:
                needed |= set(_ALIAS.findall(join.text))
                joins = join.text + joins
        where = " AND ".join(filter(None, (self.where, self.kept, f"{row.id} IS NOT NULL")))
        return (
            f"SELECT DISTINCT {row.id} AS id FROM {self.source} {self.alias}{joins} WHERE {where}"
        )


class Row:
    """A row inside a frame, as the author sees it.

    ``row.due_on`` is a column, ``row.county`` the joined row of a relation, ``row.standing`` the
    row of a ``@one`` declared on the row's type. ``row.language`` and ``row.day`` are the
    context: the asked language as a Python text, the day as a bound value.
    """

    _model: type[Model] | None
    _statement: Statement

    def __init__(
        self,
        statement: Statement,
        model: type[Model] | None,
        day: str,
        frame: Frame | None = None,
        alias: str = "",
    ) -> None:
        self._statement = statement
        self._model = model
        self.day = day
        self.alias = alias or statement.alias("t")
        self.table = model._meta.db_table if model else ""
        self.frame = frame or Frame(self.table, self.alias)
        self.columns: dict[str, str] = {}
        self.refers = ("kind", "ref_id")
        self.ones: dict[tuple[object, str], Row] = {}
        self.written: dict[tuple[object, ...], str] = {}

    @property
    def model(self) -> type[Model] | None:
        return self._model

    @property
    def viewer(self) -> Viewer:
        """Who reads. Only its language, kind and traits may shape the SQL; values are bound."""
        return self._statement.viewer

    @property
    def language(self) -> str:
        return self._statement.viewer.language

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def get(self, name: str) -> Any:
        """The attribute of that name in the table, also where a method here has the same name."""
        if name in self.columns:
            return self.columns[name]
        if self._model is None:
            raise AttributeError(f"a derived row has no column {name}")
        meta = self._model._meta
        if name == "id":
            name = meta.pk_attr
        if name in meta.fields_db_projection:
            return f"{self.alias}.{_quoted(meta.fields_db_projection[name])}"
        if name in meta.fk_fields or name in meta.o2o_fields:
            relation: Any = meta.fields_map[name]
            column = f"{self.alias}.{meta.fields_db_projection[relation.source_field]}"
            return self.join(name, relation.related_model, lambda r: f"{r.id}={column}")
        return self._statement.declared_one(self, name)

    def join(
        self, key: object, model: type[Model], on: Callable[[Row], Conditions], day: str = ""
    ) -> Row:
        """A to-one: a LEFT JOIN with the target's visibility in ON.

        Shared by all that ask this row for the same key on the same day. ``on`` must hold for at
        most one row.
        """
        at = day or self.day
        if (key, at) not in self.ones:
            row = Row(self._statement, model, at, self.frame)
            self.ones[key, at] = row
            condition = self._statement.condition(row, on)
            self.frame.join(row.table, row.alias, condition)
        return self.ones[key, at]

    def in_scope(self, column: str) -> str:
        """Is the organisation in the column one of the viewer's own?"""
        return self._statement.in_scope(column)

    def exists(self, model: type[Model], on: Callable[[Row], Conditions]) -> str:
        """Is there a row of ``model`` that the viewer may see?

        Inside a visibility rule the rows are taken as they are: rules do not nest.
        """
        return self._statement.exists(model, on, self.day)

    def count(self, model: type[Model], on: Callable[[Row], Conditions]) -> str:
        """How many rows of ``model`` there are that the viewer may see."""
        return self._statement.count(model, on, self.day)

    def of_viewer(self, name: str, cast: str = "int") -> str:
        """A value of the viewer, bound: an attribute of the ``Viewer`` (sub)class."""
        return self._statement.viewer_value(name, cast)


def _quoted(column: str) -> str:
    return f'"{column}"' if column in RESERVED else column


class Given:
    """An argument, or a field of an input, as the author sees it.

    Truthy when it was given, is not null and is not false. In an f-string it is a bound value.
    A field of an input is an attribute (``filter.county``). ``.value`` is the Python value of an
    enum or a boolean, which belong to the plan; nothing else may shape the SQL.
    """

    def __init__(
        self,
        statement: Statement,
        read: Callable[[Any], Any],
        key: tuple[object, ...],
        gql_type: Any,
        known: Any,
    ) -> None:
        self._statement = statement
        self._read = read
        self._key = key
        self._type = gql_type
        self._known = known

    def __bool__(self) -> bool:
        return self._known is not None and self._known is not False

    @property
    def value(self) -> Any:
        if self._known is None or isinstance(self._known, bool | Enum):
            return self._known
        raise TypeError(f"{self._key[-1]}: only enums and booleans may shape the statement")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        inner = self._statement.catalogue.input_field(self._type, name)
        read = self._read

        def inside(outer: Any) -> Any:
            found = getattr(outer, name, None)
            return None if found is UNSET else found

        def of_input(run: Any) -> Any:
            return inside(read(run))

        known = inside(self._known)
        return Given(self._statement, of_input, (*self._key, name), inner, known)

    def __str__(self) -> str:
        return self.bound()

    def __format__(self, spec: str) -> str:
        return self.bound()

    def bound(self, change: Callable[[Any], Any] | None = None, cast: str = "") -> str:
        """The value bound, changed by ``change`` first (its name is part of the plan)."""
        dialect, read = self._statement.dialect, self._read

        def get(run: Any) -> Any:
            value = read(run)
            return dialect.value(change(value) if change and value is not None else value)

        kind = cast or self._statement.catalogue.cast(self._type)
        return self._statement.bind((*self._key, change), get, kind)

    def among(self, expression: str) -> str:
        """Is the expression one of the given list?"""
        dialect, read = self._statement.dialect, self._read

        def get(run: Any) -> Any:
            return dialect.list_value(list(read(run) or ()))

        cast = self._statement.catalogue.cast(self._type)
        return dialect.among(
            expression, lambda kind: self._statement.bind((*self._key, "list"), get, kind), cast
        )

    def like_any(self, expression: str, patterns: Callable[[Any], Iterable[str]]) -> str:
        """Is the text like one of the LIKE patterns that ``patterns`` makes of the value?"""
        dialect, read = self._statement.dialect, self._read

        def get(run: Any) -> Any:
            return dialect.list_value(list(patterns(read(run))))

        return dialect.like_any(
            expression, lambda kind: self._statement.bind((*self._key, patterns), get, kind)
        )

    def within(self, expression: str, fold: Callable[[str], str] | None = None) -> str:
        """Does the text hold the given part, letter for letter, after ``fold`` of the part?"""
        return self._statement.dialect.contains(expression, self.bound(fold))

    def row_id(self, *types: str) -> str:
        """The number in a global id of one of the types; -1, which no row has, for others."""

        dialect, read = self._statement.dialect, self._read

        def get(run: Any) -> Any:
            return dialect.value(local_id(read(run), types))

        return self._statement.bind((*self._key, types), get, "int")


_LANGUAGES = ("fi", "sv", "en")


def localised(row: Any, column: str, language: Any = None) -> str:
    """The text in a language: as asked, else Finnish, Swedish, English; empty texts are none.

    The columns are named ``<column>_fi``, ``_sv``, ``_en``. ``language`` is a given argument of
    an enum whose values are fi, sv and en; when absent the viewer's language is asked.
    """
    asked = language.value.value if language else row.language
    order = dict.fromkeys([asked, *_LANGUAGES])
    texts = [f"nullif({getattr(row, f'{column}_{one}')},'')" for one in order]
    return f"coalesce({','.join(texts)})"


def given(argument: object) -> Given:
    """The argument as what it is in a declaration, for a type checker that knows its own type."""
    return cast(Given, argument)
