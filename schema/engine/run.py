"""The engine: takes a request's text and answers it with as few statements as there can be."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import Any

import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    execute_sync,
)

from schema.engine.answer import Answer, Call, Fetch, Inputs, Run, Slot, settled
from schema.engine.catalogue import Catalogue, Field, parameters
from schema.engine.checks import check_schema
from schema.engine.compile import Compiler
from schema.engine.dialect import Dialect
from schema.engine.documents import Documents, Prepared, RefusedError
from schema.engine.errors import EngineFault, MissingObject, RequestError
from schema.engine.limits import Cost, Limits
from schema.engine.recent import Recent
from schema.engine.selections import Selections, inside
from schema.engine.specs import Viewer
from schema.engine.statement import Fill, Plan
from schema.engine.values import split_id
from schema.engine.writing import HOLE

# Plans for the objects that values refer to, kept with the plan of their query.
_MOST_FURTHER = 20


def _no_horizon(day: date) -> None:
    return None


class Engine:
    """Reads a Strawberry schema whose fields are declared in the words of ``fields``.

    Made after Tortoise has been initialised, because the relations of models are known only then.
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
        plan_bytes: int = 12_000_000,
        document_bytes: int = 12_000_000,
    ) -> None:
        self.catalogue = Catalogue(schema)
        check_schema(self.catalogue)
        self.dialect = dialect
        self.fetch = fetch
        self.check_day = check_day
        self.documents = Documents(self.catalogue, limits or Limits(), document_bytes)
        self.plans: Recent[object, Plan] = Recent(plan_bytes)

    async def execute(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        *,
        viewer: Viewer,
        operation: str | None = None,
        cost_limit: int = 5_000,
        queries_only: bool = False,
        context: Any = None,
        fetch: Fetch | None = None,
    ) -> Answer:
        """Answer one request.

        ``fetch`` runs the statements of this request instead of the engine's own.

        A request that the schema cannot express gives an Answer with errors, found before any
        statement or act. ``queries_only`` refuses mutations, as a GET must; ``context`` is handed
        to acts. Raises EngineFault when a statement, a
        computed field or an act fails.
        """
        cost: Cost | None = None
        given = variables or {}
        try:
            prepared = self.documents.prepared(text)
            chosen = prepared.operation(operation)
            if queries_only and chosen.operation is not OperationType.QUERY:
                raise RequestError("QUERIES_ONLY")
            cost = self.documents.afford(prepared, chosen, given, cost_limit)
            self.documents.validate(prepared)
            values = self.documents.variables(chosen, given)
            selections = Selections(self.catalogue.gql, prepared.document, values)
            run = Run(
                self.catalogue, selections, viewer, self.check_day, given, fetch or self.fetch
            )
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
        return self.documents.cost(text, variables, operation=operation, limit=cost_limit)

    def acts(self, text: str, operation: str | None = None) -> int:
        """How many root fields a mutation has; 0 for a query.

        A fragment at the root counts as several. Raises GraphQLError when the text cannot be read.
        """
        chosen = self.documents.prepared(text).operation(operation)
        if chosen.operation is not OperationType.MUTATION:
            return 0
        selections = chosen.selection_set.selections
        return sum(1 if isinstance(each, FieldNode) else 2 for each in selections)

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
        sets = [operation.selection_set]
        asked = run.selections.collect(root, sets)
        if all(nodes[0].name.value.startswith("__") for nodes in asked.values()):
            return self._introspected(operation, list(operation.selection_set.selections), run)
        key = self._plan_key(prepared, operation, run)
        plan = self.plans.get(key)
        if plan is None:
            of_schema = self._introspection(operation)
            plan = self._compile(run, lambda compiler: compiler.query(root, sets, of_schema))
            self.plans.put(key, plan, plan.size)
        text = await self._fetch(plan, run)
        if not plan.holes:
            return text.encode() if isinstance(text, str) else text
        found: dict[str, Any] = await self._filled(plan, text, run)
        return found

    def _compile(self, run: Run, write: Callable[[Compiler], Plan]) -> Plan:
        try:
            return write(Compiler(self.catalogue, self.dialect, run.selections, run.viewer))
        except RecursionError:
            raise RequestError(
                "DEPTH", value=self.documents.limits.depth + 1, limit=self.documents.limits.depth
            ) from None

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
            return await run.fetch(plan.sql, values)
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
                key = (slot.ref.type, slot.day, *map(id, slot.sets))
                kinds.setdefault(key, []).append(slot)
            run.groups = [sorted({s.ref.id for s in group}) for group in kinds.values()]
            these = tuple(kinds)
            if these not in plans:
                if len(plans) > _MOST_FURTHER:
                    plans.clear()
                firsts = [group[0] for group in kinds.values()]
                plans[these] = self._compile(run, partial(Compiler.refs, wanted=firsts))
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
            return lambda run, _: self._introspected(operation, nodes, run)[key]

        return of_field

    def _introspected(
        self, operation: OperationDefinitionNode, nodes: Sequence[SelectionNode], run: Run
    ) -> dict[str, Any]:
        """What the schema says about itself; graphql-core answers."""
        only = OperationDefinitionNode(
            operation=operation.operation,
            variable_definitions=operation.variable_definitions,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
            directives=(),
        )
        definitions = run.selections.document.definitions
        fragments = [d for d in definitions if isinstance(d, FragmentDefinitionNode)]
        document = DocumentNode(definitions=(only, *fragments))
        # Variables are handed over as they came: they are coerced once more.
        found = execute_sync(self.catalogue.gql, document, variable_values=dict(run.given))
        if found.errors:
            raise found.errors[0]
        return found.data or {}

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
        call = Call(run.viewer, context)
        try:
            value = await body(call, **arguments)
        except (GraphQLError, EngineFault):
            raise
        except Exception as error:
            raise EngineFault("an act failed") from error
        run.day = None
        try:
            return await self._payload(value, declared, nodes, run)
        except MissingObject as missing:
            if call.instead is None:
                raise
            return await self._payload(call.instead(missing.type), declared, nodes, run)

    async def _payload(self, value: Any, declared: Field, nodes: list[FieldNode], run: Run) -> Any:
        run.slots = []
        projected = run.project(value, declared.gql.type, inside(nodes))
        return await self._settle(projected, run, {})
