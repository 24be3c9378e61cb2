"""Reading a list of municipalities, row by row, and saying exactly what cannot be read in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from server.kit.codes import CodeRefused, county_code, municipality_code, plain_line
from server.kit.texts import shows_something
from server.register.rules import Municipality

REQUIRED = ("code", "name_fi", "name_sv", "name_en", "county", "language_status")
OPTIONAL = ("ends_on", "successor")
LONGEST_NAME = 200
MOST_BYTES = 2_000_000
MOST_ROWS = 2_000

REMEDIES = {
    "NOT_UTF8": "SAVE_AS_UTF8",
    "TOO_LARGE": "CHECK_THE_FILE",
    "COLUMN_MISSING": "ADD_COLUMN",
    "CELLS_MISSING": "FILL_ROW_TO_HEADER",
    "INVALID_CODE": "WRITE_THREE_DIGITS",
    "INVALID_COUNTY": "WRITE_TWO_DIGITS_OR_LEAVE_EMPTY",
    "REQUIRED": "FILL_IN",
    "TOO_LONG": "SHORTEN",
    "CONTROL_CHARACTER": "REMOVE_CHARACTER",
    "INVALID_DATE": "WRITE_YEAR_MONTH_DAY",
    "UNKNOWN_LANGUAGE_STATUS": "USE_ONE_OF_FOUR",
}
LANGUAGES = (
    "UNILINGUAL_FI", "UNILINGUAL_SV", "BILINGUAL_FI_MAJORITY", "BILINGUAL_SV_MAJORITY",
)  # fmt: skip


@dataclass(frozen=True)
class FileFault:
    """One thing that cannot be read: line (1 is the header) and column, a code and its remedy.

    ``line`` 0 and an empty column mean the file as a whole.
    """

    line: int
    column: str
    code: str
    value: str = ""

    @property
    def remedy(self) -> str:
        """What to do about it, as a stable code."""
        return REMEDIES[self.code]


@dataclass(frozen=True)
class MunicipalityFile:
    """What a file says. Rows that cannot be read are left out and told as faults."""

    rows: tuple[Municipality, ...]
    faults: tuple[FileFault, ...]


def read_file(path: Path) -> MunicipalityFile:
    """Read a CSV file in UTF-8 with a header, separated by commas or semicolons.

    Columns as in the product's own list of municipalities; others are passed over. Raises
    OSError when the file cannot be opened.
    """
    raw = path.read_bytes()
    if len(raw) > MOST_BYTES:
        return MunicipalityFile((), (FileFault(0, "", "TOO_LARGE", str(len(raw))),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return MunicipalityFile((), (FileFault(0, "", "NOT_UTF8", f"byte {error.start}"),))
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    missing = [name for name in REQUIRED if name not in (table.fieldnames or ())]
    if missing:
        return MunicipalityFile((), tuple(FileFault(1, name, "COLUMN_MISSING") for name in missing))
    return _read(table)


def _read(table: csv.DictReader[str]) -> MunicipalityFile:
    rows: list[Municipality] = []
    faults: list[FileFault] = []
    for row in table:
        if len(rows) >= MOST_ROWS:
            return MunicipalityFile((), (FileFault(table.line_num, "", "TOO_LARGE"),))
        reading = _Row(table.line_num, row)
        found = reading.municipality()
        faults += reading.faults
        if not reading.faults:
            rows.append(found)
    return MunicipalityFile(tuple(rows), tuple(faults))


class _Row:
    def __init__(self, line: int, cells: Mapping[str, str | None]) -> None:
        self.line, self.cells = line, cells
        self.faults: list[FileFault] = []

    def municipality(self) -> Municipality:
        lacking = [name for name in REQUIRED if self.cells.get(name) is None]
        if lacking:
            self.fault(lacking[0], "CELLS_MISSING")
        return Municipality(
            code=self.code("code"),
            name_fi=self.name("name_fi"),
            name_sv=self.name("name_sv"),
            name_en=self.name("name_en"),
            language_status=self.choice("language_status", LANGUAGES),
            county=self.county(),
            ends_on=self.day("ends_on"),
            successor=self.code("successor") if self.text("successor") else None,
        )

    def text(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def fault(self, column: str, code: str) -> None:
        self.faults.append(FileFault(self.line, column, code, self.text(column)[:80]))

    def code(self, column: str) -> str:
        try:
            return municipality_code(self.text(column))
        except CodeRefused:
            self.fault(column, "INVALID_CODE")
            return ""

    def county(self) -> str | None:
        if not self.text("county"):
            return None
        try:
            return county_code(self.text("county"))
        except CodeRefused:
            self.fault("county", "INVALID_COUNTY")
            return None

    def name(self, column: str) -> str:
        try:
            name = plain_line(self.text(column))
        except CodeRefused:
            self.fault(column, "CONTROL_CHARACTER")
            return ""
        if not shows_something(name):
            self.fault(column, "REQUIRED")
        elif len(name) > LONGEST_NAME:
            self.fault(column, "TOO_LONG")
        return name

    def choice(self, column: str, choices: Sequence[str]) -> str:
        value = self.text(column).upper()
        if value not in choices:
            self.fault(column, "UNKNOWN_LANGUAGE_STATUS")
        return value

    def day(self, column: str) -> date | None:
        if not self.text(column):
            return None
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            self.fault(column, "INVALID_DATE")
            return None
