"""Every situation of ``fixtures/obligation_rule_cases.csv`` stands as its row says."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures.loading import rows_of
from server.obligations.rules import Status, spans, standing_on
from tests.rules.rule_notation import RULES, read_facts, written

CASES = rows_of("obligation_rule_cases")
HORIZON = date(2033, 5, 31)
OF_14 = "county-municipality-negotiation"


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['case']}: {row['situation']}")
def test_situation_stands_as_its_row_says(row: dict[str, str]) -> None:
    standing = standing_on(date.fromisoformat(row["asked_on"]), read_facts(row))
    assert standing.status == row["status"]
    assert " ".join(map(written, standing.because)) == row["because"]
    assert " ".join(map(written, standing.missing)) == row["missing"]
    assert (standing.due_on.isoformat() if standing.due_on else "") == row["due_on"]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_spans_say_of_every_day_what_the_rule_says(row: dict[str, str]) -> None:
    facts = read_facts(row)
    for span in spans(facts, HORIZON):
        for day in (span.from_on, span.from_on + (span.to_on - span.from_on) / 2, span.to_on):
            assert span.standing == standing_on(day, facts)


def test_every_tracked_and_standing_rule_and_every_status_has_its_cases() -> None:
    assert len({row["case"] for row in CASES}) == len(CASES) >= 80
    followed = {key for key, rule in RULES.items() if rule["tracking"] != "REFERENCE"}
    assert {row["rule"] for row in CASES} == followed - {OF_14}
    assert {row["status"] for row in CASES} == {status.value for status in Status}


def test_every_case_names_the_statute_of_its_rule() -> None:
    for row in CASES:
        assert row["statute"].startswith(f"{RULES[row['rule']]['statute']} §")
