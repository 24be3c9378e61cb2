from __future__ import annotations

import json
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.identity.actor import Actor
from server.kit.errors import Conflict, InvalidInput, NotAllowed
from server.kit.period import Period
from server.kit.store.columns import texts
from server.negotiations.models import NegotiationParty
from server.obligations.models import Obligation
from server.obligations.standings import differing
from server.register import lookup, service
from server.register.models import (
    CouncilTerm,
    CountyMembership,
    FormerName,
    Organisation,
    RegisterChange,
)
from server.register.service import (
    MergerInput,
    MoveInput,
    Names,
    NewMunicipality,
    OrganisationInput,
    RenameInput,
)
from server.search.models import SearchEntry
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

NEW_YEAR = date(2027, 1, 1)
EVE = date(2026, 12, 31)
MARCH = date(2026, 3, 10)
SOURCE = "Keksitty päätös"
URJALA_INTO_AKAA = MergerInput(("887",), "020", NEW_YEAR, SOURCE)
UUSILA = NewMunicipality("999", "Uusila", "Nystad", "Uusila", "08")


async def merged(given: MergerInput = URJALA_INTO_AKAA) -> None:
    await service.record_merger(cast.platform_admin, TODAY, given)


async def test_a_merged_municipality_ends_and_keeps_its_history() -> None:
    await cast.county_in_use()
    await cast.held(MARCH, ["887"])
    await merged()
    urjala = await cast.organisation("municipality:887")
    akaa = await cast.organisation("municipality:020")
    assert (urjala.ends_on, urjala.successor_id) == (EVE, akaa.id)
    (membership,) = await CountyMembership.filter(municipality_id=urjala.id)
    assert membership.ends_on == EVE
    assert await cast.status_of("887", EVE) == "FULFILLED"
    assert await cast.status_of("887", NEW_YEAR) == "FULFILLED"
    assert "PREDECESSOR_NEGOTIATED" in (await cast.standing_of("020", NEW_YEAR)).because
    assert await lookup.county_of(urjala.id, EVE)
    assert await lookup.county_of(urjala.id, NEW_YEAR) is None
    assert len(await cast.municipalities_of(on=NEW_YEAR)) == 22
    assert not [each async for each in differing(TODAY)]


async def test_a_merged_municipality_that_never_negotiated_is_no_longer_bound() -> None:
    await cast.county_in_use()
    await merged()
    assert await cast.status_of("887", EVE) == "NOT_STARTED"
    assert await cast.status_of("887", NEW_YEAR) == "NOT_APPLICABLE"
    reasons = json.loads((await cast.standing_of("887", NEW_YEAR)).because)
    assert reasons[0]["code"] == "MERGED"
    assert reasons[0]["organisation"]["fi"] == "Akaa"
    assert await cast.status_of("020", NEW_YEAR) == "NOT_STARTED"


async def test_a_merger_is_one_act_with_its_rows() -> None:
    await merged()
    change = await RegisterChange.get(kind="MERGED", on=NEW_YEAR)
    touched = await journalled("record_merger")
    assert ("RegisterChange", change.id) in touched
    assert {type_ for type_, _ in touched} == {
        "CountyMembership", "Obligation", "Organisation", "RegisterChange",
    }  # fmt: skip


async def test_two_municipalities_become_a_new_one_with_its_own_obligation() -> None:
    await cast.county_in_use()
    await merged(MergerInput(("020", "887"), UUSILA, NEW_YEAR, SOURCE))
    row = await cast.organisation("municipality:999")
    assert (row.starts_on, row.mark, row.scope) == (NEW_YEAR, "Uus", "COUNTY")
    obligation = await cast.obligation_of("999")
    assert (obligation.applies_from, obligation.applies_to) == (NEW_YEAR, date(2029, 5, 31))
    assert await cast.status_of("999", TODAY) == "NOT_APPLICABLE"
    assert await cast.status_of("999", NEW_YEAR) == "NOT_STARTED"
    assert await SearchEntry.filter(kind="Municipality", ref_id=row.id).count() == 1
    await cast.held(date(2027, 2, 2), ["999"])
    assert await cast.status_of("999", date(2027, 2, 2)) == "FULFILLED"


async def test_a_municipality_that_moves_is_bound_with_each_county_in_its_time() -> None:
    await cast.county_in_use()
    await cast.county_in_use("07")
    move = MoveInput("887", "07", NEW_YEAR, SOURCE)
    await service.record_move(cast.platform_admin, TODAY, move)
    assert await cast.status_of("887", EVE) == "NOT_STARTED"
    assert await cast.status_of("887", NEW_YEAR) == "NOT_APPLICABLE"
    assert await cast.status_of("887", NEW_YEAR, county="07") == "NOT_STARTED"
    assert await cast.status_of("887", EVE, county="07") == "NOT_APPLICABLE"
    assert (await cast.obligation_of("887")).applies_to == EVE
    assert not [each async for each in differing(TODAY)]


