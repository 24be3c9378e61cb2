"""The read engine and the acts as the protocol's executor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from graphql import GraphQLError, OperationType, get_operation_ast, parse

from schema.carrying import Asked
from schema.engine import Answer as EngineAnswer
from schema.engine import Engine, EngineFault, RequestError, Viewer
from schema.protocol.answers import data_of
from schema.protocol.port import Answer, AnswerKind, GraphQLRequest, RequestContext

ViewerOf = Callable[[RequestContext], Awaitable[Viewer]]
"""From whom a request comes to what they may see."""

ANONYMOUS_COST = 5_000
SIGNED_IN_COST = 20_000

_log = structlog.get_logger(source="engine")


@dataclass(frozen=True)
class EngineExecutor:
    """Runs documents on ``engine`` for the viewer that ``viewer_of`` finds."""

    engine: Engine
    viewer_of: ViewerOf
    anonymous_cost: int = ANONYMOUS_COST
    signed_in_cost: int = SIGNED_IN_COST

    async def execute(
        self, request: GraphQLRequest, context: RequestContext, *, reading_only: bool
    ) -> Answer:
        """The answer; failures of a statement, a computed field or an act become one FAULT."""
        if reading_only and is_mutation(request):
            return Answer(AnswerKind.REQUEST_ERROR, errors=(RequestError("MUTATION_OVER_GET"),))
        limit = self.signed_in_cost if context.actor.is_signed_in else self.anonymous_cost
        try:
            found = await self.engine.execute(
                request.query,
                request.variables,
                viewer=await self.viewer_of(context),
                operation=request.operation_name,
                cost_limit=limit,
                context=Asked(context.identified_actor(), context.day, context.language),
            )
        except EngineFault:
            _log.exception("fault", operation=request.operation_name)
            return Answer(AnswerKind.FAULT, limit=limit)
        if found.errors:
            return Answer(
                AnswerKind.REQUEST_ERROR, errors=found.errors, cost=_weighed(found), limit=limit
            )
        data = found.body if found.body is not None else data_of(found.data)
        return Answer(AnswerKind.OK, data, (), _weighed(found), limit)


def _weighed(found: EngineAnswer) -> int | None:
    """What the document weighs, also when that is why it was not run."""
    if found.cost is not None:
        return found.cost.value
    too_costly = (e for e in found.errors if isinstance(e, RequestError) and e.code == "COST")
    return next((int(str(error.facts["value"])) for error in too_costly), None)


def is_mutation(request: GraphQLRequest) -> bool:
    """Whether running the request would change something; a document with faults does not."""
    if OperationType.MUTATION.value not in request.query:
        return False
    try:
        document = parse(request.query, max_tokens=5_000)
    except GraphQLError:
        return False
    operation = get_operation_ast(document, request.operation_name)
    return operation is not None and operation.operation is OperationType.MUTATION
