"""What the pages need of the rest: documents run in-process, and the demonstration's sign-in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import structlog
from starlette.requests import Request
from starlette.responses import Response

from schema.protocol.answers import code_of
from schema.protocol.port import (
    REQUEST_ID,
    AnswerKind,
    GraphQLRequest,
    Idempotency,
    RequestContext,
    UnknownToken,
)
from server.app.admission import Admission
from server.app.callers import Callers
from server.app.reading import Reading
from server.app.signing_in import BrowserSessions
from server.identity.actor import Actor, Role, nobody
from server.identity.service import sign_in_demo
from server.kit import clock
from server.kit.errors import DomainError
from server.kit.settings import Settings
from server.register.models import Organisation
from ui.api import Data, Fault, RequestRefused, SignInRefused

_log = structlog.get_logger(source="pages")


class InProcess:
    """The GraphQL schema for the pages, under the same limits and visibility as for programs."""

    def __init__(self, reading: Reading, callers: Callers, admission: Admission) -> None:
        self._reading = reading
        self._callers = callers
        self._admission = admission

    async def run(
        self,
        document: str,
        variables: Mapping[str, object],
        *,
        request: Request,
        idempotency_key: str | None = None,
    ) -> Data:
        """See ``ui.api.Api``."""
        request_id = str(request.scope.get(REQUEST_ID, "-"))
        idempotency = None
        if idempotency_key:
            body = json.dumps([document, variables], sort_keys=True, default=str).encode()
            # Whoever sends a form may put anything in its key; the digest always fits.
            key = hashlib.sha256(idempotency_key.encode()).hexdigest()
            idempotency = Idempotency(key, hashlib.sha256(body).hexdigest())
        actor = await self._actor(request, request_id)
        self._admission.require(actor, request)
        context = RequestContext(
            actor,
            request.state.language,
            self._callers.today(),
            request_id,
            idempotency,
        )
        asked = GraphQLRequest(document, variables, None)
        answer = await self._reading.execute(asked, context, reading_only=False)
        self._admission.charge_page(actor, request, answer.cost)
        if answer.kind is AnswerKind.FAULT:
            raise Fault(request_id)
        if answer.kind is AnswerKind.REQUEST_ERROR:
            # The messages may quote what the reader typed; the codes never do.
            codes = [code_of(error) for error in answer.errors]
            _log.info("refused", path=request.url.path, codes=codes)
            raise RequestRefused("; ".join(error.message for error in answer.errors))
        data: Data = json.loads(answer.data) if answer.values is None else answer.values
        return data

    async def _actor(self, request: Request, request_id: str) -> Actor:
        try:
            return await self._callers(request.headers, request_id)
        except UnknownToken:
            self._admission.require(nobody(request_id), request)
            self._admission.guessed(request)
            _log.info("refused", path=request.url.path, codes=["TOKEN_INVALID"])
            raise RequestRefused("TOKEN_INVALID") from None


class DemoSessions(BrowserSessions):
    """Signing in as a role of an organisation, where the settings say that this is a demo."""

    def __init__(self, settings: Settings, callers: Callers) -> None:
        super().__init__(settings, callers)
        self._settings = settings

    async def sign_in(
        self, request: Request, response: Response, *, organisation: str, role: str
    ) -> None:
        """See ``ui.api.Sessions``."""
        if not await Organisation.exists(organisation_code=organisation):
            raise SignInRefused
        try:
            secret = await sign_in_demo(
                organisation,
                Role(role),
                settings=self._settings,
                at=clock.now(),
                today=self.today(),
            )
        except (DomainError, ValueError):
            raise SignInRefused from None
        await self.renew(request, response, secret)
