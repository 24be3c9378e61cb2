"""A small country in plain rows: the same for the database and for the oracle, and the same always.

Nothing in it is real but the kinds of thing: four counties of which one records nothing, merged and
moved municipalities, Helsinki, Åland, and negotiations in every state.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.kit.sorting import sort_key
from tests.graphql.oracle import papers

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 8, 15, 30, tzinfo=UTC)
HORIZON = date(2033, 5, 31)
FIRST_DAY = date(2021, 6, 1)

Row = dict[str, Any]

COUNTIES = (
    ("31", "Ähtävän alue", "Esse område", "Esse county"),
    ("32", "Åminnen alue", None, "Aminne county"),
    ("33", 'Wiitala "pohja" \\ alue', "Witala\nområde", None),
    ("34", "Zeniitin 😀 alue", "Zenit", "Zenith"),
)
MUNICIPALITIES = [
    "Aavala",
    "Örnkylä",
    "Ängesby",
    "Åsby",
    "Vehkala",
    "Wehkaranta",
    "Ylänkö",
    "Üttilä",
    "Koivula",
    "Kuusela",
    "Kärsä",
    "Lampila",
    "Metsälä",
    "Näverö",
    "Öjberg",
    "Saarela",
    "Tammela",
    "Vanhala",
    "Siirtola",
    "Muuttola",
]
# Key, topic, tracking, cadence, first day, unit, kinds of evidence.
RULES = (
    ("yhteistyo", "GENERAL_COOPERATION", "TRACKED", "COUNCIL_TERM", 2021, "PAIR", "NEGOTIATION"),
    ("hyte", "HEALTH_WELLBEING_PROMOTION", "TRACKED", "CALENDAR_YEAR", 2026, "PAIR", "NEGOTIATION"),
    ("lapset", "CHILDREN_FAMILIES", "TRACKED", "INTERVAL", 2023, "MUNICIPALITY", "PLAN_APPROVED"),
    ("tyokyky", "WORK_ABILITY_FUNCTIONAL_CAPACITY", "REFERENCE", None, 2023, None, ""),
    ("vanhat", "OLDER_PEOPLE", "TRACKED", "DEADLINE", 2023, "COUNTY", "DELIVERED"),
    ("tieto", "INFORMATION_SYSTEMS", "STANDING", "STANDING", 2023, "COUNTY", "BODY_IN_OFFICE"),
    ("tilat", "PREMISES", "TRACKED", "ON_EVENT", 2023, "MUNICIPALITY_AND_HELSINKI", "DELIVERED"),
    ("elinvoima", "VITALITY", "REFERENCE", "ON_EVENT", 2023, None, ""),
    ("talous", "ECONOMIC_SUSTAINABILITY", "REFERENCE", None, 2023, "HELSINKI", "REPORT_TAKEN"),
    ("varautuminen", "PREPAREDNESS", "TRACKED", "COUNCIL_TERM", 2023, "COLLABORATIVE_AREA",
     "AGREEMENT_APPROVED DELIVERED"),
    ("tyollisyys", "EMPLOYMENT_INTEGRATION", "STANDING", "STANDING", 2023, "EMPLOYMENT_AREA",
     "AGREEMENT_IN_FORCE"),
    ("vammaiset", "DISABILITY", "REFERENCE", None, 2023, "BILINGUAL_COUNTIES", ""),
    ("mieli", "MENTAL_HEALTH_SUBSTANCE", "REFERENCE", None, 2023, "HUS_AGREEMENT", ""),
    ("pelastus", "RESCUE", "REFERENCE", "ON_EVENT", 2023, None, ""),
    ("ohjaus", "STEERING", "TRACKED", "CALENDAR_YEAR", 2023, "MINISTRY_ORGANISER", "NEGOTIATION"),
    ("muu", "OTHER", "REFERENCE", "ON_EVENT", 2023, "HUS", ""),
)  # fmt: skip
OTHERS = (
    ("HUS_GROUP", "hus", "hus"),
    ("MINISTRY", "stm", "ministry:stm"),
    ("STATE_AGENCY", "valvova", "agency:valvova"),
    ("REGIONAL_COUNCIL", "liitto", "region:liitto"),
    ("EMPLOYMENT_AREA", "tyo", "employment:tyo"),
    ("COMPANY", "oy", "company:oy"),
    ("ASSOCIATION", "ry", "association:ry"),
    ("PARISH", "srk", "parish:srk"),
    ("EDUCATION_PROVIDER", "koulu", "education:koulu"),
    ("OTHER", "muu", "other:muu"),
)
KINDS = [
    "COUNTY_MUNICIPALITY",
    "WELLBEING",
    "PREMISES",
    "STUDENT_WELFARE",
    "STEERING",
    "COLLABORATIVE_AREA",
    "BUDGET_INVESTMENT",
    "OTHER",
]
STATES = [
    "PLANNED",
    "INVITED",
    "SCHEDULED",
    "HELD",
    "MINUTES_READY",
    "CLOSED",
    "CANCELLED",
    "MERGED",
    "PLANNED",
    "HELD",
]
EVENTS = [
    "PLANNED",
    "INVITED",
    "DATE_SET",
    "MOVED",
    "HELD",
    "CORRECTED",
    "CANCELLED",
    "CONFIRMED",
    "DISPUTED",
    "DISPUTE_WITHDRAWN",
    "MERGED",
    "HANDED_OVER",
]


BODIES = [
    "COUNCIL",
    "BOARD",
    "COMMITTEE",
    "ADVISORY_BOARD",
    "DIVISION",
    "STEERING_GROUP",
    "SUB_COMMITTEE",
    "WORKING_GROUP",
    "NETWORK",
]
SEATS = ["CHAIR", "VICE_CHAIR", "MEMBER", "SECRETARY", "EXPERT"]


def key(row: Row) -> int:
    """The row's primary key."""
    return int(row["seq"] if "seq" in row else row["id"])


