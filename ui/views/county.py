"""One county: its obligations × municipalities and what comes next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ui.api import Data
from ui.reading import Reading, nodes
from ui.views.country import SECTION_14, cells_of, current, span, tally
from ui.views.meetings import by_day, writes_for
from ui.views.register import holdings
from ui.words import N_, OPEN_STATUS, STATUS

APART = N_("fulfilled, on a withheld record")
FIRST_LINES = 15
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
    day = reading.day("asOf")
    return {
        "code": code,
        "organisation": f"county:{code}",
        "asOf": day,
        "since": day or reading.today.isoformat(),
        "rule": SECTION_14,
    }


def shape(data: Data, reading: Reading) -> Data:
    """Every obligation as a line, § 14 first; the matrix; the § 14 counts of the lead sentence."""
    cells = cells_of(data)
    rows = matrix(cells)
    for row in rows:
        row["faces"] = faces(row["cells"], nodes(data["county"]["municipalities"]), reading)
    term = current(data["councilTerms"], reading)
    main = next((row for row in rows if row["rule"]["key"] == SECTION_14), None)
    found = lines(cells)
    shown = main["counts"] if main else {}
    return {
        "rows": [row for row in rows if row is not main],
        "main": main,
        "lines_found": found[:FIRST_LINES],
        "more": found[FIRST_LINES:],
        "order": STATUS_ORDER,
        "term": term,
        "legend": [status for status in STATUS_ORDER if status in shown],
        "coming": by_day(nodes(data["negotiations"])),
        "writes": writes_for(data, data["county"], *own_municipality(data)),
        "as_of": reading.text("asOf") or "",
        **beside(data["themes"], nodes(data["beside"])),
        **holdings(data, data["county"]),
    }


def beside(themes: Sequence[Data], obligations: Sequence[Data]) -> Data:
    """With how many municipalities each theme was dealt with, and an instrument is in force.

    An obligation's topics stand in the order of the themes. Where nothing is on record of any,
    nothing is told: silence is no zero.
    """
    standings = [each["standing"] for each in obligations if each["standing"]]
    on_record = any(each["status"] != "NO_RECORD" for each in standings)
    told = [each["beside"] for each in standings if each["beside"] and on_record]
    return {
        "themes": [
            (theme["name"], sum(each["topics"][place]["covered"] for each in told))
            for place, theme in enumerate(themes)
        ],
        "agreed": sum(each["agreed"] is True for each in told),
        "told": len(told),
    }


def lines(cells: Sequence[Mapping[str, Any]]) -> list[Data]:
    """A line for each rule and due day: § 14, then what is late, then by due day.

    Plans renewed at intervals fall due on many days and share one line. ``own`` is the cell of the
    county's own obligation; None where its municipalities have one each.
    """
    groups: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    for cell in cells:
        groups.setdefault(_together(cell, "dueOn"), []).append(cell)
    found = []
    for group in groups.values():
        waiting = [cell for cell in group if cell["status"] in OPEN_STATUS] or group
        found.append(
            {
                "rule": group[0]["rule"],
                "own": group[0] if len(group) == 1 and not group[0]["municipality"] else None,
                "counts": tally(group)["counts"],
                "due_on": tally(waiting)["due_on"],
                "span": span(group),
            }
        )
    return sorted(found, key=_urgency)


def _together(cell: Mapping[str, Any], day: str, period: Mapping[str, Any] | None = None) -> Any:
    rule = cell["rule"]
    varied = rule["cadence"] == "INTERVAL"
    return rule["key"], None if varied else (period or cell)[day]


def _urgency(line: Data) -> tuple[bool, bool, str]:
    main = line["rule"]["key"] == SECTION_14
    return not main, not line["counts"]["OVERDUE"], line["due_on"] or "9999"


def own_municipality(data: Data) -> list[Data]:
    """The reader's own municipality when it belongs to this county."""
    codes = [m["code"] for m in nodes(data["county"]["municipalities"])]
    own = data["viewer"]["organisation"]
    return [own] if own and own["__typename"] == "Municipality" and own["code"] in codes else []


def matrix(cells: Sequence[Mapping[str, Any]]) -> list[Data]:
    """Rows by rule and period in the schema's order; cells by municipality code.

    What is late stands in the cell rather than the period after it.
    """
    rows: dict[tuple[str, str | None], Data] = {}
    for cell in cells:
        if not cell["municipality"] or not cell["obligation"]:
            continue
        period = cell["obligation"]
        key = _together(cell, "startsOn", period)
        row = rows.setdefault(key, {"rule": cell["rule"], "period": period, "cells": {}})
        code = cell["municipality"]["code"]
        if row["cells"].get(code, {}).get("status") != "OVERDUE":
            row["cells"][code] = cell
    for row in rows.values():
        counts = Counter(cell["status"] for cell in row["cells"].values())
        row["counts"] = counts
        row["span"] = span(list(row["cells"].values()))
        row["done"] = counts["FULFILLED"]
        row["of"] = counts.total() - counts["NOT_APPLICABLE"]
    return list(rows.values())


class Face(NamedTuple):
    """A cell of the matrix as it is shown, named "municipality: status"."""

    obligation: str
    status: str
    look: str
    name: str
    mark: str


NO_FACE = Face("", "", "", "", "")


def faces(
    cells: Mapping[str, Mapping[str, Any]], municipalities: Sequence[Data], reading: Reading
) -> list[Face]:
    """What a row of the matrix shows of each municipality; NO_FACE where it is asked nothing.

    ``look`` tells apart what would be fulfilled, but by a record withheld from other readers.
    """
    say = reading.language.texts.gettext
    said = {status: say(word) for status, word in STATUS.items()}
    found = []
    for municipality in municipalities:
        cell = cells.get(municipality["code"])
        if cell is None:
            found.append(NO_FACE)
            continue
        status, obligation = cell["status"], cell["obligation"]
        look, name = status, f"{municipality['name']}: {said.get(status, status)}"
        if obligation["withheldFulfilment"] and status != "FULFILLED":
            look, name = f"{status} apart", f"{name} ({say(APART)})"
        found.append(Face(obligation["id"], status, look, name, municipality["mark"]))
    return found
