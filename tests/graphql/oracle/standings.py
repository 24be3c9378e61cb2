"""How every obligation stands, from the rules themselves and the plain rows."""

from __future__ import annotations

from collections import defaultdict

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_after
from server.obligations import rules
from tests.graphql.oracle.world import HORIZON, Row, World


def spans_of(world: World) -> dict[int, tuple[rules.Span, ...]]:
    """The spans of each obligation, by its id."""
    judge = _Judge(world)
    return {row["id"]: rules.spans(judge.facts(row), HORIZON) for row in world.all("Obligation")}


class _Judge:
    def __init__(self, world: World) -> None:
        self.world = world
        self.by_negotiation: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for model in ("NegotiationRule", "NegotiationParty", "Attendance", "NegotiationEvent"):
            for row in world.all(model):
                self.by_negotiation[model, row["negotiation_id"]].append(row)

    def code(self, number: int) -> str:
        return str(self.world.rows["Organisation"][number]["organisation_code"])

    def facts(self, row: Row) -> rules.Facts:
        pair = (row["county_id"], row["municipality_id"])
        merged = [
            change
            for change in self.world.all("RegisterChange")
            if change["kind"] == "MERGED" and change["other_id"] == row["municipality_id"]
        ]
        seen: dict[int, rules.Meeting] = {}
        for number in (*(change["organisation_id"] for change in merged), row["municipality_id"]):
            seen |= {meeting.id: meeting for meeting in self.meetings(number)}
        return rules.Facts(
            rule=self.world.rows["ObligationRule"][row["rule_id"]]["key"],
            county=self.code(row["county_id"]),
            municipality=self.code(row["municipality_id"]),
            period=Period(row["starts_on"], row["ends_on"]),
            applies=self.membership(row),
            kept=tuple(
                rules.Keeping(self.code(number), Period(kept["starts_on"], kept["ends_on"]))
                for number in pair
                for kept in self.world.all("RecordKeeping")
                if kept["organisation_id"] == number
            ),
            meetings=tuple(seen[number] for number in sorted(seen)),
            evidence=tuple(
                rules.Evidence(
                    each["id"],
                    PartialDate(each["dated_on"], Precision(each["dated_precision"])),
                    each["recorded_on"],
                    each["withdrawn_on"],
                )
                for each in self.world.all("LinkedEvidence")
                if each["obligation_id"] == row["id"]
            ),
            exemptions=tuple(
                rules.Exemption(each["from_on"], each["decided_by"], each["withdrawn_on"])
                for each in self.world.all("Exemption")
                if each["obligation_id"] == row["id"]
            ),
            predecessors=tuple(
                rules.Predecessor(self.code(each["organisation_id"]), each["on"]) for each in merged
            ),
        )

    def membership(self, row: Row) -> rules.Membership:
        period = Period(row["applies_from"], row["applies_to"])
        for change in self.world.all("RegisterChange"):
            ended = change["organisation_id"] == row["municipality_id"]
            if ended and change["on"] == day_after(row["applies_to"]):
                reason = rules.ReasonCode(change["kind"])
                return rules.Membership(period, rules.Ending(reason, self.code(change["other_id"])))
        return rules.Membership(period)

    def meetings(self, organisation: int) -> list[rules.Meeting]:
        """The public negotiations the organisation was called to."""
        return [
            self.meeting(row, place)
            for row in self.world.all("Negotiation")
            if row["is_public"] and row["merged_into_id"] is None
            for place in self.by_negotiation["NegotiationParty", row["id"]]
            if place["organisation_id"] == organisation
        ]

    def meeting(self, row: Row, place: Row) -> rules.Meeting:
        told = sorted(
            self.by_negotiation["NegotiationEvent", row["id"]], key=lambda e: (e["on"], e["id"])
        )
        held = row["held_on"] and PartialDate(row["held_on"], Precision(row["held_precision"]))
        recorded = [e["recorded_on"] for e in told if e["kind"] == "HELD"]
        return rules.Meeting(
            id=row["id"],
            rules=frozenset(
                r["rule_key"] for r in self.by_negotiation["NegotiationRule", row["id"]]
            ),
            parties=frozenset(
                self.code(p["organisation_id"])
                for p in self.by_negotiation["NegotiationParty", row["id"]]
            ),
            invited_on=place["invited_on"],
            dates=tuple(
                rules.SetDate(e["on"], e["day"]) for e in told if e["kind"] in ("DATE_SET", "MOVED")
            ),
            cancelled_on=row["cancelled_on"],
            held=held,
            recorded_on=recorded[-1] if recorded else None,
            presences=tuple(
                rules.Presence(
                    self.code(a["organisation_id"]),
                    a["present"],
                    a["disputed_on"],
                    a["withdrawn_on"],
                )
                for a in self.by_negotiation["Attendance", row["id"]]
            ),
        )
