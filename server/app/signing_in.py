"""Signing in through the organisation's own provider: there, back, and out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import urlencode

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from server.app.admission import Admission
from server.app.callers import LONGEST_SECRET, Callers
from server.app.provider import Identity, Provider, ProviderDown, Untrusted
from server.identity.service import (
    Attempt,
    Onward,
    Person,
    address_digest,
    begin_attempt,
    end_attempt,
    end_session,
    sign_in_person,
    switch_organisation,
)
from server.identity.service.people import ATTEMPT_LASTS
from server.kit import clock
from server.kit.errors import DomainError, InvalidInput
from server.kit.settings import Settings
from ui.account import local_address
from ui.api import SignInRefused
from ui.errors import with_error_pages
from ui.i18n import LANGUAGES, chosen_language
from ui.page import Desk

LONGEST_PATH: Final = 1000
_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")

_log = structlog.get_logger(source="sign-in")


class BrowserSessions:
    """The session cookie of this installation, and what it lets a browser do."""

    def __init__(
        self, settings: Settings, callers: Callers, provider: Provider | None = None
    ) -> None:
        self._secure = settings.base_url.startswith("https://")
        self._callers = callers
        self._provider = provider

    @property
    def today(self) -> Callable[[], date]:
        """The Helsinki day."""
        return self._callers.today

    @property
    def attempt_cookie(self) -> str:
        """The name of the cookie that a browser carries to the provider and back."""
        return f"{self._callers.cookie}-sign-in"

    def keep(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """Set a cookie that no script reads and no other site's form sends."""
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            httponly=True,
            secure=self._secure,
            samesite="lax",
            path="/",
        )

    def forget(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="lax")

    async def renew(self, request: Request, response: Response, secret: str) -> None:
        """Give the browser a new session; the one it had ends."""
        await self._end(request)
        self.keep(response, self._callers.cookie, secret)

    async def sign_in(
        self, request: Request, response: Response, *, organisation: str, role: str
    ) -> None:
        """See ``ui.api.Sessions``: where a provider says who signs in, nobody chooses a role."""
        raise SignInRefused

    async def switch(self, request: Request, *, organisation: str) -> None:
        """See ``ui.api.Sessions``."""
        try:
            await switch_organisation(
                self._secret(request), organisation, at=clock.now(), today=self._callers.today()
            )
        except DomainError:
            raise SignInRefused from None

    async def sign_out(self, request: Request, response: Response, *, language: str) -> None:
        """See ``ui.api.Sessions``. The provider's own session ends too where it offers that."""
        id_token = await self._end(request)
        self.forget(response, self._callers.cookie)
        if self._provider is not None and id_token is not None:
            onward = await self._provider.sign_out_address(id_token, language)
            if onward is not None:
                response.headers["location"] = onward

    async def _end(self, request: Request) -> str | None:
        secret = self._secret(request)
        return await end_session(secret) if secret else None

    def _secret(self, request: Request) -> str:
        secret = request.cookies.get(self._callers.cookie, "")
        return secret if len(secret) <= LONGEST_SECRET else ""


