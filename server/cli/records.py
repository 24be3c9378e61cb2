"""Seeding, the demonstration, invitations, tokens, and the printed schema."""

from __future__ import annotations

import click

from schema.root import printed
from server import seeding
from server.cli.shared import inside, settings
from server.demonstration import load_demo
from server.identity.actor import Role, system
from server.identity.service import IssuedToken, address_digest, invite_member, issue_token
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
        await _require_organisation(organisation)
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
@click.argument("email")
@click.option("--organisation", required=True, help="Organisation code: county:08, hus, …")
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What they may do; a recorder is an editor and a reader too.",
)
@click.option(
    "--days", default=30, show_default=True, help="Days the invitation holds, 90 at most."
)
def invite(email: str, organisation: str, role: str, days: int) -> None:
    """Give a role to whoever signs in with an e-mail address.

    The provider of sign-in must say that it has verified the address. The first sign-in takes the
    invitation up; the address itself is not stored, only its digest under YHDYSPINTA_SECRET. A
    second invitation of one address to one organisation replaces the first.
    """
    given = settings()
    if not given.oidc_issuer:
        raise click.UsageError("Nobody can sign in: set YHDYSPINTA_OIDC_ISSUER")

    async def write() -> None:
        await _require_organisation(organisation)
        await invite_member(
            address_digest(email, given.secret),
            organisation,
            Role(role),
            days=days,
            by=system("invite"),
            at=clock.now(),
            today=clock.today(given.today),
        )

    inside(given, write)
    click.echo(f"invited to {organisation} as {role} for {days} days")


async def _require_organisation(code: str) -> None:
    if not await Organisation.exists(organisation_code=code):
        raise click.BadParameter(f"no organisation {code}", param_hint="--organisation")


@click.command()
def schema() -> None:
    """Print the GraphQL schema."""
    click.echo(printed(), nl=False)
