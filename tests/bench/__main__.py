"""``python -m tests.bench``: measure, print one table of ratios, write ``bench-results/*.json``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from tests.bench.measuring import Plan, measure
from tests.bench.questions import READ
from tests.bench.report import facts_of_machine, table, write


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is asked for, one database and scale after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--scale", type=int, action="append", help="1 is the whole country, 0 its register"
    )
    parser.add_argument("--seconds", type=float, default=2.0, help="of each stretch of asking")
    parser.add_argument("--rounds", type=int, default=3, help="stretches, of which the median")
    parser.add_argument("--queries", default=",".join(READ))
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--out", default="bench-results")
    given = parser.parse_args(arguments)
    plan = Plan(
        scales=tuple(given.scale or (1, 10)),
        seconds=given.seconds,
        rounds=given.rounds,
        queries=tuple(given.queries.split(",")),
        databases=tuple(given.databases.split(",")),
    )
    rows = asyncio.run(measure(plan, say=lambda text: _write(f"{text}\n")))
    _write(table(rows))
    _write(f"{write(given.out, rows, facts_of_machine())}\n")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
