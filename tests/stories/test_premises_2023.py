"""Pirkanmaa's premises negotiations of 2023–24 with its 23 municipalities, recorded afterwards.

A round of premises serves no rule. Only a meeting that is recorded under 611/2021 § 14 as well
fulfils a row, that of the municipality met, in the term in which it was held.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import Answer, Api
from tests.stories import premises
from tests.stories.premises import BY, STORY, told_of

BODIES = """{ bodies(filter: { organisation: "county:08" }) { nodes { id code } } }"""


@pytest.fixture
async def round_id(api: Api) -> str:
    """The round as the county records it today, with everything the sources tell of it."""
    opened = await api.act("openEarlierPeriod", {"term": STORY["term"]}, by="county_admin")
    assert opened["__typename"] == "EarlierPeriodOpened", opened
    started = await api.round(
        by=BY, **STORY["round"], kind="PREMISES", rules=[], municipalities=None
    )
    everyone = [STORY["keeper"], *(await counterparties(api, started))]
    group = await api.done("registerBody", {**STORY["steering_group"], "owners": everyone}, by=BY)
    await api.done("amendRound", await facts(api, started, steeringGroup=group["id"]), by=BY)
    executive = await executive_of(api)
    for which, told in STORY["decisions"].items():
        decider = {} if which == "steering_group" else {"body": executive}
        given = {**told, **decider, "caseNumber": STORY["case_number"]}
        await api.done("recordDecision", {"subject": started, "decision": given}, by=BY)
    section = {**STORY["section_of_the_executive"], "parent": executive}
    body = await api.done("registerBody", section, by=BY)
    report = {**STORY["report"], "round": started, "body": body["id"]}
    report["expectedRevision"] = (await told_of(api, started))["revision"]
    await api.done("addRoundReport", report, by=BY)
    return started


async def counterparties(api: Api, round_id: str) -> list[str]:
    """The organisation codes of whom the round is to meet."""
    rows = (await told_of(api, round_id))["counterparties"]["nodes"]
    return [row["organisation"]["organisationCode"] for row in rows]


async def facts(api: Api, round_id: str, **more: Any) -> Answer:
    """What amendRound is given: all that is told of the round."""
    return {
        "round": round_id,
        **STORY["round"],
        "purpose": STORY["purpose"],
        "legalBasis": STORY["legal_basis"],
        "objective": STORY["objective"],
        "kickoffOn": STORY["kickoff"]["on"],
        "kickoffAudience": STORY["kickoff"]["audience"],
        "agenda": STORY["agenda"],
        "expectedRevision": (await told_of(api, round_id))["revision"],
        **more,
    }


async def executive_of(api: Api) -> str:
    """The global id of the county's executive, which comes with the register."""
    rows = (await api.ask(BODIES))["bodies"]["nodes"]
    (found,) = (row["id"] for row in rows if row["code"] == "county:08/executive")
    return str(found)


async def met(api: Api, round_id: str, municipality: str, *rules: str) -> Answer:
    """A visit to a municipality in 2024, on a day that no source tells."""
    plan = {
        "title": STORY["round"]["title"],
        "kind": "PREMISES",
        "parties": [municipality],
        "round": round_id,
        "rules": list(rules),
    }
    held_on = {"value": "2024-06-01", "precision": "YEAR"}
    given = {"plan": plan, "heldOn": held_on, "present": [municipality]}
    return await api.done("recordNegotiationHeld", given, by=BY)


async def test_everything_told_of_the_round_is_read_back(api: Api, round_id: str) -> None:
    await premises.everything_told(api, round_id)


async def test_the_steering_group_is_a_joint_body_and_the_section_was_told(
    api: Api, round_id: str
) -> None:
    await premises.bodies_told(api, round_id)


async def test_both_decisions_are_found_by_the_case_number(api: Api, round_id: str) -> None:
    await premises.decisions_told(api, round_id)


async def test_every_meeting_planned_opens_with_the_agenda_of_the_round(
    api: Api, round_id: str
) -> None:
    given = {"round": round_id, "title": STORY["round"]["title"]}
    answer = await api.act("planNegotiations", given, by=BY)
    assert len(answer["items"]) == STORY["counterparties"]
    await premises.agendas_told(api, round_id)


async def test_only_a_meeting_also_under_14_fulfils_a_row_of_the_earlier_term(
    api: Api, round_id: str
) -> None:
    await premises.no_row_is_fulfilled(api)
    visit = await met(api, round_id, STORY["first_municipality_met"])
    assert visit["state"] == "HELD"
    await premises.no_row_is_fulfilled(api)
    await premises.only_the_first_was_met(api, round_id)
    await met(api, round_id, STORY["municipality_met_under_section_14"], STORY["rule"])
    await premises.one_row_is_fulfilled(api, round_id)
