"""Signed-in browsers: a random cookie value, its hash at rest, two ends and a way to revoke it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tortoise.expressions import Q

from server.identity.actor import Actor, ActorKind, Label, Role
from server.identity.models import Account, Membership, Session
from server.identity.service.members import membership_on
from server.identity.service.secret import digest, fresh
from server.kit.errors import NotAllowed, NotFound

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
DEMO_ISSUER = "demo"


async def start_session(
    account_id: int,
    organisation_code: str,
    *,
    at: datetime,
    today: date,
    id_token: str | None = None,
) -> str:
    """Open a session acting for an organisation and return the cookie's value, this once.

    ``id_token`` is what the provider wants back when the session is signed out. Raises NotAllowed
    when the account is no member of the organisation today.
    """
    await _require_member(today, account_id, organisation_code)
    cookie = fresh()
    await Session.create(
        token_hash=digest(cookie),
        account_id=account_id,
        organisation_code=organisation_code,
        created_at=at,
        last_seen_at=at,
        expires_at=at + LONGEST,
        id_token=id_token,
    )
    return cookie


async def actor_of_session(
    cookie: str, *, at: datetime, today: date, request_id: str
) -> Actor | None:
    """Who sent this cookie; None when it is unknown, revoked or over, or the membership has ended.

    A session is over after half an hour without a request and twelve hours after signing in.
    That it was seen is written at most once a minute.
    """
    session = await _live(cookie, at)
    if session is None:
        return None
    member = await membership_on(today, session.account_id, session.organisation_code)
    if member is None:
        return None
    if at - session.last_seen_at >= SEEN_EVERY:
        await Session.filter(id=session.id).update(last_seen_at=at)
    return _actor(session.account, member, request_id)


async def switch_organisation(
    cookie: str, organisation_code: str, *, at: datetime, today: date
) -> None:
    """Let the session act for another organisation of its account.

    Raises NotFound when there is no such session, NotAllowed when the account is no member there.
    """
    session = await _live(cookie, at)
    if session is None:
        raise NotFound(type="Session")
    await _require_member(today, session.account_id, organisation_code)
    await Session.filter(id=session.id).update(organisation_code=organisation_code, last_seen_at=at)


async def end_session(cookie: str) -> str | None:
    """Revoke one session and answer its id token; None when it is unknown or has none."""
    session = await Session.get_or_none(token_hash=digest(cookie))
    if session is None:
        return None
    await Session.filter(id=session.id).delete()
    return session.id_token


async def end_sessions(account_id: int) -> int:
    """Revoke every session of an account, and say how many they were."""
    return await Session.filter(account_id=account_id).delete()


async def purge_sessions(at: datetime) -> int:
    """Delete the sessions that are over at this instant, and say how many they were."""
    over = Q(expires_at__lte=at) | Q(last_seen_at__lte=at - IDLE)
    return await Session.filter(over).delete()


async def _live(cookie: str, at: datetime) -> Session | None:
    session = await Session.get_or_none(token_hash=digest(cookie)).select_related("account")
    if session is None or at >= session.expires_at or at - session.last_seen_at >= IDLE:
        return None
    return session


async def _require_member(today: date, account_id: int, organisation_code: str) -> None:
    if await membership_on(today, account_id, organisation_code) is None:
        raise NotAllowed(reason="NOT_A_MEMBER", organisation_code=organisation_code)


def _actor(account: Account, member: Membership, request_id: str) -> Actor:
    label = Label("NAMED", {"name": account.label})
    if account.issuer == DEMO_ISSUER:
        facts = {"role": member.role, "organisation_code": member.organisation_code}
        label = Label("ROLE_OF_ORGANISATION", facts)
    return Actor(
        kind=ActorKind.PERSON,
        key=f"account:{account.id}",
        organisation=member.organisation_code,
        roles=frozenset({Role(member.role)}),
        label=label,
        request_id=request_id,
    )
