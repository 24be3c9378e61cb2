"""The two databases: all in which their SQL, their values and their texts of values differ."""

from __future__ import annotations

import json
import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from tortoise import fields as columns

# A bound value stands in the text as ⟦number:cast⟧ until the statement is finished, because
# PostgreSQL refuses a parameter that the text does not use: only those used are numbered.
_SLOT = re.compile(r"⟦(\d+):([^⟧]+)⟧")

_CASTS: tuple[tuple[type[columns.Field[Any]], str], ...] = (
    (columns.BigIntField, "bigint"),
    (columns.IntField, "int"),
    (columns.SmallIntField, "int"),
    (columns.DatetimeField, "timestamptz"),
    (columns.DateField, "date"),
)


def cast_of(column: columns.Field[Any]) -> str:
    """The kind of value a column holds, as ``Key.cast`` names it."""
    return next((cast for kind, cast in _CASTS if isinstance(column, kind)), "text")


def slot(number: int, cast: str) -> str:
    """The text that stands for a bound value until the statement is finished."""
    return f"⟦{number}:{cast}⟧"


class Dialect(ABC):
    """What the compiler asks of a database."""

    #: Rows reach an aggregate in an order the aggregate itself states.
    ordered: bool
    #: A derived table may name the tables to its left.
    lateral: bool

    def numbered(self, text: str) -> tuple[str, list[int]]:
        """The finished statement and which bound values it takes, in its own numbering."""
        used = sorted({int(found[1]) for found in _SLOT.finditer(text)})
        place = {number: n for n, number in enumerate(used, 1)}
        finished = _SLOT.sub(lambda m: self.placeholder(place[int(m[1])], m[2]), text)
        return finished, used

    @abstractmethod
    def placeholder(self, number: int, cast: str) -> str: ...

    @abstractmethod
    def value(self, value: Any) -> Any:
        """A Python value as the driver takes it."""

    @abstractmethod
    def among(self, expression: str, bound: Callable[[str], str], cast: str) -> str:
        """Is the expression one of a bound list? ``bound(cast)`` binds the list."""

    @abstractmethod
    def list_value(self, values: list[Any]) -> Any:
        """A list as ``among`` takes it."""

    @abstractmethod
    def like_any(self, expression: str, bound: Callable[[str], str]) -> str:
        """Is the expression like one of a bound list of patterns?"""

    @abstractmethod
    def contains(self, expression: str, part: str) -> str:
        """Does the text hold the part, letter for letter?"""

    @abstractmethod
    def quote(self, expression: str) -> str:
        """The JSON of a number or text; 'null' for NULL."""

    def text(self, expression: str) -> str:
        """The expression as text."""
        return f"CAST({expression} AS TEXT)"

    @abstractmethod
    def instant(self, expression: str) -> str:
        """The JSON of an instant: UTC, whole seconds, Z."""

    @abstractmethod
    def exact_instant(self, expression: str) -> str:
        """The instant as a text that ``datetime.fromisoformat`` reads back without loss."""

    @abstractmethod
    def hexadecimal(self, expression: str) -> str:
        """The bytes of a text in hexadecimal."""

    @abstractmethod
    def ordering(self, expression: str, cast: str) -> str:
        """The expression as the order compares it: texts by their bytes."""

    def grouping(self, expression: str) -> str:
        """The expression as GROUP BY has it."""
        return expression

    @abstractmethod
    def sortable(self, number: str, expression: str) -> str:
        """A text that sorts by a page place; the expression begins at its seventh character."""

    @abstractmethod
    def joined(self, expression: str, order: str, where: str) -> str:
        """The rows' texts, in order, with commas between; NULL when there are none."""

    @abstractmethod
    def backward(self, page: str, per_parent: bool) -> str:
        """A page read from its end, in the order of the list."""