class World:
    """Rows by model name; ids count from 1 within each."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, Row]] = {}

    def add(self, model: str, **values: Any) -> Row:
        rows = self.rows.setdefault(model, {})
        row = {"id": len(rows) + 1, **values}
        rows[row["id"]] = row
        return row

    def all(self, model: str) -> Iterator[Row]:
        return iter(self.rows.get(model, {}).values())

    def get(self, model: str, number: int | None) -> Row | None:
        return self.rows.get(model, {}).get(number) if number is not None else None


def build() -> World:
    """The whole of it, without standings and journal, which follow from the rest."""
    world, rand = World(), random.Random(20_261_121)
    _organisations(world)
    _memberships(world)
    _terms_and_rules(world)
    _obligations(world)
    _rounds(world, rand)
    for number in range(60):
        _negotiation(world, rand, number)
    _drafts_after_invitations(world)
    _steering(world)
    _merged(world)
    _around_obligations(world, rand)
    _people(world)
    _bodies(world)
    _units_and_contacts(world)
    _papers_of_rounds(world)
    _participants(world)
    _duties(world)
    papers.lay(world)
    _withheld(world)
    return world


def _organisation(world: World, kind: str, code: str, whole: str, fi: str, **more: Any) -> Row:
    names = {"name_sv": None, "name_en": None, **more}
    return world.add(
        "Organisation",
        **{
            "kind": kind,
            "code": code,
            "organisation_code": whole,
            "business_id": None,
            "name_fi": fi,
            "sort_fi": sort_key(fi),
            "sort_sv": sort_key(names["name_sv"] or fi),
            "mark": None,
            "scope": None,
            "service_organiser": False,
            "language_status": None,
            "population": None,
            "population_on": None,
            "website": None,
            "starts_on": None,
            "ends_on": None,
            "successor_id": None,
            "source": f"{code}: kokeen aineisto",
            "to_be_checked": False,
            "revision": 1,
            **names,
        },
    )


def _organisations(world: World) -> None:
    for number, (code, fi, sv, en) in enumerate(COUNTIES):
        facts = {"population": 100_000 + number, "population_on": date(2025, 12, 31)}
        names = {"name_sv": sv, "name_en": en, "service_organiser": True, **facts}
        starts = {"starts_on": date(2021, 7, 1), "website": f"https://c{code}.example/"}
        _organisation(world, "COUNTY", code, f"county:{code}", fi, **names, **starts)
    for number, name in enumerate(MUNICIPALITIES):
        code = str(101 + number)
        more: Row = {"scope": "COUNTY", "mark": name[:3].upper(), "to_be_checked": number % 3 == 0}
        more |= {"name_sv": f"{name}by" if number % 2 else None, "revision": 1 + number % 4}
        more |= {"population": 900 * number, "business_id": f"{number:07d}-{number % 10}"}
        more["language_status"] = ("unilingual_fi", "bilingual_fi_majority")[number % 2]
        _organisation(world, "MUNICIPALITY", code, f"municipality:{code}", name, **more)
    for code, name, scope in (
        ("091", "Helsinki", "HELSINKI"),
        ("478", "Mariehamnila", "ALAND"),
        ("035", "Brändölä", "ALAND"),
        ("999", "Kadonnut", None),
    ):
        more = {"scope": scope, "name_sv": f"{name} sv", "service_organiser": scope == "HELSINKI"}
        _organisation(world, "MUNICIPALITY", code, f"municipality:{code}", name, **more)
    for kind, code, whole in OTHERS:
        more = {"service_organiser": kind == "HUS_GROUP", "name_en": f"{code} in English"}
        _organisation(world, kind, code, whole, f"{code.upper()} muu osapuoli", **more)
    _merge(world, "999", "103", date(2009, 1, 1))
    _merge(world, "118", "102", date(2026, 1, 1))
    for number, (code, name) in enumerate((("102", "Vanha Örnkylä"), ("102", "Ikivanha"))):
        of = organisation(world, f"municipality:{code}")["id"]
        ends = date(2009 + 5 * number, 12, 31)
        sv = None if number else "Gamla Örnby"
        world.add("FormerName", organisation_id=of, name_fi=name, name_sv=sv, ends_on=ends)


def _merge(world: World, gone: str, into: str, on: date) -> None:
    row, other = (organisation(world, f"municipality:{code}") for code in (gone, into))
    row["ends_on"], row["successor_id"] = on - timedelta(1), other["id"]
    _change(world, "MERGED", on, row, other)


def _change(world: World, kind: str, on: date, row: Row, other: Row) -> None:
    world.add(
        "RegisterChange",
        kind=kind,
        on=on,
        organisation_id=row["id"],
        other_id=other["id"],
        source="koe",
        recorded_at=NOW,
    )


def organisation(world: World, code: str) -> Row:
    """The organisation of an organisation code."""
    return next(row for row in world.all("Organisation") if row["organisation_code"] == code)


def _memberships(world: World) -> None:
    start = date(2021, 7, 1)
    county = {code: organisation(world, f"county:{code}") for code, *_ in COUNTIES}
    places = ["31"] * 7 + ["32"] * 5 + ["33"] * 4 + ["34"] + ["31", "31", "33"]
    for number, code in enumerate(places):
        row = organisation(world, f"municipality:{101 + number}")
        _member(world, row, county[code], start, row["ends_on"])
    for code, to, on in (("119", "32", date(2027, 1, 1)), ("120", "31", date(2025, 9, 1))):
        row = organisation(world, f"municipality:{code}")
        last = next(m for m in world.all("CountyMembership") if m["municipality_id"] == row["id"])
        last["ends_on"] = on - timedelta(1)
        _member(world, row, county[to], on, None)
        _change(world, "MOVED", on, row, county[to])
    hus, west = (organisation(world, code)["id"] for code in ("hus", "county:32"))
    for code, fi, leads in (
        ("1", "Eteläinen", hus),
        ("2", "Läntinen", west),
        ("3", "Itäinen", None),
    ):
        names: Row = {"name_fi": fi, "name_sv": f"{fi} sv", "name_en": f"{fi} en"}
        names |= {"coordinator_id": leads}
        world.add("CollaborativeArea", code=code, source="koe", revision=1, **names)
    areas = [("county:31", 1, start, date(2026, 5, 31)), ("county:31", 2, date(2026, 6, 1), None)]
    areas += [("county:32", 2, start, None), ("county:33", 1, start, None)]
    areas += [("hus", 1, start, None), ("municipality:091", 1, start, None)]
    for code, area, since, until in areas:
        of = organisation(world, code)["id"]
        values = {"starts_on": since, "ends_on": until}
        world.add("AreaMembership", area_id=area, organisation_id=of, **values)


def _member(world: World, row: Row, county: Row, since: date, until: date | None) -> None:
    pair = {"municipality_id": row["id"], "county_id": county["id"]}
    world.add("CountyMembership", **pair, starts_on=since, ends_on=until, source="koe")


def _terms_and_rules(world: World) -> None:
    for kind, key_, since, until in (
        ("COUNTY", "2021-2025", date(2022, 3, 1), date(2025, 5, 31)),
        ("MUNICIPAL", "2021-2025", date(2021, 8, 1), date(2025, 5, 31)),
        ("COUNTY", "2025-2029", date(2025, 6, 1), date(2029, 5, 31)),
        ("MUNICIPAL", "2025-2029", date(2025, 6, 1), date(2029, 5, 31)),
        ("COUNTY", "2029-2033", date(2029, 6, 1), HORIZON),
    ):
        days = {"starts_on": since, "ends_on": until}
        world.add("CouncilTerm", kind=kind, key=key_, **days, source="koe")
    bearers = ("PARTIES", "COUNTY", "MUNICIPALITY", "HELSINKI", "HUS_GROUP", "MINISTRY")
    products = (
        "NEGOTIATION", "AGREEMENT", "PLAN", "REPORT", "NOTIFICATION", "DECISION", "BODY",
        "COOPERATION", "DATA_SUPPLY",
    )  # fmt: skip
    for place, (name, topic, tracking, cadence, year, unit, kinds) in enumerate(RULES):
        texts: dict[str, str | None] = {
            f"{column}_{language}": f"{name} {column} {language}"
            for column in ("name", "statute_name", "summary", "evidence", "reason")
            for language in ("fi", "sv", "en")
        }
        if place % 3 == 0:
            texts |= {f"reason_{language}": None for language in ("fi", "sv", "en")}
        world.add(
            "ObligationRule",
            **texts,
            key=name,
            entry=f"kohta-{place // 2}",
            version=1 + place % 2,
            statute="611/2021" if place % 2 == 0 else "612/2021",
            section=f"{place + 1 if place else 14} §",
            bearer=bearers[place % len(bearers)],
            product=products[place % len(products)],
            topic=topic,
            tracking=tracking,
            cadence=cadence,
            unit=unit,
            period="P4Y" if cadence == "INTERVAL" else "",
            evidence_kinds=kinds,
            helsinki=("APPLIES", "DIFFERS", "EXEMPT")[place % 3],
            predecessor_id=place if place in (4, 7, 14) else None,
            source_url=f"https://law.example/{place}",
            valid_from=date(year, 3 if year == 2026 else 1, 1),
            valid_to=date(2026, 7, 31) if name == "ohjaus" else None,
            place=(place * 7) % 5,
            revision=1,
        )


def _obligations(world: World) -> None:
    rules = {row["key"]: row for row in world.all("ObligationRule")}
    terms = [row for row in world.all("CouncilTerm") if row["kind"] == "COUNTY"][:2]
    by_code = {row["organisation_code"]: row for row in world.all("Organisation")}
    for member in list(world.all("CountyMembership")):
        pair = [member["county_id"], member["municipality_id"]]
        days = (member["starts_on"], member["ends_on"])
        for term in terms:
            span = (term["starts_on"], term["ends_on"], term["ends_on"])
            more = {"term_id": term["id"]}
            _obligation(world, rules["yhteistyo"], pair, days, span, **more)
        for year in (2026, 2027):
            span = (date(year, 1, 1), date(year, 12, 31), date(year, 12, 31))
            _obligation(world, rules["hyte"], pair, days, span, year=year)
    for number, row in enumerate(world.rows["Organisation"].values()):
        if row["kind"] == "MUNICIPALITY" and number % 2:
            place = [None, row["id"]]
            first = (date(2023, 1, 1), None, date(2026, 6, 30))
            _obligation(world, rules["lapset"], place, (date.min, None), first)
            opened = (date(2025, 9, 1), None, None)
            to = [("RECIPIENT", by_code["hus"]["id"]), ("RECIPIENT", by_code["county:31"]["id"])]
            _obligation(world, rules["tilat"], place, (date.min, None), opened, parts=to)
        if row["kind"] == "COUNTY":
            place = [row["id"], None]
            due = (date(2026, 1, 1), date(2026, 12, 31), date(2026, 10, 31))
            stm = by_code["ministry:stm"]["id"]
            more = {"parts": [("RECIPIENT", stm)], "year": 2026}
            _obligation(world, rules["vanhat"], place, (date.min, None), due, **more)
            _obligation(
                world, rules["tieto"], place, (date.min, None), (date(2023, 1, 1), None, None)
            )
            steady = (date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
            third = [("PARTNER", by_code["hus"]["id"])] if number % 2 else []
            steering = {"parts": [("BEARER", stm), ("BEARER", row["id"]), *third], "year": 2026}
            steered = (date.min, date(2026, 7, 31))
            _obligation(world, rules["ohjaus"], place, steered, steady, **steering)
    _shared_obligations(world, rules, terms, by_code)


def _shared_obligations(
    world: World, rules: dict[str, Row], terms: list[Row], by_code: dict[str, Row]
) -> None:
    term = terms[1]
    span = (term["starts_on"], term["ends_on"], term["ends_on"])
    stm = by_code["ministry:stm"]["id"]
    for area in list(world.all("CollaborativeArea")):
        members = [m for m in world.all("AreaMembership") if m["area_id"] == area["id"]]
        parts = [("BEARER", m["organisation_id"]) for m in members]
        if parts:
            more = {"parts": [*parts, ("RECIPIENT", stm)], "area_id": area["id"]}
            more |= {"term_id": term["id"]}
            always = (date.min, None)
            _obligation(world, rules["varautuminen"], [None, None], always, span, **more)
    tyo = by_code["employment:tyo"]["id"]
    more = {"parts": [("BEARER", tyo)], "organisation_id": tyo}
    since = (date(2023, 1, 1), None, None)
    _obligation(world, rules["tyollisyys"], [None, None], (date.min, None), since, **more)


Span = tuple[date, date | None, date | None]


def _obligation(
    world: World,
    rule: Row,
    place: Sequence[int | None],
    days: tuple[date, date | None],
    span: Span,
    **more: Any,
) -> None:
    """One obligation, when the days of its unit, of its rule and of its period meet."""
    starts_on, ends_on, due_on = span
    since = max(starts_on, days[0], rule["valid_from"])
    ends = [day for day in (ends_on, days[1], rule["valid_to"]) if day is not None]
    until = min(ends, default=None)
    if until is not None and since > until:
        return
    county, municipality = place
    parts = more.pop("parts", [])
    if not any(role == "BEARER" for role, _ in parts):
        bearing = place if rule["unit"] == "PAIR" else [municipality or county]
        parts = [*(("BEARER", number) for number in bearing), *parts]
    named = world.rows["Organisation"].get(municipality or county or 0)
    values = {"term_id": None, "year": None, "organisation_id": None, "area_id": None} | more
    row = world.add(
        "Obligation",
        rule_id=rule["id"],
        unit_key="+".join(str(number) for _, number in parts),
        county_id=county,
        municipality_id=municipality,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=due_on,
        sort_on=due_on or date(9999, 1, 1),
        applies_from=since,
        applies_to=until,
        sort_fi=named["sort_fi"] if named else "x",
        revision=1,
        **values,
    )
    for number, (role, organisation_id) in enumerate(parts):
        of = {"obligation_id": row["id"], "organisation_id": organisation_id}
        world.add("ObligationBearer", **of, role=role, place=number)


def members_of(world: World, county: int) -> list[Row]:
    """The municipalities that ever belonged to the county."""
    ids = [m["municipality_id"] for m in world.all("CountyMembership") if m["county_id"] == county]
    return [world.rows["Organisation"][number] for number in ids]


def _rounds(world: World, rand: random.Random) -> None:
    for number in range(6):
        county = 1 + number % 3
        since = date(2025, 9, 1) + timedelta(150 * (number // 2))
        of_round = world.add(
            "NegotiationRound",
            keeper_id=county,
            county_id=county,
            kind=KINDS[number],
            title_fi=f"Kierros {number}" if number % 3 else None,
            title_sv=f"Runda {number}",
            title_en=None,
            starts_on=since,
            ends_on=since + timedelta(120),
            purpose=None if number % 2 else "Neuvotellaan\tkaikkien kanssa",
            legal_basis=None if number % 3 else "611/2021 14 §",
            steering_group_id=None,
            objective_fi="Tilat vähenevät" if number % 2 else None,
            objective_sv="Lokalerna minskar" if number % 4 else None,
            objective_en=None,
            objective_baseline="100.5" if number % 2 else None,
            objective_target="-20" if number % 2 else None,
            objective_unit="m2" if number % 2 else None,
            kickoff_on=since + timedelta(3) if number % 2 else None,
            kickoff_audience="Talousjohtajat" if number % 2 else None,
            closed_on=since + timedelta(200) if number == 0 else None,
            cancelled_on=since + timedelta(20) if number == 1 else None,
            cancel_reason="Syy" if number == 1 else None,
            demonstration=number == 5,
            created_at=NOW,
            revision=1 + number,
        )
        for rule in ("yhteistyo", "hyte")[: 1 + number % 2]:
            world.add("RoundRule", round_id=of_round["id"], rule_key=rule)
        for row in rand.sample(members_of(world, county), 4):
            place = {"organisation_id": row["id"], "sort_fi": row["sort_fi"]}
            world.add("RoundCounterparty", round_id=of_round["id"], **place)


def _negotiation(world: World, rand: random.Random, number: int) -> None:
    state, county = STATES[number % len(STATES)], rand.choice((1, 1, 2, 2, 3))
    of_round = rand.choice([None, *(r for r in world.all("NegotiationRound"))])
    if of_round is not None:
        county = of_round["county_id"]
    called = rand.sample(members_of(world, county), rand.choice((1, 1, 1, 2, 3)))
    if of_round is not None:
        places = [p for p in world.all("RoundCounterparty") if p["round_id"] == of_round["id"]]
        chosen = rand.choice(places)["organisation_id"]
        called = [world.rows["Organisation"][chosen]]
    created = date(2024, 1, 10) + timedelta(rand.randrange(1_000))
    took_place = state in ("HELD", "MINUTES_READY", "CLOSED", "MERGED")
    dated = state == "SCHEDULED" or (took_place and rand.random() < 0.7)
    meets = created + timedelta(rand.randrange(20, 300)) if dated else None
    held, precision = _held(rand, created) if took_place else (None, None)
    gone = created + timedelta(rand.randrange(5, 50)) if state == "CANCELLED" else None
    public = state != "PLANNED" and not (gone and rand.random() < 0.3)
    titles = {"title_fi": f"Neuvottelu {number} 100 %_\\", "title_sv": None, "title_en": None}
    if number % 4 == 1:
        titles = {"title_fi": None, "title_sv": f'Överläggning "{number}"', "title_en": "Talks"}
    row = world.add(
        "Negotiation",
        keeper_id=rand.choice([county, called[0]["id"]]),
        county_id=county,
        round_id=of_round and of_round["id"],
        kind=KINDS[number % len(KINDS)],
        state=state,
        is_public=public,
        **titles,
        place=rand.choice([None, "Kunnantalo", "Teams 😀"]),
        mode=rand.choice(["PLACE", "REMOTE", "BOTH"]),
        meets_on=meets,
        held_on=held,
        held_precision=precision,
        cancelled_on=gone,
        cancel_reason="Ei tarvetta" if gone else None,
        minutes_on=held if state in ("MINUTES_READY", "CLOSED") else None,
        followed_up_on=held if state == "CLOSED" else None,
        merged_into_id=None,
        opened_time="09:04" if held and number % 2 else None,
        ended_time="12:00" if held and number % 3 else None,
        chair_id=county if held else None,
        chair_role="Puheenjohtaja" if held else None,
        secretary_id=called[0]["id"] if held and number % 3 else None,
        secretary_role="Sihteeri ä" if held and number % 3 else None,
        sort_on=held or meets or created,
        demonstration=number % 7 == 0,
        created_at=datetime(created.year, created.month, created.day, 22, 59, 1, tzinfo=UTC),
        revision=rand.randrange(1, 9),
    )
    for rule in rand.sample(["yhteistyo", "hyte", "lapset"], rand.choice((1, 1, 2, 3))):
        world.add("NegotiationRule", negotiation_id=row["id"], rule_key=rule)
    parties = [world.rows["Organisation"][county], *called]
    _parties(world, rand, row, parties)
    _events(world, rand, row, parties)


def _drafts_after_invitations(world: World) -> None:
    """In two rounds a counterparty has a public negotiation and then a draft."""
    public = [n for n in world.all("Negotiation") if n["round_id"] and n["state"] == "INVITED"]
    for row in public[:2]:
        hidden = {"state": "PLANNED", "is_public": False, "sort_on": row["sort_on"] + timedelta(9)}
        draft = world.add("Negotiation", **{k: v for k, v in row.items() if k != "id"} | hidden)
        for party in [p for p in world.all("NegotiationParty") if p["negotiation_id"] == row["id"]]:
            own = {"negotiation_id": draft["id"], "invited_on": None}
            world.add("NegotiationParty", **{k: v for k, v in party.items() if k != "id"} | own)


def _steering(world: World) -> None:
    """A ministry's round, with meetings of one county, of several, and of none."""
    rand = random.Random(14)
    ministry, hus = organisation(world, "ministry:stm"), organisation(world, "hus")
    counties = [organisation(world, f"county:{code}") for code in ("31", "32")]
    like = {key: value for key, value in world.rows["NegotiationRound"][1].items() if key != "id"}
    of_round = world.add(
        "NegotiationRound",
        **like
        | {"keeper_id": ministry["id"], "county_id": None, "kind": "STEERING"}
        | {"title_fi": "Ohjausneuvottelut", "starts_on": date(2026, 2, 1)},
    )
    for each in (*counties, hus):
        place = {"organisation_id": each["id"], "sort_fi": each["sort_fi"]}
        world.add("RoundCounterparty", round_id=of_round["id"], **place)
    world.add("RoundRule", round_id=of_round["id"], rule_key="ohjaus")
    models = {row["state"]: row for row in reversed(list(world.all("Negotiation")))}
    for state, others in (
        ("HELD", counties[:1]),
        ("SCHEDULED", counties[1:]),
        ("INVITED", [hus]),
        ("PLANNED", [*counties, hus]),
    ):
        plain = {key: value for key, value in models[state].items() if key != "id"}
        one = [each["id"] for each in others if each["kind"] == "COUNTY"]
        facts = {"keeper_id": ministry["id"], "county_id": one[0] if len(one) == 1 else None}
        facts |= {"round_id": of_round["id"], "kind": "STEERING"}
        row = world.add("Negotiation", **plain | facts)
        world.add("NegotiationRule", negotiation_id=row["id"], rule_key="ohjaus")
        _parties(world, rand, row, [ministry, *others])
        _events(world, rand, row, [ministry, *others])


