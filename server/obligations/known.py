"""What packages below may ask of the catalogue of rules."""

from __future__ import annotations

from collections.abc import Collection

from server.kit.store.selects import select


async def known_rules(keys: Collection[str]) -> list[str]:
    """Which of the keys are rules of the catalogue."""
    return [key for (key,) in await select("SELECT key FROM obligation_rule WHERE key IN ?", keys)]
