"""What packages below may ask of the catalogue of rules."""

from __future__ import annotations

from collections.abc import Collection

from server.kit.period import Period
from server.kit.store.selects import day, select
from server.negotiations.catalogue import KnownRule
from server.obligations.rules import EvidenceKind


async def known_rules(keys: Collection[str]) -> list[KnownRule]:
    """The rules of the catalogue among the keys."""
    rows = await select(
        "SELECT key, valid_from, valid_to, evidence_kinds, bearer FROM obligation_rule"
        " WHERE key IN ?",
        keys,
    )
    return [
        KnownRule(
            key,
            Period(day(first), day(last)),
            met_by_negotiation=EvidenceKind.NEGOTIATION in kinds.split(),
            owed_by_ministry=bearer == "MINISTRY",
        )
        for key, first, last, kinds, bearer in rows
    ]
