"""Answers are given again only while nothing has changed, and only to viewers who may see alike."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from schema.protocol.port import Answer, AnswerKind, GraphQLRequest, RequestContext
from server.app import kept
from server.app.reading import Reading
from server.identity.actor import SYSTEM, Actor, ActorKind, Label, Role, nobody
from server.kit.clock import now
from server.kit.store.act import act
from server.kit.store.database import Database
from server.kit.store.readers import Binds, Found, Readers
from server.register.models import CouncilTerm
from server.search import service as search
from tests.conftest import SEEDED_ON

TERMS = "query ($kind: CouncilKind) { councilTerms(kind: $kind) { key } }"
NAMED = "{ obligations(first: 1) { nodes { standing { because { text } } } } }"


@dataclass
class Counted:
    """Readers that count the documents' statements, and may let something happen after one."""

    readers: Readers
    dialect: str
    statements: int = 0
    after: list[Any] = field(default_factory=list)

    async def fetch(self, sql: str, binds: Binds) -> str:
        self.statements += 1
        return await self.readers.fetch(sql, binds)

    async def row(self, sql: str, binds: Binds) -> Found:
        self.statements += 1
        found = await self.readers.row(sql, binds)
        if self.after:
            await self.after.pop()()
        return found

    async def glance(self, sql: str, key: str | int) -> Found | None:
        return await self.readers.glance(sql, key)

    async def close(self) -> None:
        await self.readers.close()


@dataclass
class Asker:
    """One process that answers, and what it asked its database."""

    readers: Counted
    reading: Reading

    async def ask(
        self,
        query: str = TERMS,
        variables: dict[str, Any] | None = None,
        *,
        actor: Actor | None = None,
        day: date = SEEDED_ON,
        language: str = "fi",
    ) -> tuple[dict[str, Any], int]:
        """The data, and how many statements it took."""
        before = self.readers.statements
        context = RequestContext(actor or nobody(), language, day, "r")
        request = GraphQLRequest(query, variables or {}, None)
        answer: Answer = await self.reading.execute(request, context, reading_only=True)
        assert answer.kind is AnswerKind.OK
        data: dict[str, Any] = json.loads(answer.data)
        return data, self.readers.statements - before

    async def keys(self) -> set[str]:
        data, _ = await self.ask()
        return {term["key"] for term in data["councilTerms"]}


def asker(database: Database, **options: Any) -> Asker:
    readers = Counted(database.readers, database.readers.dialect)
    opened = replace(database, readers=readers)
    return Asker(readers, Reading(opened, demonstration=False, **options))


@pytest.fixture
def one(registered: Database) -> Asker:
    return asker(registered)


async def a_term(key: str) -> None:
    """A new term on record, made as everything is made."""
    first = date(int(key[:4]), 6, 1)
    days: dict[str, Any] = {
        "starts_on": first,
        "ends_on": first.replace(year=first.year + 4) - timedelta(1),
    }
    async with act("term", SYSTEM, at=now(), today=SEEDED_ON) as opened:
        await opened.create(CouncilTerm, kind="COUNTY", key=key, source="test", **days)


async def test_a_repeated_question_is_not_asked_of_the_database_again(one: Asker) -> None:
    first, statements = await one.ask()
    again, further = await one.ask()
    assert (statements, further) == (1, 0)
    assert again == first


async def test_a_change_is_in_the_next_answer(one: Asker, registered: Database) -> None:
    other = asker(registered)
    assert "2041-2045" not in await one.keys() | await other.keys()
    await a_term("2041-2045")
    assert "2041-2045" in await one.keys() & await other.keys()


async def test_what_is_not_committed_is_in_no_answer(one: Asker) -> None:
    before = await one.keys()
    with pytest.raises(RuntimeError):
        async with act("term", SYSTEM, at=now(), today=SEEDED_ON) as opened:
            days: dict[str, Any] = {"starts_on": date(2041, 6, 1), "ends_on": date(2045, 5, 31)}
            await opened.create(CouncilTerm, kind="COUNTY", key="x", source="test", **days)
            assert await one.keys() == before
            raise RuntimeError("the act fails")
    assert await one.keys() == before


async def test_a_change_between_the_statements_of_one_answer_ends_it(one: Asker) -> None:
    one.readers.after.append(lambda: a_term("2041-2045"))
    _, statements = await one.ask(NAMED)
    assert statements >= 1
    _, further = await one.ask(NAMED)
    assert further == statements


async def test_the_turn_of_the_day_asks_again(one: Asker) -> None:
    await one.ask()
    _, statements = await one.ask(day=SEEDED_ON + timedelta(1))
    assert statements == 1


@pytest.mark.parametrize(
    "other",
    [
        {"language": "sv"},
        {"variables": {"kind": "COUNTY"}},
        {"query": TERMS + " "},
        {"actor": Actor(ActorKind.SYSTEM, "s", None, frozenset(), Label("SYSTEM"), "r")},
    ],
)
async def test_another_language_value_text_or_limit_is_another_question(
    one: Asker, other: dict[str, Any]
) -> None:
    await one.ask()
    _, statements = await one.ask(**other)
    assert statements == 1


def reader(organisation: str) -> Actor:
    role = frozenset({Role.READER})
    return Actor(ActorKind.PROGRAM, f"t:{organisation}", organisation, role, Label("NAMED"), "r")


async def test_viewers_of_other_organisations_share_nothing(one: Asker) -> None:
    await one.ask()
    for organisation in ("county:06", "county:08", "municipality:837"):
        assert (await one.ask(actor=reader(organisation)))[1] == 1
        assert (await one.ask(actor=reader(organisation)))[1] == 0
    assert (await one.ask())[1] == 0


async def test_an_answer_that_tells_who_asks_is_not_kept(one: Asker) -> None:
    about = "{ viewer { name } councilTerms { key } }"
    for _ in range(2):
        assert (await one.ask(about, actor=reader("county:06")))[1] >= 1


async def test_search_written_anew_is_asked_anew(one: Asker) -> None:
    await one.ask()
    await search.rebuild(SYSTEM, SEEDED_ON)
    assert (await one.ask())[1] == 1


async def test_large_answers_are_not_kept(one: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGEST", 10)
    await one.ask()
    assert (await one.ask())[1] == 1


async def test_what_is_kept_is_bounded_by_bytes(registered: Database) -> None:
    one = asker(registered, kept=2_500)
    await one.ask()
    await one.ask(language="sv")
    assert (await one.ask(language="sv"))[1] == 0
    assert (await one.ask())[1] == 1
