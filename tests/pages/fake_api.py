"""A stand-in for the schema: answers documents from the small world, field for field.

It gives exactly what a document selects, so a template that uses more fails in these tests."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)
from starlette.requests import Request

from tests.pages import world
from tests.pages.world import Names, Row
from ui.api import Data, RequestRefused


class FakeApi:
    """``acting`` is the signed-in organisation's code, or None; ``payload`` the next act's answer."""

    def __init__(self, *, empty: bool = False) -> None:
        self.acting: str | None = None
        self.role = "RECORDER"
        self.empty = empty
        self.payload: Row | None = None
        self.acts: list[tuple[str, Mapping[str, Any], str | None]] = []

    async def run(
        self,
        document: str,
        variables: Mapping[str, object],
        *,
        request: Request,
        idempotency_key: str | None = None,
    ) -> Data:
        parsed = parse(document)
        operation = next(d for d in parsed.definitions if isinstance(d, OperationDefinitionNode))
        fragments = {
            d.name.value: d for d in parsed.definitions if isinstance(d, FragmentDefinitionNode)
        }
        if operation.operation.value == "mutation":
            root = self._mutation(operation, variables, idempotency_key)
        else:
            root = self._query(variables)
        language = request.state.language
        return _project(
            operation.selection_set, {"__typename": "Query", **root}, fragments, language
        )

    def _mutation(
        self, operation: OperationDefinitionNode, variables: Mapping[str, Any], key: str | None
    ) -> Row:
        field = operation.selection_set.selections[0]
        assert isinstance(field, FieldNode)
        self.acts.append((field.name.value, variables["input"], key))
        inline = [
            s
            for s in (field.selection_set.selections if field.selection_set else ())
            if isinstance(s, InlineFragmentNode)
        ]
        success = inline[0].type_condition.name.value if inline else ""
        done = {
            "__typename": success,
            "negotiation": world.negotiation(),
            "round": world.negotiation_round(),
            "obligation": {"id": "Obligation:1"},
            "organisation": world.county("08"),
        }
        return {field.name.value: self.payload or done}

    def _viewer(self) -> Row:
        if self.acting is None:
            return {"name": None, "acting": None}
        kind, _, code = self.acting.partition(":")
        towns = {m["code"]: m for m in world.municipalities("08")}
        own = world.county(code) if kind == "county" else towns[code]
        return {"name": "Demo", "acting": {"role": self.role, "organisation": own}}

    def _query(self, variables: Mapping[str, Any]) -> Row:
        code = str(variables.get("code", "08"))
        towns = {m["code"]: m for m in world.municipalities("08")}
        town = towns.get(code)
        one_county = world.county(code) if code in world.COUNTIES else None
        obligations = [world.obligation(world.SECTION_14, m) for m in world.municipalities("08")]
        meetings = [] if self.empty else [world.negotiation("1"), world.negotiation("2")]
        if variables.get("after") == "other":
            raise RequestRefused
        by_county = "code" in variables and one_county is not None
        cells = world.matrix_county(code) if by_county else world.matrix_country()
        if self.empty:
            cells = [{**cell, "status": "NO_RECORD"} for cell in cells]
        helsinki = world.municipality("091", "Helsinki", "Hki", "08")
        hus = {
            "__typename": "OtherOrganisation",
            "id": "OtherOrganisation:1",
            "organisationCode": "hus",
            "name": world.same("HUS"),
        }
        return {
            "viewer": self._viewer(),
            "councilTerms": world.TERMS,
            "counties": [world.county(c) for c in world.COUNTIES],
            "serviceOrganisers": [world.county("08"), helsinki, hus],
            "county": one_county,
            "municipality": town,
            "municipalities": world.connection(list(towns.values()), more=True),
            "obligationMatrix": cells,
            "obligationRules": [world.SECTION_14, world.YEARLY],
            "obligations": world.connection(obligations, more=True),
            "negotiationRounds": world.connection(
                [] if self.empty else [world.negotiation_round()]
            ),
            "negotiations": world.connection(meetings),
            "node": self._node(str(variables.get("id", ""))),
            "search": self._search(str(variables.get("query", ""))),
            "collaborativeAreas": [
                {
                    "code": "3",
                    "name": world.county("08")["collaborativeArea"]["name"],
                    "members": [world.county("08"), world.county("15")],
                }
            ],
        }

    def _node(self, name: str) -> Row | None:
        kind, _, rest = name.partition(":")
        if kind == "Obligation":
            town = next(m for m in world.municipalities("08") if m["code"] == rest[-3:])
            return world.obligation(world.SECTION_14, town)
        if kind == "Negotiation":
            return world.negotiation(rest)
        if kind == "NegotiationRound":
            return world.negotiation_round("08" if rest == "1" else rest)
        return None

    def _search(self, text: str) -> Row:
        if not text or self.empty:
            return world.connection([])
        merged = world.municipality("911", "Valtimo", "Val", "14")
        merged |= {
            "endsOn": "2019-12-31",
            "successor": world.municipality("541", "Nurmes", "Nur", "14"),
        }
        hits = [world.county("08"), world.municipalities("08")[17], merged, world.SECTION_14]
        return world.connection([*hits, world.negotiation(), world.negotiation_round()])


def _project(
    selection: SelectionSetNode,
    value: Row,
    fragments: Mapping[str, FragmentDefinitionNode],
    language: str,
) -> Row:
    found: Row = {}
    for node in selection.selections:
        if isinstance(node, FieldNode):
            name = node.alias.value if node.alias else node.name.value
            found[name] = _value(node, value[node.name.value], fragments, language)
            continue
        if isinstance(node, FragmentSpreadNode):
            fragment = fragments[node.name.value]
            condition, inner = fragment.type_condition.name.value, fragment.selection_set
        else:
            assert isinstance(node, InlineFragmentNode)
            assert node.type_condition is not None
            condition, inner = node.type_condition.name.value, node.selection_set
        if _applies(condition, value):
            found |= _project(inner, value, fragments, language)
    return found


def _applies(condition: str, value: Row) -> bool:
    kind = value.get("__typename")
    return (
        kind is None
        or kind == condition
        or (condition == "Problem" and "code" in value)
        or condition == "Organisation"
    )


def _value(
    node: FieldNode, value: Any, fragments: Mapping[str, FragmentDefinitionNode], language: str
) -> Any:
    if isinstance(value, Names):
        return getattr(value, language)
    if value is None or node.selection_set is None:
        return value
    if isinstance(value, list):
        return [_project(node.selection_set, item, fragments, language) for item in value]
    return _project(node.selection_set, value, fragments, language)
