"""Agreed actions and minutes, case by case as the tables of ``fixtures`` tell them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fixtures.loading import day, rows_of
from server.actions import rules as actions
from server.actions.rules import ActionFacts, ActionState
from server.decisions import rules as decisions
from server.decisions.rules import DecisionFacts
from server.kit.findings import Findings
from server.kit.partial_date import PartialDate
from server.negotiations import rules as negotiations
from server.negotiations.papers import rules
from server.negotiations.papers.rules import Endorsement, MinutesFacts, MinutesRule

TODAY = date(2026, 11, 21)
HELD = date(2026, 3, 10)
ACTIONS = {row["case"]: row for row in rows_of("action_cases")}
MINUTES = {row["case"]: row for row in rows_of("minutes_cases")}
FINISHED = {"done": date(2026, 5, 1), "dropped": date(2026, 6, 1)}

Case = dict[str, str]


def codes(found: Findings) -> tuple[list[str], list[str]]:
    return [each.code for each in found.refusals], [each.code for each in found.warnings]


@pytest.mark.parametrize("case", ACTIONS.values(), ids=ACTIONS)
def test_an_action_stands_as_the_table_tells(case: Case) -> None:
    due = PartialDate.parse(case["due"]) if case["due"] else None
    facts = ActionFacts(date(2026, 1, 1), due, day(case["done_on"]), day(case["dropped_on"]))
    asked_on = date.fromisoformat(case["asked_on"])
    assert actions.action_state(facts, asked_on) == case["state"]
    soon = actions.due_soon_from(due).isoformat() if due else ""
    assert soon == case["due_soon_from"]


def test_the_table_of_actions_tells_every_state() -> None:
    assert {case["state"] for case in ACTIONS.values()} == set(ActionState)


def endorsements(cell: str) -> tuple[Endorsement, ...]:
    """Endorsements as a case writes them: organisation, role or dash, and the day if given."""
    found = []
    for part in filter(None, cell.split(";")):
        organisation, role, *on = part.split()
        said = None if role == "-" else role
        found.append(Endorsement(organisation, said, date.fromisoformat(on[0]) if on else None))
    return tuple(found)


def followed_up(cell: str) -> date | None:
    """The day the last public action was finished, as the service computes it."""
    public = [word for word in cell.split() if word != "draft"]
    days = [FINISHED.get(word) for word in public]
    return max(filter(None, days)) if days and None not in days else None


def facts_of(case: Case) -> MinutesFacts:
    rule = MinutesRule(case["rule"])
    published = day(case["published"])
    return MinutesFacts(rule, "county:08", endorsements(case["endorsements"]), published)


@pytest.mark.parametrize("case", MINUTES.values(), ids=MINUTES)
def test_minutes_and_their_negotiation_stand_as_the_table_tells(case: Case) -> None:
    ready_on = None
    if case["rule"]:
        facts = facts_of(case)
        ready_on = rules.ready_on(facts)
        assert rules.minutes_state(facts) == case["minutes"]
        said = [
            ":".join(filter(None, (each.code, each.organisation, each.role)))
            for each in rules.missing(facts)
        ]
        assert said == case["missing"].split()
    assert ready_on == day(case["ready_on"])
    known = negotiations.NegotiationFacts(
        held_on=HELD, minutes_on=ready_on, followed_up_on=followed_up(case["actions"])
    )
    assert negotiations.negotiation_state(known) == case["negotiation"]


def test_the_table_of_minutes_tells_every_state() -> None:
    told = {case["minutes"] for case in MINUTES.values() if case["minutes"]}
    assert told == set(rules.MinutesState)


AGREED = ActionFacts(date(2026, 3, 10), PartialDate.parse("2026-12"))
DONE = replace(AGREED, done_on=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("found", "refused", "warned"),
    [
        (actions.check_agreed(AGREED, TODAY), [], []),
        (actions.check_agreed(AGREED, HELD.replace(day=9)), ["IN_THE_FUTURE"], []),
        (actions.check_agreed(DONE, TODAY), ["ALREADY_FINISHED"], []),
        (
            actions.check_agreed(replace(AGREED, due=PartialDate.parse("2026-02")), TODAY),
            [],
            ["DUE_BEFORE_AGREED"],
        ),
        (actions.check_finished(AGREED, TODAY, TODAY), [], []),
        (actions.check_finished(AGREED, date(2026, 3, 9), TODAY), [], ["DONE_BEFORE_AGREED"]),
        (actions.check_finished(AGREED, date(2026, 11, 22), TODAY), ["IN_THE_FUTURE"], []),
        (actions.check_finished(DONE, TODAY, TODAY), ["ALREADY_FINISHED"], []),
        (actions.check_reopened(AGREED), ["NOT_FINISHED"], []),
        (actions.check_reopened(DONE), [], []),
    ],
)
def test_what_an_act_on_an_action_refuses_and_warns_of(
    found: Findings, refused: list[str], warned: list[str]
) -> None:
    assert codes(found) == (refused, warned)


MADE = DecisionFacts(PartialDate.parse("2026-01-19"), "APPROVED", "CHECKED")


@pytest.mark.parametrize(
    ("facts", "refused", "warned"),
    [
        (MADE, [], []),
        (replace(MADE, outcome="HANDLED_OUTCOME_UNKNOWN"), [], []),
        (replace(MADE, begins_on=date(2026, 1, 19)), [], []),
        (replace(MADE, begins_on=date(2026, 1, 1)), [], ["DECIDED_AFTER_START"]),
        (
            replace(MADE, decided=PartialDate.parse("2026-01"), begins_on=date(2026, 1, 30)),
            [],
            ["DECIDED_AFTER_START"],
        ),
        (replace(MADE, decided=PartialDate.parse("2026-11-22")), ["IN_THE_FUTURE"], []),
        (replace(MADE, decided=PartialDate.parse("2026-11")), [], []),
        (
            replace(MADE, decided=PartialDate.parse("2027"), outcome=None, publication="AGENDA"),
            [],
            [],
        ),
        (replace(MADE, outcome=None), ["OUTCOME_LEFT_OUT"], []),
        (replace(MADE, publication="AGENDA"), [], ["OUTCOME_ON_AGENDA"]),
        (replace(MADE, finality="FINAL", finality_on=date(2026, 3, 1)), [], []),
        (replace(MADE, finality="FINAL", finality_on=HELD.replace(2025)), ["BEFORE_DECISION"], []),
        (replace(MADE, finality_on=HELD), ["NO_FINALITY"], []),
        (
            replace(MADE, outcome=None, publication="AGENDA", finality="OPEN_TO_APPEAL"),
            ["NOT_HANDLED"],
            [],
        ),
    ],
)
def test_what_a_decision_cannot_say_and_what_is_only_untidy(
    facts: DecisionFacts, refused: list[str], warned: list[str]
) -> None:
    assert codes(decisions.check_decision(facts, TODAY)) == (refused, warned)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("IUHVADno-2023-1074", "IUHVADNO-2023-1074"),
        ("167/02.07.00/2023", "167/02.07.00/2023"),
        ("HEL 2021–009837", "HEL2021-009837"),
        (" vn/21358/2020 ", "VN/21358/2020"),
        ("  ", None),
        (None, None),
    ],
)
def test_a_case_number_is_found_however_it_was_typed(written: str | None, key: str | None) -> None:
    assert decisions.case_key(written) == key


def test_minutes_are_of_a_meeting_held_and_bear_its_day_or_a_later_one() -> None:
    memo, checked = MinutesRule.MEMO, MinutesRule.CHECKED
    assert codes(rules.check_draft(HELD, HELD, memo, 0)) == ([], [])
    assert codes(rules.check_draft(HELD, date(2026, 3, 30), memo, 0)) == ([], [])
    assert codes(rules.check_draft(HELD, date(2026, 3, 9), memo, 0)) == (["BEFORE_MEETING"], [])
    assert codes(rules.check_draft(None, None, memo, 0)) == (["NOT_HELD_YET"], [])
    assert codes(rules.check_draft(HELD, None, checked, 0)) == (["NOBODY_CHECKS"], [])
    assert codes(rules.check_draft(HELD, None, checked, 1)) == ([], [])


def test_unchecked_and_unapproved_minutes_may_be_published_with_a_warning() -> None:
    to_check = MinutesFacts(MinutesRule.CHECKED, "county:08", (Endorsement("county:08", "chair"),))
    to_approve = MinutesFacts(MinutesRule.APPROVED, "county:08", (Endorsement("county:08"),))
    assert codes(rules.check_publish(to_check)) == ([], ["PUBLISHED_UNCHECKED"])
    assert codes(rules.check_publish(to_approve)) == ([], ["PUBLISHED_UNAPPROVED"])
    again = replace(to_check, published_on=HELD)
    assert codes(rules.check_publish(again))[0] == ["PUBLISHED_ALREADY"]
