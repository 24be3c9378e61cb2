"""Finding organisations by the codes people and programs use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from server.kit.codes import CodeRefused, county_code, municipality_code
from server.kit.errors import FieldFault, InvalidInput, refuse
from server.kit.store.selects import day, select
from server.register.models import CountyMembership, Organisation


async def county(code: str, field: str = "county") -> Organisation:
    """The wellbeing services county of a code. Raises InvalidInput naming ``field``."""
    found = await _of_kind("COUNTY", _county(code))
    if found is None:
        raise InvalidInput.of(field, "UNKNOWN_COUNTY", code=code)
    return found


async def municipalities(codes: Sequence[str], field: str = "municipalities") -> list[Organisation]:
    """The municipalities of the codes, in the given order, each once.

    Raises InvalidInput with a fault for every code that is not a municipality's.
    """
    given = [_municipality(code) for code in codes]
    rows = Organisation.filter(kind="MUNICIPALITY", code__in=[code for code in given if code])
    known = {row.code: row for row in await rows}
    faults = [
        FieldFault((*field.split("."), str(place)), "UNKNOWN_MUNICIPALITY", {"code": codes[place]})
        for place, code in enumerate(given)
        if code not in known
    ]
    refuse(*faults)
    return [known[code] for code in dict.fromkeys(given) if code is not None]


async def municipality(code: str, field: str = "municipality") -> Organisation:
    """The municipality of a code. Raises InvalidInput naming ``field``."""
    found = await _of_kind("MUNICIPALITY", _municipality(code))
    if found is None:
        raise InvalidInput.of(field, "UNKNOWN_MUNICIPALITY", code=code)
    return found


async def organisation(code: str, field: str = "organisation") -> Organisation:
    """The organisation of an organisation code. Raises InvalidInput naming ``field``."""
    found = await Organisation.get_or_none(organisation_code=code)
    if found is None:
        raise InvalidInput.of(field, "UNKNOWN_ORGANISATION", code=code)
    return found


async def organisations(codes: Sequence[str], field: str = "organisations") -> list[Organisation]:
    """The organisations of the codes, in the given order, each once.

    Raises InvalidInput with a fault for every code that no organisation has, or for none at all.
    """
    rows = await Organisation.filter(organisation_code__in=codes) if codes else []
    known = {row.organisation_code: row for row in rows}
    faults = [
        FieldFault((*field.split("."), str(place)), "UNKNOWN_ORGANISATION", {"code": code})
        for place, code in enumerate(codes)
        if code not in known
    ]
    if not codes:
        faults.append(FieldFault((field,), "REQUIRED"))
    refuse(*faults)
    return [known[code] for code in dict.fromkeys(codes)]


async def own(organisation_code: str | None) -> Organisation:
    """The organisation an actor acts for."""
    return await Organisation.get(organisation_code=organisation_code)


async def answering(organisation: int, today: date) -> Organisation:
    """The organisation that answers today for what an organisation recorded.

    That is itself, or what it has merged into.
    """
    row = await Organisation.get(id=organisation)
    while row.successor_id is not None and row.ends_on is not None and row.ends_on < today:
        row = await Organisation.get(id=row.successor_id)
    return row


async def county_of(municipality: int, on: date) -> Organisation | None:
    """The county a municipality belongs to on a day, None where it belongs to none."""
    return (await counties_of([municipality], on)).get(municipality)


async def counties_of(municipalities: Collection[int], on: date) -> dict[int, Organisation]:
    """The counties that municipalities belong to on a day; those of none are left out."""
    homes = await homes_of(municipalities, on)
    numbers = {home.id for home in homes.values()}
    rows = await Organisation.filter(id__in=numbers) if numbers else []
    counties = {row.id: row for row in rows}
    return {municipality: counties[home.id] for municipality, home in homes.items()}


class Home(NamedTuple):
    """The county a municipality belongs to, by its id and its code."""

    id: int
    code: str


async def homes_of(municipalities: Collection[int], on: date) -> dict[int, Home]:
    """Which counties municipalities belong to on a day; those of none are left out."""
    rows = await select(
        "SELECT m.municipality_id, m.county_id, c.code, m.ends_on FROM county_membership m"
        " JOIN organisation c ON c.id = m.county_id"
        " WHERE m.municipality_id IN ? AND m.starts_on <= ? ORDER BY m.id",
        municipalities,
        on,
    )
    return {
        municipality: Home(county, code)
        for municipality, county, code, ends_on in rows
        if ends_on is None or day(ends_on) >= on
    }


async def municipalities_of(county: int, on: date) -> list[Organisation]:
    """The municipalities that belong to a county on a day, sorted as Finns sort."""
    rows = await CountyMembership.filter(county_id=county, starts_on__lte=on).select_related(
        "municipality"
    )
    valid = [row.municipality for row in rows if row.ends_on is None or row.ends_on >= on]
    return sorted(valid, key=lambda row: (row.sort_fi, row.id))


async def _of_kind(kind: str, code: str | None) -> Organisation | None:
    return await Organisation.get_or_none(kind=kind, code=code) if code else None


def _county(code: str) -> str | None:
    try:
        return county_code(code)
    except CodeRefused:
        return None


def _municipality(code: str) -> str | None:
    try:
        return municipality_code(code)
    except CodeRefused:
        return None
