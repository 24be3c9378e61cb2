"""One county: its obligations × municipalities and what comes next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.country import SECTION_14, current
from ui.views.meetings import by_day, writes_for
from ui.views.register import holdings

STATUS_ORDER = (
    "FULFILLED",
    "SCHEDULED",
    "IN_PROGRESS",
    "NOT_STARTED",
    "OVERDUE",
    "MISSED",
    "NO_RECORD",
    "NOT_APPLICABLE",
)


def ask(reading: Reading) -> Data:
    """The county's code, also as an organisation's, and the day asked about."""
    code = reading.part("code")
    return {"code": code, "organisation": f"county:{code}", "asOf": reading.day("asOf")}


def shape(data: Data, reading: Reading) -> Data:
    """The matrix by rule and period, its legend, and the § 14 counts of the lead sentence."""
    rows = matrix(data["obligationMatrix"])
    term = current(data["councilTerms"], reading)
    main = next((row for row in rows if row["rule"]["key"] == SECTION_14), None)
    shown = {cell["status"] for row in rows for cell in row["cells"].values()}
    return {
        "rows": rows,
        "main": main,
        "term": term,
        "legend": [status for status in STATUS_ORDER if status in shown],
        "coming": by_day(nodes(data["negotiations"])),
        "writes": writes_for(data, data["county"], *own_municipality(data)),
        "as_of": reading.text("asOf") or "",
        **holdings(data, data["county"]),
    }


def own_municipality(data: Data) -> list[Data]:
    """The reader's own municipality when it belongs to this county."""
    codes = [m["code"] for m in nodes(data["county"]["municipalities"])]
    own = data["viewer"]["organisation"]
    return [own] if own and own["__typename"] == "Municipality" and own["code"] in codes else []


def matrix(cells: Sequence[Mapping[str, Any]]) -> list[Data]:
    """Rows by rule and period in the schema's order; cells by municipality code."""
    rows: dict[tuple[str, str], Data] = {}
    for cell in cells:
        if not cell["municipality"] or not cell["obligation"]:
            continue
        period = cell["obligation"]
        key = (cell["rule"]["key"], period["startsOn"])
        row = rows.setdefault(key, {"rule": cell["rule"], "period": period, "cells": {}})
        row["cells"][cell["municipality"]["code"]] = cell
    for row in rows.values():
        counts = Counter(cell["status"] for cell in row["cells"].values())
        row["counts"] = counts
        row["done"] = counts["FULFILLED"]
        row["of"] = counts.total() - counts["NOT_APPLICABLE"]
    return list(rows.values())
