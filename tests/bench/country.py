"""A country's worth of records for measuring: the register as it is, and invented history over it.

×1 has about 2·10⁴ obligations and 4·10³ negotiations. The same scale is always the same rows.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from server import seeding
from server.identity.actor import SYSTEM
from server.identity.models import AccessToken
from server.identity.service.secret import digest
from server.kit.settings import Settings
from server.kit.store.database import opened
from server.kit.store.migrate import migrate
from server.negotiations.models import Negotiation
from server.obligations.models import Obligation, ObligationRule
from server.obligations.units import BEARER
from server.register.models import CountyMembership, Organisation
from server.wiring import MODEL_MODULES, wire_up

TODAY = date(2026, 11, 21)
LAST = date(2033, 5, 31)
MADE_AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
FIRST_ID = 1_000_000
RULES, TERMS, NEGOTIATIONS = 12, 6, 4_000
SECRET, COUNTY_SECRET = "yhdyspinta-bench-editor", "yhdyspinta-bench-county"
COUNTY, MUNICIPALITY = "06", "837"
OF_COUNTY = "050 051 079 102 181 214 230 271 484 531 608 609 684 747 783 886"

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Pair:
    """A municipality and its county."""

    county: int
    municipality: int
    sort_fi: str
    county_sort: str


async def furnish(settings: Settings, scale: int, *, history: bool = True) -> None:
    """Migrate and seed the database and add the invented rows.

    Without ``history`` no invented obligations are among them: acts judge the real ones alone.
    """
    await migrate(settings, MODEL_MODULES)
    wire_up()
    async with opened(settings, MODEL_MODULES):
        await seeding.seed(SYSTEM, TODAY)
        rows = await CountyMembership.filter(ends_on=None).order_by("municipality_id")
        names = {row.id: row.sort_fi for row in await Organisation.all()}
        pairs = [
            Pair(r.county_id, r.municipality_id, names[r.municipality_id], names[r.county_id])
            for r in rows
        ]
        texts = (await ObligationRule.all().values())[0]
        editors = {SECRET: f"municipality:{MUNICIPALITY}", COUNTY_SECRET: f"county:{COUNTY}"}
        for secret, organisation in editors.items():
            await AccessToken.create(
                token_hash=digest(secret),
                organisation_code=organisation,
                role="editor",
                label="bench",
                made_by="system",
                created_at=MADE_AT,
                expires_at=MADE_AT + timedelta(days=36_500),
            )
    tables = _tables(pairs, scale, texts, history=history)
    if settings.sqlite_path is not None:
        await asyncio.to_thread(_into_sqlite, str(settings.sqlite_path), tables)
    else:
        await _into_postgres(settings.database_url, tables)


Table = tuple[str, tuple[str, ...], Iterator[Values]]


def _tables(
    pairs: list[Pair], scale: int, texts: dict[str, Any], *, history: bool
) -> Iterator[Table]:
    rules = list(range(FIRST_ID, FIRST_ID + RULES))
    terms = list(_terms(TERMS * scale))
    columns = tuple(name for name in ObligationRule._meta.fields_db_projection if name in texts)
    yield "obligation_rule", columns, _rules(texts, columns)
    term_columns = ("id", "kind", "key", "starts_on", "ends_on", "source")
    yield "council_term", term_columns, iter(terms)
    if history:
        yield from _duties(pairs, rules, terms)
    yield from _meetings(pairs, terms, NEGOTIATIONS * scale)


def _duties(pairs: list[Pair], rules: list[int], terms: list[Values]) -> Iterator[Table]:
    yield (
        "obligation",
        (
            "id",
            "rule_id",
            "unit_key",
            "county_id",
            "municipality_id",
            "term_id",
            "starts_on",
            "ends_on",
            "due_on",
            "sort_on",
            "applies_from",
            "applies_to",
            "sort_fi",
            "revision",
        ),
        _obligations(pairs, rules, terms),
    )
    bearer = ("obligation_id", "organisation_id", "role", "place")
    yield "obligation_bearer", bearer, _bearers(pairs, rules, terms)
    span = ("obligation_id", "from_on", "to_on", "status", "kept", "because", "missing")
    yield "standing_span", (*span, "rule_version"), _spans(pairs, rules, terms)


def _rules(texts: dict[str, Any], columns: tuple[str, ...]) -> Iterator[Values]:
    for number in range(RULES):
        new = {"id": FIRST_ID + number, "key": f"bench-{number}", "place": 100 + number}
        # What is invented is only shown: the present term's obligations come from the catalogue.
        new |= {"tracking": "REFERENCE", "name_fi": f"Mittauksen sääntö {number}"}
        row = {**texts, **new}
        yield tuple(row[name] for name in columns)


def _terms(count: int) -> Iterator[Values]:
    for number in range(count):
        first = 2021 - 4 * (count - number)
        days = (date(first, 6, 1), date(first + 4, 5, 31))
        yield (FIRST_ID + number, "COUNTY", f"{first}-{first + 4}", *days, "mittaus")


def _numbered(
    pairs: list[Pair], rules: list[int], terms: list[Values]
) -> Iterator[tuple[int, Pair, int, Values]]:
    number = FIRST_ID
    for term in terms:
        for rule in rules:
            for pair in pairs:
                yield number, pair, rule, term
                number += 1


def _obligations(pairs: list[Pair], rules: list[int], terms: list[Values]) -> Iterator[Values]:
    for number, pair, rule, term in _numbered(pairs, rules, terms):
        days = (term[3], term[4], term[4], term[4], term[3], term[4])
        unit = (f"{pair.county} + {pair.municipality}", pair.county, pair.municipality)
        yield (number, rule, *unit, term[0], *days, pair.sort_fi, 1)


def _bearers(pairs: list[Pair], rules: list[int], terms: list[Values]) -> Iterator[Values]:
    for number, pair, _, _ in _numbered(pairs, rules, terms):
        for place, organisation in enumerate((pair.county, pair.municipality)):
            yield number, organisation, BEARER, place


def _spans(pairs: list[Pair], rules: list[int], terms: list[Values]) -> Iterator[Values]:
    day = timedelta(1)
    reason = json.dumps([{"code": "KEPT", "facts": {"from_on": "1781-01-01"}}])
    for number, _, _, term in _numbered(pairs, rules, terms):
        middle = term[3] + timedelta(200 + number % 700)
        last = ("FULFILLED", "MISSED", "NO_RECORD", "FULFILLED")[number % 4]
        kept = last != "NO_RECORD"
        for since, until, status in (
            (term[3], middle, "NOT_STARTED" if kept else "NO_RECORD"),
            (middle + day, term[4], "SCHEDULED" if kept else "NO_RECORD"),
            (term[4] + day, LAST, last),
        ):
            yield (number, since, until, status, kept, reason, "[]", 1)


def _meetings(pairs: list[Pair], terms: list[Values], count: int) -> Iterator[Table]:
    columns = (
        "id keeper_id county_id round_id kind state is_public title_fi title_sv title_en place mode"
        " meets_on held_on held_precision cancelled_on cancel_reason minutes_on sort_on"
        " demonstration created_at revision"
    )
    made = list(_negotiations(pairs, terms, count))
    yield "negotiation", tuple(columns.split()), (row for _, row in made)
    rule = ("negotiation_id", "rule_key")
    yield "negotiation_rule", rule, ((row[0], f"bench-{row[0] % RULES}") for _, row in made)
    party = ("negotiation_id", "organisation_id", "invited_on", "sort_fi")
    yield "negotiation_party", party, _parties(made)
    yield (
        "attendance",
        (*party[:2], "recorded_by_id", "present", "provenance", "recorded_on", "sort_fi"),
        _attendance(made),
    )
    event = ("negotiation_id", "kind", "on", "day", "recorded_by_id", "recorded_on", "recorded_at")
    yield "negotiation_event", event, _events(made)


def _negotiations(
    pairs: list[Pair], terms: list[Values], count: int
) -> Iterator[tuple[Pair, Values]]:
    rand = random.Random(count)
    for number in range(FIRST_ID, FIRST_ID + count):
        pair, term = rand.choice(pairs), rand.choice(terms)
        day = term[3] + timedelta(rand.randrange(1_400))
        state = ("HELD", "MINUTES_READY", "HELD", "SCHEDULED", "PLANNED", "INVITED")[number % 6]
        held = day if state in ("HELD", "MINUTES_READY") else None
        meets = None if state in ("PLANNED", "INVITED") else day
        facts = ("COUNTY_MUNICIPALITY", state, state != "PLANNED", f"Neuvottelu {number}")
        place = (None, None, "Kunnantalo", "PLACE", meets, held, held and "DAY")
        rest = (None, None, None, day, True, MADE_AT, 1)
        yield pair, (number, pair.county, pair.county, None, *facts, *place, *rest)


def _parties(made: list[tuple[Pair, Values]]) -> Iterator[Values]:
    for pair, row in made:
        invited = row[18] - timedelta(30) if row[6] else None
        yield row[0], pair.county, invited, pair.county_sort
        yield row[0], pair.municipality, invited, pair.sort_fi


def _attendance(made: list[tuple[Pair, Values]]) -> Iterator[Values]:
    for pair, row in made:
        if row[13] is not None:
            yield row[0], pair.county, pair.county, True, "OWN", row[13], pair.county_sort
            yield row[0], pair.municipality, pair.county, True, "REPORTED", row[13], pair.sort_fi


def _events(made: list[tuple[Pair, Values]]) -> Iterator[Values]:
    for pair, row in made:
        for kind, ago in (("PLANNED", 60), ("INVITED", 30), ("DATE_SET", 20)):
            on = row[18] - timedelta(ago)
            yield row[0], kind, on, row[12], pair.county, on, MADE_AT


def _into_sqlite(path: str, tables: Iterator[Table]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for name, columns, rows in tables:
            shown, marks = ",".join(f'"{c}"' for c in columns), ",".join("?" * len(columns))
            insert = f"INSERT INTO {name} ({shown}) VALUES ({marks})"
            connection.executemany(insert, ([_plain(v) for v in row] for row in rows))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


async def _into_postgres(url: str, tables: Iterator[Table]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for name, columns, rows in tables:
            await connection.copy_records_to_table(name, records=rows, columns=list(columns))
        # As autovacuum leaves a database some minutes after so much was written.
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


def sizes(scale: int) -> dict[str, int]:
    """How many rows of the two kinds that grow a scale has, the present term's apart."""
    return {
        Obligation._meta.db_table: 291 * RULES * TERMS * scale,
        Negotiation._meta.db_table: NEGOTIATIONS * scale,
    }
