"""The acts on a negotiation's agenda: begin it, write an item, remove one, state a position."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.actions.models import Action
from server.identity import policy
from server.identity.actor import Actor
from server.identity.subjects import seen_subject
from server.journal.service import shown
from server.kit.clock import now
from server.kit.errors import Conflict, InvalidInput, NotFound, refuse
from server.kit.store.act import Act, Outcome, act
from server.kit.texts import text_fault
from server.negotiations import matter as matters
from server.negotiations.matter import Matter, Warnings
from server.negotiations.models import RoundAgendaItem
from server.negotiations.papers.inputs import LONGEST_TEXT, MOST_ITEMS, AgendaItemInput
from server.negotiations.papers.models import (
    AgendaConcern,
    AgendaItem,
    AgendaMaterial,
    AgendaPosition,
    AgendaTemplate,
    AgendaTemplateItem,
    Minutes,
)
from server.negotiations.papers.service.settling import audience
from server.register import lookup


async def begin_agenda(by: Actor, today: date, negotiation: int, template: str) -> Outcome:
    """Begin the agenda of a negotiation from a template, by its key.

    By the keeper's editor. Raises NotFound, NotAllowed and InvalidInput: an unknown template, or
    an agenda that has items already.
    """
    async with act("begin_agenda", by, at=now(), today=today) as opened:
        matter = await _kept(by, negotiation)
        found = await AgendaTemplate.get_or_none(key=template)
        if found is None:
            raise InvalidInput.of("template", "UNKNOWN_TEMPLATE", key=template)
        if await AgendaItem.exists(negotiation_id=negotiation):
            raise InvalidInput.of("negotiation", "AGENDA_BEGUN")
        public = await _is_published(negotiation)
        for item in await AgendaTemplateItem.filter(template_id=found.id).order_by("number"):
            await _copy(opened, matter, item, item.number, public=public)
        return opened.done(Outcome(("Negotiation", negotiation), await _warned(public)))


async def open_as_planned(opened: Act, matter: Matter, round_id: int) -> None:
    """Let a new negotiation of a round open with the agenda that the round's keeper has written."""
    for item in await RoundAgendaItem.filter(round_id=round_id).order_by("place"):
        await _copy(opened, matter, item, item.place, public=False)


async def write_agenda_item(
    by: Actor,
    today: date,
    given: AgendaItemInput,
    *,
    negotiation: int | None = None,
    item: int | None = None,
    expected: int | None = None,
) -> Outcome:
    """Add an item to the agenda of a ``negotiation``, or write an ``item`` anew with its result.

    The items after it make room. By the keeper's editor. Raises NotFound, NotAllowed, Conflict
    and InvalidInput. Changing what has been published is a warning.
    """
    async with act("write_agenda_item", by, at=now(), today=today) as opened:
        row, matter = await _item(by, item) if item is not None else (None, None)
        if matter is None:
            if negotiation is None:
                raise InvalidInput.of("negotiation", "REQUIRED")
            matter = await matters.load(by, negotiation)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        number = matter.row.id
        given.check()
        for kind, ref_id in given.concerns:
            await seen_subject(by, kind, ref_id)
        public = await _is_published(number) if row is None else row.is_public
        seen = audience(matter, public)
        columns = {
            **given.title.columns("title"),
            **given.result.columns("result"),
            "topic": given.topic,
            "legal_basis": (given.legal_basis or "").strip() or None,
        }
        if row is None:
            last = await AgendaItem.filter(negotiation_id=number).count() + 1
            if last > MOST_ITEMS:
                raise InvalidInput.of("negotiation", "TOO_MANY", most=MOST_ITEMS)
            row = await opened.create(
                AgendaItem,
                audience=seen,
                negotiation_id=number,
                number=last,
                is_public=public,
                **columns,
            )
        else:
            await opened.change(row, expected, audience=(seen, seen), **columns)
        await _set_rows(row, given)
        await _place(opened, matter, row, given.number)
        return opened.done(Outcome(("AgendaItem", row.id), await _warned(public)))


async def remove_agenda_item(by: Actor, today: date, item: int, expected: int | None) -> Outcome:
    """Remove an item that was put on the agenda by mistake; those after it move up.

    By the keeper's editor. Raises NotFound, NotAllowed, Conflict, and InvalidInput when parties
    have stated positions on it, an action follows from it or it has been published.
    """
    async with act("remove_agenda_item", by, at=now(), today=today) as opened:
        row, matter = await _item(by, item)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        spoken = await AgendaPosition.exists(item_id=item) or await Action.exists(item_id=item)
        published = await _was_published(matter.row.id) or await shown("AgendaItem", [item])
        if spoken or published:
            raise InvalidInput.of("item", "ITEM_SPOKEN_TO")
        seen = audience(matter, row.is_public)
        if expected is not None:
            await opened.change(row, expected, audience=(seen, seen))
        await opened.remove(row, audience=seen)
        await _place(opened, matter)
        return opened.done(Outcome(("Negotiation", matter.row.id)))


