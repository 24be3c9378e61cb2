"""What packages below may ask of the catalogue of rules."""

from __future__ import annotations

from collections.abc import Collection

from server.kit.period import Period
from server.negotiations.catalogue import KnownRule
from server.obligations.facts import kinds_of
from server.obligations.models import ObligationRule
from server.obligations.rules import EvidenceKind


async def known_rules(keys: Collection[str]) -> list[KnownRule]:
    """The rules of the catalogue among the keys."""
    return [
        KnownRule(
            row.key,
            Period(row.valid_from, row.valid_to),
            EvidenceKind.NEGOTIATION in kinds_of(row),
        )
        for row in await ObligationRule.filter(key__in=keys)
    ]
