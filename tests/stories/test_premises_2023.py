"""Pirkanmaa's premises negotiations of 2023–24 with its 23 municipalities, recorded afterwards.

A round of premises serves no rule. Only a meeting that is recorded under 611/2021 § 14 as well
fulfils a row, that of the municipality met, in the term in which it was held.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import Answer, Api
from tests.stories.telling import facts_of, statuses

STORY = facts_of("premises_2023")
OF_THE_TERM = {"county": "08", "rule": STORY["rule"], "term": STORY["term"]}
BY = "county_recorder"
ROUND = """query ($id: ID!) { node(id: $id) { ... on NegotiationRound {
  revision kind startsOn endsOn purpose legalBasis kickoffOn kickoffAudience
  titles { fi sv en }
  rules { key }
  objective { fi sv en baseline target unit }
  steeringGroup {
    kind startsOn legalBasis names { fi sv }
    owners(validOn: "2024-01-01") { organisationCode }
  }
  agenda { place titles { fi } topic legalReference }
  reports { on section body { names { fi sv } parent { code } } }
  progress { counterparties held }
  counterparties { totalCount nodes {
    organisation { organisationCode }
    negotiation {
      id revision state heldOn { value precision }
      agenda { number topic legalBasis titles { fi } }
    }
  } }
} } }"""
DECISIONS = """query ($filter: DecisionFilter) { decisions(filter: $filter) { nodes {
  section official outcome publication note caseNumber provenance
  decidedOn { value precision }
  body { code }
  organisation { organisationCode }
  subject { id }
} } }"""
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


async def told_of(api: Api, round_id: str, by: str = "nobody") -> Answer:
    """The round as anyone reads it."""
    found: Answer = (await api.ask(ROUND, {"id": round_id}, by=by))["node"]
    return found


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
    told = await told_of(api, round_id)
    assert (told["kind"], told["rules"], told["titles"]) == (
        "PREMISES",
        [],
        STORY["round"]["title"],
    )
    days = (told["startsOn"], told["endsOn"])
    assert days == (STORY["round"]["startsOn"], STORY["round"]["endsOn"])
    assert (told["purpose"], told["legalBasis"]) == (STORY["purpose"], STORY["legal_basis"])
    assert told["objective"] == STORY["objective"]
    change = int(told["objective"]["target"]) - int(told["objective"]["baseline"])
    assert change == STORY["objective_change"]
    kickoff = {"on": told["kickoffOn"], "audience": told["kickoffAudience"]}
    assert kickoff == STORY["kickoff"]
    assert [item["titles"]["fi"] for item in told["agenda"]] == [
        item["title"]["fi"] for item in STORY["agenda"]
    ]
    assert [item["place"] for item in told["agenda"]] == [1, 2, 3, 4, 5]
    assert told["agenda"][2]["legalReference"] == "410/2015 126 §"
    assert told["counterparties"]["totalCount"] == STORY["counterparties"]


async def test_the_steering_group_is_a_joint_body_and_the_section_was_told(
    api: Api, round_id: str
) -> None:
    told = await told_of(api, round_id)
    group, known = told["steeringGroup"], STORY["steering_group"]
    assert {name: group[name] for name in ("kind", "startsOn", "legalBasis")} == {
        name: known[name] for name in ("kind", "startsOn", "legalBasis")
    }
    assert group["names"] == known["name"]
    assert len(group["owners"]) == 1 + STORY["counterparties"]
    (report,) = told["reports"]
    assert {"on": report["on"], "section": report["section"]} == STORY["report"]
    assert report["body"] == {
        "names": STORY["section_of_the_executive"]["name"],
        "parent": {"code": "county:08/executive"},
    }


async def test_both_decisions_are_found_by_the_case_number(api: Api, round_id: str) -> None:
    found = await api.ask(DECISIONS, {"filter": {"caseNumber": STORY["case_number"]}})
    latest, first = found["decisions"]["nodes"]
    known = STORY["decisions"]
    for row, told in ((latest, known["steering_group"]), (first, known["premises_programme"])):
        assert row["decidedOn"] == {**told["decidedOn"], "precision": "DAY"}
        shared = ("outcome", "publication", "note")
        assert {name: row[name] for name in shared} == {name: told[name] for name in shared}
        assert (row["section"], row["official"]) == (told.get("section"), told.get("official"))
        assert (row["caseNumber"], row["provenance"]) == (STORY["case_number"], "OWN")
        assert row["organisation"] == {"organisationCode": STORY["keeper"]}
        assert row["subject"] == {"id": round_id}
    assert (latest["body"], first["body"]) == (None, {"code": "county:08/executive"})


async def test_every_meeting_planned_opens_with_the_agenda_of_the_round(
    api: Api, round_id: str
) -> None:
    given = {"round": round_id, "title": STORY["round"]["title"]}
    answer = await api.act("planNegotiations", given, by=BY)
    assert len(answer["items"]) == STORY["counterparties"]
    told = await told_of(api, round_id, by=BY)
    wanted = [
        {
            "number": number,
            "topic": item.get("topic", "OTHER"),
            "legalBasis": item.get("legalReference"),
            "titles": item["title"],
        }
        for number, item in enumerate(STORY["agenda"], 1)
    ]
    for row in told["counterparties"]["nodes"]:
        assert row["negotiation"]["agenda"] == wanted


async def test_only_a_meeting_also_under_14_fulfils_a_row_of_the_earlier_term(
    api: Api, round_id: str
) -> None:
    nothing = await statuses(api, OF_THE_TERM)
    assert (len(nothing), set(nothing.values())) == (23, {"NO_RECORD"})

    visit = await met(api, round_id, STORY["first_municipality_met"])
    assert visit["state"] == "HELD"
    assert await statuses(api, OF_THE_TERM) == nothing
    waiting = {
        row["organisation"]["organisationCode"]
        for row in (await told_of(api, round_id))["counterparties"]["nodes"]
        if row["negotiation"] is None
    }
    assert len(waiting) == 22
    assert STORY["first_municipality_met"] not in waiting

    both = STORY["municipality_met_under_section_14"]
    await met(api, round_id, both, STORY["rule"])
    assert await statuses(api, OF_THE_TERM) == {**nothing, both: "FULFILLED"}
    this_term = {**OF_THE_TERM, "term": "2025-2029"}
    assert set((await statuses(api, this_term)).values()) == {"NO_RECORD"}
    assert (await told_of(api, round_id))["progress"] == {"counterparties": 23, "held": 2}