def _merged(world: World) -> None:
    """Records that others tell of, and proposals that wait or are settled."""
    rows = list(world.all("Negotiation"))
    for number, row in enumerate(each for each in rows if each["state"] == "MERGED"):
        row["merged_into_id"] = rows[number % 4 * 7 + 1]["id"]
    askers = [organisation(world, code)["id"] for code in ("municipality:101", "county:31")]
    others = [row["id"] for row in list(world.all("Organisation"))[:12]]
    for number, row in enumerate(rows[:40]):
        pair = [askers[number % 2], others[number % len(others)]]
        merge = number % 3 > 0
        world.add(
            "RecordProposal",
            kind="MERGE" if merge else "HANDOVER",
            negotiation_id=row["id"],
            into_id=rows[(number * 5 + 1) % len(rows)]["id"] if merge else None,
            asked_id=pair[number % 2],
            proposed_by_id=pair[1 - number % 2],
            proposed_on=date(2026, 1, 1) + timedelta(number * 3 % 31),
            settled_on=date(2026, 9, 1) if number % 4 < 2 else None,
            accepted=(number % 4 == 0) if number % 4 < 2 else None,
        )


def _withheld(world: World) -> None:
    """Negotiations closed on a statutory ground, with all that hangs on them; some released."""
    for row in list(world.all("Negotiation")):
        if row["id"] % 5 != 3 and row["id"] not in (6, 8):
            continue
        released = row["id"] % 4 == 1
        since = row["sort_on"] + timedelta(10)
        world.add(
            "Withholding",
            negotiation_id=row["id"],
            statute="621/1999",
            section=f"24 § 1 mom. {row['id']} k.",
            reason="Liikesalaisuus" if row["id"] % 2 else None,
            since_on=since,
            recorded_by_id=row["keeper_id"],
            recorded_on=since + timedelta(1),
            released_on=since + timedelta(40) if released else None,
            revision=1 + released,
        )
        for kind, on in (("WITHHELD", since), ("RELEASED", since + timedelta(40))):
            _told(world, row, kind, on, since + timedelta(1))
        if not released:
            _hide(world, row)


