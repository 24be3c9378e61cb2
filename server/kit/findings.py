"""What a check finds: refusals for what cannot be true, warnings for what is only untidy."""

from __future__ import annotations

from dataclasses import dataclass

Fact = str | int


@dataclass(frozen=True)
class Finding:
    """One thing a check found: a stable code, whom it concerns, and named facts.

    ``subject`` is an organisation code or an official code, ``None`` when it concerns the whole.
    """

    code: str
    subject: str | None = None
    facts: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True)
class Findings:
    """The findings of one check; an act goes through when there are no refusals."""

    refusals: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        return Findings(self.refusals + other.refusals, self.warnings + other.warnings)
