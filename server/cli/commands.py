"""The commands. Exit codes: 0 done, 1 the work found something wrong, 2 wrong use or settings."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
import uvicorn

from schema.root import build
from server import wiring
from server.app import create_app
from server.app.logs import configure
from server.identity.actor import system
from server.kit import clock
from server.kit.settings import Settings, UnsafeConfiguration, check_bind, read
from server.kit.store.database import opened
from server.kit.store.migrate import MigrationRefused, migrate, unapplied
from server.obligations import seed as seeds

T = TypeVar("T")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Yhdyspinta: the shared record between wellbeing services counties and municipalities.

    Settings come from the environment: DATABASE_URL and YHDYSPINTA_…, as README.md lists them.
    """


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve pages and API. An empty SQLite file is made, migrated and seeded first."""
    settings = _settings()
    try:
        check_bind(settings, host)
    except UnsafeConfiguration as refused:
        raise click.UsageError(str(refused)) from None
    configure(settings.log_level)
    asyncio.run(_prepare(settings))
    click.echo(f"Yhdyspinta: http://{host}:{port}")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=15,
        limit_concurrency=1000,
    )


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest migration, after a copy on SQLite."""
    settings = _settings()
    try:
        done = asyncio.run(migrate(settings, wiring.MODEL_MODULES))
    except MigrationRefused as refused:
        raise click.ClickException(f"Refused, and nothing was changed: {refused}") from None
    click.echo("\n".join(f"applied {name}" for name in done) or "nothing to apply")


@main.command()
def seed() -> None:
    """Add what the database lacks of the national register and the catalogue of obligations."""
    settings = _settings()
    outcome = _inside(settings, lambda: seeds.seed(system("seed"), clock.today(settings.today)))
    click.echo(f"{outcome.facts['added']} rows added")


@main.command()
def schema() -> None:
    """Print the GraphQL schema."""
    click.echo(build().as_str())


def _settings() -> Settings:
    try:
        return read()
    except UnsafeConfiguration as refused:
        raise click.UsageError(str(refused)) from None


def _inside(settings: Settings, work: Callable[[], Awaitable[T]]) -> T:
    """Run work with the database open and acts wired."""

    async def run() -> T:
        wiring.wire_up()
        async with opened(settings, wiring.MODEL_MODULES):
            return await work()

    return asyncio.run(run())


async def _prepare(settings: Settings) -> None:
    """Migrate where that is safe, and seed an empty database."""
    wiring.wire_up()
    if settings.sqlite_path is not None or settings.auto_migrate:
        await migrate(settings, wiring.MODEL_MODULES)
    async with opened(settings, wiring.MODEL_MODULES):
        if await unapplied(settings, wiring.MODEL_MODULES):
            sys.exit("The database lacks migrations. Run: yhdyspinta migrate")
        await seeds.seed(system("seed"), clock.today(settings.today))
