from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from fixtures.loading import rows_of
from server.duties import service
from server.duties.inputs import MOST_BASES, BasisInput, DutyInput, Passage
from server.duties.models import Duty, DutyLegalBasis, DutyParty, Theme
from server.duties.seed import seed
from server.identity.actor import SYSTEM
from server.journal.models import JournalEntry
from server.kit.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from server.kit.store.act import Outcome
from server.register.service import Wording
from server.search.models import SearchEntry
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

LOCAL = DutyInput(
    name=Wording("Yhteinen matkaketju", "Gemensam resekedja"),
    topic="VITALITY",
    description=Passage(fi="Kuljetukset\nlähikunnista"),
    theme="resident-services",
    parties=("county:08", "municipality:020"),
    starts_on=date(2026, 1, 1),
    legal_bases=(
        BasisInput("611/2021", "14 §", rule=cast.RULE),
        BasisInput("320/2017", "181 §", Passage(sv="Planeringen")),
    ),
)
NATIONAL = DutyInput(
    name=Wording("Kirjastot", "Bibliotek", "Libraries"),
    topic="VITALITY",
    description=Passage("Kirjastot", "Bibliotek", "Libraries"),
)
editor = cast.recorder_of_the_county
platform = cast.platform_admin


def row_of(outcome: Outcome) -> int:
    assert outcome.subject is not None
    return outcome.subject[1]


async def added(given: DutyInput = LOCAL) -> int:
    return row_of(await service.add_duty(editor, TODAY, given))


async def national(key: str) -> Duty:
    return await Duty.get(key=key)


async def parties(duty: int) -> set[str]:
    rows = await DutyParty.filter(duty_id=duty).select_related("organisation")
    return {row.organisation.organisation_code for row in rows}


async def bases(duty: int) -> list[tuple[str, str, str | None]]:
    rows = await DutyLegalBasis.filter(duty_id=duty).order_by("place", "id")
    return [(row.statute, row.section, row.rule_key) for row in rows]


def codes(error: DomainError) -> list[tuple[str, str]]:
    assert isinstance(error, InvalidInput)
    return [(".".join(fault.path), fault.code) for fault in error.faults]


async def test_the_national_catalogue_is_there_and_comes_once() -> None:
    assert await Theme.all().count() == 4
    assert await Duty.filter(keeper_id=None).count() == len(rows_of("duties"))
    assert await DutyLegalBasis.all().count() == len(rows_of("duty_legal_bases"))
    assert (await seed(SYSTEM, TODAY)).facts == {"added": 0}
    child = await Duty.get(key="student-welfare").select_related("parent", "theme")
    assert child.parent is not None and child.theme is not None
    assert (child.parent.key, child.theme.key) == ("children-and-families", "resident-services")


async def test_what_somebody_changed_in_the_catalogue_is_not_seeded_back() -> None:
    row = await national("culture")
    given = replace(NATIONAL, parent=row.parent_id)
    await service.amend_duty(platform, TODAY, row.id, 1, given)
    assert (await seed(SYSTEM, TODAY)).facts == {"added": 0}
    assert (await national("culture")).name_fi == "Kirjastot"
    assert await bases(row.id) == []


async def test_a_local_duty_belongs_to_those_who_agreed_on_it() -> None:
    duty = await added()
    row = await Duty.get(id=duty).select_related("keeper", "theme")
    assert row.keeper is not None and row.theme is not None
    assert (row.key, row.keeper.organisation_code, row.revision) == (None, "county:08", 1)
    assert row.theme.key == "resident-services"
    assert row.description_fi == "Kuljetukset\nlähikunnista"
    assert await parties(duty) == {"county:08", "municipality:020"}
    assert await bases(duty) == [
        ("611/2021", "14 §", cast.RULE),
        ("320/2017", "181 §", None),
    ]
    last = (await DutyLegalBasis.filter(duty_id=duty).order_by("-place"))[0]
    assert last.source_url == "https://www.finlex.fi/fi/laki/ajantasa/2017/20170320"
    assert await journalled("add_duty") == [("Duty", duty)]
    entry = await JournalEntry.filter(act="add_duty").get()
    assert "municipality:020" in str(entry.after) and "320/2017 181 §" in str(entry.after)


