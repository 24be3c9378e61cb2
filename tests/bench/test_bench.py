"""The bench runs; what it finds is for people to read."""

from __future__ import annotations

from pathlib import Path

from tests.bench.measuring import Plan, measure
from tests.bench.report import facts_of_machine, table, write


async def test_the_bench_measures_an_empty_country(tmp_path: Path) -> None:
    asked = ("Q1", "county")
    plan = Plan(scales=(0,), seconds=0.05, rounds=1, queries=asked, databases=("sqlite",))
    rows = await measure(plan, say=lambda text: None)
    found = {row.what for row in rows}
    assert {"Q1 as nobody", "county as editor", "county: the whole page as editor"} <= found
    assert {"record a meeting held", "record one more of one pair"} <= found
    assert {"refuse: unknown code", "refuse: another body under that key"} <= found
    assert "of bare" in table(rows)
    assert write(str(tmp_path), rows, facts_of_machine()).exists()
