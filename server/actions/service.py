"""The acts on agreed actions: agree, amend, complete, drop, reopen and publish."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.actions import rules
from server.actions.inputs import UNDONE, ActionInput, DoneInput, reason_given
from server.actions.models import Action, ActionEvent, ActionResponsible
from server.identity import policy
from server.identity.actor import Actor
from server.identity.subjects import Subject, seen_subject, subject_of
from server.kit.clock import now
from server.kit.errors import InvalidInput, NotFound, within
from server.kit.findings import heeded
from server.kit.partial_date import PartialDate, Precision
from server.kit.store.act import PUBLIC, Act, Outcome, act, lock, snapshot
from server.register import lookup
from server.register.models import Organisation

AGREED = {"IN_THE_FUTURE": "agreedOn", "ALREADY_FINISHED": "action"}
AMENDED = {"IN_THE_FUTURE": "facts.agreedOn", "ALREADY_FINISHED": "action"}
DONE = {"IN_THE_FUTURE": "doneOn", "ALREADY_FINISHED": "action"}
DROPPED = {"IN_THE_FUTURE": "droppedOn", "ALREADY_FINISHED": "action"}


@dataclass
class Agreed:
    """A locked action with the record it was agreed in and the codes of the responsible."""

    row: Action
    origin: Subject
    responsible: list[str]
    before: dict[str, Any]

    @property
    def parties(self) -> frozenset[str]:
        """Who sees it while it is not public; of a withheld record its parties alone."""
        if self.origin.is_withheld:
            return self.origin.parties
        return self.origin.parties | set(self.responsible)

    def audience(self) -> str:
        """Who may know of it, as the journal notes it."""
        return PUBLIC if self.row.is_public else " ".join(sorted(self.parties))

    def facts(self) -> rules.ActionFacts:
        """What the rules are asked of it."""
        row = self.row
        exactly = Precision(row.due_precision or Precision.DAY)
        due = PartialDate(row.due_on, exactly) if row.due_on else None
        return rules.ActionFacts(row.agreed_on, due, row.done_on, row.dropped_on)


async def agree_action(
    by: Actor, today: date, origin: tuple[str, int], given: ActionInput
) -> Outcome:
    """Put on record what was agreed in a record, a draft of its parties until it is published.

    By an editor of a party. Raises NotFound, NotAllowed and InvalidInput: no title, nobody
    responsible, agreed on a day to come. A deadline before the agreement is a warning, and so is
    a responsible organisation that is no party.
    """
    async with act("agree_action", by, at=now(), today=today) as opened:
        subject = await seen_subject(by, *origin)
        policy.require(by, policy.ADD_ACTION, parties=subject.parties)
        agreed_on = given.agreed_on or today
        found = rules.check_agreed(rules.ActionFacts(agreed_on, given.due), today)
        with within("action"):
            given.check()
            warnings = heeded(found, AGREED)
            responsible = await lookup.organisations(given.responsible, "responsible")
        codes = [each.organisation_code for each in responsible]
        own = await lookup.own(by.organisation)
        row = await opened.create(
            Action,
            audience=" ".join(sorted(subject.parties | set(codes))),
            origin_type=subject.type,
            origin_id=subject.id,
            recorded_by_id=own.id,
            created_at=opened.at,
            **given.columns(agreed_on),
        )
        await _set_responsible(row, responsible)
        agreed = await _agreed(row, subject)
        opened.touch(row, before=None, after=_told(agreed), audience_after=agreed.audience())
        await _tell(opened, row, "AGREED", agreed_on, own)
        strangers = _strangers(subject, codes)
        return opened.done(Outcome(("Action", row.id), (*warnings, *strangers)))


async def amend_action(
    by: Actor,
    today: date,
    action: int,
    expected: int | None,
    given: ActionInput,
    *,
    reason: str,
) -> Outcome:
    """Write anew what was agreed, with the reason: a new deadline, another responsible.

    By an editor of a responsible organisation or of the keeper of its record. Raises NotFound,
    NotAllowed, Conflict and InvalidInput: what is done or dropped is opened again first.
    """
    async with act("amend_action", by, at=now(), today=today) as opened:
        agreed = await _load(by, action)
        with within("facts"):
            given.check()
            responsible = await lookup.organisations(given.responsible, "responsible")
        said = reason_given(reason)
        agreed_on = given.agreed_on or agreed.row.agreed_on
        known = agreed.facts()
        facts = rules.ActionFacts(agreed_on, given.due, known.done_on, known.dropped_on)
        warnings = heeded(rules.check_agreed(facts, today), AMENDED)
        await _set_responsible(agreed.row, responsible)
        await _settle(opened, agreed, expected, given.columns(agreed_on))
        own = await lookup.own(by.organisation)
        await _tell(opened, agreed.row, "AMENDED", today, own, note=said)
        strangers = _strangers(agreed.origin, [each.organisation_code for each in responsible])
        return opened.done(Outcome(("Action", action), (*warnings, *strangers)))


async def complete_action(
    by: Actor, today: date, action: int, expected: int | None, given: DoneInput
) -> Outcome:
    """Record that an action was done, with the dated source that shows it if there is one.

    Who may and what is refused: as ``amend_action``.
    """
    async with act("complete_action", by, at=now(), today=today) as opened:
        agreed = await _load(by, action)
        given.check()
        warnings = heeded(rules.check_finished(agreed.facts(), given.done_on, today), DONE)
        await _settle(opened, agreed, expected, given.columns())
        own = await lookup.own(by.organisation)
        await _tell(opened, agreed.row, "COMPLETED", given.done_on, own)
        return opened.done(Outcome(("Action", action), warnings))


async def drop_action(
    by: Actor, today: date, action: int, expected: int | None, dropped: tuple[date, str]
) -> Outcome:
    """Drop an action on a day for a reason; ``dropped`` is the day and the reason.

    Who may and what is refused: as ``amend_action``.
    """
    on, reason = dropped
    async with act("drop_action", by, at=now(), today=today) as opened:
        agreed = await _load(by, action)
        said = reason_given(reason)
        warnings = heeded(rules.check_finished(agreed.facts(), on, today), DROPPED)
        await _settle(opened, agreed, expected, {"dropped_on": on, "drop_reason": said})
        own = await lookup.own(by.organisation)
        await _tell(opened, agreed.row, "DROPPED", on, own, note=said)
        return opened.done(Outcome(("Action", action), warnings))


async def reopen_action(
    by: Actor, today: date, action: int, expected: int | None, reason: str
) -> Outcome:
    """Open again what was done or dropped, with the reason. Who may: as ``amend_action``."""
    async with act("reopen_action", by, at=now(), today=today) as opened:
        agreed = await _load(by, action)
        said = reason_given(reason)
        heeded(rules.check_reopened(agreed.facts()), {"NOT_FINISHED": "action"})
        await _settle(opened, agreed, expected, UNDONE)
        own = await lookup.own(by.organisation)
        await _tell(opened, agreed.row, "REOPENED", today, own, note=said)
        return opened.done(Outcome(("Action", action)))


async def publish_action(by: Actor, today: date, action: int, expected: int | None) -> Outcome:
    """Let anyone read an action before the minutes of its record, or after them.

    By a recorder of a party. Raises NotFound, NotAllowed, Conflict and InvalidInput when it is
    public already or its record is still a draft or withheld.
    """
    async with act("publish_action", by, at=now(), today=today) as opened:
        agreed = await _locked(by, action)
        policy.require(by, policy.PUBLISH_MINUTES, parties=agreed.parties)
        if agreed.row.is_public:
            raise InvalidInput.of("action", "PUBLISHED_ALREADY")
        if agreed.origin.is_withheld:
            raise InvalidInput.of("action", "RECORD_WITHHELD")
        if not agreed.origin.is_public:
            raise InvalidInput.of("action", "RECORD_IS_A_DRAFT")
        await _publish(opened, agreed, expected, await lookup.own(by.organisation))
        return opened.done(Outcome(("Action", action)))


async def publish_all(opened: Act, origin: Subject, own: Organisation) -> None:
    """Publish every draft action of a record, as its minutes are published; inside that act."""
    drafts = Action.filter(origin_type=origin.type, origin_id=origin.id, is_public=False)
    for row in await drafts.order_by("id").select_for_update():
        await _publish(opened, await _agreed(row, origin), None, own)


async def cover(opened: Act, origin: Subject) -> None:
    """Let the published actions of a record be public or not, as it is; inside the act on it."""
    rows = Action.filter(origin_type=origin.type, origin_id=origin.id)
    for row in await rows.order_by("id").select_for_update():
        published = await ActionEvent.exists(action_id=row.id, kind="PUBLISHED")
        public = origin.is_public and published
        if row.is_public != public:
            await _settle(opened, await _agreed(row, origin), None, {"is_public": public})


async def move_all(
    opened: Act, origin: Subject, to: Subject, items: Collection[int] = frozenset()
) -> None:
    """Move the actions of a record to another that has none; inside the act that merges them.

    Those that follow from one of ``items``, which have been moved, go in any case; an action that
    goes without its item no longer follows from one.
    """
    bare = not await Action.exists(origin_type=to.type, origin_id=to.id)
    rows = Action.filter(origin_type=origin.type, origin_id=origin.id)
    for row in await rows.order_by("id").select_for_update():
        follows = row.item_id in items
        if not (bare or follows):
            continue
        agreed = await _agreed(row, origin)
        before = agreed.audience()
        opened.touch(row, before=agreed.before, audience_before=before, audience_after=before)
        item = row.item_id if follows else None
        values: dict[str, Any] = {"origin_type": to.type, "origin_id": to.id, "item_id": item}
        moved = await _agreed(row, to)
        await opened.change(row, audience=(before, moved.audience()), **values)
        opened.touch(row, before=None, after=_told(moved), audience_after=moved.audience())


async def finished_on(origin: tuple[str, int]) -> date | None:
    """The day the last published action of a record was finished.

    None while one is open, and when there is none: nobody can tell then that nothing is to follow.
    """
    told = Action.filter(origin_type=origin[0], origin_id=origin[1])
    rows = await told.filter(events__kind="PUBLISHED").distinct()
    days = [row.dropped_on or row.done_on for row in rows]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


async def _publish(opened: Act, agreed: Agreed, expected: int | None, own: Organisation) -> None:
    await _settle(opened, agreed, expected, {"is_public": True})
    await _tell(opened, agreed.row, "PUBLISHED", opened.today, own)


async def _load(by: Actor, action: int) -> Agreed:
    """Lock an action for change by a responsible organisation or its record's keeper."""
    agreed = await _locked(by, action)
    keeper = {agreed.origin.keeper} if agreed.origin.keeper else set()
    policy.require(by, policy.ADD_ACTION, parties=keeper | set(agreed.responsible))
    return agreed