async def state_position(
    by: Actor, today: date, item: int, expected: int | None, text: str | None
) -> Outcome:
    """Write what our organisation holds of an item; an empty ``text`` takes back what was stated.

    ``expected`` is the revision of our position, once we have stated one. By an editor of a party.
    Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("state_position", by, at=now(), today=today) as opened:
        found, matter = await _item(by, item)
        policy.require(by, policy.PROPOSE_CHANGE, parties=matter.codes)
        policy.require(by, policy.EDIT_OWN_ROW, owner=by.organisation)
        own = await lookup.own(by.organisation)
        row = await AgendaPosition.get_or_none(item_id=item, organisation_id=own.id)
        refuse(text_fault("text", text, longest=LONGEST_TEXT, required=row is None))
        said = (text or "").strip()
        seen = audience(matter, found.is_public)
        if row is None:
            await opened.create(
                AgendaPosition,
                audience=seen,
                item_id=item,
                organisation_id=own.id,
                text=said,
                stated_on=today,
                sort_fi=own.sort_fi,
            )
        elif expected is None:
            raise InvalidInput.of("expectedRevision", "REQUIRED")
        elif expected != row.revision:
            raise Conflict(type="AgendaItem", id=item)  # with the position as it is now
        else:
            await opened.change(row, audience=(seen, seen), text=said or row.text, stated_on=today)
            if not said:
                await opened.remove(row, audience=seen)
        return opened.done(Outcome(("AgendaItem", item), await _warned(found.is_public)))


async def check_item(item: int | None, negotiation: int) -> None:
    """Raise NotFound for an item that is not on the agenda of the negotiation."""
    if item is not None and not await AgendaItem.exists(id=item, negotiation_id=negotiation):
        raise NotFound(type="AgendaItem")


async def _kept(by: Actor, negotiation: int) -> Matter:
    matter = await matters.load(by, negotiation)
    policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
    return matter


async def _item(by: Actor, item: int) -> tuple[AgendaItem, Matter]:
    """An item with its negotiation, locked. Raises NotFound also when the actor may not see it."""
    row = await AgendaItem.get_or_none(id=item)
    if row is None:
        raise NotFound(type="AgendaItem")
    matter = await matters.load(by, row.negotiation_id)
    await row.refresh_from_db()  # the lock on the negotiation guards its agenda
    seen = row.is_public or policy.may(by, policy.READ_DRAFTS, parties=matter.codes).allowed
    if not seen:
        raise NotFound(type="AgendaItem")
    return row, matter


async def _is_published(negotiation: int) -> bool:
    return await Minutes.exists(negotiation_id=negotiation, is_public=True)


async def _was_published(negotiation: int) -> bool:
    """Were the minutes published, even if the negotiation is withheld now?"""
    return await Minutes.exists(negotiation_id=negotiation, published_on__not_isnull=True)


async def _warned(public: bool) -> Warnings:
    return ({"code": "MINUTES_OUT_ALREADY", "facts": {}},) if public else ()


async def _set_rows(row: AgendaItem, given: AgendaItemInput) -> None:
    await AgendaMaterial.filter(item_id=row.id).delete()
    await AgendaMaterial.bulk_create(
        AgendaMaterial(
            item_id=row.id,
            place=place,
            title=each.title.strip(),
            url=each.url,
            language=each.language,
        )
        for place, each in enumerate(given.materials)
    )
    await AgendaConcern.filter(item_id=row.id).delete()
    await AgendaConcern.bulk_create(
        AgendaConcern(item_id=row.id, kind=kind, ref_id=ref_id)
        for kind, ref_id in dict.fromkeys(given.concerns)
    )


async def _place(
    opened: Act, matter: Matter, moved: AgendaItem | None = None, to: int | None = None
) -> None:
    """Number the items from 1 on, with ``moved`` at the place ``to``."""
    items = await AgendaItem.filter(negotiation_id=matter.row.id).order_by("number", "id")
    if moved is not None and to is not None:
        items = [each for each in items if each.id != moved.id]
        items.insert(to - 1, moved)
    for number, each in enumerate(items, 1):
        if each.number != number:
            values: dict[str, Any] = {"number": number}
            seen = audience(matter, each.is_public)
            await opened.change(each, audience=(seen, seen), **values)


async def _copy(
    opened: Act,
    matter: Matter,
    item: AgendaTemplateItem | RoundAgendaItem,
    number: int,
    *,
    public: bool,
) -> None:
    """Put an item of a template, or of a round's agenda, on the agenda of a negotiation."""
    basis = item.legal_reference if isinstance(item, RoundAgendaItem) else item.legal_basis
    await opened.create(
        AgendaItem,
        audience=audience(matter, public),
        negotiation_id=matter.row.id,
        number=number,
        title_fi=item.title_fi,
        title_sv=item.title_sv,
        title_en=item.title_en,
        topic=item.topic or "OTHER",
        legal_basis=basis,
        is_public=public,
    )
