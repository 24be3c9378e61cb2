"""What pages and sign-ins take from the same bucket as ``/graphql``."""

from __future__ import annotations

from typing import Final

import structlog
from starlette.requests import Request

from schema.protocol.admission import Quota, Rates, address_key
from schema.protocol.endpoint import NOT_RUN, Limits
from schema.protocol.refusals import Refusal
from server.identity.actor import Actor, nobody
from ui.api import TooMany

# The documents of pages are ours, and a whole office may read them from one address: they count a
# quarter. Drawing a page takes time too, whatever its document costs.
SHARE: Final = 4
LEAST: Final = 250
SIGN_IN: Final = 1_000
"""What a step of a sign-in takes: it writes a row and asks another server."""

_log = structlog.get_logger(source="pages")


class Admission:
    """Asks whether someone may have another page now, and charges them for what it cost."""

    def __init__(self, rates: Rates, limits: Limits) -> None:
        self._rates = rates
        self._limits = limits

    def require(self, actor: Actor, request: Request) -> None:
        """Raise TooMany when the actor, or a stranger's address, has nothing left."""
        try:
            self._rates.allowance(*self._bucket(actor, request))
        except Refusal as refusal:
            _log.info("refused", code=refusal.code, path=request.url.path)
            raise TooMany(int(str(refusal.facts["seconds"]))) from None

    def charge_page(self, actor: Actor, request: Request, cost: int | None) -> None:
        """Take what a page's document cost; None for one that was not run."""
        units = LEAST if cost is None else max(cost // SHARE, LEAST)
        self._rates.charge(*self._bucket(actor, request), units)

    def step(self, request: Request) -> None:
        """Let a stranger take a step of signing in, or raise TooMany."""
        stranger = nobody()
        self.require(stranger, request)
        self._rates.charge(*self._bucket(stranger, request), SIGN_IN)

    def guessed(self, request: Request) -> None:
        """Count a token that nobody has against the address it came from."""
        self._rates.charge(*self._bucket(nobody(), request), NOT_RUN)

    def _bucket(self, actor: Actor, request: Request) -> tuple[str, Quota]:
        if actor.is_signed_in:
            return actor.key, self._limits.signed_in
        return address_key(request.scope.get("client")), self._limits.anonymous
