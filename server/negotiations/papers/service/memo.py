"""The link to a memo that was given with the record of a meeting: minutes in one step."""

from __future__ import annotations

from server.kit.errors import InvalidInput
from server.kit.store.act import PUBLIC, Act
from server.negotiations.matter import Matter, Warnings
from server.negotiations.papers.inputs import MOST_DOCUMENTS
from server.negotiations.papers.models import Minutes, MinutesDocument
from server.negotiations.papers.rules import MinutesRule, MinutesState
from server.negotiations.papers.service import settling
from server.register.models import Organisation


async def link_of(negotiation: int) -> str | None:
    """Where the first document of a negotiation's published minutes can be read."""
    documents = MinutesDocument.filter(
        minutes__negotiation_id=negotiation, minutes__is_public=True, is_annex=False
    )
    first = await documents.order_by("place", "id").first()
    return first.url if first else None


async def negotiations_of(url: str) -> frozenset[int]:
    """The negotiations whose published minutes have a document at this link."""
    documents = MinutesDocument.filter(url=url, minutes__is_public=True)
    rows = await documents.values_list("minutes__negotiation_id", flat=True)
    return frozenset(int(str(row)) for row in rows)


async def publish(opened: Act, matter: Matter, own: Organisation, url: str) -> Warnings:
    """Make a published memo the minutes of a negotiation, or mend the link of those it has.

    Minutes under another rule stay under it: a link neither checks nor publishes them. Another
    document is endorsed anew, with a warning.
    """
    row = await Minutes.get_or_none(negotiation_id=matter.row.id)
    if row is None:
        row = await opened.create(
            Minutes,
            audience=PUBLIC,
            negotiation_id=matter.row.id,
            rule=MinutesRule.MEMO.value,
            state=MinutesState.READY.value,
            drafted_on=opened.today,
            published_on=opened.today,
            ready_on=opened.today,
            is_public=True,
        )
        await MinutesDocument.create(minutes_id=row.id, place=0, url=url)
        await settling.publish_papers(opened, matter, own)
        return ()
    documents = MinutesDocument.filter(minutes_id=row.id, is_annex=False)
    first = await documents.order_by("place", "id").first()
    unpublished = row.rule == MinutesRule.MEMO and row.published_on is None
    if first is not None and first.url == url and not unpublished:
        return ()
    await settling.note(opened, matter, row)
    warnings = await _replace(row, first, url)
    published_on = opened.today if unpublished else row.published_on
    await settling.settle(opened, matter, row, published_on=published_on)
    if unpublished:
        await settling.publish_papers(opened, matter, own)
    return warnings


async def _replace(row: Minutes, first: MinutesDocument | None, url: str) -> Warnings:
    """Let a link stand in the place of the first document; what was said of that goes with it."""
    if first is not None and first.url == url:
        return ()
    stored = await MinutesDocument.filter(minutes_id=row.id).count()
    if first is None:
        if stored >= MOST_DOCUMENTS:
            raise InvalidInput.of("memoUrl", "TOO_MANY", most=MOST_DOCUMENTS)
        await MinutesDocument.create(minutes_id=row.id, place=0, url=url)
    else:
        documents = MinutesDocument.filter(id=first.id)
        await documents.update(url=url, title=None, language=None, sha256=None)
    return await settling.void(row) if stored else ()
