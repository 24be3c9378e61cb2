"""What the schema offers a reader, and how much of it the questions used at which depth."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_object_type,
)

#: What none of the askers is, or no rule here ever says.
IMPOSSIBLE = frozenset(
    {
        "answered Role.ADMIN",
        "answered Role.PLATFORM",
        "answered ObligationStatus.OVERDUE",
    }
)
DEEPEST = 8


def offered(schema: GraphQLSchema) -> frozenset[str]:
    """Every field, argument, input field, enum value and member that a query can reach."""
    found: set[str] = set()
    waiting: list[Any] = [schema.query_type]
    seen: set[str] = set()
    while waiting:
        kind = waiting.pop()
        if kind.name in seen:
            continue
        seen.add(kind.name)
        if is_abstract_type(kind):
            for member in schema.get_possible_types(kind):
                found.add(f"{kind.name} is {member.name}")
                waiting.append(member)
        elif is_object_type(kind):
            for name, field in kind.fields.items():
                found.add(f"{kind.name}.{name}")
                waiting.append(get_named_type(field.type))
                for argument, declared in field.args.items():
                    found.add(f"{kind.name}.{name}({argument})")
                    found |= _inputs(declared.type)
        elif isinstance(kind, GraphQLEnumType):
            found |= {f"answered {kind.name}.{value}" for value in kind.values}
    return frozenset(found) - IMPOSSIBLE


def _inputs(gql_type: Any) -> set[str]:
    kind = get_named_type(gql_type)
    if isinstance(kind, GraphQLEnumType):
        return {f"asked {kind.name}.{value}" for value in kind.values}
    found: set[str] = set()
    if isinstance(kind, GraphQLInputObjectType):
        for name, field in kind.fields.items():
            found |= {f"{kind.name}.{name}"} | _inputs(field.type)
    return found


def table(schema: GraphQLSchema, used: Counter[tuple[str, int]]) -> str:
    """Per type, how many of the fields, arguments and values it offers were used at each depth."""
    whole: Counter[str] = Counter()
    depths: dict[str, set[tuple[str, int]]] = defaultdict(set)
    reachable = offered(schema)
    for what in reachable:
        whole[_owner(what)] += 1
    for (what, depth), times in used.items():
        if times and what in reachable:
            depths[_owner(what)].add((what, min(depth, DEEPEST)))
    head = "".join(f"{depth:>5}" for depth in range(1, DEEPEST + 1))
    lines = [f"{'used of what is offered, by depth':<36}{'all':>5}{head}+"]
    for owner in sorted(whole):
        places = Counter(depth for _, depth in depths[owner])
        counts = "".join(f"{places[depth] or '·':>5}" for depth in range(1, DEEPEST + 1))
        lines.append(f"{owner:<36}{whole[owner]:>5}{counts}")
    return "\n".join(lines)


def _owner(what: str) -> str:
    return what.partition(" is ")[0].partition(".")[0]
