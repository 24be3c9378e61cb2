"""Answers that are told by hand: what each word of a declaration does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schema.engine import EngineFault, Viewer
from tests.engine.conftest import House

TODAY = date(2026, 11, 21)
ANYBODY = Viewer((), "fi", TODAY)
COUNTY_1 = Viewer((1,), "sv", TODAY)


async def ask(house: House, text: str, viewer: Viewer = COUNTY_1, **variables: Any) -> Any:
    answer = await house.engine().execute(text, variables, viewer=viewer, cost_limit=10**9)
    assert not answer.errors, answer.errors
    return answer.values()


async def test_a_row_tells_its_type_by_its_kind(house: House) -> None:
    got = await ask(house, "{organisations(last:2){nodes{__typename id ... on County{code}}}}")
    assert got["organisations"]["nodes"] == [
        {"__typename": "Municipality", "id": "Municipality:6"},
        {"__typename": "County", "id": "County:1", "code": "01"},
    ]


async def test_an_id_of_another_kind_is_nobody(house: House) -> None:
    text = '{a:node(id:"County:1"){id} b:node(id:"County:4"){id} c:node(id:"Municipality:1"){id}}'
    assert await ask(house, text) == {"a": {"id": "County:1"}, "b": None, "c": None}


async def test_malformed_ids_are_null_in_their_place(house: House) -> None:
    ids = ["County:1", "x", "Lease:2", "County:99999999999", "County:-1", "Nonsense:1", "County:1"]
    got = await ask(house, "query($ids:[ID!]!){nodes(ids:$ids){id}}", ids=ids)
    assert got["nodes"] == [{"id": "County:1"}, *[None] * 5, {"id": "County:1"}]


async def test_a_day_holds_for_everything_below_unless_given_again(house: House) -> None:
    text = """{obligations(asOf:"2026-10-30",first:1){nodes{
        standing{kept{fromOn}} now:standing(asOf:"2028-01-01"){kept{toOn}}}}}"""
    node = (await ask(house, text))["obligations"]["nodes"][0]
    assert node == {
        "standing": {"kept": {"fromOn": "2025-10-17"}},
        "now": {"kept": {"toOn": "9999-12-30"}},
    }


async def test_a_plain_query_is_one_statement_and_passes_as_bytes(house: House) -> None:
    text = "{obligations(first:3){totalCount nodes{id county{name} earlier{nodes{id}}}}}"
    answer = await house.engine().execute(text, viewer=ANYBODY, cost_limit=10**9)
    assert answer.body is not None
    assert len(house.statements) == 1


async def test_references_in_values_are_read_by_one_further_statement(house: House) -> None:
    text = "{obligations{nodes{standing{because{points evidence{id summary}}}}}}"
    await ask(house, text)
    assert len(house.statements) == 2


async def test_introspection_stands_beside_data(house: House) -> None:
    text = '{county(code:"01"){id} __type(name:"Status"){name} __typename}'
    got = await ask(house, text)
    assert got == {
        "county": {"id": "County:1"},
        "__type": {"name": "Status"},
        "__typename": "Query",
    }


RECORD = """mutation($a:RecordInput!,$b:RecordInput!){
  a:recordHeld(input:$a){...on Recorded{on negotiation{id revision summary county{id}}}}
  b:recordHeld(input:$b){__typename ...on Problem{code} ...on Conflict{current{revision}}}}"""


async def test_acts_run_one_after_another_and_are_read_after_their_commit(house: House) -> None:
    sent = {"negotiation": "Negotiation:1", "summary": "pidetty", "expectedRevision": 1}
    everybody = Viewer((), "fi", TODAY, unrestricted=True)
    got = await ask(house, RECORD, everybody, a=sent, b=sent)
    read = {
        "id": "Negotiation:1",
        "revision": 2,
        "summary": "pidetty",
        "county": {"id": "County:1"},
    }
    assert got["a"] == {"on": "2026-11-21", "negotiation": read}
    current = {"revision": 2}
    assert got["b"] == {"__typename": "Conflict", "code": "CONFLICT", "current": current}


async def test_a_failing_act_is_one_fault(house: House) -> None:
    with pytest.raises(EngineFault, match="an act failed"):
        await ask(house, "mutation{fail{__typename}}")
