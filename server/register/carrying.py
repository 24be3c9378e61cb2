"""Carrying out planned changes of the register: rows end and begin, and each change is noted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from server.kit.findings import Finding
from server.kit.period import day_before
from server.kit.sorting import sort_key
from server.kit.store.act import Act, lock, snapshot
from server.register.holdings import Ending, follow
from server.register.models import CountyMembership, FormerName, Organisation, RegisterChange
from server.register.rules import Change, ChangeKind

Names = tuple[str, str | None, str | None]
"""In Finnish, Swedish and English."""


@dataclass
class Carrying:
    """The organisations that the changes speak of, by official code, and where it is said so.

    ``languages`` are the language statuses of municipalities that begin; ``findings`` are what
    is left for people to decide.
    """

    opened: Act
    municipalities: dict[str, Organisation]
    counties: Mapping[str, Organisation]
    languages: Mapping[str, str]
    source: str
    findings: list[Finding] = field(default_factory=list)

    async def carry(self, change: Change) -> None:
        """Make the change."""
        await _STEPS[change.kind](self, change)

    async def noted(self, change: Change, other: int | None = None) -> None:
        """Note the change itself, dated."""
        await self.opened.create(
            RegisterChange,
            kind=change.kind.value,
            on=change.on,
            organisation_id=self.municipalities[change.code].id,
            other_id=other,
            source=self.source,
            recorded_at=self.opened.at,
        )


async def carry_out(
    opened: Act, changes: Sequence[Change], *, source: str, languages: Mapping[str, str]
) -> list[Finding]:
    """Make the changes in their order: new municipalities first, for mergers may lead to them.

    Units, bodies, seats and contacts of the ended follow; the findings tell which seats fall
    vacant in bodies that go on.
    """
    codes = {change.code for change in changes}
    codes |= {c.other for c in changes if c.kind is ChangeKind.MERGED and c.other is not None}
    rows = Organisation.filter(kind="MUNICIPALITY", code__in=codes)
    locked = await lock(Organisation, *[row.id for row in await rows])
    carrying = Carrying(
        opened,
        {row.code or "": row for row in locked},
        {row.code or "": row for row in await Organisation.filter(kind="COUNTY")},
        languages,
        source,
    )
    for change in changes:
        await carrying.carry(change)
    return carrying.findings


async def rename(
    opened: Act, row: Organisation, names: Names, on: date, expected: int | None = None
) -> None:
    """Give an organisation its new names; the Finnish and Swedish ones it bore are kept.

    Raises Conflict unless its revision is ``expected``, None takes any.
    """
    fi, sv, en = names
    if (row.name_fi, row.name_sv) != (fi, sv):
        await opened.create(
            FormerName,
            organisation_id=row.id,
            name_fi=row.name_fi,
            name_sv=row.name_sv,
            ends_on=day_before(on),
        )
    await opened.change(
        row,
        expected,
        name_fi=fi,
        name_sv=sv,
        name_en=en,
        sort_fi=sort_key(fi),
        sort_sv=sort_key(sv or fi),
    )


async def _begin(carrying: Carrying, change: Change) -> None:
    fi, sv, en = change.after
    carrying.municipalities[change.code] = await carrying.opened.create(
        Organisation,
        kind="MUNICIPALITY",
        code=change.code,
        organisation_code=f"municipality:{change.code}",
        name_fi=fi,
        name_sv=sv or None,
        name_en=en or None,
        sort_fi=sort_key(fi),
        sort_sv=sort_key(sv or fi),
        mark=await _mark(fi, change.other),
        scope="COUNTY" if change.other else None,
        language_status=carrying.languages.get(change.code),
        starts_on=change.on,
        source=carrying.source,
    )
    county = await _join(carrying, change, change.other)
    await carrying.noted(change, county)


async def _end(carrying: Carrying, change: Change) -> None:
    row = carrying.municipalities[change.code]
    heir = carrying.municipalities[change.other] if change.other else None
    ending = Ending(row, change.on, successor=heir is not None, heir=heir)
    carrying.findings += await follow(carrying.opened, ending)
    await _leave(carrying, change)
    number = heir.id if heir else None
    await carrying.opened.change(row, ends_on=day_before(change.on), successor_id=number)
    await carrying.noted(change, number)


async def _move(carrying: Carrying, change: Change) -> None:
    await _leave(carrying, change)
    county = await _join(carrying, change, change.other)
    row = carrying.municipalities[change.code]
    await carrying.opened.change(row, scope="COUNTY" if county else None)
    await carrying.noted(change, county)


async def _rename(carrying: Carrying, change: Change) -> None:
    fi, sv, en = change.after
    row = carrying.municipalities[change.code]
    await rename(carrying.opened, row, (fi, sv or None, en or None), change.on)
    await carrying.noted(change)


async def _speak(carrying: Carrying, change: Change) -> None:
    row = carrying.municipalities[change.code]
    await carrying.opened.change(row, language_status=change.after[0] or None)
    await carrying.noted(change)


async def _leave(carrying: Carrying, change: Change) -> None:
    """End the membership that is in force the day before; one of no day yet is taken back."""
    last = day_before(change.on)
    municipality = carrying.municipalities[change.code].id
    for row in await CountyMembership.filter(municipality_id=municipality):
        if row.starts_on > last:
            await carrying.opened.remove(row)
        elif row.ends_on is None or row.ends_on > last:
            before = snapshot(row)
            row.ends_on = last
            await row.save(update_fields=["ends_on"])
            carrying.opened.touch(row, before=before, audience_before="*")


async def _join(carrying: Carrying, change: Change, county: str | None) -> int | None:
    if county is None:
        return None
    await carrying.opened.create(
        CountyMembership,
        municipality_id=carrying.municipalities[change.code].id,
        county_id=carrying.counties[county].id,
        starts_on=change.on,
        source=carrying.source,
    )
    return carrying.counties[county].id


async def _mark(name: str, county: str | None) -> str | None:
    """Three letters that no other municipality of the county has, None when none are left."""
    neighbours: Any = Organisation.filter(county_memberships__county__code=county)
    taken = {row.mark for row in await neighbours}
    letters = "".join(letter for letter in name if letter.isalpha())
    ends = range(2, len(letters))
    marks = (f"{letters[:2]}{letters[end]}".capitalize() for end in ends)
    return next((mark for mark in marks if mark not in taken), None)


_STEPS: Mapping[ChangeKind, Callable[[Carrying, Change], Awaitable[None]]] = {
    ChangeKind.NEW: _begin,
    ChangeKind.ENDED: _end,
    ChangeKind.MERGED: _end,
    ChangeKind.MOVED: _move,
    ChangeKind.RENAMED: _rename,
    ChangeKind.LANGUAGE: _speak,
}
