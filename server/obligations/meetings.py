"""Public negotiations as the rules see them: parties, invitations, days set and presences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from server.kit.partial_date import PartialDate, Precision
from server.kit.store.act import Act
from server.kit.store.selects import day, select
from server.obligations import rules

BATCH = 5_000
"""Negotiations asked for by one statement: SQLite binds some thirty thousand values at most."""


async def public_meetings(organisations: Collection[int]) -> dict[int, list[rules.Meeting]]:
    """The public negotiations each organisation is a party to. Drafts are not public.

    The invitation in a meeting is that of the organisation it is listed under.
    """
    places = await select(
        "SELECT p.organisation_id, p.invited_on, n.id, n.held_on, n.held_precision, n.cancelled_on"
        " FROM negotiation_party p JOIN negotiation n ON n.id = p.negotiation_id"
        " WHERE p.organisation_id IN ? AND n.is_public AND n.merged_into_id IS NULL"
        " ORDER BY n.id",
        organisations,
    )
    found: dict[int, list[rules.Meeting]] = defaultdict(list)
    if not places:
        return found
    parts = await _parts({place[2] for place in places})
    for organisation, invited_on, *row in places:
        found[organisation].append(parts.meeting(_Found(*row), invited_on))
    return found


async def withheld_meetings(obligations: Collection[int]) -> list[rules.Meeting]:
    """The withheld negotiations that were held with bearers of the obligations, by their id.

    Nobody's invitation is in them. They are never among the facts that a standing rests on.
    """
    rows = [_Found(*row) for row in await select(_WITHHELD, obligations)]
    if not rows:
        return []
    parts = await _parts([row.id for row in rows])
    return [parts.meeting(row, None) for row in rows]


class _Found(NamedTuple):
    """A negotiation as the database keeps it."""

    id: int
    held_on: date | str | None
    held_precision: str | None
    cancelled_on: date | str | None


@dataclass(frozen=True)
class _Parts:
    """What rows of their own tell of meetings, by the meeting's id."""

    keys: dict[int, set[str]]
    parties: dict[int, set[str]]
    dates: dict[int, list[rules.SetDate]]
    presences: dict[int, list[rules.Presence]]
    recorded: dict[int, date]

    def meeting(self, row: _Found, invited_on: date | str | None) -> rules.Meeting:
        held = None
        if row.held_on is not None:
            held = PartialDate(day(row.held_on), Precision(row.held_precision or "DAY"))
        return rules.Meeting(
            id=row.id,
            rules=frozenset(self.keys.get(row.id, ())),
            parties=frozenset(self.parties.get(row.id, ())),
            invited_on=day(invited_on),
            dates=tuple(self.dates.get(row.id, ())),
            cancelled_on=day(row.cancelled_on),
            held=held,
            recorded_on=self.recorded.get(row.id),
            presences=tuple(self.presences.get(row.id, ())),
        )


async def _parts(negotiations: Collection[int]) -> _Parts:
    parts = _Parts(defaultdict(set), defaultdict(set), defaultdict(list), defaultdict(list), {})
    wanted = sorted(negotiations)
    for start in range(0, len(wanted), BATCH):
        ids = wanted[start : start + BATCH]
        for number, key in await select(_RULES, ids):
            parts.keys[number].add(key)
        for number, code in await select(_PARTIES, ids):
            parts.parties[number].add(code)
        for number, kind, on, set_to, recorded_on in await select(_EVENTS, ids):
            if kind == "HELD":
                parts.recorded[number] = day(recorded_on)
            else:
                parts.dates[number].append(rules.SetDate(day(on), day(set_to)))
        for number, code, present, disputed_on, withdrawn_on in await select(_PRESENCES, ids):
            parts.presences[number].append(
                rules.Presence(code, bool(present), day(disputed_on), day(withdrawn_on))
            )
    return parts


async def met_by(opened: Act, negotiations: Collection[int]) -> set[int]:
    """The obligations whose standing the negotiations that an act touched may change, by id.

    Of the parties, and of municipalities that parties merged into, those under a rule that a
    negotiation is or was recorded under, whose period has a day it knows of, before or after the
    act. Those of a term are told of one recorded under another rule too. Of what is and was a
    draft nothing is told, unless it is withheld.
    """
    hidden = [each for each in negotiations if _before(opened, each).get("is_public")]
    shown = [_Shown(*row) for row in await select(_SHOWN, negotiations, hidden)]
    numbers = [row.id for row in shown]
    places = await select(_PLACES, numbers)
    days = [*await _days_known(opened, shown), *(day(place[3]) for place in places if place[3])]
    if not days:
        return set()
    called = {int(place[0]) for place in places}
    municipalities = called | {int(place[1]) for place in places if place[1]}
    keys = {key for _, key in await select(_RULES, numbers)}
    keys |= {key for each in numbers for key in _before(opened, each).get("rules", ())}
    span = (min(days), max(days))
    found = await select(f"{_ASKED} {_OF_PAIRS}", *span, municipalities, keys)
    if not {place[2] for place in places} <= {"COUNTY", "MUNICIPALITY"}:
        found = [*found, *await select(f"{_ASKED} {_OF_OTHERS}", *span, keys, called)]
    told = await _told_of(opened, numbers, (*span, municipalities))
    return {number for (number,) in found} | told


