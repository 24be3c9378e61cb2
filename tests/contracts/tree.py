"""The repository as text and as syntax: what the contracts read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("server", "schema", "ui", "fixtures")
# What .gitignore leaves out, and what only a working copy has.
LEFT_OUT = frozenset(
    {
        ".git",
        ".venv",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".import_linter_cache",
        "node_modules",
        "vendor",
        "build",
        "dist",
        "bench-results",
    }
)
TEXT = frozenset(
    {
        ".cfg",
        ".css",
        ".csv",
        ".graphql",
        ".html",
        ".ini",
        ".js",
        ".json",
        ".md",
        ".mjs",
        ".po",
        ".py",
        ".service",
        ".sh",
        ".sql",
        ".svg",
        ".toml",
        ".txt",
        ".yaml",
        ".yml",
    }
)
UNNAMED = frozenset({"Makefile", "Containerfile", "Dockerfile", "run", ".npmrc", ".gitignore"})


def files(*suffixes: str, under: tuple[str, ...] = ("",)) -> Iterator[Path]:
    """The files of the repository with one of the suffixes; with none, all that are text."""
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            inside = path.relative_to(ROOT)
            if LEFT_OUT.intersection(inside.parts) or not path.is_file():
                continue
            if path.suffix in (suffixes or TEXT) or (not suffixes and path.name in UNNAMED):
                yield path


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def product() -> Mapping[str, ast.Module]:
    """The modules of the product by dotted name. Migrations are written by a machine."""
    return {
        dotted(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in files(".py", under=PRODUCT)
        if "migrations" not in path.parts
    }


@cache
def tests() -> Mapping[str, ast.Module]:
    """The modules of the tests by dotted name."""
    found = files(".py", under=("tests",))
    return {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in found}


@dataclass(frozen=True)
class Function:
    """A function where it stands: ``owner`` is its class, None at the top of a module."""

    module: str
    owner: str | None
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def name(self) -> str:
        return ".".join(filter(None, (self.module, self.owner, self.node.name)))

    @property
    def lines(self) -> int:
        return (self.node.end_lineno or self.node.lineno) - self.node.lineno + 1


def functions(modules: Mapping[str, ast.Module]) -> Iterator[Function]:
    """Every function and method, but not those inside functions."""
    for module, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(module, None, node)
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield Function(module, node.name, inner)


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names a module imports; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def spelled(node: ast.AST) -> str:
    """A chain of names as it is written, ``datetime.now`` or ``os.environ``; empty for others."""
    if isinstance(node, ast.Attribute):
        return f"{spelled(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
