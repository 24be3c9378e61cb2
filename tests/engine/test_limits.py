"""What documents weigh, counted in one pass."""

from __future__ import annotations

import pytest
from graphql import GraphQLError, OperationDefinitionNode, parse

from schema.engine import Catalogue, Documents, Limits, RequestError
from schema.engine.limits import Scale
from tests.engine.schema import schema


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(Catalogue(schema), Limits(tokens=100_000))


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("{__typename}", 0),
        ('{county(code:"01"){id}}', 1),
        ("{obligations{nodes{id}}}", 1 + 50),
        ("{obligations(first:10){nodes{id}}}", 1 + 10),
        ("{obligations(last:10){edges{node{id} cursor}}}", 1 + 10 * 2),
        ("{obligations(first:10){totalCount pageInfo{endCursor}}}", 1 + 10 + 1),
        ("{obligations(first:10){nodes{county{id} earlier{nodes{id}}}}}", 1 + 10 * (2 + 1 + 3)),
        ("{counties{id}}", 1 + 21),
        ("{counties{leases{id}}}", 1 + 21 * (1 + 1 + 3)),
        ('{search(query:"x",first:5){nodes{__typename}}}', 1 + 20 + 5),
        ('{node(id:"Lease:1"){...on Lease{rent(on:"2026-01-01"){total}}}}', 1 + 1 + 5),
        ('{nodes(ids:["a","b"]){id}}', 1 + 2),
        ("{matrix{count}}", 1 + 50),
    ],
)
def test_objects_count_one_and_lists_their_size(documents: Documents, text: str, cost: int) -> None:
    assert documents.cost(text).value == cost


def test_variables_count_as_given_and_unknown_ones_as_the_most(documents: Documents) -> None:
    text = "query($n:Int){obligations(first:$n){nodes{id}}}"
    assert documents.cost(text, {"n": 7}).value == 8
    assert documents.cost(text, {"n": None}).value == 51
    assert documents.cost(text).value == 501
    assert documents.cost(text, {"n": 10**9}).value == 501
    assert documents.cost(text, {"n": "x"}).value == 501
    with_default = "query($n:Int=4){obligations(first:$n){nodes{id}}}"
    assert documents.cost(with_default).value == 5


def test_the_limit_is_said_with_the_cost(documents: Documents) -> None:
    with pytest.raises(RequestError) as caught:
        documents.cost("{obligations(first:500){nodes{id}}}", limit=500)
    assert caught.value.facts == {"value": 501, "limit": 500}


def bomb(levels: int) -> str:
    """Fragments that spread the next one twice: two to the power of ``levels`` fields."""
    spreads = (f"fragment F{n} on Query{{...F{n + 1} ...F{n + 1}}}" for n in range(levels))
    parts = ["{...F0}", *spreads]
    parts.append(f"fragment F{levels} on Query{{obligations{{nodes{{id}}}}}}")
    return " ".join(parts)


def test_a_fragment_bomb_is_refused_by_its_cost(documents: Documents) -> None:
    with pytest.raises(RequestError) as caught:
        documents.cost(bomb(40))
    assert caught.value.code == "TOO_MANY"


def test_every_fragment_is_weighed_once_however_often_it_is_spread(documents: Documents) -> None:
    document = parse(bomb(40))
    looked = 0

    class Counting(Scale):
        def _fragment(self, fragment: object, owner: object) -> object:  # type: ignore[override]
            nonlocal looked
            looked += 1
            return super()._fragment(fragment, owner)

    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    weight = Counting(documents.catalogue, document, {}, 100).weigh(operation)
    assert looked == 41
    assert weight.cost == 2**40 * 51


@pytest.mark.parametrize("levels", [200, 400])
def test_long_chains_of_fragments_are_refused(documents: Documents, levels: int) -> None:
    with pytest.raises(RequestError) as caught:
        documents.cost(bomb(levels))
    assert caught.value.code == "DEPTH"


def test_a_million_rows_are_refused(documents: Documents) -> None:
    inner = "id"
    for _ in range(3):
        inner = f"obligations(first:100){{nodes{{municipality{{...on Municipality{{{inner}}}}}}}}}"
    with pytest.raises(RequestError) as caught:
        documents.cost(f"{{{inner}}}", limit=20_000)
    assert caught.value.code == "COST"
    assert int(str(caught.value.facts["value"])) > 10**6


def test_cyclic_fragments_are_refused(documents: Documents) -> None:
    with pytest.raises(RequestError) as caught:
        documents.cost("{...A} fragment A on Query{...B} fragment B on Query{__typename ...A}")
    assert caught.value.code == "CYCLIC_FRAGMENT"


def test_root_fields_and_directives_are_counted_through_fragments(documents: Documents) -> None:
    body = " ".join(f"a{n}:__typename" for n in range(16))
    with pytest.raises(RequestError) as caught:
        documents.cost(f"{{...A ...A}} fragment A on Query{{{body}}}")
    assert caught.value.facts["what"] == "root fields"
    with pytest.raises(RequestError) as caught:
        documents.cost("{__typename" + " @include(if:true)" * 101 + "}")
    assert caught.value.facts["what"] == "directives"


def test_what_the_schema_does_not_know_is_left_to_validation(documents: Documents) -> None:
    assert documents.cost("{nothing{here}} fragment F on Nowhere{x}").value == 2 - 1


def test_a_document_without_the_named_operation_is_refused(documents: Documents) -> None:
    for text, name in (("query A{__typename} query B{__typename}", None), ("{__typename}", "A")):
        with pytest.raises(RequestError) as caught:
            documents.cost(text, operation=name)
        assert caught.value.code == "OPERATION"
    with pytest.raises(GraphQLError):
        documents.cost("{")
