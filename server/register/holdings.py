"""What an organisation has in the register when it ends, and what becomes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.expressions import Q

from server.kit.findings import Finding
from server.kit.period import day_before
from server.kit.store.act import PUBLIC, Act, lock, snapshot
from server.kit.store.columns import ids
from server.register.models import Body, BodyOwner, Contact, Organisation, OrganisationUnit, Seat
from server.register.rules import Fate, Held, HeldKind, Others, fate, is_to_be_filled

Row = OrganisationUnit | Contact | Seat | Body


@dataclass(frozen=True)
class Following:
    """One thing that follows when an organisation ends: what becomes of a row.

    ``body`` is the body itself or that of a seat, None of units and contacts. ``to_fill`` tells
    of a seat that falls vacant and that the successor might be given.
    """

    row: Row
    kind: HeldKind
    fate: Fate
    to_fill: bool = False
    body: Body | None = None

    @property
    def name(self) -> str:
        """What the unit, the task of the contact, or the body is called; Finnish first."""
        row: Any = self.row if self.body is None else self.body
        column = "task" if self.kind is HeldKind.CONTACT else "name"
        names = (getattr(row, f"{column}_{each}") for each in ("fi", "sv", "en"))
        return next((name for name in names if name), "")


@dataclass(frozen=True)
class Ending:
    """An organisation that ends the day before ``on``, and the one that goes on with it.

    ``heir`` is None when there is no successor, and in a dry run when that has yet to begin.
    """

    organisation: Organisation
    on: date
    successor: bool
    heir: Organisation | None = None


async def followings(ending: Ending) -> list[Following]:
    """What follows for everything the organisation has, bodies first. Nothing is written.

    What stays as it is is left out.
    """
    bodies = await _bodies(ending)
    over = {each.row.id for each in bodies if each.fate is Fate.ENDS}
    found = [*bodies, *await _seats(ending, over)]
    for kind, model in ((HeldKind.UNIT, OrganisationUnit), (HeldKind.CONTACT, Contact)):
        rows: Any = model.filter(_since(ending.on), organisation_id=ending.organisation.id)
        found += [_following(kind, row, ending) for row in await rows.order_by("sort_fi", "id")]
    return [each for each in found if each.fate is not Fate.STAYS]


async def follow(opened: Act, ending: Ending) -> list[Finding]:
    """Carry out what follows; the findings name the seats the successor might be given."""
    every = await followings(ending)
    await lock(Body, *{each.body.id for each in every if each.body is not None})
    for each in every:
        await _STEPS[each.kind, each.fate](opened, ending, each)
    return [_to_fill(each, ending) for each in every if each.to_fill]


async def owners_told(row: Body) -> dict[str, list[str]]:
    """The owners, who are part of the body: the journal tells of them with it."""
    owners = BodyOwner.filter(body_id=row.id).select_related("organisation")
    return {"owners": sorted([_owner_told(each) for each in await owners])}


def _owner_told(row: BodyOwner) -> str:
    code = row.organisation.organisation_code
    if row.starts_on is None and row.ends_on is None:
        return code
    return f"{code} {row.starts_on or ''}–{row.ends_on or ''}"


def _since(day: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=day)


def _following(
    kind: HeldKind, row: Any, ending: Ending, others: Others = Others.NONE, body: Body | None = None
) -> Following:
    held = Held(kind, row.starts_on, row.ends_on, others)
    on, successor = ending.on, ending.successor
    to_fill = is_to_be_filled(held, on, successor=successor)
    return Following(row, kind, fate(held, on, successor=successor), to_fill, body)


async def _bodies(ending: Ending) -> list[Following]:
    own = ending.organisation.id
    owned = await ids(BodyOwner.filter(_since(ending.on), organisation_id=own), "body_id")
    shared = BodyOwner.filter(_since(ending.on), body_id__in=owned).exclude(organisation_id=own)
    joint = await ids(shared, "body_id")
    return [
        _following(
            HeldKind.BODY, row, ending, Others.OWNERS if row.id in joint else Others.NONE, row
        )
        for row in await Body.filter(id__in=owned).order_by("sort_fi", "id")
    ]


async def _seats(ending: Ending, over: Collection[int]) -> list[Following]:
    rows = Seat.filter(_since(ending.on), organisation_id=ending.organisation.id)
    heir = ending.heir.id if ending.heir else None
    filled = await ids(Seat.filter(_since(ending.on), organisation_id=heir), "body_id")

    def others(seat: Seat) -> Others:
        if seat.body_id in over or (seat.body.ends_on and seat.body.ends_on < ending.on):
            return Others.ENDING
        return Others.FILLED if seat.body_id in filled else Others.NONE

    return [
        _following(HeldKind.SEAT, row, ending, others(row), row.body)
        for row in await rows.order_by("body_id", "id").select_related("body")
    ]


def _to_fill(each: Following, ending: Ending) -> Finding:
    heir = (ending.heir or ending.organisation).code
    return Finding.of(
        "SEAT_TO_FILL", code=heir, body=each.name, municipality=ending.organisation.name_fi
    )


async def _end(opened: Act, ending: Ending, each: Following) -> None:
    await opened.change(each.row, ends_on=day_before(ending.on))


async def _go_on(opened: Act, ending: Ending, each: Following) -> None:
    """End the old row; the successor's own begins, with its lineage."""
    own = ("organisation_id", "predecessor_id", "revision", "starts_on")
    goes_on = {n: v for n, v in _columns(each.row).items() if n not in own}
    await _end(opened, ending, each)
    await opened.create(
        type(each.row),
        **goes_on,
        organisation_id=_heir(ending),
        predecessor_id=each.row.id,
        starts_on=ending.on,
    )


