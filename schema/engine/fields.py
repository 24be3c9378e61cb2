"""The words in which the author of a GraphQL type says where its fields come from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar, cast

import strawberry
from strawberry import ID
from tortoise.models import Model

from schema.engine.shapes import Node
from schema.engine.specs import (
    ENTITY,
    METADATA,
    MOST,
    PAGE,
    Act,
    Body,
    Columns,
    Computed,
    Entity,
    Group,
    Grouped,
    Lookup,
    Many,
    One,
    Order,
    Parts,
    Ref,
    Spec,
    Sql,
    Viewer,
)

__all__ = [
    "Viewer",
    "act",
    "computed",
    "entity",
    "expr",
    "group",
    "grouped",
    "interface_of",
    "lookup",
    "lookups",
    "many",
    "on",
    "one",
    "parts",
    "refer",
    "sql",
]

C = TypeVar("C", bound=type)
# A declaration's method is annotated with its GraphQL type but returns what the compiler needs;
# the words below answer with whatever type is asked for, so that checkers agree.
T = TypeVar("T")


def refer(type_name: str, row_id: int | None) -> T:  # type: ignore[type-var] # see T
    """A ``Ref`` where a type checker expects the object; None when there is no id."""
    return cast(T, None if row_id is None else Ref(type_name, row_id))


def entity(
    model: type[Model],
    *,
    sees: Callable[[Any], str] | None = None,
    kind: str | tuple[str, ...] = (),
) -> Callable[[C], C]:
    """An object type that is a row of ``model``.

    ``sees(row)`` is its visibility: a condition that stands at every FROM, JOIN, count and lookup
    of the table. ``kind`` names the discriminator's values when several types share the table;
    the type without one is for every other value.
    """
    kinds = (kind,) if isinstance(kind, str) else kind

    def declare(cls: C) -> C:
        made = strawberry.type(cls, description=_text_of(cls))
        setattr(made, ENTITY, Entity(model, sees, kinds))
        return made

    return declare


def interface_of(
    model: type[Model],
    *,
    discriminator: str,
    sees: Callable[[Any], str] | None = None,
) -> Callable[[C], C]:
    """A GraphQL interface over one table whose object types differ by a column's value."""

    def declare(cls: C) -> C:
        made = strawberry.interface(cls, description=_text_of(cls))
        setattr(made, ENTITY, Entity(model, sees, (), discriminator))
        return made

    return declare


def sql(body: Body) -> Any:
    """The method returns an SQL expression over ``self``, the row; or ``parts(…)``.

    A list of enums or scalars is an expression whose value is JSON text.
    """
    return _declare(body, Sql(body), 1)


def computed(
    needs: str, *, columns: tuple[str, ...] = (), weight: int = 1
) -> Callable[[Body], Any]:
    """A pure Python function of a GraphQL selection on its own type.

    ``needs`` is that selection ("{ dueOn lines { cents } }"), ``columns`` further columns of the
    row that the API does not show; both are attributes of ``self``, columns by their Python
    name, JSON columns parsed. ``weight`` is what one call adds to a document's cost.
    """

    def declare(body: Body) -> Any:
        return _declare(body, Computed(body, needs, columns, weight), 1)

    return declare


def one(model: type[Model], *, day: str | None = None) -> Callable[[Body], Any]:
    """At most one row of ``model``: the method gets ``self`` and that row, returns ``on(…)``.

    ``day`` names an argument, added here, that sets the day for everything below.
    """

    def declare(body: Body) -> Any:
        return _declare(body, One(model, body, day), 2, _day(day))

    return declare


def many(  # noqa: PLR0913 - a list's facts are keywords, each with a default
    model: type[Model],
    *,
    order: Order = "id",
    orders: Mapping[str, Order] | None = None,
    day: str | None = None,
    page: int | None = None,
    most: int = MOST,
    limit: int = MOST,
    weight: int = 0,
    refers: tuple[str, str] = ("kind", "ref_id"),
) -> Callable[[Body], Any]:
    """Rows of ``model``: the method gets ``self`` and a row, returns ``on(…)``.

    Returning ``Connection[T]`` makes pages: ``first``, ``after``, ``last``, ``before`` are added;
    ``page`` is the size when none is asked, ``most`` the largest. Returning ``list[T]`` makes a
    plain list of at most ``limit`` rows, of which a document's cost counts ``page``. ``order`` is
    a never-null column ("due_on", "-held_on", "county.sort_key") or a ``Key``; the id follows it.
    ``orders`` maps the names of an enum in the argument ``order_by`` (an input of ``field`` and
    ``direction``) to such orders. ``weight`` is added to a document's cost (a search says 20).
    When T is a union or interface of several tables, ``refers`` names the columns of type name
    and id.
    """

    def declare(body: Body) -> Any:
        plain = "Connection[" not in str(inspect.signature(body).return_annotation)
        size = page or (limit if plain else PAGE)
        spec = Many(
            model,
            body,
            order,
            orders or {},
            day,
            plain,
            size,
            limit if plain else most,
            weight,
            refers,
        )
        return _declare(body, spec, 2, _day(day) + ([] if plain else _paging(size, most)))

    return declare


