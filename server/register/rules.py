"""What a new list of municipalities changes, what follows from a merger, who is valid on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.kit.codes import CodeRefused, municipality_code
from server.kit.findings import Finding, Findings
from server.kit.period import Period

HELSINKI = "091"


class ChangeKind(StrEnum):
    """What happens to a municipality on a day."""

    NEW = "NEW"
    ENDED = "ENDED"
    MERGED = "MERGED"
    MOVED = "MOVED"
    RENAMED = "RENAMED"
    LANGUAGE = "LANGUAGE"


@dataclass(frozen=True)
class Municipality:
    """A municipality as a register has it; codes are official (``507``, county ``12``).

    ``county`` is ``None`` for Helsinki and Åland. ``ends_on`` is its last day, ``None`` while it
    goes on; ``successor`` is the municipality it merged into.
    """

    code: str
    name_fi: str
    name_sv: str
    name_en: str
    language_status: str
    county: str | None
    ends_on: date | None = None
    successor: str | None = None

    @property
    def names(self) -> tuple[str, str, str]:
        """Its names in Finnish, Swedish and English."""
        return (self.name_fi, self.name_sv, self.name_en)


@dataclass(frozen=True)
class Change:
    """One change from ``on`` on: ``other`` is the municipality merged into or the county moved to.

    ``before`` and ``after`` are what changed, as written in the registers.
    """

    kind: ChangeKind
    code: str
    on: date
    other: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class HeldKind(StrEnum):
    """What an organisation has in the register beside itself."""

    UNIT = "UNIT"
    CONTACT = "CONTACT"
    SEAT = "SEAT"
    BODY = "BODY"


class Others(StrEnum):
    """Who else is concerned, as far as it matters."""

    NONE = ""
    OWNERS = "OWNERS"  # of a body: other organisations own it too
    FILLED = "FILLED"  # of a seat: the successor has one of its own in the body
    ENDING = "ENDING"  # of a seat: its body is over on the day


class Fate(StrEnum):
    """What becomes of it when its municipality ends."""

    STAYS = "STAYS"  # as it is: history, or nobody's
    GOES_ON = "GOES_ON"  # ends the day before; the successor's own begins that day
    PASSES = "PASSES"  # becomes the successor's from the day
    LEAVES = "LEAVES"  # goes on without it
    ENDS = "ENDS"  # ends the day before
    TAKEN_BACK = "TAKEN_BACK"  # never begins


@dataclass(frozen=True)
class Held:
    """A unit, contact or seat of a municipality, or a body it owns, from a day to a day."""

    kind: HeldKind
    starts_on: date | None
    ends_on: date | None
    others: Others = Others.NONE


@dataclass(frozen=True)
class RegisterPlan:
    """What an import would do; it is carried out whole, and only when nothing is refused."""

    changes: tuple[Change, ...]
    findings: Findings


def is_valid_on(starts_on: date | None, ends_on: date | None, day: date) -> bool:
    """Does an organisation exist on ``day``? No start means it is older than the register."""
    return Period(starts_on or date.min, ends_on).contains(day)


def fate(held: Held, on: date, *, successor: bool) -> Fate:
    """What becomes of it when its municipality ends the day before ``on``.

    Units and contacts go on with the successor, seats end, a body of its own ends and a joint one
    changes owner; what was over before stays. ``fixtures/register_merger_cases.csv`` shows each.
    """
    if held.ends_on is not None and held.ends_on < on:
        return Fate.STAYS
    begun = held.starts_on is None or held.starts_on < on
    if held.kind is HeldKind.BODY:
        return _fate_of_body(held, begun, successor)
    if held.kind is HeldKind.SEAT or not successor:
        return Fate.ENDS if begun else Fate.TAKEN_BACK
    return Fate.GOES_ON if begun else Fate.PASSES


def _fate_of_body(held: Held, begun: bool, successor: bool) -> Fate:
    if held.others is Others.OWNERS:
        return Fate.PASSES if successor else Fate.LEAVES
    if begun:
        return Fate.ENDS
    return Fate.PASSES if successor else Fate.STAYS


def is_to_be_filled(held: Held, on: date, *, successor: bool) -> bool:
    """Does a seat fall vacant that the keeper of its body should think of giving the successor?"""
    over = fate(held, on, successor=successor) in (Fate.ENDS, Fate.TAKEN_BACK)
    return successor and over and held.kind is HeldKind.SEAT and held.others is Others.NONE


def plan_changes(
    current: Sequence[Municipality],
    incoming: Sequence[Municipality],
    on: date,
    *,
    counties: Iterable[str],
    last_change_on: date | None = None,
) -> RegisterPlan:
    """What must happen on ``on`` for the register to read as ``incoming``.

    ``current`` is everything known, ended ones included. ``incoming`` lists every municipality
    valid on ``on``; it may also list ended ones, which tells what they merged into. A
    municipality that is not among the valid ones ends the day before ``on``. The same list a
    second time changes nothing.
    """
    now = {row.code: row for row in current if is_valid_on(None, row.ends_on, on)}
    then = {row.code: row for row in incoming if is_valid_on(None, row.ends_on, on)}
    told = {row.code: row.successor for row in incoming if row.successor is not None}
    gone = [code for code in now if code not in then]
    changes = (
        *_beginnings(now, then, on),
        *(_ending(code, told.get(code), on) for code in gone),
        *(change for code in then if code in now for change in _changed(now[code], then[code], on)),
    )
    refusals = (
        *_faults_of_the_file(incoming, then, frozenset(counties)),
        *_unknown_successors(gone, told, then),
        *_out_of_the_counties(now, then, told),
        *_too_early(on, last_change_on),
    )
    ended_before = {row.code for row in current} - now.keys()
    warnings = (
        *_doubts(now, then, told),
        *_returned(ended_before, then),
        *_unusual_day(changes, on),
    )
    return RegisterPlan(tuple(sorted(changes, key=_order)), Findings(refusals, warnings))


def _beginnings(
    now: dict[str, Municipality], then: dict[str, Municipality], on: date
) -> Iterator[Change]:
    for code, row in then.items():
        if code not in now:
            yield Change(ChangeKind.NEW, code, on, other=row.county, after=row.names)


def _ending(code: str, successor: str | None, on: date) -> Change:
    kind = ChangeKind.ENDED if successor is None else ChangeKind.MERGED
    return Change(kind, code, on, other=successor)


def _changed(before: Municipality, after: Municipality, on: date) -> Iterator[Change]:
    if before.county != after.county:
        counties = (before.county or "", after.county or "")
        yield Change(ChangeKind.MOVED, after.code, on, after.county, (counties[0],), (counties[1],))
    if before.names != after.names:
        yield Change(ChangeKind.RENAMED, after.code, on, before=before.names, after=after.names)
    if before.language_status != after.language_status:
        languages = (before.language_status,), (after.language_status,)
        yield Change(ChangeKind.LANGUAGE, after.code, on, None, *languages)


def _order(change: Change) -> tuple[int, str]:
    """New ones first, for mergers may lead to them; then by code."""
    return (list(ChangeKind).index(change.kind), change.code)


def _faults_of_the_file(
    incoming: Sequence[Municipality], then: dict[str, Municipality], counties: frozenset[str]
) -> Iterator[Finding]:
    if not then:
        yield Finding("NOTHING_VALID")
    for code, times in Counter(row.code for row in incoming).items():
        if times > 1:
            yield Finding.of("CODE_TWICE", code=code)
        if not _is_in_its_form(code):
            yield Finding.of("INVALID_CODE", code=code)
    for row in then.values():
        if not row.name_fi.strip() or not row.name_sv.strip():
            yield Finding.of("NAME_MISSING", code=row.code)
        if row.county is not None and row.county not in counties:
            yield Finding.of("UNKNOWN_COUNTY", code=row.code, county=row.county)


def _is_in_its_form(code: str) -> bool:
    try:
        return municipality_code(code) == code
    except CodeRefused:
        return False


def _unknown_successors(
    gone: Sequence[str], told: dict[str, str], then: dict[str, Municipality]
) -> Iterator[Finding]:
    for code in gone:
        if code in told and told[code] not in then:
            yield Finding.of("UNKNOWN_SUCCESSOR", code=code, successor=told[code])


def _out_of_the_counties(
    now: dict[str, Municipality], then: dict[str, Municipality], told: dict[str, str]
) -> Iterator[Finding]:
    """Helsinki and Åland stand outside the counties by statute, which no merger changes.

    A municipality of a county may become part of Helsinki.
    """
    for code, row in now.items():
        heir = then.get(told.get(code, ""))
        if code in then or heir is None:
            continue
        leaves = row.county is None and (heir.county is not None or code == HELSINKI)
        joins = row.county is not None and heir.county is None and heir.code != HELSINKI
        if leaves or joins:
            yield Finding.of("OUTSIDE_THE_COUNTIES", code=code, successor=heir.code)


def _too_early(on: date, last_change_on: date | None) -> Iterator[Finding]:
    if last_change_on is not None and on < last_change_on:
        yield Finding.of("BEFORE_LAST_CHANGE", on=on.isoformat(), last=last_change_on.isoformat())


def _doubts(
    now: dict[str, Municipality], then: dict[str, Municipality], told: dict[str, str]
) -> Iterator[Finding]:
    for code, row in now.items():
        after = then.get(code)
        if after is not None:
            if row.county is not None and after.county is None:
                yield Finding.of("COUNTY_LEFT", code=code, county=row.county)
            continue
        heir = then.get(told.get(code, ""))
        if code not in told:
            yield Finding.of("SUCCESSOR_MISSING", code=code)
        elif heir is not None and heir.county != row.county:
            yield Finding.of("MERGED_ACROSS_COUNTIES", code=code, successor=heir.code)


def _unusual_day(changes: Sequence[Change], on: date) -> Iterator[Finding]:
    # The division into municipalities changes at New Year; another day is likely to be a slip.
    if changes and (on.month, on.day) != (1, 1):
        yield Finding.of("NOT_NEW_YEAR", on=on.isoformat())


def _returned(ended: set[str], then: dict[str, Municipality]) -> Iterator[Finding]:
    for code in sorted(ended & then.keys()):
        yield Finding.of("CODE_WAS_ENDED", code=code)
