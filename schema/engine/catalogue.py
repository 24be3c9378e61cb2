"""What the engine knows of a schema; the only module that reads Strawberry's internals."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLType,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    parse,
)
from graphql.execution.values import VariableValues, get_argument_values
from tortoise.models import Model

from schema.engine.inputs import Inputs
from schema.engine.specs import ENTITY, METADATA, Computed, Entity, One, Spec
from schema.engine.values import check_texts

_CASTS = {
    "Int": "int",
    "Float": "float8",
    "Boolean": "bool",
    "Date": "date",
    "DateTime": "timestamptz",
    "Decimal": "numeric",
}
_DEFINITION = "strawberry-definition"


@dataclass(frozen=True, eq=False)
class Field:
    """A field of the printed schema with what its author said about it."""

    owner: str
    name: str
    python_name: str
    spec: Spec | None
    gql: GraphQLField
    target: Any

    @property
    def leaf(self) -> bool:
        return is_leaf_type(self.target)

    @property
    def several(self) -> bool:
        return is_list_type(get_nullable_type(self.gql.type))

    @property
    def non_null(self) -> bool:
        return is_non_null_type(self.gql.type)


@dataclass(frozen=True)
class Family:
    """The object types that share a table, told apart by a column."""

    discriminator: str
    kinds: Mapping[str, tuple[str, ...]]
    default: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The types by name, the default one last."""
        return (*self.kinds, self.default) if self.default else tuple(self.kinds)

    def case(self, column: str, texts: Mapping[str, str], otherwise: str) -> str:
        """An SQL expression that differs by type; ``texts`` by type name."""
        whens = [
            f"WHEN '{kind}' THEN {texts[name]}" for name in self.kinds for kind in self.kinds[name]
        ]
        last = texts[self.default] if self.default else otherwise
        return f"CASE {column} {' '.join(whens)} ELSE {last} END"

    def is_type(self, column: str, name: str) -> str:
        """Is the row of the object type? Empty when the type is the whole family."""
        own = self.kinds.get(name)
        named = own if own is not None else [k for kinds in self.kinds.values() for k in kinds]
        if name not in self.names or not named:
            return ""
        values = ",".join(f"'{kind}'" for kind in named)
        return f"{column} {'IN' if own is not None else 'NOT IN'} ({values})"


