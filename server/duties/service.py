"""The acts on duties: adding one, writing one anew, and ending one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from server.duties.inputs import BasisInput, DutyInput
from server.duties.models import Duty, DutyLegalBasis, DutyParty, Theme
from server.duties.rules import key_fault
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput, NotFound, refuse
from server.kit.store.act import PUBLIC, Act, Outcome, act, lock, snapshot
from server.kit.store.columns import ids
from server.register import lookup
from server.register.models import Organisation
from server.register.service.wording import days_fault

AFTER_THE_CATALOGUE = 1_000_000
"""The place of every local duty; the national catalogue counts its own from 10."""


async def add_duty(
    by: Actor, today: date, given: DutyInput, *, national_key: str | None = None
) -> Outcome:
    """Add a local duty kept by the actor's organisation, or one of the national catalogue.

    A local duty by an editor; one with a ``national_key`` by an administrator of the platform.
    Raises NotAllowed, NotFound and InvalidInput: an unknown theme, party or statute, parties
    without the keeper, a national duty under a local one or without a language.
    """
    async with act("add_duty", by, at=now(), today=today) as opened:
        national = national_key is not None
        _require(by, by.organisation, national)
        refuse(*_faults(given, national_key))
        if national and await Duty.filter(key=national_key).exists():
            raise InvalidInput.of("nationalKey", "CODE_TAKEN", code=national_key)
        keeper = None if national else await lookup.own(by.organisation)
        parties = await _parties(keeper, given.parties)
        row = await opened.create(
            Duty,
            key=national_key,
            keeper_id=keeper.id if keeper else None,
            place=await _last_place() if national else AFTER_THE_CATALOGUE,
            **await _columns(given, None, national),
        )
        await _write_around(opened, row, parties, given.legal_bases)
        return opened.done(Outcome(("Duty", row.id)))


async def amend_duty(
    by: Actor, today: date, duty: int, expected: int | None, given: DutyInput
) -> Outcome:
    """Write a duty anew with its parties and legal bases; local or national it stays.

    A local duty by an editor of its keeper, a national one by an administrator of the platform.
    Raises as ``add_duty``, and Conflict.
    """
    async with act("amend_duty", by, at=now(), today=today) as opened:
        row, keeper = await _changeable(by, duty)
        refuse(*_faults(given, row.key))
        columns = await _columns(given, row.id, keeper is None)
        parties = await _parties(keeper, given.parties)
        opened.touch(row, before={**snapshot(row), **await _around(row)}, audience_before=PUBLIC)
        await opened.change(row, expected, **columns)
        await _write_around(opened, row, parties, given.legal_bases)
        return opened.done(Outcome(("Duty", row.id)))


async def end_duty(
    by: Actor, today: date, duty: int, expected: int | None, ends_on: date
) -> Outcome:
    """End a duty; ``ends_on`` is its last day. Its parts go on and are told of in a warning.

    By whom ``amend_duty`` is. Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("end_duty", by, at=now(), today=today) as opened:
        row, _ = await _changeable(by, duty)
        refuse(*days_fault(row.starts_on, ends_on))
        opened.touch(row, before={**snapshot(row), **await _around(row)}, audience_before=PUBLIC)
        await opened.change(row, expected, ends_on=ends_on)
        opened.touch(row, before=None, after=await _around(row))
        parts = await Duty.filter(parent_id=row.id)
        lasting = [each for each in parts if each.ends_on is None or each.ends_on > ends_on]
        warnings = [{"code": "PARTS_GO_ON", "facts": {"count": len(lasting)}}] if lasting else []
        return opened.done(Outcome(("Duty", row.id), warnings=tuple(warnings)))


def _require(by: Actor, keeper: str | None, national: bool) -> None:
    if national:
        policy.require(by, policy.MANAGE_CATALOGUE)
    else:
        policy.require(by, policy.OPEN_MATTER, keeper=keeper)


async def _changeable(by: Actor, duty: int) -> tuple[Duty, Organisation | None]:
    """The duty, locked, and its keeper; None for one of the national catalogue."""
    row = (await lock(Duty, duty))[0]
    if row.keeper_id is None:
        policy.require(by, policy.MANAGE_CATALOGUE)
        return row, None
    keeper = await Organisation.get(id=row.keeper_id)
    policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=keeper.organisation_code)
    return row, keeper


def _faults(given: DutyInput, national_key: str | None) -> list[Any]:
    key = key_fault("nationalKey", national_key) if national_key is not None else None
    return [key, *given.faults(national=national_key is not None)]


async def _columns(given: DutyInput, duty: int | None, national: bool) -> dict[str, Any]:
    await _check_parent(duty, given.parent, national)
    theme = await Theme.get_or_none(key=given.theme) if given.theme else None
    if given.theme and theme is None:
        raise InvalidInput.of("theme", "UNKNOWN_THEME", key=given.theme)
    return {**given.columns(), "theme_id": theme.id if theme else None}


async def _check_parent(duty: int | None, parent: int | None, national: bool) -> None:
    """Raise NotFound for an unknown parent, InvalidInput for one that cannot be above the duty."""
    nearest = True
    while parent is not None:
        if parent == duty:
            raise InvalidInput.of("parent", "PART_OF_ITSELF")
        above = await Duty.get_or_none(id=parent)
        if above is None:
            raise NotFound(type="Duty")
        if nearest and national and above.keeper_id is not None:
            raise InvalidInput.of("parent", "PART_OF_A_LOCAL_DUTY")
        nearest, parent = False, above.parent_id


async def _parties(
    keeper: Organisation | None, given: Sequence[str] | None
) -> Sequence[Organisation]:
    if keeper is None:
        return ()
    if given is None:
        return (keeper,)
    parties = await lookup.organisations(given, "parties")
    if keeper not in parties:
        raise InvalidInput.of(
            "parties", "KEEPER_NOT_A_PARTY", organisation=keeper.organisation_code
        )
    return parties


async def _last_place() -> int:
    last = await Duty.filter(keeper_id=None).order_by("-place").first()
    return last.place + 10 if last else 10


async def _write_around(
    opened: Act, row: Duty, parties: Sequence[Organisation], bases: Sequence[BasisInput]
) -> None:
    """Replace the duty's parties and legal bases, and note them with it for the journal."""
    have = await ids(DutyParty.filter(duty_id=row.id), "organisation_id")
    wanted = [each.id for each in parties]
    await DutyParty.filter(duty_id=row.id, organisation_id__not_in=wanted).delete()
    await DutyParty.bulk_create(
        DutyParty(duty_id=row.id, organisation_id=each) for each in wanted if each not in have
    )
    await DutyLegalBasis.filter(duty_id=row.id).delete()
    await DutyLegalBasis.bulk_create(
        DutyLegalBasis(duty_id=row.id, place=place, **basis.columns())
        for place, basis in enumerate(bases, start=1)
    )
    opened.touch(row, before=None, after=await _around(row))


async def _around(row: Duty) -> dict[str, list[str]]:
    """Whose the duty is and what it rests on, for the journal."""
    parties = DutyParty.filter(duty_id=row.id).select_related("organisation")
    bases = DutyLegalBasis.filter(duty_id=row.id).order_by("place", "id")
    return {
        "parties": sorted([each.organisation.organisation_code for each in await parties]),
        "legal_bases": [f"{each.statute} {each.section}" for each in await bases],
    }
