"""What a check finds: refusals for what cannot be true, warnings for what is only untidy."""

from __future__ import annotations

from dataclasses import dataclass

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
