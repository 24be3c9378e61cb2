"""Obligations are generated from the rules, the terms and the register; nobody types one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.queryset import QuerySet

from server.decisions.models import Decision
from server.kit.period import Period
from server.kit.store.act import Act
from server.kit.store.batches import add_missing
from server.negotiations.papers.models import AgendaConcern
from server.obligations import periods
from server.obligations.models import (
    Exemption,
    LinkedEvidence,
    Obligation,
    ObligationBearer,
    ObligationRule,
    StandingSpan,
)
from server.obligations.periods import Span
from server.obligations.units import Register, Unit, read_register, units_of
from server.register.models import CouncilTerm

TENURES = ("COUNCIL_TERM", "CALENDAR_YEAR", "DEADLINE")
BATCH = 200

Key = tuple[int, str, date]


@dataclass(frozen=True)
class Due:
    """One obligation that must exist: a rule, a unit, a period and the days it binds."""

    rule: ObligationRule
    unit: Unit
    span: Span
    applies: Period

    @property
    def key(self) -> Key:
        """What tells it apart."""
        return self.rule.id, self.unit.key, self.span.starts_on

    def columns(self) -> dict[str, Any]:
        """The row as it must be."""
        return {
            "rule_id": self.rule.id,
            "unit_key": self.unit.key,
            "county_id": self.unit.county_id,
            "municipality_id": self.unit.municipality_id,
            "organisation_id": self.unit.organisation_id,
            "area_id": self.unit.area_id,
            "term_id": self.span.term.id if self.span.term else None,
            "year": self.span.year,
            "starts_on": self.span.starts_on,
            "ends_on": self.span.ends_on,
            "due_on": self.span.due_on,
            "sort_on": self.span.due_on or periods.LAST_DAY,
            "applies_from": self.applies.starts_on,
            "applies_to": self.applies.ends_on,
            "sort_fi": self.unit.sort_fi,
        }


async def regenerate(opened: Act, organisations: Collection[int] | None = None) -> set[int]:
    """Make the obligations of the present periods that are not there yet, and mend the others.

    The present periods are the council terms that hold the day, this year and the next, open
    intervals, and what must stand. Idempotent. ``organisations`` limits the work to what a change
    of the register touched; None means the whole country. An obligation that binds nobody any
    more goes, unless somebody has linked evidence, exempted it, recorded a decision on it or put
    it on an agenda: then it stays, as history. Answers the ids of what was made or changed; each
    is noted on the act, whose refreshers judge it.
    """
    rules = await _followed()
    known = await read_register(opened.today)
    terms = await CouncilTerm.filter(starts_on__lte=opened.today, ends_on__gte=opened.today)
    years = (opened.today.year, opened.today.year + 1)
    among = Obligation.filter(rule_id__in=[rule.id for rule in rules])
    met = await _met([rule for rule in rules if rule.cadence in ("INTERVAL", "ON_EVENT")], rules)
    due = [each for rule in rules for each in _due(rule, known, (terms, years), met)]
    present = among.filter(starts_on__in={each.span.starts_on for each in due})
    rows = await (present if organisations is None else among)
    mine = set() if organisations is None else await _touched(organisations, due, among)
    wanted = {d.key: d for d in due if organisations is None or d.key[:2] in mine}
    current = {d.span.starts_on for d in due}
    tenured = {rule.id for rule in rules if rule.cadence in TENURES}
    found = {
        _key(row): row
        for row in rows
        if (organisations is None or _key(row)[:2] in mine)
        and (row.rule_id not in tenured or row.starts_on in current)
    }
    return await _reconcile(opened, among, wanted, found)


async def follow_up(opened: Act, obligations: Collection[int]) -> set[int]:
    """Open what follows from obligations judged anew: the next interval, or what an event opens.

    When evidence is taken back, what followed from it goes again unless it has been used.
    """
    if not obligations:
        return set()
    rules = await _followed()
    leading = {periods.opener(rule) for rule in rules} - {None}
    heads = {r.id: r for r in rules if r.cadence == "INTERVAL" or r.key in leading}
    rows = await Obligation.filter(id__in=obligations, rule_id__in=list(heads))
    if not rows:
        return set()
    keys = {heads[row.rule_id].key for row in rows}
    following = [
        rule
        for rule in rules
        if (rule.cadence == "INTERVAL" and rule.key in keys) or periods.opener(rule) in keys
    ]
    units = {row.unit_key for row in rows}
    known = await read_register(opened.today)
    among = Obligation.filter(rule_id__in=[r.id for r in following], unit_key__in=units)
    met = await _met(following, rules, units)
    due = [d for rule in following for d in _due(rule, known, ((), ()), met) if d.unit.key in units]
    return await _reconcile(
        opened, among, {d.key: d for d in due}, {_key(row): row for row in await among}
    )


async def open_earlier(
    opened: Act, organisation: int, term: CouncilTerm | None, year: int | None
) -> set[int]:
    """Make the obligations of an earlier term or year of the units an organisation has a part in.

    What is there already stays as it is. Answers the ids of what was made.
    """
    rules = await _followed()
    known = await read_register(opened.today)
    terms, years = ([term] if term else []), ([year] if year else [])
    due = [
        each
        for rule in rules
        if rule.cadence in TENURES
        for each in _due(rule, known, (terms, years), {})
        if any(number == organisation for _, number in each.unit.roles)
    ]
    among = Obligation.filter(rule_id__in={each.rule.id for each in due})
    return await _reconcile(opened, among, {each.key: each for each in due}, {})


async def _followed() -> list[ObligationRule]:
    """The rules that generate something, in the catalogue's order."""
    return await ObligationRule.filter(tracking__in=("TRACKED", "STANDING")).order_by("place", "id")