def _before(opened: Act, negotiation: int) -> Mapping[str, Any]:
    return opened.touches["Negotiation", negotiation].before or {}


async def _told_of(
    opened: Act, negotiations: Collection[int], asked: tuple[date, date, Collection[int]]
) -> set[int]:
    """Obligations among those asked whose standing names a negotiation from before the act."""
    found: set[int] = set()
    for number in negotiations:
        if opened.touches["Negotiation", number].before is not None:
            found |= {row[0] for row in await select(f"{_ASKED} {_TOLD_OF}", *asked, str(number))}
    return found


def names_meeting(because: str, negotiation: str, code: str = "") -> str:
    """The SQL condition that a span's reasons name a negotiation, in a reason of ``code`` if given.

    ``because`` and ``negotiation`` are SQL: the reasons as JSON, and an id. What is looked for is
    the order in which ``standings`` writes a reason, where something always follows the id.
    """
    before = f'"code": "{code}", ' if code else ""
    return f"{because} LIKE '%{before}\"negotiation\": ' || CAST({negotiation} AS text) || ',%'"


async def _days_known(opened: Act, shown: Sequence[_Shown]) -> list[date]:
    """Every day on record of the negotiations, and the days they were held before the act."""
    days = [day(known) for row in shown for known in (row.meets_on, row.cancelled_on) if known]
    for row in shown:
        for held in (day(row.held_on), day(_before(opened, row.id).get("held_on"))):
            days += [held, date(held.year, 12, 31)] if held else []
    for dated in await select(_DAYS, [row.id for row in shown]):
        days += [day(each) for each in dated if each]
    return days


class _Shown(NamedTuple):
    """A negotiation that is or was public, or is withheld, and its days as they are kept."""

    id: int
    meets_on: date | str | None
    cancelled_on: date | str | None
    held_on: date | str | None


_ASKED = """SELECT o.id FROM obligation o JOIN obligation_rule r ON r.id = o.rule_id
  WHERE (o.ends_on IS NULL OR o.ends_on >= ?) AND o.starts_on <= ?
  AND r.evidence_kinds LIKE '%NEGOTIATION%'"""
_OF_PAIRS = """AND r.unit = 'PAIR' AND o.municipality_id IN ?
  AND (r.key IN ? OR r.cadence = 'COUNCIL_TERM')"""
_OF_OTHERS = """AND r.key IN ? AND EXISTS (SELECT 1 FROM obligation_bearer b
  WHERE b.obligation_id = o.id AND b.organisation_id IN ?)"""
_TOLD_OF = f"""AND o.municipality_id IN ? AND EXISTS (SELECT 1 FROM standing_span s
  WHERE s.obligation_id = o.id AND {names_meeting("s.because", "?")})"""
_SHOWN = """SELECT n.id, n.meets_on, n.cancelled_on, n.held_on FROM negotiation n
  WHERE n.id IN ? AND (n.is_public OR n.id IN ? OR EXISTS (SELECT 1 FROM withholding w
  WHERE w.negotiation_id = n.id AND w.released_on IS NULL))"""
_WITHHELD = """SELECT n.id, n.held_on, n.held_precision, n.cancelled_on FROM negotiation n
  WHERE n.held_on IS NOT NULL AND n.merged_into_id IS NULL AND n.id IN (
    SELECT w.negotiation_id FROM withholding w
    JOIN negotiation_party p ON p.negotiation_id = w.negotiation_id
    JOIN obligation_bearer b ON b.organisation_id = p.organisation_id
    WHERE w.released_on IS NULL AND b.obligation_id IN ?)
  ORDER BY n.id"""
_PLACES = """SELECT p.organisation_id, o.successor_id, o.kind, p.invited_on
  FROM negotiation_party p JOIN organisation o ON o.id = p.organisation_id
  WHERE p.negotiation_id IN ?"""
_RULES = "SELECT negotiation_id, rule_key FROM negotiation_rule WHERE negotiation_id IN ?"
_PARTIES = """SELECT p.negotiation_id, o.organisation_code
  FROM negotiation_party p JOIN organisation o ON o.id = p.organisation_id
  WHERE p.negotiation_id IN ?"""
_DAYS = 'SELECT "on", day FROM negotiation_event WHERE negotiation_id IN ?'
# The days set, in the order they were set, and the day each meeting was recorded as held.
_EVENTS = """SELECT negotiation_id, kind, "on", day, recorded_on FROM negotiation_event
  WHERE negotiation_id IN ? AND kind IN ('DATE_SET', 'MOVED', 'HELD') ORDER BY "on", id"""
_PRESENCES = """SELECT a.negotiation_id, o.organisation_code, a.present, a.disputed_on,
  a.withdrawn_on FROM attendance a JOIN organisation o ON o.id = a.organisation_id
  WHERE a.negotiation_id IN ? ORDER BY a.id"""
