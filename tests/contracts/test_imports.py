from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from tests.contracts import tree


def _is_package(name: str) -> bool:
    return (tree.ROOT / name.replace(".", "/")).is_dir()


PROJECT = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LADDER, SILENT, PURE = PROJECT["tool"]["importlinter"]["contracts"]
RUNGS = [rung.strip("()") for rung in LADDER["layers"]]
DOMAIN = [name for name in SILENT["source_modules"] if _is_package(name)]
TRANSPORT = SILENT["forbidden_modules"]
# For each package on the ladder, the rung above it, which it must not import.
UPWARD = {lower: upper for upper, lower in pairwise(RUNGS) if _is_package(lower)}
ACTING = frozenset({"server.kit.clock", "server.kit.settings"})
# They reach outside the process or do not answer the same twice.
IMPURE = frozenset(
    [
        "asyncio",
        "http",
        "os",
        "pathlib",
        "random",
        "secrets",
        "socket",
        "sqlite3",
        "subprocess",
        "time",
        "urllib",
        "uuid",
    ]
)


def _linted(folder: Path) -> str:
    run = subprocess.run(  # noqa: S603 - the linter beside this interpreter, on a copy made here
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the product with every wrong import planted in it."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(tree.ROOT / "pyproject.toml", copy)
    for path in tree.files(".py", under=tree.PRODUCT):
        target = copy / path.relative_to(tree.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    for package, upper in UPWARD.items():
        (copy / package.replace(".", "/") / "planted.py").write_text(f"import {upper}\n")
    for package in DOMAIN:
        lines = "".join(f"import {transport}\n" for transport in TRANSPORT)
        (copy / package.replace(".", "/") / "transported.py").write_text(lines)
    lines = "".join(f"import {impure}\n" for impure in PURE["forbidden_modules"])
    (copy / "server/obligations/rules/stored.py").write_text(lines)
    return _linted(copy)


@pytest.mark.parametrize("impure", PURE["forbidden_modules"])
def test_a_rule_that_knows_more_than_values_is_found(planted: str, impure: str) -> None:
    assert f"server.obligations.rules.stored -> {impure}" in planted


@pytest.mark.parametrize(("package", "upper"), UPWARD.items())
def test_an_import_that_points_up_the_ladder_is_found(
    planted: str, package: str, upper: str
) -> None:
    assert f"{package}.planted -> {upper}" in planted


@pytest.mark.parametrize("transport", TRANSPORT)
@pytest.mark.parametrize("package", DOMAIN)
def test_a_domain_package_that_knows_transport_is_found(
    planted: str, package: str, transport: str
) -> None:
    assert f"{package}.transported -> {transport}" in planted


def test_every_package_of_the_server_stands_on_the_ladder() -> None:
    below = {".".join(name.split(".")[:2]) for name in tree.product() if name.startswith("server.")}
    assert sorted(below - {*RUNGS}) == []


def test_every_rung_below_the_api_is_told_to_be_silent_of_transport() -> None:
    assert RUNGS[RUNGS.index("schema") + 1 :] == SILENT["source_modules"]


def is_pure_by_name(module: str) -> bool:
    """Whether a module must be pure: rules, rents and the access table."""
    return bool({"rules", "rent", "policy"}.intersection(module.split(".")[2:3]))


def impurities(modules: Mapping[str, ast.Module]) -> list[str]:
    """What pure modules import, themselves or by others, besides the standard library."""
    found = []
    for root in filter(is_pure_by_name, modules):
        seen, waiting = {root}, [root]
        while waiting:
            module = waiting.pop()
            for name in tree.imported(modules[module]):
                inner = _module(modules, name)
                if inner in ACTING or not (inner or _is_pure_library(name)):
                    found.append(f"{root}: {module} imports {name}")
                elif inner and inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)
    return found


def _module(modules: Mapping[str, ast.Module], name: str) -> str | None:
    """The module of the product that the imported name is, or is in."""
    return next((n for n in (name, name.rpartition(".")[0]) if n in modules), None)


def _is_pure_library(name: str) -> bool:
    first = name.split(".", maxsplit=1)[0]
    return first in sys.stdlib_module_names and first not in IMPURE


def test_rules_and_policy_know_the_standard_library_and_the_kit_only() -> None:
    assert impurities(tree.product()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "from tortoise.models import Model",
        "import os",
        "from server.kit.clock import now",
        "from server.kit.store.act import act",
        "from server.register.models import Organisation",
    ],
)
def test_a_rule_that_reaches_out_is_found(wrong: str) -> None:
    product = {**tree.product(), "server.obligations.rules.planted": ast.parse(wrong)}
    assert any("server.obligations.rules.planted" in line for line in impurities(product))
