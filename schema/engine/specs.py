"""What a declaration says, as data: the compiler reads these, authors write ``fields``' words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tortoise.models import Model

#: Where a declaration's data hangs on a Strawberry field, and on a class.
METADATA = "engine"
ENTITY = "__entity__"

#: A page when none is asked, and the largest.
PAGE = 50
MOST = 500

Body = Callable[..., Any]


@dataclass(frozen=True)
class Viewer:
    """Who reads, in what language, on which day.

    ``scope`` holds the ids of the organisations the viewer belongs to; empty means anybody.
    ``today`` is the day that computed answers hold for unless the document names another.
    ``unrestricted`` lifts every visibility rule. ``traits`` are further facts that types may ask
    for (``row.viewer.traits``); they are part of the plan's key, so keep them few. A subclass
    may add values; types bind them with ``row.of_viewer(name)``.
    """

    scope: tuple[int, ...]
    language: str
    today: date
    unrestricted: bool = False
    traits: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The viewer's part of the plan's key: with or without a scope, and unrestricted."""
        scoped = "scoped" if self.scope else "nobody"
        return f"unrestricted {scoped}" if self.unrestricted else scoped


class Ref(NamedTuple):
    """An object named inside a Python value; the engine reads it, null when it is hidden."""

    type: str
    id: int


@dataclass(frozen=True)
class Key:
    """An order that is not a plain column: a never-null expression and its kind of value.

    ``cast`` is text, int, bigint, date or timestamptz.
    """

    expression: Callable[[Any], str]
    cast: str = "text"


Order = str | Key


@dataclass(frozen=True, eq=False)
class Sql:
    """A field that is an SQL expression over its row."""

    body: Body


@dataclass(frozen=True, eq=False)
class Computed:
    """A field made by Python from ``needs``, a selection on its own type; ``weight`` its cost."""

    body: Body
    needs: str
    columns: tuple[str, ...]
    weight: int


@dataclass(frozen=True, eq=False)
class One:
    """A field that leads to at most one row of ``model``; ``day`` names its argument of a day."""

    model: type[Model]
    body: Body
    day: str | None


@dataclass(frozen=True, eq=False)
class Many:
    """A field that lists rows of ``model``, a ``page`` of them unless asked for up to ``most``."""

    model: type[Model]
    body: Body
    order: Order
    orders: Mapping[str, Order]
    day: str | None
    plain: bool
    page: int
    most: int
    weight: int
    refers: tuple[str, str]


@dataclass(frozen=True, eq=False)
class Grouped:
    """A root list derived from rows of ``model``, ``limit`` groups of them at most."""

    model: type[Model]
    body: Body
    order: tuple[Order, ...]
    day: str | None
    limit: int
    weight: int


class Lookup(NamedTuple):
    """A field that fetches by global id: one object, or ``several`` in the order asked."""

    several: bool


@dataclass(frozen=True, eq=False)
class Act:
    """A mutation: what it answers is projected when it is done."""

    body: Body


Spec = Sql | Computed | One | Many | Grouped | Lookup | Act


@dataclass(frozen=True)
class Entity:
    """What ``entity`` and ``interface_of`` leave on a class."""

    model: type[Model]
    sees: Callable[[Any], str] | None = None
    kinds: tuple[str, ...] = ()
    discriminator: str | None = None


Columns = Mapping[str, str]


class Group(NamedTuple):
    """What ``group`` returns: the columns grouped by, the totals, and which rows count."""

    by: Mapping[str, str]
    totals: Mapping[str, str]
    where: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """An object made of expressions over one row; see ``parts``."""

    named: Mapping[str, str] = field(default_factory=dict)
