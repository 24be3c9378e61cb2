"""How every obligation stands, from the rules themselves and the plain rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from server.kit.partial_date import PartialDate, Precision
from server.kit.period import Period, day_after
from server.obligations import rules
from tests.graphql.oracle.world import HORIZON, Row, World

PACES = {
    "COUNCIL_TERM": rules.Pace.TERM,
    "CALENDAR_YEAR": rules.Pace.YEAR,
    "INTERVAL": rules.Pace.DAY,
    "DEADLINE": rules.Pace.DAY,
    "STANDING": rules.Pace.STANDING,
    "ON_EVENT": rules.Pace.EVENT,
}


def spans_of(world: World) -> dict[int, tuple[rules.Span, ...]]:
    """The spans of each obligation, by its id."""
    judge = _Judge(world)
    return {row["id"]: rules.spans(judge.facts(row), HORIZON) for row in world.all("Obligation")}


def withheld_of(world: World) -> dict[int, list[Row]]:
    """By obligation, the days on which a withheld negotiation would have fulfilled it."""
    judge = _Judge(world)
    closed = {
        row["negotiation_id"] for row in world.all("Withholding") if row["released_on"] is None
    }
    meetings = [
        judge.meeting(row, {"invited_on": None})
        for row in world.all("Negotiation")
        if row["id"] in closed and row["held_on"] and row["merged_into_id"] is None
    ]
    found: dict[int, list[Row]] = defaultdict(list)
    for row in world.all("Obligation"):
        alone = replace(judge.facts(row), meetings=tuple(meetings))
        for span in rules.spans(alone, HORIZON):
            numbers = [each.negotiation for each in span.standing.because if each.negotiation]
            if span.standing.status is not rules.Status.FULFILLED or not numbers:
                continue
            days = {"from_on": span.from_on, "to_on": span.to_on}
            before = found[row["id"]][-1:]
            if before and before[0]["negotiation_id"] == numbers[0]:
                before[0]["to_on"] = span.to_on
                continue
            facts = {"id": None, "obligation_id": row["id"], "negotiation_id": numbers[0]}
            found[row["id"]].append(facts | days)
    return found


class _Judge:
    def __init__(self, world: World) -> None:
        self.world = world
        self.by_negotiation: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for model in ("NegotiationRule", "NegotiationParty", "Attendance", "NegotiationEvent"):
            for row in world.all(model):
                self.by_negotiation[model, row["negotiation_id"]].append(row)

    def code(self, number: int) -> str:
        return str(self.world.rows["Organisation"][number]["organisation_code"])

    def parts(self, row: Row, *roles: str) -> list[int]:
        """Who has a part in the obligation, in order."""
        rows = [b for b in self.world.all("ObligationBearer") if b["obligation_id"] == row["id"]]
        return [
            b["organisation_id"]
            for b in sorted(rows, key=lambda b: b["place"])
            if b["role"] in roles
        ]

    def facts(self, row: Row) -> rules.Facts:
        rule = self.world.rows["ObligationRule"][row["rule_id"]]
        bearers, partners = self.parts(row, "BEARER"), self.parts(row, "PARTNER")
        merged = [
            change
            for change in self.world.all("RegisterChange")
            if rule["unit"] == "PAIR"
            and change["kind"] == "MERGED"
            and change["other_id"] == row["municipality_id"]
        ]
        pace = PACES[rule["cadence"]]
        seen: dict[int, rules.Meeting] = {}
        if "NEGOTIATION" in rule["evidence_kinds"]:
            guest = [*bearers, *partners][-1]
            for number in (*(change["organisation_id"] for change in merged), guest):
                seen |= {
                    meeting.id: meeting
                    for meeting in self.meetings(number)
                    if pace is rules.Pace.TERM or rule["key"] in meeting.rules
                }
        return rules.Facts(
            rule=rule["key"],
            bearers=tuple(map(self.code, bearers)),
            partners=tuple(map(self.code, partners)),
            recipients=tuple(map(self.code, self.parts(row, "RECIPIENT"))),
            period=Period(row["starts_on"], None if row["due_on"] is None else row["ends_on"]),
            applies=self.membership(row, rule),
            kinds=tuple(map(rules.EvidenceKind, rule["evidence_kinds"].split())),
            pace=pace,
            due_on=row["due_on"],
            kept=tuple(
                rules.Keeping(self.code(number), Period(kept["starts_on"], kept["ends_on"]))
                for number in bearers
                for kept in self.world.all("RecordKeeping")
                if kept["organisation_id"] == number and kept["withdrawn_on"] is None
            ),
            meetings=tuple(seen[number] for number in sorted(seen)),
            evidence=tuple(
                self.linked(each)
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

    def linked(self, each: Row) -> rules.EvidenceOf:
        dated = PartialDate(each["dated_on"], Precision(each["dated_precision"]))
        told = rules.EvidenceOf(
            ("LinkedEvidence", each["id"]),
            dated=dated,
            recorded_on=each["recorded_on"],
            withdrawn_on=each["withdrawn_on"],
        )
        if each["stage"] is None:
            return told
        whose = each["shown_of_id"] and self.code(each["shown_of_id"])
        step = rules.Step(rules.Stage(each["stage"]), dated, whose)
        if each["stage"] == "SET":
            on = PartialDate(each["recorded_on"])
            step = rules.Step(rules.Stage.SET, on, whose, each["dated_on"])
        return replace(told, dated=None, steps=(step,))

    def membership(self, row: Row, rule: Row) -> rules.Membership:
        period = Period(row["applies_from"], row["applies_to"])
        young = rule["valid_from"] == row["applies_from"]
        before = rules.ReasonCode.RULE_NOT_YET if young else rules.ReasonCode.NOT_YET_IN_COUNTY
        ended = None
        if row["applies_to"] is not None and row["applies_to"] == rule["valid_to"]:
            ended = rules.Ending(rules.ReasonCode.RULE_ENDED)
        elif row["applies_to"] is not None:
            for change in self.world.all("RegisterChange"):
                told = rule["unit"] == "PAIR" or change["kind"] == "MERGED"
                left = change["organisation_id"] == row["municipality_id"]
                if told and left and change["on"] == day_after(row["applies_to"]):
                    reason = rules.ReasonCode(change["kind"])
                    ended = rules.Ending(reason, self.code(change["other_id"]))
        return rules.Membership(period, ended, before)

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
