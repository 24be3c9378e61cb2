from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.identity.actor import Actor, Role
from server.kit.errors import InvalidInput, NotAllowed
from server.negotiations import service
from server.negotiations.models import Negotiation, Participant
from server.negotiations.service import ParticipantInput, ProceedingsInput
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

MARCH = date(2026, 3, 10)
OURS, AKAA = cast.recorder_of_the_county, cast.editor_of_the_municipality
MAYOR = ParticipantInput("Kaupunginjohtaja")


async def said(negotiation: int, *rows: ParticipantInput, by: Actor = AKAA, **of: Any) -> list[str]:
    outcome = await service.record_participants(
        by, TODAY, negotiation, None, participants=rows, **of
    )
    return [each["code"] for each in outcome.warnings]


async def fault_of(negotiation: int, *rows: ParticipantInput) -> tuple[str, tuple[str, ...]]:
    async with refused(InvalidInput) as told:
        await said(negotiation, *rows)
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    return fault.code, fault.path


async def rows_of(negotiation: int) -> list[tuple[str, str | None, str | None]]:
    rows = await Participant.filter(negotiation_id=negotiation).order_by("id")
    return [(row.role, row.from_time, row.until_time) for row in rows]


async def test_a_party_says_by_role_and_time_who_took_part_for_it() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    rescue = ParticipantInput("Pelastusjohtaja", "9.00", "10:49")
    assert await said(negotiation, MAYOR, rescue) == []
    assert await rows_of(negotiation) == [
        ("Kaupunginjohtaja", None, None),
        ("Pelastusjohtaja", "09:00", "10:49"),
    ]
    await said(negotiation, MAYOR)
    assert len(await rows_of(negotiation)) == 1


async def test_a_participant_before_the_opening_or_after_the_end_is_only_a_warning() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    times = ProceedingsInput("9.04", "12.00", "county:08", "Puheenjohtaja")
    await service.record_proceedings(OURS, TODAY, negotiation, None, times)
    row = await Negotiation.get(id=negotiation)
    assert (row.opened_time, row.ended_time, row.chair_role) == ("09:04", "12:00", "Puheenjohtaja")
    early = ParticipantInput("Pelastusjohtaja", "9.00", "12.15")
    assert await said(negotiation, MAYOR, early) == ["PRESENT_BEFORE_OPENING", "PRESENT_AFTER_END"]
    assert len(await rows_of(negotiation)) == 2


async def test_the_keeper_speaks_for_a_party_until_it_speaks_for_itself() -> None:
    negotiation = await cast.held(MARCH, ["020", "837"])
    await said(negotiation, MAYOR, by=OURS, organisation="municipality:020")
    async with refused(NotAllowed):
        tampere = cast.actor("municipality:837", Role.EDITOR)
        await said(negotiation, MAYOR, by=tampere, organisation="municipality:020")
    await said(negotiation, ParticipantInput("Talousjohtaja"))
    async with refused(InvalidInput) as told:
        await said(negotiation, MAYOR, by=OURS, organisation="municipality:020")
    assert isinstance(told.value, InvalidInput)
    assert [each.code for each in told.value.faults] == ["THEIR_OWN_WORD"]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        (ParticipantInput(" "), "REQUIRED", "role"),
        (ParticipantInput("A", "25.00"), "NOT_A_TIME", "from"),
        (ParticipantInput("A", None, "noon"), "NOT_A_TIME", "until"),
        (ParticipantInput("A", "10.00", "9.59"), "ENDS_BEFORE_IT_OPENS", "until"),
    ],
)
async def test_a_participant_that_cannot_be_true_is_named(
    row: ParticipantInput, code: str, field: str
) -> None:
    negotiation = await cast.held(MARCH, ["020"])
    assert await fault_of(negotiation, MAYOR, row) == (code, ("participants", "1", field))


async def test_nobody_took_part_in_what_was_not_held() -> None:
    negotiation = await cast.planned()
    assert await fault_of(negotiation, MAYOR) == ("NOT_HELD_YET", ("negotiation",))
    async with refused(InvalidInput):
        await service.record_proceedings(OURS, TODAY, negotiation, None, ProceedingsInput("9.00"))


async def test_only_the_keeper_says_when_a_meeting_opened_and_it_ends_after_that() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    async with refused(NotAllowed):
        await service.record_proceedings(AKAA, TODAY, negotiation, None, ProceedingsInput("9.00"))
    async with refused(InvalidInput) as told:
        given = ProceedingsInput("12.00", "9.00")
        await service.record_proceedings(OURS, TODAY, negotiation, None, given)
    assert isinstance(told.value, InvalidInput)
    assert [each.path for each in told.value.faults] == [("endedTime",)]


async def test_who_is_no_party_took_no_part() -> None:
    negotiation = await cast.held(MARCH, ["020"])
    async with refused(InvalidInput):
        await said(negotiation, MAYOR, by=OURS, organisation="municipality:837")
