"""Which obligation rules there are. The catalogue stands above this package and is plugged in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from server.kit.errors import FieldFault, refuse
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
        fault
        for place, key in enumerate(keys)
        for fault in _faults(str(place), key, known.get(key), days if key in new else None)
    ]
    refuse(*faults)


def _faults(
    place: str, key: str, rule: KnownRule | None, days: Period | None
) -> Iterator[FieldFault]:
    path = ("rules", place)
    if rule is None:
        yield FieldFault(path, "UNKNOWN_RULE", {"key": key})
    elif days is not None and not rule.met_by_negotiation:
        yield FieldFault(path, "NOT_MET_BY_NEGOTIATION", {"key": key})
    elif days is not None and not rule.valid.overlaps(days):
        starts_on, ends_on = rule.valid.starts_on.isoformat(), str(rule.valid.ends_on or "")
        days_valid = {"key": key, "startsOn": starts_on, "endsOn": ends_on}
        yield FieldFault(path, "RULE_NOT_IN_FORCE", days_valid)