def _told(world: World, row: Row, kind: str, on: date, recorded: date) -> None:
    world.add(
        "NegotiationEvent",
        negotiation_id=row["id"],
        kind=kind,
        on=on,
        day=None,
        organisation_id=None,
        recorded_by_id=row["keeper_id"],
        recorded_on=recorded,
        recorded_at=NOW,
        note=None,
    )


def _hide(world: World, row: Row) -> None:
    """Nothing of it is public any more."""
    hidden = [row]
    for model, columns in (
        ("AgendaItem", {"negotiation_id": row["id"]}),
        ("Minutes", {"negotiation_id": row["id"]}),
        ("Action", {"origin_type": "Negotiation", "origin_id": row["id"]}),
        ("Decision", {"subject_type": "Negotiation", "subject_id": row["id"]}),
    ):
        rows = world.all(model)
        hidden += [each for each in rows if columns.items() <= each.items()]
    for each in hidden:
        each["is_public"] = False


def _held(rand: random.Random, created: date) -> tuple[date, str]:
    day = created + timedelta(rand.randrange(30, 400))
    precision = rand.choice(["DAY", "DAY", "DAY", "MONTH", "YEAR"])
    if precision == "DAY":
        return day, precision
    return day.replace(day=1, month=day.month if precision == "MONTH" else 1), precision


