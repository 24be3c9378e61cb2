"""What must hold of the declarations before the engine answers anybody."""

from __future__ import annotations

from typing import Any

from graphql import is_interface_type, is_object_type, parse, specified_rules, validate
from graphql.validation import NoUnusedFragmentsRule

from schema.engine.catalogue import Catalogue, Field
from schema.engine.paging import order_column
from schema.engine.specs import Act, Computed, Entity, Grouped, Lookup, Many, One

_RULES = [rule for rule in specified_rules if rule is not NoUnusedFragmentsRule]


def check_schema(catalogue: Catalogue) -> None:
    """Raises TypeError, naming type and field, for a declaration that cannot hold."""
    roots = {catalogue.gql.query_type, catalogue.gql.mutation_type}
    for gql_type in catalogue.gql.type_map.values():
        mapped = gql_type in roots or gql_type.name in catalogue.entities
        if not mapped or not (is_object_type(gql_type) or is_interface_type(gql_type)):
            continue
        for name in gql_type.fields:
            field = catalogue.field(gql_type, name)
            own = catalogue.entities.get(gql_type.name)
            problem = _hidden(catalogue, field) or _spec(catalogue, field, own)
            if problem:
                raise TypeError(f"{gql_type.name}.{name}: {problem}")
    _check_families(catalogue)


def _hidden(catalogue: Catalogue, field: Field) -> str:
    """A row that a viewer may not see breaks a promise never to be null."""
    own = catalogue.entities.get(field.target.name)
    hidden = own is not None and catalogue.sees.get(own.model) is not None
    if hidden and field.non_null and not field.several:
        return "the row may be hidden, so the field must be nullable"
    return ""


def _spec(catalogue: Catalogue, field: Field, own: Entity | None) -> str:
    match field.spec:
        case None:
            return _column(catalogue, field, own) if own else "nothing says where it comes from"
        case Computed(needs=needs, columns=columns):
            return _needs(catalogue, field, needs) or _known(own, columns)
        case Many() as spec:
            return _orders(field, spec)
        case Grouped() if own:
            return "derived rows stand at the root only"
        case Lookup() if own:
            return "objects are looked up at the root only"
        case Act() if field.owner != getattr(catalogue.gql.mutation_type, "name", None):
            return "an act is a mutation"
        case One() if field.non_null and own:
            return "a row found by a condition may be absent, so the field must be nullable"
    return ""


def _column(catalogue: Catalogue, field: Field, own: Entity) -> str:
    meta = own.model._meta
    column: Any = meta.fields_map.get(field.python_name)
    if not field.leaf and field.target.name not in catalogue.entities:
        return ""
    if column is None:
        return f"{own.model.__name__} has no {field.python_name}"
    if column.null and field.non_null:
        return "the column may be null"
    return ""


def _known(own: Entity | None, columns: tuple[str, ...]) -> str:
    unknown = [c for c in columns if own is None or c not in own.model._meta.fields_map]
    return f"no column {unknown[0]}" if unknown else ""


def _needs(catalogue: Catalogue, field: Field, needs: str) -> str:
    document = parse(f"{{ __typename }} fragment Needs on {field.owner} {needs}")
    errors = validate(catalogue.gql, document, _RULES)
    return errors[0].message if errors else ""


def _orders(field: Field, spec: Many) -> str:
    for order in (spec.order, *spec.orders.values()):
        if isinstance(order, str):
            order_column(spec.model, order)
    argument: Any = field.gql.args.get("orderBy")
    if spec.orders and argument is None:
        return "orders are declared but no argument order_by"
    if argument is None:
        return ""
    names = set(argument.type.fields["field"].type.of_type.values)
    return "" if names == set(spec.orders) else "the orders are not those of the enum"


def _check_families(catalogue: Catalogue) -> None:
    for name, declared in catalogue.entities.items():
        if not declared.discriminator:
            continue
        interface = catalogue.named(name)
        for concrete in catalogue.possible(interface):
            for field in interface.fields:
                ours = catalogue.field(interface, field).spec
                theirs = catalogue.field(concrete, field).spec
                if ours is not theirs:
                    raise TypeError(f"{concrete.name}.{field}: differs from the interface's")
