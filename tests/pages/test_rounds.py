"""The coordinator's table: how far each counterparty is, what is next, and the committee's page."""

import re
from typing import Any

import pytest

from tests.pages.test_pages import client
from tests.pages.world import TODAY
from ui.views import rounds

US, TOWN = {"id": "County:8", "code": "08"}, {"__typename": "Municipality", "code": "837"}
ROUND: dict[str, Any] = {"id": "NegotiationRound:1", "keeper": US, "county": US}
ROUND |= {"endsOn": "2026-12-31", "closedOn": None, "cancelledOn": None}
HELD = {"heldOn": {"value": "2026-10-14"}}
THERE = {"present": True, "provenance": "CONFIRMED"}


def row(meeting: Any = None, invited: str | None = None, said: Any = None) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": "Negotiation:9",
        "meetsOn": None,
        "heldOn": None,
        "minutes": None,
    }
    plain |= {"withholding": None, "keeper": US}
    return {
        "organisation": {**TOWN, "id": "Municipality:837", "name": "Tampere"},
        "invitation": {"invitedOn": invited},
        "attendance": said,
        "negotiation": None if meeting is None else {**plain, **meeting},
    }


def minutes(state: str, whose: Any = US) -> dict[str, Any]:
    signs = [{"organisation": whose, "endorsedOn": None}]
    paper = {"state": state, "datedOn": None, "publishedOn": None, "endorsements": signs}
    return {**HELD, "minutes": paper}


def agreed(state: str) -> dict[str, Any]:
    return {"state": state, "responsible": [], "negotiation": {"id": "Negotiation:9"}}


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
        (row(minutes("READY"), said=THERE), "NOTHING", None),
    ],
)
def test_each_counterparty_has_one_next_step(found: Any, does: str, page: str | None) -> None:
    assert rounds.next_step(ROUND, found, TODAY)[:2] == (does, page)


@pytest.mark.parametrize(("state", "does"), [("OVERDUE", "FOLLOW_ACTIONS"), ("DONE", "NOTHING")])
def test_after_the_minutes_the_actions_are_followed_until_they_are_done(
    state: str, does: str
) -> None:
    found = row(minutes("READY"), said=THERE)
    assert rounds.next_step(ROUND, found, TODAY, [agreed(state)])[0] == does


def test_the_record_of_a_negotiation_is_carried_on_by_the_party_that_keeps_it() -> None:
    theirs: dict[str, Any] = {"keeper": {"id": "Municipality:635"}}
    for meeting in (theirs, {**theirs, **HELD}, {**theirs, **minutes("AWAITING_PUBLICATION")}):
        found = row(meeting, "2026-10-01", said=THERE)
        assert rounds.next_step(ROUND, found, TODAY)[:2] == ("WAIT_OTHERS", None)
    passed = row({**theirs, "meetsOn": "2026-11-01"}, "2026-10-01")
    assert rounds.next_step(ROUND, passed, TODAY)[:2] == ("RECORD_HELD", "negotiation-held")


def test_nothing_is_planned_in_a_round_that_is_closed_or_cancelled() -> None:
    for ending in ("closedOn", "cancelledOn"):
        over = {**ROUND, ending: "2026-11-01"}
        assert rounds.next_step(over, row(), TODAY)[:2] == ("NOTHING", None)


def test_an_overdue_action_is_told_of_those_who_answer_for_it() -> None:
    text = client().get("/en/rounds/NegotiationRound:1").text
    assert "overdue" not in text
    assert len(re.findall("1 open", text)) == 1
    summed = client().get("/en/rounds/NegotiationRound:1/summary").text
    names = re.search(r"Overdue actions</dt><dd><b>1</b> <span class=\"small\">([^<]+)<", summed)
    assert names
    assert names[1] == "Wellbeing Services County of Pirkanmaa"


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


def test_actions_are_counted_once_however_many_were_at_the_meeting() -> None:
    text = client().get("/en/rounds/NegotiationRound:1/summary").text
    found = re.findall(r"<dd>(\d+) <small>/ (\d+)</small></dd></div></dl>", text)
    assert found == [("1", "5")]


@pytest.mark.parametrize("form", ["new", "record"])
def test_a_negotiation_of_a_round_opens_as_the_round_is(form: str) -> None:
    reader = client(acting="county:08")
    page = reader.get(f"/en/counties/08/negotiations/{form}?round=NegotiationRound:1").text
    found = re.search(r'name="title_fi"[^>]*value="([^"]+)"', page)
    plan = reader.get("/en/rounds/NegotiationRound:1/plan").text
    assert found
    assert f'value="{found[1]}"' in plan
    assert 'name="round" value="NegotiationRound:1"' in page