class Catalogue:
    """The schema as the compiler reads it: fields, entities, families, arguments."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self.strawberry = schema
        self.gql: GraphQLSchema = schema._schema
        self._inputs = Inputs(schema)
        self._fields: dict[tuple[str, str], Field] = {}
        self._needs: dict[Computed, SelectionSetNode] = {}
        self._input_names: dict[tuple[str, str], str] = {}
        declared = {name: _entity_of(t) for name, t in self.gql.type_map.items()}
        self.entities: dict[str, Entity] = {n: e for n, e in declared.items() if e}
        self.sees = self._visibility()
        self.families = self._families()
        self.objects = {
            n: e for n, e in self.entities.items() if not is_abstract_type(self.named(n))
        }

    @cached_property
    def nodes(self) -> frozenset[str]:
        """The object types that have a global id."""
        node = self.gql.get_type("Node")
        possible = self.possible(node) if node else []
        return frozenset(t.name for t in possible if t.name in self.objects)

    def named(self, name: str) -> Any:
        """A type of the printed schema by its name."""
        return self.gql.type_map[name]

    def possible(self, abstract: Any) -> list[Any]:
        """The object types an interface or union may be."""
        return list(self.gql.get_possible_types(abstract))

    def family(self, model: type[Model] | None, target: GraphQLNamedType) -> Family | None:
        """The family a row of the model belongs to when it is read as the type."""
        own = self.entities.get(target.name)
        abstract = is_abstract_type(target) and self._only_over(target, model)
        same = own is not None and own.model is model
        return self.families.get(model) if model and (same or abstract) else None

    def field(self, owner: Any, name: str) -> Field:
        """The field of an object or interface type by its name in the schema."""
        key = (owner.name, name)
        if key not in self._fields:
            gql = owner.fields[name]
            definition = gql.extensions[_DEFINITION]
            spec = definition.metadata.get(METADATA)
            target = get_named_type(gql.type)
            self._fields[key] = Field(owner.name, name, definition.python_name, spec, gql, target)
        return self._fields[key]

    def one(self, model: type[Model], name: str) -> tuple[Field, One] | None:
        """A ``@one`` declared under that Python name on a type over the model."""
        for owner in (n for n, e in self.entities.items() if e.model is model):
            for gql_name in self.named(owner).fields:
                found = self.field(self.named(owner), gql_name)
                if found.python_name == name and isinstance(found.spec, One):
                    return found, found.spec
        return None

    def needs(self, spec: Computed) -> SelectionSetNode:
        """The selection a computed field asks for."""
        if spec not in self._needs:
            self._needs[spec] = selection(parse(spec.needs))
        return self._needs[spec]

    def arguments(self, field: Field, node: FieldNode, variables: VariableValues) -> dict[str, Any]:
        """A field's arguments as Python values: coerced by graphql-core, converted by ``Inputs``.

        Raises RequestError for texts with control characters.
        """
        raw = get_argument_values(field.gql, node, variables)
        check_texts(raw)
        return self._inputs.converted(raw, field.gql.extensions[_DEFINITION])

    def argument_types(self, field: Field) -> dict[str, GraphQLType]:
        """The GraphQL types of a field's arguments by their Python names."""
        naming = self.strawberry.config.name_converter
        declared = field.gql.extensions[_DEFINITION].arguments
        return {a.python_name: field.gql.args[naming.from_argument(a)].type for a in declared}

    def input_field(self, input_type: GraphQLType, python_name: str) -> GraphQLType:
        """The GraphQL type of an input's field by its Python name."""
        named: Any = get_named_type(input_type)
        definition = named.extensions[_DEFINITION]
        for declared in definition.fields:
            if declared.python_name == python_name:
                name = self.strawberry.config.name_converter.from_field(declared)
                found: GraphQLType = named.fields[name].type
                return found
        raise AttributeError(f"{named.name} has no field {python_name}")

    def cast(self, gql_type: GraphQLType) -> str:
        """How a value of the type is bound."""
        return _CASTS.get(get_named_type(gql_type).name, "text")

    def type_of_value(self, value: Any) -> Any:
        """The object type of a Python value made of a declared class."""
        return self.named(type(value).__strawberry_definition__.name)

    def _only_over(self, abstract: GraphQLNamedType, model: type[Model] | None) -> bool:
        own = (self.entities.get(t.name) for t in self.possible(abstract))
        return all(e is not None and e.model is model for e in own)

    def _visibility(self) -> dict[type[Model], Any]:
        rules: dict[type[Model], Any] = {}
        for name, declared in self.entities.items():
            rule = rules.setdefault(declared.model, declared.sees)
            if declared.sees and rule and declared.sees is not rule:
                raise TypeError(f"{name}: two visibility rules for one table")
            rules[declared.model] = rule or declared.sees
        return rules

    def _families(self) -> dict[type[Model], Family]:
        found: dict[type[Model], Family] = {}
        for interface in [e for e in self.entities.values() if e.discriminator]:
            members = {
                n: e
                for n, e in self.entities.items()
                if e.model is interface.model and not e.discriminator
            }
            kinds = {n: e.kinds for n, e in members.items() if e.kinds}
            rest = [n for n, e in members.items() if not e.kinds]
            if len(rest) > 1:
                raise TypeError(f"{' and '.join(rest)}: one type at most is for every other kind")
            column = interface.discriminator or ""
            found[interface.model] = Family(column, kinds, rest[0] if rest else None)
        return found


def selection(document: DocumentNode) -> SelectionSetNode:
    """The selection of a document's first operation."""
    first: Any = document.definitions[0]
    found: SelectionSetNode = first.selection_set
    return found


def parameters(body: Any) -> dict[str, str]:
    """The arguments of an author's method: the argument's name to the parameter's."""
    return {name.rstrip("_"): name for name in inspect.signature(body).parameters}


def _entity_of(gql_type: GraphQLNamedType) -> Entity | None:
    definition = (gql_type.extensions or {}).get(_DEFINITION)
    origin = getattr(definition, "origin", None)
    found = origin.__dict__.get(ENTITY) if isinstance(origin, type) else None
    return found if isinstance(found, Entity) else None
