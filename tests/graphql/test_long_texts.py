"""A text of any length in any field of any act: refused in words, or kept; never a fault."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    build_schema,
    is_required_input_field,
)

from fixtures.cast import RULE
from server.obligations.models import Obligation
from server.register.models import Organisation
from tests.conftest import SEEDED_ON, Template
from tests.graphql.asking import COUNTY, MUNICIPALITY, Api, attendance_of
from tests.graphql.conftest import ACTORS
from tests.graphql.opening import opened_api

Given = dict[str, Any]
Steps = tuple[str, ...]

SCHEMA = build_schema((Path(__file__).parents[2] / "schema" / "schema.graphql").read_text("utf-8"))
LONG = "x" * 300
SAID = (
    ("county_admin", LONG),
    ("platform", LONG),
    ("county_admin", "Tampereen kaupunki, Pirkanmaan maakunta, Sara"),
    ("county_admin", "2022-2025 "),
)
OF_A_HELD = ("recordParticipants", "recordProceedings", "agreeAction", "draftMinutes")
BY_SCALAR = {"Date": "2026-11-02", "Int": 1, "Boolean": True, "String": "A", "ID": "Round:1"}


@pytest.fixture
async def api(sqlite_seeded: Template, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Api]:
    """The application with a token for every actor; these texts never reach a database."""
    copied = await sqlite_seeded.copy(tmp_path)
    async with opened_api(copied.database_url, SEEDED_ON, ACTORS) as api:
        yield api


async def world(api: Api) -> Given:
    """What fields of these names hold where an act is to get as far as it can."""
    municipality = await Organisation.get(organisation_code=MUNICIPALITY)
    obligation = await Obligation.get(municipality_id=municipality.id, rule__key=RULE)
    held = await api.held()
    return {
        "round": await api.round(),
        "negotiation": (await api.scheduled())["id"],
        "record": (await api.scheduled())["id"],
        "into": held["id"],
        "held": held["id"],
        "attendance": attendance_of(held, "837")["id"],
        "obligation": f"Obligation:{obligation.id}",
        "subject": f"Obligation:{obligation.id}",
        "decision": (await api.decided(f"Obligation:{obligation.id}"))["id"],
        "action": (await api.agreed(held["id"]))["id"],
        "minutes": (await api.drafted(held["id"]))["id"],
        "county": "08",
        "municipality": "837",
        "municipalities": ["837"],
        "present": ["837"],
        "organisation": COUNTY,
        "owners": [COUNTY],
        "responsible": [COUNTY],
        "rules": [RULE],
        "statute": "612/2021",
        "section": "14 §",
        "successor": "837",
        "ended": ["291"],
        "url": "https://example.fi/a",
    }


def inner(kind: GraphQLInputType) -> GraphQLInputType:
    """The type without what says that it is required or many."""
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        kind = kind.of_type
    return kind


def fields_of_text(kind: GraphQLInputObjectType, above: Steps = ()) -> Iterator[Steps]:
    """Where an input holds a text or an id."""
    for name, field in kind.fields.items():
        found = inner(field.type)
        if isinstance(found, GraphQLInputObjectType):
            yield from fields_of_text(found, (*above, name))
        elif str(found) in ("String", "ID"):
            yield (*above, name)


def filled(kind: GraphQLInputObjectType, known: Given, steps: Steps, said: str) -> Given:
    """An input with what it requires, and with the text where the steps lead."""
    given: Given = {}
    for name, field in kind.fields.items():
        if steps[:1] == (name,):
            given[name] = _led(field.type, known, steps[1:], said)
        elif is_required_input_field(field):
            given[name] = _any(name, field.type, known)
    return given


def _led(kind: GraphQLInputType, known: Given, steps: Steps, said: str) -> Any:
    found = inner(kind)
    led = filled(found, known, steps, said) if isinstance(found, GraphQLInputObjectType) else said
    return [led] if _is_list(kind) else led


def _any(name: str, kind: GraphQLInputType, known: Given) -> Any:
    found = inner(kind)
    if isinstance(found, GraphQLInputObjectType):
        some: Any = filled(found, known, (), "") or {"fi": "A"}
    elif name in known:
        return known[name]
    elif isinstance(found, GraphQLEnumType):
        some = next(iter(found.values))
    else:
        some = BY_SCALAR.get(str(found))
    return [some] if _is_list(kind) else some


def _is_list(kind: GraphQLInputType) -> bool:
    return isinstance(kind.of_type if isinstance(kind, GraphQLNonNull) else kind, GraphQLList)


async def test_text_of_any_length_is_answered_wherever_it_is_sent(api: Api) -> None:
    known = await world(api)
    acts = SCHEMA.mutation_type
    assert acts is not None
    faults = []
    for name, act in acts.fields.items():
        kind = inner(act.args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        here = known | ({"negotiation": known["held"]} if name in OF_A_HELD else {})
        document = (
            f"mutation ($input: {kind.name}!) {{ it: {name}(input: $input) {{ __typename }} }}"
        )
        for steps in fields_of_text(kind):
            for who, said in SAID:
                given = filled(kind, here, steps, said)
                answer = (await api.post(document, {"input": given}, by=who)).json()
                if "errors" in answer:
                    faults.append((name, ".".join(steps), len(said), answer["errors"]))
    assert not faults
