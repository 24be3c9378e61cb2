"""Records that seem to tell of a matter about to be put on record once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from tortoise.expressions import Q

from server.identity import policy
from server.identity.actor import Actor
from server.kit.store.selects import select
from server.negotiations import rules
from server.negotiations.inputs import PlanInput
from server.negotiations.matter import Warnings
from server.negotiations.models import Negotiation
from server.negotiations.papers.service import memo as memos
from server.negotiations.parties import Called

MOST = 10


class _Row(NamedTuple):
    id: int
    kind: str
    held_on: date | None
    meets_on: date | None
    round_id: int | None
    is_public: bool


async def of_plan(
    by: Actor,
    given: PlanInput,
    called: Called,
    *,
    held: date | None = None,
    memo: str | None = None,
) -> list[int]:
    """The likely twins of a plan that the actor may see, latest first; at most ten.

    ``held`` is the day it was held and ``memo`` the link to its memo, when it is recorded as held.
    """
    day = held or given.meets_on
    sketch = rules.Sketch(given.kind, frozenset(called.codes), day, given.round, memo)
    linked = await memos.negotiations_of(memo) if memo else frozenset[int]()
    asked = Q(id__in=linked)
    if day is not None:
        asked |= Q(kind=given.kind) & (Q(held_on=day) | Q(held_on__isnull=True, meets_on=day))
    if given.round is not None:
        asked |= Q(kind=given.kind, round_id=given.round)
    alive = Negotiation.filter(cancelled_on__isnull=True, merged_into_id__isnull=True)
    found = alive.filter(asked).order_by("-sort_on", "-id")
    rows = [_Row(*row) for row in await found.values_list(*_Row._fields)]
    codes = await _parties([row.id for row in rows])
    twins = [
        row
        for row in rows
        if rules.are_likely_twins(
            sketch, _sketch(row, codes[row.id], memo if row.id in linked else None)
        )
    ]
    return [row.id for row in twins if _seen(by, row, codes[row.id])][:MOST]


def warning(twins: list[int]) -> Warnings:
    """What to say of a record made beside its likely twins."""
    return ({"code": "LIKELY_TWINS", "facts": {}},) if twins else ()


def _sketch(row: _Row, codes: frozenset[str], memo: str | None) -> rules.Sketch:
    day = row.held_on or row.meets_on
    return rules.Sketch(row.kind, codes, day, row.round_id, memo)


def _seen(by: Actor, row: _Row, codes: frozenset[str]) -> bool:
    return row.is_public or policy.may(by, policy.READ_DRAFTS, parties=codes).allowed


async def _parties(negotiations: list[int]) -> dict[int, frozenset[str]]:
    if not negotiations:
        return {}
    found: dict[int, set[str]] = defaultdict(set)
    for number, code in await select(
        "SELECT p.negotiation_id, o.organisation_code FROM negotiation_party p"
        " JOIN organisation o ON o.id = p.organisation_id WHERE p.negotiation_id IN ?",
        negotiations,
    ):
        found[number].add(code)
    return {number: frozenset(found[number]) for number in negotiations}
