"""Mergers of municipalities and moves from one county to another, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import FieldFault, InvalidInput, refuse
from server.kit.findings import Finding
from server.kit.period import day_before, day_fault
from server.kit.store.act import Act, Outcome, act
from server.kit.texts import text_fault
from server.register import known, lookup
from server.register.carrying import carry_out
from server.register.models import Organisation
from server.register.rules import Municipality, plan_changes

LONGEST_SOURCE = 1000
LONGEST_NAME = 200
YEARS_AHEAD = 5
LANGUAGES = (
    "UNILINGUAL_FI", "UNILINGUAL_SV", "BILINGUAL_FI_MAJORITY", "BILINGUAL_SV_MAJORITY",
)  # fmt: skip


@dataclass(frozen=True)
class NewMunicipality:
    """A municipality that begins with a merger: its official code, names and county."""

    code: str
    name_fi: str
    name_sv: str
    name_en: str
    county: str
    language_status: str = "UNILINGUAL_FI"

    def faults(self) -> list[FieldFault]:
        """What is wrong with it, as far as can be told without the register."""
        names = {"nameFi": self.name_fi, "nameSv": self.name_sv, "nameEn": self.name_en}
        found = [
            text_fault(f"new.{field}", name, longest=LONGEST_NAME) for field, name in names.items()
        ]
        if self.language_status not in LANGUAGES:
            found.append(FieldFault(("new", "languageStatus"), "UNKNOWN_LANGUAGE_STATUS"))
        return [fault for fault in found if fault]


@dataclass(frozen=True)
class MergerInput:
    """Municipalities that end the day before ``on``, and what they become from that day.

    ``into`` is the code of a municipality that goes on, or a new one.
    """

    merged: tuple[str, ...]
    into: str | NewMunicipality
    on: date
    source: str


@dataclass(frozen=True)
class MoveInput:
    """A municipality that belongs to another county from ``on``."""

    municipality: str
    county: str
    on: date
    source: str


async def record_merger(by: Actor, today: date, given: MergerInput) -> Outcome:
    """Record that municipalities merge into one that goes on or into a new one, on a day.

    They end the day before with their memberships, keep their history and name their successor,
    whose obligations are judged anew. Their units and contacts go on with it, joint bodies become
    the successor's; seats and bodies of their own end. The day may lie ahead.

    Raises NotAllowed and InvalidInput.
    """
    async with act("record_merger", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_MERGERS)
        refuse(*_shared_faults(given, today), *_faults_of_merger(given))
        merged = await lookup.municipalities(given.merged, "merged")
        heir = given.into.code if isinstance(given.into, NewMunicipality) else given.into
        into_itself = (
            FieldFault(("merged", str(place)), "INTO_ITSELF", {"code": row.code or ""})
            for place, row in enumerate(merged)
            if row.code == heir
        )
        refuse(*into_itself)
        before = await known.municipalities(given.on)
        codes = {row.code for row in merged}
        after = [
            replace(row, ends_on=day_before(given.on), successor=heir) if row.code in codes else row
            for row in before
        ]
        if isinstance(given.into, NewMunicipality):
            await _refuse_known_code(given.into.code)
            after.append(_new(given.into))
        else:
            await lookup.municipality(given.into, "into")
        warnings = await _carry_out(opened, given.on, before, after, given.source)
        row = await Organisation.get(kind="MUNICIPALITY", code=heir)
        return opened.done(Outcome(("Organisation", row.id), warnings))


async def record_move(by: Actor, today: date, given: MoveInput) -> Outcome:
    """Record that a municipality belongs to another county from a day, today, past or ahead.

    What was done with the old county stays with it. Raises NotAllowed and InvalidInput.
    """
    async with act("record_move", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_MERGERS)
        refuse(*_shared_faults(given, today))
        row = await lookup.municipality(given.municipality)
        county = await lookup.county(given.county)
        before = await known.municipalities(given.on)
        after = [
            replace(each, county=county.code) if each.code == row.code else each for each in before
        ]
        warnings = await _carry_out(opened, given.on, before, after, given.source)
        return opened.done(Outcome(("Organisation", row.id), warnings))


async def _carry_out(
    opened: Act,
    on: date,
    before: list[Municipality],
    after: list[Municipality],
    source: str,
) -> tuple[dict[str, Any], ...]:
    plan = plan_changes(
        before,
        after,
        on,
        counties=await known.county_codes(),
        last_change_on=await known.last_change_on(),
    )
    refuse(*map(_fault, plan.findings.refusals))
    if not plan.changes:
        raise InvalidInput.of("on", "CHANGES_NOTHING")
    languages = {row.code: row.language_status for row in after}
    left = await carry_out(opened, plan.changes, source=source.strip(), languages=languages)
    warnings = (*plan.findings.warnings, *left)
    return tuple({"code": each.code, "facts": dict(each.facts)} for each in warnings)


async def _refuse_known_code(code: str) -> None:
    if await Organisation.filter(kind="MUNICIPALITY", code=code).exists():
        raise InvalidInput.of("new.code", "CODE_TAKEN", code=code)


def _new(given: NewMunicipality) -> Municipality:
    return Municipality(
        code=given.code,
        name_fi=given.name_fi.strip(),
        name_sv=given.name_sv.strip(),
        name_en=given.name_en.strip(),
        language_status=given.language_status,
        county=given.county,
    )


_PATHS = {
    "BEFORE_LAST_CHANGE": ("on",),
    "INVALID_CODE": ("new", "code"),
    "NAME_MISSING": ("new", "nameFi"),
    "UNKNOWN_COUNTY": ("county",),
    "UNKNOWN_SUCCESSOR": ("into",),
}


def _fault(finding: Finding) -> FieldFault:
    return FieldFault(_PATHS.get(finding.code, ("merged",)), finding.code, dict(finding.facts))


def _shared_faults(given: MergerInput | MoveInput, today: date) -> list[FieldFault]:
    found = (
        text_fault("source", given.source, longest=LONGEST_SOURCE),
        day_fault("on", given.on) or _too_far(given.on, today),
    )
    return [fault for fault in found if fault]


def _too_far(on: date, today: date) -> FieldFault | None:
    """Nothing is decided so long before; a slip in the year would hold up all other changes."""
    latest = date(today.year + YEARS_AHEAD, 1, 1)
    if on <= latest:
        return None
    return FieldFault(("on",), "TOO_FAR_AHEAD", {"day": latest.isoformat()})


def _faults_of_merger(given: MergerInput) -> list[FieldFault]:
    found = [] if given.merged else [FieldFault(("merged",), "REQUIRED")]
    return found + (given.into.faults() if isinstance(given.into, NewMunicipality) else [])
