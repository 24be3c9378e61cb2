"""Every situation of ``fixtures/obligation_cases.csv`` stands as its row says."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures.loading import rows_of
from server.obligations.rules import OutsidePeriod, spans, standing_on
from tests.rules.case_notation import read_facts, written

CASES = rows_of("obligation_cases")
HORIZON = date(2033, 5, 31)


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['case']}: {row['situation']}")
def test_situation_stands_as_its_row_says(row: dict[str, str]) -> None:
    facts, asked_on = read_facts(row), date.fromisoformat(row["asked_on"])
    if facts is None:
        assert row["status"] == "NO_OBLIGATION"
        return
    if row["status"] == "OUTSIDE_PERIOD":
        with pytest.raises(OutsidePeriod):
            standing_on(asked_on, facts)
        return
    standing = standing_on(asked_on, facts)
    assert standing.status == row["status"]
    assert " ".join(map(written, standing.because)) == row["because"]
    assert " ".join(map(written, standing.missing)) == row["missing"]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_span_of_the_day_gives_the_same_answer(row: dict[str, str]) -> None:
    facts, asked_on = read_facts(row), date.fromisoformat(row["asked_on"])
    if facts is None or asked_on < facts.period.starts_on:
        return
    found = [span for span in spans(facts, HORIZON) if span.from_on <= asked_on <= span.to_on]
    assert [span.standing for span in found] == [standing_on(asked_on, facts)]


def test_every_case_is_told_apart() -> None:
    assert len({row["case"] for row in CASES}) == len(CASES) >= 50
