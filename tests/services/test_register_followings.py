"""A merger takes along what the register has of the municipalities that end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY, actor
from server.identity.actor import Role
from server.journal.service import verify
from server.kit.errors import NotAllowed
from server.kit.store.act import Outcome
from server.obligations.effects import effects
from server.register import service
from server.register.models import Body, BodyOwner, Contact, OrganisationUnit, Seat
from server.register.rules import Change, ChangeKind, Fate, HeldKind
from server.register.service import (
    BodyInput,
    ContactInput,
    MergerInput,
    NewMunicipality,
    SeatInput,
    UnitInput,
    Wording,
)
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

NEW_YEAR, EVE = date(2027, 1, 1), date(2026, 12, 31)
urjala = actor("municipality:887", Role.ADMIN)
akaa = actor("municipality:020", Role.ADMIN)
county = cast.recorder_of_the_county
INTO_AKAA = MergerInput(("887",), "020", NEW_YEAR, "Keksitty päätös")


def number(outcome: Outcome) -> int:
    assert outcome.subject is not None
    return outcome.subject[1]


@dataclass
class Had:
    """What Urjala has: a unit, a contact, two bodies, and a seat in a body of the county."""

    unit: int
    contact: int
    own: int
    joint: int
    countys: int


async def had() -> Had:
    unit = await service.register_unit(urjala, TODAY, UnitInput(Wording("Sivistys")))
    contact = await service.set_contact(
        urjala, TODAY, ContactInput(Wording("Kirjaamo"), TODAY, email="kirjaamo@kunta.example")
    )
    own = await service.register_body(
        urjala, TODAY, BodyInput("BOARD", Wording("Urjalan kunnanhallitus"))
    )
    owners = ("municipality:887", "county:08")
    joint = await service.register_body(
        urjala, TODAY, BodyInput("NETWORK", Wording("Verkosto"), owners)
    )
    countys = await service.register_body(
        county, TODAY, BodyInput("WORKING_GROUP", Wording("HYTE-ryhmä"))
    )
    found = Had(*map(number, (unit, contact, own, joint, countys)))
    seat = SeatInput("municipality:887", "MEMBER", date(2026, 1, 1))
    await service.seat_organisation(county, TODAY, found.countys, None, seat)
    await service.seat_organisation(
        urjala, TODAY, found.own, None, SeatInput("county:08", "EXPERT", date(2026, 1, 1))
    )
    return found


async def owners(body: int) -> set[tuple[str, date | None, date | None]]:
    rows = await BodyOwner.filter(body_id=body).select_related("organisation")
    return {(row.organisation.organisation_code, row.starts_on, row.ends_on) for row in rows}


async def test_units_and_contacts_go_on_with_the_successor_and_keep_their_lineage() -> None:
    before = await had()
    await service.record_merger(cast.platform_admin, TODAY, INTO_AKAA)
    heir = (await cast.organisation("municipality:020")).id
    for model, old in ((OrganisationUnit, before.unit), (Contact, before.contact)):
        assert (await model.get(id=old)).ends_on == EVE
        new = await model.get(predecessor_id=old)
        assert (new.organisation_id, new.starts_on, new.ends_on) == (heir, NEW_YEAR, None)
    contact = await Contact.get(predecessor_id=before.contact)
    assert (contact.email, contact.task_fi) == ("kirjaamo@kunta.example", "Kirjaamo")
    assert (await verify()).first_fault is None


async def test_a_body_of_its_own_ends_with_all_its_seats() -> None:
    before = await had()
    await service.record_merger(cast.platform_admin, TODAY, INTO_AKAA)
    assert (await Body.get(id=before.own)).ends_on == EVE
    assert [seat.ends_on for seat in await Seat.filter(body_id=before.own)] == [EVE]


async def test_a_joint_body_becomes_the_successors_and_who_owned_it_stays_on_record() -> None:
    before = await had()
    await service.record_merger(cast.platform_admin, TODAY, INTO_AKAA)
    assert await owners(before.joint) == {
        ("municipality:887", None, EVE),
        ("municipality:020", NEW_YEAR, None),
        ("county:08", None, None),
    }
    assert (await Body.get(id=before.joint)).ends_on is None


async def test_a_seat_ends_and_its_bodys_keeper_is_told_whom_to_think_of() -> None:
    before = await had()
    outcome = await service.record_merger(cast.platform_admin, TODAY, INTO_AKAA)
    assert [seat.ends_on for seat in await Seat.filter(body_id=before.countys)] == [EVE]
    facts = {"code": "020", "body": "HYTE-ryhmä", "municipality": "Urjala"}
    assert {"code": "SEAT_TO_FILL", "facts": facts} in outcome.warnings


async def test_no_finding_when_the_successor_has_its_own_seat() -> None:
    before = await had()
    seat = SeatInput("municipality:020", "MEMBER", date(2026, 1, 1))
    await service.seat_organisation(county, TODAY, before.countys, None, seat)
    outcome = await service.record_merger(cast.platform_admin, TODAY, INTO_AKAA)
    assert "SEAT_TO_FILL" not in {each["code"] for each in outcome.warnings}
    ends = {each.ends_on for each in await Seat.filter(body_id=before.countys)}
    assert ends == {EVE, None}


async def test_several_become_a_new_one_and_what_they_owned_together_is_its_own() -> None:
    both = ("municipality:887", "municipality:020")
    given = BodyInput("COMMITTEE", Wording("Yhteinen lautakunta"), both)
    body = number(await service.register_body(urjala, TODAY, given))
    new = NewMunicipality("998", "Uusikunta", "Nykommun", "Newtown", "08")
    merger = MergerInput(("887", "020"), new, NEW_YEAR, "Keksitty päätös")
    await service.record_merger(cast.platform_admin, TODAY, merger)
    held = {code for code, _, ends_on in await owners(body) if ends_on is None}
    assert held == {"municipality:998"}


async def test_the_successor_answers_for_what_its_predecessor_recorded() -> None:
    before = await had()
    await service.record_merger(cast.platform_admin, TODAY, INTO_AKAA)
    async with refused(NotAllowed):
        await service.erase_contact(akaa, TODAY, before.contact, None)
    later = date(2027, 2, 1)
    await service.erase_contact(akaa, later, before.contact, None)
    assert (await Contact.get(id=before.contact)).erased_on == later
    kept = await Contact.get(predecessor_id=before.contact)
    assert kept.email == "kirjaamo@kunta.example"
    renamed = BodyInput("NETWORK", Wording("Akaan verkosto"), ("municipality:020", "county:08"))
    body = await Body.get(id=before.joint)
    await service.register_body(akaa, later, renamed, body=body.id, expected=body.revision)
    await body.refresh_from_db()
    assert body.keeper_id == (await cast.organisation("municipality:020")).id
    assert ("municipality:887", None, EVE) in await owners(body.id)


async def test_the_dry_run_tells_what_the_merger_then_does() -> None:
    before = await had()
    change = Change(ChangeKind.MERGED, "887", NEW_YEAR, "020")
    at_first = await verify()
    (effect,) = await effects([change])
    assert await verify() == at_first
    told = [(each.kind, each.fate, each.name, each.to_fill) for each in effect.register]
    assert told == [
        (HeldKind.BODY, Fate.ENDS, "Urjalan kunnanhallitus", False),
        (HeldKind.BODY, Fate.PASSES, "Verkosto", False),
        (HeldKind.SEAT, Fate.ENDS, "HYTE-ryhmä", True),
        (HeldKind.UNIT, Fate.GOES_ON, "Sivistys", False),
        (HeldKind.CONTACT, Fate.GOES_ON, "Kirjaamo", False),
    ]
    assert await Seat.filter(body_id=before.countys, ends_on=None).count() == 1


async def test_without_a_successor_the_others_go_on_and_keep_the_record() -> None:
    before = await had()
    (effect,) = await effects([Change(ChangeKind.ENDED, "887", NEW_YEAR)])
    fates = {(each.kind, each.fate) for each in effect.register}
    assert fates == {
        (HeldKind.BODY, Fate.ENDS),
        (HeldKind.BODY, Fate.LEAVES),
        (HeldKind.SEAT, Fate.ENDS),
        (HeldKind.UNIT, Fate.ENDS),
        (HeldKind.CONTACT, Fate.ENDS),
    }
    assert not [each for each in effect.register if each.to_fill]
    assert before.joint
