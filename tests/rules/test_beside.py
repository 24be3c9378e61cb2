"""What stands beside a § 14 obligation's status, case by case as the table tells."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures.loading import rows_of
from server.kit.partial_date import PartialDate
from server.obligations.rules import Stage
from server.obligations.rules.beside import BesideCode, Dealt, Instrument, agreed_on, coverage

CASES = {row["case"]: row for row in rows_of("beside_cases")}
THEMES = (1, 2)
RECORDED = date(2026, 11, 20)
HELD_ELSEWHERE = PartialDate.parse("2026-01-01")

Case = dict[str, str]


def told(cell: str) -> list[list[str]]:
    """The entries of a cell, each as its words."""
    return [entry.split() for entry in cell.split(";") if entry.strip()]


def instruments(cell: str) -> list[Instrument]:
    """Each as ``1 IN_FORCE 2026-03``, and the day it was recorded unless that was afterwards."""
    return [
        Instrument(
            int(n),
            Stage(stage),
            PartialDate.parse(on),
            date.fromisoformat(recorded[0]) if recorded else RECORDED,
        )
        for n, stage, on, *recorded in told(cell)
    ]


def held(case: Case) -> dict[int, PartialDate]:
    return {int(number): PartialDate.parse(on) for number, on in told(case["negotiations"])}


def items(case: Case) -> list[Dealt]:
    days = held(case)
    return [
        Dealt(
            int(number),
            int(negotiation),
            days.get(int(negotiation), HELD_ELSEWHERE),
            frozenset(int(theme) for theme in themes.split("+") if theme != "-"),
        )
        for number, negotiation, themes in told(case["items"])
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_agreement_is_told_as_the_table_tells(case: Case) -> None:
    found = agreed_on(date.fromisoformat(case["asked_on"]), instruments(case["instruments"]))
    assert {"yes": True, "unknown": None}[case["agreed"]] is found.agreed
    source = [str(found.source.id)] if found.source else []
    assert [found.code, *source] == case["agreed_because"].split()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_topics_are_told_as_the_table_tells(case: Case) -> None:
    whole = case["items_left_out"] == "no"
    found = coverage(THEMES, set(held(case)), items(case), whole=whole)
    shown = [
        [
            str(each.theme),
            each.code,
            *(["+".join(str(i.id) for i in each.items)] * bool(each.items)),
        ]
        for each in found
    ]
    assert shown == told(case["topics"])


def test_the_table_tells_every_code() -> None:
    cells = " ".join(f"{case['agreed_because']} {case['topics']}" for case in CASES.values())
    assert {code for code in BesideCode if code in cells.replace(";", "").split()} == set(
        BesideCode
    )