async def _pass(opened: Act, ending: Ending, each: Following) -> None:
    await opened.change(each.row, organisation_id=_heir(ending))


async def _take_back(opened: Act, ending: Ending, each: Following) -> None:
    await opened.remove(each.row)


async def _end_body(opened: Act, ending: Ending, each: Following) -> None:
    """End a body and the seats of others in it; a seat that would begin later never does."""
    await _end(opened, ending, each)
    seats = Seat.filter(_since(ending.on), body_id=each.row.id)
    for seat in await seats.exclude(organisation_id=ending.organisation.id).order_by("id"):
        if seat.starts_on < ending.on:
            await opened.change(seat, ends_on=day_before(ending.on))
        else:
            await opened.remove(seat)


async def _pass_body(opened: Act, ending: Ending, each: Following) -> None:
    """The organisation's ownership ends the day before; the successor's begins, if it has none."""
    row = await _before_owners(opened, each)
    owners = BodyOwner.filter(body_id=row.id)
    await owners.filter(organisation_id=ending.organisation.id).update(
        ends_on=day_before(ending.on)
    )
    if not await owners.filter(organisation_id=_heir(ending)).exists():
        await BodyOwner.create(body_id=row.id, organisation_id=_heir(ending), starts_on=ending.on)
    opened.touch(row, before=None, after=await owners_told(row))


async def _leave_body(opened: Act, ending: Ending, each: Following) -> None:
    """The other owners go on with the body; one of them keeps its record."""
    row = await _before_owners(opened, each)
    own = BodyOwner.filter(body_id=row.id, organisation_id=ending.organisation.id)
    await own.update(ends_on=day_before(ending.on))
    if row.keeper_id == ending.organisation.id:
        others = BodyOwner.filter(_since(ending.on), body_id=row.id).order_by("organisation_id")
        first = await others.exclude(organisation_id=ending.organisation.id).first()
        if first is not None:
            await opened.change(row, keeper_id=first.organisation_id)
    opened.touch(row, before=None, after=await owners_told(row))


async def _before_owners(opened: Act, each: Following) -> Body:
    """The body as it is now, noted for the journal with its owners before they change."""
    row = await Body.get(id=each.row.id)
    opened.touch(row, before={**snapshot(row), **await owners_told(row)}, audience_before=PUBLIC)
    await opened.change(row)
    return row


def _heir(ending: Ending) -> int:
    if ending.heir is None:
        raise LookupError("nothing passes to a successor that is not there")
    return ending.heir.id


def _columns(row: Row) -> dict[str, Any]:
    columns = row._meta.fields_db_projection
    return {name: getattr(row, name) for name in columns if name != "id"}


Step = Callable[[Act, Ending, Following], Awaitable[None]]
_STEPS: Mapping[tuple[HeldKind, Fate], Step] = {
    (HeldKind.UNIT, Fate.GOES_ON): _go_on,
    (HeldKind.UNIT, Fate.PASSES): _pass,
    (HeldKind.UNIT, Fate.ENDS): _end,
    (HeldKind.UNIT, Fate.TAKEN_BACK): _take_back,
    (HeldKind.CONTACT, Fate.GOES_ON): _go_on,
    (HeldKind.CONTACT, Fate.PASSES): _pass,
    (HeldKind.CONTACT, Fate.ENDS): _end,
    (HeldKind.CONTACT, Fate.TAKEN_BACK): _take_back,
    (HeldKind.SEAT, Fate.ENDS): _end,
    (HeldKind.SEAT, Fate.TAKEN_BACK): _take_back,
    (HeldKind.BODY, Fate.ENDS): _end_body,
    (HeldKind.BODY, Fate.PASSES): _pass_body,
    (HeldKind.BODY, Fate.LEAVES): _leave_body,
}
