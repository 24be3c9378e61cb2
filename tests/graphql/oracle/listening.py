"""The oracle itself: executes questions with graphql-core, and keeps count of what was used."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute_sync,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
)

from tests.graphql.oracle.asking import Asker
from tests.graphql.oracle.documents import Question
from tests.graphql.oracle.model import Meaning, Thing
from tests.graphql.oracle.world import World


class Oracle:
    """Answers questions over the printed schema; ``used`` counts (what, depth)."""

    def __init__(self, sdl: str, world: World) -> None:
        self.schema: GraphQLSchema = build_schema(sdl)
        self.cursors: dict[str, str] = {}
        self.meaning = Meaning(world, self.cursors)
        self.used: Counter[tuple[str, int]] = Counter()

    def answer(self, question: Question, asker: Asker) -> str:
        """The JSON of ``data``."""
        self.meaning.ask_as(asker)
        found = execute_sync(
            self.schema,
            question.document,
            variable_values=question.variables,
            operation_name=question.operation,
            field_resolver=self._field,
            type_resolver=_type_of,
        )
        if found.errors:
            raise AssertionError(f"{found.errors}\n{question.text}") from found.errors[0]
        return json.dumps(found.data, ensure_ascii=False)

    def _field(self, it: Any, info: GraphQLResolveInfo[None], **arguments: Any) -> Any:
        parent, name = info.parent_type.name, info.field_name
        depth = sum(isinstance(key, str) for key in info.path.as_list())
        self.used[f"{parent}.{name}", depth] += 1
        if arguments:
            declared = info.parent_type.fields[name].args
            for argument, value in arguments.items():
                kind = declared[argument].type
                self._value_used(f"{parent}.{name}({argument})", value, kind, depth)
        value = self.meaning.field(it, parent, name, arguments)
        self._answer_used(value, info.return_type, depth)
        return value

    def _value_used(self, place: str, value: Any, gql_type: Any, depth: int) -> None:
        if value is None:
            return
        self.used[place, depth] += 1
        kind: Any = get_named_type(gql_type)
        values = value if isinstance(value, list) else [value]
        if isinstance(kind, GraphQLEnumType):
            for one in values:
                self.used[f"asked {kind.name}.{one}", depth] += 1
        elif isinstance(kind, GraphQLInputObjectType):
            for name, inner in value.items():
                self._value_used(f"{kind.name}.{name}", inner, kind.fields[name].type, depth)

    def _answer_used(self, value: Any, gql_type: Any, depth: int) -> None:
        kind: Any = get_named_type(gql_type)
        values = value if is_list_type(get_nullable_type(gql_type)) else [value]
        if isinstance(kind, GraphQLEnumType):
            for one in values:
                self.used[f"answered {kind.name}.{one}", depth] += one is not None
        elif is_abstract_type(kind):
            for one in values:
                self.used[f"{kind.name} is {one and one.type}", depth] += one is not None


def _type_of(it: Thing, info: GraphQLResolveInfo[None], kind: Any) -> str:
    return it.type
