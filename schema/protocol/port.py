"""What the protocol hands to the engine and gets back, and what it must be told about callers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final, Protocol

from graphql import GraphQLError

from server.identity.actor import Actor

REQUEST_ID: Final = "yhdyspinta.request_id"
"""Where in the ASGI scope the request's id stands."""


@dataclass(frozen=True)
class GraphQLRequest:
    """One well-formed request: the document's text, its variables and the operation to run."""

    query: str
    variables: Mapping[str, object]
    operation_name: str | None


@dataclass(frozen=True)
class Idempotency:
    """The key a client chose for a mutation and the SHA-256 of the body it came with, in hex."""

    key: str
    body_hash: str


@dataclass(frozen=True)
class RequestContext:
    """For whom, in which language and on which Helsinki day an answer is made."""

    actor: Actor
    language: str
    day: date
    request_id: str
    idempotency: Idempotency | None = None


class AnswerKind(Enum):
    """Whether a document ran, could not be run as it stands, or failed through no fault of it."""

    OK = "OK"
    REQUEST_ERROR = "REQUEST_ERROR"
    FAULT = "FAULT"


@dataclass(frozen=True)
class Answer:
    """What came of a request. ``data`` is the JSON text of the ``data`` entry, for OK alone.

    ``values`` is the same as Python values, where they are at hand; None where only the text is.
    ``errors`` say why a document was not run; each may carry a stable ``code`` and facts in its
    extensions. ``cost`` is None when it was refused before it could be weighed.
    """

    kind: AnswerKind
    data: bytes = b"null"
    errors: tuple[GraphQLError, ...] = ()
    cost: int | None = None
    limit: int | None = None
    values: dict[str, Any] | None = None

    @cached_property
    def digest(self) -> bytes:
        """What tells this data from other data; an answer that is given again has it ready."""
        return blake2b(self.data, digest_size=16).digest()


class Executor(Protocol):
    """Runs documents. With ``reading_only`` a mutation is an error MUTATION_OVER_GET."""

    async def execute(
        self, request: GraphQLRequest, context: RequestContext, *, reading_only: bool
    ) -> Answer:
        """The answer; refusals of the document come as its errors, never as exceptions."""
        ...


class UnknownToken(Exception):
    """The bearer token is malformed, unknown, expired or revoked."""


ResolveCaller = Callable[[Mapping[str, str], str], Awaitable[Actor]]
"""From headers and request id to the caller. Raises UnknownToken; an ended session is nobody's."""
