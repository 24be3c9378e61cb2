"""Registering the units of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import refuse
from server.kit.store.act import Outcome, act, lock
from server.register import lookup
from server.register.models import Organisation, OrganisationUnit
from server.register.service.wording import Wording, days_fault


@dataclass(frozen=True)
class UnitInput:
    """A unit; ``starts_on`` None is a first day not known, ``ends_on`` None goes on."""

    name: Wording
    starts_on: date | None = None
    ends_on: date | None = None


async def register_unit(
    by: Actor,
    today: date,
    given: UnitInput,
    *,
    organisation: str | None = None,
    unit: int | None = None,
    expected: int | None = None,
) -> Outcome:
    """Register a unit of an organisation, by its code, or write the facts of a ``unit`` anew.

    None is the actor's own organisation; a unit stays with its own. By an administrator of the
    organisation or the register's keeper. Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("register_unit", by, at=now(), today=today) as opened:
        row = (await lock(OrganisationUnit, unit))[0] if unit is not None else None
        owner = await _owner(by, today, organisation, row)
        if not policy.may(by, policy.MANAGE_REGISTER).allowed:
            code = owner.organisation_code if owner else None
            policy.require(by, policy.MANAGE_CONTACTS, owner=code)
        refuse(*given.name.faults("name"), *days_fault(given.starts_on, given.ends_on))
        values: dict[str, Any] = {
            **given.name.columns("name"),
            "starts_on": given.starts_on,
            "ends_on": given.ends_on,
        }
        if row is not None:
            await opened.change(row, expected, **values)
        else:
            of = owner or await lookup.organisation(organisation or "")
            row = await opened.create(OrganisationUnit, organisation_id=of.id, **values)
        return opened.done(Outcome(("OrganisationUnit", row.id)))


async def _owner(
    by: Actor, today: date, organisation: str | None, row: OrganisationUnit | None
) -> Organisation | None:
    """Who answers for the unit; None when nobody's, which only the register's keeper is told."""
    if row is not None:
        return await lookup.answering(row.organisation_id, today)
    return await Organisation.get_or_none(organisation_code=organisation or by.organisation)
