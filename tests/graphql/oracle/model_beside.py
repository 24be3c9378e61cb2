"""What stands beside a § 14 standing, field by field, for the oracle."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from tests.graphql.oracle.world import Row, World

if TYPE_CHECKING:
    from tests.graphql.oracle.model import Order, Thing

Arguments = dict[str, Any]
MARK = "\ue000sentence "


class Tells(Protocol):
    """What the rest of the oracle offers."""

    world: World
    under: dict[tuple[str, str, int], list[Row]]
    asker: Any

    def by_id(self, model: str, number: int | None, day: date) -> Thing | None: ...
    def things(self, model: str, rows: Iterable[Row], day: date) -> list[Thing]: ...
    def ordered(self, name: str, column: str, *, down: bool = False) -> Order: ...
    def listed(self, order: Order, rows: Iterable[Row], day: date, most: int) -> list[Thing]: ...
    def AgendaItem_themes(self, it: Thing, a: Arguments) -> Any: ...
    def beside_reason(self, code: str, day: date, row: Row | None, **about: Any) -> Row: ...
    def agreed_of(self, rows: list[Row], on: date) -> tuple[bool | None, str, Row | None]: ...
    def topics_of(self, met: list[Row], items: list[Thing], day: date) -> list[Row]: ...


class BesideMeaning:
    """The fields of ``Beside`` and ``TopicCoverage``; mixed into the whole meaning."""

    def Standing_beside(self: Tells, it: Thing, a: Arguments) -> Any:
        own = self.world.rows["Obligation"][it.row["obligation_id"]]
        rule = self.world.rows["ObligationRule"][own["rule_id"]]
        if (rule["statute"], rule["section"]) != ("611/2021", "14 §"):
            return None
        on = min(it.day, it.row["to_on"])
        linked = [
            row
            for row in self.under["LinkedEvidence", "obligation_id", own["id"]]
            if row["stage"] in ("IN_FORCE", "ENDED")
            and row["withdrawn_on"] is None
            and row["dated_on"] <= on
        ]
        numbers = {r.negotiation for r in it.row["says"].because if r.code == "NEGOTIATED"}
        met = [self.world.rows["Negotiation"][n] for n in numbers if n is not None]
        items = [
            item
            for row in met
            for item in self.under["AgendaItem", "negotiation_id", row["id"]]
            if item["is_public"]
        ]
        shown = self.listed(self.ordered("AgendaItem", "number"), items, it.day, 500)
        agreed, code, source = self.agreed_of(linked, on)
        return {
            "on": str(on),
            "instruments": self.listed(
                self.ordered("LinkedEvidence", "dated_on", down=True), linked, it.day, 100
            ),
            "themes": self.listed(
                self.ordered("Theme", "place"), self.world.all("Theme"), it.day, 20
            ),
            "agendaItems": shown,
            "agreed": agreed,
            "because": [
                self.beside_reason(
                    code,
                    it.day,
                    source and {"on": source["dated_on"], "as": source["dated_precision"]},
                    evidence=source and self.by_id("LinkedEvidence", source["id"], it.day),
                )
            ],
            "topics": self.topics_of(met, shown, it.day),
            "__typename": "Beside",
        }

    def agreed_of(self, rows: list[Row], on: date) -> tuple[bool | None, str, Row | None]:
        """Does the latest source tell that something is in force?"""
        best: Row | None = None
        for row in sorted(rows, key=lambda r: (_last(r), r["stage"] == "IN_FORCE", r["id"])):
            best = row if _last(row) <= on else best
        if best is None:
            return None, "NO_INSTRUMENT", None
        if best["stage"] == "IN_FORCE":
            return True, "INSTRUMENT_IN_FORCE", best
        return None, "INSTRUMENT_ENDED", best

    def topics_of(self: Tells, met: list[Row], items: list[Thing], day: date) -> list[Row]:
        """Each theme with the items on it, by the day of their negotiations."""
        days = {row["id"]: row["held_on"] for row in met}
        spoken = {item.row["negotiation_id"] for item in items}
        silent = "NOT_ON_THE_AGENDA" if spoken == days.keys() else "NO_AGENDA"
        silent = silent if len(items) < 500 else "ITEMS_LEFT_OUT"
        silent = silent if met else "NO_NEGOTIATION"
        found = []
        for theme in sorted(self.world.all("Theme"), key=lambda r: (r["place"], r["id"])):
            dealt = [
                item
                for item in items
                if theme["id"] in {t.row["id"] for t in self.AgendaItem_themes(item, {})}
            ]
            dealt.sort(
                key=lambda i: (
                    days[i.row["negotiation_id"]],
                    i.row["negotiation_id"],
                    i.row["id"],
                )
            )
            because = [
                self.beside_reason(
                    "ON_THE_AGENDA",
                    day,
                    {"on": days[n], "as": self.world.rows["Negotiation"][n]["held_precision"]},
                    negotiation=self.by_id("Negotiation", n, day),
                )
                for n in dict.fromkeys(item.row["negotiation_id"] for item in dealt)
            ]
            found.append(
                {
                    "theme": self.by_id("Theme", theme["id"], day),
                    "covered": bool(dealt),
                    "because": because or [self.beside_reason(silent, day, None)],
                    "agendaItems": dealt,
                    "__typename": "TopicCoverage",
                }
            )
        return found

    def beside_reason(self: Tells, code: str, day: date, row: Row | None, **about: Any) -> Row:
        """A reason of a code, with what it rests on and when that was."""
        told = (row["on"], row["as"]) if row else None
        return {
            "code": code,
            "text": f"{MARK}{self.asker.language} beside {code} {told}",
            "on": str(told[0]) if told and told[1] == "DAY" else None,
            "negotiation": None,
            "evidence": None,
            "organisation": None,
            "__typename": "Reason",
            **about,
        }


def _last(row: Row) -> date:
    """The last day a source can be of: it was recorded only when it had come."""
    on: date = row["dated_on"]
    last = on
    if row["dated_precision"] == "YEAR":
        last = on.replace(month=12, day=31)
    if row["dated_precision"] == "MONTH":
        last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    recorded: date = row["recorded_on"]
    return last if recorded > last else max(recorded, on)
