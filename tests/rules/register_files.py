"""The files of ``fixtures/register`` as rows of text."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures" / "register"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of ``fixtures/register/<name>.csv``."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