async def test_a_move_from_before_the_term_leaves_no_obligation_with_the_old_county() -> None:
    move = MoveInput("887", "07", date(2025, 5, 1), SOURCE)
    await service.record_move(cast.platform_admin, TODAY, move)
    rows = Obligation.filter(municipality__code="887")
    assert await texts(rows.filter(rule__key=cast.RULE), "county__code") == ["07"]
    assert set(await texts(rows, "county__code")) == {"07"}


@pytest.mark.parametrize("by", cast.SIX)
async def test_only_the_platform_records_mergers(by: Actor) -> None:
    async with refused(NotAllowed):
        await service.record_merger(by, TODAY, URJALA_INTO_AKAA)
    async with refused(NotAllowed):
        await service.record_move(by, TODAY, MoveInput("887", "07", NEW_YEAR, SOURCE))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (MergerInput((), "020", NEW_YEAR, SOURCE), "REQUIRED"),
        (MergerInput(("887",), "887", NEW_YEAR, SOURCE), "INTO_ITSELF"),
        (MergerInput(("887",), "998", NEW_YEAR, SOURCE), "UNKNOWN_MUNICIPALITY"),
        (MergerInput(("998",), "020", NEW_YEAR, SOURCE), "UNKNOWN_MUNICIPALITY"),
        (MergerInput(("887",), "588", NEW_YEAR, SOURCE), "UNKNOWN_SUCCESSOR"),
        (MergerInput(("588",), "020", NEW_YEAR, SOURCE), "CHANGES_NOTHING"),
        (MergerInput(("887",), "020", date(2024, 1, 1), SOURCE), "BEFORE_LAST_CHANGE"),
        (MergerInput(("887",), "020", NEW_YEAR, " "), "REQUIRED"),
        (MergerInput(("887",), "020", date(2100, 12, 31), SOURCE), "TOO_FAR_AHEAD"),
        (MergerInput(("091",), "049", NEW_YEAR, SOURCE), "OUTSIDE_THE_COUNTIES"),
        (
            MergerInput(("887",), NewMunicipality("020", "A", "A", "A", "08"), NEW_YEAR, SOURCE),
            "CODE_TAKEN",
        ),
        (
            MergerInput(("887",), NewMunicipality("999", "A", "A", "A", "91"), NEW_YEAR, SOURCE),
            "UNKNOWN_COUNTY",
        ),
    ],
)
async def test_a_merger_that_cannot_be_is_refused(given: MergerInput, code: str) -> None:
    async with refused(InvalidInput) as told:
        await merged(given)
    assert isinstance(told.value, InvalidInput)
    assert code in [fault.code for fault in told.value.faults]


async def test_a_merger_on_another_day_than_new_year_is_a_warning() -> None:
    given = MergerInput(("887",), "020", date(2027, 3, 1), SOURCE)
    outcome = await service.record_merger(cast.platform_admin, TODAY, given)
    assert [warning["code"] for warning in outcome.warnings] == ["NOT_NEW_YEAR"]


async def test_a_renamed_municipality_is_found_by_both_names_and_stands_in_its_place() -> None:
    await cast.county_in_use()
    negotiation = await cast.held(MARCH, ["020"])
    given = RenameInput(Names("Öljykylä", "Oljeby", "Öljykylä"), date(2026, 11, 1), SOURCE)
    revision = (await cast.organisation("municipality:020")).revision
    async with refused(Conflict):
        await service.rename_organisation(
            cast.platform_admin, TODAY, "municipality:020", revision + 1, given
        )
    await service.rename_organisation(
        cast.platform_admin, TODAY, "municipality:020", revision, given
    )
    row = await cast.organisation("municipality:020")
    assert (row.name_fi, row.sort_fi) == ("Öljykylä", "{cljykyl{b")
    former = await FormerName.get()
    assert (former.name_fi, former.ends_on) == ("Akaa", date(2026, 10, 31))
    party = await NegotiationParty.get(negotiation_id=negotiation, organisation_id=row.id)
    assert party.sort_fi == (await cast.obligation_of()).sort_fi == row.sort_fi
    entry = await SearchEntry.get(kind="Municipality", ref_id=row.id)
    assert {"akaa", "öljykylä", "oljeby"} <= set(entry.terms.split())


