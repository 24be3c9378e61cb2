"""A command line on a copy of the seeded register, and the register looked at between commands."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from server.journal.service import Verification, verify
from server.kit.settings import Settings
from server.kit.store.database import opened
from server.wiring import MODEL_MODULES, wire_up
from tests.conftest import SEEDED_ON, Template

T = TypeVar("T")

UNSET = (
    "YHDYSPINTA_SECRET",
    "YHDYSPINTA_SECRET_FILE",
    "YHDYSPINTA_BASE_URL",
    "YHDYSPINTA_AUTO_MIGRATE",
    "YHDYSPINTA_POSTGRES_WITHOUT_TLS",
    "YHDYSPINTA_LOG_LEVEL",
    "YHDYSPINTA_OIDC_ISSUER",
    "YHDYSPINTA_OIDC_CLIENT_ID",
    "YHDYSPINTA_OIDC_CLIENT_SECRET",
)


@dataclass(frozen=True)
class Shell:
    """Where commands run: a database, and a day that stands still."""

    database_url: str

    def run(self, *arguments: object, **environment: str | None) -> Result:
        """The command's end; ``environment`` sets variables or, with None, takes them away."""
        given = {
            **dict.fromkeys(UNSET),
            "DATABASE_URL": self.database_url,
            "YHDYSPINTA_DEMO": "1",
            "YHDYSPINTA_TODAY": SEEDED_ON.isoformat(),
            **environment,
        }
        told = CliRunner().invoke(main, [str(each) for each in arguments], env=given)
        if told.exception is not None and not isinstance(told.exception, SystemExit):
            raise told.exception
        return told

    def said(self, *arguments: object) -> str:
        """What a command that went through printed."""
        told = self.run(*arguments)
        assert told.exit_code == 0, told.output
        return told.output

    def refused(self, *arguments: object, code: int = 1, **environment: str | None) -> str:
        """What a command that was refused printed."""
        told = self.run(*arguments, **environment)
        assert told.exit_code == code, told.output
        return told.output

    def inside(self, work: Callable[[], Awaitable[T]]) -> T:
        """What work on the open database answers."""

        async def run() -> T:
            async with opened(Settings(database_url=self.database_url), MODEL_MODULES):
                wire_up()
                return await work()

        return asyncio.run(run())

    def head(self) -> Verification:
        """The journal's head, and whether the chain is whole."""
        return self.inside(verify)

    @property
    def path(self) -> Path:
        found = Settings(database_url=self.database_url).sqlite_path
        assert found is not None
        return found

    def tamper(self, statement: str, *values: Any) -> None:
        """Change the file behind the product's back."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            assert connection.execute(statement, values).rowcount > 0

    def at(self, path: Path) -> Shell:
        """The same on another file."""
        return replace(self, database_url=f"sqlite:///{path}")


@pytest.fixture
def shell(sqlite_seeded: Template, tmp_path: Path) -> Shell:
    return Shell(asyncio.run(sqlite_seeded.copy(tmp_path)).database_url)


@pytest.fixture
def either(seeded_template: Template, tmp_path: Path) -> Shell:
    """A seeded database of each kind."""
    return Shell(asyncio.run(seeded_template.copy(tmp_path)).database_url)
