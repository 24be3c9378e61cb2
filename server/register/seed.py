"""The national register as it comes with the product, laid into a database once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fixtures.loading import day, flag, number, rows_of, text
from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.sorting import sort_key
from server.kit.store.act import Act, Outcome, act
from server.kit.store.batches import add_missing
from server.register.holdings import owners_told
from server.register.models import (
    AreaMembership,
    Body,
    BodyOwner,
    CollaborativeArea,
    CouncilTerm,
    CountyMembership,
    Organisation,
    OrganisationUnit,
    RegisterChange,
    Seat,
)

Row = Mapping[str, str]
Ids = Mapping[str, int]

# The files say what an organisation is in law; the register says what kind of party it is here.
KINDS = {"JOINT_AUTHORITY": "HUS_GROUP", "AGENCY": "STATE_AGENCY"}
SCOPES = {"OWN_ORGANISER": "HELSINKI", "OUTSIDE_REFORM": "ALAND"}


async def seed(by: Actor, today: date) -> Outcome:
    """Add what the database lacks of the national register; what is there stays as it is.

    Counties, municipalities, other organisations, who belongs where, council terms, mergers,
    units, and the bodies that statute sets with their seats, in one act. The outcome's facts
    count the rows added. Raises NotAllowed.
    """
    async with act("seed_register", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_REGISTER)
        added = await _organisations(opened)
        rows = await Organisation.all().only("id", "organisation_code")
        ids = {row.organisation_code: row.id for row in rows}
        added += await _memberships(opened, ids)
        added += await _areas(opened, ids)
        added += await _terms(opened)
        added += await _changes(opened, ids)
        added += await _units(opened, ids)
        added += await _bodies(opened, ids)
        return opened.done(Outcome(facts={"added": added}))


async def _organisations(opened: Act) -> int:
    """Municipalities that have ended come after those they became."""
    municipalities = rows_of("register/municipalities")
    lasting = [
        *map(_county, rows_of("register/counties")),
        *map(_other, rows_of("register/organisations")),
        *(_municipality(row, {}) for row in municipalities if not row["successor"]),
    ]
    added = await add_missing(opened, Organisation.all(), lasting, _organisation_code)
    rows = await Organisation.filter(kind="MUNICIPALITY")
    ids = {row.code or "": row.id for row in rows}
    ended = [_municipality(row, ids) for row in municipalities if row["successor"]]
    more = await add_missing(opened, Organisation.all(), ended, _organisation_code)
    return len(added) + len(more)


def _organisation_code(row: Organisation) -> str:
    return row.organisation_code


def _county(row: Row) -> dict[str, Any]:
    return {
        **_shared(row),
        "kind": "COUNTY",
        "code": row["code"],
        "organisation_code": f"county:{row['code']}",
        "service_organiser": True,
        "starts_on": day(row["starts_on"]),
        "ends_on": day(row["ends_on"]),
    }


def _other(row: Row) -> dict[str, Any]:
    return {
        **_shared(row),
        "kind": KINDS.get(row["kind"], row["kind"]),
        "code": row["organisation_code"].rpartition(":")[2],
        "organisation_code": row["organisation_code"],
        "service_organiser": flag(row["service_organiser"]),
        "to_be_checked": flag(row["to_be_checked"]),
    }


def _municipality(row: Row, successors: Ids) -> dict[str, Any]:
    return {
        **_shared(row),
        "kind": "MUNICIPALITY",
        "code": row["code"],
        "organisation_code": f"municipality:{row['code']}",
        "service_organiser": flag(row["service_organiser"]),
        "mark": text(row["mark"]),
        "scope": SCOPES.get(row["scope"], text(row["scope"])),
        "language_status": text(row["language_status"]),
        "region_code": text(row["region_code"]),
        "population": number(row["population"]),
        "population_on": day(row["population_on"]),
        "starts_on": day(row["starts_on"]),
        "ends_on": day(row["ends_on"]),
        "successor_id": successors.get(row["successor"]),
    }


def _shared(row: Row) -> dict[str, Any]:
    return {
        "name_fi": row["name_fi"],
        "name_sv": text(row["name_sv"]),
        "name_en": text(row["name_en"]),
        "sort_fi": sort_key(row["name_fi"]),
        "sort_sv": sort_key(row["name_sv"] or row["name_fi"]),
        "business_id": text(row["business_id"]),
        "website": text(row["website"]),
        "source": row["source"],
    }


async def _memberships(opened: Act, ids: Ids) -> int:
    wanted = (
        {
            "municipality_id": ids[f"municipality:{row['municipality']}"],
            "county_id": ids[f"county:{row['county']}"],
            "starts_on": day(row["starts_on"]),
            "ends_on": day(row["ends_on"]),
            "source": row["source"],
        }
        for row in rows_of("register/county_memberships")
    )
    added = await add_missing(
        opened, CountyMembership.all(), wanted, lambda row: (row.municipality_id, row.starts_on)
    )
    return len(added)


async def _areas(opened: Act, ids: Ids) -> int:
    areas = (
        {
            "code": row["code"],
            "name_fi": row["name_fi"],
            "name_sv": row["name_sv"],
            "name_en": row["name_en"],
            "coordinator_id": ids[row["coordinator"]],
            "source": row["source"],
        }
        for row in rows_of("register/collaborative_areas")
    )
    added = await add_missing(opened, CollaborativeArea.all(), areas, lambda row: row.code)
    numbers = {row.code: row.id for row in await CollaborativeArea.all()}
    members = (
        {
            "area_id": numbers[row["area"]],
            "organisation_id": ids[row["organisation"]],
            "starts_on": day(row["starts_on"]),
            "ends_on": day(row["ends_on"]),
        }
        for row in rows_of("register/area_memberships")
    )
    joined = await add_missing(
        opened, AreaMembership.all(), members, lambda row: (row.organisation_id, row.starts_on)
    )
    return len(added) + len(joined)


async def _terms(opened: Act) -> int:
    wanted: Iterable[dict[str, Any]] = (
        {**row, "starts_on": day(row["starts_on"]), "ends_on": day(row["ends_on"])}
        for row in rows_of("register/council_terms")
    )
    added = await add_missing(opened, CouncilTerm.all(), wanted, lambda row: (row.kind, row.key))
    return len(added)


async def _changes(opened: Act, ids: Ids) -> int:
    wanted = (
        {
            "kind": row["kind"],
            "on": day(row["on"]),
            "organisation_id": ids[row["organisation"]],
            "other_id": ids[row["other"]] if row["other"] else None,
            "source": row["source"],
            "recorded_at": opened.at,
        }
        for row in rows_of("register/register_changes")
    )
    added = await add_missing(
        opened,
        RegisterChange.all(),
        wanted,
        lambda row: (row.kind, row.on, row.organisation_id),
    )
    return len(added)


async def _units(opened: Act, ids: Ids) -> int:
    """Units of organisations that have none: whoever has recorded one knows its own better."""
    have = {row.organisation_id for row in await OrganisationUnit.all()}
    wanted = (
        {
            "organisation_id": ids[row["organisation"]],
            "name_fi": row["name_fi"],
            "name_sv": text(row["name_sv"]),
            "name_en": text(row["name_en"]),
            "sort_fi": sort_key(row["name_fi"]),
        }
        for row in rows_of("register/units")
        if ids[row["organisation"]] not in have
    )
    added = await add_missing(
        opened, OrganisationUnit.all(), wanted, lambda row: (row.organisation_id, row.name_fi)
    )
    return len(added)


async def _bodies(opened: Act, ids: Ids) -> int:
    """Bodies by their code; one that is there already keeps its facts, owners and seats."""
    wanted = (
        {
            "code": row["code"],
            "kind": row["kind"],
            "name_fi": row["name_fi"],
            "name_sv": text(row["name_sv"]),
            "name_en": text(row["name_en"]),
            "sort_fi": sort_key(row["name_fi"]),
            "sort_sv": sort_key(row["name_sv"] or row["name_fi"]),
            "legal_basis": row["legal_basis"],
            "keeper_id": ids[row["keeper"]],
            "starts_on": day(row["starts_on"]),
            "ends_on": day(row["ends_on"]),
        }
        for row in rows_of("register/bodies")
    )
    added = await add_missing(opened, Body.all(), wanted, lambda row: row.code)
    for body in added.values():
        await BodyOwner.create(body_id=body.id, organisation_id=body.keeper_id)
        opened.touch(body, before=None, after=await owners_told(body))
    seats = [row for row in rows_of("register/body_seats") if row["body"] in added]
    for row in seats:
        for place in range(int(row["seats"]) + int(row["deputies"])):
            await opened.create(
                Seat,
                body_id=added[row["body"]].id,
                organisation_id=ids[row["organisation"]],
                role=row["role"],
                is_deputy=place >= int(row["seats"]),
                starts_on=day(row["starts_on"]),
            )
    return len(added)
