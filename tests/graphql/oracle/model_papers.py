"""What agendas, minutes, agreed actions and decisions mean, field by field, for the oracle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from server.actions.rules import ActionFacts, action_state
from server.decisions.rules import case_key
from server.kit.partial_date import PartialDate, Precision
from server.kit.sorting import folded
from tests.graphql.oracle.world import TODAY, Row, World

if TYPE_CHECKING:
    from tests.graphql.oracle.model import Order, Thing

Arguments = dict[str, Any]
ASKED = {"CHECKED": True, "APPROVED": False}


class Means(Protocol):
    """What the rest of the oracle offers."""

    world: World
    under: dict[tuple[str, str, int], list[Row]]
    scope: frozenset[int]

    def sees(self, model: str, row: Row) -> bool: ...
    def by_id(self, model: str, number: int | None, day: date) -> Thing | None: ...
    def things(self, model: str, rows: Iterable[Row], day: date) -> list[Thing]: ...
    def related(self, model: str, it: Thing, column: str) -> list[Row]: ...
    def texts(self, it: Thing, column: str) -> Row: ...
    def localised(self, it: Thing, column: str, language: str | None) -> Any: ...
    def ordered(self, name: str, column: str, *, down: bool = False) -> Order: ...
    def listed(self, order: Order, rows: Iterable[Row], day: date, most: int) -> list[Thing]: ...
    def pages(
        self, order: Order, rows: Iterable[Row], day: date, a: Arguments, page: int = 50
    ) -> Row: ...
    def closed(self, negotiation: int) -> bool: ...
    def party_of(self, kind: str, number: int) -> bool: ...
    def all_of(self, model: str, column: str, value: Any) -> list[Row]: ...
    def state_of(self, row: Row, day: date) -> str: ...
    def actions_of(self, rows: Iterable[Row], given: Row, day: date) -> list[Row]: ...
    def action_wanted(self, row: Row, given: Row, day: date) -> bool: ...
    def endorsed(self, it: Thing) -> list[Row]: ...


class PaperMeaning:
    """The fields of papers, actions and decisions; mixed into the whole meaning."""

    # Sight

    def party_of(self: Means, kind: str, number: int) -> bool:
        """Is the asker a party of the record of that type and id?"""
        if kind == "Negotiation":
            parties = self.under["NegotiationParty", "negotiation_id", number]
            return any(p["organisation_id"] in self.scope for p in parties)
        row = self.world.rows[kind][number]
        if kind == "NegotiationRound":
            places = self.under["RoundCounterparty", "round_id", number]
            return row["keeper_id"] in self.scope or any(
                p["organisation_id"] in self.scope for p in places
            )
        parts = self.under["ObligationBearer", "obligation_id", number]
        return any(p["organisation_id"] in self.scope for p in parts)

    def sees_paper(self: Means, model: str, row: Row) -> bool:
        """Whether the asker may know of a decision, an action, an agenda item or minutes."""
        if row["is_public"]:
            return True
        if model == "Decision":
            return self.party_of(row["subject_type"], row["subject_id"])
        if model == "Action":
            bound = self.under["ActionResponsible", "action_id", row["id"]]
            closed = row["origin_type"] == "Negotiation" and self.closed(row["origin_id"])
            return self.party_of(row["origin_type"], row["origin_id"]) or (
                not closed and any(each["organisation_id"] in self.scope for each in bound)
            )
        return self.party_of("Negotiation", row["negotiation_id"])

    def all_of(self: Means, model: str, column: str, value: Any) -> list[Row]:
        """Rows of a model by a column that is no reference."""
        return [row for row in self.world.all(model) if row[column] == value]

    # Decisions

    def Decision_decidedOn(self, it: Thing, a: Arguments) -> Row:
        row = it.row
        return {"value": str(row["decided_on"]), "precision": row["decided_precision"]}

    def Decision_urls(self: Means, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "url")

    def Decision_subject(self: Means, it: Thing, a: Arguments) -> Any:
        return self.by_id(it.row["subject_type"], it.row["subject_id"], it.day)

    def Query_decisions(self: Means, it: None, a: Arguments) -> Any:
        given = a.get("filter") or {}
        every = self.world.rows["Organisation"]
        rows = [
            row
            for row in self.world.all("Decision")
            if given.get("organisation")
            in (None, every[row["organisation_id"]]["organisation_code"])
            and given.get("subject") in (None, f"{row['subject_type']}:{row['subject_id']}")
            and _among(row["outcome"], given.get("outcome"))
            and _in_range(row["decided_on"], given.get("decidedOn"))
            and _has_case(row, given.get("caseNumber"))
            and _holds(given.get("text"), row["body_name"], row["official"], row["note"])
        ]
        down = (a.get("orderBy") or {"direction": "DESC"})["direction"] == "DESC"
        return self.pages(self.ordered("Decision", "decided_on", down=down), rows, TODAY, a)

    # Actions

    def state_of(self, row: Row, day: date) -> str:
        due = row["due_on"] and PartialDate(row["due_on"], Precision(row["due_precision"]))
        facts = ActionFacts(row["agreed_on"], due, row["done_on"], row["dropped_on"])
        return action_state(facts, day).value

    def Action_state(self: Means, it: Thing, a: Arguments) -> str:
        return self.state_of(it.row, it.day)

    def Action_dueOn(self, it: Thing, a: Arguments) -> Any:
        due = it.row["due_on"]
        return due and {"value": str(due), "precision": it.row["due_precision"]}

    def Action_evidence(self, it: Thing, a: Arguments) -> Any:
        row = it.row
        return row["evidence_title"] and {
            "title": row["evidence_title"],
            "url": row["evidence_url"],
            "datedOn": str(row["evidence_dated_on"]),
            "precision": row["evidence_precision"],
        }

    def Action_responsible(self: Means, it: Thing, a: Arguments) -> Any:
        ids = [r["organisation_id"] for r in self.related("ActionResponsible", it, "action_id")]
        rows = [self.world.rows["Organisation"][number] for number in ids]
        return self.listed(self.ordered("Organisation", "sort_fi"), rows, it.day, 100)

    def Action_negotiation(self: Means, it: Thing, a: Arguments) -> Any:
        return self.by_id("Negotiation", it.row["origin_id"], it.day)

    def Action_item(self: Means, it: Thing, a: Arguments) -> Any:
        return self.by_id("AgendaItem", it.row["item_id"], it.day)

    def Action_events(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.related("ActionEvent", it, "action_id")
        return self.pages(self.ordered("ActionEvent", "on"), rows, it.day, a, 20)

    def Query_actions(self: Means, it: None, a: Arguments) -> Any:
        day = date.fromisoformat(a["asOf"]) if a.get("asOf") else TODAY
        down = (a.get("orderBy") or {"direction": "ASC"})["direction"] == "DESC"
        rows = self.actions_of(self.world.all("Action"), a.get("filter") or {}, day)
        return self.pages(self.ordered("Action", "due_sort_on", down=down), rows, day, a)

    def actions_of(self: Means, rows: Iterable[Row], given: Row, day: date) -> list[Row]:
        """The actions agreed by the day that a filter asks for."""
        return [
            row for row in rows if row["agreed_on"] <= day and self.action_wanted(row, given, day)
        ]

    def action_wanted(self: Means, row: Row, given: Row, day: date) -> bool:
        every = self.world.rows["Organisation"]
        met = self.world.rows["Negotiation"][row["origin_id"]]
        seen = self.sees("Negotiation", met)
        bound = self.under["ActionResponsible", "action_id", row["id"]]
        responsible = [every[each["organisation_id"]] for each in bound]
        places = self.under["NegotiationParty", "negotiation_id", met["id"]]
        parties = [every[each["organisation_id"]] for each in places]
        towns = [o["code"] for o in (*responsible, *parties) if o["kind"] == "MUNICIPALITY"]
        county = every[met["county_id"]]["code"] if met["county_id"] else None
        titles = [row[f"title_{language}"] for language in ("fi", "sv", "en")]
        return (
            given.get("organisation") in (None, *(o["organisation_code"] for o in responsible))
            and (given.get("county") is None or (seen and county == given["county"]))
            and given.get("municipality") in (None, *towns)
            and given.get("negotiation") in (None, f"Negotiation:{met['id']}")
            and (
                given.get("round") is None
                or (seen and given["round"] == f"NegotiationRound:{met['round_id']}")
            )
            and _among(row["topic"], given.get("topic"))
            and _among(self.state_of(row, day), given.get("state"))
            and _in_range(row["due_last_day"], given.get("dueOn"))
            and _holds(given.get("text"), *titles, row["note"])
        )

    # Agendas

    def Query_agendaTemplates(self: Means, it: None, a: Arguments) -> Any:
        rows = self.world.all("AgendaTemplate")
        return self.listed(self.ordered("AgendaTemplate", "place"), rows, TODAY, 50)

    def AgendaTemplate_items(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.related("AgendaTemplateItem", it, "template_id")
        return self.listed(self.ordered("AgendaTemplateItem", "number"), rows, it.day, 100)

    def AgendaItem_result(self: Means, it: Thing, a: Arguments) -> Any:
        return self.localised(it, "result", a.get("language"))

    def AgendaItem_results(self: Means, it: Thing, a: Arguments) -> Row:
        return self.texts(it, "result")

    def AgendaItem_materials(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.related("AgendaMaterial", it, "item_id")
        return self.listed(self.ordered("AgendaMaterial", "place"), rows, it.day, 100)

    def AgendaItem_positions(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.related("AgendaPosition", it, "item_id")
        return self.listed(self.ordered("AgendaPosition", "sort_fi"), rows, it.day, 200)

    def AgendaItem_concerns(self: Means, it: Thing, a: Arguments) -> Any:
        rows = sorted(self.related("AgendaConcern", it, "item_id"), key=lambda row: row["id"])
        found = [self.by_id(row["kind"], row["ref_id"], it.day) for row in rows]
        return [each for each in found if each is not None]

    def AgendaItem_themes(self: Means, it: Thing, a: Arguments) -> Any:
        duties = self.world.rows["Duty"]
        said = self.related("AgendaConcern", it, "item_id")
        themes = {duties[row["ref_id"]]["theme_id"] for row in said if row["kind"] == "Duty"}
        themes -= {None}
        if not themes:
            names = [f"{what}_{code}" for code in ("fi", "sv", "en") for what in ("name", "title")]
            pairs = list(zip(names[::2], names[1::2], strict=True))
            themes = {
                theme["id"]
                for theme in self.world.all("Theme")
                if any(theme[name] == it.row[title] for name, title in pairs)
            }
        if not themes:
            themes = {
                duty["theme_id"]
                for duty in duties.values()
                if duty["parent_id"] is None
                and duty["keeper_id"] is None
                and duty["topic"] == it.row["topic"]
            }
        rows = [row for row in self.world.all("Theme") if row["id"] in themes]
        return self.listed(self.ordered("Theme", "place"), rows, it.day, 20)

    def AgendaItem_actions(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.actions_of(self.related("Action", it, "item_id"), {}, it.day)
        return self.listed(self.ordered("Action", "due_sort_on"), rows, it.day, 100)

    # Minutes

    def endorsed(self: Means, it: Thing) -> list[Row]:
        """The endorsements that the rule of the minutes asks for."""
        by_role = ASKED.get(it.row["rule"])
        rows = self.related("MinutesEndorsement", it, "minutes_id")
        return [row for row in rows if (row["role"] is not None) == by_role]

    def Minutes_documents(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.related("MinutesDocument", it, "minutes_id")
        return self.listed(self.ordered("MinutesDocument", "place"), rows, it.day, 100)

    def Minutes_endorsements(self: Means, it: Thing, a: Arguments) -> Any:
        order = self.ordered("MinutesEndorsement", "place")
        return self.listed(order, self.endorsed(it), it.day, 200)

    def Minutes_missing(self: Means, it: Thing, a: Arguments) -> Any:
        rows = [row for row in self.endorsed(it) if row["endorsed_on"] is None]
        return self.listed(self.ordered("MinutesEndorsement", "place"), rows, it.day, 200)

    # What hangs on a negotiation

    def Negotiation_agenda(self: Means, it: Thing, a: Arguments) -> Any:
        rows = self.related("AgendaItem", it, "negotiation_id")
        return self.listed(self.ordered("AgendaItem", "number"), rows, it.day, 200)

    def Negotiation_minutes(self: Means, it: Thing, a: Arguments) -> Any:
        found = self.things("Minutes", self.related("Minutes", it, "negotiation_id"), it.day)
        return found[0] if found else None

    def Negotiation_actions(self: Means, it: Thing, a: Arguments) -> Any:
        own = self.all_of("Action", "origin_id", it.row["id"])
        rows = self.actions_of(own, a.get("filter") or {}, it.day)
        return self.pages(self.ordered("Action", "due_sort_on"), rows, it.day, a, 20)

    def Negotiation_decisions(self: Means, it: Thing, a: Arguments) -> Any:
        every = self.all_of("Decision", "subject_id", it.row["id"])
        rows = [row for row in every if row["subject_type"] == "Negotiation"]
        return self.pages(self.ordered("Decision", "decided_on"), rows, it.day, a, 20)

    def Negotiation_memoUrl(self: Means, it: Thing, a: Arguments) -> Any:
        rows = [
            document
            for minutes in self.related("Minutes", it, "negotiation_id")
            if minutes["is_public"]
            for document in self.under["MinutesDocument", "minutes_id", minutes["id"]]
            if not document["is_annex"]
        ]
        first = min(rows, key=lambda row: (row["place"], row["id"]), default=None)
        return first and first["url"]


def _among(value: Any, wanted: Sequence[Any] | None) -> bool:
    return wanted is None or value in wanted


def _holds(text: str | None, *said: str | None) -> bool:
    return text is None or any(folded(text) in folded(each or "") for each in said)


def _has_case(row: Row, asked: str | None) -> bool:
    return asked is None or (row["case_key"] is not None and row["case_key"] == case_key(asked))


def _in_range(day: date | None, given: Row | None) -> bool:
    ends = (
        date.fromisoformat(e) if (e := (given or {}).get(n)) else None for n in ("after", "before")
    )
    after, before = ends
    if after is None and before is None:
        return True
    return day is not None and (after or date.min) <= day <= (before or date.max)
