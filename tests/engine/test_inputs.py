"""Arguments become what Strawberry makes of them, for every argument the product has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from strawberry.types.arguments import convert_arguments

from schema.engine.catalogue import Catalogue
from schema.engine.inputs import Inputs
from schema.root import build

CATALOGUE = Catalogue(build())
DEEPEST = 6


def fields() -> Iterator[tuple[str, Any]]:
    """Every field with arguments that Strawberry declares."""
    for name, owner in CATALOGUE.gql.type_map.items():
        for field_name, field in getattr(owner, "fields", {}).items():
            declared = field.extensions.get("strawberry-definition")
            if declared is not None and getattr(field, "args", None) and declared.arguments:
                yield f"{name}.{field_name}", field


FIELDS = dict(fields())


def sample(gql_type: Any, fill: str, depth: int = 0) -> Any:
    """A value of the type as graphql-core hands it on: everything given, null, or left out."""
    bare: Any = get_nullable_type(gql_type)
    if fill == "null" and bare is gql_type:
        return None
    if depth > DEEPEST:
        return [] if is_list_type(bare) else None
    if is_list_type(bare):
        return [sample(bare.of_type, fill, depth + 1), sample(bare.of_type, fill, depth + 1)]
    if isinstance(bare, GraphQLInputObjectType):
        named = bare.fields.items()
        wanted = ((n, f) for n, f in named if fill != "least" or is_non_null_type(f.type))
        return {n: sample(f.type, fill, depth + 1) for n, f in wanted}
    if isinstance(bare, GraphQLEnumType):
        return next(iter(bare.values.values())).value
    return f"{bare.name} value"


def converted(field: Any, raw: dict[str, Any]) -> Any:
    """What is made of the raw arguments, or the kind of refusal."""
    try:
        return Inputs(CATALOGUE.strawberry).converted(
            raw, field.extensions["strawberry-definition"]
        )
    except TypeError:
        return TypeError


def by_strawberry(field: Any, raw: dict[str, Any]) -> Any:
    schema = CATALOGUE.strawberry
    scalars = schema.schema_converter.scalar_registry
    declared = field.extensions["strawberry-definition"].arguments
    try:
        return convert_arguments(raw, declared, scalar_registry=scalars, config=schema.config)
    except TypeError:
        return TypeError


@pytest.mark.parametrize("fill", ["all", "null", "least"])
@pytest.mark.parametrize("name", FIELDS)
def test_arguments_are_what_strawberry_makes_of_them(name: str, fill: str) -> None:
    field = FIELDS[name]
    raw = {each: sample(argument.type, fill) for each, argument in field.args.items()}
    assert converted(field, raw) == by_strawberry(field, raw)


def test_an_argument_that_was_left_out_stays_left_out() -> None:
    assert all(converted(field, {}) == {} for field in FIELDS.values())
