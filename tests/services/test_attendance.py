from __future__ import annotations

from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.identity.actor import Role
from server.kit.errors import InvalidInput
from server.kit.partial_date import PartialDate, Precision
from server.negotiations import service
from server.negotiations.inputs import HeldInput, PlanInput, Titles
from server.negotiations.models import Attendance
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH, APRIL, MAY = date(2026, 3, 10), date(2026, 4, 14), date(2026, 5, 5)
TAMPERE = cast.actor("municipality:837", Role.EDITOR)


async def row_of(negotiation: int, organisation: str = "municipality:020") -> Attendance:
    return await Attendance.get(
        negotiation_id=negotiation, organisation__organisation_code=organisation
    )


async def refused_as(code: str, negotiation: int, present: list[str], absent: list[str]) -> None:
    async with refused(InvalidInput) as told:
        await cast.held(MARCH, present, absent, negotiation=negotiation, today=TODAY)
    assert isinstance(told.value, InvalidInput)
    assert [fault.code for fault in told.value.faults] == [code]


async def disputed() -> int:
    """A meeting at which the county says Akaa was, and Akaa that it was not."""
    await cast.county_in_use()
    negotiation = await cast.held(MARCH, ["020", "837"])
    row = await row_of(negotiation)
    by = cast.recorder_of_the_municipality
    await service.dispute_report(by, APRIL, row.id, None, "Emme olleet paikalla.")
    return negotiation


async def test_who_confirmed_another_day_is_asked_to_confirm_anew() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    row = await row_of(negotiation)
    await service.confirm_report(cast.recorder_of_the_municipality, APRIL, row.id, None)
    moved = HeldInput(PartialDate(APRIL), ("020",))
    by = cast.recorder_of_the_county
    outcome = await service.record_negotiation_held(by, TODAY, moved, negotiation=negotiation)
    warned = [each for each in outcome.warnings if each["code"] == "CONFIRMED_ANOTHER_DAY"]
    assert [each["facts"] for each in warned] == [{"organisation": "municipality:020"}]
    assert (await row_of(negotiation)).provenance == "REPORTED"


async def test_a_day_made_more_exact_leaves_the_confirmations() -> None:
    vague = HeldInput(PartialDate(date(2026, 3, 1), Precision.MONTH), ("020",))
    plan = PlanInput(Titles(fi="Neuvottelu"), ("020",))
    by = cast.recorder_of_the_county
    outcome = await service.record_negotiation_held(by, TODAY, vague, plan=plan)
    assert outcome.subject is not None
    row = await row_of(outcome.subject[1])
    await service.confirm_report(cast.recorder_of_the_municipality, APRIL, row.id, None)
    exact = HeldInput(PartialDate(MARCH), ("020",))
    await service.record_negotiation_held(by, TODAY, exact, negotiation=outcome.subject[1])
    assert (await row_of(outcome.subject[1])).provenance == "CONFIRMED"


async def test_a_municipality_does_not_change_what_the_county_reported_of_another() -> None:
    negotiation = await cast.held(MARCH, ["020", "837"])
    for notes in (dict[str, str](), {"020": "Lähti kesken"}):
        async with refused(InvalidInput) as told:
            absent = () if notes else ("020",)
            present = ("837", "020") if notes else ("837",)
            given = HeldInput(PartialDate(MARCH), present, absent, notes=notes)
            await service.record_negotiation_held(TAMPERE, TODAY, given, negotiation=negotiation)
        assert isinstance(told.value, InvalidInput)
        (fault,) = told.value.faults
        assert fault.code == "REPORTED_BY_ANOTHER"
        assert fault.path == (("present",) if notes else ("absent",))
        assert fault.facts == {"organisation": "municipality:020"}


async def test_naming_others_as_they_stand_changes_nothing_of_theirs() -> None:
    notes = {"020": "Etäyhteydellä"}
    negotiation = await cast.held(MARCH, ["020", "837"])
    given = HeldInput(PartialDate(MARCH), ("020", "837"), notes=notes)
    county = cast.recorder_of_the_county
    await service.record_negotiation_held(county, MARCH, given, negotiation=negotiation)
    await cast.held(MARCH, ["020", "837"], negotiation=negotiation, by=TAMPERE, today=TODAY)
    row = await row_of(negotiation)
    assert (row.provenance, row.note) == ("REPORTED", "Etäyhteydellä")


async def test_the_reporter_takes_its_own_remark_back_with_an_empty_one() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    for note, left in (("Etänä", "Etänä"), ("", None)):
        given = HeldInput(PartialDate(MARCH), ("020",), notes={"020": note})
        by = cast.recorder_of_the_county
        await service.record_negotiation_held(by, TODAY, given, negotiation=negotiation)
        assert (await row_of(negotiation)).note == left


async def test_a_dispute_is_settled_when_the_reporter_says_what_it_says() -> None:
    negotiation = await disputed()
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, today=MAY)
    row = await row_of(negotiation)
    assert (row.present, row.provenance, row.confirmed_on) == (False, "CONFIRMED", APRIL)
    assert await cast.status_of() == "NOT_STARTED"


async def test_a_report_taken_back_and_made_again_does_not_clear_a_dispute() -> None:
    negotiation = await disputed()
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, today=MAY)
    await refused_as("THEIR_OWN_WORD", negotiation, ["837", "020"], [])
    assert await cast.status_of() == "NOT_STARTED"


async def test_repeating_the_disputed_report_leaves_the_dispute_standing() -> None:
    negotiation = await disputed()
    await cast.held(MARCH, ["837", "020"], negotiation=negotiation, today=MAY)
    assert (await row_of(negotiation)).provenance == "DISPUTED"
    assert await cast.status_of() == "IN_PROGRESS"


async def test_what_a_party_has_confirmed_the_reporter_does_not_take_back() -> None:
    negotiation = await cast.held(MARCH, ["020", "837"])
    row = await row_of(negotiation)
    await service.confirm_report(cast.recorder_of_the_municipality, APRIL, row.id, None)
    await refused_as("THEIR_OWN_WORD", negotiation, ["837"], ["020"])


async def test_the_party_itself_settles_what_others_reported_of_it() -> None:
    negotiation = await disputed()
    by = cast.editor_of_the_municipality
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, by=by, today=MAY)
    row = await row_of(negotiation)
    assert (row.present, row.provenance, row.disputed_on) == (False, "OWN", None)


async def test_after_a_dispute_is_withdrawn_the_reporter_is_free_again() -> None:
    negotiation = await disputed()
    row = await row_of(negotiation)
    await service.withdraw_dispute(cast.recorder_of_the_municipality, MAY, row.id, None)
    await cast.held(MARCH, ["837"], ["020"], negotiation=negotiation, today=TODAY)
    assert (await row_of(negotiation)).provenance == "REPORTED"
