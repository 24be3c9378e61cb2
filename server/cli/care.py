"""Looking after a running service: the daily turn and the doctor."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import click
from tortoise.connection import get_connection

from server.actions.models import Action
from server.cli.shared import inside, settings
from server.decisions.models import Decision
from server.duties.models import Duty
from server.identity.actor import system
from server.identity.service import purge_attempts, purge_invitations, purge_sessions
from server.journal.service import purge_answers, verify
from server.kit import clock
from server.kit.settings import Settings
from server.kit.store.act import act
from server.kit.store.columns import ids
from server.negotiations.models import Negotiation, NegotiationRound
from server.obligations import service as obligations
from server.obligations import standings
from server.obligations.models import Obligation, ObligationRule
from server.obligations.refreshing import judge
from server.obligations.rules import RULE_VERSION
from server.register.models import Body, Contact, Organisation, OrganisationUnit
from server.search import service as search
from server.search.models import SearchEntry

FOUND_BY_SEARCH: Mapping[Any, tuple[str, ...]] = {
    Organisation: search.ORGANISATIONS,
    Negotiation: ("Negotiation",),
    NegotiationRound: ("NegotiationRound",),
    ObligationRule: ("ObligationRule",),
    Body: ("Body",),
    OrganisationUnit: ("OrganisationUnit",),
    Contact: ("Contact",),
    Duty: ("Duty",),
    Action: ("Action",),
    Decision: ("Decision",),
}
"""What search finds, and the kinds its entries are of."""

MOST_NAMED = 10


@click.command("turn-day")
def turn_day() -> None:
    """Do the daily work: terms, horizons, what has expired.

    Makes the obligations of a new term, looks further ahead when a term is added, and forgets
    answers, sessions and invitations whose time is over. Run it once a day, after midnight in
    Helsinki. Doing it twice a day changes nothing. No status depends on it.
    """
    given = settings()

    async def turn() -> int:
        changed = await obligations.turn_day(system("turn-day"), clock.today(given.today))
        await purge_answers(clock.now())
        for purge in (purge_sessions, purge_attempts, purge_invitations):
            await purge(clock.now())
        return changed

    click.echo(f"{inside(given, turn)} obligations made or judged anew")


@click.command()
@click.option("--repair", is_flag=True, help="Rewrite standings and search entries that are wrong.")
def doctor(repair: bool) -> None:
    """Check the database, standings, search and journal.

    Every stored standing is compared with the rules, every record looked for in search, and the
    journal's chain recomputed. Prints versions, what is wrong, and the journal's head, to be kept
    elsewhere. A fault of the journal cannot be repaired: restore a backup. Exit code 1 when
    something is wrong still.
    """
    given = settings()
    wrong, lines = inside(given, lambda: _examine(given, repair))
    click.echo("\n".join(lines))
    sys.exit(1 if wrong else 0)


async def _examine(given: Settings, repair: bool) -> tuple[bool, list[str]]:
    parts = [await _standings(given, repair), await _search(given, repair), await _journal()]
    lines = await _versions()
    for _, said in parts:
        lines += said
    return any(wrong for wrong, _ in parts), lines


async def _versions() -> list[str]:
    sqlite = get_connection("default").capabilities.dialect == "sqlite"
    asked = "SELECT sqlite_version() AS v" if sqlite else "SHOW server_version"
    row = (await get_connection("default").execute_query_dict(asked))[0]
    libraries = [f"{name} {version(name)}" for name in ("tortoise-orm", "strawberry-graphql")]
    database = f"{'SQLite' if sqlite else 'PostgreSQL'} {next(iter(row.values()))}"
    return [
        f"versions: Python {platform.python_version()}, {database}, {', '.join(libraries)},"
        f" rules {RULE_VERSION}",
        "migrations: all applied",
    ]


async def _standings(given: Settings, repair: bool) -> tuple[bool, list[str]]:
    today = clock.today(given.today)
    differing = [row.id async for row in standings.differing(today)]
    lines = [f"standings that differ from the rules: {len(differing)}"]
    named = Obligation.filter(id__in=differing[:MOST_NAMED]).order_by("id")
    lines += [
        f"  {row.rule.key} {row.unit_key} {row.starts_on}"
        for row in await named.select_related("rule")
    ]
    if differing and repair:
        async with act("repair_standings", system("doctor"), at=clock.now(), today=today) as opened:
            repaired = await judge(opened, differing)
        lines.append(f"standings rewritten: {len(repaired)}")
    return bool(differing) and not repair, lines


async def _search(given: Settings, repair: bool) -> tuple[bool, list[str]]:
    """Whether every record has its entry in search and every entry its record."""
    wrong = 0
    for model, kinds in FOUND_BY_SEARCH.items():
        entries = await ids(SearchEntry.filter(kind__in=kinds), "ref_id")
        # What was merged is found by the record that tells of it now.
        merged = {"merged_into_id__isnull": True} if model is Negotiation else {}
        wrong += len(entries ^ await ids(model.filter(**merged)))
    lines = [f"search entries missing or left over: {wrong}"]
    if wrong and repair:
        written = await search.rebuild(system("doctor"), clock.today(given.today))
        lines.append(f"search entries written: {written}")
    return bool(wrong) and not repair, lines


async def _journal() -> tuple[bool, list[str]]:
    found = await verify()
    lines = [f"journal head: {found.head_seq} {found.head_hash}"]
    if found.first_fault is not None:
        lines.append(f"journal fault: {found.first_fault.kind} at {found.first_fault.seq}")
    return found.first_fault is not None, lines
