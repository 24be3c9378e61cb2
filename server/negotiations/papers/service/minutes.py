"""The acts on minutes: draft, check, approve and publish."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.codes import plain_line
from server.kit.errors import InvalidInput, NotFound
from server.kit.findings import heeded
from server.kit.store.act import Act, Outcome, act
from server.negotiations import matter as matters
from server.negotiations.matter import Matter
from server.negotiations.papers import rules
from server.negotiations.papers.inputs import MinutesInput
from server.negotiations.papers.models import Minutes, MinutesDocument, MinutesEndorsement
from server.negotiations.papers.service import settling
from server.negotiations.papers.service.settling import audience
from server.negotiations.rules import check_shown
from server.register import lookup

DRAFTED = {"NOT_HELD_YET": "negotiation", "BEFORE_MEETING": "datedOn", "NOBODY_CHECKS": "roles"}


async def draft_minutes(
    by: Actor, today: date, negotiation: int, expected: int | None, given: MinutesInput
) -> Outcome:
    """Draft the minutes of a meeting that was held, or write the draft anew.

    ``expected`` is the revision of minutes on record. Endorsements of the same roles and parties
    stay, unless the documents have changed: then they are asked for again, with a warning. By the
    keeper's editor. Raises NotFound, NotAllowed, Conflict and InvalidInput: a meeting not held, a
    day before it, nobody named to check.
    """
    async with act("draft_minutes", by, at=now(), today=today) as opened:
        matter = await matters.load(by, negotiation)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        given.check()
        found = rules.check_draft(matter.row.held_on, given.dated_on, given.rule, len(given.roles))
        warnings = heeded(found, DRAFTED)
        values: dict[str, Any] = {
            "rule": given.rule.value,
            "dated_on": given.dated_on,
            "case_number": plain_line(given.case_number or "") or None,
        }
        row = await Minutes.get_or_none(negotiation_id=negotiation)
        if row is None:
            row = await opened.create(
                Minutes,
                audience=audience(matter, False),
                negotiation_id=negotiation,
                state=rules.MinutesState.AWAITING_PUBLICATION.value,
                drafted_on=today,
                **values,
            )
            expected = None
        elif expected is None:
            raise InvalidInput.of("expectedRevision", "REQUIRED")
        else:
            await settling.note(opened, matter, row)
        renewed = await _set_documents(row, given)
        await _set_endorsements(matter, row, given)
        void = await settling.void(row) if renewed else ()
        await settling.settle(opened, matter, row, expected, **values)
        return opened.done(Outcome(("Minutes", row.id), (*warnings, *void)))


async def check_minutes(
    by: Actor, today: date, minutes: int, expected: int | None, given: tuple[str, date]
) -> Outcome:
    """Record that a named role of our organisation has checked the minutes.

    ``given`` is the role and the day. By our recorder. Raises NotFound, NotAllowed, Conflict and
    InvalidInput: no such role of ours is asked to check, or it has checked already.
    """
    role, on = given
    async with act("check_minutes", by, at=now(), today=today) as opened:
        matter, row = await _load(by, minutes)
        policy.require(by, policy.APPROVE_MINUTES, parties=matter.codes)
        own = await lookup.own(by.organisation)
        asked = MinutesEndorsement.filter(minutes_id=minutes, organisation_id=own.id, role=role)
        await _endorse(opened, matter, row, await asked.first(), (expected, on))
        return opened.done(Outcome(("Minutes", minutes)))


async def approve_minutes(
    by: Actor, today: date, minutes: int, expected: int | None, on: date
) -> Outcome:
    """Record that our organisation approves the minutes; ``on`` is the day it did.

    By our recorder. Raises NotFound, NotAllowed, Conflict and InvalidInput: our approval is not
    asked for, or it was given already.
    """
    async with act("approve_minutes", by, at=now(), today=today) as opened:
        matter, row = await _load(by, minutes)
        policy.require(by, policy.APPROVE_MINUTES, parties=matter.codes)
        own = await lookup.own(by.organisation)
        asked = MinutesEndorsement.filter(
            minutes_id=minutes, organisation_id=own.id, role__isnull=True
        )
        await _endorse(opened, matter, row, await asked.first(), (expected, on))
        return opened.done(Outcome(("Minutes", minutes)))


async def publish_minutes(
    by: Actor, today: date, minutes: int, expected: int | None, on: date
) -> Outcome:
    """Publish the minutes, and with them the agenda, the positions and the agreed actions.

    ``on`` is the day they were published, today or earlier. By a recorder of a party. Raises
    NotFound, NotAllowed, Conflict and InvalidInput, also of a negotiation that is withheld.
    Publishing before every check or approval is a warning: they are then not ready.
    """
    async with act("publish_minutes", by, at=now(), today=today) as opened:
        matter, row = await _load(by, minutes)
        policy.require(by, policy.PUBLISH_MINUTES, parties=matter.codes)
        matters.weigh("minutes", check_shown(await matters.facts(matter)))
        _check_day(matter, on, today, "publishedOn")
        facts = await settling.facts_of(row, matter.keeper)
        warnings = heeded(rules.check_publish(facts), {"PUBLISHED_ALREADY": "minutes"})
        await settling.settle(opened, matter, row, expected, published_on=on)
        await settling.publish_papers(opened, matter, await lookup.own(by.organisation))
        return opened.done(Outcome(("Minutes", minutes), warnings))


async def _load(by: Actor, minutes: int) -> tuple[Matter, Minutes]:
    """Lock the negotiation of minutes. Raises NotFound also when the actor may not see them."""
    row = await Minutes.get_or_none(id=minutes)
    if row is None:
        raise NotFound(type="Minutes")
    matter = await matters.load(by, row.negotiation_id)
    await row.refresh_from_db()  # the lock on the negotiation guards its minutes
    seen = row.is_public or policy.may(by, policy.READ_DRAFTS, parties=matter.codes).allowed
    if not seen:
        raise NotFound(type="Minutes")
    return matter, row


async def _endorse(
    opened: Act,
    matter: Matter,
    row: Minutes,
    asked: MinutesEndorsement | None,
    given: tuple[int | None, date],
) -> None:
    expected, on = given
    _check_day(matter, on, opened.today, "on")
    if asked is None:
        raise InvalidInput.of("minutes", "NOT_ASKED")
    if asked.endorsed_on is not None:
        raise InvalidInput.of("minutes", "ENDORSED_ALREADY", day=asked.endorsed_on.isoformat())
    await settling.note(opened, matter, row)
    await MinutesEndorsement.filter(id=asked.id).update(endorsed_on=on)
    await settling.settle(opened, matter, row, expected)


def _check_day(matter: Matter, on: date, today: date, field: str) -> None:
    if on > today:
        raise InvalidInput.of(field, "IN_THE_FUTURE", day=on.isoformat())
    held_on = matter.row.held_on
    if held_on is not None and on < held_on:
        raise InvalidInput.of(field, "BEFORE_MEETING", day=held_on.isoformat())


async def _set_documents(row: Minutes, given: MinutesInput) -> bool:
    """Write the documents; whether those that were there are other documents now.

    Another title or language is another word on the same document.
    """
    before = await MinutesDocument.filter(minutes_id=row.id).order_by("place")
    after = [
        MinutesDocument(
            minutes_id=row.id,
            place=place,
            is_annex=each.is_annex,
            title=(each.title or "").strip() or None,
            url=each.url,
            language=each.language,
            sha256=each.sha256 and each.sha256.lower(),
        )
        for place, each in enumerate(given.documents)
    ]
    await MinutesDocument.filter(minutes_id=row.id).delete()
    await MinutesDocument.bulk_create(after)
    was, now = ([(d.url, d.sha256, d.is_annex) for d in each] for each in (before, after))
    return bool(before) and was != now


async def _set_endorsements(matter: Matter, row: Minutes, given: MinutesInput) -> None:
    """Ask what the rule asks; who has endorsed already and is still asked stays so."""
    if given.rule is rules.MinutesRule.APPROVED:
        await MinutesEndorsement.filter(minutes_id=row.id, role__not_isnull=True).delete()
        await settling.add_parties(row, list(matter.parties))
        return
    checking = given.rule is rules.MinutesRule.CHECKED
    asked = given.roles if checking else ()
    wanted = []
    for place, (code, role) in enumerate(asked):
        organisation = await lookup.organisation(code, f"roles.{place}.organisation")
        if organisation.id not in matter.parties:
            at = f"roles.{place}.organisation"
            raise InvalidInput.of(at, "NOT_A_PARTY", organisation=code)
        wanted.append((organisation.id, plain_line(role)))
    have = await MinutesEndorsement.filter(minutes_id=row.id)
    given_on = {(each.organisation_id, each.role): each.endorsed_on for each in have}
    await MinutesEndorsement.filter(minutes_id=row.id).delete()
    await MinutesEndorsement.bulk_create(
        MinutesEndorsement(
            minutes_id=row.id,
            organisation_id=organisation,
            role=role,
            place=place,
            endorsed_on=given_on.get((organisation, role)),
        )
        for place, (organisation, role) in enumerate(dict.fromkeys(wanted))
    )
