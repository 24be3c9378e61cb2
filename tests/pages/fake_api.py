"""A stand-in for the schema: answers documents from the small world, field for field.

It gives exactly what a document selects, so a template that uses more fails in these tests."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
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
from tests.pages import world_papers as papers
from tests.pages.register_world import CONTACTS, HOLDINGS, body, kept, unit
from tests.pages.world import Names, Row
from ui.api import Data, RequestRefused


class FakeApi:
    """``acting`` is the code of the organisation that the request's cookie is signed in as, None
    without one; ``payload`` is the next act's answer."""

    def __init__(self, *, empty: bool = False) -> None:
        self.acting: str | None = None
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
        self.acting = request.cookies.get("acting")
        parsed = parse(document)
        operation = next(d for d in parsed.definitions if isinstance(d, OperationDefinitionNode))
        fragments = {
            d.name.value: d for d in parsed.definitions if isinstance(d, FragmentDefinitionNode)
        }
        if operation.operation.value == "mutation":
            root = self._mutation(operation, variables, idempotency_key)
        else:
            of_query = [f for f in fragments.values() if f.type_condition.name.value == "Query"]
            asked = {
                node.name.value
                for part in (operation, *of_query)
                for node in part.selection_set.selections
                if isinstance(node, FieldNode)
            }
            root = self._query(variables, asked)
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
        condition = inline[0].type_condition if inline else None
        success = condition.name.value if condition else ""
        done = {
            "__typename": success,
            "negotiation": world.negotiation(),
            "round": world.negotiation_round(),
            "obligation": {"id": "Obligation:1"},
            "body": {"id": "Body:1"},
            "contact": {"id": "Contact:1"},
            "unit": {"id": "OrganisationUnit:1"},
            "organisation": {"organisationCode": "association:1"},
            "duty": {"id": "Duty:3"},
            "item": {"id": "AgendaItem:1"},
            "minutes": {"id": "Minutes:1"},
            "decision": {"id": "Decision:2"},
            "startsOn": "2025-06-01",
            "made": 3,
            "statement": {"id": "RecordKeeping:1"},
            "warnings": [{"code": "WAS_NOT_CALLED"}],
        }
        return {field.name.value: self.payload or done}

    def _viewer(self) -> Row:
        if self.acting is None:
            return {"name": None, "organisation": None, "organisations": [], "roles": []}
        kind, _, code = self.acting.partition(":")
        own = world.county(code) if kind == "county" else world.towns()[code]
        return {
            "name": "Demo",
            "organisation": own,
            "organisations": [own],
            "roles": ["READER", "EDITOR", "RECORDER", "ADMIN"],
        }

    def _query(self, variables: Mapping[str, Any], asked: set[str]) -> Row:
        code = str(variables.get("code", "08"))
        if variables.get("after") == "other":
            raise RequestRefused
        fields: dict[str, Callable[[], Any]] = {
            "viewer": self._viewer,
            "councilTerms": lambda: world.TERMS,
            "counties": lambda: [world.county(c) for c in world.COUNTIES],
            "serviceOrganisers": _organisers,
            "county": lambda: world.county(code) if code in world.COUNTIES else None,
            "municipality": lambda: world.towns().get(code),
            "municipalities": lambda: world.connection([*world.towns().values()], more=True),
            "search": lambda: self._search(str(variables["text"])),
            "obligationMatrix": lambda: self._matrix(variables),
            "obligationRules": lambda: [world.SECTION_14, world.YEARLY, *world.own_rules()],
            "obligationRule": lambda: world.RULES.get(str(variables["key"])),
            "obligations": lambda: self._obligations(variables),
            "negotiationRounds": lambda: world.connection(
                [] if self.empty else [world.negotiation_round()]
            ),
            "negotiations": lambda: world.connection(
                [] if self.empty else [world.negotiation("1"), world.negotiation("2")]
            ),
            "node": lambda: self._node(str(variables.get("id", ""))),
            "decisions": lambda: self._decisions(variables),
            "actions": lambda: world.connection([] if self.empty else world.actions()),
            "agendaTemplates": lambda: papers.templates(world.ROUND_TITLE),
            "collaborativeAreas": _areas,
            "organisation": lambda: _organisation(
                str(variables.get("organisation") or variables.get("asked", ""))
            ),
            "organisations": lambda: world.connection(_organisers()),
            "bodies": lambda: world.connection([] if self.empty else _bodies(), more=True),
            "contacts": lambda: [] if self.empty else CONTACTS,
            "themes": lambda: [world.THEME, world.OTHER_THEME],
            "duties": lambda: world.connection([] if self.empty else world.duties()),
        }
        return {name: fields[name]() for name in asked}

    def _decisions(self, variables: Mapping[str, Any]) -> Row:
        """Of an organisation, none before anything is recorded; forms on one always find it."""
        bare = self.empty and "id" not in variables
        return world.connection([] if bare else _decisions(), more=True)

    def _matrix(self, variables: Mapping[str, Any]) -> list[Row]:
        code = variables.get("code")
        if code is not None and code not in world.COUNTIES:
            return []
        cells = world.matrix_county(code) if code else world.matrix_country()
        return [{**cell, "status": "NO_RECORD"} for cell in cells] if self.empty else cells

    def _search(self, text: str) -> Row:
        heir = world.municipality("541", "Nurmes", "Nur", "14")
        merged = world.municipality("911", "Valtimo", "Val", "14")
        hits = [
            world.county("08"),
            world.towns()["837"],
            merged | {"endsOn": "2019-12-31", "successor": heir},
            _organisers()[-1],
            world.SECTION_14,
            world.duties()[0],
            world.negotiation_round(),
            world.negotiation("1"),
            _bodies()[0],
            unit(1),
            CONTACTS[0],
            *world.actions()[:2],
            *_decisions(),
        ]
        return world.connection(hits if text else [], more=bool(text))

    def _obligations(self, variables: Mapping[str, Any]) -> Row:
        found = [world.obligation(world.SECTION_14, town) for town in world.towns().values()]
        if "organisation" in variables:
            found = [o for o in found if o["standing"]["missing"]]
        found += [world.obligation_of(unit) for unit in world.UNITS]
        return world.connection(found, more=True)

    def _node(self, name: str) -> Row | None:
        kind, _, rest = name.partition(":")
        if kind == "RecordKeeping":
            return kept(1) if rest == "1" else {**kept(3), "withdrawnOn": "2026-02-01"}
        if rest in world.UNITS and kind == "Obligation":
            return world.obligation_of(rest)
        if kind == "Obligation":
            both = [*world.municipalities("08"), *world.municipalities("19")]
            town = next(m for m in both if m["code"] == rest[-3:])
            return world.obligation(world.SECTION_14, town)
        if kind == "Duty":
            return world.duties()[int(rest) - 1]
        if kind == "Negotiation":
            return world.negotiation(rest)
        if kind == "NegotiationRound":
            return world.negotiation_round("08" if rest == "1" else rest)
        if kind == "Body":
            return _bodies()[0 if rest == "1" else 1]
        return None


