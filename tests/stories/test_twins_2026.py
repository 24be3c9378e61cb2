"""What is only planned counts for nobody, and what two record of one meeting counts once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.graphql.asking import SIX, Answer, Api
from tests.stories.telling import facts_of, rows_of, statuses

STORY = facts_of("twins_2026")
OF_14 = {"county": STORY["county"], "rule": STORY["rule"], "term": STORY["term"]}
OURS, THEIRS = "county_recorder", "municipality_recorder"
PUBLIC = """query ($round: ID!, $county: String!, $rule: String!) {
  cells: obligationMatrix(county: $county) {
    rule { key } municipality { code } organisation { organisationCode } status count dueOn }
  country: obligationMatrix { rule { key } county { code } status count }
  obligations(filter: { county: $county, rule: $rule }, first: 500) {
    totalCount nodes { id revision standing { status because { code } missing { code } } } }
  fulfilled: obligations(filter: { status: [FULFILLED] }) { totalCount }
  begun: obligations(filter: { status: [IN_PROGRESS, SCHEDULED] }) { totalCount }
  held: negotiations(filter: { state: [HELD, MINUTES_READY, CLOSED] }) { totalCount }
  node(id: $round) { ... on NegotiationRound {
    progress { counterparties invited dated held } } }
}"""
BOTH = """query ($one: ID!, $other: ID!) { nodes(ids: [$one, $other]) {
  id ... on Negotiation {
    state isPublic titles { fi } revision
    mergedInto { id } mergedFrom { id }
    proposals { id kind asked { organisationCode } }
    attendance { id present organisation { organisationCode } }
  } } }"""


async def public(api: Api, round_id: str, who: str) -> str:
    """Every public status, count and cell that a plan might move, as someone is told them."""
    names = {"round": round_id, "county": STORY["county"], "rule": STORY["rule"]}
    return json.dumps(await api.ask(PUBLIC, names, by=who), sort_keys=True)


def meeting_by(who: str, **more: Any) -> Answer:
    """The one meeting, as an official of either side records it."""
    municipality = STORY["municipality"]
    plan = {
        "title": STORY["titles"][who],
        "parties": ["county:08", municipality],
        "rules": [STORY["rule"]],
        **more,
    }
    present = ["county:08", municipality]
    return {"plan": plan, "heldOn": {"value": STORY["held_on"]}, "present": present}


async def pair(api: Api, ours: str, theirs: str, by: str = "nobody") -> list[Answer]:
    """Both records by their ids."""
    found: list[Answer] = (await api.ask(BOTH, {"one": ours, "other": theirs}, by=by))["nodes"]
    return found


@pytest.mark.parametrize("who", SIX)
async def test_a_draft_moves_no_public_status_count_or_cell(api: Api, who: str) -> None:
    round_id = await api.round(**STORY["round"])
    before = await public(api, round_id, who)
    draft = {**STORY["draft"], "rules": [STORY["rule"]], "round": round_id}
    planned = await api.done("planNegotiation", draft)
    assert (planned["state"], planned["isPublic"]) == ("PLANNED", False)
    assert await public(api, round_id, who) == before
    given = {"negotiation": planned["id"], "day": "2026-12-01", "expectedRevision": 1}
    await api.done("scheduleNegotiation", given)
    assert await public(api, round_id, who) != before


async def test_the_second_to_record_is_shown_the_first_and_can_save_nothing(api: Api) -> None:
    first = await api.done("recordNegotiationHeld", meeting_by(OURS), by=OURS)
    document = """mutation ($input: RecordNegotiationHeldInput!) {
      it: recordNegotiationHeld(input: $input) {
        __typename
        ... on LikelyTwins { code message twins { id titles { fi } } } } }"""
    given = {"input": meeting_by(THEIRS, unlessTwin=True)}
    shown = (await api.ask(document, given, by=THEIRS))["it"]
    assert (shown["__typename"], shown["code"]) == ("LikelyTwins", "LIKELY_TWINS")
    assert shown["twins"] == [{"id": first["id"], "titles": {"fi": STORY["titles"][OURS]["fi"]}}]
    found = await api.ask("{ negotiations { totalCount } }", by=THEIRS)
    assert found["negotiations"]["totalCount"] == 1


async def test_two_records_of_one_meeting_become_one_and_nothing_counts_twice(api: Api) -> None:
    nothing = await statuses(api, OF_14)
    ours = await api.done("recordNegotiationHeld", meeting_by(OURS), by=OURS)
    theirs = await api.done("recordNegotiationHeld", meeting_by(THEIRS), by=THEIRS)
    assert "LIKELY_TWINS" in theirs["warned"]
    once = {**nothing, STORY["municipality"]: "FULFILLED"}
    assert await statuses(api, OF_14) == once

    given = {
        "record": theirs["id"],
        "into": ours["id"],
        "expectedRevision": theirs["revision"],
    }
    asked = await api.done("mergeRecords", given, by=THEIRS)
    assert asked["warned"] == ["AWAITS_ACCEPTANCE"]
    _, waiting = await pair(api, ours["id"], theirs["id"], by=OURS)
    (proposal,) = waiting["proposals"]
    assert (proposal["kind"], proposal["asked"]) == ("MERGE", {"organisationCode": "county:08"})
    assert (await pair(api, ours["id"], theirs["id"]))[1]["proposals"] == []
    answer = {"proposal": proposal["id"], "expectedRevision": waiting["revision"]}
    await api.done("acceptProposal", answer, by=OURS)

    kept, gone = await pair(api, ours["id"], theirs["id"])
    assert (kept["id"], kept["state"]) == (ours["id"], "HELD")
    assert (gone["id"], gone["state"]) == (theirs["id"], "MERGED")
    assert gone["mergedInto"] == {"id": ours["id"]}
    assert kept["mergedFrom"] == [{"id": theirs["id"]}]
    assert kept["titles"] == {"fi": STORY["titles"][OURS]["fi"]}
    assert {
        row["organisation"]["organisationCode"]: row["present"] for row in kept["attendance"]
    } == {
        "county:08": True,
        STORY["municipality"]: True,
    }

    assert await statuses(api, OF_14) == once
    row = (await rows_of(api, OF_14))[STORY["municipality"]]
    assert row["standing"]["because"] == [{"negotiation": {"id": ours["id"]}}]
    counts = await api.ask(
        """query ($county: String!, $rule: String!) {
          held: negotiations(filter: { state: [HELD] }) { totalCount }
          merged: negotiations(filter: { state: [MERGED] }) { totalCount }
          obligations(filter: { county: $county, rule: $rule, status: [FULFILLED] }) {
            totalCount nodes { negotiations { totalCount nodes { id } } } }
          obligationMatrix(county: $county, rules: [$rule]) { status count } }""",
        {"county": STORY["county"], "rule": STORY["rule"]},
    )
    assert (counts["held"]["totalCount"], counts["merged"]["totalCount"]) == (1, 1)
    assert counts["obligations"]["totalCount"] == 1
    cells = counts["obligationMatrix"]
    assert [cell["count"] for cell in cells if cell["status"] == "FULFILLED"] == [1]
    assert sum(cell["count"] for cell in cells) == 23
    (fulfilled,) = counts["obligations"]["nodes"]
    assert fulfilled["negotiations"] == {"totalCount": 1, "nodes": [{"id": ours["id"]}]}
