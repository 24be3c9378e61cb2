"""One conversation held with both databases: the same questions, answered once by the oracle."""

from __future__ import annotations

import json
from collections.abc import Iterator

from schema.protocol.port import Answer, AnswerKind, GraphQLRequest, RequestContext
from server.app.reading import Reading
from tests.graphql.oracle.asking import ASKERS, Asker
from tests.graphql.oracle.comparing import Dictionary, difference
from tests.graphql.oracle.documents import Asking, Question
from tests.graphql.oracle.listening import Oracle
from tests.graphql.oracle.model import CURSOR
from tests.graphql.oracle.world import TODAY, World

SEED = 611_2021


class Conversation:
    """Questions with the oracle's answers, made when needed and kept for the next database."""

    def __init__(self, sdl: str, world: World, seed: int = SEED) -> None:
        self.oracle = Oracle(sdl, world)
        self.asking = Asking(self.oracle.schema, seed)
        self.dictionary = Dictionary(self.oracle.cursors)
        self._fresh = self.asking.questions()
        self._asked: list[tuple[Question, dict[str, str]]] = []

    def questions(self, count: int) -> Iterator[tuple[Question, dict[str, str]]]:
        """Each question with what the oracle answers each asker."""
        for number in range(count):
            if number == len(self._asked):
                question = next(self._fresh)
                answers = {a.name: self.oracle.answer(question, a) for a in ASKERS}
                self._asked.append((question, answers))
            yield self._asked[number]

    async def hold(self, reading: Reading, count: int) -> list[str]:
        """Ask everything of the product as everybody; what differed, as texts to read."""
        differences = []
        for question, answers in self.questions(count):
            for asker in ASKERS:
                got = await ask(reading, question, asker)
                found = self._differs(answers[asker.name], got)
                if found:
                    differences.append(
                        f"{asker.name}: {found}\n{question.text}\n{question.variables}"
                    )
            self._learn()
        return differences

    def _differs(self, want: str, got: Answer) -> str | None:
        if got.kind is not AnswerKind.OK:
            return f"{got.kind} {[error.message for error in got.errors]}"
        return difference(json.loads(want), json.loads(got.data), self.dictionary)

    def _learn(self) -> None:
        """What the cursors seen so far belong to, for the questions to come."""
        for text, mark in list(self.oracle.cursors.items())[-40:]:
            self.asking.knows(mark.removeprefix(CURSOR).split(" ")[0], text)


async def ask(reading: Reading, question: Question, asker: Asker) -> Answer:
    """The product's answer to one question."""
    request = GraphQLRequest(question.text, question.variables, question.operation)
    context = RequestContext(asker.actor, asker.language, TODAY, "r")
    return await reading.execute(request, context, reading_only=True)
