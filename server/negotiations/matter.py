"""One negotiation under change: its rows, who may see it, and its state computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.errors import FieldFault, InvalidInput, NotFound
from server.kit.findings import Findings
from server.kit.partial_date import PartialDate, Precision
from server.kit.provenance import provenance as said_by
from server.kit.store.act import PUBLIC, Act, lock, snapshot
from server.kit.store.selects import select
from server.negotiations import rules
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    Withholding,
)
from server.register import lookup
from server.register.models import Organisation


@dataclass
class Matter:
    """A locked negotiation with its parties; ``organisations`` are by id.

    ``before`` is what the journal tells of it as it was when it was locked. ``withheld`` says that
    it is closed on a statutory ground.
    """

    row: Negotiation
    parties: dict[int, NegotiationParty]
    organisations: dict[int, Organisation]
    before: Mapping[str, Any]
    withheld: bool = False

    @property
    def codes(self) -> list[str]:
        """The organisation codes of the parties."""
        return sorted(self.organisations[i].organisation_code for i in self.parties)

    @property
    def keeper(self) -> str:
        """The organisation code of the keeper."""
        return self.organisations[self.row.keeper_id].organisation_code

    @property
    def county(self) -> Organisation | None:
        """The county that negotiates, None when none or several do."""
        return self.organisations[self.row.county_id] if self.row.county_id else None

    def called(self) -> list[Organisation]:
        """The parties besides the county."""
        return [self.organisations[i] for i in self.parties if i != self.row.county_id]

    def party(self, organisation_code: str) -> Organisation | None:
        """The party of that code, None when it is not one."""
        rows = (self.organisations[i] for i in self.parties)
        return next((row for row in rows if row.organisation_code == organisation_code), None)

    def audience(self) -> str:
        """Who sees the negotiation, as the journal notes it."""
        return PUBLIC if self.row.is_public else " ".join(self.codes)


async def load(by: Actor, negotiation: int, known: Iterable[Organisation] = ()) -> Matter:
    """Lock a negotiation for change. Raises NotFound also when the actor may not see it.

    ``known`` are organisations that the act has read already.
    """
    matter = await locked(negotiation, known)
    seen = matter.row.is_public or policy.may(by, policy.READ_DRAFTS, parties=matter.codes).allowed
    if not seen:
        raise NotFound(type="Negotiation")
    return matter


async def locked(negotiation: int, known: Iterable[Organisation] = ()) -> Matter:
    """Lock a negotiation with its parties, whoever asks. Raises NotFound."""
    row = (await lock(Negotiation, negotiation))[0]
    places = await NegotiationParty.filter(negotiation_id=row.id)
    organisations = {each.id: each for each in known}
    ids = {place.organisation_id for place in places} | {row.keeper_id}
    if unread := ids - organisations.keys():
        organisations |= {each.id: each for each in await Organisation.filter(id__in=unread)}
    parties = {place.organisation_id: place for place in places}
    before = {**snapshot(row), **await _told(row)}
    withheld = await is_withheld(row.id)
    return Matter(row, parties, organisations, before, withheld)


async def is_withheld(negotiation: int) -> bool:
    """Is it closed on a statutory ground?"""
    found = "SELECT 1 FROM withholding WHERE negotiation_id = ? AND released_on IS NULL LIMIT 1"
    return bool(await select(found, negotiation))


async def withholding_of(negotiation: int) -> Withholding | None:
    """On what ground the negotiation is closed; None when it is not."""
    rows = Withholding.filter(negotiation_id=negotiation, released_on__isnull=True)
    return await rows.order_by("id").first()


async def add_parties(negotiation: Negotiation, organisations: Iterable[Organisation]) -> None:
    """Make organisations parties of a negotiation; those that are already stay as they are."""
    new = {row.id: row for row in organisations}
    for (number,) in await select(
        "SELECT organisation_id FROM negotiation_party WHERE negotiation_id = ?", negotiation.id
    ):
        new.pop(number, None)
    await NegotiationParty.bulk_create(
        NegotiationParty(negotiation_id=negotiation.id, organisation_id=row.id, sort_fi=row.sort_fi)
        for row in new.values()
    )


async def has_rules(negotiation: Negotiation) -> bool:
    """Is it recorded under any rule?"""
    found = "SELECT 1 FROM negotiation_rule WHERE negotiation_id = ? LIMIT 1"
    return bool(await select(found, negotiation.id))


async def add_event(
    opened: Act,
    row: Negotiation,
    kind: str,
    *,
    on: date,
    by: int,
    day: date | None = None,
    organisation: int | None = None,
    note: str | None = None,
) -> None:
    """Add a dated fact to a negotiation's life."""
    await NegotiationEvent.create(
        negotiation_id=row.id,
        kind=kind,
        on=on,
        day=day,
        organisation_id=organisation,
        recorded_by_id=by,
        recorded_on=opened.today,
        recorded_at=opened.at,
        note=note,
    )


