"""How the layers around the application refuse: as GraphQL to programs, as one line to others."""

from __future__ import annotations

import json

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from schema.protocol.answers import VARY, fault_error, refused
from schema.protocol.media import Media, wanted
from schema.protocol.port import REQUEST_ID
from schema.protocol.refusals import Refusal
from schema.texts import language_of, text

ENDPOINT = "/graphql"


def refusal_of(scope: Scope, refusal: Refusal) -> Response:
    """The answer to a request that is turned away before the application sees it."""
    language = language_of(Headers(scope=scope).get("accept-language"))
    if scope["path"] == ENDPOINT:
        reply = refused(refusal, _media(scope), language)
        return Response(reply.body, reply.status, reply.headers)
    sentence = text(language, refusal.code, **refusal.facts)
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return PlainTextResponse(sentence + "\n", refusal.status, headers)


async def on_fault(request: Request, _: Exception) -> Response:
    """Starlette's handler of exceptions, where no page has a better answer."""
    return fault_of(request.scope)


def fault_of(scope: Scope) -> Response:
    """The answer to a request we failed: a sentence and the id under which the log tells more."""
    language = language_of(Headers(scope=scope).get("accept-language"))
    error = fault_error(language, str(scope.get(REQUEST_ID, "-")))
    headers = {"Cache-Control": "no-store", "Vary": VARY}
    if scope["path"] != ENDPOINT:
        return PlainTextResponse(f"{error['message']}\n", 500, headers)
    body = json.dumps({"errors": [error], "data": None}, ensure_ascii=False)
    return Response(body, 500, headers, media_type=f"{_media(scope).value}; charset=utf-8")


def _media(scope: Scope) -> Media:
    try:
        return wanted(Headers(scope=scope).get("accept"), (Media.GRAPHQL, Media.JSON))
    except Refusal:
        return Media.JSON
