"""Organisations by name in what an act answers: services speak of them by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from server.kit.errors import DomainError, FieldFault, InvalidInput
from server.kit.store.act import Outcome
from server.register.models import Organisation

Facts = Mapping[str, Any]


async def outcome_with_names(outcome: Outcome, language: str) -> Outcome:
    """The outcome with the organisations of its warnings by name, those of its items too."""
    every = [*outcome.warnings, *(each for item in outcome.items for each in item.warnings)]
    names = await _names((each.get("facts", {}) for each in every), language)

    def named(found: Iterable[Facts]) -> tuple[Facts, ...]:
        return tuple({**each, "facts": _named(each.get("facts", {}), names)} for each in found)

    items = tuple(replace(item, warnings=named(item.warnings)) for item in outcome.items)
    return replace(outcome, warnings=named(outcome.warnings), items=items)


async def refusal_with_names(error: DomainError, language: str) -> DomainError:
    """The refusal with the organisations of its faults by name."""
    if not isinstance(error, InvalidInput):
        return error
    names = await _names((fault.facts for fault in error.faults), language)
    return InvalidInput(
        *(FieldFault(each.path, each.code, _named(each.facts, names)) for each in error.faults)
    )


async def _names(found: Iterable[Facts], language: str) -> dict[str, str]:
    codes = {code for facts in found if (code := _code(facts))}
    if not codes:
        return {}
    rows = await Organisation.filter(organisation_code__in=codes)
    return {each.organisation_code: _name(each, language) for each in rows}


def _name(organisation: Organisation, language: str) -> str:
    return getattr(organisation, f"name_{language}") or organisation.name_fi


def _named(facts: Facts, names: Mapping[str, str]) -> Facts:
    """The facts with ``organisation`` by name; as given when none has the code."""
    code = _code(facts)
    if code is None:
        return facts
    return {**facts, "organisation": names.get(code) or facts.get("code", code)}


def _code(facts: Facts) -> str | None:
    """The organisation code in the facts: given as such, or as a municipality's own ``code``."""
    if "organisation" in facts:
        return str(facts["organisation"])
    return f"municipality:{str(facts['code']).zfill(3)}" if "code" in facts else None
