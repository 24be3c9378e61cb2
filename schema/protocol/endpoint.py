"""The GraphQL endpoint: one ASGI application that reads, admits, runs and answers requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.protocol.admission import Allowance, Quota, Rates, Slots, address_key
from schema.protocol.answers import (
    VARY,
    Reply,
    code_of,
    is_known,
    refused,
    reply_to,
    tag_of_data,
)
from schema.protocol.documents import Documents
from schema.protocol.media import Media, check_sent, wanted
from schema.protocol.port import (
    REQUEST_ID,
    Answer,
    AnswerKind,
    Executor,
    GraphQLRequest,
    Idempotency,
    RequestContext,
    ResolveCaller,
    UnknownToken,
)
from schema.protocol.reading import MAX_BODY, Sent, from_body, from_query
from schema.protocol.refusals import Refusal
from schema.texts import language_of
from server.identity.actor import Actor

METHODS: Final = ("GET", "HEAD", "POST")
NOT_RUN: Final = 10
"""What a request costs its actor whose document was not run: reading it was some work."""

# Five documents at the anonymous limit take about a second of one processor; a minute's quota is
# sixty of them, and a program with a token has four times that.
ANONYMOUS: Final = Quota(300_000)
SIGNED_IN: Final = Quota(1_200_000)

_log = structlog.get_logger(source="graphql")


class Disconnected(Exception):
    """The caller left before its request was complete."""


@dataclass(frozen=True)
class Limits:
    """What one process gives: cost per actor and time, requests in hand at once, time to send."""

    anonymous: Quota = ANONYMOUS
    signed_in: Quota = SIGNED_IN
    in_hand: int = 800
    body_seconds: float = 15.0


@dataclass(frozen=True)
class GraphQLEndpoint:
    """``/graphql``. ``browse`` answers browsers that ask for HTML; without it they get JSON."""

    executor: Executor
    resolve: ResolveCaller
    day: Callable[[], date]
    documents: Documents = field(default_factory=Documents)
    browse: ASGIApp | None = None
    limits: Limits = field(default_factory=Limits)
    rates: Rates = field(default_factory=Rates)
    slots: Slots = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slots", Slots(self.limits.in_hand))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _named(scope)
        language = language_of(headers.get("accept-language"))
        media = Media.JSON
        try:
            media = self._media(scope["method"], headers)
            if media is Media.HTML and self.browse is not None:
                await self.browse(scope, receive, send)
                return
            sent, body_hash = await self._read(scope, headers, receive)
            exchange = _Exchange(scope, headers, media, language, body_hash)
            with self.slots.one():
                reply = await self._answer(exchange, sent)
        except Disconnected:
            return
        except Refusal as refusal:
            _log.info("refused", code=refusal.code, status=refusal.status)
            reply = refused(refusal, media, language)
        await reply.send(send, body=scope["method"] != "HEAD")

    def _media(self, method: str, headers: Mapping[str, str]) -> Media:
        if method not in METHODS:
            raise Refusal("METHOD_NOT_ALLOWED", {"Allow": ", ".join(METHODS)}, method=method[:20])
        offered = [Media.GRAPHQL, Media.JSON]
        if method != "POST" and self.browse is not None:
            offered.append(Media.HTML)
        return wanted(headers.get("accept"), offered)

    async def _read(
        self, scope: Scope, headers: Mapping[str, str], receive: Receive
    ) -> tuple[Sent, str]:
        if scope["method"] != "POST":
            return from_query(scope["query_string"]), ""
        check_sent(headers.get("content-type"), headers.get("content-encoding"))
        body = await _body(headers, receive, self.limits.body_seconds)
        return from_body(body), sha256(body).hexdigest()

    async def _answer(self, exchange: _Exchange, sent: Sent) -> Reply:
        caller = await self._caller(exchange)
        quota = self.limits.signed_in if caller.is_signed_in else self.limits.anonymous
        key = caller.key if caller.is_signed_in else exchange.address
        self.rates.allowance(key, quota)
        try:
            answer = await self._run(exchange, caller, sent)
        except Refusal as refusal:
            refusal.headers |= self.rates.charge(key, quota, NOT_RUN).headers
            raise
        spent = answer.cost if answer.kind is AnswerKind.OK else None
        left = self.rates.charge(key, quota, NOT_RUN if spent is None else spent)
        return _reply(exchange, caller, answer, left)

    async def _caller(self, exchange: _Exchange) -> Actor:
        anonymous, address = self.limits.anonymous, exchange.address
        try:
            return await self.resolve(exchange.headers, exchange.request_id)
        except UnknownToken:
            # Guessing tokens is counted against the address it comes from.
            self.rates.allowance(address, anonymous)
            allowance = self.rates.charge(address, anonymous, NOT_RUN)
            challenge = {"WWW-Authenticate": 'Bearer realm="yhdyspinta", error="invalid_token"'}
            raise Refusal("TOKEN_INVALID", challenge | allowance.headers) from None

    async def _run(self, exchange: _Exchange, caller: Actor, sent: Sent) -> Answer:
        query, named = self.documents.text_of(sent)
        request = GraphQLRequest(query, sent.variables, sent.operation_name)
        context = RequestContext(
            caller, exchange.language, self.day(), exchange.request_id, exchange.idempotency()
        )
        try:
            answer = await self.executor.execute(request, context, reading_only=exchange.is_reading)
        except Exception as error:
            _log.exception("fault", exception=type(error).__name__)
            return Answer(AnswerKind.FAULT)
        if any(code_of(error) == "MUTATION_OVER_GET" for error in answer.errors):
            raise Refusal("MUTATION_OVER_GET", {"Allow": "POST"})
        if named and answer.kind is AnswerKind.OK:
            self.documents.remember(query)
        return answer


@dataclass(eq=False)
class _Exchange:
    """One request on its way: what it asked for and how it wants to be answered."""

    scope: Scope
    headers: Mapping[str, str]
    media: Media
    language: str
    body_hash: str

    @property
    def is_reading(self) -> bool:
        return bool(self.scope["method"] != "POST")

    @property
    def request_id(self) -> str:
        if REQUEST_ID not in self.scope:
            self.scope[REQUEST_ID] = uuid4().hex
        return str(self.scope[REQUEST_ID])

    @property
    def address(self) -> str:
        return address_key(self.scope.get("client"))

    def idempotency(self) -> Idempotency | None:
        key = self.headers.get("idempotency-key")
        if key is None or self.is_reading:
            return None
        if not 1 <= len(key) <= 200 or not all(" " <= character <= "~" for character in key):
            raise Refusal("IDEMPOTENCY_KEY_INVALID")
        return Idempotency(key, self.body_hash)


def _reply(exchange: _Exchange, caller: Actor, answer: Answer, left: Allowance) -> Reply:
    if answer.kind is not AnswerKind.OK or not exchange.is_reading:
        reply = reply_to(answer, exchange.media, exchange.language, exchange.request_id)
        reply.headers |= left.headers
        reply.headers["Cache-Control"] = "no-store"
        return reply
    tag = tag_of_data(answer, exchange.media)
    whose = "private, no-cache" if caller.is_signed_in else "public, max-age=0, must-revalidate"
    headers = {**left.headers, "ETag": tag, "Cache-Control": whose}
    if is_known(tag, exchange.headers.get("if-none-match")):
        return Reply(304, b"", {"Vary": VARY, **headers})
    reply = reply_to(answer, exchange.media, exchange.language, exchange.request_id)
    reply.headers |= headers
    return reply


def _named(scope: Scope) -> dict[str, str]:
    """The request's headers by their names in lower case; of several the first counts.

    Starlette's own look through all of them each time, and most of what is asked for is absent.
    """
    pairs = reversed(scope["headers"])
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


async def _body(headers: Mapping[str, str], receive: Receive, seconds: float) -> bytes:
    """The whole body, refused as soon as it is known to be too large or comes too slowly.

    Starlette's limit of bodies answers in plain text whatever the application says, so this
    endpoint, whose every answer is a GraphQL response, counts for itself.
    """
    too_large = Refusal("BODY_TOO_LARGE", {"Connection": "close"}, limit=MAX_BODY)
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and int(announced[:20]) > MAX_BODY:
        raise too_large
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Disconnected
                chunks.append(message.get("body", b""))
                size += len(chunks[-1])
                if size > MAX_BODY:
                    raise too_large
                if not message.get("more_body", False):
                    return b"".join(chunks)
    except TimeoutError:
        raise Refusal("BODY_TOO_SLOW", {"Connection": "close"}, seconds=seconds) from None
