"""Who bears a rule: its units, from the register. Each unit yields one obligation a period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from server.kit.period import Period
from server.obligations.models import ObligationRule
from server.register.models import AreaMembership, CollaborativeArea, CountyMembership, Organisation

BEARER, PARTNER, RECIPIENT = "BEARER", "PARTNER", "RECIPIENT"

UUSIMAA = ("county:01", "county:02", "county:03", "county:04")  # 615/2021 § 2
FINANCE, HEALTH, INTERIOR = "ministry:vm", "ministry:stm", "ministry:sm"
HUS = "hus"

PARTNERS = {
    "collaborative-area-annual-follow-up": (HEALTH,),  # 612/2021 § 37
    "helsinki-hus-annual-negotiation": (HUS,),  # 612/2021 § 6
}
"""Organisations without whose part a rule is not met though they do not bear it."""

RECIPIENTS = {
    "collaborative-area-agreement": (HEALTH,),  # 612/2021 § 38
    "investment-plan-proposal": (FINANCE, HEALTH, INTERIOR),  # 611/2021 § 16
}
"""Organisations to which what was made is delivered."""

STEERED_BY = {"annual-steering-negotiation-2023-2024": HEALTH}  # 612/2021 § 24
"""The ministry that negotiates with each organiser, where it is not Finance (611/2021 § 13 a)."""

DELIVERED_TO_COUNTY = frozenset({"municipal-wellbeing-plan-delivery"})  # 612/2021 § 6
HUS_PLANS = "uusimaa-hus-wellbeing-cooperation"  # 615/2021 § 8
ALWAYS = Period(date.min)


@dataclass(frozen=True)
class Unit:
    """One unit of a rule: its place in lists, the days it exists, and everyone's part in it.

    ``roles`` are pairs of a role and an organisation's id, in the order they are told.
    """

    key: str
    sort_fi: str
    days: Period
    roles: tuple[tuple[str, int], ...]
    county_id: int | None = None
    municipality_id: int | None = None
    organisation_id: int | None = None
    area_id: int | None = None

    @property
    def organisations(self) -> frozenset[int]:
        """Everyone with a part, and the county in whose area it lies."""
        county = {self.county_id} if self.county_id is not None else set()
        return frozenset({number for _, number in self.roles} | county)


@dataclass(frozen=True)
class Register:
    """The part of the register that units come from, read once."""

    organisations: dict[int, Organisation]
    memberships: list[CountyMembership]
    areas: dict[int, CollaborativeArea]
    area_memberships: list[AreaMembership]
    today: date
    by_code: dict[str, Organisation] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Iterator[Organisation]:
        """Organisations of a kind, in the order of their ids."""
        return (row for row in self.organisations.values() if row.kind == kind)

    def ids(self, codes: Iterable[str]) -> tuple[int, ...]:
        """The ids of organisation codes; those not on record are left out."""
        return tuple(self.by_code[code].id for code in codes if code in self.by_code)

    def helsinki(self) -> Organisation | None:
        """The city that is its own service organiser (615/2021 § 2)."""
        cities = (row for row in self.of_kind("MUNICIPALITY") if row.service_organiser)
        return next(cities, None)


async def read_register(today: date) -> Register:
    """Everything units are made of, as it is now."""
    organisations = {row.id: row for row in await Organisation.all().order_by("id")}
    return Register(
        organisations=organisations,
        memberships=await CountyMembership.all().order_by(
            "county_id", "municipality_id", "starts_on"
        ),
        areas={row.id: row for row in await CollaborativeArea.all()},
        area_memberships=await AreaMembership.all().order_by("area_id", "organisation_id"),
        today=today,
        by_code={row.organisation_code: row for row in organisations.values()},
    )


def units_of(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    """The units of a rule. A rule without a unit, or of an unknown one, has none."""
    made = _UNITS.get(rule.unit or "")
    return made(rule, known) if made else iter(())


def _pairs(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    """A municipality that left a county and came back is bound from its return: the last counts."""
    for row in known.memberships:
        county = known.organisations[row.county_id]
        municipality = known.organisations[row.municipality_id]
        yield Unit(
            key=f"{county.organisation_code} + {municipality.organisation_code}",
            sort_fi=municipality.sort_fi,
            days=Period(row.starts_on, row.ends_on),
            roles=((BEARER, county.id), (BEARER, municipality.id)),
            county_id=county.id,
            municipality_id=municipality.id,
        )


def _counties(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    recipients = known.ids(RECIPIENTS.get(rule.key, ()))
    for county in known.of_kind("COUNTY"):
        yield Unit(
            key=county.organisation_code,
            sort_fi=county.sort_fi,
            days=_days_of(county),
            roles=((BEARER, county.id), *((RECIPIENT, each) for each in recipients)),
            county_id=county.id,
        )


def _municipalities(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    """The municipalities of counties; one that moved stays itself, in the area of another."""
    rows: dict[int, list[CountyMembership]] = {}
    for row in known.memberships:
        rows.setdefault(row.municipality_id, []).append(row)
    for number, memberships in rows.items():
        memberships.sort(key=lambda row: row.starts_on)
        begun = [row for row in memberships if row.starts_on <= known.today]
        county = known.organisations[(begun or memberships)[-1].county_id]
        municipality = known.organisations[number]
        yield Unit(
            key=municipality.organisation_code,
            sort_fi=municipality.sort_fi,
            days=Period(memberships[0].starts_on, memberships[-1].ends_on),
            roles=((BEARER, number), *_delivered_to(rule, county, known)),
            county_id=county.id,
            municipality_id=number,
        )


def _delivered_to(
    rule: ObligationRule, county: Organisation, known: Register
) -> Iterator[tuple[str, int]]:
    if rule.key not in DELIVERED_TO_COUNTY:
        return
    yield RECIPIENT, county.id
    if county.organisation_code in UUSIMAA:
        yield from ((RECIPIENT, number) for number in known.ids((HUS,)))


def _municipalities_and_helsinki(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    yield from _municipalities(rule, known)
    yield from _helsinki(rule, known)


def _helsinki(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    city = known.helsinki()
    if city is not None:
        partners = known.ids(PARTNERS.get(rule.key, ()))
        yield Unit(
            key=city.organisation_code,
            sort_fi=city.sort_fi,
            days=_days_of(city),
            roles=((BEARER, city.id), *((PARTNER, each) for each in partners)),
            municipality_id=city.id,
        )


def _hus(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    for number in known.ids((HUS,)):
        hus, city = known.organisations[number], known.helsinki()
        plans = (*known.ids(UUSIMAA), *([city.id] if city else []))
        partners = plans if rule.key == HUS_PLANS else ()
        yield Unit(
            key=HUS,
            sort_fi=hus.sort_fi,
            days=_days_of(hus),
            roles=((BEARER, number), *((PARTNER, each) for each in partners)),
            organisation_id=number,
        )


def _ministry_and_organisers(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    for ministry in known.ids((STEERED_BY.get(rule.key, FINANCE),)):
        for row in known.organisations.values():
            if row.service_organiser or row.kind == "COUNTY":
                other = row.kind not in ("COUNTY", "MUNICIPALITY")
                yield Unit(
                    key=row.organisation_code,
                    sort_fi=row.sort_fi,
                    days=_days_of(row),
                    roles=((BEARER, ministry), (BEARER, row.id)),
                    county_id=row.id if row.kind == "COUNTY" else None,
                    municipality_id=row.id if row.kind == "MUNICIPALITY" else None,
                    organisation_id=row.id if other else None,
                )


def _areas(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    partners = known.ids(PARTNERS.get(rule.key, ()))
    recipients = known.ids(RECIPIENTS.get(rule.key, ()))
    for area in known.areas.values():
        members = [
            row.organisation_id
            for row in known.area_memberships
            if row.area_id == area.id and Period(row.starts_on, row.ends_on).contains(known.today)
        ]
        members.sort(key=lambda number: known.organisations[number].organisation_code)
        if members:
            yield Unit(
                key=f"area:{area.code}",
                sort_fi=area.code,
                days=ALWAYS,
                roles=(
                    *((BEARER, each) for each in members),
                    *((PARTNER, each) for each in partners),
                    *((RECIPIENT, each) for each in recipients),
                ),
                area_id=area.id,
            )


def _bilingual(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    """The bilingual counties, with Helsinki and HUS, agree together (612/2021 § 39)."""
    bilingual = {
        row.county_id
        for row in known.memberships
        if row.ends_on is None and _speaks_swedish(known.organisations[row.municipality_id])
    }
    counties = [row.id for row in known.of_kind("COUNTY") if row.id in bilingual]
    city = known.helsinki()
    parties = (*counties, *([city.id] if city else []), *known.ids((HUS,)))
    if counties:
        yield _together("bilingual-counties", parties)


def _speaks_swedish(row: Organisation) -> bool:
    """A county with one bilingual or Swedish-speaking municipality is bilingual itself."""
    return row.language_status not in (None, "UNILINGUAL_FI")


def _hus_agreement(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    """HUS, the counties of Uusimaa and Helsinki agree together (615/2021 § 9)."""
    city, counties, hus = known.helsinki(), known.ids(UUSIMAA), known.ids((HUS,))
    if hus and counties:
        yield _together("hus-agreement", (*hus, *counties, *([city.id] if city else [])))


def _together(key: str, parties: tuple[int, ...]) -> Unit:
    roles = tuple((BEARER, each) for each in parties)
    return Unit(key=key, sort_fi=key, days=ALWAYS, roles=roles)


def _employment_areas(rule: ObligationRule, known: Register) -> Iterator[Unit]:
    for row in known.of_kind("EMPLOYMENT_AREA"):
        yield Unit(
            key=row.organisation_code,
            sort_fi=row.sort_fi,
            days=_days_of(row),
            roles=((BEARER, row.id),),
            organisation_id=row.id,
        )


def _days_of(row: Organisation) -> Period:
    return Period(row.starts_on or date.min, row.ends_on)


_UNITS: dict[str, Callable[[ObligationRule, Register], Iterator[Unit]]] = {
    "PAIR": _pairs,
    "COUNTY": _counties,
    "MUNICIPALITY": _municipalities,
    "MUNICIPALITY_AND_HELSINKI": _municipalities_and_helsinki,
    "HELSINKI": _helsinki,
    "HUS": _hus,
    "MINISTRY_ORGANISER": _ministry_and_organisers,
    "COLLABORATIVE_AREA": _areas,
    "BILINGUAL_COUNTIES": _bilingual,
    "EMPLOYMENT_AREA": _employment_areas,
    "HUS_AGREEMENT": _hus_agreement,
}
