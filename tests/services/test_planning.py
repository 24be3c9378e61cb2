from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.kit.errors import FieldFault, InvalidInput, NotAllowed
from server.kit.partial_date import PartialDate
from server.negotiations import service
from server.negotiations.inputs import DateInput, HeldInput, PlanInput, RoundInput, Titles
from server.negotiations.models import Negotiation
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

PLAN = PlanInput(Titles(fi="Neuvottelu"), ("020",), (RULE,))
BEFORE_CARS, IN_THE_YEAR_9999 = date(1, 1, 1), date.max


def faults_of(told: pytest.ExceptionInfo[Any]) -> list[FieldFault]:
    assert isinstance(told.value, InvalidInput)
    return list(told.value.faults)


async def test_a_municipality_does_not_add_its_negotiation_to_the_countys_round() -> None:
    round_id = await cast.round_started()
    async with refused(NotAllowed) as told:
        given = replace(PLAN, round=round_id)
        await service.plan_negotiation(cast.editor_of_the_municipality, TODAY, given)
    assert told.value.facts["reason"] == "NOT_THE_KEEPER"


async def test_a_plan_for_a_day_that_has_passed_is_warned_of() -> None:
    given = replace(PLAN, meets_on=date(2026, 11, 20))
    outcome = await service.plan_negotiation(cast.recorder_of_the_county, TODAY, given)
    assert [each["code"] for each in outcome.warnings] == ["DAY_PASSED"]
    again = replace(PLAN, meets_on=TODAY)
    outcome = await service.plan_negotiation(cast.recorder_of_the_county, TODAY, again)
    assert outcome.warnings == ()


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"mode": "HYBRID"}, "UNKNOWN_MODE", ("mode",)),
        ({"kind": "PARTY"}, "UNKNOWN_NEGOTIATION_KIND", ("kind",)),
        ({"rules": (RULE, "no-such")}, "UNKNOWN_RULE", ("rules", "1")),
        ({"meets_on": BEFORE_CARS}, "DAY_NOT_PLAUSIBLE", ("meetsOn",)),
        ({"meets_on": IN_THE_YEAR_9999}, "DAY_NOT_PLAUSIBLE", ("meetsOn",)),
    ],
)
async def test_a_plan_that_cannot_be_true_is_refused_wherever_it_comes_from(
    change: dict[str, Any], code: str, path: tuple[str, ...]
) -> None:
    given = replace(PLAN, **change)
    async with refused(InvalidInput) as told:
        await service.plan_negotiation(cast.recorder_of_the_county, TODAY, given)
    assert [(each.code, each.path) for each in faults_of(told)] == [(code, path)]
    async with refused(InvalidInput) as told:
        held = HeldInput(PartialDate(TODAY), ("020",))
        await service.record_negotiation_held(cast.recorder_of_the_county, TODAY, held, plan=given)
    assert [each.path for each in faults_of(told)] == [("plan", *path)]


async def test_no_day_of_a_negotiation_lies_in_an_impossible_year() -> None:
    negotiation = await cast.planned()
    county = cast.recorder_of_the_county
    async with refused(InvalidInput):
        given = DateInput(IN_THE_YEAR_9999, TODAY)
        await service.schedule_negotiation(county, TODAY, negotiation, None, given)
    async with refused(InvalidInput):
        await service.schedule_negotiation(
            county, TODAY, negotiation, None, DateInput(TODAY, BEFORE_CARS)
        )
    async with refused(InvalidInput):
        await service.invite_to_negotiation(county, TODAY, negotiation, None, BEFORE_CARS)
    async with refused(InvalidInput):
        await cast.held(BEFORE_CARS, ["020"], negotiation=negotiation, today=TODAY)
    async with refused(InvalidInput) as told:
        await service.schedule_negotiation(
            county, TODAY, negotiation, None, DateInput(TODAY, TODAY, mode="HYBRID")
        )
    assert [each.code for each in faults_of(told)] == ["UNKNOWN_MODE"]
    assert (await Negotiation.get(id=negotiation)).meets_on is None


async def test_a_round_under_a_rule_that_there_is_not_is_refused() -> None:
    given = RoundInput(Titles(fi="Kierros"), TODAY, TODAY, ("no-such",))
    async with refused(InvalidInput) as told:
        await service.start_negotiation_round(cast.recorder_of_the_county, TODAY, given)
    assert [each.code for each in faults_of(told)] == ["UNKNOWN_RULE"]
    async with refused(InvalidInput) as told:
        far = replace(given, rules=(RULE,), ends_on=IN_THE_YEAR_9999)
        await service.start_negotiation_round(cast.recorder_of_the_county, TODAY, far)
    assert [each.path for each in faults_of(told)] == [("endsOn",)]