class SigningIn:
    """``/auth/login``, ``/auth/callback``, ``/auth/logout`` and ``/auth/signed-out``."""

    def __init__(
        self,
        settings: Settings,
        provider: Provider,
        sessions: BrowserSessions,
        admission: Admission,
    ) -> None:
        self._secret = settings.secret
        self._provider = provider
        self._sessions = sessions
        self._admission = admission

    def routes(self, desk: Desk) -> list[BaseRoute]:
        """The routes, in no order that matters; what goes wrong is answered by the desk's pages."""
        ways = (
            ("login", self.login, "GET"),
            ("callback", self.callback, "GET"),
            ("logout", self.logout, "POST"),
            ("signed-out", self.signed_out, "GET"),
        )
        return [
            Route(f"/auth/{name}", with_error_pages(desk, handler), methods=[method])
            for name, handler, method in ways
        ]

    async def login(self, request: Request) -> Response:
        """Send the browser to the provider; ``next`` is where to go afterwards, here only."""
        self._admission.step(request)
        language = _language(request, request.query_params.get("language", ""))
        path = local_address(request.query_params.get("next", ""), f"/{language}/my-work")
        if len(path) > LONGEST_PATH:
            path = f"/{language}/my-work"
        attempt = await begin_attempt(
            Onward(path, language), at=clock.now(), browser=self._browser(request)
        )
        try:
            address = await self._provider.address(attempt, language)
        except ProviderDown as error:
            return self._refused(Onward(path, language), "unavailable", str(error))
        answer = _redirect(address)
        seconds = int(ATTEMPT_LASTS.total_seconds())
        self._sessions.keep(answer, self._sessions.attempt_cookie, attempt.browser, seconds)
        return answer

    async def callback(self, request: Request) -> Response:
        """Take the browser back: verify who it is, open a session, go where it was going."""
        self._admission.step(request)
        given = request.query_params
        attempt = Attempt(self._browser(request) or "", given.get("state", "")[:LONGEST_SECRET])
        onward = await end_attempt(attempt, at=clock.now())
        if onward is None:
            language = _language(request, "")
            return self._refused(Onward("", language), "expired", "no such attempt")
        if "code" not in given:
            # What the provider says of it may name the person; that it refused is enough.
            return self._refused(onward, "denied", "no code")
        try:
            identity = await self._provider.identity(given["code"], attempt, given.get("iss"))
        except ProviderDown as error:
            return self._refused(onward, "unavailable", str(error))
        except Untrusted as error:
            return self._refused(onward, "untrusted", error.reason)
        return await self._welcome(request, identity, onward)

    async def logout(self, request: Request) -> Response:
        """End the session here, and at the provider where it offers that."""
        language = _language(request, "")
        answer = _redirect(f"/{language}/?done=signed-out")
        await self._sessions.sign_out(request, answer, language=language)
        return answer

    async def signed_out(self, request: Request) -> Response:
        """Where the provider sends a browser whose session there has ended.

        It brings back the ``state`` it was given, which is the language of the page left.
        """
        language = _language(request, request.query_params.get("state", ""))
        return _redirect(f"/{language}/?done=signed-out")

    async def _welcome(self, request: Request, identity: Identity, onward: Onward) -> Response:
        person = Person(
            self._provider.issuer, identity.subject, identity.label, self._invited(identity)
        )
        try:
            secret, organisations = await sign_in_person(
                person, at=clock.now(), today=self._sessions.today(), id_token=identity.id_token
            )
        except DomainError as error:
            return self._refused(onward, "nobody", error.code)
        path = onward.next_path
        if organisations > 1:
            path = f"/{onward.language}/organisation?{_query(next=path)}"
        answer = _redirect(path)
        # The attempt's cookie stays for its ten minutes: another tab may be on its way back.
        await self._sessions.renew(request, answer, secret)
        return answer

    def _invited(self, identity: Identity) -> str | None:
        if identity.email is None:
            return None
        try:
            return address_digest(identity.email, self._secret)
        except InvalidInput:
            return None

    def _browser(self, request: Request) -> str | None:
        """What an attempt's cookie holds, when it can be one of ours."""
        held = request.cookies.get(self._sessions.attempt_cookie, "")
        sane = len(held) <= LONGEST_SECRET and _PLAIN.fullmatch(held) is not None
        return held if sane else None

    def _refused(self, onward: Onward, reason: str, why: str) -> Response:
        _log.info("refused", code="SIGN_IN", reason=reason, why=why)
        query = _query(refused=reason, next=onward.next_path)
        return _redirect(f"/{onward.language}/sign-in?{query}")


def _redirect(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _language(request: Request, wished: str) -> str:
    if wished in LANGUAGES:
        return wished
    return chosen_language(request.headers.get("accept-language", ""))
