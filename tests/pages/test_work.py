"""My work: what needs an organisation comes first, in order of date, with the form that does it."""

import re
from datetime import date
from typing import Any

import pytest

from schema.engine.catalogue import Catalogue
from schema.engine.documents import Documents
from schema.engine.limits import Limits
from schema.root import build
from server.app.reading import ANONYMOUS_COST
from tests.pages import world
from tests.pages.test_pages import client
from tests.pages.world import TODAY
from ui.documents import document
from ui.views import work

NOW = date.fromisoformat(TODAY)
US, THEM = {"id": "County:8"}, {"id": "Municipality:837", "name": "Tampere"}


def meeting(**facts: Any) -> dict[str, Any]:
    """A negotiation we keep, as the page asks for it."""
    plain = {"id": "Negotiation:9", "keeper": US, "meetsOn": None, "state": "PLANNED"}
    return {**plain, "heldOn": None, "attendance": [], "minutes": None, "proposals": [], **facts}


def does(lines: Any) -> list[tuple[str, str | None, bool]]:
    return [(each["does"], each["on"], each["urgent"]) for each in lines]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"meetsOn": "2026-11-20"}, [("RECORD_HELD", "2026-11-20", True)]),
        ({"meetsOn": "2026-11-21"}, [("ATTEND", "2026-11-21", False)]),
        ({"meetsOn": "2026-12-01"}, [("ATTEND", "2026-12-01", False)]),
        ({"state": "INVITED"}, [("SET_DATE", None, True)]),
        ({"state": "PLANNED"}, []),
        ({"meetsOn": "2026-11-20", "keeper": THEM}, [("ATTEND", "2026-11-20", False)]),
        ({"state": "INVITED", "keeper": THEM}, []),
    ],
)
def test_the_keeper_records_what_its_day_has_passed(facts: Any, found: Any) -> None:
    assert does(work.of_coming("County:8", [meeting(**facts)], NOW)) == found


@pytest.mark.parametrize(
    ("provenance", "whose", "by", "found"),
    [
        ("REPORTED", US, THEM, ["CONFIRM"]),
        ("CONFIRMED", US, THEM, []),
        ("REPORTED", THEM, US, []),
        ("DISPUTED", THEM, {**US, "name": "Pirkanmaa"}, ["MEND"]),
        ("DISPUTED", US, THEM, []),
    ],
)
def test_who_was_reported_answers_and_who_reported_corrects(
    provenance: str, whose: Any, by: Any, found: list[str]
) -> None:
    row = {"id": "Attendance:1", "organisation": whose, "recordedBy": by}
    row |= {"provenance": provenance, "disputedOn": "2026-11-03"}
    held = meeting(heldOn={"value": "2026-10-14"}, attendance=[row])
    assert [each["does"] for each in work.of_presence("County:8", [held])] == found


@pytest.mark.parametrize(
    ("state", "signed", "found"),
    [
        (None, None, ["DRAFT_MINUTES"]),
        ("AWAITING_CHECKS", None, ["CHECK_MINUTES"]),
        ("AWAITING_CHECKS", "2026-11-01", []),
        ("AWAITING_APPROVAL", None, ["APPROVE_MINUTES"]),
        ("AWAITING_PUBLICATION", "2026-11-01", ["PUBLISH_MINUTES"]),
        ("READY", "2026-11-01", []),
    ],
)
def test_minutes_are_owed_until_they_are_ready(
    state: str | None, signed: str | None, found: list[str]
) -> None:
    signs = [{"organisation": US, "endorsedOn": signed}]
    minutes = {"state": state, "draftedOn": "2026-10-20", "endorsements": signs} if state else None
    held = meeting(state="HELD", heldOn={"value": "2026-10-14"}, minutes=minutes)
    assert [each["does"] for each in work.of_minutes("County:8", [held])] == found


def test_a_proposal_waits_for_the_one_asked_until_it_is_settled() -> None:
    asked = {"id": "RecordProposal:1", "asked": US, "proposedBy": THEM, "proposedOn": "2026-11-02"}
    rows = [{**asked, "settledOn": None}, {**asked, "settledOn": "2026-11-03"}]
    [found] = work.of_proposals("County:8", [meeting(proposals=rows)])
    assert found["page"] == "proposal-accept"
    assert found["parts"] == {"id": "Negotiation:9", "proposal": "RecordProposal:1"}
    assert list(work.of_proposals("Municipality:837", [meeting(proposals=rows)])) == []


def test_an_obligation_without_a_due_day_is_listed_but_needs_nobody() -> None:
    town = world.towns()["837"]
    undated = world.obligation(world.SECTION_14, town) | {"dueOn": None}
    assert list(work.of_obligations([undated], NOW)) == []
    assert work.bundles([undated]) == [[undated]]


def test_a_reader_gets_no_form_and_an_editor_none_that_a_recorder_signs() -> None:
    lines = [work.line("CONFIRM", None, meeting(), page="a"), work.line("MEND", None, meeting())]
    pages = {
        role: [each["page"] for each in work.offered(lines, [role])]
        for role in ("READER", "EDITOR", "RECORDER")
    }
    assert pages == {
        "READER": [None, None],
        "EDITOR": [None, "negotiation-held"],
        "RECORDER": ["a", "negotiation-held"],
    }


def test_the_page_leads_with_the_number_and_lists_at_most_fifteen_lines_by_day() -> None:
    text = client(acting="county:08").get("/en/my-work").text
    top = text.partition('id="h-need"')[2].partition('class="cols"')[0]
    assert "things need you." in text
    assert "/en/negotiations/Negotiation%3A1/minutes/check" in top
    assert 0 < top.count("<li>") <= 15
    needs = re.findall(r'<time datetime="([^"]+)"', top.partition('id="h-next"')[0])
    assert needs == sorted(needs)


@pytest.mark.parametrize("who", ["county:08", "municipality:837"])
def test_nothing_recorded_needs_nobody(who: str) -> None:
    text = client(empty=True, acting=who).get("/sv/my-work").text
    assert "Inga åtgärder är öppna." in text


@pytest.mark.parametrize("name", ["my-work", "round"])
def test_a_page_of_many_parts_costs_less_than_a_stranger_may_ask(name: str) -> None:
    documents = Documents(Catalogue(build()), Limits())
    assert documents.cost(document(name), limit=ANONYMOUS_COST).value <= ANONYMOUS_COST


@pytest.mark.parametrize(
    ("facts", "draft"),
    [
        ({"isPublic": False, "withholding": None}, True),
        ({"isPublic": False, "withholding": {"statute": "621/1999"}}, True),
        ({"isPublic": False, "withholding": {"statute": "621/1999"}, "state": "SCHEDULED"}, False),
        ({"isPublic": True, "withholding": None, "state": "INVITED"}, False),
    ],
)
def test_a_withheld_meeting_with_a_day_is_no_draft(facts: Any, *, draft: bool) -> None:
    assert work.is_draft(meeting(**facts)) is draft
