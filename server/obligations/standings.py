"""Standings kept as spans: what the rules say of an obligation, from day to day, stored ahead."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from tortoise.expressions import F

from server.kit.store.act import Act
from server.obligations import facts, rules
from server.obligations.models import Obligation, StandingSpan
from server.register.models import CouncilTerm

Spans = Sequence[Mapping[str, Any]]

BATCH = 500
"""Obligations whose facts are held in memory at a time."""


async def horizon(today: date) -> date:
    """The last day for which standings are stored: the end of the council term after this one."""
    terms = await CouncilTerm.filter(kind="COUNTY", ends_on__gte=today).order_by("starts_on")
    return terms[min(1, len(terms) - 1)].ends_on


async def rewrite(act: Act, obligations: Collection[int]) -> int:
    """Bring the spans of the obligations up to their facts; how many changed.

    The obligations are locked in the order of their ids, so that two acts on one obligation see
    each other's evidence. What has not changed is not written; what is gone is left out.
    """
    if not obligations:
        return 0
    until = await horizon(act.today)
    changed = 0
    wanted = sorted(obligations)
    for start in range(0, len(wanted), BATCH):
        those = Obligation.filter(id__in=wanted[start : start + BATCH])
        batch = await those.order_by("id").select_for_update()
        known = await facts.load(batch)
        stored = await _stored([each.id for each in batch])
        new = {}
        for obligation in batch:
            now = [_row(span) for span in rules.spans(known[obligation.id], until)]
            if now != stored.get(obligation.id, []):
                new[obligation.id] = now
        await _replace(act, stored, new)
        changed += len(new)
    return changed


async def differing(today: date) -> AsyncIterator[Obligation]:
    """Every obligation whose stored spans are not what the rules say now."""
    until = await horizon(today)
    last = 0
    while batch := await Obligation.filter(id__gt=last).order_by("id").limit(BATCH):
        known = await facts.load(batch)
        stored = await _stored([each.id for each in batch])
        for obligation in batch:
            now = [_row(span) for span in rules.spans(known[obligation.id], until)]
            if now != stored.get(obligation.id, []):
                yield obligation
        last = batch[-1].id


async def _replace(act: Act, before: Mapping[int, Spans], now: Mapping[int, Spans]) -> None:
    """Write the new spans of obligations; one that had others is a new revision."""
    if not now:
        return
    judged_anew = [each for each in now if before.get(each)]
    await StandingSpan.filter(obligation_id__in=judged_anew).delete()
    await StandingSpan.bulk_create(
        [StandingSpan(obligation_id=each, **row) for each, rows in now.items() for row in rows],
        batch_size=BATCH,
    )
    await Obligation.filter(id__in=judged_anew).update(revision=F("revision") + 1)
    for row in await Obligation.filter(id__in=list(now)).order_by("id"):
        told = before.get(row.id)
        act.touch(
            row,
            before={"standing": _brief(told)} if told else None,
            after={"standing": _brief(now[row.id])},
        )


def _brief(spans: Spans) -> list[str]:
    return [f"{span['from_on']}..{span['to_on']} {span['status']}" for span in spans]


async def _stored(obligations: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = await StandingSpan.filter(obligation_id__in=obligations).order_by("from_on")
    for row in rows:
        found.setdefault(row.obligation_id, []).append(
            {name: getattr(row, name) for name in _COLUMNS}
        )
    return found


_COLUMNS = ("from_on", "to_on", "status", "kept", "because", "missing", "rule_version")


def _row(span: rules.Span) -> dict[str, Any]:
    standing = span.standing
    return {
        "from_on": span.from_on,
        "to_on": span.to_on,
        "status": standing.status.value,
        "kept": standing.kept,
        "because": json.dumps([each.as_json() for each in standing.because]),
        "missing": json.dumps([each.as_json() for each in standing.missing]),
        "rule_version": rules.RULE_VERSION,
    }
