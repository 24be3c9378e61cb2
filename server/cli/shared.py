"""What every command needs: the group, the settings, and the database opened around the work."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from socket import gaierror
from typing import TypeVar

import asyncpg
import click
from tortoise.exceptions import DBConnectionError, OperationalError

from schema.naming import refusal_with_names
from schema.texts import text
from server import wiring
from server.kit.errors import DomainError, InvalidInput
from server.kit.settings import Settings, UnsafeConfiguration, read
from server.kit.store.database import opened
from server.kit.store.migrate import MigrationRefused, unapplied

T = TypeVar("T")

LANGUAGE = "en"
"""The language of the command line."""

UNREACHABLE = (
    ConnectionError,
    DBConnectionError,
    OperationalError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    gaierror,
    sqlite3.DatabaseError,
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 refused or something found wrong, 2 wrong use or settings.",
)
def main() -> None:
    """Yhdyspinta: the shared record between wellbeing services counties and municipalities.

    Settings come from the environment: DATABASE_URL and YHDYSPINTA_…, as README.md lists them.
    """


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a day: write it as YYYY-MM-DD", param, ctx)


def settings() -> Settings:
    """The settings, or a usage error that names the variable and the remedy."""
    try:
        return read()
    except UnsafeConfiguration as refused:
        raise click.UsageError(str(refused)) from None


def inside(given: Settings, work: Callable[[], Awaitable[T]]) -> T:
    """Run work with a migrated database open and acts wired; a refusal ends the command."""
    path = given.sqlite_path
    if path is not None and not path.exists():
        raise click.ClickException(f"{path} does not exist. To make it: yhdyspinta migrate")
    with reached():
        return asyncio.run(_opened(given, work))


@contextmanager
def reached() -> Iterator[None]:
    """End the command with one line when the database cannot be reached, is none or is refused."""
    try:
        yield
    except UNREACHABLE as error:
        raise click.ClickException(f"The database cannot be used: {error}") from None
    except MigrationRefused as refused:
        raise click.ClickException(f"Refused, and nothing was changed: {refused}") from None


async def _opened(given: Settings, work: Callable[[], Awaitable[T]]) -> T:
    wiring.wire_up()
    async with opened(given, wiring.MODEL_MODULES):
        if await unapplied(given, wiring.MODEL_MODULES):
            raise click.ClickException("The database lacks migrations: yhdyspinta migrate")
        try:
            return await work()
        except DomainError as error:
            said = _sentences(await refusal_with_names(error, LANGUAGE))
            raise click.ClickException(said) from None


def _sentences(error: DomainError) -> str:
    """A refusal in words, one line for each fault."""
    if isinstance(error, InvalidInput):
        return "\n".join(
            f"{'.'.join(f.path)}: {text(LANGUAGE, f'fault.{f.code}', **f.facts)}"
            for f in error.faults
        )
    return text(LANGUAGE, f"problem.{error.code}", **error.facts)
