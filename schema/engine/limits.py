"""What a document may cost: one pass over it before any work is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    visit,
)

from schema.engine.catalogue import Catalogue, Field
from schema.engine.errors import RequestError
from schema.engine.specs import MOST, Computed, Grouped, Lookup, Many

#: Counting a list's rows costs as much as ten objects.
TOTAL_COUNT = 10
#: The schema about itself, whole, costs about as much as so many objects.
INTROSPECTION = 100

_PAGE_ARGUMENTS = ("first", "last")


@dataclass(frozen=True)
class Limits:
    """The bounds of a document, apart from its cost."""

    tokens: int = 5_000
    depth: int = 30
    aliases: int = 200
    fields: int = 2_000
    root_fields: int = 30
    directives: int = 100


@dataclass(frozen=True)
class Cost:
    """What a document costs and what it may: 1 per object, times the sizes of its pages."""

    value: int
    limit: int


@dataclass(frozen=True)
class Weight:
    """What a selection amounts to; fragments are counted where they are spread.

    ``rows`` is what each row of a connection costs: its page size is known one field higher.
    """

    cost: int = 0
    rows: int = 0
    depth: int = 0
    aliases: int = 0
    fields: int = 0
    directives: int = 0

    def plus(self, other: Weight) -> Weight:
        return Weight(
            self.cost + other.cost,
            self.rows + other.rows,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.directives + other.directives,
        )


class Scale:
    """Weighs one document; every fragment once, however often it is spread.

    It runs before validation: what the schema does not know weighs as one object.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        document: DocumentNode,
        variables: Mapping[str, Any],
        deepest: int,
    ) -> None:
        self._catalogue = catalogue
        self._variables = variables
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._weights: dict[str, Weight] = {}
        self._open: set[str] = set()
        self._nested, self._deepest = 0, deepest
        self._defaults: dict[str, Any] = {}
        self._root_counts: dict[int, int] = {}

    def weigh(self, operation: OperationDefinitionNode) -> Weight:
        """The operation's weight.

        Raises RequestError for a fragment that spreads itself and for one nested too deep.
        """
        self._defaults = {
            d.variable.name.value: d.default_value for d in operation.variable_definitions or ()
        }
        root = self._catalogue.gql.get_root_type(operation.operation)
        weight = self._set(operation.selection_set, root)
        return weight.plus(Weight(directives=len(operation.directives or ())))

    def root_fields(self, operation: OperationDefinitionNode) -> int:
        """How many fields stand at the root, spread fragments counted."""
        return self._roots(operation.selection_set)

    def _roots(self, selection: SelectionSetNode) -> int:
        total = 0
        for node in selection.selections:
            inner: Any = node
            if isinstance(node, FragmentSpreadNode):
                inner = self._fragments.get(node.name.value)
            total += 1 if isinstance(node, FieldNode) or not inner else self._counted(inner)
        return total

    def _counted(self, fragment: Any) -> int:
        if id(fragment) not in self._root_counts:
            self._root_counts[id(fragment)] = self._roots(fragment.selection_set)
        return self._root_counts[id(fragment)]

    def _set(self, selection: SelectionSetNode | None, owner: Any) -> Weight:
        total = Weight()
        self._nested += 1
        if self._nested > self._deepest:
            raise RequestError("DEPTH", value=self._nested, limit=self._deepest)
        for node in selection.selections if selection else ():
            total = total.plus(Weight(directives=len(node.directives or ())))
            if isinstance(node, FieldNode):
                total = total.plus(self._field(node, owner))
            elif isinstance(node, FragmentSpreadNode):
                total = total.plus(self._spread(node.name.value))
            else:
                total = total.plus(self._fragment(node, owner))
        self._nested -= 1
        return total

    def _spread(self, name: str) -> Weight:
        if name in self._open:
            raise RequestError("CYCLIC_FRAGMENT", fragment=name)
        if name not in self._weights:
            fragment = self._fragments.get(name)
            self._open.add(name)
            self._weights[name] = self._fragment(fragment, None) if fragment else Weight()
            self._open.remove(name)
        return self._weights[name]

    def _fragment(self, fragment: Any, owner: Any) -> Weight:
        condition = fragment.type_condition
        if condition:
            owner = self._catalogue.gql.get_type(condition.name.value)
        return self._set(fragment.selection_set, owner)

    def _field(self, node: FieldNode, owner: Any) -> Weight:
        name = node.name.value
        alias = int(node.alias is not None)
        if name in ("__schema", "__type"):
            return Weight(INTROSPECTION, 0, 1, alias, 1)
        declared = None
        if name in getattr(owner, "fields", {}):
            declared = self._catalogue.field(owner, name)
        below = self._set(node.selection_set, declared.target if declared else None)
        own = int(node.selection_set is not None)
        cost, rows = own + self._cost(node, declared, below), 0
        if _is_connection(owner):
            cost, rows = _of_connection(name, cost)
        fields = below.fields + 1
        return Weight(cost, rows, below.depth + 1, below.aliases + alias, fields, below.directives)

    def _cost(self, node: FieldNode, declared: Field | None, below: Weight) -> int:
        match declared.spec if declared else None:
            case Computed(weight=weight):
                return weight + below.cost
            case Many() as spec if not spec.plain:
                return spec.weight + below.cost + self._page(node, spec) * below.rows
            case Many() as spec:
                return spec.weight + spec.page * max(below.cost + 1, 1)
            case Grouped(weight=weight):
                return weight * (below.cost + 1)
            case Lookup(several=True):
                return self._ids(node) * (below.cost + 1)
        return below.cost

    def _page(self, node: FieldNode, spec: Many) -> int:
        given = {a.name.value: a.value for a in node.arguments or ()}
        named = [given[name] for name in ("first", "last") if name in given]
        sizes = [self._number(self._value(value, spec.most), spec) for value in named]
        return max(sizes, default=spec.page)

    def _value(self, node: Any, unknown: Any) -> Any:
        """A literal's or variable's value as far as it matters: numbers and lists."""
        match node:
            case VariableNode():
                name = node.name.value
                if name in self._variables:
                    return self._variables[name]
                default = self._defaults.get(name)
                return unknown if default is None else self._value(default, unknown)
            case IntValueNode():
                # A number of thousands of digits is not read at all.
                return int(node.value) if len(node.value) < 10 else 10**9
            case ListValueNode():
                return node.values
        return None

    def _number(self, size: Any, spec: Many) -> int:
        if size is None:
            return spec.page
        return min(max(size, 0), spec.most) if isinstance(size, int) else spec.most

    def _ids(self, node: FieldNode) -> int:
        given = {a.name.value: a.value for a in node.arguments or ()}
        ids = self._value(given.get("ids"), None)
        asked = len(ids) if isinstance(ids, list | tuple) else MOST
        if asked > MOST:
            raise RequestError("TOO_MANY_IDS", limit=MOST)
        return asked


