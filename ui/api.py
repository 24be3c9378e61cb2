"""What the pages need from the rest of the program: a way to run GraphQL documents, a way to
sign in and out, the day, and what this installation is. The composition root supplies all four."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

Data = dict[str, Any]


class Fault(Exception):
    """The program failed; the reader gets ``request_id`` and nothing of the cause."""

    def __init__(self, request_id: str = "") -> None:
        super().__init__(request_id)
        self.request_id = request_id


class RequestRefused(Exception):
    """The schema cannot express what was asked: an unknown code, a cursor of another list."""


class TooMany(Exception):
    """The reader, or their address, asked for too much; they may go on in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class SignInRefused(Exception):
    """No such organisation or role can be chosen here."""


class Api(Protocol):
    """The GraphQL schema in the same process."""

    async def run(
        self,
        document: str,
        variables: Mapping[str, object],
        *,
        request: Request,
        idempotency_key: str | None = None,
    ) -> Data:
        """Answer ``data``; the language is ``request.state.language`` (``fi``, ``sv`` or ``en``).

        Raises Fault when the program failed, TooMany when the reader must wait, and
        RequestRefused when the schema cannot express the request. A mutation's problems are part
        of the data.
        """
        ...


class Sessions(Protocol):
    """Who is signed in, kept outside the pages."""

    async def sign_in(
        self, request: Request, response: Response, *, organisation: str, role: str
    ) -> None:
        """Let the reader act for an organisation code (``county:08``) in a role.

        Raises SignInRefused when this installation does not offer it.
        """
        ...

    async def switch(self, request: Request, *, organisation: str) -> None:
        """Let the session act for another organisation of the same person, by its code.

        Raises SignInRefused when it is none of theirs.
        """
        ...

    async def sign_out(self, request: Request, response: Response, *, language: str) -> None:
        """End the session; nothing happens when there is none.

        ``response`` leads elsewhere afterwards when the provider's session ends there too, and
        from there back to a page in the language.
        """
        ...


class AccessRow(Protocol):
    """One row of who may do what: an act and a cell for each role, from nobody to platform."""

    @property
    def key(self) -> str:
        """The act's code."""
        ...

    @property
    def cells(self) -> Sequence[str]:
        """``yes``, ``no``, or under which condition yes: ``own``, ``party``, ``keeper`` …"""
        ...


@dataclass(frozen=True)
class Site:
    """One installation as the pages see it.

    ``demo`` says that the events shown are made up, and that anyone may sign in as any
    organisation. ``access`` is the table of who may do what, as the policy prints it.
    ``sign_in_at`` is the address where signing in through the organisation's own provider begins;
    empty where there is none.
    """

    api: Api
    sessions: Sessions
    today: Callable[[], date]
    demo: bool = False
    access: Sequence[AccessRow] = ()
    sign_in_at: str = ""
