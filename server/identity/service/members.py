"""Accounts and their roles in organisations. An account is what an issuer says of a subject."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tortoise.expressions import Q

from server.identity.actor import Actor, ActorKind, Role
from server.identity.models import Account, Membership
from server.identity.policy import MANAGE_MEMBERS, require
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from server.kit.store.act import Act, Outcome, act, lock, snapshot


async def known_account(issuer: str, subject: str, label: str, *, at: datetime) -> Account:
    """The account of this issuer's subject, made when it is new, called what the issuer says now.

    Signing in is no act: the journal tells of roles, not of visits.
    """
    account, _ = await Account.get_or_create(
        issuer=issuer, subject=subject, defaults={"label": label, "created_at": at}
    )
    if account.label != label:
        account.label = label
        await account.save(update_fields=["label"])
    return account


async def memberships_on(day: date, account_id: int) -> list[Membership]:
    """The account's memberships in force on a day, by organisation code."""
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    held = Membership.filter(open_ended, account_id=account_id, starts_on__lte=day)
    return await held.order_by("organisation_code")


async def membership_on(day: date, account_id: int, organisation_code: str) -> Membership | None:
    """The account's membership of one organisation on a day, None when it has none."""
    held = await memberships_on(day, account_id)
    return next((m for m in held if m.organisation_code == organisation_code), None)


async def admit_member(
    account_id: int,
    organisation_code: str,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    today: date,
    ends_on: date | None = None,
) -> Outcome:
    """Give an account a role in an organisation from today, or change the role it has there.

    ``ends_on`` is the last day, None leaves it open. The row touched names the organisation, so
    that others can notice its first member. That the organisation exists is the caller's to know.
    Raises NotAllowed, NotFound for the account, InvalidInput when the last day is past.
    """
    async with act("admit_member", by, at=at, today=today) as opened:
        require(by, MANAGE_MEMBERS, owner=organisation_code)
        require_grantable(by, role)
        if ends_on is not None and ends_on < today:
            raise InvalidInput.of("endsOn", "PAST", today=today)
        held = await admitted(opened, account_id, organisation_code, role, ends_on=ends_on)
        return opened.done(Outcome(subject=("Membership", held.id)))


async def admitted(
    opened: Act, account_id: int, organisation_code: str, role: Role, *, ends_on: date | None = None
) -> Membership:
    """The membership as an open act makes or changes it. Raises NotFound for the account."""
    # The account's lock keeps two admissions of one account from making two rows.
    await lock(Account, account_id)
    held = await Membership.get_or_none(account_id=account_id, organisation_code=organisation_code)
    if held is not None:
        await _readmit(opened, held, role, ends_on)
        return held
    return await opened.create(
        Membership,
        audience=organisation_code,
        account_id=account_id,
        organisation_code=organisation_code,
        role=role.value,
        starts_on=opened.today,
        ends_on=ends_on,
    )


async def end_membership(membership_id: int, *, by: Actor, at: datetime, today: date) -> Outcome:
    """End a membership at once: yesterday is its last day, and open sessions lose the role.

    A membership that began today leaves no day and is removed. One that has ended stays as it is.
    Raises NotFound also for another organisation's member.
    """
    async with act("end_membership", by, at=at, today=today) as opened:
        held = (await lock(Membership, membership_id))[0]
        require_seen(by, held.organisation_code, "Membership")
        require(by, MANAGE_MEMBERS, owner=held.organisation_code)
        last = today - timedelta(days=1)
        if held.starts_on > last:
            await opened.remove(held, audience=held.organisation_code)
        elif held.ends_on is None or held.ends_on > last:
            before = snapshot(held)
            held.ends_on = last
            await held.save(update_fields=["ends_on"])
            _note(opened, held, before)
        return opened.done(Outcome(subject=("Membership", membership_id)))


def require_grantable(by: Actor, role: Role) -> None:
    """Nobody gives a role they do not have. Raises NotAllowed; the server gives any."""
    if by.kind is not ActorKind.SYSTEM and role not in by.roles:
        raise NotAllowed(reason="ROLE_BEYOND_OWN", role=role.value)


def require_seen(by: Actor, organisation_code: str, type_name: str) -> None:
    """What belongs to another organisation answers like what does not exist: raises NotFound."""
    if by.kind is not ActorKind.SYSTEM and by.organisation != organisation_code:
        raise NotFound(type=type_name)


async def _readmit(opened: Act, held: Membership, role: Role, ends_on: date | None) -> None:
    """Change the role of a member; one whose membership has ended begins anew today."""
    before = snapshot(held)
    if held.ends_on is not None and held.ends_on < opened.today:
        held.starts_on = opened.today
    held.role, held.ends_on = role.value, ends_on
    if snapshot(held) != before:
        await held.save(update_fields=["role", "starts_on", "ends_on"])
        _note(opened, held, before)


def _note(opened: Act, held: Membership, before: dict[str, object]) -> None:
    code = held.organisation_code
    opened.touch(held, before=before, audience_before=code, audience_after=code)