async def test_a_local_duty_is_its_keepers_own_unless_parties_are_named() -> None:
    assert await parties(await added(replace(LOCAL, parties=None))) == {"county:08"}


async def test_local_duties_come_after_the_national_ones() -> None:
    duty = await added()
    last = await Duty.all().order_by("-place", "-id").first()
    assert last is not None
    assert last.id == duty


async def test_a_duty_is_found_by_words_until_it_has_another_name() -> None:
    duty = await added()

    async def terms() -> str:
        return (await SearchEntry.get(kind="Duty", ref_id=duty)).terms

    assert "matkaketju" in await terms()
    await service.amend_duty(editor, TODAY, duty, 1, replace(LOCAL, name=Wording("Kyydit")))
    assert "matkaketju" not in await terms() and "kyydit" in await terms()


async def test_the_keeper_writes_its_duty_anew_and_nobody_else() -> None:
    duty = await added()
    given = replace(
        LOCAL,
        name=Wording(en="Shared rides"),
        theme=None,
        parties=("county:08", "hus"),
        legal_bases=(BasisInput("320/2017", "182 §"),),
    )
    await service.amend_duty(editor, TODAY, duty, 1, given)
    row = await Duty.get(id=duty)
    assert (row.name_fi, row.name_en, row.theme_id, row.revision) == (None, "Shared rides", None, 2)
    assert await parties(duty) == {"county:08", "hus"}
    assert await bases(duty) == [("320/2017", "182 §", None)]
    last = await JournalEntry.filter(act="amend_duty").get()
    assert "municipality:020" in str(last.before) and "municipality:020" not in str(last.after)
    for other in (cast.editor_of_the_municipality, platform, cast.nobody):
        async with refused(NotAllowed):
            await service.amend_duty(other, TODAY, duty, 2, given)
    async with refused(Conflict):
        await service.amend_duty(editor, TODAY, duty, 1, given)
    async with refused(NotFound):
        await service.amend_duty(editor, TODAY, duty + 1, 1, given)


async def test_the_national_catalogue_is_written_by_the_platform_alone() -> None:
    add = service.add_duty
    for other in (editor, cast.admin_of_the_county, cast.steering_viewer, cast.nobody):
        async with refused(NotAllowed):
            await add(other, TODAY, NATIONAL, national_key="libraries")
        async with refused(NotAllowed):
            await service.amend_duty(other, TODAY, (await national("culture")).id, 1, NATIONAL)
        async with refused(NotAllowed):
            await service.end_duty(other, TODAY, (await national("culture")).id, 1, TODAY)
    duty = row_of(await add(platform, TODAY, NATIONAL, national_key="libraries"))
    row = await Duty.get(id=duty)
    assert (row.key, row.keeper_id, await parties(duty)) == ("libraries", None, set())
    assert row.place == int(rows_of("duties")[-1]["place"]) + 10
    async with refused(InvalidInput) as told:
        await add(platform, TODAY, NATIONAL, national_key="libraries")
    assert codes(told.value) == [("nationalKey", "CODE_TAKEN")]


async def test_a_duty_may_be_part_of_another_but_not_of_itself() -> None:
    above = await added(replace(LOCAL, parent=(await national("vitality")).id))
    below = await added(replace(LOCAL, parent=above))
    for parent in (above, below):
        async with refused(InvalidInput) as told:
            await service.amend_duty(editor, TODAY, above, 1, replace(LOCAL, parent=parent))
        assert codes(told.value) == [("parent", "PART_OF_ITSELF")]
    async with refused(NotFound):
        await added(replace(LOCAL, parent=below + 1))
    async with refused(InvalidInput) as told:
        given = replace(NATIONAL, parent=above)
        await service.add_duty(platform, TODAY, given, national_key="libraries")
    assert codes(told.value) == [("parent", "PART_OF_A_LOCAL_DUTY")]


