"""Registering organisations and giving them new names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit import codes
from server.kit.clock import now
from server.kit.codes import CodeRefused
from server.kit.errors import FieldFault, InvalidInput, refuse
from server.kit.period import day_before, day_fault
from server.kit.sorting import sort_key
from server.kit.store.act import Outcome, act, lock
from server.kit.texts import text_fault, url_fault
from server.register.carrying import rename
from server.register.models import FormerName, Organisation, RegisterChange
from server.register.rules import ChangeKind

LONGEST_NAME = 200
LONGEST_SOURCE = 1000
OFFICIAL = ("COUNTY", "MUNICIPALITY", "MINISTRY", "HUS_GROUP")
"""Kinds whose organisations are few and official: only the register's keeper adds one."""
OPEN_KINDS = (
    "STATE_AGENCY", "REGIONAL_COUNCIL", "EMPLOYMENT_AREA", "COMPANY", "ASSOCIATION", "PARISH",
    "EDUCATION_PROVIDER", "OTHER",
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What an organisation is called; Finnish is required, the others are null when unknown."""

    fi: str
    sv: str | None = None
    en: str | None = None

    def faults(self) -> list[FieldFault]:
        """What is wrong with the names."""
        found = (
            text_fault("name.fi", self.fi, longest=LONGEST_NAME),
            text_fault("name.sv", self.sv, longest=LONGEST_NAME, required=False),
            text_fault("name.en", self.en, longest=LONGEST_NAME, required=False),
        )
        return [fault for fault in found if fault]

    def plain(self) -> tuple[str, str | None, str | None]:
        """The names as one line each; an empty one is None."""
        sv, en = (codes.plain_line(name or "") or None for name in (self.sv, self.en))
        return codes.plain_line(self.fi), sv, en


@dataclass(frozen=True)
class RenameInput:
    """New names of an organisation from ``on``, today or earlier."""

    names: Names
    on: date
    source: str


@dataclass(frozen=True)
class OrganisationInput:
    """An organisation that is not in the register yet."""

    kind: str
    names: Names
    source: str
    business_id: str | None = None
    website: str | None = None


async def rename_organisation(
    by: Actor, today: date, organisation: str, expected: int | None, given: RenameInput
) -> Outcome:
    """Give an organisation, by its code, new names from a day; the old ones still lead to it.

    Raises NotAllowed, Conflict and InvalidInput: an unknown code, a day to come (a name is shown
    at once), names that are the present ones.
    """
    async with act("rename_organisation", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_REGISTER)
        refuse(*given.names.faults(), *_source(given.source))
        if given.on > today:
            raise InvalidInput.of("on", "IN_THE_FUTURE", day=given.on.isoformat())
        refuse(day_fault("on", given.on))
        found = await Organisation.get_or_none(organisation_code=organisation)
        if found is None:
            raise InvalidInput.of("organisation", "UNKNOWN_ORGANISATION", code=organisation)
        row = (await lock(Organisation, found.id))[0]
        new, old = given.names.plain(), (row.name_fi, row.name_sv, row.name_en)
        if new == old:
            raise InvalidInput.of("name", "CHANGES_NOTHING")
        await _refuse_earlier_than_last(row, given.on)
        await rename(opened, row, new, given.on, expected)
        await opened.create(
            RegisterChange,
            kind=ChangeKind.RENAMED.value,
            on=given.on,
            organisation_id=row.id,
            source=given.source.strip(),
            recorded_at=opened.at,
        )
        return opened.done(Outcome(("Organisation", row.id)))


async def register_organisation(by: Actor, today: date, given: OrganisationInput) -> Outcome:
    """Add an organisation; any editor may, for the kinds that are many.

    Likely twins, by name, come as warnings with their codes. Raises NotAllowed and InvalidInput,
    also for a business id that another has. Municipalities begin with a merger or an import,
    counties by law.
    """
    async with act("register_organisation", by, at=now(), today=today) as opened:
        if given.kind in OFFICIAL:
            policy.require(by, policy.MANAGE_REGISTER)
        else:
            policy.require(by, policy.OPEN_MATTER, keeper=by.organisation)
        business_id = _check(given)
        if business_id is not None:
            await _refuse_taken(business_id)
        name_fi, name_sv, name_en = given.names.plain()
        alike = await twins(given.names)
        code = await _free_code(given.kind, name_fi, business_id)
        row = await opened.create(
            Organisation,
            kind=given.kind,
            code=code.rpartition(":")[2],
            organisation_code=code,
            business_id=business_id,
            name_fi=name_fi,
            name_sv=name_sv,
            name_en=name_en,
            sort_fi=sort_key(name_fi),
            sort_sv=sort_key(name_sv or name_fi),
            website=given.website,
            source=given.source.strip(),
            to_be_checked=True,
        )
        warnings = tuple(
            {"code": "LIKELY_TWIN", "facts": {"code": twin.organisation_code, "name": twin.name_fi}}
            for twin in alike
        )
        return opened.done(Outcome(("Organisation", row.id), warnings))


async def twins(names: Names) -> list[Organisation]:
    """Organisations that may be the one named: of a name that they bear or bore."""
    keys = {sort_key(name) for name in names.plain() if name}
    rows = {row.id: row for row in await Organisation.filter(sort_fi__in=keys)}
    rows |= {row.id: row for row in await Organisation.filter(sort_sv__in=keys)}
    former = FormerName.filter(name_fi__in=[name for name in names.plain() if name])
    rows |= {name.organisation_id: name.organisation for name in await former.select_related(
        "organisation"
    )}  # fmt: skip
    return [rows[each] for each in sorted(rows)]


def _check(given: OrganisationInput) -> str | None:
    """The business id in its one form. Raises InvalidInput with every fault."""
    faults = [*given.names.faults(), *_source(given.source)]
    if given.kind not in (*OFFICIAL, *OPEN_KINDS):
        faults.append(FieldFault(("kind",), "UNKNOWN_KIND", {"kind": given.kind}))
    elif given.kind in ("COUNTY", "MUNICIPALITY"):
        faults.append(FieldFault(("kind",), "NOT_REGISTERED_ALONE", {"kind": given.kind}))
    if fault := url_fault("website", given.website):
        faults.append(fault)
    business_id = None
    if given.business_id:
        try:
            business_id = codes.business_id(given.business_id)
        except CodeRefused as error:
            misspelt = error.facts["fault"] == "BUSINESS_ID"
            faults.append(
                FieldFault(("businessId",), "BUSINESS_ID")
                if misspelt
                else FieldFault(("businessId",), "BUSINESS_ID_CHECK")
            )
    refuse(*faults)
    return business_id


async def _refuse_taken(business_id: str) -> None:
    has = await Organisation.filter(business_id=business_id).order_by("id").first()
    if has is not None:
        code = has.organisation_code
        raise InvalidInput.of("businessId", "BUSINESS_ID_TAKEN", organisation=code)


async def _free_code(kind: str, name: str, business_id: str | None) -> str:
    """``company:1234567-8`` by the business id, else by the name; a number tells twins apart."""
    word = kind.lower().replace("_", "-")
    stem = f"{word}:{business_id or _slug(name) or 'nameless'}"[:44].rstrip("-")
    taken = Organisation.filter(organisation_code__startswith=stem)
    used = {row.organisation_code for row in await taken}
    tries = (stem, *(f"{stem}-{number}" for number in range(2, len(used) + 3)))
    return next(code for code in tries if code not in used)


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold())
    kept = (
        x if x.isascii() and x.isalnum() else " " for x in letters if unicodedata.combining(x) == 0
    )
    return "-".join("".join(kept).split())


async def _refuse_earlier_than_last(row: Organisation, on: date) -> None:
    last = await FormerName.filter(organisation_id=row.id).order_by("-ends_on").first()
    if last is not None and day_before(on) <= last.ends_on:
        raise InvalidInput.of("on", "BEFORE_LAST_CHANGE", last=last.ends_on.isoformat())


def _source(source: str) -> list[FieldFault]:
    fault = text_fault("source", source, longest=LONGEST_SOURCE)
    return [fault] if fault else []