async def settle(opened: Act, matter: Matter, expected: int | None, **values: Any) -> None:
    """Write changed columns with the state that follows from them.

    Raises Conflict when the negotiation has moved on since the actor saw it.
    """
    row, before = matter.row, matter.audience()
    changed = {**values, **await _computed(matter, values)}
    after = PUBLIC if changed["is_public"] else " ".join(matter.codes)
    # The rows of the parties are part of the negotiation: the journal tells of them with it.
    opened.touch(row, before=matter.before, audience_before=before, audience_after=after)
    await opened.change(row, expected, audience=(before, after), **changed)
    opened.touch(row, before=None, after=await _told(row), audience_after=after)


async def _told(row: Negotiation) -> dict[str, Any]:
    """Its rules, who was invited and when, and who was there in whose words, by their codes."""
    keys = await select("SELECT rule_key FROM negotiation_rule WHERE negotiation_id = ?", row.id)
    places = await select(
        "SELECT o.organisation_code, p.invited_on FROM negotiation_party p"
        " JOIN organisation o ON o.id = p.organisation_id WHERE p.negotiation_id = ?"
        " ORDER BY p.organisation_id",
        row.id,
    )
    rows = await select(
        "SELECT o.organisation_code, a.present, a.provenance FROM attendance a"
        " JOIN organisation o ON o.id = a.organisation_id WHERE a.negotiation_id = ?"
        " ORDER BY a.organisation_id",
        row.id,
    )
    return {
        "rules": sorted(key for (key,) in keys),
        "parties": {code: invited_on and str(invited_on) for code, invited_on in places},
        "attendance": {code: [bool(present), word] for code, present, word in rows},
    }


async def facts(matter: Matter, **values: Any) -> rules.NegotiationFacts:
    """What is on record of a negotiation, with ``values`` about to be written."""
    row = matter.row
    invited = await select(
        "SELECT 1 FROM negotiation_party WHERE negotiation_id = ? AND invited_on IS NOT NULL"
        " LIMIT 1",
        row.id,
    )
    names = ("meets_on", "held_on", "cancelled_on", "minutes_on", "followed_up_on")
    known = {name: values.get(name, getattr(row, name)) for name in names}
    merged = values.get("merged_into_id", row.merged_into_id) is not None
    held = held_of(row)
    return rules.NegotiationFacts(
        invited=bool(invited),
        held_until=held.last_day() if held else None,
        merged=merged,
        withheld=matter.withheld,
        **known,
    )


def held_of(row: Negotiation) -> PartialDate | None:
    """When it was held, as exactly as it is known; None when it was not."""
    if row.held_on is None:
        return None
    return PartialDate(row.held_on, Precision(row.held_precision or "DAY"))


async def _computed(matter: Matter, values: dict[str, Any]) -> dict[str, Any]:
    now = await facts(matter, **values)
    return {
        "state": rules.negotiation_state(now).value,
        "is_public": rules.is_public(now),
        "sort_on": now.held_on or now.meets_on or matter.row.sort_on,
    }


Warnings = tuple[Mapping[str, Any], ...]


_SPEAKS_OF = {"NOBODY_PRESENT": "present"}
"""The field a finding speaks of, where that is another than what was weighed."""


def weigh(field: str, *findings: Findings) -> Warnings:
    """Raise InvalidInput at ``field`` for what is refused; the rest as an outcome's warnings."""
    refusals = [each for found in findings for each in found.refusals]
    if refusals:
        raise InvalidInput(
            *(
                FieldFault((_SPEAKS_OF.get(each.code, field),), each.code, dict(each.facts))
                for each in refusals
            )
        )
    warnings = (each for found in findings for each in found.warnings)
    return tuple({"code": each.code, "facts": dict(each.facts)} for each in warnings)


async def strangers(
    kind: str, county: Organisation | None, others: Iterable[Organisation], on: date
) -> Findings:
    """What the rules say of a county's negotiating with the municipalities among these on a day."""
    rows = [row for row in others if row.kind == "MUNICIPALITY"]
    if county is None or not (rows or kind == rules.NegotiationKind.COUNTY_MUNICIPALITY):
        return Findings()
    counties = await lookup.homes_of([row.id for row in rows], on)
    homes = {row.code: counties[row.id].code if row.id in counties else None for row in rows}
    return rules.check_parties(county.code, homes)


def provenance(row: Attendance) -> str:
    """Who stands behind an attendance row: its own word, reported, confirmed or disputed."""
    return said_by(
        own=row.recorded_by_id == row.organisation_id,
        confirmed_on=row.confirmed_on,
        disputed_on=row.disputed_on,
        withdrawn_on=row.withdrawn_on,
    ).value
