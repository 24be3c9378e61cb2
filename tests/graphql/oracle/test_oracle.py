"""The product's schema against the oracle, on both databases, for six kinds of actor."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tortoise.models import Model

from server.actions.models import Action
from server.app import reading as limits
from server.app.reading import Reading
from server.journal.models import JournalEntry
from server.kit.store.database import opened
from server.negotiations.models import Attendance, Negotiation, RecordProposal
from server.negotiations.papers.models import AgendaItem
from server.obligations.models import WithheldFulfilment
from server.wiring import MODEL_MODULES
from tests.conftest import Template
from tests.graphql.oracle import stored
from tests.graphql.oracle.conversation import Conversation
from tests.graphql.oracle.coverage import offered, table
from tests.graphql.oracle.world import World, build

SDL = Path(__file__).parents[3] / "schema" / "schema.graphql"


@pytest.fixture(scope="module")
def conversation() -> dict[str, Conversation]:
    """The one conversation, once a database has been laid; the journal's lines come from there."""
    return {}


@pytest.fixture
async def product(
    empty_template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Reading, World]]:
    """The product over the small country, without a limit on what a document may cost."""
    for name in ("ANONYMOUS_COST", "SIGNED_IN_COST"):
        monkeypatch.setattr(limits, name, 10**9)
    world = build()
    settings = await empty_template.copy(tmp_path)
    async with opened(settings, MODEL_MODULES) as database:
        await stored.lay(world)
        yield Reading(database, demonstration=True), world


def held_by(conversation: dict[str, Conversation], world: World) -> Conversation:
    """The module's conversation; the first to come begins it."""
    return conversation.setdefault("one", Conversation(SDL.read_text(), world))


async def test_every_answer_is_the_oracles(
    product: tuple[Reading, World],
    conversation: dict[str, Conversation],
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reading, world = product
    ours = held_by(conversation, world)
    differences = await ours.hold(reading, request.config.getoption("--oracle-documents"))
    with capsys.disabled():
        sys.stdout.write(f"\n{table(ours.oracle.schema, ours.oracle.used)}\n")
    assert not differences, f"{len(differences)} differ\n" + "\n\n".join(differences[:3])
    used = {what for (what, _), times in ours.oracle.used.items() if times}
    assert not offered(ours.oracle.schema) - used, sorted(offered(ours.oracle.schema) - used)


@pytest.mark.parametrize(
    "model",
    [
        Negotiation,
        JournalEntry,
        Action,
        AgendaItem,
        Attendance,
        RecordProposal,
        WithheldFulfilment,
    ],
)
async def test_a_rule_of_sight_that_has_gone_is_noticed(
    product: tuple[Reading, World],
    conversation: dict[str, Conversation],
    model: type[Model],
) -> None:
    reading, world = product
    reading.engine.catalogue.sees[model] = lambda row: "1=1"
    found = await held_by(conversation, world).hold(reading, 120)
    assert found


async def test_a_draft_that_a_party_does_not_see_is_noticed(
    product: tuple[Reading, World], conversation: dict[str, Conversation]
) -> None:
    reading, world = product
    reading.engine.catalogue.sees[Negotiation] = lambda row: str(row.is_public)
    found = await held_by(conversation, world).hold(reading, 120)
    assert found
    assert not any(each.startswith(("nobody", "steering")) for each in found)