async def _locked(by: Actor, action: int) -> Agreed:
    """Lock an action. Raises NotFound also when the actor may not see it."""
    found = await Action.get_or_none(id=action)
    if found is None:
        raise NotFound(type="Action")
    # The record first, the action after it: so does whoever publishes them together.
    origin = await subject_of(found.origin_type, found.origin_id)
    row = (await lock(Action, action))[0]
    agreed = await _agreed(row, origin)
    seen = policy.may(by, policy.READ_DRAFTS, parties=agreed.parties).allowed
    if not row.is_public and not seen:
        raise NotFound(type="Action")
    return agreed


async def _agreed(row: Action, origin: Subject) -> Agreed:
    found = ActionResponsible.filter(action_id=row.id).select_related("organisation")
    codes = sorted([each.organisation.organisation_code for each in await found])
    return Agreed(row, origin, codes, {**snapshot(row), "responsible": codes})


def _told(agreed: Agreed) -> dict[str, list[str]]:
    """The responsible are part of the action: the journal tells of them with it."""
    return {"responsible": agreed.responsible}


async def _settle(
    opened: Act, agreed: Agreed, expected: int | None, values: dict[str, Any]
) -> None:
    """Write columns and note the action for the journal. Raises Conflict."""
    row, before = agreed.row, agreed.audience()
    opened.touch(row, before=agreed.before, audience_before=before, audience_after=before)
    await opened.change(row, expected, audience=(before, before), **values)
    now_ = await _agreed(row, agreed.origin)
    opened.touch(row, before=None, after=_told(now_), audience_after=now_.audience())


async def _set_responsible(row: Action, organisations: Sequence[Organisation]) -> None:
    wanted = {each.id for each in organisations}
    have = {each.organisation_id for each in await ActionResponsible.filter(action_id=row.id)}
    await ActionResponsible.filter(action_id=row.id, organisation_id__in=have - wanted).delete()
    await ActionResponsible.bulk_create(
        ActionResponsible(action_id=row.id, organisation_id=each) for each in sorted(wanted - have)
    )


def _strangers(origin: Subject, codes: Sequence[str]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"code": "RESPONSIBLE_NO_PARTY", "facts": {"organisation": code}}
        for code in codes
        if code not in origin.parties
    )


async def _tell(
    opened: Act,
    row: Action,
    kind: str,
    on: date,
    own: Organisation,
    *,
    note: str | None = None,
) -> None:
    await ActionEvent.create(
        action_id=row.id,
        kind=kind,
        on=on,
        recorded_by_id=own.id,
        recorded_on=opened.today,
        recorded_at=opened.at,
        note=note,
    )
