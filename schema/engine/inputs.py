"""Arguments as Python values: what Strawberry makes of them, with its types looked up once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from typing import Any

import strawberry
from strawberry import UNSET
from strawberry.scalars import is_scalar
from strawberry.types.arguments import convert_argument
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryOptional,
    has_object_definition,
)
from strawberry.types.enum import StrawberryEnumDefinition, has_enum_definition
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType

Convert = Callable[[Any], Any]
Part = tuple[str, str, Convert]
"""A name in GraphQL, its name in Python, and how its value is converted."""


class Inputs:
    """Converts the arguments of one schema; ``convert_argument`` of Strawberry is what it means.

    Strawberry reads the annotations of an input anew for every value, which for a filter of a
    dozen fields takes longer than all else that is done for a request.
    """

    def __init__(self, schema: strawberry.Schema) -> None:
        self._scalars = schema.schema_converter.scalar_registry
        self._config = schema.config
        self._arguments: dict[int, list[Part]] = {}
        self._fields: dict[type, tuple[list[Part], dict[str, None]]] = {}

    def converted(self, raw: Mapping[str, Any], field: StrawberryField) -> dict[str, Any]:
        """The given arguments of a field of the schema by their Python names."""
        parts = self._arguments.get(id(field))
        if parts is None:
            naming = self._config.name_converter
            parts = [
                (naming.from_argument(each), str(each.python_name), self._of(each.type))
                for each in field.arguments
            ]
            self._arguments[id(field)] = parts
        return {python: convert(raw[name]) for name, python, convert in parts if name in raw}

    def _of(self, type_: Any) -> Convert:
        match type_:
            case StrawberryMaybe():
                return self._as_strawberry(type_)
            case StrawberryOptional():
                return self._of(type_.of_type)
            case StrawberryList():
                return self._list(self._of(type_.of_type))
            case LazyType():
                return self._of(type_.resolve_type())
            case StrawberryEnumDefinition():
                return _unchanged
        if has_enum_definition(type_) or is_scalar(type_, self._scalars):
            return _unchanged
        if has_object_definition(type_) and type_.__strawberry_definition__.from_input is None:
            return lambda value: self._object(type_, value)
        return self._as_strawberry(type_)

    def _as_strawberry(self, type_: Any) -> Convert:
        return lambda value: convert_argument(value, type_, self._scalars, self._config)

    def _list(self, inner: Convert) -> Convert:
        def convert(value: Any) -> Any:
            if value is None or value is UNSET:
                return value
            return [inner(each) for each in value]

        return convert

    def _object(self, type_: Any, value: Any) -> Any:
        if value is None or value is UNSET:
            return value
        if type_ not in self._fields:
            definition = type_.__strawberry_definition__
            naming = self._config.name_converter
            parts = [
                (
                    naming.from_field(each),
                    each.python_name,
                    self._of(each.resolve_type(type_definition=definition)),
                )
                for each in definition.fields
            ]
            absent = {
                each.python_name: None
                for each in definition.fields
                if each.default_value is MISSING and each.default_factory is MISSING
            }
            self._fields[type_] = parts, absent
        parts, absent = self._fields[type_]
        given = {python: convert(value[name]) for name, python, convert in parts if name in value}
        return type_(**{**absent, **given})


def _unchanged(value: Any) -> Any:
    return value