def _parties(world: World, rand: random.Random, row: Row, parties: Sequence[Row]) -> None:
    for party in parties:
        place = {"negotiation_id": row["id"], "organisation_id": party["id"]}
        invited = row["sort_on"] - timedelta(rand.randrange(5, 60))
        is_invited = row["is_public"] and rand.random() < 0.8
        sorted_by = {"sort_fi": party["sort_fi"]}
        world.add(
            "NegotiationParty", **place, invited_on=invited if is_invited else None, **sorted_by
        )
        if row["held_on"] is None or rand.random() < 0.1:
            continue
        said = rand.choice(["OWN", "REPORTED", "CONFIRMED", "DISPUTED"])
        day = row["held_on"] + timedelta(3)
        withdrawn = said == "REPORTED" and rand.random() < 0.4
        disputed = day + timedelta(9) if said == "DISPUTED" or withdrawn else None
        world.add(
            "Attendance",
            **place,
            recorded_by_id=party["id"] if said == "OWN" else row["keeper_id"],
            present=rand.random() < 0.8,
            note=rand.choice([None, "Osan ajasta"]),
            provenance=said,
            recorded_on=day,
            confirmed_on=day + timedelta(5) if said == "CONFIRMED" else None,
            disputed_on=disputed,
            dispute_reason="Emme olleet paikalla" if disputed else None,
            withdrawn_on=disputed + timedelta(30) if withdrawn and disputed else None,
            **sorted_by,
        )


