"""The coordinator's table: how far each counterparty is, what is next, and the committee's page."""

import re
from typing import Any

import pytest

from tests.pages.test_pages import client
from tests.pages.world import TODAY
from ui.views import rounds

US, TOWN = {"id": "County:8", "code": "08"}, {"__typename": "Municipality", "code": "837"}
ROUND: dict[str, Any] = {"id": "NegotiationRound:1", "keeper": US, "county": US}
ROUND |= {"endsOn": "2026-12-31"}
HELD = {"heldOn": {"value": "2026-10-14"}}
THERE = {"present": True, "provenance": "CONFIRMED"}


def row(meeting: Any = None, invited: str | None = None, said: Any = None) -> dict[str, Any]:
    plain = {"id": "Negotiation:9", "meetsOn": None, "heldOn": None, "minutes": None}
    plain |= {"withholding": None}
    return {
        "organisation": {**TOWN, "id": "Municipality:837", "name": "Tampere"},
        "invitation": {"invitedOn": invited},
        "attendance": said,
        "negotiation": None if meeting is None else {**plain, "actions": {"edges": []}, **meeting},
    }


def minutes(state: str, whose: Any = US) -> dict[str, Any]:
    signs = [{"organisation": whose, "endorsedOn": None}]
    paper = {"state": state, "datedOn": None, "publishedOn": None, "endorsements": signs}
    return {**HELD, "minutes": paper}


def agreed(state: str) -> dict[str, Any]:
    return {**minutes("READY"), "actions": {"edges": [{"node": {"state": state}}]}}


@pytest.mark.parametrize(
    ("found", "does", "page"),
    [
        (row(), "PLAN", "negotiation-plan"),
        (row({}), "INVITE", "negotiation-invite"),
        (row({"meetsOn": "2026-12-09"}), "INVITE", "negotiation-invite"),
        (row({}, "2026-10-01"), "SET_DATE", "negotiation-date"),
        (row({"meetsOn": "2026-12-09"}, "2026-10-01"), "WAIT_DAY", None),
        (row({"meetsOn": TODAY}, "2026-10-01"), "RECORD_HELD", "negotiation-held"),
        (row({"meetsOn": "2026-11-01"}), "RECORD_HELD", "negotiation-held"),
        (row(HELD, said={**THERE, "present": False}), "PLAN", "negotiation-plan"),
        (row(HELD, said={**THERE, "provenance": "DISPUTED"}), "MEND", "negotiation-held"),
        (row(HELD, said=THERE), "DRAFT_MINUTES", "minutes-draft"),
        (row(minutes("AWAITING_CHECKS"), said=THERE), "CHECK_MINUTES", "minutes-check"),
        (row(minutes("AWAITING_CHECKS", {"id": "X:1"}), said=THERE), "WAIT_OTHERS", None),
        (row(minutes("AWAITING_APPROVAL"), said=THERE), "APPROVE_MINUTES", "minutes-approve"),
        (row(minutes("AWAITING_PUBLICATION"), said=THERE), "PUBLISH_MINUTES", "minutes-publish"),
        (row(agreed("OVERDUE"), said=THERE), "FOLLOW_ACTIONS", "negotiation"),
        (row(agreed("DONE"), said=THERE), "NOTHING", None),
    ],
)
def test_each_counterparty_has_one_next_step(found: Any, does: str, page: str | None) -> None:
    assert rounds.next_step(ROUND, found, TODAY)[:2] == (does, page)


def test_nobody_is_invited_to_a_round_that_is_over() -> None:
    over = {**ROUND, "endsOn": "2024-12-31"}
    assert rounds.next_step(over, row({}), TODAY)[:2] == ("RECORD_HELD", "negotiation-held")


def test_a_counterparty_that_is_no_municipality_is_planned_with_the_round() -> None:
    ministry = {**row(), "organisation": {"__typename": "OtherOrganisation", "id": "x"}}
    assert rounds.next_step(ROUND, ministry, TODAY) == ("PLAN", "round-plan", {"id": ROUND["id"]})


def test_only_the_keeper_gets_the_forms_of_the_next_steps() -> None:
    form = re.compile(r'href="/en/negotiations/[^"]+/(?:invite|date|held|minutes)')
    assert form.search(client(acting="county:08").get("/en/rounds/NegotiationRound:1").text)
    assert not form.search(client().get("/en/rounds/NegotiationRound:1").text)


def test_the_committees_page_names_who_stands_behind_each_open_issue() -> None:
    text = client().get("/en/rounds/NegotiationRound:1/summary").text
    issues = text.partition('id="h-i"')[2].partition("</section>")[0]
    found = dict(re.findall(r"</svg> ([^<]+)</dt><dd><b>(\d+)</b>", issues))
    assert found["Disputed"] == "1"
    assert "Kuhmoinen" in issues


def test_actions_of_a_joint_meeting_are_counted_once() -> None:
    text = client().get("/en/rounds/NegotiationRound:1/summary").text
    found = re.findall(r"<dd>(\d+) <small>/ (\d+)</small></dd></div></dl>", text)
    assert found == [("0", "3")]


@pytest.mark.parametrize("form", ["new", "record"])
def test_a_negotiation_of_a_round_opens_as_the_round_is(form: str) -> None:
    reader = client(acting="county:08")
    page = reader.get(f"/en/counties/08/negotiations/{form}?round=NegotiationRound:1").text
    found = re.search(r'name="title_fi"[^>]*value="([^"]+)"', page)
    plan = reader.get("/en/rounds/NegotiationRound:1/plan").text
    assert found
    assert f'value="{found[1]}"' in plan
    assert 'name="round" value="NegotiationRound:1"' in page
