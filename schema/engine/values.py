"""Values on their way in and out: texts, global ids, cursors, and Python values as JSON."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from schema.engine.errors import RequestError
from schema.engine.specs import MOST

# Controls but for tab, line feed and carriage return, and halves of surrogate pairs: no text has
# them, SQLite's LIKE ends at NUL, PostgreSQL refuses it, and UTF-8 cannot carry half a pair.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_BIGGEST_ID = 2**31 - 1


def check_texts(value: Any, argument: str = "") -> None:
    """Raises RequestError when a text in the value holds what no text has."""
    match value:
        case str():
            if _NO_TEXT.search(value):
                raise RequestError("CONTROL_CHARACTER", argument=argument)
        case dict():
            for name, inner in value.items():
                check_texts(inner, argument or name)
        case list():
            for inner in value:
                check_texts(inner, argument)


def check_ids(ids: Sequence[str]) -> None:
    """Raises RequestError for more ids than a page may hold."""
    if len(ids) > MOST:
        raise RequestError("TOO_MANY_IDS", limit=MOST)


def split_id(global_id: str) -> tuple[str, int]:
    """A global id's type name and number; the number is -1 when it is malformed."""
    name, _, number = str(global_id).partition(":")
    plain = number.isascii() and number.isdecimal() and len(number) <= 10
    local = int(number) if plain else -1
    return name, local if local <= _BIGGEST_ID else -1


def local_id(global_id: str | None, types: Iterable[str]) -> int:
    """The number in a global id of one of the types, else -1, which no row has."""
    name, number = split_id(global_id or "")
    return number if name in types else -1


class Cursor(NamedTuple):
    """A place in a list: the order's value as text and the row's id.

    A cursor travels as the hexadecimal of ``tag:id:value``, which both databases can write.
    """

    value: str
    id: int


def order_tag(order: str) -> str:
    """Eight characters that tell a list's order, table and direction from another's."""
    return f"{zlib.crc32(order.encode()):08x}"


def read_cursor(text: str, tag: str, argument: str) -> Cursor:
    """Raises RequestError when the text is not a cursor of a list with that tag."""
    try:
        of, number, value = bytes.fromhex(text).decode().split(":", 2)
        place = Cursor(value, int(number))
    except ValueError:
        raise RequestError("BAD_CURSOR", argument=argument) from None
    if of != tag or not 0 <= place.id < 2**63 or _NO_TEXT.search(value):
        raise RequestError("BAD_CURSOR", argument=argument)
    return place


def cursor_value(value: str, cast: str, argument: str) -> Any:
    """The order's value as Python has it; raises RequestError when it is none of that kind."""
    try:
        match cast:
            case "int" | "bigint":
                number = int(value)
                if abs(number) >= 2 ** (31 if cast == "int" else 63):
                    raise ValueError
                return number
            case "date":
                return date.fromisoformat(value)
            case "timestamptz":
                return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        raise RequestError("BAD_CURSOR", argument=argument) from None
    return value
