"""A small schema behind the protocol, executed by graphql-core, and clients that call it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx2
from graphql import (
    DocumentNode,
    GraphQLError,
    OperationType,
    build_schema,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from starlette.types import ASGIApp

from schema.protocol.endpoint import GraphQLEndpoint
from schema.protocol.port import (
    Answer,
    AnswerKind,
    GraphQLRequest,
    RequestContext,
    UnknownToken,
)
from server.identity.actor import Actor, ActorKind, Label, nobody

SCHEMA = build_schema(
    """
    type Query { hello: String!, echo(text: String): String, language: String! }
    type Mutation { rename(to: String!): String! }
    """
)
GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


@dataclass
class SmallExecutor:
    """Executes the small schema; ``broken`` stands for a database that fails."""

    cost: int = 7
    broken: bool = False
    contexts: list[RequestContext] = field(default_factory=list)
    waits: Callable[[], Awaitable[None]] | None = None

    async def execute(
        self, request: GraphQLRequest, context: RequestContext, *, reading_only: bool
    ) -> Answer:
        self.contexts.append(context)
        if self.waits is not None:
            await self.waits()
        if self.broken:
            raise RuntimeError("the password of the database is hunter2")
        try:
            document = checked(request, reading_only)
        except GraphQLError as error:
            return Answer(AnswerKind.REQUEST_ERROR, errors=(error,))
        root = {
            "hello": "päivää",
            "echo": lambda info, text=None: text,
            "language": context.language,
            "rename": lambda info, to: to,
        }
        variables = dict(request.variables)
        result = execute_sync(
            SCHEMA, document, root, None, variables, operation_name=request.operation_name
        )
        if result.errors:
            return Answer(AnswerKind.REQUEST_ERROR, errors=tuple(result.errors))
        data = json.dumps(result.data, ensure_ascii=False).encode()
        return Answer(AnswerKind.OK, data, cost=self.cost, limit=5000)


def checked(request: GraphQLRequest, reading_only: bool) -> DocumentNode:
    """The document when it can run. Raises the first GraphQLError that says it cannot."""
    document = parse(request.query)
    for error in validate(SCHEMA, document):
        raise error
    operation = get_operation_ast(document, request.operation_name)
    if operation is None:
        raise GraphQLError("which?", extensions={"code": "OPERATION"})
    if reading_only and operation.operation is not OperationType.QUERY:
        raise GraphQLError("read", extensions={"code": "MUTATION_OVER_GET"})
    return document


async def resolve(headers: Mapping[str, str], request_id: str) -> Actor:
    """A bearer token ``known…`` names its bearer; every other one is unknown."""
    token = headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        return nobody(request_id)
    if not token.startswith("known"):
        raise UnknownToken
    return Actor(ActorKind.PROGRAM, token, None, frozenset(), Label("NAMED"), request_id)


def endpoint(**parts: Any) -> GraphQLEndpoint:
    parts.setdefault("executor", SmallExecutor())
    parts.setdefault("resolve", resolve)
    return GraphQLEndpoint(day=lambda: date(2026, 11, 21), **parts)


def client(app: ASGIApp, **options: Any) -> httpx2.AsyncClient:
    """A client of an ASGI application, which raises what the application does not answer."""
    transport = httpx2.ASGITransport(app=app, **options)
    return httpx2.AsyncClient(transport=transport, base_url="http://yhdyspinta.test")


async def ask(app: ASGIApp, **request: Any) -> httpx2.Response:
    """One POST, or another method when ``method`` says so, to ``/graphql`` of ``app``."""
    method, address = request.pop("method", "POST"), request.pop("address", "/graphql")
    async with client(app) as caller:
        return await caller.request(method, address, **request)


def code(answer: httpx2.Response) -> str:
    """The code of an answer's only error."""
    (error,) = answer.json()["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])
