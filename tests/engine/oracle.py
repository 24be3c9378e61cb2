"""The same questions answered from plain dictionaries by graphql-core over the printed SDL.

Written from the descriptions of the fields, without a look at SQL; it shares no code with the
engine. A cursor is read as ``id:value``; its first part, the list's tag, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from graphql import DocumentNode, GraphQLResolveInfo, build_schema, execute_sync

from schema.engine import Viewer
from tests.engine.data import Record, World

TYPE_OF_KIND = {"COUNTY": "County", "CITY": "Municipality", "MUNICIPALITY": "Municipality"}
RELATIONS = {
    "county": "Organisation",
    "municipality": "Organisation",
    "successor": "Organisation",
    "evidence": "Negotiation",
    "rule": "ObligationRule",
    "obligation": "Obligation",
}


def snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def sortable(value: Any) -> Any:
    return value.encode() if isinstance(value, str) else value


def cursor_of(value: Any, number: int) -> str:
    if isinstance(value, datetime):
        return f"{number}:{value.astimezone(UTC).isoformat(timespec='microseconds')}"
    return f"{number}:{value.isoformat() if isinstance(value, date) else value}"


def plain_cursor(text: str) -> str:
    """An engine's cursor without its tag, an instant in one way of writing it."""
    _, number, value = bytes.fromhex(text).decode().split(":", 2)
    if len(value) > 18 and value[4] == value[7] == "-":
        return cursor_of(datetime.fromisoformat(value), int(number))
    return f"{number}:{value}"


