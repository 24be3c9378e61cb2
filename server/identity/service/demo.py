"""The demo's sign-in: any role of any organisation, without persons. Only on a demo server."""

from __future__ import annotations

from datetime import date, datetime

from server.identity.actor import LADDER, NATIONAL, SYSTEM, Role
from server.identity.service.members import admit_member, known_account, membership_on
from server.identity.service.sessions import DEMO_ISSUER, start_session
from server.kit.errors import InvalidInput, NotFound
from server.kit.settings import Settings


def available_roles(organisation_code: str) -> tuple[Role, ...]:
    """The roles the demo offers in an organisation: a ministry has the national ones as well."""
    return (*LADDER, *NATIONAL) if organisation_code.startswith("ministry:") else LADDER


async def sign_in_demo(
    organisation_code: str, role: Role, *, settings: Settings, at: datetime, today: date
) -> str:
    """Sign in as a role of an organisation and return the cookie's value.

    The account is the role itself, one per role and organisation. That the organisation exists is
    the caller's to know. Raises NotFound unless this is a demo server, InvalidInput for a role
    the organisation does not have.
    """
    if not settings.demo:
        raise NotFound(type="DemoAccount")
    if role not in available_roles(organisation_code):
        raise InvalidInput.of("role", "NOT_OF_THIS_ORGANISATION", role=role.value)
    subject = f"{role.value}@{organisation_code}"
    account = await known_account(DEMO_ISSUER, subject, subject, at=at)
    member = await membership_on(today, account.id, organisation_code)
    if member is None or member.role != role.value:
        await admit_member(account.id, organisation_code, role, by=SYSTEM, at=at, today=today)
    return await start_session(account.id, organisation_code, at=at, today=today)
