"""My work: what an organisation has to do, in order of date, each with the form that does it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from ui.api import Data
from ui.reading import Reading, compact, nodes
from ui.views.lists import filters
from ui.views.meetings import WRITING_ROLES, by_day

FEW: Final = 5
MOST_LINES: Final = 15
NEAR: Final = timedelta(days=30)
SIGNING_ROLES: Final = {"RECORDER", "ADMIN"}
STATE_KINDS: Final = ["STEERING", "BUDGET_INVESTMENT", "COLLABORATIVE_AREA"]
"""What a ministry negotiates: it belongs to no county by which its matters could be found."""
SIGNED: Final = (
    "ANSWER_PROPOSAL",
    "CONFIRM",
    "CHECK_MINUTES",
    "APPROVE_MINUTES",
    "PUBLISH_MINUTES",
)
"""What only a recorder may do."""
ENDORSED: Final = {"AWAITING_CHECKS": "CHECK_MINUTES", "AWAITING_APPROVAL": "APPROVE_MINUTES"}
FORM_OF: Final = {
    "RECORD_HELD": "negotiation-held",
    "MEND": "negotiation-held",
    "SET_DATE": "negotiation-date",
    "DRAFT_MINUTES": "minutes-draft",
    "CHECK_MINUTES": "minutes-check",
    "APPROVE_MINUTES": "minutes-approve",
    "PUBLISH_MINUTES": "minutes-publish",
}
Row = Mapping[str, Any]


def own_matters(organisation: Data) -> Data:
    """The variables that find an organisation's matters: by county, municipality or kind."""
    kind, code = organisation["__typename"], organisation.get("code")
    ministry = organisation["organisationCode"].startswith("ministry:")
    return compact(
        {
            "organisation": organisation["organisationCode"],
            "county": code if kind == "County" else None,
            "municipality": code if kind == "Municipality" else None,
            "kinds": STATE_KINDS if ministry else None,
        }
    )


def concerns(organisation: Data, negotiation: Data) -> bool:
    """Is this a negotiation of the organisation's county or municipality, or is it a party?"""
    if organisation["__typename"] in ("County", "Municipality"):
        return True
    return organisation["id"] in [p["organisation"]["id"] for p in negotiation["parties"]]


def line(does: str, on: str | None, meeting: Row | None, **more: object) -> Data:
    """One thing to do: what, from or by which day, about which negotiation, and on which form."""
    parts = {"id": meeting["id"]} if meeting else {}
    blank = {"who": None, "action": None, "obligations": None, "urgent": True}
    known = {"does": does, "on": on, "meeting": meeting, "page": FORM_OF.get(does), "parts": parts}
    return {**blank, **known, **more}


def is_draft(meeting: Mapping[str, Any]) -> bool:
    """Has nobody been invited and no day been set? What is withheld may be further than that."""
    closed = meeting["withholding"] is not None and meeting["state"] != "PLANNED"
    return not meeting["isPublic"] and not closed


def of_coming(own: str, rows: Collection[Data], today: date) -> Iterator[Data]:
    """Negotiations to come; of those we keep, also what to record after its day and to date."""
    for n in rows:
        day = n["meetsOn"]
        if n["keeper"]["id"] != own:
            if day:
                yield line("ATTEND", day, n, urgent=False)
        elif day and day < today.isoformat():
            yield line("RECORD_HELD", day, n)
        elif day:
            yield line("ATTEND", day, n, urgent=False)
        elif n["state"] == "INVITED":
            yield line("SET_DATE", None, n)


def of_proposals(own: str, rows: Collection[Data]) -> Iterator[Data]:
    """Proposals to merge or hand over a record that wait for our answer."""
    for n in rows:
        for proposal in n["proposals"]:
            if proposal["asked"]["id"] == own and not proposal["settledOn"]:
                parts = {"id": n["id"], "proposal": proposal["id"]}
                who = proposal["proposedBy"]["name"]
                asked = {"page": "proposal-accept", "parts": parts, "who": who}
                yield line("ANSWER_PROPOSAL", proposal["proposedOn"], n, **asked)


def of_presence(own: str, rows: Collection[Data]) -> Iterator[Data]:
    """Attendance that others recorded of us, and what we recorded and others dispute."""
    for n in rows:
        for row in n["attendance"]:
            if row["organisation"]["id"] == own and row["provenance"] == "REPORTED":
                parts = {"id": n["id"], "attendance": row["id"]}
                asked = {"page": "negotiation-confirm", "parts": parts}
                yield line(
                    "CONFIRM", n["heldOn"]["value"], n, who=row["recordedBy"]["name"], **asked
                )
            elif row["provenance"] == "DISPUTED" and row["recordedBy"]["id"] == own:
                yield line("MEND", row["disputedOn"], n, who=row["organisation"]["name"])


def of_minutes(own: str, rows: Collection[Data]) -> Iterator[Data]:
    """Minutes we owe: a draft, our check or approval, their publication."""
    for n in rows:
        minutes, keeps = n["minutes"], n["keeper"]["id"] == own
        if minutes is None:
            if keeps and n["state"] == "HELD":
                yield line("DRAFT_MINUTES", n["heldOn"]["value"], n)
        elif minutes["state"] == "AWAITING_PUBLICATION" and keeps:
            yield line("PUBLISH_MINUTES", minutes["draftedOn"], n)
        elif minutes["state"] in ENDORSED and owes(own, minutes):
            yield line(ENDORSED[minutes["state"]], minutes["draftedOn"], n)


