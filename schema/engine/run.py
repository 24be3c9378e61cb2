"""The engine: takes a request's text and answers it with as few statements as there can be."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar

import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute_sync,
    parse,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from schema.engine.answer import Answer, Call, Inputs, Run, Slot, settled
from schema.engine.catalogue import Catalogue, parameters
from schema.engine.checks import check_schema
from schema.engine.compile import HOLE, Compiler
from schema.engine.dialect import Dialect
from schema.engine.errors import EngineFault, RequestError
from schema.engine.fields import Viewer
from schema.engine.limits import Cost, Limits, Scale, check, size_variables
from schema.engine.selections import Selections, inside
from schema.engine.statement import Fill, Plan
from schema.engine.values import check_texts, split_id

#: What reads: the statement and its values in the order of their numbers ($1 or ?1 first);
#: the answer is the single value of the single row, JSON as text or bytes.
Fetch = Callable[[str, list[Any]], Awaitable[str | bytes]]

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """What was used last, bounded by bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: K, value: V, size: int) -> None:
        if key in self._kept:
            self._bytes -= self._kept.pop(key)[1]
        self._kept[key] = value, size
        self._bytes += size
        while self._bytes > self._most and self._kept:
            self._bytes -= self._kept.popitem(last=False)[1][1]


@dataclass(eq=False)
class Prepared:
    """A document that was parsed, and validated once it had been found affordable."""

    text: str
    document: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    sizes: tuple[str, ...]
    valid: bool = False
    costs: dict[object, int] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Raises RequestError when the name does not tell one operation."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None or name not in self.operations:
            raise RequestError("OPERATION")
        return self.operations[name]


def _no_horizon(day: date) -> None:
    return None


