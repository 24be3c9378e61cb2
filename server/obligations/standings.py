"""Standings kept as spans: what the rules say of an obligation, from day to day, stored ahead."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tortoise.expressions import F

from server.kit.store.act import Act
from server.obligations import facts, rules, withheld
from server.obligations.models import Obligation, StandingSpan
from server.register.models import CouncilTerm, Organisation

Named = dict[str, str | int]

Spans = Sequence[Mapping[str, Any]]

BATCH = 500
"""Obligations whose facts are held in memory at a time."""


async def horizon(today: date) -> date:
    """The last day for which standings are stored: the end of the council term after this one.

    Without terms on record there is nothing to look ahead to, and it is ``today``.
    """
    terms = await CouncilTerm.filter(kind="COUNTY", ends_on__gte=today).order_by("starts_on")
    return terms[min(1, len(terms) - 1)].ends_on if terms else today


async def rewrite(act: Act, obligations: Collection[int]) -> set[int]:
    """Bring the spans of the obligations up to their facts; the ids of those that changed.

    The obligations are locked in the order of their ids, so that two acts on one obligation see
    each other's evidence. What has not changed is not written; what is gone is left out.
    """
    if not obligations:
        return set()
    until = await horizon(act.today)
    changed: set[int] = set()
    wanted = sorted(obligations)
    for start in range(0, len(wanted), BATCH):
        those = Obligation.filter(id__in=wanted[start : start + BATCH])
        batch = await those.order_by("id").select_for_update()
        compared = await _compared(batch, until)
        differ = [(each, before, now) for each, before, now in compared if now != before]
        await _replace(act, differ)
        await withheld.rewrite(batch, until)
        changed |= {each.id for each, _, _ in differ}
    return changed


async def differing(today: date) -> AsyncIterator[Obligation]:
    """Every obligation whose stored spans are not what the rules say now."""
    until = await horizon(today)
    last = 0
    while batch := await Obligation.filter(id__gt=last).order_by("id").limit(BATCH):
        for obligation, before, now in await _compared(batch, until):
            if now != before:
                yield obligation
        last = batch[-1].id


async def _compared(
    batch: Sequence[Obligation], until: date
) -> list[tuple[Obligation, Spans, Spans]]:
    """Each obligation with its spans as stored and as the rules say now."""
    known = await facts.load(batch)
    stored = await _stored([each.id for each in batch])
    spans = {each.id: rules.spans(known[each.id], until) for each in batch}
    names = await _names({code for each in spans.values() for code in _spoken_of(each)})
    return [
        (each, stored.get(each.id, []), [_row(span, names) for span in spans[each.id]])
        for each in batch
    ]


async def _replace(act: Act, differ: Sequence[tuple[Obligation, Spans, Spans]]) -> None:
    """Write the new spans of obligations; one that had others is a new revision."""
    if not differ:
        return
    judged_anew = [each.id for each, before, _ in differ if before]
    await StandingSpan.filter(obligation_id__in=judged_anew).delete()
    await StandingSpan.bulk_create(
        [StandingSpan(obligation_id=each.id, **row) for each, _, now in differ for row in now],
        batch_size=BATCH,
    )
    await Obligation.filter(id__in=judged_anew).update(revision=F("revision") + 1)
    for each, before, now in differ:
        each.revision += 1 if before else 0
        act.touch(
            each,
            before={"standing": _brief(before)} if before else None,
            after={"standing": _brief(now)},
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


def _row(span: rules.Span, names: Mapping[str, Named]) -> dict[str, Any]:
    standing = span.standing
    return {
        "from_on": span.from_on,
        "to_on": span.to_on,
        "status": standing.status.value,
        "kept": standing.kept,
        "because": json.dumps([_said(each, names) for each in standing.because]),
        "missing": json.dumps([_said(each, names) for each in standing.missing]),
        "rule_version": rules.RULE_VERSION,
    }


def _said(each: rules.Reason | rules.Missing, names: Mapping[str, Named]) -> dict[str, Any]:
    """A reason as JSON: organisations by id and name, so that reading needs no look-up.

    A rename touches the organisation, and with it rewrites what was said of it.
    """
    said: dict[str, Any] = {
        "code": each.code.value,
        "negotiation": each.negotiation,
        "evidence": each.evidence,
        "facts": dict(each.facts),
    }
    for role in ("organisation", "counterparty"):
        if code := getattr(each, role, None):
            said[role] = names[code]
    return {name: value for name, value in said.items() if value}


def _spoken_of(spans: Sequence[rules.Span]) -> Iterator[str]:
    for span in spans:
        for each in (*span.standing.because, *span.standing.missing):
            for role in ("organisation", "counterparty"):
                if code := getattr(each, role, None):
                    yield code


async def _names(codes: Collection[str]) -> dict[str, Named]:
    rows = await Organisation.filter(organisation_code__in=codes)
    return {
        row.organisation_code: {
            "id": row.id,
            "type": row.type_name,
            "fi": row.name_fi,
            "sv": row.name_sv or row.name_fi,
            "en": row.name_en or row.name_fi,
        }
        for row in rows
    }
