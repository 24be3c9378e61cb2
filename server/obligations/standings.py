"""Standings kept as spans: what the rules say of an obligation, from day to day, stored ahead."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.kit.store.act import Act
from server.kit.store.selects import day, select, write
from server.obligations import facts, rules, withheld
from server.obligations.models import Obligation, StandingSpan
from server.register.models import type_of

Named = dict[str, str | int]

Spans = Mapping[date, Mapping[str, Any]]
"""The spans of an obligation by their first day, in order."""


@dataclass(frozen=True)
class _Judged:
    """An obligation with its spans as stored, and their ids, and as the rules say now."""

    obligation: Obligation
    ids: Mapping[date, int]
    before: Spans
    now: Spans

    @property
    def differs(self) -> bool:
        return self.before != self.now

    @property
    def gone(self) -> list[int]:
        """The ids of spans that are no longer, or no longer so."""
        return [self.ids[on] for on, span in self.before.items() if self.now.get(on) != span]

    @property
    def new(self) -> list[StandingSpan]:
        """The spans to write."""
        return [
            StandingSpan(obligation_id=self.obligation.id, **span)
            for on, span in self.now.items()
            if self.before.get(on) != span
        ]


BATCH = 500
"""Obligations whose facts are held in memory at a time."""


async def horizon(today: date) -> date:
    """The last day for which standings are stored: the end of the council term after this one.

    Without terms on record there is nothing to look ahead to, and it is ``today``.
    """
    terms = await select(
        "SELECT ends_on FROM council_term WHERE kind = 'COUNTY' AND ends_on >= ?"
        " ORDER BY starts_on LIMIT 2",
        today,
    )
    return day(terms[-1][0]) if terms else today


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
        differ = [each for each in await _compared(batch, until) if each.differs]
        await _replace(act, differ)
        await withheld.rewrite(batch, until)
        changed |= {each.obligation.id for each in differ}
    return changed


async def differing(today: date) -> AsyncIterator[Obligation]:
    """Every obligation of which what is stored is not what the rules say now."""
    until = await horizon(today)
    last = 0
    while batch := await Obligation.filter(id__gt=last).order_by("id").limit(BATCH):
        beside = await withheld.differing(batch, until)
        for each in await _compared(batch, until):
            if each.differs or each.obligation.id in beside:
                yield each.obligation
        last = batch[-1].id


async def _compared(batch: Sequence[Obligation], until: date) -> list[_Judged]:
    known = await facts.load(batch)
    ids, stored = await _stored([each.id for each in batch])
    spans = {each.id: rules.spans(known[each.id], until) for each in batch}
    names = await _names({code for each in spans.values() for code in _spoken_of(each)})
    return [
        _Judged(
            each,
            ids.get(each.id, {}),
            stored.get(each.id, {}),
            {span.from_on: _row(span, names) for span in spans[each.id]},
        )
        for each in batch
    ]


async def _replace(act: Act, differ: Sequence[_Judged]) -> None:
    """Write the spans that are new or other.

    The revision stays: it counts what was done to the obligation, not how it was judged since.
    """
    gone = [number for each in differ for number in each.gone]
    for start in range(0, len(gone), BATCH):
        await write("DELETE FROM standing_span WHERE id IN ?", gone[start : start + BATCH])
    await StandingSpan.bulk_create([row for each in differ for row in each.new], batch_size=BATCH)
    for each in differ:
        act.touch(
            each.obligation,
            before={"standing": _brief(each.before)} if each.before else None,
            after={"standing": _brief(each.now)},
        )


def _brief(spans: Spans) -> list[str]:
    return [f"{on}..{span['to_on']} {span['status']}" for on, span in spans.items()]


async def _stored(
    obligations: Collection[int],
) -> tuple[dict[int, dict[date, int]], dict[int, dict[date, dict[str, Any]]]]:
    """The ids of the spans of each obligation, and the spans, by their first day."""
    ids: dict[int, dict[date, int]] = {}
    found: dict[int, dict[date, dict[str, Any]]] = {}
    for number, obligation, since, until, *rest in await select(_STORED, obligations):
        status, kept, because, missing, version = rest
        from_on = day(since)
        ids.setdefault(obligation, {})[from_on] = number
        found.setdefault(obligation, {})[from_on] = {
            "from_on": from_on,
            "to_on": day(until),
            "status": status,
            "kept": bool(kept),
            "because": because,
            "missing": missing,
            "rule_version": version,
        }
    return ids, found


_STORED = """SELECT id, obligation_id, from_on, to_on, status, kept, because, missing, rule_version
  FROM standing_span WHERE obligation_id IN ? ORDER BY from_on"""


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

    A rename touches the organisation, and with it rewrites what was said of it. A reason is found
    by the negotiation it names in the order written here: see ``meetings.names_meeting``.
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
    rows = await select(
        "SELECT organisation_code, id, kind, name_fi, name_sv, name_en FROM organisation"
        " WHERE organisation_code IN ?",
        codes,
    )
    return {
        code: {
            "id": number,
            "type": type_of(kind),
            "fi": name_fi,
            "sv": name_sv or name_fi,
            "en": name_en or name_fi,
        }
        for code, number, kind, name_fi, name_sv, name_en in rows
    }