def grouped(
    model: type[Model],
    *,
    order: tuple[Order, ...],
    day: str | None = None,
    limit: int = MOST,
    weight: int = PAGE,
) -> Callable[[Body], Any]:
    """A root list of derived rows: the method gets ``self`` and a row, returns ``group(…)``.

    The rows' type is a plain Strawberry type: a scalar is the column of its name, an object the
    row whose id is the column ``<name>_id``. ``order`` names columns; nulls come last. At most
    ``limit`` rows are answered; ``weight`` is how many the document's cost counts.
    """

    def declare(body: Body) -> Any:
        return _declare(body, Grouped(model, body, order, day, limit, weight), 2, _day(day))

    return declare


def act(body: Body) -> Any:
    """A mutation: an async method that does its act, commits, and returns the payload.

    ``self`` is the call (``self.viewer``, ``self.context``), the arguments are coerced values.
    The payload is a value of a declared type; ``refer(…)`` inside it is read after the commit.
    """
    return _declare(body, Act(body), 1)


def lookup() -> Any:
    """``node(id:)``: any object by its global id; malformed, unknown and hidden are null."""

    def node(self: Any, id: Annotated[ID, _GLOBAL_ID]) -> Node | None:  # noqa: A002 - GraphQL's name
        """Any object by its global id; null when it is unknown or not for this viewer."""

    return _declare(node, Lookup(several=False), 1)


def lookups() -> Any:
    """``nodes(ids:)``: as ``lookup``, several at once, in the order of the ids."""

    def nodes(self: Any, ids: Annotated[list[ID], _GLOBAL_IDS]) -> list[Node | None]:
        """Objects by their global ids, in that order; null for each unknown or hidden one."""
        return []

    return _declare(nodes, Lookup(several=True), 1)


def on(*conditions: str) -> T:  # type: ignore[type-var] # see T
    """The conditions of a list or to-one, all of which must hold; none means every row."""
    return cast(T, conditions)


def expr(text: str) -> T:  # type: ignore[type-var] # see T
    """An SQL expression where a type checker expects the field's own type."""
    return cast(T, text)


def parts(**named: str) -> T:  # type: ignore[type-var] # see T
    """An object whose fields are expressions over this row; null when nullable and all are null."""
    return cast(T, Parts(named))


def group(*where: str, by: Columns, totals: Columns) -> T:  # type: ignore[type-var] # see T
    """Derived rows: the columns to group by, the aggregates, the conditions before grouping."""
    return cast(T, Group(by, totals, where))


_GLOBAL_ID = strawberry.argument(description="A global id.")
_GLOBAL_IDS = strawberry.argument(description="Global ids, at most 500.")


def _text_of(thing: object) -> str | None:
    own = thing.__dict__.get("__doc__") if isinstance(thing, type) else thing.__doc__
    return inspect.cleandoc(own) if own else None


def _argument(name: str, annotation: Any, description: str) -> inspect.Parameter:
    annotated: Any = Annotated[annotation, strawberry.argument(description=description)]
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=strawberry.UNSET, annotation=annotated)


def _day(name: str | None) -> list[inspect.Parameter]:
    text = "The day the answer holds for, also for everything below; the request's when left out."
    return [_argument(name, date | None, text)] if name else []


def _paging(page: int, most: int) -> list[inspect.Parameter]:
    size = f"rows, at most {most}; {page} when neither is given."
    return [
        _argument("first", int | None, f"The first so many {size}"),
        _argument("after", str | None, "Only rows after this cursor."),
        _argument("last", int | None, f"The last so many {size}"),
        _argument("before", str | None, "Only rows before this cursor."),
    ]


def _shown(parameter: inspect.Parameter) -> inspect.Parameter:
    """A method's parameter as a GraphQL argument; null is no default worth printing."""
    default = strawberry.UNSET if parameter.default is None else parameter.default
    return parameter.replace(
        name=parameter.name.rstrip("_"), kind=inspect.Parameter.KEYWORD_ONLY, default=default
    )


def _declare(body: Body, spec: Spec, own: int, added: list[inspect.Parameter] | None = None) -> Any:
    """A Strawberry field with the body's arguments, without the rows that come first.

    A trailing underscore, which keeps a built-in's name free, is not part of the argument.
    """
    signature = inspect.signature(body)
    first, *rest = signature.parameters.values()
    arguments = [_shown(p) for p in rest[own - 1 :]]
    bare = first.replace(annotation=inspect.Parameter.empty)

    def declaration() -> None:
        raise TypeError("The engine reads this field; Strawberry never resolves it.")

    declaration.__name__ = body.__name__
    declaration.__qualname__ = body.__qualname__
    declaration.__module__ = body.__module__
    shown = signature.replace(parameters=[bare, *arguments, *(added or [])])
    declaration.__signature__ = shown  # type: ignore[attr-defined] # functions may carry one
    return strawberry.field(declaration, description=_text_of(body), metadata={METADATA: spec})
