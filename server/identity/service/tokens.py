"""Bearer tokens of programs: one role in one organisation until a day, shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.identity.actor import Actor, ActorKind, Label, Role
from server.identity.models import AccessToken
from server.identity.policy import MANAGE_TOKENS, require
from server.identity.service.members import require_grantable, require_seen
from server.identity.service.secret import digest, fresh
from server.kit.codes import plain_line
from server.kit.errors import InvalidInput, NotAllowed
from server.kit.store.act import Outcome, act, lock, snapshot
from server.kit.store.columns import instant
from server.kit.store.readers import Readers

PREFIX = "yp_"
LONGEST_DAYS = 366
LABEL_LENGTH = 200
_SENT = (
    "SELECT id, organisation_code, role, label, expires_at FROM access_token"
    " WHERE token_hash = ? AND revoked_at IS NULL"
)


@dataclass(frozen=True)
class IssuedToken:
    """A new token. ``secret`` is nowhere else: it cannot be shown again."""

    id: int
    secret: str
    expires_at: datetime


async def issue_token(
    organisation_code: str,
    role: Role,
    *,
    days: int,
    label: str,
    by: Actor,
    at: datetime,
    today: date,
) -> IssuedToken:
    """Make a token that acts in a role for an organisation for ``days`` days, 366 at most.

    The role is one that ``by`` has; a program makes no tokens, or its own would never end. That
    the organisation exists is the caller's to know. Raises NotAllowed and InvalidInput.
    """
    async with act("issue_token", by, at=at, today=today) as opened:
        require(by, MANAGE_TOKENS, owner=organisation_code)
        require_grantable(by, role)
        if by.kind is ActorKind.PROGRAM:
            raise NotAllowed(reason="NOT_A_PERSON")
        secret = fresh(PREFIX)
        row = await opened.create(
            AccessToken,
            audience=organisation_code,
            token_hash=digest(secret),
            organisation_code=organisation_code,
            role=role.value,
            label=_label(label),
            made_by=by.key,
            created_at=at,
            expires_at=at + timedelta(days=_days(days)),
        )
        opened.done(Outcome(subject=("AccessToken", row.id)))
    return IssuedToken(row.id, secret, row.expires_at)


async def revoke_token(token_id: int, *, by: Actor, at: datetime, today: date) -> Outcome:
    """End a token at once; one that is revoked stays as it is.

    Raises NotFound also for another organisation's token, NotAllowed.
    """
    async with act("revoke_token", by, at=at, today=today) as opened:
        row = (await lock(AccessToken, token_id))[0]
        code = row.organisation_code
        require_seen(by, code, "AccessToken")
        require(by, MANAGE_TOKENS, owner=code)
        if row.revoked_at is None:
            before = snapshot(row)
            row.revoked_at = at
            await row.save(update_fields=["revoked_at"])
            opened.touch(row, before=before, audience_before=code, audience_after=code)
        return opened.done(Outcome(subject=("AccessToken", token_id)))


async def actor_of_token(
    readers: Readers, secret: str, *, at: datetime, request_id: str
) -> Actor | None:
    """Who sent this token; None, on the same path, when it is unknown, expired or revoked.

    Every request of a program asks this, so the row is read as it is, without making an object of
    it; nothing is remembered, so a revoked token ends with the act that revokes it.
    """
    row = await readers.glance(_SENT, digest(secret))
    if row is None:
        return None
    key, organisation, role, label, expires_at = row
    if at >= instant(expires_at):
        return None
    return Actor(
        kind=ActorKind.PROGRAM,
        key=f"token:{key}",
        organisation=organisation,
        roles=frozenset({Role(role)}),
        label=Label("NAMED", {"name": label}),
        request_id=request_id,
    )


def _days(days: int) -> int:
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput.of("days", "OUT_OF_RANGE", least=1, most=LONGEST_DAYS)
    return days


def _label(text: str) -> str:
    label = plain_line(text)
    if not label:
        raise InvalidInput.of("label", "REQUIRED")
    if len(label) > LABEL_LENGTH:
        raise InvalidInput.of("label", "TOO_LONG", longest=LABEL_LENGTH, length=len(label))
    return label
