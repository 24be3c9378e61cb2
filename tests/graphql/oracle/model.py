"""The schema's meaning, field by field, over plain dictionaries: no SQL and nothing of the engine.

A field without a method here is the column of its name. Methods are called ``Type_field``; those of
an interface serve its types. What the oracle cannot know beforehand, the text of a cursor or of a
sentence, it answers with a mark and what the text must be the same for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from server.kit.sorting import folded, sort_key
from server.obligations import rules
from server.search.words import wanted
from tests.graphql.oracle.asking import Asker
from tests.graphql.oracle.model_beside import BesideMeaning
from tests.graphql.oracle.model_papers import PaperMeaning
from tests.graphql.oracle.standings import spans_of, withheld_of
from tests.graphql.oracle.world import TODAY, Row, World, key

Arguments = dict[str, Any]
TYPE_OF_KIND = {"COUNTY": "County", "MUNICIPALITY": "Municipality"}
MODELS = {"County": "Organisation", "Municipality": "Organisation"}
MODELS |= {"OtherOrganisation": "Organisation"}
NODES = frozenset(
    [
        "Action",
        "AgendaItem",
        "Attendance",
        "Body",
        "CollaborativeArea",
        "Contact",
        "CouncilTerm",
        "County",
        "Duty",
        "Decision",
        "Exemption",
        "LinkedEvidence",
        "Minutes",
        "Municipality",
        "Negotiation",
        "NegotiationRound",
        "Obligation",
        "ObligationRule",
        "OrganisationUnit",
        "OtherOrganisation",
        "RecordKeeping",
        "RecordProposal",
        "RoundCounterparty",
        "Seat",
        "Theme",
    ]
)
LANGUAGES = ("fi", "sv", "en")
_ISO = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True)
class Thing:
    """A row as an object of the API, on the day that holds where it stands."""

    type: str
    row: Row
    day: date


#: Before what a cursor stands for: the list's order, the row and the value.
CURSOR = "\ue000cursor "
#: Before what a sentence is made of: the language, the code and the facts.
SENTENCE = "\ue000sentence "


@dataclass(frozen=True)
class Order:
    """An order of a list: a column of a model, downwards or upwards, then the key likewise."""

    model: str
    column: str
    down: bool = False

    def place(self, row: Row) -> tuple[Any, int]:
        return row[self.column], key(row)

    def sorted(self, rows: Iterable[Row]) -> list[Row]:
        return sorted(rows, key=self.place, reverse=self.down)

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}.{'down' if self.down else 'up'}"

    def cursor(self, row: Row) -> str:
        value, number = self.place(row)
        return f"{CURSOR}{self.name} {number} {value}"


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def camel(column: str) -> str:
    head, *rest = column.split("_")
    return head + "".join(part.title() for part in rest)


def snake(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


def valid(row: Row, day: date) -> bool:
    return (row["starts_on"] or date.min) <= day <= (row["ends_on"] or date.max)


PAPERS = frozenset({"Action", "AgendaItem", "Decision", "Minutes"})
BESIDE = frozenset({"Attendance", "RecordProposal", "WithheldFulfilment"})


class Meaning(BesideMeaning, PaperMeaning):
    """Answers single fields for one asker. ``cursors`` maps cursors seen to what they stand for."""

    def __init__(self, world: World, cursors: dict[str, str]) -> None:
        self.world = world
        self.cursors = cursors
        self.spans = spans_of(world)
        self.apart = withheld_of(world)
        self.under: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
        for model, rows in world.rows.items():
            for row in rows.values():
                for column, value in row.items():
                    if column.endswith("_id") and isinstance(value, int):
                        self.under[model, column, value].append(row)
        self.asker: Asker
        self.scope: frozenset[int]

    def ask_as(self, asker: Asker) -> None:
        self.asker = asker
        own = asker.organisations[:1] if asker.reads_drafts else ()
        rows = self.world.all("Organisation")
        self.scope = frozenset(r["id"] for r in rows if r["organisation_code"] in own)

    # Rows

    def sees(self, model: str, row: Row) -> bool:
        """Whether the asker may know of the row at all."""
        if model == "Negotiation":
            parties = self.under["NegotiationParty", "negotiation_id", row["id"]]
            return row["is_public"] or any(p["organisation_id"] in self.scope for p in parties)
        if model in PAPERS:
            return self.sees_paper(model, row)
        if model in BESIDE:
            return self._sees_beside(model, row)
        if model == "SearchEntry":
            return self._found(row, TODAY) is not None
        if model == "JournalEntry":
            return bool(row["audience_after"] == "*") and _act_of(row) not in self._hidden_acts()
        return True

    def _sees_beside(self, model: str, row: Row) -> bool:
        """Whether the asker may know of what is said of a negotiation beside it."""
        if model == "RecordProposal":
            ours = bool({row["asked_id"], row["proposed_by_id"]} & self.scope)
            return ours and self._sees_negotiation(row)
        if model == "Attendance":
            return self._sees_negotiation(row)
        parts = self.under["ObligationBearer", "obligation_id", row["obligation_id"]]
        sides = {p["organisation_id"] for p in parts if p["role"] != "RECIPIENT"}
        met = self._parties(self.world.rows["Negotiation"][row["negotiation_id"]])
        return bool(self.scope & sides & met)

    def _sees_negotiation(self, row: Row) -> bool:
        return self.sees("Negotiation", self.world.rows["Negotiation"][row["negotiation_id"]])

    def closed(self, negotiation: int) -> bool:
        """Is the negotiation closed on a statutory ground?"""
        rows = self.under["Withholding", "negotiation_id", negotiation]
        return any(row["released_on"] is None for row in rows)

    def _hidden_acts(self) -> set[Any]:
        """The acts that have touched a closed negotiation."""
        return {
            _act_of(row)
            for row in self.world.all("JournalEntry")
            if row["object_type"] == "Negotiation" and self.closed(row["object_id"])
        }

    def thing(self, model: str, row: Row | None, day: date) -> Thing | None:
        if row is None or not self.sees(model, row):
            return None
        if model == "SearchEntry":
            return self._found(row, day)
        if model == "Organisation":
            model = TYPE_OF_KIND.get(row["kind"], "OtherOrganisation")
        return Thing(model, row, day)

    def by_id(self, model: str, number: int | None, day: date) -> Thing | None:
        return self.thing(model, self.world.get(model, number), day)

    def things(self, model: str, rows: Iterable[Row], day: date) -> list[Thing]:
        found = (self.thing(model, row, day) for row in rows)
        return [each for each in found if each is not None]

    def related(self, model: str, it: Thing, column: str) -> list[Row]:
        return self.under[model, column, it.row["id"]]

    def ordered(self, name: str, column: str, *, down: bool = False) -> Order:
        return Order(name, column, down)

    def listed(self, order: Order, rows: Iterable[Row], day: date, most: int) -> list[Thing]:
        return self.things(order.model, order.sorted(rows), day)[:most]

    def pages(
        self, order: Order, rows: Iterable[Row], day: date, a: Arguments, page: int = 50
    ) -> Row:
        """A connection. Backwards when ``last`` is given, or ``before`` without ``first``."""
        whole = [row for row in order.sorted(rows) if self.sees(order.model, row)]
        places = [order.cursor(row) for row in whole]
        beyond = {name: self._beyond(order, whole, a.get(name)) for name in ("after", "before")}
        start = beyond["after"][1] if a.get("after") is not None else 0
        end = beyond["before"][0] if a.get("before") is not None else len(whole)
        backward = a.get("last") is not None or (
            a.get("before") is not None and a.get("first") is None
        )
        size = a.get("last") if backward else a.get("first")
        size = page if size is None else size
        if backward:
            first, last = max(start, end - size), max(start, end)
        else:
            first, last = start, min(max(start, end), start + size)
        more_before = (backward and first > start) or (a.get("after") is not None and start > 0)
        more_after = (not backward and last < end) or (
            a.get("before") is not None and end < len(whole)
        )
        nodes = self.things(order.model, whole[first:last], day)
        shown = places[first:last]
        return {
            "nodes": nodes,
            "edges": [{"cursor": c, "node": n} for c, n in zip(shown, nodes, strict=True)],
            "totalCount": len(whole),
            "pageInfo": {
                "hasNextPage": more_after,
                "hasPreviousPage": more_before,
                "startCursor": shown[0] if shown else None,
                "endCursor": shown[-1] if shown else None,
            },
        }

    def _beyond(self, order: Order, whole: Sequence[Row], cursor: str | None) -> tuple[int, int]:
        """How many rows come before the cursor's place, and how many up to and with it."""
        if cursor is None:
            return 0, 0
        number = int(self.cursors[cursor].split(" ")[2])
        row = self.world.rows[order.model][number]
        up_to = order.sorted([*(r for r in whole if r is not row), row])
        before = next(place for place, other in enumerate(up_to) if other is row)
        return before, before + any(other is row for other in whole)

    # Values

    def localised(self, it: Thing, column: str, language: str | None) -> Any:
        asked = (language or self.asker.language).lower()
        order = dict.fromkeys((asked, *LANGUAGES))
        return next((t for x in order if (t := it.row[f"{column}_{x}"]) is not None), None)

    def texts(self, it: Thing, column: str) -> Row:
        return {language: it.row[f"{column}_{language}"] for language in LANGUAGES}

    def column(self, it: Thing, name: str) -> Any:
        value = it.row[snake(name)]
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return value.isoformat() if isinstance(value, date) else value

    def field(self, it: Any, parent: str, name: str, arguments: Arguments) -> Any:
        """The field's value; ``it`` is None at the root."""
        if isinstance(it, dict):
            return it[name]
        for owner in (parent, *_INTERFACES.get(parent, ())):
            method: Callable[..., Any] | None = getattr(self, f"{owner}_{name}", None)
            if method is not None:
                return method(it, arguments)
        if name == "id":
            return f"{parent}:{key(it.row)}"
        related = _RELATIONS.get(name)
        if related is not None and f"{snake(name)}_id" in it.row:
            return self.by_id(related, it.row[f"{snake(name)}_id"], it.day)
        return self.column(it, name)

    # Names and titles

    def Named_name(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "name", a.get("language"))

    def Named_names(self, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "name")

    def Titled_title(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "title", a.get("language"))

    def Titled_titles(self, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "title")

    # The register

    def Organisation_successor(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("Organisation", it.row["successor_id"], it.day)

    def Organisation_formerNames(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("FormerName", it, "organisation_id")
        return self.listed(Order("FormerName", "ends_on", True), rows, it.day, 50)

    def County_municipalities(self, it: Thing, a: Arguments) -> Any:
        day = day_of(a.get("validOn")) or it.day
        members = [m for m in self.related("CountyMembership", it, "county_id") if valid(m, day)]
        rows = [self.world.rows["Organisation"][m["municipality_id"]] for m in members]
        return self.pages(Order("Organisation", "sort_fi"), rows, day, a)

    def County_obligations(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Obligation", it, "county_id")
        day = day_of(a.get("asOf")) or it.day
        return self.pages(Order("Obligation", "sort_on"), rows, day, a)

    def Municipality_obligations(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Obligation", it, "municipality_id")
        day = day_of(a.get("asOf")) or it.day
        return self.pages(Order("Obligation", "sort_on"), rows, day, a)

    def County_collaborativeArea(self, it: Thing, a: Arguments) -> Any:
        areas = self.related("AreaMembership", it, "organisation_id")
        number = next((m["area_id"] for m in areas if valid(m, it.day)), None)
        return self.by_id("CollaborativeArea", number, it.day)

    def Municipality_county(self, it: Thing, a: Arguments) -> Any:
        day = day_of(a.get("validOn")) or it.day
        counties = self.related("CountyMembership", it, "municipality_id")
        number = next((m["county_id"] for m in counties if valid(m, day)), None)
        return self.by_id("Organisation", number, day)

    def CollaborativeArea_members(self, it: Thing, a: Arguments) -> Any:
        members = [m for m in self.related("AreaMembership", it, "area_id") if valid(m, it.day)]
        rows = [self.world.rows["Organisation"][m["organisation_id"]] for m in members]
        return self.listed(Order("Organisation", "sort_fi"), rows, it.day, 50)

    def organisations(self, kind: str) -> list[Row]:
        return [row for row in self.world.all("Organisation") if row["kind"] == kind]

    def Query_county(self, it: None, a: Arguments) -> Any:
        rows = [row for row in self.organisations("COUNTY") if row["code"] == a["code"]]
        return self.thing("Organisation", rows[0] if rows else None, TODAY)

    def Query_municipality(self, it: None, a: Arguments) -> Any:
        rows = [row for row in self.organisations("MUNICIPALITY") if row["code"] == a["code"]]
        return self.thing("Organisation", rows[0] if rows else None, TODAY)

    def Query_organisation(self, it: None, a: Arguments) -> Any:
        every = self.world.all("Organisation")
        rows = [row for row in every if row["organisation_code"] == a["code"]]
        return self.thing("Organisation", rows[0] if rows else None, TODAY)

    def Query_organisations(self, it: None, a: Arguments) -> Any:
        rows = [row for row in self.organisations(a["kind"]) if valid(row, TODAY)]
        return self.pages(Order("Organisation", "sort_fi"), rows, TODAY, a)

    def Query_counties(self, it: None, a: Arguments) -> Any:
        rows = [row for row in self.organisations("COUNTY") if valid(row, TODAY)]
        return self.listed(Order("Organisation", "organisation_code"), rows, TODAY, 50)

    def Query_serviceOrganisers(self, it: None, a: Arguments) -> Any:
        every = self.world.all("Organisation")
        rows = [row for row in every if row["service_organiser"] and valid(row, TODAY)]
        return self.listed(Order("Organisation", "organisation_code"), rows, TODAY, 50)

    def Query_municipalities(self, it: None, a: Arguments) -> Any:
        given = a.get("filter") or {}
        day = day_of(given.get("validOn")) or TODAY
        rows = [row for row in self.organisations("MUNICIPALITY") if valid(row, day)]
        if (county := given.get("county")) is not None:
            rows = [row for row in rows if county in self._county_codes(row, day)]
        if (scope := given.get("scope")) is not None:
            rows = [row for row in rows if row["scope"] == scope]
        if (text := given.get("text")) is not None:
            rows = [r for r in rows if _is_named(r, text) or r["code"] == text]
        return self.pages(Order("Organisation", "sort_fi"), rows, TODAY, a)

    def _county_codes(self, row: Row, day: date) -> list[str]:
        belongs = self.under["CountyMembership", "municipality_id", row["id"]]
        ids = [m["county_id"] for m in belongs if valid(m, day)]
        return [self.world.rows["Organisation"][number]["code"] for number in ids]

    def Query_collaborativeAreas(self, it: None, a: Arguments) -> Any:
        rows = self.world.all("CollaborativeArea")
        return self.listed(Order("CollaborativeArea", "code"), rows, TODAY, 10)

    def Query_councilTerms(self, it: None, a: Arguments) -> Any:
        kind = a.get("kind")
        rows = [row for row in self.world.all("CouncilTerm") if kind in (None, row["kind"])]
        return self.listed(Order("CouncilTerm", "starts_on"), rows, TODAY, 100)

    # Units, bodies and contacts

    def _lasting(self, model: str, it: Thing, column: str, by: str, a: Arguments) -> Any:
        """The rows of ``it`` that are valid on the day asked for."""
        day = day_of(a.get("validOn")) or it.day
        rows = [row for row in self.related(model, it, column) if valid(row, day)]
        return self.listed(Order(model, by), rows, day, 500)

    def Organisation_units(self, it: Thing, a: Arguments) -> Any:
        return self._lasting("OrganisationUnit", it, "organisation_id", "sort_fi", a)

    def Organisation_contacts(self, it: Thing, a: Arguments) -> Any:
        return self._lasting("Contact", it, "organisation_id", "sort_fi", a)

    def Body_seats(self, it: Thing, a: Arguments) -> Any:
        return self._lasting("Seat", it, "body_id", "starts_on", a)

    def Body_owners(self, it: Thing, a: Arguments) -> Any:
        day = day_of(a.get("validOn")) or it.day
        owners = [o for o in self.related("BodyOwner", it, "body_id") if valid(o, day)]
        rows = [self.world.rows["Organisation"][o["organisation_id"]] for o in owners]
        return self.listed(Order("Organisation", "sort_fi"), rows, day, 100)

    def Body_children(self, it: Thing, a: Arguments) -> Any:
        return self._lasting("Body", it, "parent_id", "sort_fi", a)

    def Body_formerSeats(self, it: Thing, a: Arguments) -> Any:
        seats = self.related("Seat", it, "body_id")
        over = [row for row in seats if row["ends_on"] and row["ends_on"] < it.day]
        return self.listed(Order("Seat", "starts_on", True), over, it.day, 500)

    def OrganisationUnit_predecessor(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("OrganisationUnit", it.row["predecessor_id"], it.day)

    def Contact_predecessor(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("Contact", it.row["predecessor_id"], it.day)

    def Contact_task(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "task", a.get("language"))

    def Contact_tasks(self, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "task")

    def Query_bodies(self, it: None, a: Arguments) -> Any:
        given = a.get("filter") or {}
        day = day_of(given.get("validOn")) or TODAY
        rows = [
            row
            for row in self.world.all("Body")
            if valid(row, day)
            and _among(row["kind"], given.get("kind"))
            and given.get("organisation") in (None, *self._members(row, day))
            and (given.get("text") is None or _is_named(row, given["text"]))
        ]
        return self.pages(Order("Body", "sort_fi"), rows, TODAY, a)

    def _members(self, body: Row, day: date) -> list[str]:
        """The codes of the body's owners and of those with a seat in it on the day."""
        seats = [s for s in self.under["Seat", "body_id", body["id"]] if valid(s, day)]
        owners = [o for o in self.under["BodyOwner", "body_id", body["id"]] if valid(o, day)]
        rows = [*owners, *seats]
        every = self.world.rows["Organisation"]
        return [every[row["organisation_id"]]["organisation_code"] for row in rows]

    def Query_contacts(self, it: None, a: Arguments) -> Any:
        every = self.world.rows["Organisation"]
        rows = [
            row
            for row in self.world.all("Contact")
            if (_is_over(row, TODAY) if a.get("ended") else valid(row, TODAY))
            and every[row["organisation_id"]]["organisation_code"] == a["organisation"]
        ]
        return self.listed(Order("Contact", "sort_fi"), rows, TODAY, 200)

    # Shared duties

    def Theme_description(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "description", a.get("language"))

    def Theme_duties(self, it: Thing, a: Arguments) -> Any:
        return self._lasting("Duty", it, "theme_id", "place", a)

    def Duty_description(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "description", a.get("language"))

    def Duty_descriptions(self, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "description")

    def Duty_isNational(self, it: Thing, a: Arguments) -> bool:
        return it.row["keeper_id"] is None

    def Duty_parent(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("Duty", it.row["parent_id"], it.day)

    def Duty_children(self, it: Thing, a: Arguments) -> Any:
        return self._lasting("Duty", it, "parent_id", "place", a)

    def Duty_legalBases(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("DutyLegalBasis", it, "duty_id")
        return self.listed(Order("DutyLegalBasis", "place"), rows, it.day, 50)

    def Duty_parties(self, it: Thing, a: Arguments) -> Any:
        parties = self.related("DutyParty", it, "duty_id")
        rows = [self.world.rows["Organisation"][p["organisation_id"]] for p in parties]
        return self.listed(Order("Organisation", "sort_fi"), rows, it.day, 500)

    def DutyLegalBasis_note(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "note", a.get("language"))

    def DutyLegalBasis_notes(self, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "note")

    def DutyLegalBasis_rule(self, it: Thing, a: Arguments) -> Any:
        every = self.world.all("ObligationRule")
        row = next((r for r in every if r["key"] == it.row["rule_key"]), None)
        return self.thing("ObligationRule", row, it.day)

    def Query_themes(self, it: None, a: Arguments) -> Any:
        return self.listed(Order("Theme", "place"), self.world.all("Theme"), TODAY, 20)

    def Query_duties(self, it: None, a: Arguments) -> Any:
        given = a.get("filter") or {}
        day = day_of(given.get("validOn")) or TODAY
        rows = [
            row
            for row in self.world.all("Duty")
            if valid(row, day) and self._suits(row, given) and self._rests(row, given)
        ]
        return self.pages(Order("Duty", "place"), rows, TODAY, a, 100)

    def _suits(self, duty: Row, given: Row) -> bool:
        every = self.world.rows["Organisation"]
        parties = self.under["DutyParty", "duty_id", duty["id"]]
        theme = self.world.get("Theme", duty["theme_id"]) or {"key": ""}
        national = given.get("national")
        return (
            given.get("organisation")
            in (None, *(every[p["organisation_id"]]["organisation_code"] for p in parties))
            and national in (None, duty["keeper_id"] is None)
            and given.get("theme") in (None, theme["key"])
            and _among(duty["topic"], given.get("topic"))
            and (given.get("text") is None or _is_named(duty, given["text"]))
        )

    def _rests(self, duty: Row, given: Row) -> bool:
        bases = self.under["DutyLegalBasis", "duty_id", duty["id"]]
        return given.get("statute") in (None, *(b["statute"] for b in bases)) and (
            given.get("rule") is None or given["rule"] in [b["rule_key"] for b in bases]
        )

    # The catalogue and obligations

    def ObligationRule_statuteName(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "statute_name", a.get("language"))

    def ObligationRule_summary(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "summary", a.get("language"))

    def ObligationRule_evidenceAccepted(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "evidence", a.get("language"))

    def ObligationRule_reason(self, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "reason", a.get("language"))

    def ObligationRule_evidenceKinds(self, it: Thing, a: Arguments) -> Any:
        return it.row["evidence_kinds"].split()

    def ObligationRule_successors(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("ObligationRule", it, "predecessor_id")
        return self.listed(Order("ObligationRule", "place"), rows, it.day, 20)

    def ObligationRule_predecessor(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("ObligationRule", it.row["predecessor_id"], it.day)

    def Organisation_recordKeeping(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("RecordKeeping", it, "organisation_id")
        return self.listed(Order("RecordKeeping", "starts_on"), rows, it.day, 50)

    def Obligation_collaborativeArea(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("CollaborativeArea", it.row["area_id"], it.day)

    def Obligation_bearers(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("ObligationBearer", it, "obligation_id")
        return self.listed(Order("ObligationBearer", "place"), rows, it.day, 50)

    def LinkedEvidence_shownOf(self, it: Thing, a: Arguments) -> Any:
        return self.by_id("Organisation", it.row["shown_of_id"], it.day)

    def Query_obligationRules(self, it: None, a: Arguments) -> Any:
        given = a.get("filter") or {}
        rows = [
            row
            for row in self.world.all("ObligationRule")
            if all(_among(row[n], given.get(n)) for n in ("topic", "tracking", "cadence", "unit"))
            and given.get("statute") in (None, row["statute"])
            and given.get("evidence") in (None, *row["evidence_kinds"].split())
            and (given.get("validOn") is None or _in_force(row, day_of(given["validOn"])))
        ]
        return self.listed(Order("ObligationRule", "place"), rows, TODAY, 500)

    def Query_obligationRule(self, it: None, a: Arguments) -> Any:
        rows = [row for row in self.world.all("ObligationRule") if row["key"] == a["key"]]
        return self.thing("ObligationRule", rows[0] if rows else None, TODAY)

    def span_on(self, obligation: int, day: date) -> rules.Span | None:
        return next((s for s in self.spans[obligation] if s.from_on <= day <= s.to_on), None)

    def standing(self, obligation: int, span: rules.Span, day: date) -> Thing:
        row = {
            "obligation_id": obligation,
            "status": span.standing.status.value,
            "kept": span.standing.kept,
            "from_on": span.from_on,
            "to_on": span.to_on,
            "says": span.standing,
        }
        return Thing("Standing", row, day)

    def Obligation_standing(self, it: Thing, a: Arguments) -> Any:
        day = day_of(a.get("asOf")) or it.day
        span = self.span_on(it.row["id"], day)
        return span and self.standing(it.row["id"], span, day)

    def Obligation_withheldFulfilment(self, it: Thing, a: Arguments) -> Any:
        day = day_of(a.get("asOf")) or it.day
        rows = self.apart[it.row["id"]]
        row = next((row for row in rows if row["from_on"] <= day <= row["to_on"]), None)
        return self.thing("WithheldFulfilment", row, day)

    def Obligation_standings(self, it: Thing, a: Arguments) -> Any:
        own = it.row["id"]
        return [self.standing(own, span, it.day) for span in self.spans[own]]

    def Obligation_evidence(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("LinkedEvidence", it, "obligation_id")
        return self.pages(Order("LinkedEvidence", "dated_on"), rows, it.day, a)

    def Obligation_exemptions(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Exemption", it, "obligation_id")
        return self.listed(Order("Exemption", "from_on"), rows, it.day, 50)

    def Obligation_negotiations(self, it: Thing, a: Arguments) -> Any:
        own = it.row
        rule = self.world.rows["ObligationRule"][own["rule_id"]]["key"]
        parts = self.related("ObligationBearer", it, "obligation_id")
        meeting = {p["organisation_id"] for p in parts if p["role"] != "RECIPIENT"}
        rows = [
            n
            for n in self.world.all("Negotiation")
            if len(meeting & self._parties(n)) > 1
            and own["starts_on"] <= n["sort_on"] <= (own["ends_on"] or date.max)
            and n["merged_into_id"] is None
            and rule in self._rule_keys("NegotiationRule", "negotiation_id", n["id"])
        ]
        return self.pages(Order("Negotiation", "sort_on", True), rows, it.day, a)

    def _parties(self, negotiation: Row) -> set[int]:
        rows = self.under["NegotiationParty", "negotiation_id", negotiation["id"]]
        return {row["organisation_id"] for row in rows}

    def Obligation_history(self, it: Thing, a: Arguments) -> Any:
        rows = [
            row
            for row in self.world.all("JournalEntry")
            if row["object_type"] == "Obligation" and row["object_id"] == it.row["id"]
        ]
        return self.pages(Order("JournalEntry", "seq", True), rows, it.day, a)

    def JournalEntry_organisation(self, it: Thing, a: Arguments) -> Any:
        every = self.world.all("Organisation")
        code = it.row["organisation_code"]
        row = next((o for o in every if o["organisation_code"] == code), None)
        return self.thing("Organisation", row, it.day)

    def LinkedEvidence_dated(self, it: Thing, a: Arguments) -> Any:
        return {"value": str(it.row["dated_on"]), "precision": it.row["dated_precision"]}

    def Standing_dueOn(self, it: Thing, a: Arguments) -> Any:
        due_on = self.world.rows["Obligation"][it.row["obligation_id"]]["due_on"]
        return due_on and due_on.isoformat()

    def Standing_because(self, it: Thing, a: Arguments) -> Any:
        return [self._reason(each, it.day) for each in it.row["says"].because]

    def Standing_missing(self, it: Thing, a: Arguments) -> Any:
        return [
            {
                "code": each.code.value,
                "text": self._sentence("missing", each, each.counterparty),
                "organisation": self._named(each.organisation, it.day),
                "counterparty": self._named(each.counterparty, it.day),
                "negotiation": self.by_id("Negotiation", each.negotiation, it.day),
                "evidence": self.by_id("LinkedEvidence", each.evidence, it.day),
            }
            for each in it.row["says"].missing
        ]

    def _reason(self, each: rules.Reason, day: date) -> Row:
        facts = dict(each.facts)
        dates = [value for value in facts.values() if _ISO.fullmatch(value)]
        decisive = facts.get("withdrawn_on", dates[0] if dates else "")
        return {
            "code": each.code.value,
            "text": self._sentence("reason", each),
            "on": decisive if len(decisive) == len("2026-01-01") else None,
            "negotiation": self.by_id("Negotiation", each.negotiation, day),
            "evidence": self.by_id("LinkedEvidence", each.evidence, day),
            "organisation": self._named(each.organisation, day),
        }

    def _named(self, code: str | None, day: date) -> Any:
        every = self.world.all("Organisation")
        row = next((o for o in every if o["organisation_code"] == code), None)
        return self.thing("Organisation", row, day)

    def _sentence(self, what: str, each: Any, about: str | None = None) -> str:
        whom = f"{each.organisation} {about}"
        return f"{SENTENCE}{self.asker.language} {what} {each.code.value} {each.facts} {whom}"

    def Query_obligations(self, it: None, a: Arguments) -> Any:
        day, given = day_of(a.get("asOf")) or TODAY, a.get("filter") or {}
        rows = [row for row in self.world.all("Obligation") if self._chosen(row, given, day)]
        order = a.get("orderBy") or {"field": "DUE_ON", "direction": "ASC"}
        column = {"DUE_ON": "sort_on", "MUNICIPALITY": "sort_fi"}[order["field"]]
        down = order["direction"] == "DESC"
        return self.pages(Order("Obligation", column, down), rows, day, a)

    def _chosen(self, row: Row, given: Row, day: date) -> bool:
        every = self.world.rows["Organisation"]
        nobody: Row = {"code": None}
        county = every.get(row["county_id"], nobody)
        municipality = every.get(row["municipality_id"], nobody)
        rule = self.world.rows["ObligationRule"][row["rule_id"]]
        term = self.world.rows["CouncilTerm"].get(row["term_id"], {"key": None})
        span = self.span_on(row["id"], day)
        parts = self.under["ObligationBearer", "obligation_id", row["id"]]
        bearing = [every[p["organisation_id"]] for p in parts if p["role"] == "BEARER"]
        return (
            given.get("county") in (None, county["code"])
            and given.get("municipality") in (None, municipality["code"])
            and given.get("organisation") in (None, *(b["organisation_code"] for b in bearing))
            and given.get("collaborativeArea") in (None, *self._areas_of(row, day))
            and given.get("rule") in (None, rule["key"])
            and given.get("statute") in (None, rule["statute"])
            and _among(rule["topic"], given.get("topic"))
            and _among(rule["cadence"], given.get("cadence"))
            and _among(span and span.standing.status.value, given.get("status"))
            and given.get("term") in (None, term["key"])
            and given.get("year") in (None, row["year"])
            and _in_range(row["due_on"], given.get("dueOn"))
            and (given.get("text") is None or self._goes_by(row, given["text"]))
        )

    def _areas_of(self, row: Row, day: date) -> list[str]:
        whose = (row["county_id"], row["municipality_id"], row["organisation_id"])
        found = {row["area_id"]} | {
            member["area_id"]
            for number in whose
            if number is not None
            for member in self.under["AreaMembership", "organisation_id", number]
            if valid(member, day)
        }
        return [self.world.rows["CollaborativeArea"][n]["code"] for n in found if n is not None]

    def _goes_by(self, row: Row, text: str) -> bool:
        every = self.world.rows["Organisation"]
        if row["municipality_id"] is not None:
            return _is_named(every[row["municipality_id"]], text)
        others = (row["county_id"], row["organisation_id"])
        return any(_is_named(every[number], text) for number in others if number is not None)

    def Query_obligationMatrix(self, it: None, a: Arguments) -> Any:
        day, county = day_of(a.get("asOf")) or TODAY, a.get("county")
        cells: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in self.world.all("Obligation"):
            span = self.span_on(row["id"], day)
            rule = self.world.rows["ObligationRule"][row["rule_id"]]["key"]
            chosen = self._chosen(row, {"county": county}, day)
            if span is None or not chosen or not _among(rule, a.get("rules")):
                continue
            status = span.standing.status.value
            if not self._is_when(row, a, status, day):
                continue
            one_by_one = county is not None or row["county_id"] is None
            place = row["municipality_id"] if one_by_one else None
            whose = (row["county_id"], place, row["organisation_id"], row["area_id"])
            cells[row["rule_id"], *whose, status, row["due_on"]].append(row)
        order = sorted(cells, key=lambda group: [(part is None, part) for part in group])
        return [self._cell(group, cells[group], day) for group in order]

    def _is_when(self, row: Row, a: Arguments, status: str, day: date) -> bool:
        """Whether the obligation is of the period asked for, or of the day's."""
        term, year = a.get("term"), a.get("year")
        if term is None and year is None:
            lasts = row["ends_on"] is None or day <= row["ends_on"] or status == "OVERDUE"
            return bool(row["starts_on"] <= day and lasts)
        of_term = self.world.rows["CouncilTerm"].get(row["term_id"])
        in_term = term is not None and of_term is not None and of_term["key"] == term
        return in_term or (year is not None and row["year"] == year)

    def _cell(self, group: tuple[Any, ...], rows: list[Row], day: date) -> Row:
        rule, county, municipality, organisation, area, status, due_on = group
        return {
            "rule": self.by_id("ObligationRule", rule, day),
            "county": self.by_id("Organisation", county, day),
            "municipality": self.by_id("Organisation", municipality, day),
            "organisation": self.by_id("Organisation", organisation, day),
            "collaborativeArea": self.by_id("CollaborativeArea", area, day),
            "status": status,
            "dueOn": due_on and due_on.isoformat(),
            "obligation": self.thing("Obligation", rows[0] if len(rows) == 1 else None, day),
            "count": len(rows),
        }

    # Negotiations

    def _rule_keys(self, model: str, column: str, number: int) -> set[str]:
        return {row["rule_key"] for row in self.under[model, column, number]}

    def _rules_of(self, keys: set[str], day: date) -> list[Thing]:
        rows = [row for row in self.world.all("ObligationRule") if row["key"] in keys]
        return self.listed(Order("ObligationRule", "place"), rows, day, 50)

    def Negotiation_heldOn(self, it: Thing, a: Arguments) -> Any:
        held = it.row["held_on"]
        return held and {"value": held.isoformat(), "precision": it.row["held_precision"]}

    def Negotiation_rules(self, it: Thing, a: Arguments) -> Any:
        keys = self._rule_keys("NegotiationRule", "negotiation_id", it.row["id"])
        return self._rules_of(keys, it.day)

    def Negotiation_parties(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("NegotiationParty", it, "negotiation_id")
        return self.listed(Order("NegotiationParty", "sort_fi"), rows, it.day, 500)

    def Negotiation_attendance(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Attendance", it, "negotiation_id")
        return self.listed(Order("Attendance", "sort_fi"), rows, it.day, 500)

    def Negotiation_participants(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Participant", it, "negotiation_id")
        return self.listed(Order("Participant", "sort_fi"), rows, it.day, 500)

    def Negotiation_withholding(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Withholding", it, "negotiation_id")
        row = next((row for row in rows if row["released_on"] is None), None)
        return self.thing("Withholding", row, it.day)

    def Negotiation_mergedFrom(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Negotiation", it, "merged_into_id")
        return self.listed(Order("Negotiation", "id"), rows, it.day, 50)

    def Negotiation_proposals(self, it: Thing, a: Arguments) -> Any:
        rows = {
            row["id"]: row
            for column in ("negotiation_id", "into_id")
            for row in self.related("RecordProposal", it, column)
        }
        return self.listed(Order("RecordProposal", "proposed_on"), list(rows.values()), it.day, 50)

    def Negotiation_events(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("NegotiationEvent", it, "negotiation_id")
        return self.pages(Order("NegotiationEvent", "on"), rows, it.day, a, 100)

    def NegotiationRound_rules(self, it: Thing, a: Arguments) -> Any:
        return self._rules_of(self._rule_keys("RoundRule", "round_id", it.row["id"]), it.day)

    def NegotiationRound_objective(self, it: Thing, a: Arguments) -> Any:
        names = (*LANGUAGES, "baseline", "target", "unit")
        return {each: it.row[f"objective_{each}"] for each in names}

    def NegotiationRound_agenda(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("RoundAgendaItem", it, "round_id")
        return self.listed(Order("RoundAgendaItem", "place"), rows, it.day, 100)

    def NegotiationRound_reports(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("RoundReport", it, "round_id")
        return self.listed(Order("RoundReport", "on"), rows, it.day, 100)

    def NegotiationRound_progress(self, it: Thing, a: Arguments) -> Row:
        places = self.related("RoundCounterparty", it, "round_id")
        met = [
            [(n, p) for n, p in self._called(place) if n["is_public"] and not n["cancelled_on"]]
            for place in places
        ]

        def present(party: Row) -> bool:
            said = self.under["Attendance", "negotiation_id", party["negotiation_id"]]
            own = [a for a in said if a["organisation_id"] == party["organisation_id"]]
            return any(a["present"] and a["provenance"] != "DISPUTED" for a in own)

        return {
            "counterparties": len(places),
            "invited": sum(any(p["invited_on"] for _, p in each) for each in met),
            "dated": sum(any(n["meets_on"] or n["held_on"] for n, _ in each) for each in met),
            "held": sum(any(n["held_on"] and present(p) for n, p in each) for each in met),
        }

    def _called(self, place: Row) -> list[tuple[Row, Row]]:
        """The round's negotiations that a counterparty was called to, with its place in them."""
        parties = self.under["NegotiationParty", "organisation_id", place["organisation_id"]]
        pairs = [(self.world.rows["Negotiation"][p["negotiation_id"]], p) for p in parties]
        return [
            (n, p)
            for n, p in pairs
            if n["round_id"] == place["round_id"] and n["merged_into_id"] is None
        ]

    def NegotiationRound_counterparties(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("RoundCounterparty", it, "round_id")
        return self.pages(Order("RoundCounterparty", "sort_fi"), rows, it.day, a)

    def NegotiationRound_negotiations(self, it: Thing, a: Arguments) -> Any:
        rows = self.related("Negotiation", it, "round_id")
        return self.pages(Order("Negotiation", "sort_on"), rows, it.day, a)

    def _met(self, it: Thing) -> Row | None:
        """The counterparty's negotiation: what was held before what was not, then the latest."""
        mine = [
            n
            for n, _ in self._called(it.row)
            if n["cancelled_on"] is None and self.sees("Negotiation", n)
        ]
        return max(mine, key=lambda n: (bool(n["held_on"]), n["sort_on"], n["id"]), default=None)

    def RoundCounterparty_negotiation(self, it: Thing, a: Arguments) -> Any:
        return self.thing("Negotiation", self._met(it), it.day)

    def RoundCounterparty_invitation(self, it: Thing, a: Arguments) -> Any:
        return self._place_in(it, "NegotiationParty")

    def RoundCounterparty_attendance(self, it: Thing, a: Arguments) -> Any:
        return self._place_in(it, "Attendance")

    def _place_in(self, it: Thing, model: str) -> Thing | None:
        met = self._met(it)
        rows = self.under[model, "negotiation_id", met["id"]] if met else []
        own = [row for row in rows if row["organisation_id"] == it.row["organisation_id"]]
        return self.thing(model, own[0] if own else None, it.day)

    def Query_negotiationRounds(self, it: None, a: Arguments) -> Any:
        county = a.get("county")
        rows = [
            row
            for row in self.world.all("NegotiationRound")
            if county in (None, *self._counties_of(row))
        ]
        return self.pages(Order("NegotiationRound", "starts_on", True), rows, TODAY, a)

    def _counties_of(self, of_round: Row) -> list[str]:
        """The codes of the county whose round it is and of those it sets out to meet."""
        places = self.under["RoundCounterparty", "round_id", of_round["id"]]
        ids = [of_round["county_id"], *(place["organisation_id"] for place in places)]
        rows = [self.world.rows["Organisation"][each] for each in ids if each is not None]
        return [row["code"] for row in rows if row["kind"] == "COUNTY"]

    def Query_negotiations(self, it: None, a: Arguments) -> Any:
        given = a.get("filter") or {}
        rows = [row for row in self.world.all("Negotiation") if self._wanted(row, given)]
        down = (a.get("orderBy") or {"direction": "DESC"})["direction"] == "DESC"
        return self.pages(Order("Negotiation", "sort_on", down), rows, TODAY, a)

    def _wanted(self, row: Row, given: Row) -> bool:
        every = self.world.rows["Organisation"]
        parties = self.under["NegotiationParty", "negotiation_id", row["id"]]
        called = [every[p["organisation_id"]] for p in parties]
        codes = [each["code"] for each in called if each["kind"] == "MUNICIPALITY"]
        counties = [each["code"] for each in called if each["kind"] == "COUNTY"]
        said = [row[name] or "" for name in ("title_fi", "title_sv", "title_en", "place")]
        text = given.get("text")
        return (
            given.get("county") in (None, *counties)
            and given.get("municipality") in (None, *codes)
            and given.get("organisation") in (None, *(o["organisation_code"] for o in called))
            and given.get("round") in (None, f"NegotiationRound:{row['round_id']}")
            and _among(row["kind"], given.get("kind"))
            and _among(row["state"], given.get("state"))
            and _in_range(row["held_on"], given.get("heldOn"))
            and (text is None or any(folded(text) in folded(each) for each in said))
        )

    # Search

    def _found(self, row: Row, day: date) -> Thing | None:
        kind = str(row["kind"])
        return self.by_id(MODELS.get(kind, kind), row["ref_id"], day)

    def Query_search(self, it: None, a: Arguments) -> Any:
        words = wanted(a["query"])
        rows = [
            row
            for row in self.world.all("SearchEntry")
            if _among(snake(row["kind"]).removeprefix("_").upper(), a.get("types"))
            and words
            and all(any(_alike(f" {row['terms']} ", one) for one in word) for word in words)
        ]
        return self.pages(Order("SearchEntry", "sort_on", True), rows, TODAY, a, 20)

    # The root

    def Query_viewer(self, it: None, a: Arguments) -> Any:
        asker = self.asker
        own = [self._named(code, TODAY) for code in asker.organisations]
        name = None if not asker.organisations else f"{SENTENCE}{asker.language} {asker.name}"
        return {
            "name": name,
            "organisation": own[0] if own else None,
            "organisations": own,
            "roles": asker.roles,
            "language": asker.language.upper(),
            "today": TODAY.isoformat(),
            "demonstration": True,
        }

    def Query_node(self, it: None, a: Arguments) -> Any:
        kind, _, number = str(a["id"]).partition(":")
        if kind not in NODES or not number.isdecimal() or not number.isascii():
            return None
        found = self.by_id(MODELS.get(kind, kind), int(number), TODAY)
        return found if found and found.type == kind else None

    def Query_nodes(self, it: None, a: Arguments) -> Any:
        return [self.Query_node(None, {"id": each}) for each in a["ids"]]


_INTERFACES = {
    "County": ("Organisation", "Named"),
    "Municipality": ("Organisation", "Named"),
    "OtherOrganisation": ("Organisation", "Named"),
    "CollaborativeArea": ("Named",),
    "Body": ("Named",),
    "Duty": ("Named",),
    "Theme": ("Named",),
    "ObligationRule": ("Named",),
    "OrganisationUnit": ("Named",),
    "Action": ("Titled",),
    "AgendaItem": ("Titled",),
    "AgendaTemplate": ("Titled",),
    "AgendaTemplateItem": ("Titled",),
    "Negotiation": ("Titled",),
    "NegotiationRound": ("Titled",),
    "RoundAgendaItem": ("Titled",),
}
_RELATIONS = {
    "asked": "Organisation",
    "chair": "Organisation",
    "secretary": "Organisation",
    "steeringGroup": "Body",
    "into": "Negotiation",
    "mergedInto": "Negotiation",
    "proposedBy": "Organisation",
    "body": "Body",
    "coordinator": "Organisation",
    "organisation": "Organisation",
    "parent": "Body",
    "recordedBy": "Organisation",
    "keeper": "Organisation",
    "county": "Organisation",
    "municipality": "Organisation",
    "negotiation": "Negotiation",
    "round": "NegotiationRound",
    "rule": "ObligationRule",
    "theme": "Theme",
    "term": "CouncilTerm",
}


def _act_of(row: Row) -> tuple[Any, ...]:
    return row["act"], row["at"], row["request_id"]


def _alike(text: str, pattern: str) -> bool:
    """Whether the text holds what stands between the pattern's two wildcards."""
    return pattern.removeprefix("%").removesuffix("%") in text


def _among(value: Any, wanted: Sequence[Any] | None) -> bool:
    return wanted is None or value in wanted


def _in_force(row: Row, day: date | None) -> bool:
    return bool(day and row["valid_from"] <= day <= (row["valid_to"] or date.max))


def _in_range(day: date | None, given: Row | None) -> bool:
    """Within the given ends, both inclusive; without a day never when an end is given."""
    after, before = (day_of((given or {}).get(name)) for name in ("after", "before"))
    if after is None and before is None:
        return True
    return day is not None and (after or date.min) <= day <= (before or date.max)


def _is_over(row: Row, day: date) -> bool:
    return row["ends_on"] is not None and bool(row["ends_on"] < day)


def _is_named(row: Row, text: str) -> bool:
    part = sort_key(text)
    return part in row["sort_fi"] or part in row["sort_sv"]
