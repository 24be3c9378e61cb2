"""The product's schema against the oracle, on both databases, for six kinds of actor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.app import reading as limits
from server.app.reading import Reading
from server.kit.store.database import opened
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
async def reading(
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


async def test_every_answer_is_the_oracles(
    reading: tuple[Reading, World],
    conversation: dict[str, Conversation],
    request: pytest.FixtureRequest,
) -> None:
    ours, world = reading
    one = conversation.setdefault("one", Conversation(SDL.read_text(), world))
    count = request.config.getoption("--oracle-documents")
    differences = await one.hold(ours, count)
    print(table(one.oracle.schema, one.oracle.used))
    assert not differences, f"{len(differences)} differ\n" + "\n\n".join(differences[:3])
    unused = offered(one.oracle.schema) - {what for (what, _), n in one.oracle.used.items() if n}
    assert not unused, sorted(unused)
