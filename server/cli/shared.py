"""What every command needs: the group, the settings, and the database opened around the work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from server import wiring
from server.kit.errors import DomainError, InvalidInput
from server.kit.settings import Settings, UnsafeConfiguration, read
from server.kit.store.database import opened
from server.kit.store.migrate import unapplied

T = TypeVar("T")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Yhdyspinta: the shared record between wellbeing services counties and municipalities.

    Settings come from the environment: DATABASE_URL and YHDYSPINTA_…, as README.md lists them.
    """


def settings() -> Settings:
    """The settings, or a usage error that names the variable and the remedy."""
    try:
        return read()
    except UnsafeConfiguration as refused:
        raise click.UsageError(str(refused)) from None


def inside(given: Settings, work: Callable[[], Awaitable[T]]) -> T:
    """Run work with a migrated database open and acts wired; a refusal ends the command."""

    async def run() -> T:
        wiring.wire_up()
        async with opened(given, wiring.MODEL_MODULES):
            if await unapplied(given, wiring.MODEL_MODULES):
                raise click.ClickException("The database lacks migrations: yhdyspinta migrate")
            return await work()

    try:
        return asyncio.run(run())
    except InvalidInput as refused:
        said = "; ".join(f"{'.'.join(f.path)}: {f.code} {dict(f.facts)}" for f in refused.faults)
        raise click.ClickException(said) from None
    except DomainError as refused:
        raise click.ClickException(f"{refused.code} {dict(refused.facts)}") from None
