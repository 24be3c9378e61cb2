"""What the product can say: every code it raises, with the facts that come with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.contracts import tree

WHERE = {"of": 1, "FieldFault": 1, "Finding": 0, "_if": 1, "RequestError": 0, "Refusal": 0}
"""Which argument of a call is the code."""


@dataclass(frozen=True)
class Raised:
    """A code as one line of the product raises it."""

    module: str
    call: str
    code: str
    facts: frozenset[str]


def raised() -> Iterator[Raised]:
    """Every call that raises a code written there; a code in a variable is followed by hand."""
    for module, parsed in tree.product().items():
        for function in ast.walk(parsed):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _in(module, function)


def made_elsewhere() -> Iterator[str]:
    """What stands for the code of a fault or a finding, where it is neither written nor passed on.

    A function that is itself called with the code has it in its parameter ``code``.
    """
    for parsed in tree.product().values():
        for node in ast.walk(parsed):
            if not isinstance(node, ast.Call) or not _is_of_a_fault(node.func):
                continue
            place = WHERE[_name(node.func)] - (_owner(node.func) == "Finding")
            code = node.args[place] if len(node.args) > place else None
            passed_on = isinstance(code, ast.Attribute) and code.attr == "code"
            if code is not None and _text(code) is None and not passed_on:
                yield ast.unparse(code)


def _is_of_a_fault(function: ast.expr) -> bool:
    if _name(function) == "of":
        return _owner(function) in ("InvalidInput", "Finding")
    return _name(function) == "FieldFault"


def _in(module: str, function: ast.AST) -> Iterator[Raised]:
    known = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield from _of_call(module, node, known)
        if isinstance(node, ast.Dict):
            yield from _of_warning(module, node, known)


def _of_call(module: str, node: ast.Call, known: Mapping[str, ast.expr]) -> Iterator[Raised]:
    name = _name(node.func)
    if name not in WHERE:
        return
    place = WHERE[name] - (name == "of" and _owner(node.func) == "Finding")
    code = _text(node.args[place]) if len(node.args) > place else None
    if code is None or not code.isupper():
        return
    facts = {each.arg for each in node.keywords if each.arg and each.arg != "headers"}
    if name == "FieldFault" and len(node.args) > 2:
        facts |= _keys(node.args[2], known)
    if name == "_if":
        facts.add("day")
    yield Raised(module, name, code, frozenset(facts))


def _of_warning(module: str, node: ast.Dict, known: Mapping[str, ast.expr]) -> Iterator[Raised]:
    pairs = {_text(key): value for key, value in zip(node.keys, node.values, strict=True) if key}
    code = _text(pairs["code"]) if "code" in pairs else None
    if code and "facts" in pairs:
        yield Raised(module, "warning", code, frozenset(_keys(pairs["facts"], known)))


def _keys(node: ast.expr, known: Mapping[str, ast.expr]) -> set[str]:
    if isinstance(node, ast.Name):
        node = known[node.id]
    assert isinstance(node, ast.Dict)
    return {text for key in node.keys if key and (text := _text(key))}


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _owner(function: ast.expr) -> str:
    return _name(function.value) if isinstance(function, ast.Attribute) else ""
