"""Drafts are seen by their parties only: for others they are nowhere, and nothing tells of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.graphql.asking import NOBODY, Api

OUTSIDERS = (NOBODY, "other_county_recorder", "steering_viewer", "neighbour_recorder")
PARTIES = ("county_recorder", "municipality_editor", "municipality_reader_token")
EVERYWHERE = """query ($id: ID!, $round: ID!, $obligation: ID!) {
  node(id: $id) { id ... on Negotiation { titles { fi } events { totalCount } } }
  nodes(ids: [$id, "Negotiation:999999"]) { id }
  negotiations { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage } }
  planned: negotiations(filter: { state: [PLANNED] }) { totalCount }
  text: negotiations(filter: { text: "Salainen" }) { totalCount }
  municipality: negotiations(filter: { municipality: "837" }) { totalCount }
  inRound: negotiations(filter: { round: $round }) { totalCount }
  round: node(id: $round) { ... on NegotiationRound {
    negotiations { totalCount nodes { id } }
    counterparties { nodes {
      organisation { code } negotiation { id } invitation { invitedOn } attendance { id } } }
  } }
  obligation: node(id: $obligation) { ... on Obligation {
    revision
    negotiations { totalCount nodes { id } }
    history { totalCount nodes { act } }
    standing { status because { text negotiation { id } } missing { text } }
  } }
}"""


async def seen(api: Api, names: dict[str, str], by: str) -> str:
    """Everything that may tell of a draft, as one text."""
    return json.dumps(await api.ask(EVERYWHERE, names, by=by), sort_keys=True)


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_draft_changes_nothing_that_others_are_told(
    api: Api, obligation: str, who: str
) -> None:
    round_id = await api.round()
    unknown = {"id": "Negotiation:999998", "round": round_id, "obligation": obligation}
    before = await seen(api, unknown, who)
    draft = await api.draft(title={"fi": "Salainen"}, round=round_id)
    assert await seen(api, {**unknown, "id": draft["id"]}, who) == before


@pytest.mark.parametrize("who", PARTIES)
async def test_parties_see_their_draft_everywhere(api: Api, obligation: str, who: str) -> None:
    round_id = await api.round()
    draft = await api.draft(title={"fi": "Salainen"}, round=round_id)
    names = {"id": draft["id"], "round": round_id, "obligation": obligation}
    found = await api.ask(EVERYWHERE, names, by=who)
    assert found["node"]["titles"] == {"fi": "Salainen"}
    assert found["node"]["events"] == {"totalCount": 1}
    assert found["nodes"] == [{"id": draft["id"]}, None]
    for each in ("negotiations", "planned", "text", "municipality", "inRound"):
        assert found[each]["totalCount"] == 1, each
    places = {c["organisation"]["code"]: c for c in found["round"]["counterparties"]["nodes"]}
    assert places["837"]["negotiation"] == {"id": draft["id"]}
    assert places["291"]["negotiation"] is None
    assert found["obligation"]["negotiations"]["totalCount"] == 1


async def test_draft_of_a_pair_is_hidden_from_the_county_of_another_round(api: Api) -> None:
    draft = await api.draft(by="municipality_editor", county="08")
    document = "query ($id: ID!) { node(id: $id) { id } }"
    for who in PARTIES:
        assert (await api.ask(document, {"id": draft["id"]}, by=who))["node"] is not None
    for who in OUTSIDERS:
        assert (await api.ask(document, {"id": draft["id"]}, by=who))["node"] is None


async def test_draft_never_stands_before_a_public_negotiation_of_a_round(api: Api) -> None:
    round_id = await api.round()
    public = await api.draft(round=round_id, meetsOn="2026-11-10")
    given = {
        "negotiation": public["id"],
        "invitedOn": "2026-11-02",
        "expectedRevision": public["revision"],
    }
    await api.act("inviteToNegotiation", given, by="county_recorder")
    draft = await api.draft(round=round_id)
    document = """query ($round: ID!) { node(id: $round) { ... on NegotiationRound {
      counterparties { nodes { organisation { code } negotiation { id } invitation { invitedOn } } }
    } } }"""
    shown = {
        NOBODY: (public["id"], "2026-11-02"),
        "other_county_recorder": (public["id"], "2026-11-02"),
        "county_recorder": (draft["id"], None),
    }
    for who, (negotiation, invited_on) in shown.items():
        found = await api.ask(document, {"round": round_id}, by=who)
        places = {c["organisation"]["code"]: c for c in found["node"]["counterparties"]["nodes"]}
        assert places["837"]["negotiation"] == {"id": negotiation}, who
        assert places["837"]["invitation"] == {"invitedOn": invited_on}, who


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_act_on_a_hidden_draft_answers_as_on_one_that_is_not(api: Api, who: str) -> None:
    draft = await api.draft()
    for name, more in (
        ("cancelNegotiation", {"reason": "Este"}),
        ("inviteToNegotiation", {}),
        ("scheduleNegotiation", {"day": "2026-12-01"}),
        ("moveNegotiation", {"day": "2026-12-01"}),
        ("recordNegotiationHeld", {"heldOn": {"value": "2026-11-20"}, "present": ["837"]}),
    ):
        answers: list[dict[str, Any]] = []
        for target in (draft["id"], "Negotiation:999999"):
            given = {"negotiation": target, "expectedRevision": 1, **more}
            answers.append(await api.act(name, given, by=who))
        assert answers[0] == answers[1], name
        assert answers[0]["__typename"] == "NotFound", name


async def test_journal_of_a_draft_is_told_to_nobody_else_even_once_it_is_public(
    api: Api, obligation: str
) -> None:
    draft = await api.draft()
    given = {"negotiation": draft["id"], "expectedRevision": 1}
    await api.act("inviteToNegotiation", given, by="county_recorder")
    document = """query ($id: ID!) { node(id: $id) { ... on Obligation {
      history { totalCount nodes { act organisation { code } } } } } }"""
    found = await api.ask(document, {"id": obligation})
    acts = [each["act"] for each in found["node"]["history"]["nodes"]]
    assert "plan_negotiation" not in acts
    assert acts[0] == "invite_to_negotiation"


async def test_no_filter_tells_who_sits_in_a_draft_that_one_does_not_see(api: Api) -> None:
    draft = await api.draft()
    await api.agreed(draft["id"], responsible=["municipality:291"])
    document = """query ($of: ID!) {
      all: actions { nodes { negotiation { id } } }
      party: actions(filter: {municipality: "837"}) { totalCount }
      origin: actions(filter: {negotiation: $of}) { totalCount }
      county: actions(filter: {county: "08"}) { totalCount }
    }"""
    found = {
        by: await api.ask(document, {"of": draft["id"]}, by=by)
        for by in ("neighbour_recorder", "county_recorder")
    }
    none, one = {"totalCount": 0}, {"totalCount": 1}
    hidden = {"all": {"nodes": [{"negotiation": None}]}, "party": none, "origin": none}
    assert found["neighbour_recorder"] == {**hidden, "county": none}
    shown = {"all": {"nodes": [{"negotiation": {"id": draft["id"]}}]}, "party": one, "origin": one}
    assert found["county_recorder"] == {**shown, "county": one}
