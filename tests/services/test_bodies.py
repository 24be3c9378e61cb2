from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.identity.actor import Actor
from server.journal.models import JournalEntry, PersonalNote
from server.kit.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from server.kit.store.act import Outcome
from server.register import service
from server.register.models import Body, BodyOwner, Contact, OrganisationUnit, Seat
from server.register.service import BodyInput, ContactInput, SeatInput, UnitInput, Wording
from server.search.models import SearchEntry
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

JOINT = BodyInput(
    kind="COMMITTEE",
    name=Wording("Yhteistyötoimikunta", "Samarbetskommittén"),
    owners=("county:08", "municipality:020"),
    starts_on=date(2025, 6, 1),
)
CHAIR = SeatInput("municipality:020", "CHAIR", date(2025, 6, 1))
ADVICE = ContactInput(Wording("Neuvonta"), date(2026, 1, 1), email="neuvonta@alue.example")
DIVISION = UnitInput(Wording("Sivistystoimiala"))  # in Finnish alone, as no seeded one is
editor = cast.recorder_of_the_county
admin = cast.admin_of_the_county


def row_of(outcome: Outcome) -> int:
    assert outcome.subject is not None
    return outcome.subject[1]


async def registered(given: BodyInput = JOINT) -> int:
    return row_of(await service.register_body(editor, TODAY, given))


def codes(error: DomainError) -> list[tuple[str, str]]:
    assert isinstance(error, InvalidInput)
    return [(".".join(fault.path), fault.code) for fault in error.faults]


async def owners(body: int) -> set[str]:
    rows = await BodyOwner.filter(body_id=body).select_related("organisation")
    return {row.organisation.organisation_code for row in rows}


async def test_a_joint_body_is_kept_by_one_of_its_owners() -> None:
    body = await registered()
    row = await Body.get(id=body).select_related("keeper")
    assert (row.keeper.organisation_code, row.kind, row.revision) == ("county:08", "COMMITTEE", 1)
    assert await owners(body) == {"county:08", "municipality:020"}
    assert await journalled("register_body") == [("Body", body)]
    entry = await JournalEntry.filter(act="register_body").get()
    assert "municipality:020" in str(entry.after)


async def test_a_body_is_its_keepers_own_unless_owners_are_named() -> None:
    assert await owners(await registered(replace(JOINT, owners=None))) == {"county:08"}


async def test_the_keeper_writes_a_body_anew_and_nobody_else() -> None:
    body = await registered()
    given = replace(JOINT, name=Wording(en="Joint group"), owners=("county:08", "hus"))
    await service.register_body(editor, TODAY, given, body=body, expected=1)
    row = await Body.get(id=body)
    assert (row.name_fi, row.name_en, row.revision) == (None, "Joint group", 2)
    assert await owners(body) == {"county:08", "hus"}
    last = await JournalEntry.filter(act="register_body").order_by("-seq").first()
    assert last is not None
    assert "municipality:020" in str(last.before) and "municipality:020" not in str(last.after)
    async with refused(NotAllowed):
        await service.register_body(
            cast.editor_of_the_municipality, TODAY, given, body=body, expected=2
        )
    async with refused(Conflict):
        await service.register_body(editor, TODAY, given, body=body, expected=1)


async def test_a_body_may_work_under_another_but_not_under_itself() -> None:
    above = await registered()
    below = await registered(replace(JOINT, parent=above))
    assert (await Body.get(id=below)).parent_id == above
    for parent in (above, below):
        async with refused(InvalidInput) as told:
            await service.register_body(
                editor, TODAY, replace(JOINT, parent=parent), body=above, expected=1
            )
        assert codes(told.value) == [("parent", "BELOW_ITSELF")]
    async with refused(NotFound):
        await registered(replace(JOINT, parent=below + 1))


