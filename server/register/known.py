"""The municipalities as the register has them on a day, told to the rules, and their print."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from tortoise.expressions import Q

from server.kit.period import day_before
from server.kit.store.columns import texts
from server.register.models import CountyMembership, Organisation, RegisterChange
from server.register.rules import Municipality, is_valid_on


async def municipalities(on: date) -> list[Municipality]:
    """Every municipality ever known, as what is recorded so far has it on a day.

    Those that end just the day before are left out, so that what was recorded for a day is not
    planned for it again.
    """
    ends_now = Q(ends_on=day_before(on))
    rows = Organisation.filter(~ends_now | Q(ends_on=None), kind="MUNICIPALITY").order_by("code")
    counties = await _counties(on)
    return [
        Municipality(
            code=row.code or "",
            name_fi=row.name_fi,
            name_sv=row.name_sv or "",
            name_en=row.name_en or "",
            language_status=row.language_status or "",
            county=counties.get(row.id),
            ends_on=row.ends_on,
            successor=row.successor.code if row.successor else None,
        )
        for row in await rows.select_related("successor")
    ]


async def county_codes() -> list[str]:
    """The official codes of the counties."""
    return await texts(Organisation.filter(kind="COUNTY").order_by("code"), "code")


async def last_change_on() -> date | None:
    """The day of the latest merger or move on record, None when there is none."""
    kinds = ("NEW", "ENDED", "MERGED", "MOVED")
    last = await RegisterChange.filter(kind__in=kinds).order_by("-on").first()
    return last.on if last else None


async def fingerprint() -> str:
    """A print of everything an import compares with: another one, another register."""
    rows = await Organisation.filter(kind="MUNICIPALITY").order_by("id").values(
        "code", "name_fi", "name_sv", "name_en", "language_status", "ends_on", "successor_id"
    )  # fmt: skip
    memberships = await CountyMembership.all().order_by("id").values(
        "municipality_id", "county_id", "starts_on", "ends_on"
    )  # fmt: skip
    told = json.dumps([rows, memberships], default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


async def _counties(on: date) -> dict[int, str]:
    rows = await CountyMembership.filter(starts_on__lte=on).select_related("county")
    return {
        row.municipality_id: row.county.code or ""
        for row in rows
        if is_valid_on(row.starts_on, row.ends_on, on)
    }
