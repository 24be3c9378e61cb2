"""What the made-up world's register has beside organisations: units, contacts, bodies, seats."""

from typing import Any

Row = dict[str, Any]
PARTY: Row = {
    "__typename": "Municipality",
    "id": "Municipality:413",
    "organisationCode": "municipality:413",
    "code": "413",
    "name": "Lavia",
}


MERGED: Row = {
    **PARTY,
    "endsOn": "2025-12-31",
    "successor": {**PARTY, "id": "Municipality:609", "organisationCode": "municipality:609"}
    | {"code": "609", "name": "Pori"},
}


def names(text: str) -> Row:
    return {"fi": text, "sv": None, "en": None}


def unit(number: int, *, heir: bool = False) -> Row:
    return {
        "__typename": "OrganisationUnit",
        "id": f"OrganisationUnit:{number}",
        "revision": 2,
        "name": f"Toimiala {number}",
        "names": names(f"Toimiala {number}"),
        "startsOn": "2023-01-01" if heir else None,
        "endsOn": None,
        "predecessor": {"organisation": PARTY} if heir else None,
        "organisation": PARTY,
    }


def contact(number: int, *, ends_on: str | None = None, erased_on: str | None = None) -> Row:
    told = None if erased_on else "yhdyspinta@alue.example"
    return {
        "__typename": "Contact",
        "id": f"Contact:{number}",
        "revision": 3,
        "task": f"Yhdyspinta {number}",
        "tasks": names(f"Yhdyspinta {number}"),
        "title": None,
        "email": told,
        "phone": "+358 10 123 456" if told and number % 2 else None,
        "startsOn": "2024-01-01",
        "endsOn": ends_on,
        "erasedOn": erased_on,
        "organisation": PARTY,
    }


def kept(number: int) -> Row:
    """A statement of an organisation that its record is complete from a day."""
    return {
        "__typename": "RecordKeeping",
        "id": f"RecordKeeping:{number}",
        "revision": 1,
        "basis": "STATED",
        "startsOn": "2025-06-01",
        "endsOn": None,
        "statedOn": "2026-01-12",
        "withdrawnOn": None,
    }


CONTACTS = [
    contact(1),
    contact(2, ends_on="2026-12-31"),
    contact(3, ends_on="2025-01-31"),
    contact(4, ends_on="2025-01-31", erased_on="2026-02-01"),
]
HOLDINGS: Row = {
    "kind": "COUNTY",
    "businessId": "1567535-0",
    "source": "S1",
    "toBeChecked": True,
    "startsOn": "2021-07-01",
    "endsOn": None,
    "successor": None,
    "recordKeeping": [
        kept(1),
        {**kept(2), "basis": "MEMBER", "endsOn": "2025-12-31"},
        {**kept(3), "withdrawnOn": "2026-02-01"},
    ],
    "units": [unit(1), unit(2, heir=True)],
    "contacts": CONTACTS[:2],
}


def seat(number: int, organisation: Row, *, ends_on: str | None = None) -> Row:
    return {
        "id": f"Seat:{number}",
        "organisation": organisation,
        "role": ("CHAIR", "VICE_CHAIR", "MEMBER", "SECRETARY", "EXPERT")[number % 5],
        "isDeputy": number % 3 == 2,
        "startsOn": "2025-06-01",
        "endsOn": ends_on,
    }


def body(number: int, owners: list[Row], *, full: bool = True) -> Row:
    """A body with its owners; the ``full`` one has everything a body can have."""
    return {
        "__typename": "Body",
        "id": f"Body:{number}",
        "revision": 4,
        "code": None,
        "name": f"Toimielin {number}",
        "names": names(f"Toimielin {number}"),
        "kind": "STEERING_GROUP" if full else "NETWORK",
        "owners": owners,
        "mandate": "Sovittaa yhteen palvelut ja ehkäisevän työn." if full else None,
        "legalBasis": "611/2021 § 14" if full else None,
        "startsOn": "2025-06-01" if full else None,
        "endsOn": "2029-05-31" if full else None,
        "parent": {"id": "Body:9", "name": "Aluehallitus", "names": names("Aluehallitus")}
        if full
        else None,
        "children": [
            {"id": "Body:8", "name": "Jaosto", "names": names("Jaosto"), "kind": "DIVISION"}
        ]
        if full
        else [],
        "keeper": {**owners[0], "successor": None},
        "seats": [seat(n, owners[n % len(owners)]) for n in range(6)] if full else [],
        "formerSeats": [seat(9, MERGED, ends_on="2025-12-31")] if full else [],
    }
