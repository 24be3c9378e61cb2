"""The bench runs; what it finds is for people to read."""

from __future__ import annotations

from pathlib import Path

from tests.bench.measuring import Plan, measure
from tests.bench.report import facts_of_machine, table, write


async def test_the_bench_measures_an_empty_country(tmp_path: Path) -> None:
    plan = Plan(scales=(0,), seconds=0.05, rounds=1, queries=("Q1", "Q5"), databases=("sqlite",))
    rows = await measure(plan, say=lambda text: None)
    assert {"Q1 as nobody", "Q5 as editor", "record a meeting held"} <= {row.what for row in rows}
    assert "of bare" in table(rows)
    assert write(str(tmp_path), rows, facts_of_machine()).exists()
