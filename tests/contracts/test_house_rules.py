from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator, Mapping

import pytest

from tests.contracts import tree

LONGEST_FILE = 400
MEDIAN_FILE = 120
LONGEST_FUNCTION = 40
SHARE_OF_SHORT_FUNCTIONS = 0.95
MOST_POSITIONAL = 5
LONGEST_TEMPLATE = 150
CODE = (".py", ".graphql", ".js", ".css")
PRINTED = ("schema.graphql",)  # written by a machine
EMPTY_ROOMS = ("util", "utils", "helper", "helpers", "common", "manager", "managers", "misc")
# The packages whose public names are read by people who do not read the code.
EXPLAINED = ("rules", "rent", "policy", "service", "kit", "engine")


def _lines() -> dict[str, int]:
    return {
        str(path.relative_to(tree.ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in tree.files(*CODE, under=tree.PRODUCT)
        if "migrations" not in path.parts and path.name not in PRINTED
    }


def test_no_file_is_too_long_to_read() -> None:
    assert {name: n for name, n in _lines().items() if n > LONGEST_FILE} == {}


def test_the_usual_file_is_short() -> None:
    written = [n for name, n in _lines().items() if n > 1 and name.endswith(".py")]
    assert statistics.median(written) <= MEDIAN_FILE


def test_nearly_every_function_fits_a_screen() -> None:
    found = list(tree.functions(tree.product()))
    long = {
        function.name: function.lines for function in found if function.lines > LONGEST_FUNCTION
    }
    assert len(long) <= (1 - SHARE_OF_SHORT_FUNCTIONS) * len(found), long


def positional(function: tree.Function) -> int:
    """How many arguments a caller may give without naming them."""
    given = [*function.node.args.posonlyargs, *function.node.args.args]
    return len([a for a in given if not (function.owner and a.arg in ("self", "cls"))])


def test_no_function_takes_many_arguments_by_place() -> None:
    crowded = {f.name for f in tree.functions(tree.product()) if positional(f) > MOST_POSITIONAL}
    assert crowded == set()


def test_no_template_is_too_long_to_read() -> None:
    long = {
        path.name: n
        for path in tree.files(".html", under=("ui",))
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_TEMPLATE
    }
    assert long == {}


def test_no_module_is_named_after_nothing() -> None:
    names = {*tree.product(), *tree.tests()}
    assert [name for name in sorted(names) if set(EMPTY_ROOMS) & set(name.split("."))] == []


def unexplained(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """Modules, and public functions and classes of the explained packages, without a docstring."""
    for module, body in modules.items():
        if body.body and not ast.get_docstring(body):
            yield module
        if not set(EXPLAINED) & set(module.split(".")):
            continue
        for node in body.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if not node.name.startswith("_") and not (ast.get_docstring(node) or _described(node)):
                yield f"{module}.{node.name}"


def _described(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether its decorator says in words what it is, as types of the API do."""
    calls = [decorator for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    return any(keyword.arg == "description" for call in calls for keyword in call.keywords)


def test_public_names_say_what_they_answer() -> None:
    assert sorted(unexplained(tree.product())) == []


@pytest.mark.parametrize("planted", ["def due(): ...", "class Due: ...", "x = 1"])
def test_a_public_name_that_says_nothing_is_found(planted: str) -> None:
    body = ast.parse(f"'''A module.'''\n{planted}" if planted[0] in "dc" else planted)
    assert list(unexplained({"server.kit.planted": body})) != []


def test_tests_are_sentences_without_a_second_one_below() -> None:
    told = [
        function.name
        for function in tree.functions(tree.tests())
        if function.node.name.startswith("test_") and ast.get_docstring(function.node)
    ]
    assert told == []