def _decisions() -> list[Row]:
    """One on each kind of record, and one on a record that is not shown."""
    town = world.towns()["837"]
    on = world.obligation(world.SECTION_14, town)
    subjects = (world.negotiation("1"), world.negotiation_round(), on, None)
    return papers.decisions([world.county("08"), town], subjects)


def _organisers() -> list[Row]:
    helsinki = world.municipality("091", "Helsinki", "Hki", "08")
    hus = {
        **HOLDINGS,
        "__typename": "OtherOrganisation",
        "kind": "HUS_GROUP",
        "website": "https://hus.example",
        "id": "OtherOrganisation:1",
        "organisationCode": "hus",
        "name": world.same("HUS"),
    }
    return [world.county("08"), helsinki, hus]


def _organisation(code: str) -> Row | None:
    kind, _, rest = code.partition(":")
    if kind == "county":
        return world.county(rest) if rest in world.COUNTIES else None
    if kind == "municipality":
        return world.towns().get(rest)
    return _organisers()[-1] if code == "hus" else None


def _bodies() -> list[Row]:
    owners = [world.county("08"), world.towns()["837"]]
    return [body(1, owners), body(2, owners[:1], full=False)]


def _areas() -> list[Row]:
    members = [world.county("08"), world.county("15")]
    name = members[0]["collaborativeArea"]["name"]
    return [{"code": "3", "name": name, "coordinator": members[0], "members": members}]


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
            if name == "titles":
                title = value["title"]
                found[name] = asdict(title) if title else dict.fromkeys(("fi", "sv", "en"))
                continue
            asked = _value(node, value[node.name.value], fragments, language)
            found[name] = _merged(found.get(name), asked)
            continue
        if isinstance(node, FragmentSpreadNode):
            fragment = fragments[node.name.value]
            condition, inner = fragment.type_condition.name.value, fragment.selection_set
        else:
            assert isinstance(node, InlineFragmentNode)
            assert node.type_condition is not None
            condition, inner = node.type_condition.name.value, node.selection_set
        if _applies(condition, value):
            for name, asked in _project(inner, value, fragments, language).items():
                found[name] = _merged(found.get(name), asked)
    return found


def _merged(one: Any, other: Any) -> Any:
    """What two selections of one field ask together."""
    if isinstance(one, list) and isinstance(other, list):
        return [_merged(*pair) for pair in zip(one, other, strict=True)]
    if isinstance(one, dict) and isinstance(other, dict):
        both = {name: _merged(one.get(name), value) for name, value in other.items()}
        return {**one, **both}
    return other


def _applies(condition: str, value: Row) -> bool:
    kind = value.get("__typename")
    return (
        kind is None
        or kind == condition
        or (condition == "Problem" and "code" in value)
        or condition in ("Node", "Organisation", "Search")
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
