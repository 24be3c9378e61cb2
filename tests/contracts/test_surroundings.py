from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from server.kit.settings import VARIABLES
from tests.contracts import tree

CLOCK = "server.kit.clock"
SETTINGS = "server.kit.settings"
ASKS_THE_TIME = re.compile(
    r"(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|time\.(?:time|time_ns|localtime|gmtime))$"
)
# The database's own day is UTC's, or the machine's.
ASKS_THE_DATABASE = re.compile(
    r"\bCURRENT_(?:DATE|TIME|TIMESTAMP)\b|\bnow\(\)|\('now'", re.IGNORECASE
)
ASKS_THE_ENVIRONMENT = ("os.environ", "os.getenv", "os.putenv", "environ")
SETTING = re.compile(r"(?:DATABASE_URL|YHDYSPINTA_[A-Z_]+)")


def askers_of_time(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """Where the machine or the database is asked what time it is."""
    for module, body in modules.items():
        if module == CLOCK:
            continue
        for node in ast.walk(body):
            if isinstance(node, ast.Attribute) and ASKS_THE_TIME.search(tree.spelled(node)):
                yield f"{module}:{node.lineno}"
            text = str(node.value) if isinstance(node, ast.Constant) else ""
            if isinstance(node, ast.Constant) and ASKS_THE_DATABASE.search(text):
                yield f"{module}:{node.lineno}"


def askers_of_environment(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """Where configuration is read that did not come through the settings."""
    for module, body in modules.items():
        if module == SETTINGS:
            continue
        if "os.environ" in tree.imported(body):
            yield module
        for node in ast.walk(body):
            if isinstance(node, ast.Attribute) and tree.spelled(node) in ASKS_THE_ENVIRONMENT:
                yield f"{module}:{node.lineno}"


def test_only_the_clock_asks_what_time_it_is() -> None:
    assert list(askers_of_time(tree.product())) == []


def test_only_the_settings_read_the_environment() -> None:
    assert list(askers_of_environment(tree.product())) == []


@pytest.mark.parametrize(
    "planted",
    [
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.time()",
        "sql = 'SELECT CURRENT_DATE'",
        "sql = \"SELECT date('now')\"",
    ],
)
def test_one_who_asks_the_time_is_found(planted: str) -> None:
    assert list(askers_of_time({"planted": ast.parse(planted)})) != []


@pytest.mark.parametrize("planted", ["import os\nos.environ['X']", "from os import environ"])
def test_one_who_reads_the_environment_is_found(planted: str) -> None:
    assert list(askers_of_environment({"planted": ast.parse(planted)})) != []


def _read_settings() -> set[str]:
    body = [
        statement
        for statement in tree.product()[SETTINGS].body
        if not (
            isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "VARIABLES"
        )
    ]
    nodes = (node for statement in body for node in ast.walk(statement))
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {text for text in constants if isinstance(text, str) and SETTING.fullmatch(text)}


def documented(text: str) -> set[str]:
    """The settings named in the first column of a table, one or several to a row."""
    first = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    return {name for cell in first for name in re.findall(rf"`({SETTING.pattern})`", cell)}


def test_the_documented_settings_are_the_settings_read() -> None:
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert documented(readme) == _read_settings() == set(VARIABLES)


def test_settings_are_found_in_the_first_column_only() -> None:
    table = "| `DATABASE_URL` | where |\n| `YHDYSPINTA_DEMO` | see `YHDYSPINTA_TODAY` |\n"
    assert documented(table) == {"DATABASE_URL", "YHDYSPINTA_DEMO"}
    assert {"DATABASE_URL", "YHDYSPINTA_SECRET"} <= _read_settings()
