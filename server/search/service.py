"""Keeping the entries of search up with their records, in the transaction of every act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from tortoise.models import Model

from server.actions.models import Action, ActionResponsible
from server.decisions.models import Decision
from server.duties.models import Duty, DutyLegalBasis
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.store.act import Act, Touch, act
from server.kit.store.columns import ids
from server.kit.store.selects import day, select, write
from server.negotiations.models import Negotiation, NegotiationParty, NegotiationRound
from server.obligations.models import ObligationRule
from server.register.models import (
    Body,
    BodyOwner,
    Contact,
    FormerName,
    Organisation,
    OrganisationUnit,
)
from server.search.models import SearchEntry
from server.search.words import terms

BATCH = 200
IN_FORCE = date(9999, 1, 1)
"""What is in force comes before what is over, however lately that was.

Not the calendar's last day, which PostgreSQL's driver stores as an infinity that no cursor names.
"""

ORGANISATIONS = ("County", "Municipality", "OtherOrganisation")

Texts = Iterable[str | None]


async def refresh_organisations(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of organisations anew, and of whatever names them."""
    await _write(Organisation, touched, await _organisations(touched))
    for model, carrier, column in _NAMING:
        named = await ids(carrier.filter(organisation_id__in=touched), column)
        if named:
            await _write(model, named, await _ENTRIES[model](named))