class Oracle:
    def __init__(self, world: World, sdl: str) -> None:
        self.world = world
        self.schema = build_schema(sdl)
        self.viewer: Viewer

    def run(self, document: DocumentNode, variables: dict[str, Any], viewer: Viewer) -> Any:
        self.viewer = viewer
        result = execute_sync(
            self.schema,
            document,
            None,
            variable_values=variables,
            field_resolver=self.resolve,
            type_resolver=lambda record, *_: self.type_of(record),
        )
        assert not result.errors, result.errors
        return result.data

    def type_of(self, record: Record) -> str:
        if record["T"] == "Organisation":
            return TYPE_OF_KIND.get(record["kind"], "OtherOrganisation")
        return str(record["T"])

    # Who sees what

    def sees(self, record: Record) -> bool:
        if self.viewer.unrestricted:
            return True
        if record["T"] == "Negotiation":
            return record["public"] or any(
                p["organisation_id"] in self.viewer.scope
                for p in self.world["NegotiationParty"].values()
                if p["negotiation_id"] == record["id"]
            )
        return record["T"] != "Lease" or record["county_id"] in self.viewer.scope

    def at(self, table: str, number: int | None, day: date) -> Record | None:
        record = self.world[table].get(number or 0)
        return {**record, "day": day} if record and self.sees(record) else None

    def all(self, table: str, test: Callable[[Record], bool] = lambda r: True) -> list[Record]:
        return [r for r in self.world[table].values() if self.sees(r) and test(r)]

    def global_id(self, text: str, day: date) -> Record | None:
        name, _, number = text.partition(":")
        table = "Organisation" if name in (*TYPE_OF_KIND.values(), "OtherOrganisation") else name
        if table not in self.world or table in ("StandingSpan", "RentLine", "SearchDoc"):
            return None
        found = self.at(table, int(number) if number.isdecimal() else 0, day)
        return found if found and self.type_of(found) == name else None

    def standing(self, obligation: Record, day: date) -> Record | None:
        parties = obligation["county_id"] in self.viewer.scope
        for span in self.world["StandingSpan"].values():
            mine = span["obligation_id"] == obligation["id"] and span["for_parties"] == parties
            if mine and span["from_on"] <= day <= span["to_on"]:
                return {**span, "day": day}
        return None

    # Lists

    def page(
        self,
        rows: Iterable[Record],
        key: Callable[[Record], Any],
        day: date,
        asked: dict[str, Any],
        *,
        default: int = 50,
        descending: bool = False,
    ) -> Record:
        def place(r: Record) -> tuple[Any, int]:
            return sortable(key(r)), r["id"]

        def place_of(cursor: str, table: dict[int, Record]) -> tuple[Any, int]:
            return place(table[int(plain_cursor(cursor).split(":", 1)[0])])

        def earlier(r: Record, at: tuple[Any, int]) -> bool:
            return place(r) > at if descending else place(r) < at

        rows = sorted(rows, key=place, reverse=descending)
        chosen, total = rows, len(rows)
        table = self.world[rows[0]["T"]] if rows else {}
        before = after = 0
        if asked.get("before") and rows:
            at = place_of(asked["before"], table)
            kept = [r for r in rows if earlier(r, at)]
            after, rows = len(rows) - len(kept), kept
        if asked.get("after") and total:
            at = place_of(asked["after"], table)
            before = sum(1 for r in chosen if earlier(r, at) or place(r) == at)
            rows = [r for r in rows if not earlier(r, at) and place(r) != at]
        backward = asked.get("last") is not None or (
            asked.get("before") and asked.get("first") is None
        )
        size = asked.get("last" if backward else "first")
        size = default if size is None else size
        cut = rows[max(len(rows) - size, 0) :] if backward else rows[:size]
        before += len(rows) - len(cut) if backward else 0
        after += 0 if backward else len(rows) - len(cut)
        facts = {"hasNextPage": after > 0, "hasPreviousPage": before > 0}
        edges = [{"cursor": cursor_of(key(r), r["id"]), "node": self.node(r, day)} for r in cut]
        return {
            "edges": edges,
            "nodes": [edge["node"] for edge in edges],
            "totalCount": total,
            "pageInfo": {
                **facts,
                "startCursor": edges[0]["cursor"] if edges else None,
                "endCursor": edges[-1]["cursor"] if edges else None,
            },
        }

    def node(self, record: Record, day: date) -> Record | None:
        if record["T"] == "SearchDoc":
            return self.global_id(f"{record['kind']}:{record['ref_id']}", day)
        return {**record, "day": day}

    def obligations(self, rows: list[Record], asked: dict[str, Any], day: date) -> Record:
        chosen = asked.get("filter") or {}
        rows = [r for r in rows if self.matches(r, chosen, day)]
        order = asked.get("orderBy") or {"field": "DUE_ON", "direction": "ASC"}
        keys: dict[str, Callable[[Record], Any]] = {
            "DUE_ON": lambda r: r["due_on"],
            "TEXT": lambda r: r["text"],
            "COUNTY": lambda r: self.world["Organisation"][r["county_id"]]["sort_key"],
        }
        descending = order["direction"] == "DESC"
        return self.page(rows, keys[order["field"]], day, asked, descending=descending)

    def matches(self, r: Record, chosen: dict[str, Any], day: date) -> bool:
        due = chosen.get("dueOn") or {}
        seen = self.at("Negotiation", r["evidence_id"], day)
        county = self.world["Organisation"][r["county_id"]]["code"]
        status = (self.standing(r, day) or {}).get("status")
        proof = f"Negotiation:{seen['id']}" if seen else None
        tests: list[tuple[Any, Callable[[Any], bool]]] = [
            (chosen.get("county"), lambda v: county == v),
            (chosen.get("status"), lambda v: status in v),
            (chosen.get("text"), lambda v: v in r["text"]),
            (chosen.get("evidence"), lambda v: proof == v),
            (chosen.get("proven"), lambda v: (seen is not None) == v),
            (due.get("after"), lambda v: r["due_on"] >= date.fromisoformat(v)),
            (due.get("before"), lambda v: r["due_on"] <= date.fromisoformat(v)),
        ]
        return all(test(value) for value, test in tests if value is not None)

    # Fields

    def resolve(self, source: Any, info: GraphQLResolveInfo[Any], **asked: Any) -> Any:
        day = (source or {}).get("day", self.viewer.today)
        below = date.fromisoformat(asked["asOf"]) if asked.get("asOf") else day
        own = getattr(self, f"{info.parent_type.name}_{info.field_name}", None)
        shared = getattr(self, f"any_{info.field_name}", None)
        if own:
            return own(source or {}, asked, below)
        if shared and "T" in source:
            return shared(source, asked, below)
        relation = RELATIONS.get(info.field_name)
        if relation and f"{info.field_name}_id" in source:
            return self.at(relation, source[f"{info.field_name}_id"], day)
        return self.plain(source.get(info.field_name, source.get(snake(info.field_name))))

    def plain(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
        return value.isoformat() if isinstance(value, date) else value

    def any_id(self, r: Record, asked: Any, day: date) -> str:
        return f"{self.type_of(r)}:{r['id']}"

    def any_name(self, r: Record, asked: Any, day: date) -> str:
        language = (asked.get("language") or self.viewer.language).lower()
        order = [language, "fi", "sv", "en"]
        return next(str(r[f"name_{one}"]) for one in order if r[f"name_{one}"])

    def any_names(self, r: Record, asked: Any, day: date) -> Record:
        return {one: r[f"name_{one}"] for one in ("fi", "sv", "en")}

    def any_negotiations(self, r: Record, asked: Any, day: date) -> Record:
        met = {
            p["negotiation_id"]
            for p in self.world["NegotiationParty"].values()
            if p["organisation_id"] == r["id"]
        }
        rows = self.all("Negotiation", lambda n: n["id"] in met)
        return self.page(rows, lambda n: n["held_on"], day, asked, default=20, descending=True)

    def County_municipalities(self, r: Record, asked: Any, day: date) -> Record:
        duties = [o for o in self.all("Obligation") if o["county_id"] == r["id"]]
        of = {o["municipality_id"] for o in duties}
        rows = self.all("Organisation", lambda x: x["id"] in of and "I" in x["kind"])
        return self.page(rows, lambda x: x["sort_key"], day, asked)

    def County_leases(self, r: Record, asked: Any, day: date) -> list[Record]:
        rows = self.all("Lease", lambda x: x["county_id"] == r["id"])
        return [{**x, "day": day} for x in rows[:3]]

    def Municipality_obligations(self, r: Record, asked: Any, day: date) -> Record:
        rows = self.all("Obligation", lambda o: o["municipality_id"] == r["id"])
        return self.obligations(rows, asked, day)

    def Negotiation_attendants(self, r: Record, asked: Any, day: date) -> list[Record]:
        there = {
            p["organisation_id"]
            for p in self.world["NegotiationParty"].values()
            if p["negotiation_id"] == r["id"]
        }
        rows = self.all("Organisation", lambda x: x["id"] in there)
        return [{**x, "day": day} for x in sorted(rows, key=lambda x: (x["code"], x["id"]))]

    def Standing_kept(self, r: Record, asked: Any, day: date) -> Record:
        return {"from_on": r["from_on"], "to_on": r["to_on"]}

    def Standing_because(self, r: Record, asked: Any, day: date) -> list[Record]:
        return [
            {"points": x["points"], "evidence": self.at("Negotiation", x["negotiation"], day)}
            for x in r["because"]
        ]

    def Obligation_earlier(self, r: Record, asked: Any, day: date) -> Record:
        rows = self.all(
            "Negotiation",
            lambda n: n["county_id"] == r["county_id"] and n["held_on"] <= r["due_on"],
        )
        return self.page(rows, lambda n: n["held_on"], day, asked, default=3, descending=True)

    def Obligation_noted(self, r: Record, asked: Any, day: date) -> Record:
        rows = self.all("Negotiation", lambda n: n["county_id"] == r["county_id"])
        return self.page(rows, lambda n: n["noted_at"], day, asked)

    def Obligation_standing(self, r: Record, asked: Any, day: date) -> Record | None:
        return self.standing(r, day)

    def Obligation_latest(self, r: Record, asked: Any, day: date) -> Record | None:
        county = [n for n in self.world["Negotiation"].values() if n["county_id"] == r["county_id"]]
        last = max(county, key=lambda n: int(n["id"]))
        return (
            None
            if asked.get("public") and not last["public"]
            else self.at("Negotiation", last["id"], day)
        )

    def Obligation_meetings(self, r: Record, asked: Any, day: date) -> int:
        since = date.fromisoformat(asked["since"]) if asked.get("since") else date.min
        return len(
            self.all(
                "Negotiation",
                lambda n: n["county_id"] == r["county_id"] and n["held_on"] >= since,
            )
        )

    def Lease_lines(self, r: Record, asked: Any, day: date) -> list[Record]:
        rows = self.all("RentLine", lambda x: x["lease_id"] == r["id"])
        return sorted(rows, key=lambda x: (x["from_on"], x["id"]))

    def Lease_rent(self, r: Record, asked: Any, day: date) -> Record:
        on = date.fromisoformat(asked["on"])
        lines = [x for x in self.Lease_lines(r, asked, day) if x["from_on"] <= on]
        county = self.at("Organisation", r["county_id"], day)
        total = sum(x["cents"] for x in lines)
        return {"total": total, "on": on, "parts": lines, "county": county}

    def Query_node(self, r: Record, asked: Any, day: date) -> Record | None:
        return self.global_id(asked["id"], day)

    def Query_nodes(self, r: Record, asked: Any, day: date) -> list[Record | None]:
        return [self.global_id(one, day) for one in asked["ids"]]

    def Query_county(self, r: Record, asked: Any, day: date) -> Record | None:
        counties = self.all("Organisation", lambda x: x["kind"] == "COUNTY")
        return next(({**c, "day": day} for c in counties if c["code"] == asked["code"]), None)

    def Query_counties(self, r: Record, asked: Any, day: date) -> list[Record]:
        counties = self.all("Organisation", lambda x: x["kind"] == "COUNTY")
        return [{**c, "day": day} for c in sorted(counties, key=lambda c: str(c["code"]))]

    def Query_organisations(self, r: Record, asked: Any, day: date) -> Record:
        rows = self.all("Organisation")
        return self.page(rows, lambda x: x["sort_key"], day, asked, default=5, descending=True)

    def Query_obligations(self, r: Record, asked: Any, day: date) -> Record:
        return self.obligations(self.all("Obligation"), asked, day)

    def Query_search(self, r: Record, asked: Any, day: date) -> Record:
        rows = self.all(
            "SearchDoc",
            lambda x: asked["query"] in x["terms"] and self.node(x, day) is not None,
        )
        return self.page(rows, lambda x: x["terms"], day, asked, default=20)

    def Query_matrix(self, r: Record, asked: Any, day: date) -> list[Record]:
        groups: dict[tuple[Any, ...], int] = {}
        for o in self.all("Obligation"):
            county = self.world["Organisation"][o["county_id"]]["code"]
            if asked.get("county") in (None, county):
                status = (self.standing(o, day) or {}).get("status")
                key = (o["county_id"], o["rule_id"], o["municipality_id"], status)
                groups[key] = groups.get(key, 0) + 1

        def last(value: Any) -> tuple[bool, Any]:
            return value is None, value or 0

        ordered = sorted(groups, key=lambda k: [last(v) for v in k])
        names = ("county_id", "rule_id", "municipality_id", "status")
        return [
            {**dict(zip(names, k, strict=True)), "count": groups[k], "day": day} for k in ordered
        ]
