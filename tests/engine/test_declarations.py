"""Declarations that cannot hold are refused; Strawberry tells what the catalogue reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import strawberry
from graphql import FieldNode, OperationDefinitionNode, build_schema, parse
from graphql.execution.values import get_variable_values

from schema.engine import (
    Catalogue,
    Connection,
    Node,
    Viewer,
    computed,
    entity,
    grouped,
    lookup,
    many,
    on,
    one,
)
from tests.engine import models as m
from tests.engine.conftest import House
from tests.engine.schema import schema


@contextmanager
def known(**classes: type) -> Iterator[None]:
    """Strawberry finds the classes that annotations name among the module's own."""
    globals().update(classes)
    yield
    for name in classes:
        del globals()[name]


def refused(house: House, message: str, *types: type, query: type | None = None) -> None:
    @strawberry.type
    class Query:
        node = lookup()

    with pytest.raises(TypeError, match=message):
        house.engine(strawberry.Schema(query or Query, types=types))


async def test_a_hidden_row_must_be_nullable(house: House) -> None:
    @entity(m.Negotiation, sees=lambda n: str(n.public))
    class Negotiation(Node):
        held_on: date

    with known(Negotiation=Negotiation):

        @entity(m.Obligation)
        class Obligation(Node):
            evidence: Negotiation

        refused(house, "Obligation.evidence: the row may be hidden", Obligation)


async def test_a_nullable_column_cannot_promise_a_value(house: House) -> None:
    @entity(m.Lease)
    class Lease(Node):
        title: str

    refused(house, "Lease.title: the column may be null", Lease)


async def test_a_field_must_come_from_somewhere(house: House) -> None:
    @entity(m.Lease)
    class Lease(Node):
        nowhere: str

    @strawberry.type
    class Query:
        lost: int

    refused(house, "Lease.nowhere: Lease has no nowhere", Lease)
    refused(house, "Query.lost: nothing says where it comes from", query=Query)


async def test_an_order_is_never_null(house: House) -> None:
    @entity(m.Lease)
    class Lease(Node):
        @many(m.Lease, order="title")
        def others(self: Any, x: Any) -> Connection[Lease]:
            """Leases."""
            return on()

    with known(Lease=Lease):
        refused(house, "the order title may be null at title", Lease)


async def test_needs_are_a_selection_of_the_type_itself(house: House) -> None:
    @entity(m.Lease)
    class Lease(Node):
        @computed("{ nothing }")
        def rent(self: Any) -> int:
            """Rent."""
            return 0

    refused(house, "Lease.rent: Cannot query field 'nothing'", Lease)


async def test_derived_rows_stand_at_the_root(house: House) -> None:
    @strawberry.type
    class Cell:
        count: int

    @entity(m.Lease)
    class Lease(Node):
        @grouped(m.Lease, order=())
        def cells(self: Any, x: Any) -> list[Cell]:
            """Cells."""
            return []

    with known(Cell=Cell):
        refused(house, "Lease.cells: derived rows stand at the root only", Lease)


async def test_values_never_shape_a_statement(house: House) -> None:
    @strawberry.type
    class Query:
        @one(m.Organisation)
        def county(self: Any, c: Any, code: str) -> Somebody | None:
            """By code."""
            given: Any = code
            return on(f"{c.code}='{given.value}'")

    @entity(m.Organisation)
    class Somebody(Node):
        code: str

    with known(Somebody=Somebody):
        engine = house.engine(strawberry.Schema(Query))
    anybody = Viewer((), "fi", date(2026, 11, 21))
    with pytest.raises(TypeError, match="only enums and booleans may shape the statement"):
        await engine.execute('{county(code:"1"){code}}', viewer=anybody)


def test_strawberry_tells_what_the_catalogue_reads() -> None:
    # The contract with Strawberry's internals: if an update breaks one, it is named here.
    catalogue = Catalogue(schema)
    query = catalogue.gql.query_type
    field = catalogue.field(query, "obligations")
    assert field.python_name == "obligations"
    assert field.target.name == "ObligationConnection"
    assert set(catalogue.argument_types(field)) == {
        "filter",
        "order_by",
        "as_of",
        "first",
        "after",
        "last",
        "before",
    }
    document = parse(
        "query($c:String){obligations(filter:{county:$c,dueOn:{after:null}},orderBy:{field:TEXT})"
        "{nodes{id}}}"
    )
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    node = operation.selection_set.selections[0]
    assert isinstance(node, FieldNode)
    variables = get_variable_values(
        catalogue.gql, operation.variable_definitions or (), {"c": "01"}
    )
    assert not isinstance(variables, list)
    got = catalogue.arguments(field, node, variables)
    assert got["filter"].county == "01"
    assert got["filter"].status is None
    assert got["filter"].due_on.after is None
    assert got["order_by"].field.name == "TEXT"
    assert got["order_by"].direction.name == "ASC"
    assert "first" not in got
    asked = catalogue.argument_types(field)["filter"]
    assert str(catalogue.input_field(asked, "due_on")) == "DateRange"
    assert catalogue.entities["County"].kinds == ("COUNTY",)
    assert catalogue.entities["Organisation"].discriminator == "kind"
    assert catalogue.families[m.Organisation].default == "OtherOrganisation"
    assert "Standing" in catalogue.objects
    assert "Standing" not in catalogue.nodes


def test_the_printed_schema_is_whole_and_described() -> None:
    text = schema.as_str()
    build_schema(text)
    assert "type ObligationConnection {" in text
    assert "type ObligationEdge {" in text
    assert "Any object by its global id; null when it is unknown or not for this viewer." in text
    assert "filter: ObligationFilter\n" in text
    assert "The first so many rows, at most 7; 3 when neither is given." in text
