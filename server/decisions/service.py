"""The acts on decisions: record, amend, withdraw, and what the one who decided says of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from server.decisions import rules
from server.decisions.inputs import LONGEST_TEXT, DecisionInput
from server.decisions.models import Decision
from server.identity import policy
from server.identity.actor import Actor
from server.identity.subjects import Subject, is_party, seen_subject, subject_of
from server.journal.service import shown
from server.kit.clock import now
from server.kit.errors import InvalidInput, NotAllowed, NotFound, refuse, within
from server.kit.findings import heeded
from server.kit.provenance import Provenance, provenance
from server.kit.store.act import Act, Outcome, act, lock
from server.kit.store.selects import select
from server.kit.texts import text_fault
from server.register import lookup
from server.register.models import Body, BodyOwner, Organisation

FIELDS = {
    "IN_THE_FUTURE": "decidedOn",
    "OUTCOME_LEFT_OUT": "outcome",
    "NOT_HANDLED": "finality",
    "NO_FINALITY": "finality",
    "BEFORE_DECISION": "finalityOn",
}


async def record_decision(
    by: Actor, today: date, about: tuple[str, int], given: DecisionInput
) -> Outcome:
    """Record a decision on the record ``about`` names, our own or one that we report of a party.

    Our own is recorded by our recorder; another's by an editor of a party, and it is then reported
    until they confirm or dispute it. Raises NotFound, NotAllowed and InvalidInput: no decider or
    several, another's body, an outcome in the future. A decision after the start of what it is
    about, and a likely twin, are warnings.
    """
    async with act("record_decision", by, at=now(), today=today) as opened:
        subject = await seen_subject(by, *about)
        with within("decision"):
            given.check()
        code = given.organisation or by.organisation or ""
        if code == by.organisation:
            policy.require(by, policy.RECORD_OWN_DECISION, owner=code)
        else:
            policy.require(by, policy.REPORT_FACT, parties=subject.parties)
        owner = await _party(subject, code)
        with within("decision"):
            warnings = heeded(rules.check_decision(given.facts(subject.begins_on), today), FIELDS)
            await _check_body(given.body, owner)
        own = await lookup.own(by.organisation)
        twins = await _twins(subject, owner, given)
        public = rules.is_public(given.publication, subject.is_public)
        row = await opened.create(
            Decision,
            audience=subject.shared(public),
            subject_type=subject.type,
            subject_id=subject.id,
            organisation_id=owner.id,
            recorded_by_id=own.id,
            recorded_on=today,
            provenance=provenance(own=own.id == owner.id).value,
            is_public=public,
            created_at=opened.at,
            **given.columns(),
        )
        return opened.done(Outcome(("Decision", row.id), (*warnings, *twins)))


async def amend_decision(
    by: Actor, today: date, decision: int, expected: int | None, given: DecisionInput
) -> Outcome:
    """Write the facts of a decision anew; the organisation that decided stays.

    By a recorder of the one that decided, whose own word it then is, or by an editor of the one
    that reported it, until the other has made it its own. A new statement is a new matter to
    confirm or dispute. Raises as ``record_decision``, and Conflict.
    """
    async with act("amend_decision", by, at=now(), today=today) as opened:
        row, subject, owner = await _load(by, decision)
        _require_own_row(by, row, owner, await _reporter(row))
        _require_standing(row)
        with within("facts"):
            given.check()
        if given.organisation not in (None, owner.organisation_code):
            raise InvalidInput.of("organisation", "STAYS_AS_IT_IS")
        with within("facts"):
            warnings = heeded(rules.check_decision(given.facts(subject.begins_on), today), FIELDS)
            await _check_body(given.body, owner)
        own = await lookup.own(by.organisation)
        fresh = {
            "recorded_by_id": own.id,
            "recorded_on": today,
            "provenance": provenance(own=own.id == owner.id).value,
            "confirmed_on": None,
            "disputed_on": None,
            "dispute_reason": None,
            "dispute_withdrawn_on": None,
        }
        await _settle(opened, row, subject, expected, {**given.columns(), **fresh})
        return opened.done(Outcome(("Decision", row.id), warnings))


async def withdraw_decision(
    by: Actor, today: date, decision: int, expected: int | None, reason: str
) -> Outcome:
    """Withdraw what was recorded by mistake; it stays on record and counts no more.

    By whoever may amend it. Raises as ``amend_decision``.
    """
    async with act("withdraw_decision", by, at=now(), today=today) as opened:
        row, subject, owner = await _load(by, decision)
        _require_own_row(by, row, owner, await _reporter(row))
        _require_standing(row)
        values = {"withdrawn_on": today, "withdraw_reason": _reason(reason)}
        await _settle(opened, row, subject, expected, values)
        return opened.done(Outcome(("Decision", row.id)))


async def confirm_decision(by: Actor, today: date, decision: int, expected: int | None) -> Outcome:
    """Confirm what another organisation recorded of our decision.

    By our recorder. Raises NotFound, NotAllowed, Conflict and InvalidInput when it is our own word.
    """

    def confirm(row: Decision) -> dict[str, Any]:
        cleared = {"disputed_on": None, "dispute_reason": None, "dispute_withdrawn_on": None}
        return {"confirmed_on": today, **cleared}

    return await _answered("confirm_decision", by, today, (decision, expected), confirm)


async def dispute_decision(
    by: Actor, today: date, decision: int, expected: int | None, reason: str
) -> Outcome:
    """Dispute what another recorded of our decision; both statements are shown until withdrawn.

    Raises as ``confirm_decision``.
    """

    def dispute(row: Decision) -> dict[str, Any]:
        # A dispute that stands has stood since its first day, whatever reason is added.
        since = row.disputed_on if row.provenance == Provenance.DISPUTED else today
        cleared = {"confirmed_on": None, "dispute_withdrawn_on": None}
        return {"disputed_on": since, "dispute_reason": _reason(reason), **cleared}

    return await _answered("dispute_decision", by, today, (decision, expected), dispute)


async def withdraw_decision_dispute(
    by: Actor, today: date, decision: int, expected: int | None
) -> Outcome:
    """Take our dispute back; what was recorded stands again. Raises as ``confirm_decision``."""

    def withdraw(row: Decision) -> dict[str, Any]:
        if row.provenance != Provenance.DISPUTED:
            raise InvalidInput.of("decision", "NOT_DISPUTED")
        return {"dispute_withdrawn_on": today}

    return await _answered("withdraw_decision_dispute", by, today, (decision, expected), withdraw)


async def as_subject(number: int) -> Subject | None:
    """A decision as what an agenda item can be about; None when there is none of that id."""
    row = await Decision.get_or_none(id=number)
    if row is None:
        return None
    about = await subject_of(row.subject_type, row.subject_id)
    return Subject("Decision", number, about.parties, about.keeper, row.is_public)


async def move_all(opened: Act, subject: Subject, to: Subject) -> None:
    """Move the decisions on a record to another that has none; inside the act that merges them.

    Withdrawn ones go along: they are part of what was said of the matter.
    """
    if await Decision.exists(subject_type=to.type, subject_id=to.id):
        return
    rows = Decision.filter(subject_type=subject.type, subject_id=subject.id)
    for row in await rows.order_by("id").select_for_update():
        audiences = (subject.shared(row.is_public), to.shared(row.is_public))
        await opened.change(row, audience=audiences, subject_type=to.type, subject_id=to.id)


async def refresh_negotiations(opened: Act, touched: frozenset[int]) -> None:
    """Let decisions, published or once shown, be public as their negotiations are."""
    told = await select(
        "SELECT id FROM decision WHERE subject_type = 'Negotiation' AND subject_id IN ?", touched
    )
    if not told:
        return
    for row in await Decision.filter(id__in=[row[0] for row in told]).order_by("id"):
        subject = await subject_of(row.subject_type, row.subject_id)
        if subject.is_public == row.is_public:
            continue
        if subject.is_public and not await _was_shown(row):
            continue
        audiences = (subject.shared(row.is_public), subject.shared(subject.is_public))
        await opened.change(row, audience=audiences, is_public=subject.is_public)


async def _was_shown(row: Decision) -> bool:
    """Is it published, or could anyone once see it?"""
    published = row.publication != rules.Publication.NOT_PUBLISHED
    return published or bool(await shown("Decision", [row.id]))


async def _answered(
    name: str,
    by: Actor,
    today: date,
    target: tuple[int, int | None],
    say: Callable[[Decision], dict[str, Any]],
) -> Outcome:
    decision, expected = target
    async with act(name, by, at=now(), today=today) as opened:
        row, subject, owner = await _load(by, decision)
        policy.require(by, policy.CONFIRM_OR_DISPUTE, owner=owner.organisation_code)
        _require_standing(row)
        if row.recorded_by_id == row.organisation_id:
            raise InvalidInput.of("decision", "OWN_DECISION")
        said = say(row)
        known = {
            "confirmed_on": row.confirmed_on,
            "disputed_on": row.disputed_on,
            "dispute_withdrawn_on": row.dispute_withdrawn_on,
            **said,
        }
        said["provenance"] = provenance(
            own=False,
            confirmed_on=known["confirmed_on"],
            disputed_on=known["disputed_on"],
            withdrawn_on=known["dispute_withdrawn_on"],
        ).value
        await _settle(opened, row, subject, expected, said)
        return opened.done(Outcome(("Decision", row.id)))


async def _load(by: Actor, decision: int) -> tuple[Decision, Subject, Organisation]:
    """Lock a decision. Raises NotFound also when the actor may not see it."""
    row = (await lock(Decision, decision))[0]
    subject = await subject_of(row.subject_type, row.subject_id)
    if not row.is_public and not is_party(by, subject):
        raise NotFound(type="Decision")
    return row, subject, await Organisation.get(id=row.organisation_id)


async def _settle(
    opened: Act, row: Decision, subject: Subject, expected: int | None, values: dict[str, Any]
) -> None:
    publication = values.get("publication", row.publication)
    # What has once been shown stays public: taking a link away does not unsay it.
    public = row.is_public or rules.is_public(publication, subject.is_public)
    audiences = (subject.shared(row.is_public), subject.shared(public))
    await opened.change(row, expected, audience=audiences, is_public=public, **values)


async def _reporter(row: Decision) -> str:
    return (await Organisation.get(id=row.recorded_by_id)).organisation_code


def _require_own_row(by: Actor, row: Decision, owner: Organisation, reporter: str) -> None:
    """Raise NotAllowed unless the actor speaks for the one that decided, or reported it."""
    if by.organisation == owner.organisation_code:
        policy.require(by, policy.RECORD_OWN_DECISION, owner=owner.organisation_code)
        return
    if row.provenance == Provenance.CONFIRMED:
        raise NotAllowed(
            reason=policy.Condition.OWN.value,
            permission=policy.RECORD_OWN_DECISION.key,
            role=str(policy.RECORD_OWN_DECISION.role),
        )
    policy.require(by, policy.EDIT_OWN_ROW, owner=reporter)


def _require_standing(row: Decision) -> None:
    if row.withdrawn_on is not None:
        raise InvalidInput.of("decision", "WITHDRAWN_ALREADY", day=row.withdrawn_on.isoformat())


def _reason(reason: str) -> str:
    refuse(text_fault("reason", reason, longest=LONGEST_TEXT))
    return reason.strip()


async def _party(subject: Subject, code: str) -> Organisation:
    """The organisation that decided. Raises InvalidInput when it is no party of the matter."""
    owner = await lookup.organisation(code)
    if code not in subject.parties:
        raise InvalidInput.of("organisation", "NOT_A_PARTY", organisation=code)
    return owner


async def _check_body(body: int | None, owner: Organisation) -> None:
    if body is None:
        return
    if not await Body.exists(id=body):
        raise NotFound(type="Body")
    if not await BodyOwner.exists(body_id=body, organisation_id=owner.id):
        code = owner.organisation_code
        raise InvalidInput.of("body", "BODY_OF_ANOTHER", organisation=code)


async def _twins(
    subject: Subject, owner: Organisation, given: DecisionInput
) -> tuple[dict[str, Any], ...]:
    """A warning when a decision of the same day and section is on record already."""
    same = Decision.filter(
        subject_type=subject.type,
        subject_id=subject.id,
        organisation_id=owner.id,
        decided_on=given.decided.value,
        withdrawn_on__isnull=True,
    )
    for row in await same:
        if row.section == given.columns()["section"]:
            facts = {"organisation": owner.organisation_code, "day": given.decided.iso}
            return ({"code": "DECIDED_TWICE", "facts": facts},)
    return ()
