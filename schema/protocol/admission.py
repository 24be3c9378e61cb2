"""How much one actor may ask for in a time, and how many requests may be in hand at once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address
from math import ceil

from schema.protocol.refusals import Refusal


@dataclass(frozen=True)
class Quota:
    """So many units of document cost in so many seconds, regained evenly."""

    units: int
    seconds: int = 60

    @property
    def policy(self) -> str:
        """The value of the ``RateLimit-Policy`` header."""
        return f'"cost";q={self.units};w={self.seconds}'


@dataclass(frozen=True)
class Allowance:
    """What an actor has left: whole units, never below zero, and seconds until all is back."""

    quota: Quota
    remaining: int
    full_in: int

    @property
    def headers(self) -> dict[str, str]:
        """The ``RateLimit`` headers of an answer."""
        return {
            "RateLimit-Policy": self.quota.policy,
            "RateLimit": f'"cost";r={self.remaining};t={self.full_in}',
        }


class Rates:
    """Who has asked for how much, in this process only; several processes each count their own.

    A cost is known after the document was weighed, so it is charged afterwards and may leave a
    debt; an actor in debt waits until it is worked off. Actors who have regained everything are
    indistinguishable from unknown ones, so forgetting the longest silent costs nothing.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, actors: int = 100_000) -> None:
        self._clock = clock
        self._actors = actors
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allowance(self, actor: str, quota: Quota) -> Allowance:
        """What the actor has now. Raises Refusal RATE_LIMITED when that is nothing."""
        level = self._level(actor, quota)
        if level < 1:
            wait = ceil((1 - level) * quota.seconds / quota.units)
            headers = {"Retry-After": str(wait), **_allowance(quota, level).headers}
            raise Refusal("RATE_LIMITED", headers, seconds=wait, units=quota.units)
        return _allowance(quota, level)

    def charge(self, actor: str, quota: Quota, cost: int) -> Allowance:
        """Take ``cost`` units from the actor and answer what is left."""
        level = self._level(actor, quota) - cost
        self._levels[actor] = level, self._clock()
        self._levels.move_to_end(actor)
        if len(self._levels) > self._actors:
            self._levels.popitem(last=False)
        return _allowance(quota, level)

    def _level(self, actor: str, quota: Quota) -> float:
        if actor not in self._levels:
            return float(quota.units)
        level, since = self._levels[actor]
        regained = (self._clock() - since) * quota.units / quota.seconds
        return min(float(quota.units), level + regained)


class Slots:
    """Places for requests in hand; beyond them new ones are turned away at once, not queued."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place. Raises Refusal OVERLOADED when all are taken."""
        if self.taken >= self.places:
            raise Refusal("OVERLOADED", {"Retry-After": "1"})
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1


def address_key(client: tuple[str, int] | None) -> str:
    """The name under which an anonymous caller is counted: its address, or its /64 network."""
    host = client[0] if client else "unknown"
    if ":" in host:
        address = IPv6Address(host.partition("%")[0])
        if address.ipv4_mapped is None:
            return f"address:{int(address) >> 64:x}::/64"
    return f"address:{host}"


def _allowance(quota: Quota, level: float) -> Allowance:
    missing = quota.units - level
    return Allowance(quota, max(0, int(level)), ceil(missing * quota.seconds / quota.units))
