"""Seeding, the demonstration, tokens, and the printed schema."""

from __future__ import annotations

import click

from schema.root import build
from server import seeding
from server.cli.shared import inside, settings
from server.demonstration import load_demo
from server.identity.actor import Role, system
from server.identity.service import IssuedToken, issue_token
from server.kit import clock
from server.register.models import Organisation


@click.command()
def seed() -> None:
    """Add what the register and the catalogue lack.

    The national register and the catalogue of obligations as they come with the product. What is
    there already stays as it is; the obligations of the present term follow.
    """
    given = settings()
    outcome = inside(given, lambda: seeding.seed(system("seed"), clock.today(given.today)))
    click.echo(f"{outcome.facts['added']} rows added")


@click.command()
def demo() -> None:
    """Load the demonstration county's term.

    Needs YHDYSPINTA_DEMO=1 and a seeded register. Everything in it is invented and marked so.
    """
    given = settings()
    if not given.demo:
        raise click.UsageError("The demonstration is invented: set YHDYSPINTA_DEMO=1")
    loaded = inside(given, lambda: load_demo(clock.today(given.today)))
    click.echo("loaded" if loaded else "it is there already")


@click.command()
@click.option("--organisation", required=True, help="Organisation code: county:08, hus, …")
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What it may do; a recorder is an editor and a reader too.",
)
@click.option("--days", default=90, show_default=True, help="Days the token lives, at most 366.")
@click.option("--label", default="command line", show_default=True, help="What it is for.")
def token(organisation: str, role: str, days: int, label: str) -> None:
    """Print a bearer token for a program.

    It acts in the role for the organisation: Authorization: Bearer … at /graphql. It is shown
    once; only its hash is stored.
    """
    given = settings()

    async def issue() -> IssuedToken:
        if not await Organisation.exists(organisation_code=organisation):
            raise click.BadParameter(f"no organisation {organisation}", param_hint="--organisation")
        return await issue_token(
            organisation,
            Role(role),
            days=days,
            label=label,
            by=system("token"),
            at=clock.now(),
            today=clock.today(given.today),
        )

    click.echo(inside(given, issue).secret)


@click.command()
def schema() -> None:
    """Print the GraphQL schema."""
    click.echo(build().as_str())
