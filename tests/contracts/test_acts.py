from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from server.identity import policy
from tests.contracts import tree
from ui.act_words import JOURNAL_ACT

LONGEST_NAME = 48  # what the journal's column holds
OPERATOR = "server.cli"  # whoever has the machine needs no leave of the product
# One whose caller asks, and those of the machine itself.
UNASKED = frozenset({"erase_personal", "mark_demonstration", "rebuild_search", "turn_day"})

# Acts that touch nothing whose history a page shows, each with what it touches alone.
UNSHOWN = {
    "end_membership": "whose member a person is; a record once kept here goes on",
    "erase_personal": "the journal",
    "invite_member": "invitations",
    "issue_token": "tokens",
    "rebuild_search": "the search index",
    "revoke_token": "tokens",
    "seed_templates": "templates of agendas",
}


def acts(modules: Mapping[str, ast.Module]) -> Iterator[tuple[str, tree.Function]]:
    """The names under which acts are opened, each with the function that opens it.

    A function that opens an act under a name given to it has the names its callers give.
    """
    functions = [f for f in tree.functions(modules) if f.module != "server.kit.store.act"]
    for function in functions:
        for call in _calls(function.node, "act"):
            if not call.args:
                continue
            if isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value), function
            elif isinstance(call.args[0], ast.Name):
                yield from _given(functions, function, call.args[0].id)


def _given(
    functions: list[tree.Function], opener: tree.Function, parameter: str
) -> Iterator[tuple[str, tree.Function]]:
    place = [argument.arg for argument in opener.node.args.args].index(parameter)
    private = opener.node.name.startswith("_")
    for caller in functions:
        if private and caller.module != opener.module:
            continue
        for call in _calls(caller.node, opener.node.name):
            named = [k.value for k in call.keywords if k.arg == parameter]
            for value in [*call.args[place : place + 1], *named]:
                if isinstance(value, ast.Constant):
                    yield str(value.value), opener


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and tree.spelled(inner.func).rpartition(".")[2] == name:
            yield inner


def unasked(modules: Mapping[str, ast.Module]) -> set[str]:
    """Acts whose function never comes to the access table, itself or by what it calls.

    What it calls is looked for in its own package: a domain asks for itself.
    """
    reach: dict[tuple[str, str], set[str]] = {}
    for function in tree.functions(modules):
        called = {tree.spelled(c.func) for c in ast.walk(function.node) if isinstance(c, ast.Call)}
        reach.setdefault((_package(function), function.node.name), set()).update(called)
    return {
        name
        for name, function in acts(modules)
        if _package(function) != OPERATOR and not _asks(reach, function)
    }


def _package(function: tree.Function) -> str:
    return ".".join(function.module.split(".")[:2])


def _asks(reach: Mapping[tuple[str, str], set[str]], function: tree.Function) -> bool:
    seen, waiting = set[str](), [function.node.name]
    while waiting:
        name = waiting.pop()
        seen.add(name)
        called = reach.get((_package(function), name), set())
        if any(full.startswith("policy.") or full == "require" for full in called):
            return True
        waiting += {full.rpartition(".")[2] for full in called} - seen
    return False


def test_every_act_has_a_name_of_its_own_that_the_journal_can_hold() -> None:
    named = Counter(name for name, _ in acts(tree.product()))
    assert {name: n for name, n in named.items() if n > 1 or len(name) > LONGEST_NAME} == {}
    assert named


def test_every_act_asks_the_access_table() -> None:
    assert unasked(tree.product()) == UNASKED


def test_an_act_that_asks_nobody_is_found() -> None:
    planted = ast.parse("async def leak(by):\n    async with act('leak', by):\n        pass\n")
    assert "leak" in unasked({**tree.product(), "server.planted.service": planted})


def test_every_act_that_a_history_can_name_has_words() -> None:
    named = {name for name, _ in acts(tree.product())}
    assert named - JOURNAL_ACT.keys() == UNSHOWN.keys()
    assert JOURNAL_ACT.keys() <= named


def test_the_access_table_names_each_permission_once_and_leaves_none_out() -> None:
    written = [p for p in vars(policy).values() if isinstance(p, policy.Permission)]
    assert len({permission.key for permission in written}) == len(written)
    assert set(policy.ACTS) == set(written)
