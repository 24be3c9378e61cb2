"""Obligations are generated from the rules, the terms and the register; nobody types one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.kit.period import Period
from server.kit.store.act import Act
from server.kit.store.batches import add_missing
from server.obligations.models import Exemption, LinkedEvidence, Obligation, ObligationRule
from server.register.models import CouncilTerm, CountyMembership, Organisation


@dataclass(frozen=True)
class Due:
    """One obligation that must exist: a rule, a pair and the days the pair belongs together."""

    rule: ObligationRule
    term: CouncilTerm
    county_id: int
    municipality_id: int
    applies: Period


async def regenerate(opened: Act, municipalities: Collection[int] | None = None) -> set[int]:
    """Make the obligations of the present term that are not there yet, and mend their days.

    Idempotent. ``municipalities`` limits the work to what a change of the register touched; None
    means the whole country. An obligation that binds nobody any more goes, unless somebody has
    linked evidence or recorded a decision: then it stays, as history. Answers the ids of what was
    made or changed; each is noted on the act, whose refreshers judge it.
    """
    terms = await CouncilTerm.filter(
        kind="COUNTY", starts_on__lte=opened.today, ends_on__gte=opened.today
    )
    due = {_key_of_due(each): each for each in await _due(terms, municipalities)}
    among = Obligation.filter(term_id__in=[term.id for term in terms])
    if municipalities is not None:
        among = among.filter(municipality_id__in=municipalities)
    found = {_key(row): row for row in await among}
    made = await add_missing(opened, among, await _columns(due.values()), _key)
    touched = {row.id for row in made.values()}
    for key, row in found.items():
        if key not in due:
            await _give_up(opened, row)
        elif Period(row.applies_from, row.applies_to) != due[key].applies:
            applies = due[key].applies
            await opened.change(row, applies_from=applies.starts_on, applies_to=applies.last_day)
            touched.add(row.id)
    return touched


Key = tuple[int, int, int, date]


def _key(row: Obligation) -> Key:
    return row.rule_id, row.county_id, row.municipality_id, row.starts_on


def _key_of_due(due: Due) -> Key:
    return due.rule.id, due.county_id, due.municipality_id, due.term.starts_on


async def _columns(wanted: Iterable[Due]) -> list[dict[str, Any]]:
    dues = list(wanted)
    municipalities = Organisation.filter(id__in={due.municipality_id for due in dues})
    sort_keys = {row.id: row.sort_fi for row in await municipalities}
    return [
        {
            "rule_id": due.rule.id,
            "county_id": due.county_id,
            "municipality_id": due.municipality_id,
            "term_id": due.term.id,
            "starts_on": due.term.starts_on,
            "ends_on": due.term.ends_on,
            "due_on": due.term.ends_on,
            "applies_from": due.applies.starts_on,
            "applies_to": due.applies.last_day,
            "sort_fi": sort_keys[due.municipality_id],
        }
        for due in dues
    ]


async def _give_up(opened: Act, row: Obligation) -> None:
    used = (
        await LinkedEvidence.filter(obligation_id=row.id).exists()
        or await Exemption.filter(obligation_id=row.id).exists()
    )
    if not used:
        await opened.remove(row)


async def _due(terms: Sequence[CouncilTerm], municipalities: Collection[int] | None) -> list[Due]:
    """What must exist. A municipality that left a county and came back is bound from its return."""
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
