"""What is on record of a round beside its counterparties' negotiations, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.decimals import decimal_text
from server.kit.errors import FieldFault, InvalidInput, NotFound, refuse
from server.kit.period import day_fault
from server.kit.store.act import PUBLIC, Act, Outcome, act, lock, snapshot
from server.kit.store.columns import ids
from server.kit.texts import text_fault, url_fault
from server.negotiations import parties
from server.negotiations.inputs import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Titles,
    not_future,
)
from server.negotiations.models import (
    NegotiationParty,
    NegotiationRound,
    RoundAgendaItem,
    RoundCounterparty,
    RoundReport,
)
from server.negotiations.service.rounds import add_counterparties
from server.register.models import Body, Organisation

LONGEST_UNIT = 40
MOST_ITEMS = 100


@dataclass(frozen=True)
class Objective:
    """What a round is to achieve, in any of the languages, and from which number to which.

    ``baseline`` and ``target`` are decimals as people write them, in ``unit``.
    """

    fi: str | None = None
    sv: str | None = None
    en: str | None = None
    baseline: str | None = None
    target: str | None = None
    unit: str | None = None

    def faults(self) -> Iterator[FieldFault | None]:
        """What is wrong with it; None for what is right."""
        for name, value in (("fi", self.fi), ("sv", self.sv), ("en", self.en)):
            yield text_fault(f"objective.{name}", value, longest=LONGEST_TEXT, required=False)
        yield text_fault("objective.unit", self.unit, longest=LONGEST_UNIT, required=False)
        for name, value in (("baseline", self.baseline), ("target", self.target)):
            if value and decimal_text(value) is None:
                yield FieldFault(("objective", name), "NOT_A_NUMBER", {"value": value})

    def columns(self) -> dict[str, str | None]:
        """The values of its columns."""
        return {
            "objective_fi": _plain(self.fi),
            "objective_sv": _plain(self.sv),
            "objective_en": _plain(self.en),
            "objective_baseline": decimal_text(self.baseline) if self.baseline else None,
            "objective_target": decimal_text(self.target) if self.target else None,
            "objective_unit": _plain(self.unit),
        }


@dataclass(frozen=True)
class AgendaItemInput:
    """A point of the agenda that new negotiations of the round open with."""

    title: Titles
    topic: str | None = None
    legal_reference: str | None = None

    def faults(self, place: int) -> Iterator[FieldFault | None]:
        """What is wrong with it, at its place in the list."""
        for fault in self.title.faults():
            yield FieldFault(("agenda", str(place), *fault.path), fault.code, fault.facts)
        yield text_fault(
            f"agenda.{place}.legalReference",
            self.legal_reference,
            longest=LONGEST_TITLE,
            required=False,
        )


@dataclass(frozen=True)
class RoundFacts:
    """All that a round's keeper says of it; what is left out is not known."""

    title: Titles
    starts_on: date
    ends_on: date
    purpose: str | None = None
    legal_basis: str | None = None
    steering_group: int | None = None
    objective: Objective = field(default_factory=Objective)
    kickoff_on: date | None = None
    kickoff_audience: str | None = None
    agenda: Sequence[AgendaItemInput] = ()

    def faults(self) -> Iterator[FieldFault | None]:
        """What is wrong with them; None for what is right."""
        yield from self.title.faults()
        if self.ends_on < self.starts_on:
            yield FieldFault(("endsOn",), "ENDS_BEFORE_START")
        for name, day in (
            ("startsOn", self.starts_on),
            ("endsOn", self.ends_on),
            ("kickoffOn", self.kickoff_on),
        ):
            yield day_fault(name, day)
        yield text_fault("purpose", self.purpose, longest=LONGEST_TEXT, required=False)
        for name, value in (
            ("legalBasis", self.legal_basis),
            ("kickoffAudience", self.kickoff_audience),
        ):
            yield text_fault(name, value, longest=LONGEST_TITLE, required=False)
        yield from self.objective.faults()
        if len(self.agenda) > MOST_ITEMS:
            yield FieldFault(("agenda",), "TOO_MANY", {"most": MOST_ITEMS})
        for place, item in enumerate(self.agenda):
            yield from item.faults(place)

    def columns(self) -> dict[str, Any]:
        """The values of the round's columns."""
        return {
            **self.title.columns(),
            **self.objective.columns(),
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "purpose": _plain(self.purpose),
            "legal_basis": _plain(self.legal_basis),
            "steering_group_id": self.steering_group,
            "kickoff_on": self.kickoff_on,
            "kickoff_audience": _plain(self.kickoff_audience),
        }


async def amend_round(
    by: Actor, today: date, round_id: int, expected: int | None, given: RoundFacts
) -> Outcome:
    """Write the facts of a round anew, its agenda too. By the keeper's editor.

    Raises NotFound, also for an unknown steering group, NotAllowed, Conflict and InvalidInput.
    """
    async with act("amend_round", by, at=now(), today=today) as opened:
        row = await _kept(by, round_id)
        refuse(*given.faults())
        await _check_body(given.steering_group)
        await RoundAgendaItem.filter(round_id=row.id).delete()
        await RoundAgendaItem.bulk_create(
            RoundAgendaItem(
                round_id=row.id,
                place=place,
                topic=item.topic,
                legal_reference=_plain(item.legal_reference),
                **item.title.columns(),
            )
            for place, item in enumerate(given.agenda, 1)
        )
        await opened.change(row, expected, **given.columns())
        return opened.done(Outcome(("NegotiationRound", row.id)))