def bodies_that_cannot_be() -> Iterator[tuple[BodyInput, str, str]]:
    yield replace(JOINT, ends_on=date(2025, 5, 31)), "endsOn", "ENDS_BEFORE_START"
    yield replace(JOINT, name=Wording(" ")), "name", "REQUIRED"
    yield replace(JOINT, name=Wording("x" * 201)), "name.fi", "TOO_LONG"
    yield replace(JOINT, owners=("county:08", "county:99")), "owners.1", "UNKNOWN_ORGANISATION"
    yield replace(JOINT, owners=()), "owners", "REQUIRED"
    yield replace(JOINT, owners=("hus",)), "owners", "KEEPER_NOT_AN_OWNER"
    yield replace(JOINT, name=Wording("\u200b")), "name.fi", "NOTHING_VISIBLE"
    yield replace(JOINT, starts_on=date(1, 1, 1)), "startsOn", "DAY_NOT_PLAUSIBLE"
    yield replace(JOINT, ends_on=date(9999, 12, 31)), "endsOn", "DAY_NOT_PLAUSIBLE"


@pytest.mark.parametrize(("given", "field", "code"), list(bodies_that_cannot_be()))
async def test_a_body_that_cannot_be_is_refused(given: BodyInput, field: str, code: str) -> None:
    async with refused(InvalidInput) as told:
        await registered(given)
    assert codes(told.value) == [(field, code)]
    assert await Body.filter(code=None).count() == 0


async def test_a_seat_belongs_to_an_organisation_until_it_ends() -> None:
    body = await registered()
    await service.seat_organisation(editor, TODAY, body, 1, CHAIR)
    seat = await Seat.get(body_id=body)
    assert (seat.role, seat.is_deputy, seat.ends_on) == ("CHAIR", False, None)
    assert set(await journalled("seat_organisation")) == {("Body", body), ("Seat", seat.id)}
    await service.end_seat(editor, TODAY, seat.id, 2, TODAY)
    await seat.refresh_from_db()
    assert (seat.ends_on, (await Body.get(id=body)).revision) == (TODAY, 3)
    assert set(await journalled("end_seat")) == {("Body", body), ("Seat", seat.id)}


async def test_a_seat_that_cannot_be_is_refused() -> None:
    body = await registered()
    for given, fault in (
        (replace(CHAIR, organisation="county:99"), ("organisation", "UNKNOWN_ORGANISATION")),
        (replace(CHAIR, ends_on=date(2025, 5, 31)), ("endsOn", "ENDS_BEFORE_START")),
    ):
        async with refused(InvalidInput) as told:
            await service.seat_organisation(editor, TODAY, body, 1, given)
        assert codes(told.value) == [fault]
    async with refused(Conflict):
        await service.seat_organisation(editor, TODAY, body, 2, CHAIR)
    async with refused(NotAllowed):
        await service.seat_organisation(cast.editor_of_the_municipality, TODAY, body, 1, CHAIR)
    async with refused(NotFound):
        await service.seat_organisation(editor, TODAY, body + 1, 1, CHAIR)
    assert await Seat.filter(body_id=body).count() == 0


async def test_a_seat_does_not_end_before_it_begins() -> None:
    body = await registered()
    await service.seat_organisation(editor, TODAY, body, 1, CHAIR)
    seat = await Seat.get(body_id=body)
    async with refused(InvalidInput):
        await service.end_seat(editor, TODAY, seat.id, 2, date(2025, 5, 31))
    async with refused(NotAllowed):
        await service.end_seat(cast.editor_of_the_municipality, TODAY, seat.id, 2, TODAY)
    async with refused(NotFound):
        await service.end_seat(editor, TODAY, seat.id + 1, 2, TODAY)
    assert (await Seat.get(id=seat.id)).ends_on is None


