"""A small random world, as plain dictionaries and as rows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.engine import models as m

D0 = date(2026, 11, 21)
STATUS = ["NOT_STARTED", "SCHEDULED", "FULFILLED", "MISSED"]
KINDS = ["COUNTY"] * 3 + ["MUNICIPALITY", "CITY"] * 3 + ["MINISTRY", "HUS"]
TABLES = (
    "Organisation",
    "ObligationRule",
    "Negotiation",
    "NegotiationParty",
    "Obligation",
    "StandingSpan",
    "Lease",
    "RentLine",
    "SearchDoc",
)

Record = dict[str, Any]
World = dict[str, dict[int, Record]]


class Builder:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.world: World = {name: {} for name in TABLES}

    def add(self, table: str, **values: Any) -> Record:
        number = len(self.world[table]) + 1
        record = {"id": number, "T": table, **values}
        self.world[table][number] = record
        return record

    def day(self, low: int, high: int) -> date:
        return D0 + timedelta(self.random.randrange(low, high))


def build(seed: int = 7) -> World:
    b = Builder(seed)
    _organisations(b)
    _negotiations(b)
    _obligations(b)
    _leases(b)
    for table in ("Obligation", "Negotiation", "Lease"):
        for record in list(b.world[table].values()):
            _document(b, table, record["id"])
    for record in list(b.world["Organisation"].values()):
        if record["kind"] == "COUNTY":
            _document(b, "County", record["id"])
    return b.world


def _document(b: Builder, kind: str, number: int) -> None:
    b.add("SearchDoc", kind=kind, ref_id=number, terms=f"sana {b.random.randrange(4)}")


def _organisations(b: Builder) -> None:
    r = b.random
    for i, kind in enumerate(KINDS):
        b.add(
            "Organisation",
            kind=kind,
            code=f"0{i + 1}" if kind == "COUNTY" else f"{100 + i}",
            name_fi=f"Äalue {i} 😀" if i % 2 else f"Kunta{i}",
            name_sv=r.choice([None, 'Birka"\\\nland', "", f"Ort {i}"]),
            name_en=r.choice([None, f"Place {i}"]),
            sort_key=r.choice(["aa", "ab", "ä", "B"]),
            successor_id=r.choice([None, i]) if i else None,
        )
    for i in range(3):
        b.add(
            "ObligationRule",
            key=f"rule-{i}",
            topics=[["PREMISES"], [], ["OTHER", "PREPAREDNESS"]][i],
        )


def _negotiations(b: Builder) -> None:
    r = b.random
    for i in range(12):
        instant = datetime(2026, 10, 1 + i % 3, 22, 30, 15 * (i % 2), r.choice([0, 123456]), UTC)
        b.add(
            "Negotiation",
            county_id=1 + i % 3,
            held_on=b.day(-5, 5),
            noted_at=instant,
            closed_at=r.choice([None, instant]),
            summary=f"s{i}\t'\"%_",
            public=r.random() < 0.5,
            urgent=r.choice([None, True, False]),
            revision=1,
        )
        for organisation in r.sample(range(1, len(KINDS) + 1), 3):
            b.add("NegotiationParty", negotiation_id=i + 1, organisation_id=organisation)


def _obligations(b: Builder) -> None:
    r = b.random
    municipalities = [i + 1 for i, kind in enumerate(KINDS) if kind in ("CITY", "MUNICIPALITY")]
    for i in range(30):
        o = b.add(
            "Obligation",
            rule_id=1 + r.randrange(3),
            county_id=1 + i % 3,
            due_on=b.day(0, 6),
            municipality_id=r.choice([None, *municipalities]),
            evidence_id=r.choice([None, r.randrange(1, 13)]),
            text=r.choice(["50 % a_b", "50 x acb", "ÄÖ", "äö"]),
        )
        for parties in (False, True):
            cut = b.day(-20, 20)
            _span(b, o["id"], parties, D0 - timedelta(400), cut - timedelta(1))
            _span(b, o["id"], parties, cut, date(9999, 12, 30))


def _span(b: Builder, obligation: int, parties: bool, from_on: date, to_on: date) -> None:
    r = b.random
    reasons = [
        {"points": r.randrange(9), "negotiation": r.choice([None, r.randrange(1, 14)])}
        for _ in range(r.randrange(3))
    ]
    b.add(
        "StandingSpan",
        obligation_id=obligation,
        for_parties=parties,
        from_on=from_on,
        to_on=to_on,
        status=r.choice(STATUS),
        because=reasons,
    )


def _leases(b: Builder) -> None:
    for i in range(6):
        lease = b.add("Lease", county_id=1 + i % 3, title=b.random.choice([None, f"L{i}"]))
        for j in range(3):
            b.add(
                "RentLine",
                lease_id=lease["id"],
                label=f"r{j}",
                cents=b.random.randrange(10**6),
                from_on=b.day(-9, 9),
            )


async def store(world: World) -> None:
    for table, records in world.items():
        model = getattr(m, table)
        for record in records.values():
            await model.create(**{k: v for k, v in record.items() if k != "T"})