def owes(own: str, minutes: Row) -> bool:
    """Does the check or approval of the minutes wait for this organisation?"""
    waiting = [e["organisation"]["id"] for e in minutes["endorsements"] if not e["endorsedOn"]]
    return own in waiting


def of_actions(rows: Collection[Data]) -> Iterator[Data]:
    """Agreed actions we answer for; those overdue or due within 30 days need us now."""
    for action in rows:
        due, meeting = action["dueOn"], action["negotiation"]
        asked: Data = {"page": None, "parts": {}}
        if meeting:
            parts = {"id": meeting["id"], "action": action["id"]}
            asked = {"page": "action-complete", "parts": parts}
        urgent = action["state"] != "OPEN"
        on = due["value"] if due else None
        yield line("COMPLETE", on, meeting, action=action, urgent=urgent, **asked)


def of_obligations(rows: Collection[Data], today: date) -> Iterator[Data]:
    """Obligations with a due day; many of one rule and day are one line."""
    soon = (today + NEAR).isoformat()
    for together in bundles([row for row in rows if row["dueOn"]]):
        row, due = together[0], together[0]["dueOn"]
        late = due < today.isoformat() or any(is_late(each, today) for each in together)
        begun = {each["standing"]["status"] for each in together if each["standing"]}
        urgent = late or (due <= soon and begun != {"SCHEDULED"})
        asked: Data = {"page": "evidence-link", "parts": {"id": row["id"]}}
        if len(together) > 1:
            asked = {"page": None, "parts": {}}
        elif row["county"] and row["municipality"] and "NOT_STARTED" in begun:
            parts = {"code": row["county"]["code"], "municipality": row["municipality"]["code"]}
            asked = {"page": "negotiation-plan", "parts": parts}
        does = "FULFIL" if asked["page"] != "negotiation-plan" else "PLAN"
        yield line(does, due, None, obligations=together, urgent=urgent, **asked)


def is_late(obligation: Data, today: date) -> bool:
    """Has its day passed, or does it stand as overdue?"""
    due, standing = obligation["dueOn"], obligation["standing"]
    passed = bool(due) and due < today.isoformat()
    return passed or bool(standing and standing["status"] == "OVERDUE")


def bundles(obligations: list[Data]) -> list[list[Data]]:
    """Obligations under one rule with one due day together, when they are too many to list."""
    together: dict[tuple[str, str], list[Data]] = {}
    for obligation in obligations:
        due = obligation["dueOn"] or ""
        together.setdefault((obligation["rule"]["key"], due), []).append(obligation)
    found = []
    for rows in together.values():
        found += [rows] if len(rows) > FEW else [[row] for row in rows]
    return found


def in_order(lines: Collection[Data]) -> list[Data]:
    """By day; what has none comes last."""
    return sorted(lines, key=lambda each: each["on"] or "9999")


def offered(lines: Collection[Data], roles: Collection[str]) -> list[Data]:
    """The lines with their form only where the reader's roles may do something there."""
    held = {role.upper() for role in roles}

    def may(each: Data) -> bool:
        return bool(held & (SIGNING_ROLES if each["does"] in SIGNED else WRITING_ROLES))

    return [each if may(each) else {**each, "page": None} for each in lines]


def work(data: Data, reading: Reading) -> Data:
    """What needs the organisation, at most 15 lines in order of date, and the lists behind it."""
    organisation, today = data["viewer"]["organisation"], reading.today
    own, roles = organisation["id"], data["viewer"]["roles"]
    held = [n for n in nodes(data["held"]) if concerns(organisation, n)]
    ahead = [n for n in nodes(data["coming"]) if concerns(organisation, n)]
    obligations, actions = nodes(data["obligations"]), nodes(data["actions"])
    found = [
        *of_coming(own, ahead, today),
        *of_proposals(own, [*ahead, *held]),
        *of_presence(own, held),
        *of_minutes(own, held),
        *of_actions(actions),
        *of_obligations(obligations, today),
    ]
    needs = in_order([each for each in found if each["urgent"]])
    later = in_order([each for each in found if not each["urgent"]])
    days = [each["on"] for each in found if each["on"] and each["on"] >= today.isoformat()]
    shown = offered(needs[:MOST_LINES], roles)
    room = MOST_LINES - len(shown)
    dated = [each for each in later if each["on"]]
    return {
        **filters(data, reading),
        "needs": len(needs),
        "lines": shown,
        "more_lines": offered(needs[MOST_LINES:], roles),
        "next_lines": offered(dated[:room], roles),
        "next_on": min(days, default=None),
        "bundles": bundles(obligations),
        "late": sum(is_late(each, today) for each in obligations),
        "actions": actions,
        "all_actions": data["actions"]["totalCount"],
        "ahead": by_day([n for n in ahead if not is_draft(n)]),
        "drafts": by_day([n for n in ahead if is_draft(n) and n["keeper"]["id"] == own]),
        "ours": [r for r in nodes(data["negotiationRounds"]) if goes_on(own, r)],
        "writes": bool({role.upper() for role in roles} & WRITING_ROLES),
        "waiting": [
            (n, a)
            for n in held
            for a in n["attendance"]
            if a["provenance"] == "DISPUTED" and a["organisation"]["id"] == own
        ],
    }


def goes_on(own: str, found: Data) -> bool:
    """Is it a round that the organisation keeps and has neither closed nor cancelled?"""
    return found["keeper"]["id"] == own and not found["closedOn"] and not found["cancelledOn"]
