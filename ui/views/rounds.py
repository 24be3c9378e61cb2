"""The coordinator's table of a round: how far each counterparty has come and what is next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.meetings import writes_for
from ui.words import UNDONE_ACTION

MINUTES_STEP: Final = {
    "AWAITING_CHECKS": ("CHECK_MINUTES", "minutes-check"),
    "AWAITING_APPROVAL": ("APPROVE_MINUTES", "minutes-approve"),
}
OPEN_TO_PARTIES: Final = ("negotiation-held", "negotiation")
"""What any party may do to a record that another keeps."""
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
    agreed = nodes(data["actions"])
    known = [
        {
            **row,
            "stage": stage_of(row),
            "papers": {
                **minutes_of(row["negotiation"]),
                **counted(answered_for(agreed, row["organisation"])),
            },
            "next": next_step(node, row, today, of_meeting(agreed, row["negotiation"])),
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
    known = nodes(node["counterparties"])
    edges = [{"node": as_public(row)} for row in known]
    found = negotiation_round(
        {**data, "node": node | {"counterparties": {"edges": edges}}}, reading
    )
    rows = found["rows"]
    papers = [row["papers"] for row in rows]
    shown = [each for each in nodes(data["actions"]) if not each["negotiation"]["withholding"]]
    late = [each for each in shown if each["state"] == "OVERDUE"]

    def names(which: list[Data]) -> list[str]:
        return [row["organisation"]["name"] for row in which]

    met = [row for row in rows if row["negotiation"] and row["negotiation"]["heldOn"]]
    return {
        **found,
        "apart": sum(as_public(row) != row for row in known),
        "by_stage": {each: names([r for r in rows if r["stage"] == each]) for each in STAGES},
        "without_minutes": names([r for r in met if not r["papers"]["recorded"]]),
        "waiting": names([r for r in met if r["papers"]["waiting"]]),
        "late": sorted({who["name"] for each in late for who in each["responsible"]}),
        "ready": sum(bool(each["minutes"]) and not each["waiting"] for each in papers),
        "agreed": len(shown),
        "overdue": len(late),
    }


def as_public(row: Row) -> Data:
    """The row as everyone sees it, for counts: what rests on a withheld record is left out."""
    meeting = row["negotiation"]
    if meeting is None or meeting["withholding"] is None:
        return {**row}
    return {**row, "negotiation": None, "invitation": None, "attendance": None}


def next_step(found: Row, row: Row, today: str, agreed: Sequence[Row] = ()) -> Step:
    """What brings a counterparty one step on, and the form for it where the round's keeper can.

    ``agreed`` are the actions of its negotiation. The record of a negotiation that another party
    opened is carried on by that party.
    """
    meeting, stage = row["negotiation"], stage_of(row)
    if meeting is None or stage == "absent":
        return plan_step(found, row)
    does, page, parts = meeting_step(found, row, today, agreed)
    if page not in (None, *OPEN_TO_PARTIES) and meeting["keeper"]["id"] != found["keeper"]["id"]:
        return "WAIT_OTHERS", None, parts
    return does, page, parts


def meeting_step(found: Row, row: Row, today: str, agreed: Sequence[Row]) -> Step:
    """What brings a negotiation on record one step on."""
    meeting, stage = row["negotiation"], stage_of(row)
    parts = {"id": meeting["id"]}
    if stage == "disputed":
        return "MEND", "negotiation-held", parts
    if meeting["heldOn"]:
        return after_held(found, meeting, agreed)
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
    if found["closedOn"] or found["cancelledOn"]:
        return "NOTHING", None, {"id": found["id"]}
    if found["county"] and party["__typename"] == "Municipality":
        parts = {"code": found["county"]["code"], "round": found["id"]}
        return "PLAN", "negotiation-plan", {**parts, "municipality": party["code"]}
    return "PLAN", "round-plan", {"id": found["id"]}


def after_held(found: Row, meeting: Row, agreed: Sequence[Row]) -> Step:
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
    if any(each["state"] in UNDONE_ACTION for each in agreed):
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


def minutes_of(meeting: Row | None) -> Data:
    """The day of a negotiation's minutes, and what they wait for."""
    minutes = meeting["minutes"] if meeting else None
    return {
        "minutes": minutes["publishedOn"] or minutes["datedOn"] if minutes else None,
        "waiting": minutes["state"] if minutes and minutes["state"] != "READY" else None,
        "recorded": minutes is not None,
    }


def answered_for(agreed: Sequence[Row], party: Row) -> list[Row]:
    """The actions that an organisation is responsible for."""
    return [each for each in agreed if party["id"] in [who["id"] for who in each["responsible"]]]


def of_meeting(agreed: Sequence[Row], meeting: Row | None) -> list[Row]:
    """The actions agreed in a negotiation."""
    own = meeting["id"] if meeting else None
    return [each for each in agreed if each["negotiation"]["id"] == own]


def counted(agreed: Sequence[Row]) -> Data:
    """How many actions are overdue, still open and finished."""
    states = Counter(each["state"] for each in agreed)
    return {
        "overdue": states["OVERDUE"],
        "open": states["OPEN"] + states["DUE_SOON"],
        "finished": states["DONE"] + states["DROPPED"],
    }
