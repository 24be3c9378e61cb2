"""Serving and migrating."""

from __future__ import annotations

import asyncio

import click
import uvicorn

from server import seeding, wiring
from server.app import create_app
from server.app.collecting import settle
from server.app.connections import Connection
from server.app.logs import configure
from server.cli.shared import reached, settings
from server.demonstration import load_demo
from server.identity.actor import system
from server.kit import clock
from server.kit.settings import Settings, UnsafeConfiguration, check_bind
from server.kit.store.database import opened
from server.kit.store.migrate import migrate, unapplied
from server.kit.store.sole import AlreadyServed, sole


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve pages and API.

    An empty SQLite file is made, migrated and seeded first; an unmigrated PostgreSQL is refused
    unless YHDYSPINTA_AUTO_MIGRATE=1. With YHDYSPINTA_DEMO=1 the demonstration is loaded too.
    Beyond loopback YHDYSPINTA_SECRET is needed and the demonstration refused. One process serves
    a SQLite file; several need PostgreSQL. SIGTERM lets what is under way end first.
    """
    given = settings()
    try:
        check_bind(given, host)
    except UnsafeConfiguration as refused:
        raise click.UsageError(str(refused)) from None
    configure(given.log_level)
    try:
        with sole(given):
            with reached():
                asyncio.run(_prepare(given))
            click.echo(f"Yhdyspinta: http://{host}:{port}")
            _listen(given, host, port)
    except AlreadyServed as refused:
        raise click.ClickException(str(refused)) from None


def _listen(given: Settings, host: str, port: int) -> None:
    app = create_app(given)
    settle()
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=15,
        http=Connection,
    )


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest migration.

    Makes a SQLite file that is not there; one that is gets a copy beside it first. Refuses, with
    nothing changed, when something would be lost.
    """
    with reached():
        done = asyncio.run(migrate(settings(), wiring.MODEL_MODULES))
    click.echo("\n".join(f"applied {name}" for name in done) or "nothing to apply")


async def _prepare(given: Settings) -> None:
    """Migrate where that is safe, seed what is lacking, and load the demonstration if asked."""
    wiring.wire_up()
    if given.sqlite_path is not None or given.auto_migrate:
        await migrate(given, wiring.MODEL_MODULES)
    async with opened(given, wiring.MODEL_MODULES):
        if await unapplied(given, wiring.MODEL_MODULES):
            raise click.ClickException("The database lacks migrations: yhdyspinta migrate")
        today = clock.today(given.today)
        await seeding.seed(system("seed"), today)
        if given.demo:
            await load_demo(today)
