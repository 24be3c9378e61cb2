"""The committed schema is the one that is served, and nobody's program breaks without notice."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLNamedType,
    GraphQLSchema,
    build_schema,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_introspection_type,
    is_object_type,
    is_specified_scalar_type,
)
from graphql.utilities import find_breaking_changes

from schema.root import printed
from tests.contracts.tree import ROOT

COMMITTED = ROOT / "schema" / "schema.graphql"
CHANGELOG = ROOT / "CHANGELOG.md"
ODD = re.compile(r"``|\bself\b|\bNone\b|isoformat|_\b|(?<!\w)_\w")


def schema_of(text: str) -> GraphQLSchema:
    return build_schema(text, assume_valid=True)


def breaking(before: str, after: str) -> list[str]:
    """What would break a program written against ``before``."""
    found = find_breaking_changes(schema_of(before), schema_of(after))
    return [change.description for change in found]


def announced(changelog: str) -> str:
    """What the newest section of the changelog says under *Breaking*; empty when nothing."""
    newest = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:2]
    named = re.search(
        r"^### Breaking\n(.*?)(?=^### |\Z)", "".join(newest), re.DOTALL | re.MULTILINE
    )
    return named[1].strip() if named else ""


def at_head(path: str) -> str | None:
    """A file as last committed; None where there is no history to ask."""
    done = subprocess.run(  # noqa: S603 - a fixed command
        ["git", "show", f"HEAD:{path}"],  # noqa: S607 - the git of whoever runs the tests
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else None


def test_the_committed_schema_is_the_one_served() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == printed(), (
        "Run: python -m server.cli schema > schema/schema.graphql"
    )


def test_breaking_change_is_announced_in_the_changelog() -> None:
    before = at_head("schema/schema.graphql")
    assert before is not None, "The schema of the last commit is needed: run inside the repository"
    found = breaking(before, COMMITTED.read_text(encoding="utf-8"))
    told = announced(CHANGELOG.read_text(encoding="utf-8"))
    assert not found or told, found


def test_removed_field_and_new_required_argument_are_breaking() -> None:
    before = "type Query { a: Int b(x: Int): Int }"
    assert breaking(before, "type Query { b(x: Int): Int }") == ["Field Query.a was removed."]
    assert len(breaking(before, "type Query { a: Int b(x: Int, y: Int!): Int }")) == 1
    assert breaking(before, "type Query { a: Int b(x: Int, y: Int): Int c: Int }") == []


def test_only_the_newest_section_announces() -> None:
    assert (
        announced("## 2\n### Breaking\n- a\n\n### Added\n- b\n## 1\n### Breaking\n- c\n") == "- a"
    )
    assert announced("## 2\n### Added\n- b\n## 1\n### Breaking\n- c\n") == ""
    assert announced("") == ""


def described(schema: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    """Everything of the schema that takes a description, by where it stands."""
    for name, kind in schema.type_map.items():
        if not is_introspection_type(kind) and not is_specified_scalar_type(kind):
            yield name, kind
            yield from _below(name, kind)


def _below(name: str, kind: GraphQLNamedType) -> Iterator[tuple[str, Any]]:
    owner: Any = kind
    if is_enum_type(kind):
        yield from ((f"{name}.{value}", each) for value, each in owner.values.items())
    if is_object_type(kind) or is_interface_type(kind) or is_input_object_type(kind):
        for field, each in owner.fields.items():
            yield f"{name}.{field}", each
            arguments = getattr(each, "args", {}).items()
            yield from ((f"{name}.{field}({argument})", of) for argument, of in arguments)


def test_everything_in_the_schema_says_what_it_is() -> None:
    schema = schema_of(COMMITTED.read_text(encoding="utf-8"))
    texts = {where: (each.description or "").strip() for where, each in described(schema)}
    # The one argument of an act is said by the type it has.
    assert not [w for w, text in texts.items() if not text and not w.endswith("(input)")]
    assert not [w for w, text in texts.items() if text and not text.endswith((".", "?"))]
    assert not [where for where, text in texts.items() if ODD.search(text)]