def _events(world: World, rand: random.Random, row: Row, parties: Sequence[Row]) -> None:
    def tell(kind: str, on: date, day: date | None = None, whom: Row | None = None) -> None:
        world.add(
            "NegotiationEvent",
            negotiation_id=row["id"],
            kind=kind,
            on=on,
            day=day,
            organisation_id=whom and whom["id"],
            recorded_by_id=row["keeper_id"],
            recorded_on=on + timedelta(rand.randrange(3)),
            recorded_at=datetime(on.year, on.month, on.day, 12, 0, 59, 123_000, tzinfo=UTC),
            note=rand.choice([None, "Syy \u2028 näin"]),
        )

    first: date = row["created_at"].date()
    tell("PLANNED", first)
    if row["meets_on"]:
        tell("DATE_SET", first + timedelta(2), row["meets_on"] - timedelta(14))
        tell("MOVED", first + timedelta(9), row["meets_on"])
    if row["held_on"]:
        tell("HELD", row["held_on"] + timedelta(4), row["held_on"])
    if row["cancelled_on"]:
        tell("CANCELLED", row["cancelled_on"])
    for kind in rand.sample(["INVITED", "CORRECTED", "CONFIRMED", "DISPUTED"], 2):
        tell(kind, first + timedelta(rand.randrange(60)), whom=rand.choice(parties))
    if row["id"] % 7 == 0:
        tell("RULES_CHANGED", first + timedelta(77))
    if row["id"] % 4 == 0:
        tell("MERGED", first + timedelta(75))
        tell("HANDED_OVER", first + timedelta(80), whom=parties[0])
    if row["id"] % 5 == 0:
        tell("DISPUTE_WITHDRAWN", first + timedelta(70), whom=parties[-1])