class Sqlite(Dialect):
    """SQLite 3.40 and later.

    Before 3.44 an aggregate has no ORDER BY: rows reach it in the page's order, because the page
    is the outermost loop (only LEFT JOINs follow) and the sorter of GROUP BY is stable. That is
    how SQLite works, not what it promises; the oracle test holds it.
    """

    lateral = False
    ordered = sqlite3.sqlite_version_info >= (3, 44)

    def placeholder(self, number: int, cast: str) -> str:
        return f"?{number}"

    def value(self, value: Any) -> Any:
        match value:
            case bool():
                return int(value)
            case datetime():
                return value.astimezone(UTC).isoformat(" ")
            case date():
                return value.isoformat()
            case Enum():
                return value.name
            case Decimal():
                return str(value)
        return value

    def among(self, expression: str, bound: Callable[[str], str], cast: str) -> str:
        return f"{expression} IN (SELECT value FROM json_each({bound('text')}))"

    def like_any(self, expression: str, bound: Callable[[str], str]) -> str:
        return f"EXISTS (SELECT 1 FROM json_each({bound('text')}) WHERE {expression} LIKE value)"

    def list_value(self, values: list[Any]) -> Any:
        return json.dumps([self.value(v) for v in values])

    def contains(self, expression: str, part: str) -> str:
        return f"instr({expression},{part})>0"

    def quote(self, expression: str) -> str:
        return f"json_quote({expression})"

    def instant(self, expression: str) -> str:
        return f"json_quote(substr({expression},1,10)||'T'||substr({expression},12,8)||'Z')"

    def exact_instant(self, expression: str) -> str:
        return expression

    def hexadecimal(self, expression: str) -> str:
        return f"lower(hex({expression}))"

    def ordering(self, expression: str, cast: str) -> str:
        return expression

    def grouping(self, expression: str) -> str:
        # A column that an index begins with draws SQLite into reading the whole table in the
        # order of that index. The sign leaves the choice to what WHERE asks for.
        return f"+{expression}"

    def sortable(self, number: str, expression: str) -> str:
        return f"printf('%06d',{number})||{expression}"

    def joined(self, expression: str, order: str, where: str) -> str:
        by = f" ORDER BY {order}" if self.ordered else ""
        kept = f" FILTER (WHERE {where})" if where else ""
        return f"group_concat({expression},','{by}){kept}"

    def backward(self, page: str, per_parent: bool) -> str:
        # LIMIT keeps SQLite from dropping the order of a derived table.
        order = "up_,n_ DESC" if per_parent else "n_ DESC"
        return f"SELECT * FROM ({page}) ORDER BY {order} LIMIT -1"


class Postgres(Dialect):
    """PostgreSQL 15 and later.

    ``collation`` follows every text in an order, so that pages are in byte order as on SQLite;
    indexes must carry the same one. Empty when the columns or the database have it already.
    """

    lateral = True
    ordered = True

    def __init__(self, collation: str = ' COLLATE "C"') -> None:
        self.collation = collation

    def placeholder(self, number: int, cast: str) -> str:
        return f"${number}::{cast}"

    def value(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value

    def among(self, expression: str, bound: Callable[[str], str], cast: str) -> str:
        return f"{expression}=ANY({bound(f'{cast}[]')})"

    def like_any(self, expression: str, bound: Callable[[str], str]) -> str:
        return f"{expression} LIKE ANY({bound('text[]')})"

    def list_value(self, values: list[Any]) -> Any:
        return [self.value(v) for v in values]

    def contains(self, expression: str, part: str) -> str:
        return f"strpos({expression},{part})>0"

    def quote(self, expression: str) -> str:
        return f"coalesce(to_json({expression})::text,'null')"

    def instant(self, expression: str) -> str:
        form = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
        utc = f"to_char({expression} AT TIME ZONE 'UTC','{form}')"
        return f"coalesce('\"'||{utc}||'\"','null')"

    def exact_instant(self, expression: str) -> str:
        form = 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'
        return f"to_char({expression} AT TIME ZONE 'UTC','{form}')"

    def hexadecimal(self, expression: str) -> str:
        return f"encode(convert_to({expression},'UTF8'),'hex')"

    def ordering(self, expression: str, cast: str) -> str:
        return f"{expression}{self.collation}" if cast == "text" else expression

    def sortable(self, number: str, expression: str) -> str:
        return f"(lpad({number}::text,6,'0')||{expression}) COLLATE \"C\""

    def joined(self, expression: str, order: str, where: str) -> str:
        kept = f" FILTER (WHERE {where})" if where else ""
        return f"string_agg({expression},',' ORDER BY {order}){kept}"

    def backward(self, page: str, per_parent: bool) -> str:
        return page
