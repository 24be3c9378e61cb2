"""Invitations: a role waiting for whoever the provider says has an e-mail address."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

from server.identity.actor import SYSTEM, Actor, Role
from server.identity.models import Invitation
from server.identity.policy import MANAGE_MEMBERS, require
from server.identity.service.members import admitted, require_grantable
from server.kit.errors import InvalidInput
from server.kit.store.act import Outcome, act, lock, snapshot

LONGEST_DAYS: Final = 90
LONGEST_ADDRESS: Final = 254  # characters of an e-mail address, RFC 5321 § 4.5.3.1.3
_ADDRESS: Final = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+")


def address_digest(address: str, secret: str) -> str:
    """What stands for an e-mail address here: HMAC-SHA256 under the service's secret.

    Capitals and the way letters are composed do not count, as no one's provider tells them apart.
    Raises InvalidInput for what is no address.
    """
    written = unicodedata.normalize("NFC", address.strip()).casefold()
    if len(written) > LONGEST_ADDRESS or _ADDRESS.fullmatch(written) is None:
        raise InvalidInput.of("email", "NOT_AN_EMAIL_ADDRESS")
    return hmac.new(secret.encode(), written.encode(), hashlib.sha256).hexdigest()


async def invite_member(
    digest: str,
    organisation_code: str,
    role: Role,
    *,
    days: int,
    by: Actor,
    at: datetime,
    today: date,
) -> Outcome:
    """Let whoever signs in with the digest's address within ``days`` days, 90 at most, have a role.

    A second invitation to one address replaces the first. That the organisation exists is the
    caller's to know. Raises NotAllowed and InvalidInput.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput.of("days", "OUT_OF_RANGE", least=1, most=LONGEST_DAYS)
    async with act("invite_member", by, at=at, today=today) as opened:
        require(by, MANAGE_MEMBERS, owner=organisation_code)
        require_grantable(by, role)
        values = {
            "role": role.value,
            "made_by": by.key,
            "created_at": at,
            "expires_at": at + timedelta(days=days),
        }
        held = await Invitation.get_or_none(
            email_digest=digest, organisation_code=organisation_code
        )
        if held is None:
            held = await opened.create(
                Invitation,
                audience=organisation_code,
                email_digest=digest,
                organisation_code=organisation_code,
                **values,
            )
        else:
            before = snapshot(held)
            await held.update_from_dict(values).save(update_fields=list(values))
            opened.touch(
                held,
                before=before,
                audience_before=organisation_code,
                audience_after=organisation_code,
            )
        return opened.done(Outcome(subject=("Invitation", held.id)))


async def open_invitations(digest: str, at: datetime) -> list[Invitation]:
    """The invitations to an address that are not over at this instant, by organisation code."""
    return await Invitation.filter(email_digest=digest, expires_at__gt=at).order_by(
        "organisation_code"
    )


async def accept_invitation(
    invitation_id: int, account_id: int, *, at: datetime, today: date
) -> Outcome:
    """Give the account the role it was invited to; the invitation is used up.

    Whose address it is, the provider has said. Raises NotFound when another sign-in was faster.
    """
    async with act("accept_invitation", SYSTEM, at=at, today=today) as opened:
        held = (await lock(Invitation, invitation_id))[0]
        require(SYSTEM, MANAGE_MEMBERS, owner=held.organisation_code)
        member = await admitted(opened, account_id, held.organisation_code, Role(held.role))
        await opened.remove(held, audience=held.organisation_code)
        return opened.done(Outcome(subject=("Membership", member.id)))


async def purge_invitations(at: datetime) -> int:
    """Delete the invitations that are over at this instant, and say how many they were."""
    return await Invitation.filter(expires_at__lte=at).delete()
