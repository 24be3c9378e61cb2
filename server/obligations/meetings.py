"""Public negotiations as the rules see them: parties, invitations, days set and presences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from server.kit.partial_date import PartialDate, Precision
from server.kit.store.act import Act
from server.kit.store.columns import ids
from server.negotiations.models import (
    Attendance,
    Negotiation,
    NegotiationEvent,
    NegotiationParty,
    NegotiationRule,
    Withholding,
)
from server.obligations import rules
from server.obligations.models import Obligation

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
    numbers = {place.negotiation_id for place in places}
    rows = {row.id: row for row in await Negotiation.filter(id__in=numbers)}
    parts = await _parts_of(numbers)
    found: dict[int, list[rules.Meeting]] = defaultdict(list)
    for place in places:
        meeting = parts.meeting(rows[place.negotiation_id], place.invited_on)
        found[place.organisation_id].append(meeting)
    return found


async def withheld_meetings(organisations: Collection[int]) -> list[rules.Meeting]:
    """The withheld negotiations that were held with one of the organisations, by their id.

    Nobody's invitation is in them. They are never among the facts that a standing rests on.
    """
    withheld = Withholding.filter(
        released_on__isnull=True,
        negotiation__held_on__isnull=False,
        negotiation__merged_into_id__isnull=True,
        negotiation__parties__organisation_id__in=organisations,
    )
    numbers = await ids(withheld, "negotiation_id")
    parts = await _parts_of(numbers)
    rows = Negotiation.filter(id__in=numbers).order_by("id")
    return [parts.meeting(row, None) for row in await rows]


async def _parts_of(negotiations: Collection[int]) -> _Parts:
    dates, recorded = await _events(negotiations)
    return _Parts(
        rules=await _rule_keys(negotiations),
        parties=await _parties(negotiations),
        dates=dates,
        presences=await _presences(negotiations),
        recorded=recorded,
    )


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


async def met_by(opened: Act, negotiations: Collection[int]) -> set[int]:
    """The obligations whose standing the negotiations that an act touched may change, by id.

    Of the parties, and of municipalities that parties merged into, those under a rule that a
    negotiation is or was recorded under, whose period has a day it knows of, before or after the
    act. Those of a term are told of one recorded under another rule too. Of what is and was a
    draft nothing is told, unless it is withheld.
    """
    shown = await _judged(opened, negotiations)
    numbers = [row.id for row in shown]
    places = await NegotiationParty.filter(negotiation_id__in=numbers).values_list(
        "organisation_id", "organisation__successor_id", "organisation__kind", "invited_on"
    )
    days = [*await _days_known(opened, shown), *(place[3] for place in places if place[3])]
    if not days:
        return set()
    called = {int(place[0]) for place in places}
    municipalities = called | {int(place[1]) for place in places if place[1]}
    keys = set().union(*(await _rule_keys(numbers)).values(), _rules_before(opened, numbers))
    asked = Obligation.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=min(days)),
        starts_on__lte=max(days),
        rule__evidence_kinds__contains="NEGOTIATION",
    )
    found = await ids(
        asked.filter(
            Q(rule__key__in=keys) | Q(rule__cadence="COUNCIL_TERM"),
            rule__unit="PAIR",
            municipality_id__in=municipalities,
        )
    )
    if not {place[2] for place in places} <= {"COUNTY", "MUNICIPALITY"}:
        found |= await ids(asked.filter(rule__key__in=keys, bearers__organisation_id__in=called))
    return found | await _told_of(opened, numbers, asked.filter(municipality_id__in=municipalities))


async def _judged(opened: Act, negotiations: Collection[int]) -> list[Negotiation]:
    """Those that are public, were so before the act, or are withheld."""
    withheld = Withholding.filter(negotiation_id__in=negotiations, released_on__isnull=True)
    others = await ids(withheld, "negotiation_id")
    return [
        row
        for row in await Negotiation.filter(id__in=negotiations)
        if row.is_public or row.id in others or _before(opened, row.id).get("is_public")
    ]


def _before(opened: Act, negotiation: int) -> Mapping[str, Any]:
    return opened.touches["Negotiation", negotiation].before or {}


def _rules_before(opened: Act, negotiations: Collection[int]) -> set[str]:
    """The rules that the negotiations were recorded under before the act."""
    return {key for each in negotiations for key in _before(opened, each).get("rules", ())}


async def _told_of(
    opened: Act, negotiations: Collection[int], asked: QuerySet[Obligation]
) -> set[int]:
    """Obligations among those asked whose standing names a negotiation from before the act."""
    found: set[int] = set()
    for number in negotiations:
        if opened.touches["Negotiation", number].before is not None:
            named = f'"negotiation": {number},'
            found |= await ids(asked.filter(standings__because__contains=named))
    return found


async def _days_known(opened: Act, shown: Sequence[Negotiation]) -> list[date]:
    """Every day on record of the negotiations, and the days they were held before the act."""
    days = [day for row in shown for day in (row.meets_on, row.cancelled_on) if day]
    for row in shown:
        for held in (row.held_on, _day(_before(opened, row.id).get("held_on"))):
            days += [held, date(held.year, 12, 31)] if held else []
    events = NegotiationEvent.filter(negotiation_id__in=[row.id for row in shown])
    for on, day in await events.values_list("on", "day"):
        days += [each for each in (on, day) if each]
    return days


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


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


async def _events(
    negotiations: Collection[int],
) -> tuple[dict[int, list[rules.SetDate]], dict[int, date]]:
    """The days set, in the order they were set, and the day each meeting was recorded as held."""
    dates: dict[int, list[rules.SetDate]] = defaultdict(list)
    recorded: dict[int, date] = {}
    rows = NegotiationEvent.filter(
        negotiation_id__in=negotiations, kind__in=(*SETS_A_DATE, "HELD")
    ).order_by("on", "id")
    for number, kind, on, day, recorded_on in await rows.values_list(
        "negotiation_id", "kind", "on", "day", "recorded_on"
    ):
        if kind == "HELD":
            recorded[number] = recorded_on
        else:
            dates[number].append(rules.SetDate(on, day))
    return dates, recorded


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
