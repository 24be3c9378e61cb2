"""Agendas, minutes, agreed actions and decisions of the small country, in plain rows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.graphql.oracle.world import Row, World

OUTCOMES = [
    "APPROVED",
    "APPROVED_WITH_CONDITIONS",
    "REJECTED",
    "TABLED",
    "RETURNED",
    "NOTED",
    "REFERRED",
    "PROPOSED_ONWARD",
    "STATEMENT_GIVEN",
    "WITHDRAWN",
    "HANDLED_OUTCOME_UNKNOWN",
    None,
]
PUBLICATIONS = ["NOT_PUBLISHED", "AGENDA", "UNCHECKED", "CHECKED"]
FINALITIES = [None, "OPEN_TO_APPEAL", "APPEALED", "FINAL", "NOT_APPEALABLE"]
PROVENANCES = ["OWN", "REPORTED", "CONFIRMED", "DISPUTED"]
EVENTS = ["AGREED", "AMENDED", "COMPLETED", "DROPPED", "REOPENED", "PUBLISHED"]
CASES = ["HEL 2021–009837", "167/02.07.00/2025", "VAKEDno-2023-803", None]
KEYS = ["HEL2021-009837", "167/02.07.00/2025", "VAKEDNO-2023-803", None]
FAR = date(9999, 1, 1)


def lay(world: World) -> None:
    """Add them all to the world."""
    rand = random.Random(14)
    topics = [row["topic"] for row in world.all("ObligationRule")]
    _templates(world, topics)
    for row in list(world.all("Negotiation")):
        if row["id"] % 3:
            _agenda(world, rand, row, topics)
        if row["held_on"]:
            _minutes(world, rand, row)
        for number in range(row["id"] % 4):
            _action(world, rand, row, topics[(row["id"] + number) % len(topics)])
    for number in range(90):
        _decision(world, rand, number)
    _concerns(world, rand)


def _texts(column: str, number: int, text: str) -> dict[str, str | None]:
    return {
        f"{column}_fi": f"{text} {number}" if number % 3 else None,
        f"{column}_sv": f"Ärende “{number}”" if number % 2 or number % 3 == 0 else None,
        f"{column}_en": f"{text} in English" if number % 5 == 0 else None,
    }


def _templates(world: World, topics: list[str]) -> None:
    for number in range(3):
        template = world.add(
            "AgendaTemplate", key=f"pohja-{number}", place=2 - number, **_texts("title", 4, "Pohja")
        )
        for place in range(1, 8):
            world.add(
                "AgendaTemplateItem",
                template_id=template["id"],
                number=place,
                topic=topics[(7 * number + place) % len(topics)],
                legal_basis=None if place % 2 else "611/2021 14 §",
                **_texts("title", place, "Kohta"),
            )


def _parties(world: World, row: Row) -> list[Row]:
    places = [p for p in world.all("NegotiationParty") if p["negotiation_id"] == row["id"]]
    return [world.rows["Organisation"][p["organisation_id"]] for p in places]


def _agenda(world: World, rand: random.Random, row: Row, topics: list[str]) -> None:
    published = row["held_on"] is not None and row["id"] % 2 == 0
    themes = list(world.all("Theme"))
    for number in range(1, 2 + row["id"] % 4):
        spoken = rand.random() < 0.5
        item = world.add(
            "AgendaItem",
            negotiation_id=row["id"],
            number=number,
            topic=topics[(row["id"] + number) % len(topics)],
            legal_basis=rand.choice([None, "612/2021 7 §"]),
            is_public=published,
            revision=1 + number,
            **_texts("title", number, "Asia"),
            **(_texts("result", number, "Sovittiin") if spoken else _none("result")),
        )
        if number == 1 + row["id"] % 5:
            item["title_fi"] = themes[row["id"] % 3]["name_fi"]
        for place in range(rand.randrange(3)):
            world.add(
                "AgendaMaterial",
                item_id=item["id"],
                place=place,
                title=f"Liite {place}",
                url=f"https://paper.example/{item['id']}/{place}",
                language=rand.choice(["fi", "sv", None]),
            )
        for party in _parties(world, row)[: rand.randrange(3)]:
            world.add(
                "AgendaPosition",
                item_id=item["id"],
                organisation_id=party["id"],
                text="Kannatamme\nehdoin",
                stated_on=row["sort_on"],
                sort_fi=party["sort_fi"],
                revision=rand.randrange(1, 4),
            )


def _none(column: str) -> dict[str, str | None]:
    return {f"{column}_{language}": None for language in ("fi", "sv", "en")}


def _minutes(world: World, rand: random.Random, row: Row) -> None:
    states = ["AWAITING_CHECKS", "AWAITING_APPROVAL", "AWAITING_PUBLICATION", "READY"]
    number = len(world.rows.get("Minutes", {}))
    rule, state = ("MEMO", "CHECKED", "APPROVED")[number % 3], states[number % 4]
    published = row["held_on"] + timedelta(14) if row["id"] % 2 == 0 else None
    minutes = world.add(
        "Minutes",
        negotiation_id=row["id"],
        rule=rule,
        state=state,
        dated_on=row["held_on"] if number % 2 else None,
        case_number=rand.choice(CASES),
        drafted_on=row["held_on"] + timedelta(1),
        published_on=published,
        ready_on=published if state == "READY" else None,
        is_public=published is not None,
        revision=1 + number % 3,
    )
    for place in range(number % 4):
        world.add(
            "MinutesDocument",
            minutes_id=minutes["id"],
            place=place // 2,
            is_annex=place == (number % 3),
            title=rand.choice([None, "Muistio"]),
            url=f"https://memo.example/{number}/{place}",
            language=rand.choice(["fi", "sv", "en", None]),
            sha256="0" * 64 if place == 1 else None,
        )
    for place, (party, role) in enumerate(product(_parties(world, row), (None, "pj"))):
        world.add(
            "MinutesEndorsement",
            minutes_id=minutes["id"],
            organisation_id=party["id"],
            role=role,
            place=place,
            endorsed_on=row["held_on"] + timedelta(5) if rand.random() < 0.5 else None,
        )


def _due(rand: random.Random, agreed: date) -> dict[str, Any]:
    precision = rand.choice(["DAY", "DAY", "MONTH", "YEAR", None])
    if precision is None:
        names = ("due_on", "due_precision", "due_last_day", "due_soon_from")
        return {**dict.fromkeys(names), "due_sort_on": FAR}
    day = agreed + timedelta(rand.randrange(-20, 500))
    last = day
    if precision == "MONTH":
        day = day.replace(day=1)
        last = (day + timedelta(31)).replace(day=1) - timedelta(1)
    if precision == "YEAR":
        day, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
    return {
        "due_on": day,
        "due_precision": precision,
        "due_last_day": last,
        "due_soon_from": last - timedelta(30),
        "due_sort_on": last,
    }


def _action(world: World, rand: random.Random, row: Row, topic: str) -> None:
    number = len(world.rows.get("Action", {})) + 1
    agreed = (row["held_on"] or row["created_at"].date()) + timedelta(rand.randrange(20))
    parties = _parties(world, row)
    items = [i for i in world.all("AgendaItem") if i["negotiation_id"] == row["id"]]
    done = agreed + timedelta(rand.randrange(300)) if number % 4 == 1 else None
    dropped = agreed + timedelta(rand.randrange(300)) if number % 7 == 3 else None
    shown = done is not None and number % 8 == 1
    action = world.add(
        "Action",
        origin_type="Negotiation",
        origin_id=row["id"],
        item_id=rand.choice([None, *(i["id"] for i in items)]),
        topic=topic,
        note=rand.choice([None, "Yhdessä %_ 😀"]),
        agreed_on=agreed,
        **_texts("title", number, "Toimenpide"),
        **_due(rand, agreed),
        done_on=done,
        dropped_on=dropped,
        drop_reason="Ei tarpeen" if dropped else None,
        evidence_title="Raportti" if shown else None,
        evidence_url="https://paper.example/raportti" if shown and number % 16 == 1 else None,
        evidence_dated_on=done if shown else None,
        evidence_precision="DAY" if shown else None,
        is_public=row["is_public"] and number % 3 != 0,
        recorded_by_id=row["keeper_id"],
        demonstration=number % 6 == 0,
        created_at=row["created_at"],
        revision=rand.randrange(1, 5),
    )
    outsider = [8] if number % 5 == 0 else []
    for each in {rand.choice(parties)["id"], *outsider}:
        world.add("ActionResponsible", action_id=action["id"], organisation_id=each)
    for place in range(1 + number % 3):
        on = agreed + timedelta(7 * place)
        world.add(
            "ActionEvent",
            action_id=action["id"],
            kind=EVENTS[(number + place) % len(EVENTS)],
            on=on,
            recorded_by_id=row["keeper_id"],
            recorded_on=on,
            recorded_at=row["created_at"],
            note=rand.choice([None, "Sovittiin uusi päivä"]),
        )


def _decision(world: World, rand: random.Random, number: int) -> None:
    kind = ("Negotiation", "Negotiation", "NegotiationRound", "Obligation")[number % 4]
    about = rand.choice(list(world.all(kind)))
    owner = _decider(world, rand, kind, about)
    precision = rand.choice(["DAY", "DAY", "MONTH", "YEAR"])
    decided = date(2025, 1, 15) + timedelta(rand.randrange(700))
    if precision != "DAY":
        decided = decided.replace(day=1, month=decided.month if precision == "MONTH" else 1)
    publication, said = PUBLICATIONS[number % 4], PROVENANCES[number // 2 % 4]
    bodies = list(world.all("Body"))
    decider = number % 3
    disputed = decided + timedelta(20) if said == "DISPUTED" else None
    withdrawn = decided + timedelta(40) if number % 11 == 0 else None
    case = rand.randrange(len(CASES))
    finality = FINALITIES[number % 5]
    world.add(
        "Decision",
        subject_type=kind,
        subject_id=about["id"],
        organisation_id=owner,
        body_id=rand.choice(bodies)["id"] if decider == 0 else None,
        body_name="Kaupunginhallitus" if decider == 1 else None,
        official="Hallintojohtaja" if decider == 2 else None,
        decided_on=decided,
        decided_precision=precision,
        agenda_item=rand.choice([None, "10"]),
        section=rand.choice([None, "239", "123/2023"]),
        case_number=CASES[case],
        case_key=KEYS[case],
        outcome=OUTCOMES[number % len(OUTCOMES)],
        publication=publication,
        finality=finality,
        finality_on=decided + timedelta(30) if finality else None,
        url_fi=f"https://paper.example/paatos/{number}" if number % 2 else None,
        url_sv=f"https://paper.example/beslut/{number}" if number % 5 == 0 else None,
        url_en=None,
        note=rand.choice([None, "Ehto: yhteinen seuranta"]),
        recorded_by_id=owner if said == "OWN" else 1,
        recorded_on=decided + timedelta(9),
        provenance=said,
        confirmed_on=decided + timedelta(12) if said == "CONFIRMED" else None,
        disputed_on=disputed,
        dispute_reason="Väärä pykälä" if disputed else None,
        dispute_withdrawn_on=None if number % 9 else decided + timedelta(50),
        withdrawn_on=withdrawn,
        withdraw_reason="Kirjattu kahdesti" if withdrawn else None,
        is_public=publication != "NOT_PUBLISHED" and bool(about.get("is_public", True)),
        demonstration=number % 10 == 0,
        created_at=world.rows["Negotiation"][1]["created_at"],
        revision=1 + number % 4,
    )


def _decider(world: World, rand: random.Random, kind: str, about: Row) -> int:
    if kind == "Negotiation":
        return int(rand.choice(_parties(world, about))["id"])
    if kind == "NegotiationRound":
        return int(about["county_id"] or about["keeper_id"])
    parts = [p for p in world.all("ObligationBearer") if p["obligation_id"] == about["id"]]
    return int(rand.choice(parts)["organisation_id"])


def _concerns(world: World, rand: random.Random) -> None:
    kinds = ("Duty", "Obligation", "ObligationRule", "Decision")
    for item in world.all("AgendaItem"):
        for kind in kinds[: item["id"] % 5]:
            ref = rand.choice(list(world.all(kind)))["id"]
            world.add("AgendaConcern", item_id=item["id"], kind=kind, ref_id=ref)
