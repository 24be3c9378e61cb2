"""Headers that keep an answer safe and its reader's own, whoever gave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS: Final = {
    # A page is made for its reader: what a draft shows is for no shared cache to keep.
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# Two years, as browsers' preload lists ask.
_TRANSPORT: Final = "max-age=63072000; includeSubDomains"


class SecurityHeaders:
    """Outermost middleware: sets what an answer has not set itself.

    ``base_url`` is where the service is reached; only an https one promises https for the future.
    ``form_targets`` are the origins that a form of ours may lead to beside our own.
    """

    def __init__(self, app: ASGIApp, base_url: str = "", form_targets: Sequence[str] = ()) -> None:
        self.app = app
        allowed = " ".join(["form-action 'self'", *form_targets])
        policy = {"Content-Security-Policy": POLICY.replace("form-action 'self'", allowed)}
        transport = {"Strict-Transport-Security": _TRANSPORT}
        headers = ALWAYS | policy | (transport if base_url.startswith("https://") else {})
        self._headers = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                named = {name for name, _ in own}
                missing = [pair for pair in self._headers if pair[0] not in named]
                message["headers"] = own + missing
            await send(message)

        await self.app(scope, receive, send_with_headers)
