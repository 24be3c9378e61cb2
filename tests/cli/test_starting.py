from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import click
import httpx2
import pytest

from server.app import create_app
from server.cli import main
from server.cli.register import register
from server.identity.models import Invitation
from server.identity.service import address_digest
from server.kit.settings import Settings
from server.kit.store.sole import sole
from tests.cli.conftest import Shell
from tests.conftest import SEEDED_ON
from tests.durability.server import Server, command

OTHER = "0001_of_another_time"
ASKED = "{ viewer { roles organisation { code } } }"


def test_an_empty_file_is_migrated_seeded_and_given_the_demonstration_once(tmp_path: Path) -> None:
    shell = Shell(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert "applied 0001_initial" in shell.said("migrate")
    assert shell.said("migrate") == "nothing to apply\n"
    assert int(shell.said("seed").split()[0]) > 600
    assert shell.said("seed") == "0 rows added\n"
    assert shell.said("demo") == "loaded\n"
    assert shell.said("demo") == "it is there already\n"
    assert "standings that differ from the rules: 0" in shell.said("doctor")


@pytest.mark.parametrize("name", ["migrate", "doctor", "seed"])
def test_a_file_of_another_version_is_refused_by_every_command(shell: Shell, name: str) -> None:
    shell.tamper("UPDATE tortoise_migrations SET name = ? WHERE name = '0001_initial'", OTHER)
    told = shell.refused(name)
    assert f"another version of the program made this database ({OTHER})" in told


def test_the_demonstration_is_loaded_only_where_it_is_asked_for(shell: Shell) -> None:
    ordinary = {"YHDYSPINTA_DEMO": None, "YHDYSPINTA_TODAY": None}
    assert "YHDYSPINTA_DEMO=1" in shell.refused("demo", code=2, **ordinary)


async def test_serving_an_empty_file_makes_it_ready(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    async with Server(settings) as server, httpx2.AsyncClient(base_url=server.url) as caller:
        answer = await caller.post("/graphql", json={"query": "{ counties { code } }"})
    assert len(answer.json()["data"]["counties"]) == 21


@pytest.mark.parametrize(
    ("host", "environment", "variable"),
    [
        ("0.0.0.0", {}, "YHDYSPINTA_DEMO"),  # noqa: S104 - the address that is refused
        ("127.0.0.1", {"YHDYSPINTA_BASE_URL": "https://x.example"}, "YHDYSPINTA_DEMO"),
        ("127.0.0.1", {"YHDYSPINTA_DEMO": None}, "YHDYSPINTA_TODAY"),
        (
            "0.0.0.0",  # noqa: S104 - the address that is refused
            {"YHDYSPINTA_DEMO": None, "YHDYSPINTA_TODAY": None},
            "YHDYSPINTA_SECRET",
        ),
        ("127.0.0.1", {"DATABASE_URL": "postgres://db.example/x"}, "DATABASE_URL"),
    ],
)
def test_unsafe_settings_are_refused_by_name(
    tmp_path: Path, host: str, environment: dict[str, str | None], variable: str
) -> None:
    path = tmp_path / "new.sqlite3"
    shell = Shell(f"sqlite:///{path}")
    told = shell.refused("serve", "--host", host, code=2, **environment)
    assert f"Error: {variable}" in told
    assert not path.exists()


async def refused_to_serve(settings: Settings) -> str:
    """What a server that does not start says; in a process of its own, for it takes the logs."""
    process = await command(settings, asyncio.subprocess.PIPE, "serve", "--port", "0")
    _, said = await process.communicate()
    assert process.returncode == 1
    return said.decode()


async def test_a_file_that_is_served_is_not_served_twice(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with sole(settings):
        assert "Another process serves" in await refused_to_serve(settings)


@pytest.fixture
def unmigrated(postgres_url: str) -> Shell:
    """An empty database of the PostgreSQL server."""

    async def make() -> None:
        connection = await asyncpg.connect(postgres_url)
        try:
            await connection.execute("DROP DATABASE IF EXISTS cli_unmigrated")
            await connection.execute("CREATE DATABASE cli_unmigrated")
        finally:
            await connection.close()

    asyncio.run(make())
    return Shell(urlunsplit(urlsplit(postgres_url)._replace(path="/cli_unmigrated")))


@pytest.mark.parametrize("name", ["doctor", "seed"])
def test_an_unmigrated_postgresql_is_refused_with_the_remedy(unmigrated: Shell, name: str) -> None:
    assert "yhdyspinta migrate" in unmigrated.refused(name)


async def test_an_unmigrated_postgresql_is_not_served(unmigrated: Shell) -> None:
    settings = Settings(database_url=unmigrated.database_url)
    assert "yhdyspinta migrate" in await refused_to_serve(settings)


def test_an_empty_postgresql_is_migrated(unmigrated: Shell) -> None:
    assert "applied 0001_initial" in unmigrated.said("migrate")
    assert unmigrated.said("migrate") == "nothing to apply\n"


async def _asked(settings: Settings, secret: str) -> dict[str, Any]:
    app: Any = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        bearer = {"Authorization": f"Bearer {secret}"}
        async with httpx2.AsyncClient(
            transport=transport, base_url=settings.base_url, headers=bearer
        ) as caller:
            answer: dict[str, Any] = (await caller.post("/graphql", json={"query": ASKED})).json()
            return answer


def test_a_printed_token_acts_in_its_role_for_its_organisation(either: Shell) -> None:
    given = ("--organisation", "county:08", "--role", "recorder", "--days", 2)
    secret = either.said("token", *given).strip()
    settings = Settings(database_url=either.database_url, today=SEEDED_ON)
    viewer = asyncio.run(_asked(settings, secret))["data"]["viewer"]
    assert viewer["organisation"]["code"] == "08"
    assert "RECORDER" in viewer["roles"]


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        (("--organisation", "county:99"), 2, "no organisation county:99"),
        (("--role", "king"), 2, "'king' is not one of"),
        (("--days", "999"), 1, "Give one from 1 to 366"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    shell: Shell, changed: tuple[str, str], code: int, said: str
) -> None:
    given = {"--organisation": "county:08", "--role": "reader"} | dict([changed])
    flat = [each for pair in given.items() for each in pair]
    assert said in shell.refused("token", *flat, code=code)


def test_the_schema_is_printed(shell: Shell) -> None:
    assert "type Query {" in shell.said("schema")


def test_every_command_says_what_it_does_and_every_option_what_for(shell: Shell) -> None:
    assert "Exit codes: 0 done, 1 refused" in shell.said("--help")
    assert isinstance(register, click.Group)
    inner = {f"register {name}": each for name, each in register.commands.items()}
    for name, each in {**main.commands, **inner}.items():
        assert each.help, name
        told = " ".join(shell.said(*name.split(), "--help").split())
        first = each.help.splitlines()[0]
        assert all(option.help for option in each.params if isinstance(option, click.Option)), name
        assert first.endswith("."), name
        assert first in told
        assert name in inner or len(first) <= 60, name


PROVIDED = {
    "YHDYSPINTA_DEMO": None,
    "YHDYSPINTA_TODAY": None,
    "YHDYSPINTA_SECRET": "s" * 32,
    "YHDYSPINTA_OIDC_ISSUER": "https://id.example",
    "YHDYSPINTA_OIDC_CLIENT_ID": "yhdyspinta",
    "YHDYSPINTA_OIDC_CLIENT_SECRET": "of the client",
}
INVITED = ("invite", "One@kunta.example", "--organisation", "county:08", "--role", "admin")


def test_an_invitation_waits_for_the_address_and_holds_no_word_of_it(either: Shell) -> None:
    told = either.run(*INVITED, **PROVIDED)
    assert (told.exit_code, told.output) == (0, "invited to county:08 as admin for 30 days\n")
    held = either.inside(Invitation.get)
    assert (held.organisation_code, held.role, held.made_by) == ("county:08", "admin", "system")
    assert held.email_digest == address_digest("one@kunta.example", "s" * 32)


@pytest.mark.parametrize(
    ("arguments", "said", "code", "environment"),
    [
        (INVITED, "set YHDYSPINTA_OIDC_ISSUER", 2, {}),
        ((*INVITED[:3], "county:99", *INVITED[4:]), "no organisation county:99", 2, PROVIDED),
        (("invite", "nobody", *INVITED[2:]), "not an e-mail address", 1, PROVIDED),
        ((*INVITED, "--days", "91"), "from 1 to 90", 1, PROVIDED),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(
    shell: Shell, arguments: tuple[str, ...], said: str, code: int, environment: dict[str, str]
) -> None:
    assert said in shell.refused(*arguments, code=code, **environment)
