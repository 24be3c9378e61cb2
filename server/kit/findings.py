"""What a check finds: refusals for what cannot be true, warnings for what is only untidy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.kit.errors import FieldFault, InvalidInput

Fact = str | int


@dataclass(frozen=True)
class Finding:
    """One thing a check found: a stable code and named facts, never a text."""

    code: str
    facts: tuple[tuple[str, Fact], ...] = ()

    @classmethod
    def of(cls, code: str, /, **facts: Fact) -> Finding:
        """A finding with its facts by name."""
        return cls(code, tuple(facts.items()))


@dataclass(frozen=True)
class Findings:
    """The findings of one check; an act goes through when there are no refusals."""

    refusals: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def heeded(found: Findings, fields: Mapping[str, str]) -> tuple[Mapping[str, Any], ...]:
    """The warnings of a check as an outcome bears them.

    ``fields`` tells of which field of the input a refusal speaks. Raises InvalidInput when there
    are refusals.
    """
    if found.refusals:
        raise InvalidInput(
            *(
                FieldFault(tuple(fields[each.code].split(".")), each.code, dict(each.facts))
                for each in found.refusals
            )
        )
    return tuple({"code": each.code, "facts": dict(each.facts)} for each in found.warnings)