async def change_counterparties(
    by: Actor,
    today: date,
    round_id: int,
    expected: int | None,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> Outcome:
    """Let a round set out to meet others as well, or some no longer; by their codes.

    Who has a negotiation in the round is not removed before that is cancelled. By the keeper's
    editor. Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("change_counterparties", by, at=now(), today=today) as opened:
        row = await _kept(by, round_id)
        coming = await parties.named(add, "add")
        going = await parties.named(remove, "remove")
        before = {**snapshot(row), **await _told(row)}
        have = await ids(RoundCounterparty.filter(round_id=row.id), "organisation_id")
        await _check_leaving(row, going)
        gone = [each.id for each in going]
        await RoundCounterparty.filter(round_id=row.id, organisation_id__in=gone).delete()
        await add_counterparties(row, [each for each in coming if each.id not in have])
        opened.touch(row, before=before, audience_before=PUBLIC)
        await opened.change(row, expected)
        opened.touch(row, before=None, after=await _told(row))
        return opened.done(Outcome(("NegotiationRound", row.id)))


@dataclass(frozen=True)
class ReportInput:
    """A report on a round that a body handled: the day, the section and a link."""

    body: int
    on: date
    section: str | None = None
    url: str | None = None


async def add_round_report(
    by: Actor, today: date, round_id: int, expected: int | None, given: ReportInput
) -> Outcome:
    """Record that a body handled a report on the round. By the keeper's editor.

    Raises NotFound, also for an unknown body, NotAllowed, Conflict and InvalidInput.
    """
    async with act("add_round_report", by, at=now(), today=today) as opened:
        row = await _kept(by, round_id)
        refuse(
            not_future("on", given.on, today),
            day_fault("on", given.on),
            text_fault("section", given.section, longest=LONGEST_UNIT, required=False),
            url_fault("url", given.url),
        )
        await _check_body(given.body)
        await RoundReport.create(
            round_id=row.id,
            body_id=given.body,
            on=given.on,
            section=_plain(given.section),
            url=given.url,
        )
        await opened.change(row, expected)
        return opened.done(Outcome(("NegotiationRound", row.id)))


async def close_round(by: Actor, today: date, round_id: int, expected: int | None) -> Outcome:
    """Close a round of which nothing more is expected. By the keeper's editor.

    Raises NotFound, NotAllowed, Conflict, and InvalidInput for one that is over.
    """
    async with act("close_round", by, at=now(), today=today) as opened:
        return await _end(opened, await _kept(by, round_id), expected, closed_on=today)


async def cancel_round(
    by: Actor, today: date, round_id: int, expected: int | None, reason: str
) -> Outcome:
    """Cancel a round; its negotiations stay as they are. Raises as ``close_round``."""
    async with act("cancel_round", by, at=now(), today=today) as opened:
        row = await _kept(by, round_id)
        refuse(text_fault("reason", reason, longest=LONGEST_TEXT))
        ending = {"cancelled_on": today, "cancel_reason": reason.strip()}
        return await _end(opened, row, expected, **ending)


async def _end(opened: Act, row: NegotiationRound, expected: int | None, **ending: Any) -> Outcome:
    await opened.change(row, expected, **ending)
    return opened.done(Outcome(("NegotiationRound", row.id)))


async def _kept(by: Actor, round_id: int) -> NegotiationRound:
    """A round that is not over, locked for a change by its keeper's editor."""
    row = (await lock(NegotiationRound, round_id))[0]
    keeper = await Organisation.get(id=row.keeper_id)
    policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=keeper.organisation_code)
    if row.closed_on is not None or row.cancelled_on is not None:
        raise InvalidInput.of("round", "ROUND_IS_OVER")
    return row


async def _check_body(body: int | None) -> None:
    if body is not None and not await Body.filter(id=body).exists():
        raise NotFound(type="Body")


async def _check_leaving(row: NegotiationRound, going: Sequence[Organisation]) -> None:
    met = NegotiationParty.filter(
        negotiation__round_id=row.id,
        negotiation__cancelled_on__isnull=True,
        negotiation__merged_into_id__isnull=True,
        organisation_id__in=[each.id for each in going],
    )
    busy = await ids(met, "organisation_id")
    faults = [
        FieldFault(
            ("remove", str(place)),
            "HAS_A_NEGOTIATION",
            {"organisation": each.organisation_code},
        )
        for place, each in enumerate(going)
        if each.id in busy
    ]
    refuse(*faults)


async def _told(row: NegotiationRound) -> dict[str, list[str]]:
    """The counterparties, who are part of the round: the journal tells of them with it."""
    places = RoundCounterparty.filter(round_id=row.id).select_related("organisation")
    return {
        "counterparties": sorted([each.organisation.organisation_code for each in await places])
    }


def _plain(text: str | None) -> str | None:
    return (text or "").strip() or None