def _around_obligations(world: World, rand: random.Random) -> None:
    obligations = list(world.all("Obligation"))
    rules = world.rows["ObligationRule"]
    shared = [of for of in obligations if rules[of["rule_id"]]["unit"] != "PAIR"]
    for number in range(70):
        of = rand.choice(shared if number % 2 == 0 else obligations)
        dated = of["starts_on"] + timedelta(rand.randrange(-60, 500))
        precision = ("DAY", "MONTH", "YEAR")[number % 3]
        if precision != "DAY":
            dated = dated.replace(day=1, month=dated.month if precision == "MONTH" else 1)
        world.add(
            "LinkedEvidence",
            obligation_id=of["id"],
            recorded_by_id=of["county_id"] or of["municipality_id"] or 1,
            **_step(world, of, number),
            title=f"Pöytäkirja {number}",
            url=None if number % 2 else f"https://paper.example/{number}",
            dated_on=dated,
            dated_precision=precision,
            reason="Siinä näkyy <molempien> puhe & päätös",
            recorded_on=dated + timedelta(rand.choice((30, 900))),
            withdrawn_on=dated + timedelta(950) if number % 5 == 0 else None,
            demonstration=number % 6 == 0,
            revision=1 + number % 3,
        )
    for number, of in enumerate(rand.sample(obligations, 10)):
        world.add(
            "Exemption",
            obligation_id=of["id"],
            recorded_by_id=of["county_id"] or 1,
            from_on=of["applies_from"] + timedelta(40 * number),
            decided_by="Aluevaltuusto",
            decided_on=of["applies_from"] + timedelta(20 * number),
            reason=f"Peruste {number}",
            recorded_on=of["applies_from"] + timedelta(45 * number),
            withdrawn_on=TODAY if number % 4 == 0 else None,
            revision=1,
        )
    for code, since, until in (
        ("county:31", date(2021, 7, 1), None),
        ("county:32", date(2026, 1, 1), None),
        ("municipality:109", date(2022, 1, 1), date(2026, 8, 31)),
        ("municipality:113", date(2025, 6, 1), None),
    ):
        of = organisation(world, code)
        days = {"starts_on": since, "ends_on": until, "stated_on": since}
        gone = date(2026, 9, 1) if code == "municipality:113" else None
        basis = "MEMBER" if code == "county:32" else "STATED"
        values = {"basis": basis, "demonstration": False, "revision": 1, "withdrawn_on": gone}
        world.add("RecordKeeping", organisation_id=of["id"], **days, **values)