class Engine:
    """Reads a Strawberry schema whose fields are declared in the words of ``fields``.

    ``fetch`` runs a statement in a read-only snapshot; a mutation's acts do their own writing.
    ``check_day`` raises RequestError for a day that answers do not reach. ``plan_bytes`` and
    ``document_bytes`` bound the two caches. Raises TypeError when a declaration cannot hold.
    """

    def __init__(
        self,
        schema: strawberry.Schema,
        dialect: Dialect,
        fetch: Fetch,
        *,
        check_day: Callable[[date], None] = _no_horizon,
        limits: Limits | None = None,
        plan_bytes: int = 32_000_000,
        document_bytes: int = 16_000_000,
    ) -> None:
        self.catalogue = Catalogue(schema)
        check_schema(self.catalogue)
        self.dialect = dialect
        self.fetch = fetch
        self.check_day = check_day
        self.limits = limits or Limits()
        self._plans: Recent[object, Plan] = Recent(plan_bytes)
        self._documents: Recent[str, Prepared] = Recent(document_bytes)

    async def execute(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        *,
        viewer: Viewer,
        operation: str | None = None,
        cost_limit: int = 5_000,
        context: Any = None,
    ) -> Answer:
        """Answer one request.

        A request that the schema cannot express gives an Answer with errors, found before any
        statement or act. ``context`` is handed to acts. Raises EngineFault when a statement, a
        computed field or an act fails.
        """
        cost: Cost | None = None
        try:
            prepared = self._prepared(text)
            chosen = prepared.operation(operation)
            cost = self._afford(prepared, chosen, variables or {}, cost_limit)
            self._validate(prepared)
            values = self._variables(chosen, variables or {})
            selections = Selections(self.catalogue.gql, prepared.document, values)
            run = Run(self.catalogue, selections, viewer, self.check_day)
            answered = await self._run(prepared, chosen, run, context)
        except RefusedError as refused:
            return Answer(errors=refused.errors, cost=cost)
        except GraphQLError as error:
            return Answer(errors=(error,), cost=cost)
        if isinstance(answered, bytes):
            return Answer(body=answered, cost=cost)
        return Answer(data=answered, cost=cost)

    def cost(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation: str | None = None,
        cost_limit: int = 5_000,
    ) -> Cost:
        """What a document costs. Raises GraphQLError when it breaks a limit or cannot be read."""
        prepared = self._prepared(text)
        return self._afford(prepared, prepared.operation(operation), variables or {}, cost_limit)

    def acts(self, text: str, operation: str | None = None) -> int:
        """How many root fields a mutation has; 0 for a query.

        A fragment at the root counts as several. Raises GraphQLError when the text cannot be read.
        """
        chosen = self._prepared(text).operation(operation)
        if chosen.operation is not OperationType.MUTATION:
            return 0
        selections = chosen.selection_set.selections
        return sum(1 if isinstance(each, FieldNode) else 2 for each in selections)

    # Before any work

    def _prepared(self, text: str) -> Prepared:
        found = self._documents.get(text)
        if found is None:
            document = parse(text, max_tokens=self.limits.tokens)
            named = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
            operations = {d.name.value if d.name else "": d for d in named}
            found = Prepared(text, document, operations, size_variables(document))
        return found

    def _afford(
        self,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        limit: int,
    ) -> Cost:
        given = [(n, variables[n]) for n in prepared.sizes if n in variables]
        key = (id(operation), tuple((n, _size_of(v)) for n, v in given))
        if key not in prepared.costs:
            deepest = self.limits.depth + 50
            scale = Scale(self.catalogue, prepared.document, variables, deepest)
            weight = scale.weigh(operation)
            cost = Cost(weight.cost, limit)
            check(weight, scale.root_fields(operation), self.limits, cost)
            if len(prepared.costs) < 100:
                prepared.costs[key] = cost.value
            return cost
        cost = Cost(prepared.costs[key], limit)
        if cost.value > limit:
            raise RequestError("COST", value=cost.value, limit=limit)
        return cost

    def _validate(self, prepared: Prepared) -> None:
        if prepared.valid:
            return
        errors = validate(self.catalogue.gql, prepared.document)
        if errors:
            raise RefusedError(tuple(errors))
        prepared.valid = True
        self._documents.put(prepared.text, prepared, 20 * len(prepared.text) + 1_000)

    def _variables(
        self, operation: OperationDefinitionNode, given: Mapping[str, Any]
    ) -> VariableValues:
        definitions = operation.variable_definitions or ()
        found = get_variable_values(self.catalogue.gql, definitions, dict(given))
        if isinstance(found, list):
            raise RefusedError(tuple(found))
        check_texts(found.coerced)
        return found

    # Reading

    async def _run(
        self, prepared: Prepared, operation: OperationDefinitionNode, run: Run, context: Any
    ) -> bytes | dict[str, Any]:
        match operation.operation:
            case OperationType.QUERY:
                return await self._query(prepared, operation, run)
            case OperationType.MUTATION:
                return await self._mutation(operation, run, context)
        raise RequestError("UNSUPPORTED_OPERATION")

    async def _query(
        self, prepared: Prepared, operation: OperationDefinitionNode, run: Run
    ) -> bytes | dict[str, Any]:
        root: Any = self.catalogue.gql.query_type
        key = self._plan_key(prepared, operation, run)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._compile(
                run,
                lambda compiler: compiler.query(
                    root, [operation.selection_set], self._introspection(operation)
                ),
            )
            self._plans.put(key, plan, plan.size)
        text = await self._fetch(plan, run)
        if not plan.holes:
            return text.encode() if isinstance(text, str) else text
        found: dict[str, Any] = await self._filled(plan, text, run)
        return found

    def _compile(self, run: Run, write: Callable[[Compiler], Plan]) -> Plan:
        try:
            return write(Compiler(self.catalogue, self.dialect, run.selections, run.viewer))
        except RecursionError:
            raise RequestError("DEPTH", value="too", limit=self.limits.depth) from None

    def _plan_key(self, prepared: Prepared, operation: OperationDefinitionNode, run: Run) -> object:
        viewer = run.viewer
        coerced = run.selections.variables.coerced
        shapes = tuple((name, self._shape(value)) for name, value in sorted(coerced.items()))
        name = operation.name.value if operation.name else ""
        return prepared.text, name, shapes, viewer.language, viewer.kind, viewer.traits

    def _shape(self, value: Any) -> object:
        """What of a variable belongs to the plan: presence, flags, enums, a global id's type."""
        match value:
            case dict():
                return tuple((name, self._shape(inner)) for name, inner in sorted(value.items()))
            case None | bool() | Enum():
                return value
            case str():
                name, _ = split_id(value)
                return name if name in self.catalogue.nodes else "?"
        return "?"

    async def _fetch(self, plan: Plan, run: Run) -> str | bytes:
        for look in plan.checks:
            look(run)
        values = [read(run) for read in plan.values]
        try:
            return await self.fetch(plan.sql, values)
        except Exception as error:
            raise EngineFault("the statement failed") from error

    async def _filled(self, plan: Plan, text: str | bytes, run: Run) -> Any:
        def fill(found: dict[str, Any]) -> Any:
            if HOLE not in found:
                return found
            return plan.holes[found[HOLE]](run, Inputs(found["in"] or {}))

        try:
            data = json.loads(text, object_hook=fill)
        except (GraphQLError, EngineFault):
            raise
        except Exception as error:
            raise EngineFault("a computed field failed") from error
        return await self._settle(data, run, plan.further)

    async def _settle(self, data: Any, run: Run, plans: dict[object, Plan]) -> Any:
        """Read, by one statement, all references that Python values left open."""
        while run.slots:
            slots, run.slots = run.slots, []
            kinds: dict[object, list[Slot]] = {}
            for slot in slots:
                key = (slot.ref.type, tuple(id(s) for s in slot.sets))
                kinds.setdefault(key, []).append(slot)
            run.groups = [sorted({s.ref.id for s in group}) for group in kinds.values()]
            these = tuple(kinds)
            if these not in plans:
                firsts = [group[0] for group in kinds.values()]
                wanted = [(slot.ref.type, slot.sets) for slot in firsts]
                plans[these] = self._compile(run, lambda compiler, w=wanted: compiler.refs(w))  # type: ignore[misc]
            plan = plans[these]
            found = await self._filled_refs(plan, run)
            for group, objects in zip(kinds.values(), found, strict=True):
                by_id = dict(objects)
                for slot in group:
                    slot.found = by_id.get(slot.ref.id)
            data = settled(data)
        return data

    async def _filled_refs(self, plan: Plan, run: Run) -> Any:
        text = await self._fetch(plan, run)
        return await self._filled(plan, text, run)

    def _introspection(
        self, operation: OperationDefinitionNode
    ) -> Callable[[str, list[FieldNode]], Fill]:
        def of_field(key: str, nodes: list[FieldNode]) -> Fill:
            def fill(run: Run, _: Any) -> Any:
                only = OperationDefinitionNode(
                    operation=operation.operation,
                    variable_definitions=operation.variable_definitions,
                    selection_set=SelectionSetNode(selections=tuple(nodes)),
                    directives=(),
                )
                fragments = [
                    d
                    for d in run.selections.document.definitions
                    if isinstance(d, FragmentDefinitionNode)
                ]
                document = DocumentNode(definitions=(only, *fragments))
                values = run.selections.variables.coerced
                found = execute_sync(self.catalogue.gql, document, variable_values=dict(values))
                if found.errors:
                    raise found.errors[0]
                return (found.data or {})[key]

            return fill

        return of_field

    # Writing

    async def _mutation(
        self, operation: OperationDefinitionNode, run: Run, context: Any
    ) -> dict[str, Any]:
        """Run the root fields one after another; each commits before its payload is read."""
        root: Any = self.catalogue.gql.mutation_type
        found: dict[str, Any] = {}
        asked = run.selections.collect(root, [operation.selection_set])
        for nodes in asked.values():
            if nodes[0].name.value != "__typename":
                run.arguments(self.catalogue.field(root, nodes[0].name.value), nodes[0])
        for key, nodes in asked.items():
            found[key] = await self._act(root, nodes, run, context)
        return found

    async def _act(self, root: Any, nodes: list[FieldNode], run: Run, context: Any) -> Any:
        if nodes[0].name.value == "__typename":
            return root.name
        declared = self.catalogue.field(root, nodes[0].name.value)
        spec: Any = declared.spec
        body = spec.body
        named = parameters(body)
        arguments = {named[n]: v for n, v in run.arguments(declared, nodes[0]).items()}
        try:
            value = await body(Call(run.viewer, context), **arguments)
        except (GraphQLError, EngineFault):
            raise
        except Exception as error:
            raise EngineFault("an act failed") from error
        projected = run.project(value, declared.gql.type, inside(nodes))
        return await self._settle(projected, run, {})


class RefusedError(Exception):
    """Several errors of one request."""

    def __init__(self, errors: tuple[GraphQLError, ...]) -> None:
        super().__init__(*errors)
        self.errors = errors


def _size_of(value: Any) -> object:
    return len(value) if isinstance(value, list) else value if isinstance(value, int) else None
