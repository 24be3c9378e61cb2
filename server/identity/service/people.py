"""People as a provider of sign-in tells of them, and the way to it and back."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from server.identity.models import Account, SignInAttempt
from server.identity.service.invitations import accept_invitation, open_invitations
from server.identity.service.members import known_account, memberships_on
from server.identity.service.secret import digest, fresh
from server.identity.service.sessions import start_session
from server.kit.errors import NotAllowed, NotFound

ATTEMPT_LASTS: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Person:
    """Who signed in. ``invited`` is the digest of an address the provider has verified, or None."""

    issuer: str
    subject: str
    label: str
    invited: str | None = None


@dataclass(frozen=True)
class Attempt:
    """One way to the provider and back.

    ``state`` comes back in the address and ``browser`` in a cookie; nonce and verifier follow from
    both, so that neither the database nor the address alone is enough to end the sign-in.
    """

    browser: str
    state: str

    @property
    def nonce(self) -> str:
        """What the id token must repeat."""
        return digest(f"nonce {self.browser} {self.state}")

    @property
    def verifier(self) -> str:
        """PKCE's secret: 43 characters, RFC 7636 § 4.1."""
        raw = hashlib.sha256(f"verifier {self.browser} {self.state}".encode()).digest()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass(frozen=True)
class Onward:
    """Where a browser that comes back was going, and in which language."""

    next_path: str
    language: str


async def begin_attempt(onward: Onward, *, at: datetime, browser: str | None = None) -> Attempt:
    """Remember where a browser is going while it is at the provider, for ten minutes.

    ``browser`` is the cookie it has from another attempt under way, so that both can end.
    """
    attempt = Attempt(browser or fresh(), fresh())
    await SignInAttempt.create(
        state_hash=digest(f"{attempt.browser} {attempt.state}"),
        next_path=onward.next_path,
        language=onward.language,
        expires_at=at + ATTEMPT_LASTS,
    )
    return attempt


async def end_attempt(attempt: Attempt, *, at: datetime) -> Onward | None:
    """Where the browser was going, once; None when it is unknown, used before, or over."""
    held = await SignInAttempt.get_or_none(state_hash=digest(f"{attempt.browser} {attempt.state}"))
    # Of two requests with one state only one deletes the row.
    if held is None or not await SignInAttempt.filter(id=held.id).delete():
        return None
    return Onward(held.next_path, held.language) if at < held.expires_at else None


async def purge_attempts(at: datetime) -> int:
    """Delete the attempts that are over at this instant, and say how many they were."""
    return await SignInAttempt.filter(expires_at__lte=at).delete()


async def sign_in_person(
    person: Person, *, at: datetime, today: date, id_token: str | None = None
) -> tuple[str, int]:
    """Open a session; answers the cookie's value and of how many organisations they are a member.

    An invitation to the verified address is taken up the first time, and binds issuer and subject
    from then on: the address is not looked at again for what it gave. The session acts for the
    first of their organisations. Of someone who is nobody's member nothing is kept: raises
    NotAllowed (``NOT_A_MEMBER``).
    """
    invitations = await open_invitations(person.invited, at) if person.invited else []
    account = await Account.get_or_none(issuer=person.issuer, subject=person.subject)
    if account is None and not invitations:
        raise NotAllowed(reason="NOT_A_MEMBER", organisation_code=None)
    account = await known_account(person.issuer, person.subject, person.label, at=at)
    for each in invitations:
        try:
            await accept_invitation(each.id, account.id, at=at, today=today)
        except NotFound:
            continue
    held = await memberships_on(today, account.id)
    if not held:
        raise NotAllowed(reason="NOT_A_MEMBER", organisation_code=None)
    code = held[0].organisation_code
    cookie = await start_session(account.id, code, at=at, today=today, id_token=id_token)
    return cookie, len(held)
