"""Lists hold all that an act may record; what no list could show is refused, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from server.negotiations.inputs import MOST_PARTIES
from server.negotiations.models import Negotiation
from server.negotiations.papers.inputs import MOST_DOCUMENTS, MOST_ITEMS, MOST_OF_ITEM
from server.negotiations.papers.models import AgendaItem
from server.register.models import Organisation
from tests.graphql.asking import Api, journal

LISTS = """query ($id: ID!) { node(id: $id) { ... on Negotiation {
  parties { organisation { organisationCode } } attendance { present }
  minutes { documents { url } endorsements { role } }
  agenda { materials { url } concerns { __typename } }
} } }"""


def links(number: int) -> list[dict[str, str]]:
    return [{"url": f"https://paper.example/{each}"} for each in range(number)]


def materials(number: int) -> list[dict[str, str]]:
    return [{**each, "title": "Liite"} for each in links(number)]


async def lists_of(api: Api, negotiation: str) -> dict[str, Any]:
    found = await api.ask(LISTS, {"id": negotiation}, by="county_recorder")
    node: dict[str, Any] = found["node"]
    return node


async def too_many(api: Api, name: str, given: dict[str, Any]) -> tuple[list[str], str]:
    """Where the act was refused, and in which words; nothing has been written."""
    before = await journal()
    payload = await api.act(name, given, by="county_recorder", language="en")
    (fault,) = payload["fields"]
    assert fault["code"] == "TOO_MANY"
    assert await journal() == before
    return fault["path"][1:], fault["message"]


async def test_every_municipality_can_sit_at_one_table_and_is_listed(api: Api) -> None:
    rows = Organisation.filter(kind="MUNICIPALITY", ends_on=None)
    codes = [str(code) for code in await rows.values_list("code", flat=True)]
    assert len(codes) == 308
    plan = {"title": {"fi": "Valtakunnallinen"}, "municipalities": codes, "kind": "OTHER"}
    held = await api.held(plan=plan, present=codes)
    told = await lists_of(api, held["id"])
    assert len(told["parties"]) == len(told["attendance"]) == 309
    minutes = await api.drafted(held["id"], rule="APPROVED")
    assert len(minutes["missing"]) == 309
    assert len((await lists_of(api, held["id"]))["minutes"]["endorsements"]) == 309


async def test_more_parties_than_the_list_shows_are_refused(api: Api) -> None:
    held = await api.held()
    names = [f"company:{each}" for each in range(MOST_PARTIES)]
    await Organisation.bulk_create(
        Organisation(
            organisation_code=name, code=name, kind="COMPANY", source="Keksitty",
            name_fi=name, sort_fi=name, sort_sv=name,
        )
        for name in names
    )  # fmt: skip
    said = f"There are too many. Give at most {MOST_PARTIES}."
    plan = {"title": {"fi": "N"}, "kind": "OTHER", "parties": ["county:08", *names]}
    assert await too_many(api, "planNegotiation", plan) == (["parties"], said)
    meeting = {"heldOn": {"value": "2026-10-14"}, "present": ["837"]}
    unknown = {**meeting, "plan": plan}
    path, _ = await too_many(api, "recordNegotiationHeld", unknown)
    assert path == ["plan", "parties"]
    known = {"negotiation": held["id"], "expectedRevision": held["revision"], **meeting}
    assert await too_many(api, "recordNegotiationHeld", {**known, "present": names}) == (
        ["present"],
        said,
    )
    assert await Negotiation.all().count() == 1
    whole = await api.draft(kind="OTHER", rules=[], parties=names[: MOST_PARTIES - 2])
    assert len((await lists_of(api, whole["id"]))["parties"]) == MOST_PARTIES


async def test_more_documents_than_the_list_shows_are_refused(api: Api) -> None:
    negotiation = (await api.held())["id"]
    given = {"negotiation": negotiation, "documents": links(MOST_DOCUMENTS + 1)}
    path, said = await too_many(api, "draftMinutes", given)
    assert (path, said) == (["documents"], "There are too many. Give at most 100.")
    await api.drafted(negotiation, documents=links(MOST_DOCUMENTS))
    shown = (await lists_of(api, negotiation))["minutes"]["documents"]
    assert shown == links(MOST_DOCUMENTS)


async def test_more_roles_that_check_than_the_list_shows_are_refused(api: Api) -> None:
    role = {"organisation": "county:08", "role": "sihteeri"}
    roles = [{**role, "role": f"sihteeri {each}"} for each in range(MOST_PARTIES + 1)]
    given = {"negotiation": (await api.held())["id"], "rule": "CHECKED", "roles": roles}
    assert (await too_many(api, "draftMinutes", given))[0] == ["roles"]


@pytest.mark.parametrize("name", ["materials", "concerns"])
async def test_more_of_an_item_than_its_lists_show_is_refused(api: Api, name: str) -> None:
    negotiation = (await api.held())["id"]
    most = MOST_OF_ITEM + 1
    rows = (
        materials(most)
        if name == "materials"
        else [f"Obligation:{each}" for each in range(1, most + 1)]
    )
    given = {"negotiation": negotiation, "title": {"fi": "Asia"}}
    assert (await too_many(api, "writeAgendaItem", {**given, name: rows}))[0] == [name]
    await api.done("writeAgendaItem", {**given, name: rows[:-1]})
    (item,) = (await lists_of(api, negotiation))["agenda"]
    assert len(item[name]) == MOST_OF_ITEM


async def test_an_agenda_ends_where_its_list_does(api: Api) -> None:
    negotiation = (await api.held())["id"]
    number = int(negotiation.partition(":")[2])
    await AgendaItem.bulk_create(
        AgendaItem(negotiation_id=number, number=each, title_fi="Asia", topic="OTHER")
        for each in range(1, MOST_ITEMS)
    )
    given = {"negotiation": negotiation, "title": {"fi": "Viimeinen"}}
    assert (await api.done("writeAgendaItem", given))["number"] == MOST_ITEMS
    assert len((await lists_of(api, negotiation))["agenda"]) == MOST_ITEMS
    assert (await too_many(api, "writeAgendaItem", given))[0] == ["negotiation"]


async def test_a_link_to_a_memo_is_no_document_too_many(api: Api) -> None:
    held = await api.held()
    annexes = [{**each, "isAnnex": True} for each in links(MOST_DOCUMENTS)]
    await api.drafted(held["id"], documents=annexes)
    given = {"negotiation": held["id"], "heldOn": {"value": "2026-10-14"}, "present": ["837"]}
    given |= {"expectedRevision": held["revision"], "memoUrl": "https://memo.example/1"}
    assert (await too_many(api, "recordNegotiationHeld", given))[0] == ["memoUrl"]
