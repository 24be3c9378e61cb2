from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import RULE, TODAY
from server.identity.actor import Actor, Role
from server.kit.errors import InvalidInput, NotAllowed
from server.kit.partial_date import PartialDate
from server.negotiations import service
from server.negotiations.inputs import HeldInput, PlanInput, RoundInput, Titles
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationParty,
    NegotiationRound,
    RoundCounterparty,
)
from server.obligations.meetings import public_meetings
from server.register import service as register
from server.register.service import MergerInput, MoveInput
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

FINANCE = cast.actor("ministry:vm", Role.EDITOR)
REGION = cast.actor("regional-council:pirkanmaa", Role.EDITOR)
HUS = cast.actor("hus", Role.EDITOR)
MARCH = date(2026, 3, 10)
TITLE = Titles(fi="Ohjausneuvottelu 2026")


def number(outcome: object) -> int:
    subject = getattr(outcome, "subject", None)
    assert subject is not None
    return int(subject[1])


async def steering_round(by: Actor = FINANCE) -> int:
    given = RoundInput(TITLE, date(2026, 1, 1), date(2026, 12, 31), (RULE,), kind="STEERING")
    return number(await service.start_negotiation_round(by, TODAY, given))


async def parties_of(negotiation: int) -> set[str]:
    rows = NegotiationParty.filter(negotiation_id=negotiation)
    return {row.organisation.organisation_code for row in await rows.select_related("organisation")}


async def fault_of(by: Actor, given: PlanInput) -> tuple[str, tuple[str, ...]]:
    async with refused(InvalidInput) as told:
        await service.plan_negotiation(by, TODAY, given)
    assert isinstance(told.value, InvalidInput)
    (fault,) = told.value.faults
    return fault.code, fault.path


async def test_the_ministries_round_sets_out_to_meet_all_organisers_in_one_act() -> None:
    round_id = await steering_round()
    row = await NegotiationRound.get(id=round_id)
    assert (row.county_id, row.kind) == (None, "STEERING")
    places = RoundCounterparty.filter(round_id=round_id).select_related("organisation")
    kinds = Counter(place.organisation.kind for place in await places)
    assert kinds == {"COUNTY": 21, "MUNICIPALITY": 1, "HUS_GROUP": 1}


async def test_a_joint_round_calls_the_other_ministries_to_every_meeting() -> None:
    round_id = await steering_round()
    together = ["ministry:stm", "ministry:sm"]
    planning = await service.plan_negotiations(FINANCE, TODAY, round_id, TITLE, together)
    assert len(planning.items) == 23
    of_hus = next(each for each in planning.items if each.facts["organisation"] == "hus")
    assert await parties_of(number(of_hus)) == {"ministry:vm", *together, "hus"}
    row = await Negotiation.get(id=number(of_hus))
    assert (row.county_id, row.kind, row.round_id) == (None, "STEERING", round_id)


async def test_each_organiser_present_is_told_with_its_own_meeting_of_the_round() -> None:
    round_id = await steering_round()
    planning = await service.plan_negotiations(FINANCE, TODAY, round_id, TITLE)
    ours = next(each for each in planning.items if each.facts["organisation"] == "county:08")
    given = HeldInput(PartialDate(MARCH), ("ministry:vm",))
    await service.record_negotiation_held(FINANCE, TODAY, given, negotiation=number(ours))
    county = await cast.organisation("county:08")
    (meeting,) = (await public_meetings([county.id]))[county.id]
    assert meeting.parties == {"county:08", "ministry:vm"}
    assert meeting.rules == {RULE}
    presence = meeting.presence_of("county:08")
    assert presence is not None and presence.present
    assert Counter((await cast.statuses()).values()) == {"NO_RECORD": 23}


async def test_steering_is_recorded_by_a_ministry_alone() -> None:
    for by in (cast.recorder_of_the_county, HUS):
        async with refused(NotAllowed) as told:
            await steering_round(by)
        assert told.value.facts["reason"] == "NOT_A_MINISTRY"
        async with refused(NotAllowed):
            own = str(by.organisation)
            given = PlanInput(TITLE, kind="STEERING", parties=(own, "ministry:vm"))
            await service.plan_negotiation(by, TODAY, given)


async def test_anyone_negotiates_with_anyone() -> None:
    given = PlanInput(TITLE, kind="WELLBEING", parties=("hus", "municipality:091"))
    negotiation = number(await service.plan_negotiation(HUS, TODAY, given))
    assert (await Negotiation.get(id=negotiation)).county_id is None
    held = HeldInput(PartialDate(MARCH), ("hus",), ("091",), notes={"091": "Estynyt"})
    await service.record_negotiation_held(HUS, TODAY, held, negotiation=negotiation)
    rows = await Attendance.filter(negotiation_id=negotiation).select_related("organisation")
    said = {row.organisation.organisation_code: (row.present, row.note) for row in rows}
    assert said == {"hus": (True, None), "municipality:091": (False, "Estynyt")}


async def test_the_county_is_the_one_among_the_parties() -> None:
    one = PlanInput(TITLE, kind="OTHER", parties=("regional-council:pirkanmaa", "county:08"))
    several = PlanInput(TITLE, kind="COLLABORATIVE_AREA", parties=("hus", "county:06", "county:08"))
    found = [
        (await Negotiation.get(id=number(outcome)).select_related("county")).county
        for outcome in (
            await service.plan_negotiation(REGION, TODAY, one),
            await service.plan_negotiation(HUS, TODAY, several),
        )
    ]
    assert [each and each.organisation_code for each in found] == ["county:08", None]


