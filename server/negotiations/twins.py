"""Records that seem to tell of a matter about to be put on record once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from server.identity import policy
from server.identity.actor import Actor
from server.kit.store.selects import day, select
from server.negotiations import rules
from server.negotiations.inputs import PlanInput
from server.negotiations.matter import Warnings
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
    on = held or given.meets_on
    sketch = rules.Sketch(given.kind, frozenset(called.codes), on, given.round, memo)
    linked = await memos.negotiations_of(memo) if memo else frozenset[int]()
    rows = await _candidates(sketch, called, linked)
    codes = await _parties([row.id for row in rows])
    twins = [
        row
        for row in rows
        if rules.are_likely_twins(
            sketch, _sketch(row, codes[row.id], memo if row.id in linked else None)
        )
    ]
    return [row.id for row in twins if _seen(by, row, codes[row.id])][:MOST]


async def _candidates(sketch: rules.Sketch, called: Called, linked: frozenset[int]) -> list[_Row]:
    """Records of one day or round with someone who is called, and those of one memo."""
    # Twins share two parties, so one that is not the county: it has met whoever it has met.
    county = called.county.id if called.county else None
    places = [row.id for row in called.everyone if row.id != county]
    rows = await select(
        "SELECT id, kind, held_on, meets_on, round_id, is_public FROM negotiation"
        " WHERE id IN (SELECT negotiation_id FROM negotiation_party WHERE organisation_id IN ?"
        " UNION SELECT id FROM negotiation WHERE id IN ?)"
        " AND cancelled_on IS NULL AND merged_into_id IS NULL"
        " AND (id IN ? OR kind = ? AND (coalesce(held_on, meets_on) = ? OR round_id = ?))"
        " ORDER BY sort_on DESC, id DESC",
        places,
        linked,
        linked,
        sketch.kind,
        sketch.day,
        sketch.round,
    )
    return [
        _Row(number, kind, day(held_on), day(meets_on), round_id, bool(public))
        for number, kind, held_on, meets_on, round_id, public in rows
    ]


def warning(twins: list[int]) -> Warnings:
    """What to say of a record made beside its likely twins."""
    return ({"code": "LIKELY_TWINS", "facts": {}},) if twins else ()


def _sketch(row: _Row, codes: frozenset[str], memo: str | None) -> rules.Sketch:
    on = row.held_on or row.meets_on
    return rules.Sketch(row.kind, codes, on, row.round_id, memo)


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
