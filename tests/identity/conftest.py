"""A database with the journal plugged in, and the actors who manage an organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.identity.actor import Actor, ActorKind, Label, Role
from server.journal.service import ChainedJournal
from server.kit.store import Wiring, wire
from server.kit.store.database import Database

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TODAY = date(2026, 5, 4)
COUNTY, MUNICIPALITY = "county:06", "municipality:837"


@pytest.fixture(autouse=True)
def wired() -> None:
    wire(Wiring(journal=ChainedJournal(), refreshers={}))


@pytest.fixture
def store(database: Database) -> Database:
    return database


def member(
    organisation: str = COUNTY,
    role: Role = Role.ADMIN,
    kind: ActorKind = ActorKind.PERSON,
) -> Actor:
    """An actor with a role in an organisation."""
    return Actor(kind, "account:77", organisation, frozenset({role}), Label("NAMED"), "r1")
