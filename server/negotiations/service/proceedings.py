"""How a meeting went: when it opened and ended, who led it, and who took part in which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import FieldFault, InvalidInput, refuse
from server.kit.store.act import Outcome, act
from server.kit.texts import text_fault
from server.kit.times import clock_time, time_fault
from server.negotiations import matter as matters
from server.negotiations import rules
from server.negotiations.models import Participant
from server.register import lookup

LONGEST_ROLE = 200
MOST_PARTICIPANTS = 100


@dataclass(frozen=True)
class ProceedingsInput:
    """When a meeting opened and ended, by the clock of Helsinki, and who led and minuted it.

    ``chair`` and ``secretary`` are organisation codes, their roles what the two are there. What is
    not given is not known.
    """

    opened_time: str | None = None
    ended_time: str | None = None
    chair: str | None = None
    chair_role: str | None = None
    secretary: str | None = None
    secretary_role: str | None = None

    def check(self) -> None:
        """Raise InvalidInput for what cannot be true or cannot be read."""
        refuse(
            time_fault("openedTime", self.opened_time),
            time_fault("endedTime", self.ended_time),
            text_fault("chairRole", self.chair_role, longest=LONGEST_ROLE, required=False),
            text_fault("secretaryRole", self.secretary_role, longest=LONGEST_ROLE, required=False),
        )
        refuse(*_reversed("endedTime", self.opened_time, self.ended_time))


@dataclass(frozen=True)
class ParticipantInput:
    """One who took part, by role and never by name; no time means from the start, to the end."""

    role: str
    from_time: str | None = None
    until_time: str | None = None

    def faults(self, place: int) -> list[FieldFault]:
        """What is wrong with it, at its place in the list."""
        at = f"participants.{place}"
        found = (
            text_fault(f"{at}.role", self.role, longest=LONGEST_ROLE),
            time_fault(f"{at}.from", self.from_time),
            time_fault(f"{at}.until", self.until_time),
        )
        faults = [each for each in found if each]
        return faults or _reversed(f"{at}.until", self.from_time, self.until_time)


async def record_proceedings(
    by: Actor, today: date, negotiation: int, expected: int | None, given: ProceedingsInput
) -> Outcome:
    """Record when a held meeting opened and ended, and who led it. By the keeper's editor.

    Raises NotFound, NotAllowed, Conflict and InvalidInput.
    """
    async with act("record_proceedings", by, at=now(), today=today) as opened:
        matter = await matters.load(by, negotiation)
        policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        given.check()
        matters.weigh("negotiation", rules.check_took_place(await matters.facts(matter)))
        chair = await lookup.organisation(given.chair, "chair") if given.chair else None
        secretary = (
            await lookup.organisation(given.secretary, "secretary") if given.secretary else None
        )
        said = {
            "opened_time": clock_time(given.opened_time),
            "ended_time": clock_time(given.ended_time),
            "chair_id": chair.id if chair else None,
            "chair_role": (given.chair_role or "").strip() or None,
            "secretary_id": secretary.id if secretary else None,
            "secretary_role": (given.secretary_role or "").strip() or None,
        }
        if not any([*said.values(), *(getattr(matter.row, name) for name in said)]):
            raise InvalidInput.of("openedTime", "REQUIRED")
        await matters.settle(opened, matter, expected, **said)
        return opened.done(Outcome(("Negotiation", matter.row.id), await _untimely(matter)))


async def record_participants(
    by: Actor,
    today: date,
    negotiation: int,
    expected: int | None,
    *,
    participants: Sequence[ParticipantInput],
    organisation: str | None = None,
) -> Outcome:
    """Say by role who took part for a party; the rows replace those said of it before.

    A party speaks for itself; the keeper for a party that has said nothing itself. By an editor.
    Presence before the opening or after the end is only a warning. Raises NotFound, NotAllowed,
    Conflict and InvalidInput.
    """
    async with act("record_participants", by, at=now(), today=today) as opened:
        matter = await matters.load(by, negotiation)
        code = organisation or by.organisation or ""
        if code == by.organisation:
            policy.require(by, policy.EDIT_OWN_ROW, owner=code)
        else:
            policy.require(by, policy.EDIT_SHARED_FIELDS, keeper=matter.keeper)
        party = matter.party(code)
        if party is None:
            raise InvalidInput.of("organisation", "NOT_AMONG_PARTIES", code=code)
        refuse(*(fault for place, each in enumerate(participants) for fault in each.faults(place)))
        if len(participants) > MOST_PARTICIPANTS:
            raise InvalidInput.of("participants", "TOO_MANY", most=MOST_PARTICIPANTS)
        matters.weigh("negotiation", rules.check_took_place(await matters.facts(matter)))
        own = await lookup.own(by.organisation)
        before = Participant.filter(negotiation_id=matter.row.id, organisation_id=party.id)
        if own.id != party.id and await before.filter(recorded_by_id=party.id).exists():
            raise InvalidInput.of("organisation", "THEIR_OWN_WORD", organisation=code)
        if not participants and not await before.exists():
            raise InvalidInput.of("participants", "REQUIRED")
        await before.delete()
        await Participant.bulk_create(
            Participant(
                negotiation_id=matter.row.id,
                organisation_id=party.id,
                role=each.role.strip(),
                from_time=clock_time(each.from_time),
                until_time=clock_time(each.until_time),
                recorded_by_id=own.id,
                sort_fi=party.sort_fi,
            )
            for each in participants
        )
        await matters.settle(opened, matter, expected)
        return opened.done(Outcome(("Negotiation", matter.row.id), await _untimely(matter)))


def _reversed(field: str, start: str | None, end: str | None) -> list[FieldFault]:
    since, until = clock_time(start), clock_time(end)
    if since is None or until is None or since <= until:
        return []
    return [FieldFault(tuple(field.split(".")), "ENDS_BEFORE_IT_OPENS")]


async def _untimely(matter: matters.Matter) -> matters.Warnings:
    """Warnings of those present before the opening or after the end."""
    row = matter.row
    rows = Participant.filter(negotiation_id=row.id).order_by("sort_fi", "id")
    found = rules.check_presence(
        row.opened_time,
        row.ended_time,
        [(each.role, each.from_time, each.until_time) for each in await rows],
    )
    return matters.weigh("participants", found)
