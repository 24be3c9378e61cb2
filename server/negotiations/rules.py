"""A negotiation: its state, who may see it, and what an act on it cannot or should not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.kit.findings import Finding, Findings
from server.kit.partial_date import PartialDate
from server.kit.period import Period
from server.kit.provenance import Provenance, provenance


class NegotiationState(StrEnum):
    """How far a negotiation has come."""

    PLANNED = "PLANNED"
    INVITED = "INVITED"
    SCHEDULED = "SCHEDULED"
    HELD = "HELD"
    MINUTES_READY = "MINUTES_READY"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"
    MERGED = "MERGED"


class NegotiationKind(StrEnum):
    """What a negotiation is about, as its recorder filed it."""

    COUNTY_MUNICIPALITY = "COUNTY_MUNICIPALITY"
    WELLBEING = "WELLBEING"
    PREMISES = "PREMISES"
    STUDENT_WELFARE = "STUDENT_WELFARE"
    STEERING = "STEERING"
    COLLABORATIVE_AREA = "COLLABORATIVE_AREA"
    BUDGET_INVESTMENT = "BUDGET_INVESTMENT"
    OTHER = "OTHER"


class MeetingMode(StrEnum):
    """How the parties meet."""

    PLACE = "PLACE"
    REMOTE = "REMOTE"
    BOTH = "BOTH"


@dataclass(frozen=True)
class NegotiationFacts:
    """What is on record of one negotiation now.

    ``invited`` says that at least one party has been invited, ``meets_on`` is the day now set,
    ``held_on`` the first day it can have been held and ``held_until`` the last, None when that is
    the same, ``minutes_on`` the day its minutes were ready,
    ``followed_up_on`` the day the last of the actions agreed in it was done or dropped.
    ``merged`` says that another record tells of it now, ``withheld`` that it is closed on a
    statutory ground.
    """

    invited: bool = False
    meets_on: date | None = None
    held_on: date | None = None
    held_until: date | None = None
    cancelled_on: date | None = None
    minutes_on: date | None = None
    followed_up_on: date | None = None
    merged: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Sketch:
    """What one negotiation is recognised by: kind, parties by code, day, round and memo."""

    kind: str
    parties: frozenset[str]
    day: date | None = None
    round: int | None = None
    memo_url: str | None = None


def are_likely_twins(one: Sketch, other: Sketch) -> bool:
    """Do two records seem to tell of one matter?

    They do when they link to one memo; or when they are of one kind and share two parties on one
    day, or have the same parties in one round and one of them has no day yet.
    """
    if one.memo_url and one.memo_url == other.memo_url:
        return True
    if one.kind != other.kind or len(one.parties & other.parties) < 2:
        return False
    if one.day is not None and other.day is not None:
        return one.day == other.day
    return one.round is not None and one.round == other.round and one.parties == other.parties


def negotiation_state(facts: NegotiationFacts) -> NegotiationState:
    """How far has it come? The furthest fact on record decides."""
    has_minutes = facts.held_on is not None and facts.minutes_on is not None
    reached = (
        (NegotiationState.MERGED, facts.merged),
        (NegotiationState.CANCELLED, facts.cancelled_on is not None),
        (NegotiationState.CLOSED, has_minutes and facts.followed_up_on is not None),
        (NegotiationState.MINUTES_READY, has_minutes),
        (NegotiationState.HELD, facts.held_on is not None),
        (NegotiationState.SCHEDULED, facts.meets_on is not None),
        (NegotiationState.INVITED, facts.invited),
    )
    return next((state for state, is_so in reached if is_so), NegotiationState.PLANNED)


def is_public(facts: NegotiationFacts) -> bool:
    """May anyone see its fact row? From the first invitation or date on; a plan stays a draft.

    An invitation and a day are never taken back, only moved or cancelled, so what has once been
    shown stays public. What is withheld is its parties' own, however far it has come.
    """
    begun = facts.invited or facts.meets_on is not None or facts.held_on is not None
    return begun and not facts.withheld


def own_word(
    *,
    present: bool,
    own: bool,
    confirmed_on: date | None = None,
    disputed_on: date | None = None,
    withdrawn_on: date | None = None,
) -> bool | None:
    """What has an organisation itself said of its presence? ``None`` when it has said nothing.

    ``present`` is what its row says and ``own`` whether it wrote the row. To confirm is to say the
    same, to dispute to say the contrary, and a dispute withdrawn is nothing said.
    """
    stands = provenance(
        own=own, confirmed_on=confirmed_on, disputed_on=disputed_on, withdrawn_on=withdrawn_on
    )
    if stands is Provenance.REPORTED:
        return None
    return present if stands is not Provenance.DISPUTED else not present


def check_parties(county: str, counties: Mapping[str, str | None]) -> Findings:
    """Can a county negotiate with these municipalities?

    ``counties`` gives each municipality's county on the day of the meeting, ``None`` when it has
    none; all are official codes. Neighbours may sit at the table, so a municipality of another
    county is only a warning, though the meeting serves no obligation of that pair.
    """
    refused = () if counties else (Finding("NO_MUNICIPALITY"),)
    strangers = [code for code, home in counties.items() if home != county]
    return Findings(refused, tuple(Finding.of("NOT_IN_COUNTY", code=code) for code in strangers))


def check_in_being(
    held: PartialDate, spans: Mapping[str, tuple[date | None, date | None]]
) -> Findings:
    """Were those who are said to have met there at the time? One that was not is only untidy.

    ``spans`` gives the first and the last day of each organisation by its code, ``None`` where
    there is none or it is not known.
    """
    found = []
    for code, (starts_on, ends_on) in spans.items():
        if starts_on is not None and held.last_day() < starts_on:
            day = starts_on.isoformat()
            found.append(Finding.of("HELD_BEFORE_START", organisation=code, day=day))
        if ends_on is not None and held.first_day() > ends_on:
            day = ends_on.isoformat()
            found.append(Finding.of("HELD_AFTER_END", organisation=code, day=day))
    return Findings((), tuple(found))


def check_invite(facts: NegotiationFacts, invited_on: date, today: date) -> Findings:
    """Can an invitation of ``invited_on`` be recorded ``today``?"""
    after = facts.meets_on is not None and invited_on > facts.meets_on
    return Findings(
        (*_settled(facts), *_if(invited_on > today, "IN_THE_FUTURE", invited_on)),
        _if(after, "INVITED_AFTER_DAY", invited_on),
    )


def check_set_date(facts: NegotiationFacts, day: date, today: date) -> Findings:
    """Can ``day`` be set? Not where one is set already; a day that has passed is only untidy."""
    dated = () if facts.meets_on is None else (Finding("HAS_A_DAY"),)
    return Findings(_settled(facts) or dated, _if(day < today, "DAY_PASSED", day))


def check_move(facts: NegotiationFacts, day: date, today: date) -> Findings:
    """Can the meeting be moved to ``day``? Only what has a day is moved, and to another one.

    A day that has passed is only untidy.
    """
    undated = () if facts.meets_on is not None else (Finding("NO_DAY_SET"),)
    same = _if(day == facts.meets_on, "SAME_DAY", day)
    return Findings((*_settled(facts), *undated, *same), _if(day < today, "DAY_PASSED", day))


def check_set_on(set_on: date, last_set_on: date | None) -> Findings:
    """Can a day have been set on ``set_on``, when the one before it was set on ``last_set_on``?

    A day replaces the one set before it, so it was not set earlier; on the same day it can be.
    """
    if last_set_on is None or set_on >= last_set_on:
        return Findings()
    return Findings((Finding.of("SET_BEFORE_LAST", day=last_set_on.isoformat()),))


def check_cancel(facts: NegotiationFacts) -> Findings:
    """Can the meeting be cancelled? Not once it was held, and not twice."""
    return Findings(_settled(facts))


def check_merge(one: NegotiationFacts, kept: NegotiationFacts) -> Findings:
    """Can ``one`` be merged into ``kept``? Not twice, and not two meetings of different days.

    What was held on different days were two meetings: nobody was at the one because it was at the
    other. Both are withheld or neither, so that a merge neither shows nor hides anything.
    """
    merged = (Finding("ALREADY_MERGED"),) if one.merged or kept.merged else ()
    gone = () if kept.cancelled_on is None else (Finding("ALREADY_CANCELLED"),)
    apart = (Finding("ONE_IS_WITHHELD"),) if one.withheld != kept.withheld else ()
    first, second = days_held(one), days_held(kept)
    differ = first is not None and second is not None and not first.overlaps(second)
    two = (Finding("HELD_ON_OTHER_DAYS"),) if differ else ()
    return Findings((*merged, *gone, *apart, *two))


def days_held(facts: NegotiationFacts) -> Period | None:
    """The days on which it can have been held; None when it was not."""
    if facts.held_on is None:
        return None
    return Period(facts.held_on, facts.held_until or facts.held_on)


def check_open(facts: NegotiationFacts) -> Findings:
    """Is there still something to say of it? Not of what is told of by another record."""
    return Findings((Finding("ALREADY_MERGED"),) if facts.merged else ())


def check_into_round(facts: NegotiationFacts, *, over: bool) -> Findings:
    """Can it be taken into a round? Into one that is over only what was held, as a late record."""
    late = (Finding("ROUND_IS_OVER"),) if over and facts.held_on is None else ()
    return Findings((*check_open(facts).refusals, *late))


def check_release(facts: NegotiationFacts) -> Findings:
    """Can it be released? Only what is withheld, and not what another record tells of."""
    open_already = () if facts.withheld else (Finding("NOT_WITHHELD"),)
    return Findings((*check_open(facts).refusals, *open_already))


def check_shown(facts: NegotiationFacts) -> Findings:
    """Can something said in it be shown to anyone? Not while the negotiation is withheld."""
    return Findings((Finding("RECORD_WITHHELD"),) if facts.withheld else ())


def check_took_place(facts: NegotiationFacts) -> Findings:
    """Can it be said how the meeting went? Only of one that was held and stands on record."""
    not_held = (Finding("NOT_HELD_YET"),) if facts.held_on is None else ()
    return Findings((*_over(facts), *not_held))


def check_presence(
    opened: str | None,
    ended: str | None,
    present: Sequence[tuple[str, str | None, str | None]],
) -> Findings:
    """Is anyone, by role, recorded as present before the opening or after the end? Only untidy.

    Times are ``HH:MM`` of one day; ``present`` are roles with the times from and until.
    """
    early = [role for role, since, _ in present if opened and since and since < opened]
    late = [role for role, _, until in present if ended and until and until > ended]
    return Findings(
        (),
        (
            *(Finding.of("PRESENT_BEFORE_OPENING", who=role) for role in early),
            *(Finding.of("PRESENT_AFTER_END", who=role) for role in late),
        ),
    )


def check_held(
    facts: NegotiationFacts, held: PartialDate, today: date, present: Mapping[str, bool]
) -> Findings:
    """Can the meeting be recorded as held, again when it is corrected?

    ``present`` says of each organisation, by its code, whether it was there. A day to come is
    refused, and a meeting of nobody or of one county alone. An absent county or a day other than
    the one set is only untidy.
    """
    came = [code for code, was_there in present.items() if was_there]
    counties = [code for code in came if code.startswith("county:")]
    alone = len(came) == len(counties) < 2
    called = any(code.startswith("county:") for code in present)
    without_county = called and not counties
    set_on = facts.meets_on
    moved = set_on is not None and not held.first_day() <= set_on <= held.last_day()
    return Findings(
        (
            *_over(facts),
            *_if(held.first_day() > today, "IN_THE_FUTURE", held.first_day()),
            *((Finding("NOBODY_PRESENT"),) if alone else ()),
        ),
        (
            *((Finding("COUNTY_ABSENT"),) if without_county else ()),
            *_if(moved, "OTHER_DAY_THAN_SET", set_on or held.first_day()),
        ),
    )


def _settled(facts: NegotiationFacts) -> tuple[Finding, ...]:
    """What was held or cancelled is no longer arranged."""
    held = () if facts.held_on is None else (Finding("ALREADY_HELD"),)
    return (*held, *_over(facts))


def _over(facts: NegotiationFacts) -> tuple[Finding, ...]:
    """What is no longer recorded: what was cancelled, or is told of by another record."""
    merged = (Finding("ALREADY_MERGED"),) if facts.merged else ()
    cancelled = () if facts.cancelled_on is None else (Finding("ALREADY_CANCELLED"),)
    return (*merged, *cancelled)


def _if(is_so: bool, code: str, day: date) -> tuple[Finding, ...]:
    return (Finding.of(code, day=day.isoformat()),) if is_so else ()
