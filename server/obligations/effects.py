"""What a planned change of the register touches.

Obligations, negotiations to come and rounds, and what the register has of who ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.expressions import Q

from server.kit.store.columns import ids
from server.negotiations.models import Negotiation, NegotiationRound
from server.obligations.models import Obligation
from server.register.holdings import Ending, Following, followings
from server.register.models import Organisation
from server.register.rules import Change


@dataclass(frozen=True)
class Effect:
    """One change and what it touches, by id.

    ``obligations`` are those of the municipality, and of the one it merges into, whose period is
    not over on the day; ``negotiations`` those not yet held that the municipality is a party to;
    ``rounds`` those still going on that set out to meet it. ``register`` is what becomes of its
    units, bodies, seats and contacts.
    """

    change: Change
    obligations: tuple[int, ...] = ()
    negotiations: tuple[int, ...] = ()
    rounds: tuple[int, ...] = ()
    register: tuple[Following, ...] = ()


async def effects(changes: Iterable[Change]) -> list[Effect]:
    """What each change touches, in the order of the changes. Nothing is written."""
    return [await _effect(change) for change in changes]


async def _effect(change: Change) -> Effect:
    codes = [change.code, *([change.other] if change.kind == "MERGED" and change.other else [])]
    rows = Organisation.filter(kind="MUNICIPALITY", code__in=codes)
    found = {row.code: row for row in await rows}
    municipalities = {code: row.id for code, row in found.items()}
    own = municipalities.get(change.code)
    if own is None:
        return Effect(change)
    following: list[Following] = []
    if change.kind in ("MERGED", "ENDED"):
        heir = found.get(change.other or "")
        ending = Ending(found[change.code], change.on, change.other is not None, heir)
        following = await followings(ending)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=change.on)
    obligations = Obligation.filter(lasting, municipality_id__in=list(municipalities.values()))
    negotiations = Negotiation.filter(
        parties__organisation_id=own, held_on__isnull=True, cancelled_on__isnull=True
    )
    rounds = NegotiationRound.filter(counterparties__organisation_id=own, ends_on__gte=change.on)
    return Effect(
        change,
        tuple(sorted(await ids(obligations))),
        tuple(sorted(await ids(negotiations))),
        tuple(sorted(await ids(rounds))),
        tuple(following),
    )
