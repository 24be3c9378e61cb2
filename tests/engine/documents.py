"""Random documents over the schema, and a record of what of it they have used."""

from __future__ import annotations

import json
import random
import re
from datetime import timedelta
from typing import Any

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLSchema,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    visit,
)

from tests.engine.data import D0

DECLARED = {
    "n": "Int = 2",
    "lang": "Language",
    "id": 'ID! = "Lease:2"',
    "ids": '[ID!]! = ["Lease:2"]',
    "yes": "Boolean! = true",
    "filter": "ObligationFilter",
    "order": "ObligationOrder",
    "day": "Date",
}
VIEWS = {"negotiations": "held", "earlier": "held", "municipalities": "sort_key", "noted": "noted"}


class Documents:
    """Makes documents; ``cursors`` are those of each order, harvested beforehand."""

    def __init__(self, schema: GraphQLSchema, seed: int, cursors: dict[str, list[str]]) -> None:
        self.schema = schema
        self.random = random.Random(seed)
        self.cursors = cursors
        self.fragments: list[str] = []
        self.names = 0

    def document(self) -> str:
        self.fragments, self.names = [], 0
        depth = self.random.choice((2, 3, 4))
        body = self.selection(self.schema.query_type, depth) + "".join(self.fragments)
        used = [f"${n}:{t}" for n, t in DECLARED.items() if re.search(rf"\${n}\b", body)]
        return f"query Q{f'({chr(44).join(used)})' if used else ''} {body}"

    def variables(self) -> dict[str, Any]:
        r = self.random
        everything: dict[str, Any] = {
            "n": r.choice([None, 0, 1, 3]),
            "lang": r.choice([None, "FI", "SV", "EN"]),
            "yes": r.random() < 0.7,
            "id": self.global_id(),
            "ids": [self.global_id() for _ in range(r.randrange(4))],
            "filter": r.choice([None, {}, {"status": ["FULFILLED"]}, {"county": "03"}]),
            "order": r.choice([None, {"field": "COUNTY"}, {"field": "TEXT", "direction": "DESC"}]),
            "day": r.choice([None, self.day(15)]),
        }
        return {k: v for k, v in everything.items() if r.random() < 0.8}

    def global_id(self) -> str:
        kinds = ["Obligation", "Negotiation", "Lease", "County", "Municipality", "Nonsense"]
        kinds += ["OtherOrganisation", "ObligationRule", "Standing"]
        return f"{self.random.choice(kinds)}:{self.random.choice(['x', '', *range(14)])}"

    def day(self, span: int) -> str:
        return (D0 + timedelta(self.random.randrange(-span, span))).isoformat()

    def value(self, name: str) -> str:
        """A literal or variable for an argument of that name."""
        if name == "filter":
            return self.filter()
        choices = {
            "asOf": ["$day", "null", f'"{self.day(15)}"'],
            "on": [f'"{self.day(9)}"'],
            "since": [f'"{self.day(9)}"'],
            "code": [f'"0{n}"' for n in range(1, 5)],
            "county": [f'"0{n}"' for n in range(1, 5)],
            "query": ['"sana"', '"sana 1"', '"%"'],
            "language": ["FI", "SV", "EN", "$lang"],
            "public": ["true", "false", "$yes"],
            "id": ["$id", json.dumps(self.global_id())],
            "ids": ["$ids", json.dumps([self.global_id(), self.global_id()])],
        }
        return self.random.choice(choices[name])

    def filter(self) -> str:
        r = self.random
        parts = {
            "county": '"01"',
            "status": r.choice(["[MISSED,FULFILLED]", "[NOT_STARTED]", "[SCHEDULED]", "[]"]),
            "dueOn": r.choice(
                ["{}", f'{{after:"{self.day(6)}"}}', f'{{before:"{self.day(6)}",after:$day}}']
            ),
            "text": r.choice(['"50"', '"% a_"', '"ä"', "null"]),
            "evidence": r.choice(['"Negotiation:3"', '"County:3"', "$id"]),
            "proven": r.choice(["true", "false"]),
        }
        chosen = [f"{k}:{v}" for k, v in parts.items() if r.random() < 0.25]
        return r.choice(["$filter", "null", f"{{{','.join(chosen)}}}", f"{{{','.join(chosen)}}}"])

    def order(self) -> tuple[str, str]:
        """An argument and the order it makes."""
        r = self.random
        field = r.choice(["DUE_ON", "COUNTY", "TEXT"])
        way = r.choice(["ASC", "DESC"])
        if r.random() < 0.3:
            return "", "DUE_ON ASC"
        if r.random() < 0.2:
            return "orderBy:$order", ""
        return f"orderBy:{{field:{field},direction:{way}}}", f"{field} {way}"

    def page(self, cursors: list[str], most: int) -> list[str]:
        r = self.random
        size = r.choice(["0", "1", "2", "3", "$n", "null", str(most)])
        made = [r.choice([f"first:{size}", f"last:{size}", ""])]
        for name in ("after", "before"):
            if r.random() < 0.3:
                value = json.dumps(r.choice(cursors)) if cursors else "null"
                made.append(f"{name}:{value}")
        return [one for one in made if one]

    def arguments(self, name: str, field: Any) -> list[str]:
        made, order = [], VIEWS.get(name, name)
        if "orderBy" in field.args:
            argument, order = self.order()
            made += [argument] if argument else []
        for argument, declared in field.args.items():
            if argument in ("first", "after", "last", "before", "orderBy"):
                continue
            if is_required_argument(declared) or self.random.random() < 0.5:
                made.append(f"{argument}:{self.value(argument)}")
        if "first" in field.args and self.random.random() < 0.7:
            made += self.page(self.cursors.get(order, []), 7 if name == "earlier" else 500)
        return made

    def selection(self, owner: Any, depth: int) -> str:
        out = ["__typename"] if self.random.random() < 0.2 else []
        if is_abstract_type(owner):
            out += self.abstract(owner, depth)
        if hasattr(owner, "fields"):
            out += self.fields(owner, depth, bool(out))
        body = " ".join(out) or "__typename"
        if self.random.random() < 0.1 and owner is not self.schema.query_type:
            self.names += 1
            self.fragments.append(f" fragment F{self.names} on {owner.name} {{{body}}}")
            return f"{{...F{self.names}}}"
        return f"{{{body}}}"

    def abstract(self, owner: Any, depth: int) -> list[str]:
        out = [
            f"... on {possible.name} {self.selection(possible, depth)}"
            for possible in self.schema.get_possible_types(owner)
            if self.random.random() < 0.4
        ]
        if owner.name != "Organisation":
            out.append("... on Node { id }")
            out.append("... on Organisation { code name }" if self.random.random() < 0.3 else "")
        return out

    def fields(self, owner: Any, depth: int, enough: bool) -> list[str]:
        out: list[str] = []
        for name, field in owner.fields.items():
            if (out or enough) and self.random.random() < 0.6:
                continue
            target = get_named_type(field.type)
            if not is_leaf_type(target) and depth <= 0:
                continue
            arguments = self.arguments(name, field)
            self.names += 1
            # Fragments of sibling types may ask the same field differently: names keep them apart.
            alias = f"a{self.names}: " if arguments or self.random.random() < 0.3 else ""
            if not is_leaf_type(target) and not alias:
                alias = f"a{self.names}: "
            given = f"({','.join(arguments)})" if arguments else ""
            directive = ""
            if self.random.random() < 0.1:
                directive = self.random.choice([" @include(if:$yes)", " @skip(if:$yes)"])
            below = "" if is_leaf_type(target) else self.selection(target, depth - 1)
            out.append(f"{alias}{name}{given}{directive}{below}")
        return out


class Used:
    """Which fields, arguments, input fields and enum values documents have named."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.seen: set[str] = set()

    def look(self, document: DocumentNode) -> None:
        info, seen = TypeInfo(self.schema), self.seen

        class Names(Visitor):
            def enter_field(self, node: FieldNode, *_: Any) -> None:
                owner = info.get_parent_type()
                if owner:
                    seen.add(f"{owner.name}.{node.name.value}")
                    for given in node.arguments or ():
                        seen.add(f"{owner.name}.{node.name.value}({given.name.value})")

            def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
                owner: Any = get_named_type(info.get_parent_input_type())
                seen.add(f"{owner.name}.{node.name.value}")

            def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
                owner: Any = get_named_type(info.get_input_type())
                seen.add(f"{owner.name}.{node.value}")

        visit(document, TypeInfoVisitor(info, Names()))

    def answered(self, value: Any) -> None:
        """Enum values and type names that answers held."""
        match value:
            case dict():
                for inner in value.values():
                    self.answered(inner)
            case list():
                for inner in value:
                    self.answered(inner)
            case str() if len(value) < 40:
                self.seen.add(f"={value}")
