from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.contracts import tree

# An import that must not be, by the file it is planted in; each stands at one rung of the ladder.
UPWARD = {
    "server/kit/planted.py": "server.identity.actor",
    "server/identity/planted.py": "server.journal.service",
    "server/journal/planted.py": "server.register.lookup",
    "server/register/planted.py": "server.negotiations.rules",
    "server/negotiations/planted.py": "server.obligations.service",
    "server/obligations/planted.py": "server.wiring",
    "schema/planted.py": "ui",
}
TRANSPORT = ("starlette", "strawberry", "jinja2", "authlib", "graphql")
DOMAIN = ("identity", "journal", "kit", "negotiations", "obligations", "register")
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
    for name, wrong in UPWARD.items():
        (copy / name).write_text(f"import {wrong}\n")
    for domain in DOMAIN:
        lines = "".join(f"import {transport}\n" for transport in TRANSPORT)
        (copy / "server" / domain / "transported.py").write_text(lines)
    return _linted(copy)


@pytest.mark.parametrize(("name", "wrong"), UPWARD.items())
def test_an_import_that_points_up_the_ladder_is_found(planted: str, name: str, wrong: str) -> None:
    assert f"{name.removesuffix('.py').replace('/', '.')} -> {wrong}" in planted


@pytest.mark.parametrize("transport", TRANSPORT)
@pytest.mark.parametrize("domain", DOMAIN)
def test_a_domain_package_that_knows_transport_is_found(
    planted: str, domain: str, transport: str
) -> None:
    assert f"server.{domain}.transported -> {transport}" in planted


def test_every_package_of_the_server_stands_on_the_ladder() -> None:
    ladder = (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = {".".join(name.split(".")[:2]) for name in tree.product() if name != "server"}
    on_it = {name for name in packages if name.startswith("server.")}
    assert [
        name for name in sorted(on_it) if f'"{name}"' not in ladder and f"({name})" not in ladder
    ] == []


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
