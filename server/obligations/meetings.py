"""Public negotiations as the rules see them: parties, invitations, days set and presences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from server.kit.partial_date import PartialDate, Precision
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRule,
)
from server.obligations import rules

SETS_A_DATE = ("DATE_SET", "MOVED")


async def public_meetings(organisations: Collection[int]) -> dict[int, list[rules.Meeting]]:
    """The public negotiations each organisation is a party to. Drafts are not public.

    The invitation in a meeting is that of the organisation it is listed under.
    """
    places = await NegotiationParty.filter(
        organisation_id__in=organisations,
        negotiation__is_public=True,
        negotiation__merged_into_id__isnull=True,
    ).order_by("negotiation_id")
    ids = {place.negotiation_id for place in places}
    rows = {row.id: row for row in await Negotiation.filter(id__in=ids)}
    parts = _Parts(
        rules=await _rule_keys(ids),
        parties=await _parties(ids),
        dates=await _dates(ids),
        presences=await _presences(ids),
        recorded=await _recorded(ids),
    )
    found: dict[int, list[rules.Meeting]] = defaultdict(list)
    for place in places:
        meeting = parts.meeting(rows[place.negotiation_id], place.invited_on)
        found[place.organisation_id].append(meeting)
    return found


class _Parts:
    def __init__(
        self,
        *,
        rules: dict[int, set[str]],
        parties: dict[int, set[str]],
        dates: dict[int, list[rules.SetDate]],
        presences: dict[int, list[rules.Presence]],
        recorded: dict[int, date],
    ) -> None:
        self.rules, self.parties, self.dates = rules, parties, dates
        self.presences, self.recorded = presences, recorded

    def meeting(self, row: Negotiation, invited_on: date | None) -> rules.Meeting:
        held = None
        if row.held_on is not None:
            held = PartialDate(row.held_on, Precision(row.held_precision or "DAY"))
        return rules.Meeting(
            id=row.id,
            rules=frozenset(self.rules.get(row.id, ())),
            parties=frozenset(self.parties.get(row.id, ())),
            invited_on=invited_on,
            dates=tuple(self.dates.get(row.id, ())),
            cancelled_on=row.cancelled_on,
            held=held,
            recorded_on=self.recorded.get(row.id),
            presences=tuple(self.presences.get(row.id, ())),
        )


async def _rule_keys(negotiations: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in await NegotiationRule.filter(negotiation_id__in=negotiations):
        found[row.negotiation_id].add(row.rule_key)
    return found


async def _parties(negotiations: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = await NegotiationParty.filter(negotiation_id__in=negotiations).values_list(
        "negotiation_id", "organisation__organisation_code"
    )
    for negotiation, code in rows:
        found[int(negotiation)].add(str(code))
    return found


async def _dates(negotiations: Collection[int]) -> dict[int, list[rules.SetDate]]:
    found: dict[int, list[rules.SetDate]] = defaultdict(list)
    for row in await _events(negotiations, SETS_A_DATE):
        found[row.negotiation_id].append(rules.SetDate(row.on, row.day))
    return found


async def _recorded(negotiations: Collection[int]) -> dict[int, date]:
    rows = await _events(negotiations, ("HELD",))
    return {row.negotiation_id: row.recorded_on for row in rows}


async def _events(
    negotiations: Collection[int], kinds: Sequence[str]
) -> Sequence[NegotiationEvent]:
    return await NegotiationEvent.filter(negotiation_id__in=negotiations, kind__in=kinds).order_by(
        "on", "id"
    )


async def _presences(negotiations: Collection[int]) -> dict[int, list[rules.Presence]]:
    found: dict[int, list[rules.Presence]] = defaultdict(list)
    rows = await Attendance.filter(negotiation_id__in=negotiations).select_related("organisation")
    for row in rows:
        presence = rules.Presence(
            organisation=row.organisation.organisation_code,
            present=row.present,
            disputed_on=row.disputed_on,
            withdrawn_on=row.withdrawn_on,
        )
        found[row.negotiation_id].append(presence)
    return found
