"""The three ministries negotiate with all 23 organisers in 2026; the Ministry of Finance records.

611/2021 § 13 a: one negotiation a year with each organiser. What the ministries recommend and what
is agreed there steers and binds nobody: no obligation comes of it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.graphql.asking import Api
from tests.stories.telling import count_of_obligations, facts_of, statuses

STORY = facts_of("steering_2026")
ROUND = {**STORY["round"], "rules": [STORY["rule"]], "kind": "STEERING"}
OF_THE_YEAR = {"rule": STORY["rule"], "year": STORY["year"]}
BY = "finance_recorder"
TABLE = """query ($id: ID!) { node(id: $id) { ... on NegotiationRound {
  kind revision legalBasis keeper { organisationCode } county { code }
  objective { fi sv en } rules { key }
  progress { counterparties invited dated held }
  counterparties { totalCount nodes {
    organisation { organisationCode kind }
    negotiation { id revision state parties { organisation { organisationCode } } }
  } }
} } }"""


async def table(api: Api, round_id: str, by: str = BY) -> dict[str, Any]:
    """The round as its keeper sees it."""
    found: dict[str, Any] = (await api.ask(TABLE, {"id": round_id}, by=by))["node"]
    return found


async def planned(api: Api) -> str:
    """The round, with one negotiation planned with each organiser and the other ministries."""
    round_id = await api.round(by=BY, **ROUND, municipalities=None)
    given = {"round": round_id, "title": ROUND["title"], "togetherWith": STORY["together"]}
    answer = await api.act("planNegotiations", given, by=BY)
    assert len(answer["items"]) == 23
    return round_id


async def negotiation_with(api: Api, round_id: str, organiser: str) -> dict[str, Any]:
    """The negotiation of the round with an organiser."""
    rows = (await table(api, round_id))["counterparties"]["nodes"]
    (found,) = (
        row["negotiation"] for row in rows if row["organisation"]["organisationCode"] == organiser
    )
    assert isinstance(found, dict)
    return found


async def held(api: Api, round_id: str, organiser: str) -> dict[str, Any]:
    """The negotiation with an organiser took place; all three ministries and it were there."""
    plan = await negotiation_with(api, round_id, organiser)
    given = {
        "negotiation": plan["id"],
        "heldOn": {"value": STORY["meeting"]["held_on"]},
        "present": [STORY["keeper"], *STORY["together"], organiser],
        "expectedRevision": plan["revision"],
    }
    return await api.done("recordNegotiationHeld", given, by=BY)


async def test_one_act_opens_the_round_with_all_organisers(api: Api) -> None:
    round_id = await api.round(by=BY, **ROUND, municipalities=None)
    told = await table(api, round_id)
    assert told["keeper"] == {"organisationCode": STORY["keeper"]}
    assert (told["kind"], told["county"], told["rules"]) == (
        "STEERING",
        None,
        [{"key": STORY["rule"]}],
    )
    called = told["counterparties"]
    assert called["totalCount"] == told["progress"]["counterparties"] == 23
    kinds = Counter(row["organisation"]["kind"] for row in called["nodes"])
    assert kinds == STORY["counterparties"]


async def test_every_meeting_of_the_round_calls_all_three_ministries(api: Api) -> None:
    told = await table(api, await planned(api))
    for row in told["counterparties"]["nodes"]:
        called = {
            each["organisation"]["organisationCode"] for each in row["negotiation"]["parties"]
        }
        organiser = row["organisation"]["organisationCode"]
        assert called == {STORY["keeper"], *STORY["together"], organiser}


@pytest.mark.parametrize("organiser", STORY["organisers_met_in_turn"])
async def test_a_meeting_held_fulfils_the_row_of_that_organiser_and_no_other(
    api: Api, organiser: str
) -> None:
    round_id = await planned(api)
    before = await statuses(api, OF_THE_YEAR)
    assert (len(before), set(before.values())) == (23, {"NO_RECORD"})
    await held(api, round_id, organiser)
    after = await statuses(api, OF_THE_YEAR)
    assert after == {**before, organiser: "FULFILLED"}
    assert (await table(api, round_id))["progress"]["held"] == 1
    day_before = await statuses(api, OF_THE_YEAR, "2026-03-17")
    assert day_before == before
    assert set((await statuses(api, {**OF_THE_YEAR, "year": 2027}, "2027-01-01")).values()) == {
        "NO_RECORD"
    }


async def test_objectives_and_recommendations_make_no_obligation(api: Api) -> None:
    before = await count_of_obligations(api)
    round_id = await planned(api)
    facts = {
        "round": round_id,
        **STORY["round"],
        "legalBasis": STORY["legal_basis"],
        "objective": STORY["objective"],
        "expectedRevision": (await table(api, round_id))["revision"],
    }
    await api.done("amendRound", facts, by=BY)
    told = await table(api, round_id)
    assert told["objective"] == STORY["objective"]
    assert told["legalBasis"] == STORY["legal_basis"]
    meeting = await held(api, round_id, "county:08")
    item = {"negotiation": meeting["id"], "topic": "STEERING", **STORY["meeting"]["recommendation"]}
    await api.done("writeAgendaItem", item, by=BY)
    action = {"title": STORY["meeting"]["action"], "responsible": ["county:08"]}
    await api.agreed(meeting["id"], by=BY, **action)
    assert await count_of_obligations(api) == before


async def test_the_county_cannot_open_the_ministries_round(api: Api) -> None:
    given = {**ROUND, "municipalities": None}
    refused = await api.act("startNegotiationRound", given, by="county_recorder")
    assert (refused["__typename"], refused["reason"]) == ("NotAllowed", "NOT_A_MINISTRY")