async def refresh_negotiations(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of negotiations anew."""
    await _write(Negotiation, touched, await _negotiations(touched))


async def refresh_rounds(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of rounds anew."""
    await _write(NegotiationRound, touched, await _rounds(touched))


async def refresh_rules(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of the catalogue's rules anew."""
    await _write(ObligationRule, touched, await _rules(touched))


async def refresh_bodies(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of bodies anew, and of the decisions they made."""
    await _write(Body, touched, await _bodies(touched))
    await refresh_decisions(opened, frozenset(await ids(Decision.filter(body_id__in=touched))))


async def refresh_units(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of units anew."""
    await _write(OrganisationUnit, touched, await _units(touched))


async def refresh_contacts(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of contacts anew: by task and organisation, with nothing of a person."""
    await _write(Contact, touched, await _contacts(touched))


async def refresh_duties(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of duties anew."""
    await _write(Duty, touched, await _duties(touched))


async def refresh_actions(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of agreed actions anew."""
    await _write(Action, touched, await _actions(touched))


async def refresh_decisions(opened: Act, touched: frozenset[int]) -> None:
    """Write the entries of decisions anew."""
    await _write(Decision, touched, await _decisions(touched))


async def rebuild(by: Actor, today: date) -> int:
    """Write every entry anew, as after an upgrade that folds words differently; how many."""
    async with act("rebuild_search", by, at=now(), today=today) as opened:
        before = await SearchEntry.all().delete()
        for model, entries in _ENTRIES.items():
            every = await ids(model.all())
            await _write(model, every, await entries(every))
        after = await SearchEntry.all().count()
        # Answers are given again until the journal moves: what search finds has changed.
        opened.touches["SearchEntry", 0] = Touch(
            type="SearchEntry",
            id=0,
            revision=None,
            before={"entries": before},
            after={"entries": after},
            audience_before=None,
            audience_after=None,
        )
        return after


async def _write(
    model: type[Model], touched: Collection[int], entries: Mapping[int, Mapping[str, Any]]
) -> None:
    """Replace the entries of the touched records; what is no longer there loses its entry."""
    kinds = ORGANISATIONS if model is Organisation else (model.__name__,)
    every = sorted(touched)
    for start in range(0, len(every), BATCH):
        those = every[start : start + BATCH]
        await write("DELETE FROM search_entry WHERE kind IN ? AND ref_id IN ?", kinds, those)
    rows = [
        SearchEntry(**{"kind": model.__name__, "ref_id": each, **entry})
        for each, entry in entries.items()
    ]
    await SearchEntry.bulk_create(rows, batch_size=BATCH)


async def _organisations(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    former: dict[int, list[str | None]] = defaultdict(list)
    for name in await FormerName.filter(organisation_id__in=touched):
        former[name.organisation_id] += [name.name_fi, name.name_sv]
    return {
        row.id: {
            **_entry(
                (row.name_fi, row.name_sv, row.name_en),
                (row.code, row.organisation_code, row.business_id, *former[row.id]),
                sort_on=row.ends_on or IN_FORCE,
            ),
            "kind": row.type_name,
        }
        for row in await Organisation.filter(id__in=touched).order_by("id")
    }


async def _negotiations(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    named: dict[int, list[str | None]] = defaultdict(list)
    for number, name_fi, name_sv in await select(
        "SELECT p.negotiation_id, o.name_fi, o.name_sv FROM negotiation_party p"
        " JOIN organisation o ON o.id = p.organisation_id WHERE p.negotiation_id IN ?"
        " ORDER BY p.id",
        touched,
    ):
        named[number] += [name_fi, name_sv]
    # What was merged is found by the record that tells of it now.
    rows = await select(
        "SELECT id, title_fi, title_sv, title_en, place, sort_on, is_public FROM negotiation"
        " WHERE id IN ? AND merged_into_id IS NULL ORDER BY id",
        touched,
    )
    return {
        number: _entry(
            tuple(titles), (place, *named[number]), sort_on=day(sort_on), is_public=bool(public)
        )
        for number, *titles, place, sort_on, public in rows
    }


async def _rounds(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = NegotiationRound.filter(id__in=touched).order_by("id")
    return {
        row.id: _entry(
            (row.title_fi, row.title_sv, row.title_en),
            (row.purpose, row.keeper.name_fi, row.keeper.name_sv),
            sort_on=row.starts_on,
        )
        for row in await rows.select_related("keeper")
    }


async def _rules(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    return {
        row.id: _entry(
            (row.name_fi, row.name_sv, row.name_en),
            (
                row.statute,
                row.section,
                *(row.statute_name_fi, row.statute_name_sv, row.statute_name_en),
                *(row.summary_fi, row.summary_sv, row.summary_en),
            ),
            sort_on=row.valid_to or IN_FORCE,
        )
        for row in await ObligationRule.filter(id__in=touched).order_by("id")
    }


async def _bodies(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    named: dict[int, list[str | None]] = defaultdict(list)
    owners = BodyOwner.filter(body_id__in=touched).order_by("id")
    for owner in await owners.select_related("organisation"):
        named[owner.body_id] += [owner.organisation.name_fi, owner.organisation.name_sv]
    return {
        row.id: _entry(
            (row.name_fi, row.name_sv, row.name_en),
            (row.mandate, row.legal_basis, *named[row.id]),
            sort_on=row.ends_on or IN_FORCE,
        )
        for row in await Body.filter(id__in=touched).order_by("id")
    }


async def _units(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = OrganisationUnit.filter(id__in=touched).order_by("id")
    return {
        row.id: _entry(
            (row.name_fi, row.name_sv, row.name_en),
            (row.organisation.name_fi, row.organisation.name_sv),
            sort_on=row.ends_on or IN_FORCE,
        )
        for row in await rows.select_related("organisation")
    }


async def _contacts(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = Contact.filter(id__in=touched).order_by("id")
    return {
        row.id: _entry(
            (row.task_fi, row.task_sv, row.task_en),
            (row.organisation.name_fi, row.organisation.name_sv),
            sort_on=row.ends_on or IN_FORCE,
        )
        for row in await rows.select_related("organisation")
    }


async def _duties(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    bases: dict[int, list[str | None]] = defaultdict(list)
    for basis in await DutyLegalBasis.filter(duty_id__in=touched).order_by("place", "id"):
        bases[basis.duty_id] += [basis.statute, basis.section]
    return {
        row.id: _entry(
            (row.name_fi, row.name_sv, row.name_en),
            (row.description_fi, row.description_sv, row.description_en, *bases[row.id]),
            sort_on=row.ends_on or IN_FORCE,
        )
        for row in await Duty.filter(id__in=touched).order_by("id")
    }


async def _actions(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    named: dict[int, list[str | None]] = defaultdict(list)
    bound = ActionResponsible.filter(action_id__in=touched).order_by("id")
    for each in await bound.select_related("organisation"):
        named[each.action_id] += [each.organisation.name_fi, each.organisation.name_sv]
    return {
        row.id: _entry(
            (row.title_fi, row.title_sv, row.title_en),
            (row.note, *named[row.id]),
            sort_on=row.agreed_on,
            is_public=row.is_public,
        )
        for row in await Action.filter(id__in=touched).order_by("id")
    }


async def _decisions(touched: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = Decision.filter(id__in=touched).order_by("id")
    found = {}
    for row in await rows.select_related("organisation", "body"):
        other = row.body_name or row.official
        body = (row.body.name_fi, row.body.name_sv, row.body.name_en) if row.body else None
        found[row.id] = _entry(
            body or (other, None, None),
            (row.note, row.case_number, row.organisation.name_fi, row.organisation.name_sv),
            sort_on=row.decided_on,
            is_public=row.is_public,
        )
    return found


_ENTRIES: Mapping[Any, Callable[[Collection[int]], Awaitable[dict[int, dict[str, Any]]]]] = {
    Organisation: _organisations,
    Negotiation: _negotiations,
    NegotiationRound: _rounds,
    ObligationRule: _rules,
    Body: _bodies,
    OrganisationUnit: _units,
    Contact: _contacts,
    Duty: _duties,
    Action: _actions,
    Decision: _decisions,
}

_NAMING: tuple[tuple[Any, Any, str], ...] = (
    (Negotiation, NegotiationParty, "negotiation_id"),
    (Body, BodyOwner, "body_id"),
    (OrganisationUnit, OrganisationUnit, "id"),
    (Contact, Contact, "id"),
    (Action, ActionResponsible, "action_id"),
    (Decision, Decision, "id"),
)
"""What is found by organisations' names: its model, the rows that name one, and their column."""


def _entry(
    titles: tuple[str | None, str | None, str | None],
    texts: Texts,
    *,
    sort_on: date,
    is_public: bool = True,
) -> dict[str, Any]:
    """The columns of an entry."""
    return {
        "title_fi": titles[0],
        "title_sv": titles[1],
        "title_en": titles[2],
        "terms": terms((*titles, *texts)),
        "sort_on": sort_on,
        "is_public": is_public,
    }