async def test_a_name_to_come_or_the_present_one_is_refused() -> None:
    names = Names("Akaa", "Ackas", "Akaa")
    for given in (RenameInput(names, TODAY, SOURCE), RenameInput(Names("X"), NEW_YEAR, SOURCE)):
        async with refused(InvalidInput):
            await service.rename_organisation(
                cast.platform_admin, TODAY, "municipality:020", None, given
            )


async def test_an_editor_adds_an_association_and_sees_its_likely_twin() -> None:
    given = OrganisationInput("ASSOCIATION", Names("Esimerkin kyläyhdistys"), "Oma tieto")
    by = cast.editor_of_the_municipality
    first = await service.register_organisation(by, TODAY, given)
    second = await service.register_organisation(by, TODAY, given)
    assert first.warnings == ()
    assert second.warnings[0]["facts"]["code"] == "association:esimerkin-kylayhdistys"
    codes = [row.organisation_code for row in await Organisation.filter(kind="ASSOCIATION")]
    assert codes == [
        "association:esimerkin-kylayhdistys", "association:esimerkin-kylayhdistys-2",
    ]  # fmt: skip


async def test_a_business_id_makes_the_code_and_belongs_to_one_organisation() -> None:
    by = cast.editor_of_the_municipality
    given = OrganisationInput("COMPANY", Names("Toinen nimi Oy"), "Oma tieto", "FI1234567-1")
    outcome = await service.register_organisation(by, TODAY, given)
    assert outcome.warnings == ()
    assert await Organisation.filter(organisation_code="company:1234567-1").exists()
    for taken, whose in (("1234567-1", "company:1234567-1"), ("FI15675350", "hus")):
        again = OrganisationInput("COMPANY", Names("Kolmas nimi Oy"), "Oma tieto", taken)
        async with refused(InvalidInput) as told:
            await service.register_organisation(by, TODAY, again)
        assert isinstance(told.value, InvalidInput)
        (fault,) = told.value.faults
        assert (fault.path, fault.code) == (("businessId",), "BUSINESS_ID_TAKEN")
        assert fault.facts == {"organisation": whose}


async def test_official_kinds_and_wrong_facts_are_refused() -> None:
    by = cast.editor_of_the_municipality
    async with refused(NotAllowed):
        given = OrganisationInput("MINISTRY", Names("Uusi ministeriö"), SOURCE)
        await service.register_organisation(by, TODAY, given)
    async with refused(NotAllowed):
        given = OrganisationInput("COMPANY", Names("Oy"), SOURCE)
        await service.register_organisation(cast.nobody, TODAY, given)
    async with refused(InvalidInput) as told:
        given = OrganisationInput("SHIP", Names(" "), " ", "1234567-8", "ftp://example.org")
        await service.register_organisation(by, TODAY, given)
    assert isinstance(told.value, InvalidInput)
    assert [fault.path[0] for fault in told.value.faults] == [
        "name", "source", "kind", "website", "businessId",
    ]  # fmt: skip


async def test_a_term_is_added_once_and_never_over_another() -> None:
    period = Period(date(2033, 6, 1), date(2037, 5, 31))
    await service.add_council_term(cast.platform_admin, TODAY, "COUNTY", period, "611/2021 § 23")
    assert (await CouncilTerm.get(kind="COUNTY", key="2033-2037")).ends_on == period.ends_on
    async with refused(InvalidInput):
        await service.add_council_term(
            cast.platform_admin, TODAY, "COUNTY", period, "611/2021 § 23"
        )
    async with refused(NotAllowed):
        await service.add_council_term(
            cast.admin_of_the_county, TODAY, "MUNICIPAL", period, "410/2015 § 15"
        )


async def test_the_reasons_speak_of_a_municipality_by_its_new_name() -> None:
    await cast.county_in_use()
    given = RenameInput(Names("Uusikylä"), date(2026, 11, 1), SOURCE)
    await service.rename_organisation(cast.platform_admin, TODAY, "municipality:020", None, given)
    missing = json.loads((await cast.standing_of()).missing)
    assert missing[0]["counterparty"]["fi"] == "Uusikylä"


async def test_a_move_recorded_again_for_the_same_day_takes_the_place_of_the_first() -> None:
    for county in ("07", "06"):
        move = MoveInput("887", county, NEW_YEAR, SOURCE)
        await service.record_move(cast.platform_admin, TODAY, move)
    urjala = await cast.organisation("municipality:887")
    found = await lookup.county_of(urjala.id, NEW_YEAR)
    assert found is not None
    assert found.code == "06"
    rows = Obligation.filter(municipality_id=urjala.id, rule__key=cast.RULE)
    assert sorted(await texts(rows, "county__code")) == ["06", "08"]
    async with refused(InvalidInput):
        await service.record_move(
            cast.platform_admin, TODAY, MoveInput("887", "06", NEW_YEAR, SOURCE)
        )
