"""CollectFields of the specification: which fields a selection asks of a type, in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    SelectionNode,
    SelectionSetNode,
    is_abstract_type,
)
from graphql.execution.values import VariableValues, get_directive_values
from graphql.type import GraphQLIncludeDirective, GraphQLSkipDirective

Fields = dict[str, list[FieldNode]]
Sets = list[SelectionSetNode]


def inside(nodes: Iterable[FieldNode]) -> Sets:
    """The selections below the nodes of one response key."""
    return [node.selection_set for node in nodes if node.selection_set]


@dataclass
class Member:
    """A response key that some of several types ask by the same nodes."""

    key: str
    nodes: list[FieldNode]
    names: list[str]


def merged(asked: Mapping[str, Fields]) -> list[Member]:
    """The fields that several types ask, each once, so ordered that every type finds its order.

    ``asked`` holds a type's fields by its name.
    """
    found: list[Member] = []
    for name, fields in asked.items():
        place = 0
        for key, nodes in fields.items():
            # One that stands before what the type has already would break the type's order.
            later = range(place, len(found))
            same = (n for n in later if found[n].key == key and found[n].nodes == nodes)
            at = next(same, None)
            if at is None:
                found.insert(place, Member(key, nodes, []))
                at = place
            found[at].names.append(name)
            place = at + 1
    return found


class Selections:
    """The selections of one document with the variables of one request."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: VariableValues
    ) -> None:
        self._schema = schema
        self.document = document
        self.variables = variables
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }

    def collect(self, owner: Any, sets: Sets, found: Fields | None = None) -> Fields:
        """Response key to nodes, for an object or interface type."""
        found = {} if found is None else found
        for node in (n for s in sets for n in s.selections if self._included(n)):
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
                continue
            fragment: Any = node
            if isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
            if self._applies(fragment, owner):
                self.collect(owner, [fragment.selection_set], found)
        return found

    def _included(self, node: SelectionNode) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables) or {}
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables) or {}
        return skip.get("if") is not True and include.get("if") is not False

    def _applies(self, fragment: Any, owner: Any) -> bool:
        if not fragment.type_condition:
            return True
        condition: Any = self._schema.get_type(fragment.type_condition.name.value)
        if condition is owner:
            return True
        return is_abstract_type(condition) and self._schema.is_sub_type(condition, owner)
