"""What becomes of units, contacts, seats and bodies when their municipality ends, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures.loading import day, rows_of
from server.register.rules import Fate, Held, HeldKind, Others, fate, is_to_be_filled

ON = date(2027, 1, 1)
CASES = rows_of("register_merger_cases")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_follows_from_a_merger(case: dict[str, str]) -> None:
    held = Held(
        HeldKind(case["kind"]),
        day(case["first_day"]),
        day(case["last_day"]),
        Others(case["others"]),
    )
    successor = case["successor"] == "yes"
    assert fate(held, ON, successor=successor) is Fate(case["fate"])
    assert is_to_be_filled(held, ON, successor=successor) is (case["to_fill"] == "yes")


def test_the_table_shows_every_kind_and_every_fate() -> None:
    assert {case["kind"] for case in CASES} == set(HeldKind)
    assert {case["fate"] for case in CASES} == set(Fate)
    assert {case["others"] for case in CASES} == set(Others)