def duties_that_cannot_be() -> Iterator[tuple[DutyInput, str, str]]:
    yield replace(LOCAL, ends_on=date(2025, 12, 31)), "endsOn", "ENDS_BEFORE_START"
    yield replace(LOCAL, name=Wording(" ")), "name", "REQUIRED"
    yield replace(LOCAL, name=Wording(sv="x" * 201)), "name.sv", "TOO_LONG"
    yield replace(LOCAL, description=Passage(en="x" * 2001)), "description.en", "TOO_LONG"
    yield replace(LOCAL, theme="wellbeing"), "theme", "UNKNOWN_THEME"
    yield replace(LOCAL, parties=("county:08", "county:99")), "parties.1", "UNKNOWN_ORGANISATION"
    yield replace(LOCAL, parties=()), "parties", "REQUIRED"
    yield replace(LOCAL, parties=("hus",)), "parties", "KEEPER_NOT_A_PARTY"
    one = BasisInput("611/2021", "14 §")
    yield with_bases(BasisInput("14 §", "14 §")), "legalBases.0.statute", "NOT_A_STATUTE"
    yield with_bases(one, replace(one, section=" ")), "legalBases.1.section", "REQUIRED"
    noted = replace(one, note=Passage(fi="x" * 301))
    yield with_bases(noted), "legalBases.0.note.fi", "TOO_LONG"
    yield with_bases(*[one] * (MOST_BASES + 1)), "legalBases", "TOO_MANY_BASES"


def with_bases(*given: BasisInput) -> DutyInput:
    return replace(LOCAL, legal_bases=given)


@pytest.mark.parametrize(("given", "field", "code"), list(duties_that_cannot_be()))
async def test_a_duty_that_cannot_be_is_refused(given: DutyInput, field: str, code: str) -> None:
    async with refused(InvalidInput) as told:
        await added(given)
    assert codes(told.value) == [(field, code)]


@pytest.mark.parametrize(
    ("given", "key", "faults"),
    [
        (NATIONAL, "Kirjastot", [("nationalKey", "NOT_A_DUTY_KEY")]),
        (
            replace(NATIONAL, name=Wording("Kirjastot"), description=Passage(en="Libraries")),
            "libraries",
            [
                ("name.sv", "REQUIRED"),
                ("name.en", "REQUIRED"),
                ("description.fi", "REQUIRED"),
                ("description.sv", "REQUIRED"),
            ],
        ),
        (
            replace(NATIONAL, parties=("hus",)),
            "libraries",
            [("parties", "NATIONAL_DUTY_HAS_NO_PARTIES")],
        ),
        (
            replace(NATIONAL, name=Wording("x" * 201, "Bibliotek", "Libraries")),
            "libraries",
            [("name.fi", "TOO_LONG")],
        ),
    ],
)
async def test_a_national_duty_is_whole_or_refused(
    given: DutyInput, key: str, faults: list[tuple[str, str]]
) -> None:
    async with refused(InvalidInput) as told:
        await service.add_duty(platform, TODAY, given, national_key=key)
    assert codes(told.value) == faults


async def test_a_duty_ends_and_its_parts_that_go_on_are_told_of() -> None:
    above = await added()
    part = await added(replace(LOCAL, parent=above))
    async with refused(InvalidInput) as told:
        await service.end_duty(editor, TODAY, above, 1, date(2025, 12, 31))
    assert codes(told.value) == [("endsOn", "ENDS_BEFORE_START")]
    outcome = await service.end_duty(editor, TODAY, above, 1, date(2026, 12, 31))
    assert outcome.warnings == ({"code": "PARTS_GO_ON", "facts": {"count": 1}},)
    assert (await Duty.get(id=above)).ends_on == date(2026, 12, 31)
    assert await parties(above) == {"county:08", "municipality:020"}
    ended = await service.end_duty(editor, TODAY, part, 1, date(2026, 12, 31))
    assert ended.warnings == ()
    again = await service.end_duty(editor, TODAY, above, 2, date(2026, 12, 31))
    assert again.warnings == ()
    entry = await SearchEntry.get(kind="Duty", ref_id=part)
    assert entry.sort_on == date(2026, 12, 31)
