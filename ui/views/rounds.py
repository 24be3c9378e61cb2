"""The coordinator's table of a round: how far each counterparty has come and what is next."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.meetings import writes_for

MINUTES_STEP: Final = {
    "AWAITING_CHECKS": ("CHECK_MINUTES", "minutes-check"),
    "AWAITING_APPROVAL": ("APPROVE_MINUTES", "minutes-approve"),
}
Row = Mapping[str, Any]
Step = tuple[str, str | None, Data]
"""What is next (a key of ``words.NEXT``), the form that does it if we can, and its path."""


def negotiation_round(data: Data, reading: Reading) -> Data:
    """Counts for the lead sentence, and the rows the address asks for with their next step.

    ``apart`` counts those whose negotiation is withheld: the counts are what everyone is told.
    """
    node = data["node"]
    own = data["viewer"]["organisation"]
    rows = nodes(node["counterparties"])
    stage = reading.choice("stage", STAGES)
    text = (reading.text("text") or "").casefold()
    today = reading.today.isoformat()
    known = [
        {
            **row,
            "stage": stage_of(row),
            "papers": papers_of(row["negotiation"]),
            "next": next_step(node, row, today),
        }
        for row in rows
    ]
    shown = [
        row
        for row in known
        if (stage is None or row["stage"] == stage)
        and text in row["organisation"]["name"].casefold()
    ]
    return {
        "counts": Counter(stage_of(as_public(row)) for row in rows),
        "apart": sum(as_public(row) != row for row in rows),
        "rows": shown,
        "of": len(rows),
        "stage": stage,
        "writes": writes_for(data, node["keeper"]),
        "takes_part": writes_for(data, node["keeper"], *(row["organisation"] for row in rows)),
        "own": own["id"] if own else None,
        "unplanned": [row for row in rows if row["negotiation"] is None],
    }


def summary(data: Data, reading: Reading) -> Data:
    """The page for the committee: the same rows, counted, and who stands behind each open issue."""
    node = data["node"]
    edges = [{"node": as_public(row)} for row in nodes(node["counterparties"])]
    found = negotiation_round(
        {**data, "node": node | {"counterparties": {"edges": edges}}}, reading
    )
    rows = found["rows"]
    papers = [row["papers"] for row in rows]
    # A joint meeting stands on the row of each who was called; its actions are counted once.
    once = {row["negotiation"]["id"]: row["papers"] for row in rows if row["negotiation"]}.values()

    def names(which: list[Data]) -> list[str]:
        return [row["organisation"]["name"] for row in which]

    met = [row for row in rows if row["negotiation"] and row["negotiation"]["heldOn"]]
    return {
        **found,
        "by_stage": {each: names([r for r in rows if r["stage"] == each]) for each in STAGES},
        "without_minutes": names([r for r in met if not r["papers"]["minutes"]]),
        "waiting": names([r for r in met if r["papers"]["waiting"]]),
        "late": names([r for r in rows if r["papers"]["overdue"]]),
        "ready": sum(bool(each["minutes"]) and not each["waiting"] for each in papers),
        "agreed": sum(each["overdue"] + each["open"] + each["finished"] for each in once),
        "overdue": sum(each["overdue"] for each in once),
    }


def as_public(row: Row) -> Data:
    """The row as everyone sees it, for counts: what rests on a withheld record is left out."""
    meeting = row["negotiation"]
    if meeting is None or meeting["withholding"] is None:
        return {**row}
    return {**row, "negotiation": None, "invitation": None, "attendance": None}


def next_step(found: Row, row: Row, today: str) -> Step:
    """What brings a counterparty one step on, and the form for it where the keeper can do it."""
    meeting, stage = row["negotiation"], stage_of(row)
    if meeting is None or stage == "absent":
        return plan_step(found, row)
    parts = {"id": meeting["id"]}
    if stage == "disputed":
        return "MEND", "negotiation-held", parts
    if meeting["heldOn"]:
        return after_held(found, meeting)
    day = meeting["meetsOn"]
    if day and day <= today:
        return "RECORD_HELD", "negotiation-held", parts
    if not (row["invitation"] and row["invitation"]["invitedOn"]):
        if found["endsOn"] < today:
            return "RECORD_HELD", "negotiation-held", parts
        return "INVITE", "negotiation-invite", parts
    return ("WAIT_DAY", None, parts) if day else ("SET_DATE", "negotiation-date", parts)


def plan_step(found: Row, row: Row) -> Step:
    """A negotiation of its own for a municipality; any other counterparty with the whole round."""
    party = row["organisation"]
    if found["county"] and party["__typename"] == "Municipality":
        parts = {"code": found["county"]["code"], "round": found["id"]}
        return "PLAN", "negotiation-plan", {**parts, "municipality": party["code"]}
    return "PLAN", "round-plan", {"id": found["id"]}


def after_held(found: Row, meeting: Row) -> Step:
    """Minutes first: a draft, checks or approvals, publication; then the actions agreed."""
    parts, minutes = {"id": meeting["id"]}, meeting["minutes"]
    if minutes is None:
        return "DRAFT_MINUTES", "minutes-draft", parts
    if minutes["state"] in MINUTES_STEP:
        own = found["keeper"]["id"]
        waiting = [e["organisation"]["id"] for e in minutes["endorsements"] if not e["endorsedOn"]]
        does, page = MINUTES_STEP[minutes["state"]]
        return (does, page, parts) if own in waiting else ("WAIT_OTHERS", None, parts)
    if minutes["state"] == "AWAITING_PUBLICATION":
        return "PUBLISH_MINUTES", "minutes-publish", parts
    papers = papers_of(meeting)
    if papers["overdue"] or papers["open"]:
        return "FOLLOW_ACTIONS", "negotiation", parts
    return "NOTHING", None, parts


STAGES = ("uninvited", "invited", "dated", "held", "absent", "disputed")


def stage_of(row: Mapping[str, Any]) -> str:
    """How far a municipality of a round has come."""
    if row["attendance"] and row["attendance"]["provenance"] == "DISPUTED":
        return "disputed"
    meeting, attendance = row["negotiation"], row["attendance"]
    if meeting and meeting["heldOn"]:
        return "held" if attendance and attendance["present"] else "absent"
    if meeting and meeting["meetsOn"]:
        return "dated"
    return "invited" if row["invitation"] and row["invitation"]["invitedOn"] else "uninvited"


def papers_of(meeting: Row | None) -> Data:
    """The day of a negotiation's minutes and what they wait for; its actions by how they stand."""
    minutes = meeting["minutes"] if meeting else None
    states = Counter(row["state"] for row in nodes(meeting["actions"])) if meeting else Counter()
    day = minutes["publishedOn"] or minutes["datedOn"] if minutes else None
    return {
        "minutes": day,
        "waiting": minutes["state"] if minutes and minutes["state"] != "READY" else None,
        "overdue": states["OVERDUE"],
        "open": states["OPEN"] + states["DUE_SOON"],
        "finished": states["DONE"] + states["DROPPED"],
    }
