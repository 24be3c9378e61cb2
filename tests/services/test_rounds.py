from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.identity.actor import Role
from server.kit.errors import InvalidInput, NotAllowed, NotFound
from server.kit.partial_date import PartialDate
from server.negotiations import service
from server.negotiations.inputs import HeldInput, PlanInput, RoundInput, Titles
from server.negotiations.models import (
    Negotiation,
    NegotiationRound,
    RoundAgendaItem,
    RoundCounterparty,
    RoundReport,
)
from server.negotiations.papers.models import AgendaItem
from server.negotiations.service.round_facts import (
    AgendaItemInput,
    Objective,
    ReportInput,
    RoundFacts,
)
from server.register.models import Body
from server.register.service import register_body
from server.register.service.bodies import BodyInput
from server.register.service.wording import Wording
from tests.services.conftest import journalled, refused

pytestmark = pytest.mark.usefixtures("registered")

OURS = cast.recorder_of_the_county
SOUTH_SAVO = cast.actor("county:12", Role.RECORDER)  # Pertunmaa was its municipality until 2024
FACTS = RoundFacts(
    title=Titles(fi="Toimitilaneuvottelut"),
    starts_on=date(2024, 1, 1),
    ends_on=date(2024, 12, 31),
    legal_basis="616/2021; 410/2015 126 §",
    objective=Objective(fi="Toimitilojen pinta-ala pienenee", target="−20", unit="%"),
    kickoff_on=date(2024, 1, 9),
    kickoff_audience="Kuntien talous- ja hallintojohtajat",
    agenda=(
        AgendaItemInput(Titles(fi="Vuokratut tilat nyt"), "PREMISES"),
        AgendaItemInput(Titles(fi="Palveluverkkopäätökset"), "PREMISES", "611/2021 14 §"),
    ),
)


async def amended(round_id: int, given: RoundFacts = FACTS) -> NegotiationRound:
    await service.amend_round(OURS, TODAY, round_id, None, given)
    return await NegotiationRound.get(id=round_id)


async def group() -> int:
    given = BodyInput("STEERING_GROUP", Wording(fi="Toimitilaneuvottelujen ohjausryhmä"))
    await register_body(OURS, TODAY, given)
    return (await Body.all().order_by("-id").first() or Body()).id


def codes(told: pytest.ExceptionInfo[Any]) -> list[tuple[str, tuple[str, ...]]]:
    assert isinstance(told.value, InvalidInput)
    return [(each.code, each.path) for each in told.value.faults]


async def test_a_round_has_its_objective_its_opening_and_its_steering_group() -> None:
    round_id = await cast.round_started()
    row = await amended(round_id, replace(FACTS, steering_group=await group()))
    assert (row.objective_target, row.objective_unit) == ("-20", "%")
    assert (row.kickoff_on, row.steering_group_id is not None) == (date(2024, 1, 9), True)
    assert await journalled("amend_round") == [("NegotiationRound", round_id)]


async def test_the_agenda_of_a_round_is_written_anew_in_its_order() -> None:
    round_id = await cast.round_started()
    await amended(round_id)
    await amended(round_id, replace(FACTS, agenda=FACTS.agenda[::-1]))
    rows = await RoundAgendaItem.filter(round_id=round_id).order_by("place")
    assert [(row.place, row.title_fi, row.legal_reference) for row in rows] == [
        (1, "Palveluverkkopäätökset", "611/2021 14 §"),
        (2, "Vuokratut tilat nyt", None),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"objective": Objective(target="viidennes")}, ("NOT_A_NUMBER", ("objective", "target"))),
        ({"kickoff_on": date.max}, ("DAY_NOT_PLAUSIBLE", ("kickoffOn",))),
        ({"ends_on": date(2023, 1, 1)}, ("ENDS_BEFORE_START", ("endsOn",))),
        (
            {"agenda": (FACTS.agenda[0], AgendaItemInput(Titles()))},
            ("REQUIRED", ("agenda", "1", "title")),
        ),
    ],
)
async def test_facts_of_a_round_that_cannot_be_true_are_named(
    change: dict[str, Any], fault: tuple[str, tuple[str, ...]]
) -> None:
    round_id = await cast.round_started()
    async with refused(InvalidInput) as told:
        await amended(round_id, replace(FACTS, **change))
    assert codes(told) == [fault]


async def test_a_round_of_premises_may_serve_no_obligation() -> None:
    given = RoundInput(Titles(fi="Tilat"), date(2026, 1, 1), TODAY, (), kind="PREMISES")
    await service.start_negotiation_round(OURS, TODAY, given)
    async with refused(InvalidInput) as told:
        plain = replace(given, kind="COUNTY_MUNICIPALITY")
        await service.start_negotiation_round(OURS, TODAY, plain)
    assert codes(told) == [("REQUIRED", ("rules",))]