def check(weight: Weight, roots: int, limits: Limits, cost: Cost) -> None:
    """Raises RequestError for the first bound that the weight exceeds."""
    if weight.depth > limits.depth:
        raise RequestError("DEPTH", value=weight.depth, limit=limits.depth)
    bounds = (
        ("aliases", weight.aliases, limits.aliases),
        ("fields", weight.fields, limits.fields),
        ("root fields", roots, limits.root_fields),
        ("directives", weight.directives, limits.directives),
    )
    for what, value, limit in bounds:
        if value > limit:
            raise RequestError("TOO_MANY", what=what, value=value, limit=limit)
    if cost.value > cost.limit:
        raise RequestError("COST", value=cost.value, limit=cost.limit)


def size_variables(document: DocumentNode) -> tuple[str, ...]:
    """The variables that stand for page sizes or lists of ids: what a cost depends on."""
    names: set[str] = set()

    class Finder(Visitor):
        def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
            if node.name.value in ("first", "last", "ids") and isinstance(node.value, VariableNode):
                names.add(node.value.name.value)

    visit(document, Finder())
    return tuple(sorted(names))


def _is_connection(owner: Any) -> bool:
    return owner is not None and owner.name.endswith("Connection") and "pageInfo" in owner.fields


def _of_connection(name: str, cost: int) -> tuple[int, int]:
    """What a connection's field costs once, and what it costs per row."""
    if name in ("edges", "nodes"):
        return 0, cost
    return (TOTAL_COUNT if name == "totalCount" else cost), 0
