"""Obligations are generated from the rules, the terms and the register; nobody types one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from server.kit.period import Period
from server.kit.store.act import Act
from server.obligations import standings
from server.obligations.models import Obligation, ObligationRule
from server.register.models import CouncilTerm, CountyMembership, Organisation


@dataclass(frozen=True)
class Due:
    """One obligation that must exist: a rule, a pair and the days the pair belongs together."""

    rule: ObligationRule
    term: CouncilTerm
    county_id: int
    municipality_id: int
    applies: Period


async def regenerate(act: Act, municipalities: Collection[int] | None = None) -> int:
    """Make the obligations of the current term that are not there yet, and mend their days.

    Idempotent. ``municipalities`` limits the work to what a change of the register touched; None
    means the whole country. Obligations that no longer bind stay, as history. Returns how many
    obligations were made or changed.
    """
    touched: list[int] = []
    for due in await _due(act.today, municipalities):
        found = await Obligation.get_or_none(
            rule_id=due.rule.id,
            county_id=due.county_id,
            municipality_id=due.municipality_id,
            starts_on=due.term.starts_on,
        )
        if found is None:
            touched.append(await _create(act, due))
        elif Period(found.applies_from, found.applies_to) != due.applies:
            await act.change(
                found,
                applies_from=due.applies.starts_on,
                applies_to=due.applies.ends_on,
            )
            touched.append(found.id)
    return len(touched) if await standings.rewrite(act, touched) or touched else 0


async def _create(act: Act, due: Due) -> int:
    municipality = await Organisation.get(id=due.municipality_id)
    row = await act.create(
        Obligation,
        rule_id=due.rule.id,
        county_id=due.county_id,
        municipality_id=due.municipality_id,
        term_id=due.term.id,
        starts_on=due.term.starts_on,
        ends_on=due.term.ends_on,
        due_on=due.term.ends_on,
        applies_from=due.applies.starts_on,
        applies_to=due.applies.ends_on,
        sort_fi=municipality.sort_fi,
    )
    return row.id


async def _due(today: date, municipalities: Collection[int] | None) -> list[Due]:
    terms = await CouncilTerm.filter(kind="COUNTY", starts_on__lte=today, ends_on__gte=today)
    rules = await ObligationRule.filter(
        tracking="TRACKED", unit="PAIR", cadence="COUNCIL_TERM"
    ).order_by("place", "id")
    memberships = CountyMembership.all()
    if municipalities is not None:
        memberships = memberships.filter(municipality_id__in=municipalities)
    rows = await memberships.order_by("county_id", "municipality_id", "starts_on")
    return [
        Due(rule, term, row.county_id, row.municipality_id, applies)
        for rule in rules
        for term in terms
        for row in rows
        if (applies := _applies(rule, term, row)) is not None
    ]


def _applies(rule: ObligationRule, term: CouncilTerm, row: CountyMembership) -> Period | None:
    """The days of the term on which both the rule and the membership are in force."""
    within = Period(term.starts_on, term.ends_on).intersection(Period(row.starts_on, row.ends_on))
    return within and within.intersection(Period(rule.valid_from, rule.valid_to))