def _key(row: Obligation) -> Key:
    return row.rule_id, row.unit_key, row.starts_on


async def _touched(
    organisations: Collection[int], due: Iterable[Due], among: QuerySet[Obligation]
) -> set[tuple[int, str]]:
    """The units that any of the organisations has, or had, a part in."""
    now = {each.key[:2] for each in due if each.unit.organisations & set(organisations)}
    before = among.filter(bearers__organisation_id__in=list(organisations)).distinct()
    return now | {_key(row)[:2] for row in await before}


Met = dict[tuple[str, str], dict[date, tuple[date, int | None]]]


async def _met(
    following: Sequence[ObligationRule],
    rules: Sequence[ObligationRule],
    units: Collection[str] | None = None,
) -> Met:
    """By rule and unit: first days of obligations, the day each was met, and its term."""
    heads = {rule.key for rule in following if rule.cadence == "INTERVAL"}
    heads |= {key for rule in following if (key := periods.opener(rule))}
    keys = {rule.id: rule.key for rule in rules if rule.key in heads}
    spans = StandingSpan.filter(status="FULFILLED", obligation__rule_id__in=list(keys))
    if units is not None:
        spans = spans.filter(obligation__unit_key__in=list(units))
    found: Met = defaultdict(dict)
    for row in await spans.order_by("-from_on").values_list(
        "obligation__rule_id",
        "obligation__unit_key",
        "obligation__starts_on",
        "from_on",
        "obligation__term_id",
    ):
        rule, unit, starts_on, met_on, term = row
        found[keys[rule], unit][starts_on] = (met_on, term)
    return found


Present = tuple[Sequence[CouncilTerm], Sequence[int]]


def _due(rule: ObligationRule, known: Register, present: Present, met: Met) -> Iterator[Due]:
    """What must exist under a rule: each unit in each period that overlaps its days."""
    valid = Period(rule.valid_from, rule.valid_to)
    for unit in units_of(rule, known):
        bound = valid.intersection(unit.days)
        if bound is None:
            continue
        for span in _spans(rule, unit, bound, present, met):
            applies = bound.intersection(span.days)
            if applies is not None:
                yield Due(rule, unit, span, applies)


def _spans(
    rule: ObligationRule, unit: Unit, bound: Period, present: Present, met: Met
) -> Iterator[Span]:
    terms, years = present
    if rule.cadence == "COUNCIL_TERM":
        yield from (span for term in terms if (span := periods.of_term(rule, term)))
    elif rule.cadence in ("CALENDAR_YEAR", "DEADLINE"):
        yield from (span for year in years if (span := periods.of_year(rule, year)))
    elif rule.cadence == "STANDING":
        yield periods.standing(rule)
    elif rule.cadence == "INTERVAL":
        days = {first: on for first, (on, _) in met.get((rule.key, unit.key), {}).items()}
        yield from periods.intervals(rule, bound.starts_on, days)
    elif head := periods.opener(rule):
        for on, _ in met.get((head, unit.key), {}).values():
            yield Span(on, None, None)


async def _reconcile(
    opened: Act,
    among: QuerySet[Obligation],
    wanted: dict[Key, Due],
    found: dict[Key, Obligation],
) -> set[int]:
    """Add what is wanted and missing, mend what differs, let go of what is no longer wanted."""
    made = await add_missing(opened, among, (each.columns() for each in wanted.values()), _key)
    await _add_bearers((row, wanted[key].unit) for key, row in made.items())
    touched = {row.id for row in made.values()}
    kept = {key: row for key, row in found.items() if key in wanted}
    bearers = await _bearers([row.id for row in kept.values()])
    for key, row in kept.items():
        differs = {n: v for n, v in wanted[key].columns().items() if getattr(row, n) != v}
        roles = wanted[key].unit.roles
        if bearers.get(row.id, ()) != roles:
            await ObligationBearer.filter(obligation_id=row.id).delete()
            await _add_bearers([(row, wanted[key].unit)])
        elif not differs:
            continue
        await opened.change(row, **differs)
        touched.add(row.id)
    for key, row in found.items():
        if key not in wanted:
            await _give_up(opened, row)
    return touched


async def _bearers(obligations: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for start in range(0, len(obligations), BATCH):
        rows = ObligationBearer.filter(obligation_id__in=obligations[start : start + BATCH])
        for row in await rows.order_by("obligation_id", "place"):
            parts = found.get(row.obligation_id, ())
            found[row.obligation_id] = (*parts, (row.role, row.organisation_id))
    return found


async def _add_bearers(rows: Iterable[tuple[Obligation, Unit]]) -> None:
    await ObligationBearer.bulk_create(
        [
            ObligationBearer(obligation_id=row.id, organisation_id=number, role=role, place=place)
            for row, unit in rows
            for place, (role, number) in enumerate(unit.roles)
        ],
        batch_size=BATCH,
    )


async def _give_up(opened: Act, row: Obligation) -> None:
    used = (
        await LinkedEvidence.filter(obligation_id=row.id).exists()
        or await Exemption.filter(obligation_id=row.id).exists()
        or await Decision.filter(subject_type="Obligation", subject_id=row.id).exists()
        or await AgendaConcern.filter(kind="Obligation", ref_id=row.id).exists()
    )
    if not used:
        await ObligationBearer.filter(obligation_id=row.id).delete()
        await opened.remove(row)
