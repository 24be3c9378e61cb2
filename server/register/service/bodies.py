"""Registering bodies, and the seats that organisations hold in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.codes import plain_line
from server.kit.errors import FieldFault, InvalidInput, NotFound, refuse
from server.kit.sorting import sort_key
from server.kit.store.act import PUBLIC, Outcome, act, lock, snapshot
from server.kit.store.columns import ids
from server.kit.texts import text_fault
from server.register import lookup
from server.register.holdings import owners_told
from server.register.models import Body, BodyOwner, Organisation, Seat
from server.register.rules import is_valid_on
from server.register.service.wording import Wording, days_fault

LONGEST_MANDATE = 4000
LONGEST_BASIS = 300


@dataclass(frozen=True)
class BodyInput:
    """A body. ``owners`` are organisation codes, None the actor's own organisation alone.

    ``starts_on`` and ``ends_on`` are its term, both included; None when open or not known.
    """

    kind: str
    name: Wording
    owners: tuple[str, ...] | None = None
    mandate: str | None = None
    legal_basis: str | None = None
    parent: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def faults(self) -> Iterator[FieldFault | None]:
        """What is wrong with it; None for what is right."""
        yield from self.name.faults("name")
        yield from days_fault(self.starts_on, self.ends_on)
        yield text_fault("mandate", self.mandate, longest=LONGEST_MANDATE, required=False)
        yield text_fault("legalBasis", self.legal_basis, longest=LONGEST_BASIS, required=False)

    def columns(self) -> dict[str, Any]:
        """The values of its columns."""
        name = self.name.columns("name")
        return {
            **name,
            "sort_sv": sort_key(name["name_sv"]) if name["name_sv"] else name["sort_fi"],
            "kind": self.kind,
            "mandate": (self.mandate or "").strip() or None,
            "legal_basis": plain_line(self.legal_basis or "") or None,
            "parent_id": self.parent,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }


@dataclass(frozen=True)
class SeatInput:
    """The seat of an organisation, by its code, from a day on; ``ends_on`` is included."""

    organisation: str
    role: str
    starts_on: date
    is_deputy: bool = False
    ends_on: date | None = None


async def register_body(
    by: Actor,
    today: date,
    given: BodyInput,
    *,
    body: int | None = None,
    expected: int | None = None,
) -> Outcome:
    """Register a body, kept by the actor's organisation, or write the facts of a ``body`` anew.

    Its keeper is always one of its owners. A body of one of the owners that bears the name already
    is a warning. By an editor of the keeper. Raises NotFound,
    NotAllowed, Conflict and InvalidInput: an end before the start, an unknown owner, owners
    without the keeper, a parent that is below the body itself.
    """
    async with act("register_body", by, at=now(), today=today) as opened:
        row = await _kept(by, body, today) if body is not None else None
        policy.require(by, policy.OPEN_MATTER, keeper=by.organisation)
        refuse(*given.faults())
        keeper = await lookup.own(by.organisation)
        owners = await _owners(keeper, given.owners)
        await _check_parent(body, given.parent)
        if row is not None:
            before = {**snapshot(row), **await owners_told(row)}
            opened.touch(row, before=before, audience_before=PUBLIC)
            # The successor of a keeper that has merged keeps the record from here on.
            await opened.change(row, expected, keeper_id=keeper.id, **given.columns())
        else:
            row = await opened.create(Body, keeper_id=keeper.id, **given.columns())
        await _set_owners(row, owners, today)
        opened.touch(row, before=None, after=await owners_told(row))
        alike = await _twins(row, owners, today) if body is None else []
        warnings = tuple({"code": "LIKELY_TWIN_BODY", "facts": {"body": name}} for name in alike)
        return opened.done(Outcome(("Body", row.id), warnings))


async def seat_organisation(
    by: Actor, today: date, body: int, expected: int | None, given: SeatInput
) -> Outcome:
    """Give an organisation a seat in a body; ``expected`` is the body's revision.

    By an editor of the body's keeper. Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("seat_organisation", by, at=now(), today=today) as opened:
        row = await _kept(by, body, today)
        refuse(*days_fault(given.starts_on, given.ends_on))
        organisation = await lookup.organisation(given.organisation)
        await opened.change(row, expected)
        await opened.create(
            Seat,
            body_id=row.id,
            organisation_id=organisation.id,
            role=given.role,
            is_deputy=given.is_deputy,
            starts_on=given.starts_on,
            ends_on=given.ends_on,
        )
        return opened.done(Outcome(("Body", row.id)))


async def end_seat(
    by: Actor, today: date, seat: int, expected: int | None, ends_on: date
) -> Outcome:
    """End a seat; ``ends_on`` is its last day and ``expected`` the revision of its body.

    Raises as ``seat_organisation``.
    """
    async with act("end_seat", by, at=now(), today=today) as opened:
        found = await Seat.get_or_none(id=seat)
        if found is None:
            raise NotFound(type="Seat")
        row = await _kept(by, found.body_id, today)
        await found.refresh_from_db()  # the lock on the body guards its seats
        refuse(*days_fault(found.starts_on, ends_on))
        await opened.change(row, expected)
        await opened.change(found, ends_on=ends_on)
        return opened.done(Outcome(("Body", row.id)))


async def _kept(by: Actor, body: int, today: date) -> Body:
    row = (await lock(Body, body))[0]
    keeper = await lookup.answering(row.keeper_id, today)
    policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=keeper.organisation_code)
    return row


async def _owners(keeper: Organisation, given: Sequence[str] | None) -> list[Organisation]:
    if given is None:
        return [keeper]
    owners = await lookup.organisations(given, "owners")
    if keeper not in owners:
        raise InvalidInput.of(
            "owners", "KEEPER_NOT_AN_OWNER", organisation=keeper.organisation_code
        )
    return owners


async def _twins(row: Body, owners: Sequence[Organisation], today: date) -> list[str]:
    """The names of other bodies of the owners that are called alike and have not ended."""
    owned = await ids(
        BodyOwner.filter(organisation_id__in=[owner.id for owner in owners]), "body_id"
    )
    alike = Body.filter(id__in=owned - {row.id}, sort_fi=row.sort_fi).order_by("id")
    names = {
        each.id: each.name_fi or each.name_sv or each.name_en or ""
        for each in await alike
        if each.ends_on is None or each.ends_on >= today
    }
    return list(names.values())


async def _set_owners(row: Body, owners: Sequence[Organisation], today: date) -> None:
    """Make these the owners from now on.

    Whose ownership ended by a merger, and who becomes an owner by one later, stay as they are.
    """
    rows = {each.organisation_id: each for each in await BodyOwner.filter(body_id=row.id)}
    wanted = {each.id for each in owners}
    held = {
        owner for owner, each in rows.items() if is_valid_on(each.starts_on, each.ends_on, today)
    }
    ended = {owner for owner, each in rows.items() if each.ends_on and each.ends_on < today}
    of_body = BodyOwner.filter(body_id=row.id)
    await of_body.filter(organisation_id__in=held - wanted).delete()
    await of_body.filter(organisation_id__in=ended & wanted).update(ends_on=None)
    await BodyOwner.bulk_create(
        BodyOwner(body_id=row.id, organisation_id=owner) for owner in wanted - rows.keys()
    )


async def _check_parent(body: int | None, parent: int | None) -> None:
    """Raise NotFound for an unknown parent, InvalidInput for one that is below the body itself."""
    while parent is not None:
        if parent == body:
            raise InvalidInput.of("parent", "BELOW_ITSELF")
        above = await Body.get_or_none(id=parent)
        if above is None:
            raise NotFound(type="Body")
        parent = above.parent_id
