"""The answer as bytes and headers: data, errors in the caller's language, cost, and its tag."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from graphql import GraphQLError, GraphQLSyntaxError
from starlette.types import Send

from schema.protocol.media import Media
from schema.protocol.port import Answer, AnswerKind
from schema.protocol.refusals import FAULT, PARSE_FAILED, TOO_COSTLY, VALIDATION_FAILED, Refusal
from schema.texts import catalogue, text

VARY: Final = "Accept, Accept-Language, Authorization, Cookie"


@dataclass
class Reply:
    """An HTTP answer not yet sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, send: Send, *, body: bool = True) -> None:
        """Send it; without ``body`` the headers alone, as HEAD wants them."""
        fixed = {"content-length": str(len(self.body))} if self.status != 304 else {}
        pairs = {**fixed, **self.headers}
        await send(
            {
                "type": "http.response.start",
                "status": self.status,
                "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in pairs.items()],
            }
        )
        await send({"type": "http.response.body", "body": self.body if body else b""})


def reply_to(answer: Answer, media: Media, language: str, request_id: str) -> Reply:
    """What came of a request that was read.

    The GraphQL media type tells by its status whether the document ran; plain JSON is 200 for
    every well-formed request, as its older clients expect. A fault is an executed document without
    data, which both answer with 200.
    """
    ran = answer.kind is not AnswerKind.REQUEST_ERROR
    status = 200 if ran or media is Media.JSON else 400
    return Reply(status, _body(answer, language, request_id), _headers(media))


def refused(refusal: Refusal, media: Media, language: str) -> Reply:
    """A request that was not run, with its code, its sentence and its status."""
    error = {
        "message": text(language, refusal.code, **refusal.facts),
        "extensions": {"code": refusal.code, **refusal.facts},
    }
    body = json.dumps({"errors": [error]}, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {**_headers(media), "Cache-Control": "no-store", **refusal.headers}
    return Reply(refusal.status, body, headers)


def tag_of(reply: Reply) -> str:
    """The entity tag of a reply: the same bytes in the same media type have the same one."""
    digest = blake2b(reply.body, digest_size=16, key=reply.headers["Content-Type"].encode())
    return f'"{digest.hexdigest()}"'


def tag_of_data(answer: Answer, media: Media) -> str:
    """The entity tag of an answer in a media type: of its data and of the cost told with it."""
    told = f"{answer.cost}/{answer.limit}/{media.value}".encode()
    return f'"{blake2b(answer.digest, digest_size=16, key=told).hexdigest()}"'


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether the caller named this tag, weakly or strongly, or any with ``*``."""
    named = [part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")]
    return tag in named or named == ["*"]


def _headers(media: Media) -> dict[str, str]:
    kind = Media.JSON if media is Media.HTML else media
    return {"Content-Type": f"{kind.value}; charset=utf-8", "Vary": VARY}


def _body(answer: Answer, language: str, request_id: str) -> bytes:
    if answer.kind is AnswerKind.OK:
        cost = data_of(answer.cost), data_of(answer.limit)
        return b'{"data":%b,"extensions":{"cost":{"value":%b,"limit":%b}}}' % (answer.data, *cost)
    extensions = _extensions(answer)
    if answer.kind is AnswerKind.FAULT:
        fault = fault_error(language, request_id)
        return data_of({"errors": [fault], "data": None, "extensions": extensions})
    errors = [_error(error, language) for error in answer.errors]
    return data_of({"errors": errors, "extensions": extensions})


def fault_error(language: str, request_id: str) -> dict[str, object]:
    """The one error of a masked fault: nothing but the id under which the log tells more."""
    return {
        "message": text(language, FAULT, request_id=request_id),
        "extensions": {"code": FAULT, "requestId": request_id},
    }


def _extensions(answer: Answer) -> dict[str, object]:
    """What the document weighs and may weigh, also when that is why it was not run."""
    cost: dict[str, object] = {"value": answer.cost, "limit": answer.limit}
    for error in answer.errors:
        if code_of(error) == TOO_COSTLY and error.extensions:
            cost = {name: error.extensions.get(name) for name in ("value", "limit")}
    return {"cost": cost}


def _error(error: GraphQLError, language: str) -> dict[str, object]:
    """One error as the specification writes it, its sentence in the caller's language.

    The details of parsing and validation are in English, as graphql-core words them.
    """
    facts: Mapping[str, object] = error.extensions or {}
    code = code_of(error)
    known = code in catalogue(language)
    shown: dict[str, object] = {
        "message": text(language, code, **{**facts, "detail": error.message})
        if known
        else error.message
    }
    if error.locations:
        shown["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        shown["path"] = error.path
    return {**shown, "extensions": {**facts, "code": code}}


def code_of(error: GraphQLError) -> str:
    """The stable code of an error: its own, or that of parsing or validation."""
    own = (error.extensions or {}).get("code")
    return str(
        own or (PARSE_FAILED if isinstance(error, GraphQLSyntaxError) else VALIDATION_FAILED)
    )


def data_of(value: object) -> bytes:
    """A value as the JSON text of an answer; what JSON does not know is written as text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode()
