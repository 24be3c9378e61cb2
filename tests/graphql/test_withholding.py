"""A closed record over the API: whoever is no party sees what they saw before it was recorded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import NOBODY, RULE, Api, attendance_of

OUTSIDE = (NOBODY, "other_county_recorder", "steering_viewer", "neighbour_recorder")
PARTIES = ("county_recorder", "municipality_editor", "municipality_reader_token")
EVERYTHING = """query ($id: ID!, $day: Date) {
  node(id: $id) { ... on Obligation {
    revision
    standing(asOf: $day) { status because { text negotiation { id } } missing { text } }
    standings { status fromOn toOn }
    withheldFulfilment(asOf: $day) { fromOn toOn negotiation { id } }
    negotiations { totalCount }
    history { totalCount nodes { act at revision organisation { name } } }
  } }
  obligationMatrix(county: "08", asOf: $day) { municipality { code } status count }
  country: obligationMatrix(asOf: $day) { county { code } status count }
  obligations(filter: {county: "08", status: [FULFILLED, SCHEDULED, IN_PROGRESS]}) { totalCount }
  negotiations { totalCount edges { cursor node { id } } }
  held: negotiations(filter: {municipality: "837", state: [HELD, CLOSED]}) { totalCount }
  negotiationRounds { nodes { progress { invited dated held } negotiations { totalCount }
    counterparties { nodes { negotiation { id } invitation { invitedOn }
      attendance { present } } } } }
  actions { totalCount }
  decisions { totalCount }
  search(query: "pidetty") { totalCount nodes { __typename } }
}"""
BESIDE = """query ($id: ID!, $day: Date) { node(id: $id) { ... on Obligation {
  standing(asOf: $day) { status }
  withheldFulfilment(asOf: $day) { fromOn negotiation {
    heldOn { value } isPublic withholding { statute section reason sinceOn recordedBy { code } }
  } } } } }"""


async def seen(api: Api, obligation: str, by: str, day: str | None = None) -> dict[str, Any]:
    return await api.ask(EVERYTHING, {"id": obligation, "day": day}, by=by)


async def whole(api: Api, round_id: str) -> tuple[dict[str, Any], list[str]]:
    """A meeting with all that can hang on one, and the ids of everything that is a node."""
    plan = {"title": {"fi": "Pidetty"}, "municipalities": ["837"], "round": round_id}
    plan["rules"] = ["county-municipality-negotiation"]
    held = await api.held(plan=plan)
    number = held["id"]
    item = await api.done("writeAgendaItem", {"negotiation": number, "title": {"fi": "A"}})
    action = await api.agreed(number, responsible=["municipality:837", "municipality:291"])
    minutes = await api.drafted(number)
    given = {"minutes": minutes["id"], "expectedRevision": minutes["revision"]}
    await api.done("publishMinutes", given)
    decision = await api.decided(number)
    row = attendance_of(held, "837")
    return held, [number, *(each["id"] for each in (item, action, minutes, decision, row))]


@pytest.mark.parametrize("day", [None, "2026-10-20", "2029-05-31"])
async def test_outsiders_see_what_they_saw_before_it_was_recorded(
    api: Api, obligation: str, day: str | None
) -> None:
    round_id = await api.round()
    await api.act("stateRecordComplete", {"startsOn": "2025-06-01"}, by="county_admin")
    before = {by: await seen(api, obligation, by, day) for by in OUTSIDE}
    held, ids = await whole(api, round_id)
    assert await seen(api, obligation, NOBODY, day) != before[NOBODY]
    await api.withheld(held)
    assert {by: await seen(api, obligation, by, day) for by in OUTSIDE} == before
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    for by in OUTSIDE:
        assert (await api.ask(document, {"ids": ids}, by=by))["nodes"] == [None] * len(ids)
    for by in PARTIES:
        found = (await api.ask(document, {"ids": ids}, by=by))["nodes"]
        assert [each["id"] for each in found] == ids


async def test_a_successors_obligation_tells_nothing_of_its_predecessors_withheld_meeting(
    api: Api,
) -> None:
    given = {"merged": ["887"], "into": "020", "on": "2026-11-01", "source": "Keksitty"}
    await api.done("recordMerger", given, by="platform")
    document = """{ obligations(filter: {municipality: "020"}, first: 50) { nodes {
      revision standings { status fromOn } history { totalCount nodes { act at revision } } } } }"""
    before = await api.ask(document)
    plan = {"title": {"fi": "Pidetty"}, "municipalities": ["887"], "rules": [RULE]}
    held = await api.held(plan=plan, heldOn={"value": "2026-10-14"}, present=["887"])
    assert await api.ask(document) != before
    await api.withheld(held)
    assert await api.ask(document) == before


async def test_acts_on_what_one_does_not_see_answer_like_acts_on_what_is_not(
    api: Api, obligation: str
) -> None:
    held, (negotiation, item, action, minutes, decision, row) = await whole(api, await api.round())
    await api.withheld(held)
    tries: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("withholdRecord", "record", negotiation, {"statute": "621/1999", "section": "24 §"}),
        ("releaseRecord", "record", negotiation, {}),
        ("changeNegotiationRules", "negotiation", negotiation, {"rules": []}),
        ("cancelNegotiation", "negotiation", negotiation, {"reason": "E"}),
        ("confirmReport", "attendance", row, {}),
        ("removeAgendaItem", "item", item, {}),
        ("dropAction", "action", action, {"reason": "E"}),
        ("publishMinutes", "minutes", minutes, {}),
        ("withdrawDecision", "decision", decision, {"reason": "E"}),
    )
    for name, field, number, more in tries:
        kind = number.partition(":")[0]
        answers = [
            await api.act(name, {field: each, "expectedRevision": 1, **more}, by=by)
            for by in ("other_county_recorder", "neighbour_recorder")
            for each in (number, f"{kind}:999999")
        ]
        assert {each["__typename"] for each in answers} == {"NotFound"}, name
        assert all(each == answers[0] for each in answers), name


async def test_parties_see_beside_the_status_that_it_is_fulfilled(
    api: Api, obligation: str
) -> None:
    held = await api.held()
    await api.withheld(held, since="2026-11-01", reason="Liikesalaisuus")
    asked = {"id": obligation, "day": "2026-11-20"}
    for by in PARTIES:
        told = (await api.ask(BESIDE, asked, by=by))["node"]
        assert told["standing"]["status"] == "NO_RECORD"
        assert told["withheldFulfilment"] == {
            "fromOn": "2026-10-14",
            "negotiation": {
                "heldOn": {"value": "2026-10-14"},
                "isPublic": False,
                "withholding": {
                    "statute": "621/1999",
                    "section": "24 § 1 mom. 17 k.",
                    "reason": "Liikesalaisuus",
                    "sinceOn": "2026-11-01",
                    "recordedBy": {"code": "08"},
                },
            },
        }
    for by in OUTSIDE:
        told = (await api.ask(BESIDE, asked, by=by))["node"]
        assert told == {"standing": {"status": "NO_RECORD"}, "withheldFulfilment": None}
    early = await api.ask(BESIDE, {"id": obligation, "day": "2026-10-13"}, by="county_recorder")
    assert early["node"]["withheldFulfilment"] is None


async def test_the_public_status_is_the_same_for_every_viewer(api: Api, obligation: str) -> None:
    held, _ = await whole(api, await api.round())
    await api.withheld(held)
    document = """query ($id: ID!) { node(id: $id) { ... on Obligation { standing { status
      because { text } } standings { status fromOn } } }
      obligationMatrix(county: "08") { municipality { code } status count }
      negotiationRounds { nodes { progress { invited dated held } } } }"""
    answers = [await api.ask(document, {"id": obligation}, by=by) for by in (*OUTSIDE, *PARTIES)]
    assert all(each == answers[0] for each in answers)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        (
            {"statute": "julkisuuslaki"},
            "statute",
            "Tämä ei ole säädöksen numero. Anna numero ja vuosi muodossa 611/2021.",
        ),
        (
            {"section": "salainen"},
            "section",
            "Tämä ei ole lainkohta. Anna pykälä ja momentti, esimerkiksi 24 § 1 mom. 17 k.",
        ),
    ],
)
async def test_a_ground_that_is_none_names_the_field_and_the_remedy(
    api: Api, more: dict[str, str], field: str, said: str
) -> None:
    held = await api.held()
    given = {"record": held["id"], "expectedRevision": held["revision"]}
    given |= {"statute": "621/1999", "section": "24 §", **more}
    payload = await api.act("withholdRecord", given, by="county_recorder")
    assert payload["fields"] == [
        {"code": payload["fields"][0]["code"], "message": said, "path": ["input", field]}
    ]


async def test_the_same_request_again_is_answered_as_the_first(api: Api) -> None:
    held = await api.held()
    given = {"record": held["id"], "expectedRevision": held["revision"]}
    given |= {"statute": "621/1999", "section": "24 §"}
    first = await api.act("withholdRecord", given, by="county_recorder", key="once")
    again = await api.act("withholdRecord", given, by="county_recorder", key="once")
    assert first == again
    stale = await api.act("withholdRecord", given, by="county_recorder", key="another")
    assert stale["__typename"] == "Conflict"


async def test_a_released_record_is_seen_by_everyone_again(api: Api, obligation: str) -> None:
    held, ids = await whole(api, await api.round())
    public = await seen(api, obligation, NOBODY)
    closed = await api.withheld(held)
    given = {"record": held["id"], "expectedRevision": closed["revision"]}
    await api.act("releaseRecord", given, by="county_recorder")
    found = await seen(api, obligation, NOBODY)
    told = found["node"].pop("history")
    public["node"].pop("history")
    assert found == public
    assert [each["act"] for each in told["nodes"]][:2] == ["release_record", "withhold_record"]
    nodes = await api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})
    assert [each["id"] for each in nodes["nodes"]] == ids


async def test_a_meeting_recorded_also_under_the_yearly_rule_is_named_by_its_standing(
    api: Api,
) -> None:
    held = await api.held()
    rules = ["county-municipality-negotiation", "hyte-annual-negotiation"]
    given = {"negotiation": held["id"], "rules": rules, "expectedRevision": held["revision"]}
    await api.act("changeNegotiationRules", given, by="county_recorder")
    found = await api.ask("""{ obligations(filter: {rule: "hyte-annual-negotiation", year: 2026,
      municipality: "837"}) { nodes { standing { status because { negotiation { id } } } } } }""")
    (node,) = found["obligations"]["nodes"]
    assert node["standing"]["status"] == "FULFILLED"
    assert node["standing"]["because"][0]["negotiation"] == {"id": held["id"]}
    wrong = given | {"rules": ["county-wellbeing-report-and-plan"], "expectedRevision": 2}
    payload = await api.act("changeNegotiationRules", wrong, by="county_recorder", language="sv")
    assert payload["fields"][0]["path"] == ["input", "rules", "0"]
    assert payload["fields"][0]["message"].startswith(
        "Förpliktelsen county-wellbeing-report-and-plan"
    )
