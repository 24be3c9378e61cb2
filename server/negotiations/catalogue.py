"""Which obligation rules there are. The catalogue stands above this package and is plugged in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence

from server.kit.errors import FieldFault, InvalidInput

Known = Callable[[Collection[str]], Awaitable[Collection[str]]]
"""Which of some keys are rules of the catalogue."""

_known: list[Known] = []


def plug(known: Known) -> None:
    """Set who knows the rules in this process; called once by the composition root."""
    _known[:] = [known]


async def check_rules(keys: Sequence[str]) -> None:
    """Raise InvalidInput with a fault for every key that is no rule of the catalogue."""
    known = set(await _known[0](keys)) if keys else set()
    faults = [
        FieldFault(("rules", str(place)), "UNKNOWN_RULE", {"key": key})
        for place, key in enumerate(keys)
        if key not in known
    ]
    if faults:
        raise InvalidInput(*faults)
