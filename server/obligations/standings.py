"""Standings kept as spans: what the rules say of an obligation, from day to day, stored ahead."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from tortoise.expressions import F

from server.kit.store.act import Act, lock
from server.obligations import facts, rules
from server.obligations.models import Obligation, StandingSpan
from server.register.models import CouncilTerm

BATCH = 500
"""Obligations whose facts are held in memory at a time."""


async def horizon(today: date) -> date:
    """The last day for which standings are stored: the end of the council term after this one."""
    terms = await CouncilTerm.filter(kind="COUNTY", ends_on__gte=today).order_by("starts_on")
    return terms[min(1, len(terms) - 1)].ends_on


async def rewrite(act: Act, obligations: Collection[int]) -> int:
    """Bring the spans of the obligations up to their facts; how many changed.

    The obligations are locked in the order of their ids, so that two acts on one obligation see
    each other's evidence. What has not changed is not written.
    """
    until = await horizon(act.today)
    changed = 0
    wanted = sorted(obligations)
    for start in range(0, len(wanted), BATCH):
        batch = await lock(Obligation, *wanted[start : start + BATCH])
        known = await facts.load(batch)
        stored = await _stored([each.id for each in batch])
        for obligation in batch:
            now = [_row(span) for span in rules.spans(known[obligation.id], until)]
            before = stored.get(obligation.id, [])
            if now != before:
                await _replace(act, obligation, before, now)
                changed += 1
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


async def _replace(
    act: Act,
    obligation: Obligation,
    before: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
) -> None:
    await StandingSpan.filter(obligation_id=obligation.id).delete()
    await StandingSpan.bulk_create(
        [StandingSpan(obligation_id=obligation.id, **row) for row in now]
    )
    if before:
        await Obligation.filter(id=obligation.id).update(revision=F("revision") + 1)
        await obligation.refresh_from_db()
    act.touch(
        obligation,
        before={"standing": _brief(before)} if before else None,
        after={"standing": _brief(now)},
    )


def _brief(spans: Sequence[Mapping[str, Any]]) -> list[str]:
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
        "because": json.dumps([_reason(each) for each in standing.because]),
        "missing": json.dumps([_missing(each) for each in standing.missing]),
        "rule_version": rules.RULE_VERSION,
    }


def _reason(reason: rules.Reason) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": reason.code.value,
        "negotiation": reason.negotiation,
        "evidence": reason.evidence,
        "organisation": reason.organisation,
        "facts": dict(reason.facts),
    }
    return {name: value for name, value in said.items() if value}


def _missing(missing: rules.Missing) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": missing.code.value,
        "organisation": missing.organisation,
        "counterparty": missing.counterparty,
        "negotiation": missing.negotiation,
        "evidence": missing.evidence,
        "facts": dict(missing.facts),
    }
    return {name: value for name, value in said.items() if value}
