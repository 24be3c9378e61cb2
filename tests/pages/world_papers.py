"""Agenda, minutes, actions and decisions of the pages' small world."""

from __future__ import annotations

from typing import Any

from tests.pages.register_world import names

Row = dict[str, Any]


def agenda(title: Any, parties: list[Row], texts: Row) -> list[Row]:
    """Two items: one spoken to with a result, one bare."""
    spoken = {
        "id": "AgendaItem:1",
        "revision": 2,
        "number": 1,
        "title": title,
        "topic": "GENERAL_COOPERATION",
        "legalBasis": "611/2021 14 §",
        "result": "Sovittiin yhteisestä seurannasta.",
        "results": texts,
        "isPublic": False,
        "concerns": [
            {"__typename": "Obligation", "id": "Obligation:x:291"},
            {"__typename": "Decision", "id": "Decision:1"},
            {"__typename": "Duty", "id": "Duty:1", "name": "Hyvinvointi"},
        ],
        "materials": [{"title": "Tilannekuva", "url": "https://paper.example/1", "language": "fi"}],
        "positions": [
            {
                "organisation": parties[1],
                "text": "Lähipalvelut säilyvät.",
                "statedOn": "2026-10-01",
                "revision": 1,
            }
        ],
    }
    bare = {"id": "AgendaItem:2", "number": 2, "legalBasis": None, "result": None}
    bare |= {"concerns": [], "materials": [], "positions": [], "topic": "PREMISES"}
    return [spoken, {**spoken, **bare, "results": dict.fromkeys(("fi", "sv", "en"))}]


def minutes(parties: list[Row], rule: str = "CHECKED") -> Row:
    """Minutes that wait for one of two checks."""
    return {
        "id": "Minutes:1",
        "revision": 3,
        "rule": rule,
        "state": "AWAITING_CHECKS" if rule == "CHECKED" else "AWAITING_APPROVAL",
        "datedOn": "2026-10-28",
        "draftedOn": "2026-10-20",
        "caseNumber": "PIRHA/1/2026",
        "publishedOn": None,
        "readyOn": None,
        "isPublic": False,
        "documents": [
            {
                "title": None,
                "url": "https://memo.example/1",
                "language": "fi",
                "isAnnex": False,
                "sha256": "a" * 64,
            },
            {
                "title": "Korjaus",
                "url": "https://memo.example/3",
                "language": "fi",
                "isAnnex": False,
                "sha256": None,
            },
            {
                "title": "Liite 1",
                "url": "https://memo.example/2",
                "language": "sv",
                "isAnnex": True,
                "sha256": "b" * 64,
            },
        ],
        "endorsements": [
            {"organisation": parties[0], "role": "puheenjohtaja", "endorsedOn": None},
            {"organisation": parties[1], "role": "sihteeri", "endorsedOn": "2026-10-30"},
        ],
    }


STATES = ("OVERDUE", "DUE_SOON", "OPEN", "DONE", "DROPPED")


def actions(title: Any, parties: list[Row], negotiation: Row | None = None) -> list[Row]:
    """One action in each state; some dates are known to the month or the year only."""
    dues = (("2026-11-01", "DAY"), ("2026-12-01", "MONTH"), ("2027-01-01", "YEAR"))
    return [
        {
            "__typename": "Action",
            "id": f"Action:{number}",
            "revision": 1,
            "title": title,
            "state": state,
            "topic": ("PREMISES", "VITALITY")[number % 2],
            "agreedOn": "2026-10-14",
            "dueOn": dict(zip(("value", "precision"), dues[number], strict=True))
            if number < len(dues)
            else None,
            "doneOn": "2026-11-10" if state == "DONE" else None,
            "droppedOn": "2026-11-10" if state == "DROPPED" else None,
            "dropReason": "Ei enää tarpeen." if state == "DROPPED" else None,
            "isPublic": number % 2 == 0,
            "demonstration": False,
            "note": None,
            "item": {"id": "AgendaItem:1"} if number == 0 else None,
            "evidence": {"title": "Raportti", "url": "https://paper.example/9"}
            if state == "DONE"
            else None,
            "responsible": [parties[number % 2]],
            "negotiation": negotiation,
        }
        for number, state in enumerate(STATES)
    ]


def beside(themes: list[Row], evidence: Row) -> Row:
    """An instrument in force, and of the themes the first dealt with and the others not."""
    told = {"text": "Oli neuvottelun asialistalla 14.10.2026.", "negotiation": {"id": MET}}
    silent = {"text": "Ei ollut asialistoilla.", "negotiation": None}
    return {
        "agreed": True,
        "because": [{"text": "Voimassa 1.2.2026 alkaen.", "evidence": evidence}],
        "topics": [
            {"covered": not place, "theme": theme, "because": [silent if place else told]}
            for place, theme in enumerate(themes)
        ],
    }


MET = "Negotiation:1"


def decisions(parties: list[Row], subjects: tuple[Row | None, ...] = (None,)) -> list[Row]:
    """A confirmed, a reported and a disputed decision, and one only on an agenda."""
    said = ("CONFIRMED", "REPORTED", "DISPUTED", "OWN")
    return [
        {
            "__typename": "Decision",
            "id": f"Decision:{number}",
            "demonstration": number == 1,
            "subject": subjects[number % len(subjects)],
            "revision": 1,
            "organisation": parties[1],
            "body": {
                "id": "Body:1",
                "name": "Kaupunginhallitus",
                "names": names("Kaupunginhallitus"),
            }
            if number == 2
            else None,
            "bodyName": "Kaupunginhallitus" if number not in (0, 2) else None,
            "official": None if number else "Hallintojohtaja",
            "decidedOn": {"value": "2026-11-02", "precision": "DAY"},
            "agendaItem": "10",
            "section": None if each == "OWN" else "239",
            "caseNumber": "HEL 2021-009837",
            "outcome": None if each == "OWN" else "APPROVED_WITH_CONDITIONS",
            "publication": "AGENDA" if each == "OWN" else "CHECKED",
            "finality": "FINAL" if number == 0 else None,
            "finalityOn": "2026-12-05" if number == 0 else None,
            "urls": {"fi": "https://paper.example/p", "sv": None, "en": None},
            "note": "Yhteinen seuranta.",
            "provenance": each,
            "recordedBy": parties[0],
            "disputedOn": "2026-11-04" if each == "DISPUTED" else None,
            "disputeReason": "Pykälä on 240." if each == "DISPUTED" else None,
            "withdrawnOn": None,
            "withdrawReason": None,
        }
        for number, each in enumerate(said)
    ]


TEMPLATE_ITEMS = [{"number": 1, "title": "Nykytilanne"}]


def templates(title: Any) -> list[Row]:
    """Two agenda templates."""
    return [
        {"key": key, "title": title, "items": TEMPLATE_ITEMS} for key in ("premises", "wellbeing")
    ]