async def test_a_contact_is_set_changed_and_ended() -> None:
    contact = row_of(await service.set_contact(admin, TODAY, ADVICE))
    assert await journalled("set_contact") == [("Contact", contact)]
    given = replace(ADVICE, email=None, phone="+358 10 123 456", title="Suunnittelija")
    await service.set_contact(admin, TODAY, given, contact=contact, expected=1)
    row = await Contact.get(id=contact).select_related("organisation")
    assert (row.email, row.phone, row.revision) == (None, "+358 10 123 456", 2)
    assert row.organisation.organisation_code == "county:08"
    async with refused(InvalidInput):
        await service.end_contact(admin, TODAY, contact, 2, date(2025, 12, 31))
    async with refused(Conflict):
        await service.end_contact(admin, TODAY, contact, 1, TODAY)
    await service.end_contact(admin, TODAY, contact, 2, TODAY)
    assert (await Contact.get(id=contact)).ends_on == TODAY


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (replace(ADVICE, email=None), ("email", "REQUIRED")),
        (replace(ADVICE, email="neuvonta"), ("email", "NOT_AN_EMAIL_ADDRESS")),
        (replace(ADVICE, email="a@b.fi, c@d.fi"), ("email", "NOT_AN_EMAIL_ADDRESS")),
        (replace(ADVICE, email="a@alue"), ("email", "NOT_AN_EMAIL_ADDRESS")),
        (replace(ADVICE, phone="vaihde"), ("phone", "NOT_A_PHONE_NUMBER")),
        (replace(ADVICE, task=Wording()), ("task", "REQUIRED")),
        (replace(ADVICE, ends_on=date(2025, 12, 31)), ("endsOn", "ENDS_BEFORE_START")),
    ],
)
async def test_a_contact_that_reaches_nobody_is_refused(
    given: ContactInput, fault: tuple[str, str]
) -> None:
    async with refused(InvalidInput) as told:
        await service.set_contact(admin, TODAY, given)
    assert codes(told.value) == [fault]
    assert await Contact.all().count() == 0


@pytest.mark.parametrize("by", [*cast.SIX, cast.platform_admin])
async def test_contacts_are_the_business_of_the_own_administrator(by: Actor) -> None:
    contact = row_of(await service.set_contact(admin, TODAY, ADVICE))
    async with refused(NotAllowed):
        await service.set_contact(by, TODAY, ADVICE)
    async with refused(NotAllowed):
        await service.set_contact(by, TODAY, ADVICE, contact=contact, expected=1)
    async with refused(NotAllowed):
        await service.end_contact(by, TODAY, contact, 1, TODAY)
    assert (await Contact.get()).revision == 1


async def test_units_are_registered_by_the_own_administrator_or_the_registers_keeper() -> None:
    unit = row_of(await service.register_unit(admin, TODAY, DIVISION))
    assert await journalled("register_unit") == [("OrganisationUnit", unit)]
    by = cast.platform_admin
    given = replace(DIVISION, ends_on=TODAY)
    await service.register_unit(by, TODAY, given, unit=unit, expected=1)
    await service.register_unit(by, TODAY, DIVISION, organisation="municipality:091")
    recorded = OrganisationUnit.filter(name_sv=None).order_by("id")
    rows = await recorded.select_related("organisation")
    assert [(row.organisation.organisation_code, row.ends_on) for row in rows] == [
        ("county:08", TODAY),
        ("municipality:091", None),
    ]
    for other in cast.SIX:
        async with refused(NotAllowed):
            await service.register_unit(other, TODAY, DIVISION)
    async with refused(NotAllowed):
        await service.register_unit(admin, TODAY, DIVISION, organisation="municipality:091")
    async with refused(InvalidInput):
        await service.register_unit(by, TODAY, DIVISION, organisation="municipality:998")
    async with refused(NotFound):
        await service.register_unit(by, TODAY, DIVISION, unit=99, expected=1)
    early = UnitInput(Wording("Y"), date(2026, 2, 1), date(2026, 1, 31))
    async with refused(InvalidInput):
        await service.register_unit(admin, TODAY, early)


