"""Which obligation rules there are. The catalogue stands above this package and is plugged in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from server.kit.errors import FieldFault, InvalidInput
from server.kit.period import Period


@dataclass(frozen=True)
class KnownRule:
    """A rule of the catalogue: its key, the days it is in force, and whether a negotiation is
    among the evidence it asks for."""

    key: str
    valid: Period
    met_by_negotiation: bool


Known = Callable[[Collection[str]], Awaitable[Collection[KnownRule]]]
"""The rules of the catalogue among some keys."""

_known: list[Known] = []


def plug(known: Known) -> None:
    """Set who knows the rules in this process; called once by the composition root."""
    _known[:] = [known]


async def check_rules(
    keys: Sequence[str], *, new: Collection[str] = (), days: Period | None = None
) -> None:
    """Raise InvalidInput with a fault for every key that is no rule of the catalogue.

    Those among ``new`` must be met by negotiations, and be in force on one of the ``days`` on
    which the meeting can have been held.
    """
    known = {rule.key: rule for rule in (await _known[0](keys) if keys else ())}
    faults = [
        FieldFault(("rules", str(place)), *fault)
        for place, key in enumerate(keys)
        for fault in _faults(key, known.get(key), days if key in new else None)
    ]
    if faults:
        raise InvalidInput(*faults)


def _faults(
    key: str, rule: KnownRule | None, days: Period | None
) -> Iterator[tuple[str, dict[str, str]]]:
    if rule is None:
        yield "UNKNOWN_RULE", {"key": key}
    elif days is not None and not rule.met_by_negotiation:
        yield "NOT_MET_BY_NEGOTIATION", {"key": key}
    elif days is not None and not rule.valid.overlaps(days):
        ends_on = rule.valid.ends_on.isoformat() if rule.valid.ends_on else ""
        valid = {"startsOn": rule.valid.starts_on.isoformat(), "endsOn": ends_on}
        yield "RULE_NOT_IN_FORCE", {"key": key, **valid}