async def test_only_the_keeper_amends_a_round_and_names_a_group_that_there_is() -> None:
    round_id = await cast.round_started()
    async with refused(NotAllowed):
        await service.amend_round(cast.recorder_of_the_municipality, TODAY, round_id, None, FACTS)
    async with refused(NotFound):
        await amended(round_id, replace(FACTS, steering_group=999))


async def test_counterparties_come_and_go_until_they_have_a_negotiation() -> None:
    round_id = await cast.round_started()
    plan = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,), round=round_id)
    await service.plan_negotiation(OURS, TODAY, plan)
    await service.change_counterparties(
        OURS, TODAY, round_id, None, add=["hus", "837"], remove=["108"]
    )
    assert await RoundCounterparty.filter(round_id=round_id).count() == 23
    async with refused(InvalidInput) as told:
        await service.change_counterparties(OURS, TODAY, round_id, None, remove=["837", "020"])
    assert codes(told) == [("HAS_A_NEGOTIATION", ("remove", "1"))]
    planned = await Negotiation.get(round_id=round_id)
    await service.cancel_negotiation(OURS, TODAY, planned.id, None, "Peruttu")
    await service.change_counterparties(OURS, TODAY, round_id, None, remove=["020"])


async def test_a_body_is_told_of_the_round_on_a_day_that_has_come() -> None:
    round_id, body = await cast.round_started(), await group()
    given = ReportInput(body, date(2024, 2, 13), "4 §", "https://example.org/poytakirja")
    await service.add_round_report(OURS, TODAY, round_id, None, given)
    assert (await RoundReport.get(round_id=round_id)).section == "4 §"
    async with refused(InvalidInput):
        later = replace(given, on=date(2027, 1, 1))
        await service.add_round_report(OURS, TODAY, round_id, None, later)


async def test_a_round_that_is_over_is_planned_for_and_changed_no_more() -> None:
    closed, cancelled = await cast.round_started(), await cast.round_started()
    await service.close_round(OURS, TODAY, closed, None)
    await service.cancel_round(OURS, TODAY, cancelled, None, "Uusi kierros alkaa")
    for round_id in (closed, cancelled):
        async with refused(InvalidInput) as told:
            await amended(round_id)
        assert codes(told) == [("ROUND_IS_OVER", ("round",))]
        async with refused(InvalidInput):
            await service.plan_negotiations(OURS, TODAY, round_id, Titles(fi="Neuvottelu"))
        async with refused(InvalidInput) as told:
            plan = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,), round=round_id)
            await service.plan_negotiation(OURS, TODAY, plan)
        assert codes(told) == [("ROUND_IS_OVER", ("round",))]
        async with refused(InvalidInput):
            await service.close_round(OURS, TODAY, round_id, None)


async def test_what_was_held_comes_into_a_round_that_is_over_as_a_late_record() -> None:
    round_id = await cast.round_started()
    await service.close_round(OURS, TODAY, round_id, None)
    plan = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,), round=round_id)
    held = HeldInput(PartialDate(date(2026, 3, 10)), ("020",))
    await service.record_negotiation_held(OURS, TODAY, held, plan=plan)
    assert (await Negotiation.get(round_id=round_id)).held_on == date(2026, 3, 10)


async def test_a_new_negotiation_of_a_round_opens_with_its_agenda() -> None:
    round_id = await cast.round_started()
    await amended(round_id)
    plan = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,), round=round_id)
    await service.plan_negotiation(OURS, TODAY, plan)
    rows = await AgendaItem.filter(negotiation__round_id=round_id).order_by("number")
    assert [(row.number, row.title_fi, row.legal_basis, row.is_public) for row in rows] == [
        (1, "Vuokratut tilat nyt", None, False),
        (2, "Palveluverkkopäätökset", "611/2021 14 §", False),
    ]


@pytest.mark.parametrize(
    ("ends_on", "called"), [(date(2024, 12, 31), True), (date(2025, 1, 31), False)]
)
async def test_a_round_that_is_over_calls_the_municipalities_of_its_last_day(
    ends_on: date, called: bool
) -> None:
    given = RoundInput(Titles(fi="Kierros"), date(2024, 1, 1), ends_on, (RULE,))
    await service.start_negotiation_round(SOUTH_SAVO, TODAY, given)
    merged = RoundCounterparty.filter(organisation__organisation_code="municipality:588")
    assert await merged.exists() is called
