"""One execution: the values Python puts into the answer, and the answer itself."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from schema.engine.catalogue import Catalogue, Field
from schema.engine.errors import EngineFault, MissingObject
from schema.engine.limits import Cost
from schema.engine.selections import Selections, Sets, inside
from schema.engine.specs import Ref, Viewer
from schema.engine.values import split_id

#: What reads: the statement and its values in the order of their numbers ($1 or ?1 first);
#: the answer is the single value of the single row, JSON as text or bytes.
Fetch = Callable[[str, list[Any]], Awaitable[str | bytes]]


@dataclass(frozen=True)
class Answer:
    """What a request is answered with.

    Exactly one of ``body`` and ``data`` is set when it succeeded: ``body`` is the JSON of
    ``data`` as the database wrote it, ``data`` the same as values when Python filled something
    in. With ``errors`` both are None. ``cost`` is None when the document could not be counted.
    """

    body: bytes | None = None
    data: dict[str, Any] | None = None
    errors: tuple[GraphQLError, ...] = ()
    cost: Cost | None = None

    def json(self, extensions: dict[str, Any] | None = None) -> bytes:
        """The response body, with ``extensions`` when there are any."""
        tail = b""
        if extensions:
            tail = b',"extensions":' + _dumps(extensions)
        if self.errors:
            errors = _dumps([error.formatted for error in self.errors])
            # A request that was refused before it ran has no data at all.
            return b'{"errors":' + errors + tail + b"}"
        return b'{"data":' + self.data_bytes() + tail + b"}"

    def data_bytes(self) -> bytes:
        """The JSON of ``data``, as the database wrote it where Python added nothing."""
        return self.body if self.body is not None else _dumps(self.data)

    def values(self) -> dict[str, Any]:
        """The data as Python values; empty when the request was refused."""
        if self.body is None:
            return self.data or {}
        found: dict[str, Any] = json.loads(self.body)
        return found


class Inputs(dict[str, Any]):
    """A computed field's inputs, as attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(eq=False)
class Slot:
    """A reference in the answer that waits for its object.

    ``day`` reads the day that holds where it stands; None means the request's.
    """

    ref: Ref
    sets: Sets
    non_null: bool
    day: Callable[[Any], Any] | None = None
    found: Any = None


@dataclass
class Call:
    """A mutation being run, as its method sees it: who calls, and what the caller handed in.

    The method sets ``instead`` when its payload may refer to what is no longer there: it gives
    the payload to answer with then, of the type that is missing.
    """

    viewer: Viewer
    context: Any
    instead: Callable[[str], Any] | None = None


@dataclass(eq=False)
class Run:
    """One execution of one operation for one viewer."""

    catalogue: Catalogue
    selections: Selections
    viewer: Viewer
    check_day: Callable[[date], None]
    given: Mapping[str, Any]
    fetch: Fetch
    slots: list[Slot] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)
    day: Callable[[Any], Any] | None = None
    _arguments: dict[int, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, declared: Field, node: FieldNode) -> dict[str, Any]:
        """A field's arguments in this request."""
        if id(node) not in self._arguments:
            found = self.catalogue.arguments(declared, node, self.selections.variables)
            self._arguments[id(node)] = found
        return self._arguments[id(node)]

    def refs_of(self, ids: Sequence[str]) -> list[Ref | None]:
        """The references that global ids are; None for a malformed one."""
        pairs = [split_id(one) for one in ids]
        known = self.catalogue.nodes
        return [Ref(name, n) if name in known and n >= 0 else None for name, n in pairs]

    def project(self, value: Any, gql_type: Any, sets: Sets) -> Any:
        """A Python value through a selection, as JSON has it.

        A ``Ref`` is left as a slot, read by one further statement for the whole answer.
        Raises EngineFault when a value is missing where the schema promises one.
        """
        nullable: Any = get_nullable_type(gql_type)
        if value is None:
            if is_non_null_type(gql_type):
                raise EngineFault(f"no value for {gql_type}")
            return None
        if is_list_type(nullable):
            return [self.project(one, nullable.of_type, sets) for one in value]
        if isinstance(value, Ref):
            slot = Slot(value, sets, is_non_null_type(gql_type), self.day)
            self.slots.append(slot)
            return slot
        if is_leaf_type(get_named_type(gql_type)):
            return as_json(value)
        return self._object(value, sets)

    def _object(self, value: Any, sets: Sets) -> dict[str, Any]:
        owner, out = self.catalogue.type_of_value(value), {}
        for key, nodes in self.selections.collect(owner, sets).items():
            name = nodes[0].name.value
            if name == "__typename":
                out[key] = owner.name
                continue
            declared = self.catalogue.field(owner, name)
            inner = getattr(value, declared.python_name)
            out[key] = self.project(inner, declared.gql.type, inside(nodes))
        return out


def as_json(value: Any) -> Any:
    """A scalar or enum as the answer writes it: days and instants as on the database."""
    match value:
        case Enum():
            return value.name
        case datetime():
            return f"{value.astimezone(UTC).replace(tzinfo=None):%Y-%m-%dT%H:%M:%S}Z"
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def settled(value: Any) -> Any:
    """The value, with every slot in it replaced in place by its object.

    Raises MissingObject when a hidden object stands where the schema promises one.
    """
    if isinstance(value, Slot):
        return _object_of(value)
    open_still = [value]
    while open_still:
        inside = open_still.pop()
        for key, inner in inside.items() if isinstance(inside, dict) else enumerate(inside):
            if isinstance(inner, Slot):
                inside[key] = _object_of(inner)
            elif isinstance(inner, dict | list):
                open_still.append(inner)
    return value


def _object_of(slot: Slot) -> Any:
    if slot.found is None and slot.non_null:
        raise MissingObject(slot.ref.type, slot.ref.id)
    return slot.found


def _dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
