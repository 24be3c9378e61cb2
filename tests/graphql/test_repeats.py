"""Requests that come twice: the same answer and one row, or a refusal, and nothing in between."""

from __future__ import annotations

import pytest

from server.negotiations.models import Negotiation
from tests.graphql.asking import Api, journal

PLAN = {"title": {"fi": "Kerran"}, "municipalities": ["837"]}


async def test_same_key_and_body_give_the_same_answer_and_one_row(api: Api) -> None:
    first = await api.act("planNegotiation", PLAN, by="county_recorder", key="k-1")
    written = await journal()
    second = await api.act("planNegotiation", PLAN, by="county_recorder", key="k-1")
    assert second == first
    assert await Negotiation.all().count() == 1
    assert await journal() == written


async def test_repeat_of_a_refusal_gives_the_refusal_again_in_the_callers_language(
    api: Api,
) -> None:
    plan = {**PLAN, "municipalities": ["837", "999"]}
    first = await api.act("planNegotiation", plan, by="county_recorder", key="k-2")
    second = await api.act("planNegotiation", plan, by="county_recorder", key="k-2", language="en")
    assert first["fields"][0]["message"].startswith("Kuntaa ei ole koodilla 999.")
    assert second["fields"][0]["message"].startswith("No municipality has the code 999.")
    assert second["fields"][0]["path"] == first["fields"][0]["path"]


async def test_repeat_of_a_conflict_gives_the_object_again(api: Api) -> None:
    found = await api.scheduled()
    given = {"negotiation": found["id"], "reason": "Este", "expectedRevision": 1}
    first = await api.act("cancelNegotiation", given, by="county_recorder", key="k-3")
    assert await api.act("cancelNegotiation", given, by="county_recorder", key="k-3") == first
    assert first["current"]["id"] == found["id"]


async def test_same_key_with_another_body_is_refused(api: Api) -> None:
    await api.act("planNegotiation", PLAN, by="county_recorder", key="k-4")
    written = await journal()
    other = {**PLAN, "title": {"fi": "Toinen"}}
    said = {
        "fi": "Sama Idempotency-Key on jo lähetetty toisen pyynnön kanssa."
        " Käytä uutta tunnistetta.",
        "sv": "Samma Idempotency-Key har redan skickats med en annan begäran. Använd en ny nyckel.",
        "en": "This Idempotency-Key came before with another request. Use a new key.",
    }
    for language, message in said.items():
        payload = await api.act(
            "planNegotiation", other, by="county_recorder", key="k-4", language=language
        )
        assert payload == {
            "__typename": "KeyReused",
            "code": "IDEMPOTENCY_KEY_REUSED",
            "message": message,
            "path": [],
        }
    assert await journal() == written


async def test_key_is_the_actors_own(api: Api) -> None:
    await api.act("planNegotiation", PLAN, by="county_recorder", key="k-5")
    payload = await api.act("planNegotiation", PLAN, by="municipality_editor", key="k-5")
    assert payload["__typename"] == "NegotiationRecorded"
    assert await Negotiation.all().count() == 2


async def test_several_acts_with_a_key_are_refused_and_none_is_done(api: Api) -> None:
    act = 'planNegotiation(input: { title: { fi: "A" }, municipalities: ["837"] }) { __typename }'
    before = await journal()
    for document in (
        f"mutation {{ a: {act} b: {act} }}",
        f"mutation {{ ...F }} fragment F on Mutation {{ a: {act} b: {act} }}",
    ):
        (error,) = await api.errors(document, by="county_recorder", key="k-6")
        assert error["extensions"] == {"code": "KEY_WITH_SEVERAL_ACTS"}
        assert error["message"] == (
            "Idempotency-Key koskee yhtä toimea. Lähetä toimet yksi kerrallaan."
        )
    assert await journal() == before
    done = await api.ask(f"mutation {{ a: {act} b: {act} }}", by="county_recorder")
    assert done["b"]["__typename"] == "NegotiationRecorded"
    assert await Negotiation.all().count() == 2


@pytest.mark.parametrize("name", ["writeAgendaItem", "statePosition"])
async def test_repeat_of_an_act_on_what_was_removed_since_finds_nothing(
    api: Api, name: str
) -> None:
    by, key = "county_recorder", "k-8"
    given = {"negotiation": (await api.draft())["id"], "title": {"fi": "Asia"}}
    written = await api.act("writeAgendaItem", given, by=by, key=key)
    item = written["item"]["id"]
    if name == "statePosition":
        given, key = {"item": item, "text": "Kannatamme"}, "k-9"
        await api.act("statePosition", given, by=by, key=key)
        await api.done("statePosition", {"item": item, "expectedRevision": 1}, by=by)
    await api.done("removeAgendaItem", {"item": item, "expectedRevision": 1})
    before = await journal()
    again = await api.act(name, given, by=by, key=key)
    assert (again["__typename"], again["code"]) == ("NotFound", "NOT_FOUND")
    assert await journal() == before


async def test_answer_shows_the_object_as_it_is_when_the_repeat_comes(api: Api) -> None:
    first = await api.act("planNegotiation", PLAN, by="county_recorder", key="k-7")
    given = {"negotiation": first["negotiation"]["id"], "expectedRevision": 1}
    await api.act("inviteToNegotiation", given, by="county_recorder")
    again = await api.act("planNegotiation", PLAN, by="county_recorder", key="k-7")
    assert again["negotiation"]["id"] == first["negotiation"]["id"]
    assert again["negotiation"]["state"] == "INVITED"
