"""What follows from minutes and actions: the states of minutes and of their negotiation."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.actions import service as actions
from server.actions.models import Action
from server.identity.subjects import Subject, subject_of
from server.journal.service import shown
from server.kit.store.act import PUBLIC, Act, snapshot
from server.kit.store.columns import ids
from server.kit.store.selects import select
from server.negotiations import matter as matters
from server.negotiations.matter import Matter, Warnings
from server.negotiations.papers import rules
from server.negotiations.papers.models import AgendaItem, Minutes, MinutesEndorsement


async def facts_of(row: Minutes, keeper: str, **values: Any) -> rules.MinutesFacts:
    """What is on record of minutes, with ``values`` about to be written."""
    asked = MinutesEndorsement.filter(minutes_id=row.id).order_by("place", "id")
    return rules.MinutesFacts(
        rule=rules.MinutesRule(values.get("rule", row.rule)),
        keeper=keeper,
        endorsements=tuple(
            rules.Endorsement(each.organisation.organisation_code, each.role, each.endorsed_on)
            for each in await asked.select_related("organisation")
        ),
        published_on=values.get("published_on", row.published_on),
    )


async def settle(
    opened: Act, matter: Matter, row: Minutes, expected: int | None = None, **values: Any
) -> None:
    """Write changed columns of minutes with what follows from them. Raises Conflict."""
    facts = await facts_of(row, matter.keeper, **values)
    public = facts.published_on is not None and not matter.withheld
    computed = {
        "state": rules.minutes_state(facts).value,
        "ready_on": rules.ready_on(facts),
        "is_public": public,
    }
    audiences = (audience(matter, row.is_public), audience(matter, public))
    if ("Minutes", row.id) not in opened.touches:
        await note(opened, matter, row)
    await opened.change(row, expected, audience=audiences, **values, **computed)
    opened.touch(row, before=None, after=await _told(row), audience_after=audiences[1])


async def note(opened: Act, matter: Matter, row: Minutes) -> None:
    """Note for the journal what minutes say, with who has endorsed them, before that changes."""
    seen, told = audience(matter, row.is_public), await _told(row)
    before = {**snapshot(row), **told}
    opened.touch(row, before=before, after=told, audience_before=seen, audience_after=seen)


async def void(row: Minutes) -> Warnings:
    """Take back endorsements of documents that have changed since, with a warning."""
    given = MinutesEndorsement.filter(minutes_id=row.id, endorsed_on__not_isnull=True)
    if not await given.exists():
        return ()
    await given.update(endorsed_on=None)
    return ({"code": "ENDORSED_ANEW", "facts": {}},)


async def _told(row: Minutes) -> dict[str, Any]:
    """Who has endorsed them, who are part of the minutes: the journal tells of them with it."""
    asked = MinutesEndorsement.filter(minutes_id=row.id).order_by("place", "id")
    return {
        "endorsements": [
            [each.organisation.organisation_code, each.role, str(each.endorsed_on or "")]
            for each in await asked.select_related("organisation")
        ]
    }


def audience(matter: Matter, public: bool) -> str:
    """Who may know of a paper of the negotiation, as the journal notes it."""
    return PUBLIC if public else " ".join(matter.codes)


async def publish_papers(opened: Act, matter: Matter, own: Any) -> None:
    """Let anyone read the agenda and the actions of a negotiation, as its minutes are published."""
    for item in await AgendaItem.filter(negotiation_id=matter.row.id, is_public=False):
        await opened.change(item, audience=(audience(matter, False), PUBLIC), is_public=True)
    subject = Subject(
        "Negotiation", matter.row.id, frozenset(matter.codes), matter.keeper, is_public=True
    )
    await actions.publish_all(opened, subject, own)


async def cover(opened: Act, matter: Matter) -> None:
    """Let the papers of a negotiation be seen by its parties only, or by anyone once again.

    Minutes are public once published, unless the negotiation is withheld, and the agenda with
    them. An item that was ever shown is shown again also where a merger has left it without them.
    """
    minutes = await Minutes.get_or_none(negotiation_id=matter.row.id)
    published = minutes is not None and minutes.published_on is not None
    public = not matter.withheld
    if minutes is not None and minutes.is_public != (published and public):
        await settle(opened, matter, minutes)
    audiences = (audience(matter, not public), audience(matter, public))
    asked = AgendaItem.filter(negotiation_id=matter.row.id, is_public=not public)
    items = await asked.order_by("number", "id")
    known = await shown("AgendaItem", [item.id for item in items])
    for item in items:
        if matter.withheld or published or item.id in known:
            await opened.change(item, audience=audiences, is_public=public)
    await actions.cover(opened, await subject_of("Negotiation", matter.row.id))


async def add_parties(minutes: Minutes, parties: list[int]) -> None:
    """Ask the approval of parties that it has not been asked of."""
    asked = await MinutesEndorsement.filter(minutes_id=minutes.id, role__isnull=True)
    have = {each.organisation_id for each in asked}
    new = [each for each in parties if each not in have]
    await MinutesEndorsement.bulk_create(
        MinutesEndorsement(minutes_id=minutes.id, organisation_id=each, place=len(have) + place)
        for place, each in enumerate(new)
    )


async def refresh_actions(opened: Act, touched: frozenset[int]) -> None:
    """Let negotiations follow from the actions agreed in them."""
    rows = await Action.filter(id__in=touched, origin_type="Negotiation")
    for number in sorted({row.origin_id for row in rows}):
        await _follow(opened, number)


async def refresh_minutes(opened: Act, touched: frozenset[int]) -> None:
    """Let negotiations follow from their minutes."""
    for row in await Minutes.filter(id__in=touched).order_by("negotiation_id"):
        await _follow(opened, row.negotiation_id)


async def refresh_negotiations(opened: Act, touched: frozenset[int]) -> None:
    """Ask the approval of minutes of parties that have come to a negotiation."""
    approved = await select(
        "SELECT id FROM minutes WHERE negotiation_id IN ? AND rule = ?",
        touched,
        rules.MinutesRule.APPROVED.value,
    )
    if not approved:
        return
    for row in await Minutes.filter(id__in=[row[0] for row in approved]).order_by("id"):
        matter = await matters.locked(row.negotiation_id)
        asked = MinutesEndorsement.filter(minutes_id=row.id, role__isnull=True)
        if set(matter.parties) <= await ids(asked, "organisation_id"):
            continue
        if ("Minutes", row.id) not in opened.touches:
            await note(opened, matter, row)
        await add_parties(row, list(matter.parties))
        await settle(opened, matter, row)


async def follows_of(number: int) -> dict[str, date | None]:
    """The days of a negotiation that follow from its minutes and its actions."""
    minutes = await Minutes.get_or_none(negotiation_id=number)
    return {
        "minutes_on": minutes.ready_on if minutes else None,
        "followed_up_on": await actions.finished_on(("Negotiation", number)),
    }


async def _follow(opened: Act, number: int) -> None:
    matter = await matters.locked(number)
    follows = await follows_of(number)
    if any(getattr(matter.row, name) != value for name, value in follows.items()):
        await matters.settle(opened, matter, None, **follows)