def _step(world: World, of: Row, number: int) -> Row:
    """A step now and then, of an obligation that is not met by a negotiation."""
    rule = world.rows["ObligationRule"][of["rule_id"]]
    if (rule["statute"], rule["section"]) == ("611/2021", "14 §"):
        told = (None, "IN_FORCE", "ENDED", "IN_FORCE")[number // 2 % 4]
        return {"stage": told, "shown_of_id": None}
    if "NEGOTIATION" in rule["evidence_kinds"] or number % 2:
        return {"stage": None, "shown_of_id": None}
    parts = [b for b in world.all("ObligationBearer") if b["obligation_id"] == of["id"]]
    stages = ("APPROVED", "HANDLED", "DELIVERED", "SET")
    stage = "DELIVERED" if rule["evidence_kinds"] == "DELIVERED" else stages[number // 2 % 4]
    whose = parts[number % len(parts)]["organisation_id"]
    return {"stage": stage, "shown_of_id": whose if number % 4 else None}


def _people(world: World) -> None:
    for number, (code, role) in enumerate(
        (
            ("municipality:101", "editor"),
            ("county:31", "recorder"),
            ("county:32", "recorder"),
            ("ministry:stm", "steering"),
        ),
        1,
    ):
        subject = {"issuer": "koe", "subject": f"s{number}", "label": f"Tunnus {number}"}
        world.add("Account", **subject, language=None, created_at=NOW)
        days = {"starts_on": date(2022, 1, 1), "ends_on": None}
        world.add("Membership", account_id=number, organisation_code=code, role=role, **days)
    more = {"starts_on": date(2022, 1, 1), "ends_on": date(2030, 1, 1)}
    world.add("Membership", account_id=1, organisation_code="company:oy", role="reader", **more)


def _days(rand: random.Random) -> dict[str, date]:
    """A first day, and sometimes a last one, on either side of today."""
    since = date(2022, 1, 1) + timedelta(rand.randrange(1_900))
    ended = rand.random() < 0.4
    return {"starts_on": since, **({"ends_on": since + timedelta(400)} if ended else {})}


def _names(column: str, number: int, text: str) -> dict[str, str | None]:
    """A name in one, two or three languages."""
    fi = f"{text} {number}" if number % 3 else None
    sv = f"Ö-{text}\n{number}" if number % 2 or fi is None else None
    en = f"The {text}" if number % 4 == 0 else None
    return {f"{column}_fi": fi, f"{column}_sv": sv, f"{column}_en": en}


def _bodies(world: World) -> None:
    rand = random.Random(12)
    organisations = list(world.all("Organisation"))[:16]
    for number in range(30):
        names = _names("name", number, f"{MUNICIPALITIES[number % 5]} toimikunta")
        owners = rand.sample(organisations, 1 + number % 3)
        body = world.add(
            "Body",
            code=f"county:31/{number}" if number % 7 == 0 else None,
            **names,
            sort_fi=sort_key(names["name_fi"] or names["name_sv"] or ""),
            sort_sv=sort_key(names["name_sv"] or names["name_fi"] or ""),
            kind=BODIES[number % len(BODIES)],
            mandate="Valmistelee\nyhteisiä asioita" if number % 2 else None,
            legal_basis=None if number % 3 else "611/2021 14 §",
            parent_id=rand.randrange(1, number + 1) if number % 3 == 1 else None,
            keeper_id=owners[0]["id"],
            revision=1 + number % 4,
            **{"starts_on": None, "ends_on": None, **(_days(rand) if number % 4 else {})},
        )
        for place, each in enumerate(owners):
            days: dict[str, date | None] = {"starts_on": None, "ends_on": None}
            if (number + place) % 5 == 1:
                days["ends_on"] = date(2025, 12, 31)
            elif (number + place) % 5 == 3:
                days["starts_on"] = date(2026, 1, 1)
            world.add("BodyOwner", body_id=body["id"], organisation_id=each["id"], **days)
        for place in range(number % 6):
            world.add(
                "Seat",
                body_id=body["id"],
                organisation_id=rand.choice(organisations)["id"],
                role=SEATS[(number + place) % len(SEATS)],
                is_deputy=place % 3 == 2,
                revision=1,
                **{"ends_on": None, **_days(rand)},
            )


def _papers_of_rounds(world: World) -> None:
    """Agendas, steering groups and what bodies were told."""
    topics = [row[1] for row in RULES]
    for number, row in enumerate(world.all("NegotiationRound")):
        row["steering_group_id"] = number + 1 if number % 2 else None
        for place in range(1, 4 + number):
            world.add(
                "RoundAgendaItem",
                round_id=row["id"],
                place=place,
                **_names("title", number + place, "Kohta"),
                topic=topics[(number * 5 + place) % len(topics)] if place % 4 else None,
                legal_reference=None if place % 2 else "616/2021 14 §",
            )
        for step in range(number % 3):
            world.add(
                "RoundReport",
                round_id=row["id"],
                body_id=number + step + 1,
                on=row["starts_on"] + timedelta(40 - step),
                section=None if step else "4 §",
                url=f"https://paper.example/{number}" if step else None,
            )


def _participants(world: World) -> None:
    """Roles of those who took part, with times for some."""
    for number, row in enumerate(list(world.all("Attendance"))):
        party = world.rows["Organisation"][row["organisation_id"]]
        for step in range(number % 3):
            world.add(
                "Participant",
                negotiation_id=row["negotiation_id"],
                organisation_id=party["id"],
                role=("Kaupunginjohtaja", "Ekonomichef ö")[step],
                from_time="09:00" if step else None,
                until_time="10:49" if number % 2 else None,
                recorded_by_id=row["recorded_by_id"],
                sort_fi=party["sort_fi"],
            )


def _duties(world: World) -> None:
    rand = random.Random(14)
    for place, key_ in enumerate(("ensimmainen", "toinen", "tyhja")):
        texts = {
            f"{column}_{language}": f"{key_} {column} {language}"
            for column in ("name", "description")
            for language in ("fi", "sv", "en")
        }
        world.add("Theme", key=key_, place=(place * 2) % 3, **texts)
    organisations = list(world.all("Organisation"))[:12]
    for number in range(40):
        parties = rand.sample(organisations, 1 + number % 4) if number % 2 else []
        names = _names("name", number, f"{MUNICIPALITIES[number % 6]} tehtävä")
        described = _names("description", number, "Kuvaus\tja")
        described = described if number % 5 else dict.fromkeys(described)
        duty = world.add(
            "Duty",
            **names,
            **described,
            key=None if parties else f"tehtava-{number}",
            sort_fi=sort_key(names["name_fi"] or names["name_sv"] or ""),
            sort_sv=sort_key(names["name_sv"] or names["name_fi"] or ""),
            topic=RULES[number % len(RULES)][1],
            theme_id=1 + number % 2 if number % 3 else None,
            parent_id=rand.randrange(1, number + 1) if number % 4 in (1, 2) else None,
            keeper_id=parties[0]["id"] if parties else None,
            place=(number * 7) % 11,
            revision=1 + number % 3,
            **{"starts_on": None, "ends_on": None, **(_days(rand) if number % 5 == 1 else {})},
        )
        for each in parties:
            world.add("DutyParty", duty_id=duty["id"], organisation_id=each["id"])
        for place in range(number % 4):
            rule = RULES[(number + place) % len(RULES)][0]
            world.add(
                "DutyLegalBasis",
                duty_id=duty["id"],
                statute=f"{611 + place}/2021",
                section=f"{number} §",
                **_names("note", number, "Huomautus"),
                rule_key=(rule, None, "ei-ole")[(number + place) % 3],
                source_url=f"https://law.example/{number}",
                place=place % 2,
            )


def _units_and_contacts(world: World) -> None:
    rand = random.Random(13)
    organisations = list(world.all("Organisation"))
    for number in range(60):
        of = {"organisation_id": organisations[(number * 7) % len(organisations)]["id"]}
        of |= {"organisation_id": 1 + number % 4} if number % 3 == 0 else {}
        names = _names("name", number, "Yksikkö")
        world.add(
            "OrganisationUnit",
            **of,
            **names,
            sort_fi=sort_key(names["name_fi"] or names["name_sv"] or ""),
            predecessor_id=number if number % 6 == 5 else None,
            revision=1 + number % 2,
            **{"starts_on": None, "ends_on": None, **(_days(rand) if number % 2 else {})},
        )
        tasks = _names("task", number, "Neuvonta")
        world.add(
            "Contact",
            **of,
            **tasks,
            sort_fi=sort_key(tasks["task_fi"] or tasks["task_sv"] or ""),
            title="Suunnittelija" if number % 3 else None,
            email=f"tehtava{number}@alue.example" if number % 5 else None,
            phone=None if number % 5 else f"+358 10 {number:07}",
            erased_on=date(2026, 3, number % 28 + 1) if number % 8 == 0 else None,
            predecessor_id=number if number % 6 == 2 else None,
            revision=1 + number % 3,
            **{"ends_on": None, **_days(rand)},
        )


def journal_rows(world: World) -> Iterator[Row]:
    """Further lines of the journal, some of which are not for everybody."""
    audiences = ("*", None, "county:31 municipality:101", "*")
    for number in range(40):
        # The act on a negotiation is the one of the line before it, on an obligation.
        act = number - (number % 8 == 7)
        yield {
            "seq": 900_000 + number,
            "at": NOW + timedelta(seconds=61 * act),
            "act": ("link_evidence", "exempt_obligation")[act % 2],
            "actor": "account:1",
            "organisation_code": (None, "county:31", "municipality:101", "ei:ole")[number % 4],
            "request_id": f"r{act}",
            "object_type": "Negotiation" if number % 8 == 7 else "Obligation",
            "object_id": 1 + number % 9,
            "revision": None if number % 5 == 0 else number,
            "before": None,
            "after": None,
            "audience_before": None,
            "audience_after": audiences[number % len(audiences)],
            "personal_hash": None,
            "hash": "0" * 64,
        }