async def test_forty_parties_sit_at_one_table() -> None:
    towns = await cast.municipalities_of()
    others = tuple(f"county:{code:02}" for code in range(1, 21) if code not in (8,))
    given = PlanInput(TITLE, tuple(towns), (RULE,), parties=others)
    negotiation = number(await service.plan_negotiation(cast.recorder_of_the_county, TODAY, given))
    assert len(await parties_of(negotiation)) >= 40


async def test_what_a_county_and_a_municipality_owe_is_recorded_by_one_of_them() -> None:
    codes = ("regional-council:pirkanmaa", "county:08", "municipality:020")
    given = PlanInput(TITLE, rules=(RULE,), parties=codes)
    assert await fault_of(REGION, given) == ("RULE_OF_OTHERS", ("rules",))
    without = PlanInput(TITLE, kind="OTHER", parties=codes)
    negotiation = number(await service.plan_negotiation(REGION, TODAY, without))
    assert await parties_of(negotiation) == set(codes)


async def test_a_municipality_brings_no_other_county_to_the_table() -> None:
    by = cast.editor_of_the_municipality
    codes = ("municipality:020", "county:08", "county:06", "municipality:109")
    assert await fault_of(by, PlanInput(TITLE, rules=(RULE,), parties=codes)) == (
        "NOT_YOUR_COUNTY",
        ("county",),
    )
    negotiation = await cast.planned("020", "837")
    async with refused(InvalidInput):
        await cast.held(
            MARCH, ["020", "county:07", "109"], negotiation=negotiation, by=by, today=TODAY
        )


@pytest.mark.parametrize("county", ["08", None])
async def test_of_a_past_meeting_the_county_is_that_of_its_day(county: str | None) -> None:
    move = MoveInput("020", "06", date(2026, 11, 15), "Keksitty päätös")
    await register.record_move(cast.platform_admin, TODAY, move)
    by, day = cast.recorder_of_the_municipality, date(2026, 10, 22)
    plan = PlanInput(TITLE, ("020",), (RULE,), county=county)
    held = HeldInput(PartialDate(day), ("020",))
    outcome = await service.record_negotiation_held(by, TODAY, held, plan=plan)
    assert not outcome.warnings
    assert await parties_of(number(outcome)) == {"county:08", "municipality:020"}
    assert await cast.status_of("020", day) == "FULFILLED"
    async with refused(InvalidInput) as told:
        await service.record_negotiation_held(by, TODAY, held, plan=replace(plan, county="06"))
    assert isinstance(told.value, InvalidInput)
    assert [each.code for each in told.value.faults] == ["NOT_YOUR_COUNTY"]


async def test_a_meeting_before_a_merger_is_the_countys_with_the_municipality_of_its_day() -> None:
    merger = MergerInput(("887",), "020", date(2026, 11, 15), "Keksitty päätös")
    await register.record_merger(cast.platform_admin, TODAY, merger)
    plan, held = PlanInput(TITLE, ("887",), (RULE,)), HeldInput(PartialDate(MARCH), ("887",))
    by = cast.recorder_of_the_county
    outcome = await service.record_negotiation_held(by, TODAY, held, plan=plan)
    assert not outcome.warnings
    assert await cast.status_of("887", MARCH) == "FULFILLED"


async def test_nobody_negotiates_alone_or_with_strangers_to_the_register() -> None:
    assert await fault_of(HUS, PlanInput(TITLE, kind="OTHER", parties=("hus",))) == (
        "ALONE",
        ("parties",),
    )
    assert await fault_of(HUS, PlanInput(TITLE, kind="OTHER", parties=("hus", "company:x"))) == (
        "UNKNOWN_ORGANISATION",
        ("parties", "1"),
    )
    assert (await fault_of(HUS, PlanInput(TITLE, parties=("county:08", "county:06"))))[0] == (
        "NOT_A_PARTY"
    )


async def test_a_round_does_not_set_out_to_meet_its_own_keeper() -> None:
    given = RoundInput(TITLE, MARCH, TODAY, (RULE,), counterparties=("county:08", "hus"))
    async with refused(InvalidInput) as told:
        await service.start_negotiation_round(cast.recorder_of_the_county, TODAY, given)
    assert isinstance(told.value, InvalidInput)
    assert [each.code for each in told.value.faults] == ["KEEPER_OF_THE_ROUND"]


async def test_the_keeper_takes_anothers_negotiation_into_its_round() -> None:
    round_id = await cast.round_started()
    negotiation = await cast.planned(by=cast.editor_of_the_municipality)
    async with refused(NotAllowed):
        await service.take_into_round(
            cast.recorder_of_the_municipality, TODAY, negotiation, None, round_id
        )
    by = cast.recorder_of_the_county
    await service.take_into_round(by, TODAY, negotiation, None, round_id)
    assert (await Negotiation.get(id=negotiation)).round_id == round_id


async def test_a_negotiation_in_anothers_round_stays_there() -> None:
    elsewhere = cast.recorder_of_another_county
    theirs = await cast.round_started(by=elsewhere)
    plan = PlanInput(TITLE, parties=("county:06", "county:08"), kind="OTHER", round=theirs)
    negotiation = number(await service.plan_negotiation(elsewhere, TODAY, plan))
    ours = await cast.round_started()
    async with refused(InvalidInput) as told:
        await service.take_into_round(cast.recorder_of_the_county, TODAY, negotiation, None, ours)
    assert isinstance(told.value, InvalidInput)
    assert [each.code for each in told.value.faults] == ["IN_ANOTHER_ROUND"]
