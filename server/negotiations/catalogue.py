"""Which obligation rules there are. The catalogue stands above this package and is plugged in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from server.identity import policy
from server.identity.actor import Actor
from server.kit.errors import FieldFault, refuse
from server.kit.period import Period


@dataclass(frozen=True)
class KnownRule:
    """A rule of the catalogue: its key, the days it is in force, whether a negotiation is among
    the evidence it asks for, and whether a ministry owes it."""

    key: str
    valid: Period
    met_by_negotiation: bool
    owed_by_ministry: bool


Known = Callable[[Collection[str]], Awaitable[Collection[KnownRule]]]
"""The rules of the catalogue among some keys."""

_known: list[Known] = []


def plug(known: Known) -> None:
    """Set who knows the rules in this process; called once by the composition root."""
    _known[:] = [known]


async def check_rules(
    by: Actor,
    keys: Sequence[str],
    *,
    but: Collection[str] = (),
    days: Period | None = None,
) -> None:
    """Raise InvalidInput with a fault for every key that is no rule of the catalogue.

    All ``but`` those that a record is under already must be met by negotiations, be in force on
    one of the ``days`` on which the meeting can have been held when there are any, and, when a
    ministry owes them, be named by a ministry: else NotAllowed.
    """
    known = {rule.key: rule for rule in (await _known[0](keys) if keys else ())}
    faults = [
        fault
        for place, key in enumerate(keys)
        for fault in _faults(("rules", str(place)), key, known.get(key), days)
        if key not in but
    ]
    refuse(*faults)
    if any(rule.owed_by_ministry for key, rule in known.items() if key not in but):
        policy.require(by, policy.RECORD_STEERING)


def _faults(
    path: tuple[str, ...], key: str, rule: KnownRule | None, days: Period | None
) -> Iterator[FieldFault]:
    if rule is None:
        yield FieldFault(path, "UNKNOWN_RULE", {"key": key})
    elif not rule.met_by_negotiation:
        yield FieldFault(path, "NOT_MET_BY_NEGOTIATION", {"key": key})
    elif days is not None and not rule.valid.overlaps(days):
        starts_on, ends_on = rule.valid.starts_on.isoformat(), str(rule.valid.ends_on or "")
        days_valid = {"key": key, "startsOn": starts_on, "endsOn": ends_on}
        yield FieldFault(path, "RULE_NOT_IN_FORCE", days_valid)
