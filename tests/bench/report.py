"""The table and the file of a run."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.kit import clock


@dataclass(frozen=True)
class Row:
    """One measured thing. ``ratio`` is against the bare route, by answers per second."""

    database: str
    scale: int
    what: str
    value: float
    unit: str
    ratio: float | None = None
    milliseconds: float | None = None
    processor_ratio: float | None = None


def table(rows: Sequence[Row]) -> str:
    """The rows as text, one a line."""
    head = f"{'database':<10}{'scale':>6}  {'what':<34}{'value':>12} {'unit':<14}"
    head += f"{'of bare':>8}{'cpu ms':>9}{'cpu of bare':>13}"
    return "\n".join([head, *map(_line, rows), ""])


def _line(row: Row) -> str:
    shown = (
        f"{row.database:<10}{f'×{row.scale}':>6}  {row.what:<34}{row.value:>12.2f} {row.unit:<14}"
    )
    shown += f"{row.ratio:>8.2f}" if row.ratio is not None else f"{'':>8}"
    shown += f"{row.milliseconds:>9.2f}" if row.milliseconds is not None else f"{'':>9}"
    return shown + (f"{row.processor_ratio:>13.2f}" if row.processor_ratio is not None else "")


def facts_of_machine() -> dict[str, Any]:
    """What the figures depend on besides the code."""
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def write(folder: str, rows: Sequence[Row], facts: dict[str, Any]) -> Path:
    """Keep the run as JSON; the file it was written to."""
    Path(folder).mkdir(exist_ok=True)
    path = Path(folder) / f"{facts['at'].replace(':', '')}.json"
    path.write_text(json.dumps({"facts": facts, "rows": [asdict(row) for row in rows]}, indent=1))
    return path
