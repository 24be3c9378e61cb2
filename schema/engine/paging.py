"""Which page of a list is asked: its size, its direction, its bounds, its order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import FieldNode
from tortoise.models import Model

from schema.engine.catalogue import Field
from schema.engine.dialect import cast_of
from schema.engine.errors import RequestError
from schema.engine.row import Row
from schema.engine.shapes import Direction
from schema.engine.specs import Key, Many, Order
from schema.engine.values import cursor_value, order_tag, read_cursor

if TYPE_CHECKING:
    from schema.engine.statement import Statement

_ARGUMENTS = ("first", "after", "last", "before")


@dataclass(frozen=True)
class Ordering:
    """A declared order with its direction; the id follows in the same direction."""

    expression: Callable[[Row], str]
    cast: str
    descending: bool
    tag: str

    @classmethod
    def of(cls, model: type[Model], order: Order, reverse: bool = False) -> Ordering:
        """The order an author declared, turned round when ``reverse``."""
        if isinstance(order, Key):
            named = getattr(order.expression, "__qualname__", "key")
            tag = order_tag(f"{model._meta.db_table}:{named}:{reverse}")
            return cls(order.expression, order.cast, reverse, tag)
        path = order.removeprefix("-").split(".")
        descending = order.startswith("-") != reverse
        tag = order_tag(f"{model._meta.db_table}:{'.'.join(path)}:{descending}")

        def column(row: Row) -> str:
            found: Any = row
            for name in path:
                found = found.get(name)
            return str(found)

        return cls(column, cast_of(order_column(model, order)), descending, tag)


def order_column(model: type[Model], order: str) -> Any:
    """The Tortoise field that a path such as "-county.sort_key" ends at.

    Raises TypeError when a step may be null: its rows would fall out of every later page.
    """
    found: Any = None
    for name in order.removeprefix("-").split("."):
        found = model._meta.fields_map[name]
        if found.null:
            raise TypeError(f"{model.__name__}: the order {order} may be null at {name}")
        model = getattr(found, "related_model", model)
    return found


class Page:
    """The page arguments of one connection in a document."""

    def __init__(self, statement: Statement, field: Field, node: FieldNode, spec: Many) -> None:
        self._statement, self._spec, self._node = statement, spec, node
        now, self._read = statement.arguments(field, node)
        given = {name for name in _ARGUMENTS if now.get(name) is not None}
        self.backward = "last" in given or ("before" in given and "first" not in given)
        self.order = self._order(now.get("order_by"))
        self.bounds = [name for name in ("after", "before") if name in given]
        statement.plan.checks.append(self._check)
        self._check_now(now)
        self.size = statement.bind((id(node), "size"), self._size, "int")

    def _order(self, asked: Any) -> Ordering:
        if asked is None:
            return Ordering.of(self._spec.model, self._spec.order)
        order = self._spec.orders[asked.field.name]
        return Ordering.of(self._spec.model, order, asked.direction is Direction.DESC)

    def _size(self, run: Any) -> int:
        now = self._read(run)
        size = now.get("last") if self.backward else now.get("first")
        return self._spec.page if size is None else int(size)

    def _check(self, run: Any) -> None:
        self._check_now(self._read(run))

    def _check_now(self, now: dict[str, Any]) -> None:
        if now.get("first") is not None and now.get("last") is not None:
            raise RequestError("FIRST_WITH_LAST")
        for name in ("first", "last"):
            size = now.get(name)
            if size is not None and not 0 <= size <= self._spec.most:
                raise RequestError("PAGE_SIZE", argument=name, limit=self._spec.most)
        for name in self.bounds:
            self._place(now, name)

    def _place(self, now: dict[str, Any], name: str) -> tuple[Any, int]:
        cursor = read_cursor(now[name], self.order.tag, name)
        return cursor_value(cursor.value, self.order.cast, name), cursor.id

    def bound(self, row: Row, name: str) -> str:
        """The condition that the row lies beyond the cursor in the argument."""
        value = self._statement.dialect.value
        parts = []
        for part, cast in enumerate((self.order.cast, "bigint")):

            def of_cursor(run: Any, part: int = part) -> Any:
                return value(self._place(self._read(run), name)[part])

            parts.append(self._statement.bind((id(self._node), name, part), of_cursor, cast))
        sign = ">" if (name == "after") != self.order.descending else "<"
        key = self._key(row)
        return f"({key},{row.id}){sign}({','.join(parts)})"

    def not_bound(self, row: Row, name: str) -> str:
        """The condition that the row lies at the cursor or on its other side."""
        return f"NOT {self.bound(row, name)}"

    def _key(self, row: Row) -> str:
        return self._statement.dialect.ordering(self.order.expression(row), self.order.cast)

    def sorting(self, row: Row) -> str:
        """The ORDER BY that brings the page's rows first."""
        way = " DESC" if self.order.descending != self.backward else ""
        return f"{self._key(row)}{way},{row.id}{way}"

    def cursor(self, row: Row) -> str:
        """The row's cursor as an SQL text."""
        dialect, expression = self._statement.dialect, self.order.expression(row)
        exact = self.order.cast == "timestamptz"
        value = dialect.exact_instant(expression) if exact else dialect.text(expression)
        text = f"'{self.order.tag}:'||{dialect.text(row.id)}||':'||{value}"
        return dialect.hexadecimal(text)
