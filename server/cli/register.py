"""Keeping the register: a new list of municipalities, a merger, a move, a new name.

Each is told first and made with ``--apply`` only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from server.cli.rehearsal import BY, Told, import_told, single_told
from server.cli.shared import Day, inside, settings
from server.kit import clock
from server.kit.store.act import Outcome
from server.register import service
from server.register.models import Organisation
from server.register.service import MergerInput, MoveInput, Names, NewMunicipality, RenameInput
from server.register.service.mergers import LANGUAGES

Command = Callable[..., Any]


def _single(command: Command) -> Command:
    """The options of every single change."""
    command = click.option("--apply", is_flag=True, help="Make the change; else only tell.")(
        command
    )
    command = click.option("--source", required=True, help="Where it is decided, in words.")(
        command
    )
    return click.option("--on", required=True, type=Day(), help="The first day it is so.")(command)


@click.group()
def register() -> None:
    """Change the national register.

    Mergers, moves, names, or a whole new list of municipalities.

    Each command tells what it would do and what that touches, and changes nothing until it is
    given --apply. Exit code 1 when the change may not be made.
    """


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", required=True, type=Day(), help="The first day the list holds.")
@click.option("--seen", help="Refuse unless the register is the one the dry run named.")
@click.option("--apply", is_flag=True, help="Make the changes, all in one act; else only tell.")
def import_list(file: Path, on: date, seen: str | None, apply: bool) -> None:
    """Compare FILE, a list of every municipality valid on a day, with the register.

    FILE is CSV in UTF-8 with the columns code, name_fi, name_sv, name_en, county and
    language_status; ends_on and successor tell what an ended municipality merged into.
    """
    given = settings()
    today = clock.today(given.today)
    _tell(inside(given, lambda: import_told(file, on, today, apply=apply, seen=seen)))


@register.command()
@click.option("--municipality", "merged", required=True, multiple=True, help="Code that ends.")
@click.option("--into", help="Code of the municipality that goes on.")
@click.option("--into-new", metavar="CODE", help="Code of a municipality that begins.")
@click.option("--name-fi", default="", help="The new one's name in Finnish.")
@click.option("--name-sv", default="", help="The new one's name in Swedish.")
@click.option("--name-en", default="", help="The new one's name in English.")
@click.option("--county", default="", help="The new one's county, by code.")
@click.option(
    "--language",
    default=LANGUAGES[0],
    type=click.Choice(LANGUAGES),
    show_default=True,
    help="The new one's language status.",
)
@_single
def merge(
    merged: tuple[str, ...],
    into: str | None,
    into_new: str | None,
    on: date,
    source: str,
    *,
    apply: bool,
    language: str,
    county: str,
    **names: str,
) -> None:
    """Record that municipalities end and become another, which goes on or begins."""
    if (into is None) == (into_new is None):
        raise click.UsageError("Give either --into or --into-new")
    heir: str | NewMunicipality = into or ""
    if into_new is not None:
        heir = NewMunicipality(into_new, county=county, language_status=language, **names)
    given = MergerInput(merged, heir, on, source)
    _make(lambda today: service.record_merger(BY, today, given), apply)


@register.command()
@click.option("--municipality", required=True, help="Code of the municipality.")
@click.option("--county", required=True, help="Code of the county it belongs to from the day.")
@_single
def move(municipality: str, county: str, on: date, source: str, apply: bool) -> None:
    """Record that a municipality belongs to another county from a day."""
    given = MoveInput(municipality, county, on, source)
    _make(lambda today: service.record_move(BY, today, given), apply)


@register.command()
@click.argument("organisation")
@click.option("--name-fi", help="Its name in Finnish, if that changes.")
@click.option("--name-sv", help="Its name in Swedish, if that changes.")
@click.option("--name-en", help="Its name in English, if that changes.")
@_single
def rename(organisation: str, on: date, source: str, *, apply: bool, **given: str | None) -> None:
    """Give ORGANISATION (municipality:837, county:06, hus) new names from a day, today or earlier.

    Its old names still lead to it. What is not given stays as it is.
    """

    async def renamed(today: date) -> Outcome:
        row = await Organisation.get_or_none(organisation_code=organisation)
        fi, sv, en = (
            given[name] if given[name] is not None else getattr(row, name, None)
            for name in ("name_fi", "name_sv", "name_en")
        )
        names = RenameInput(Names(fi or "", sv, en), on, source)
        return await service.rename_organisation(BY, today, organisation, None, names)

    _make(renamed, apply)


def _make(work: Callable[[date], Any], apply: bool) -> None:
    given = settings()
    today = clock.today(given.today)
    _tell(inside(given, lambda: single_told(lambda: work(today), apply=apply)))


def _tell(told: Told) -> None:
    click.echo("\n".join(told.lines))
    sys.exit(0 if told.may else 1)