async def ended_contact(by: Actor = admin) -> int:
    given = replace(ADVICE, title="Neuvoja", phone="+358 10 123 456")
    contact = row_of(await service.set_contact(by, TODAY, given))
    await service.end_contact(by, TODAY, contact, 1, date(2026, 11, 20))
    return contact


async def test_what_leads_to_a_person_stands_apart_in_the_journal() -> None:
    contact = await ended_contact()
    entries = JournalEntry.filter(object_type="Contact", object_id=contact)
    rows = await entries.order_by("seq")
    told = " ".join(f"{row.before} {row.after}" for row in rows)
    assert "Neuvonta" in told
    for personal in ("neuvonta@alue.example", "+358 10 123 456", "Neuvoja"):
        assert personal not in told
    notes = await PersonalNote.filter(seq__in=[row.seq for row in rows])
    assert len(notes) == 2
    assert all("neuvonta@alue.example" in note.data for note in notes)


async def test_an_ended_contact_is_erased_everywhere_and_the_chain_still_verifies() -> None:
    contact = await ended_contact()
    await service.erase_contact(admin, TODAY, contact, 2)
    row = await Contact.get(id=contact)
    assert (row.title, row.email, row.phone, row.erased_on) == (None, None, None, TODAY)
    assert (row.task_fi, row.ends_on, row.revision) == ("Neuvonta", date(2026, 11, 20), 3)
    seqs = [each.seq for each in await JournalEntry.filter(object_type="Contact")]
    assert await PersonalNote.filter(seq__in=seqs).count() == 0
    assert {kind for kind, _ in await journalled("erase_contact")} == {"Contact", "PersonalNote"}
    assert "alue.example" not in str([await JournalEntry.all().values()])
    entry = await SearchEntry.get(kind="Contact", ref_id=contact)
    assert "neuvonta" in entry.terms


async def test_a_contact_in_use_or_erased_before_is_not_erased() -> None:
    contact = row_of(await service.set_contact(admin, TODAY, ADVICE))
    for day in (None, TODAY):
        if day:
            await service.end_contact(admin, TODAY, contact, 1, day)
        async with refused(InvalidInput) as told:
            await service.erase_contact(admin, TODAY, contact, None)
        assert codes(told.value) == [("contact", "STILL_IN_USE")]
    await service.erase_contact(admin, date(2026, 11, 22), contact, 2)
    for again in (
        service.erase_contact(admin, TODAY, contact, 3),
        service.end_contact(admin, TODAY, contact, 3, TODAY),
        service.set_contact(admin, TODAY, ADVICE, contact=contact, expected=3),
    ):
        async with refused(InvalidInput) as told:
            await again
        assert codes(told.value) == [("contact", "ALREADY_ERASED")]


@pytest.mark.parametrize("by", [*cast.SIX, cast.platform_admin])
async def test_nobody_else_erases_a_contact(by: Actor) -> None:
    contact = await ended_contact()
    async with refused(NotAllowed):
        await service.erase_contact(by, TODAY, contact, 2)
    async with refused(Conflict):
        await service.erase_contact(admin, TODAY, contact, 1)


async def test_bodies_units_and_contacts_are_found_by_their_words() -> None:
    body = await registered()
    unit = row_of(await service.register_unit(admin, TODAY, DIVISION))
    contact = row_of(await service.set_contact(admin, TODAY, ADVICE))
    for kind, number, words in (
        ("Body", body, {"yhteistyötoimikunta", "samarbetskommitten", "pirkanmaan"}),
        ("OrganisationUnit", unit, {"sivistystoimiala", "pirkanmaan"}),
        ("Contact", contact, {"neuvonta", "pirkanmaan"}),
    ):
        entry = await SearchEntry.get(kind=kind, ref_id=number)
        assert words <= set(entry.terms.split()), kind
        assert "alue.example" not in entry.terms
