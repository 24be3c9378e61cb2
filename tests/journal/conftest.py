"""A database whose acts are written by the journal, and acts small enough to count."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from server.identity.actor import SYSTEM, Actor
from server.identity.models import Account
from server.journal.service import ChainedJournal
from server.kit.store import Outcome, Wiring, act, wire
from server.kit.store.database import Database

AT = datetime(2026, 5, 4, 9, 30, 15, 123456, tzinfo=UTC)
TODAY = date(2026, 5, 4)

Admit = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def books(database: Database) -> Database:
    """The open database, with the journal plugged into every act."""
    wire(Wiring(journal=ChainedJournal(), refreshers={}))
    return database


@pytest.fixture
def admit(books: Database) -> Admit:
    """An act that makes one account per subject and answers with the first."""

    async def admitting(*subjects: str, by: Actor = SYSTEM, at: datetime = AT) -> Outcome:
        async with act("admit", by, at=at, today=TODAY) as opened:
            rows = [
                await opened.create(
                    Account, issuer="test", subject=subject, label="Tester", created_at=at
                )
                for subject in subjects
            ]
            return opened.done(Outcome(subject=("Account", rows[0].id)))

    return admitting


def keyed(key: str, body_hash: str = "b", by: Actor = SYSTEM) -> Actor:
    """The actor, sending a request under an idempotency key."""
    return replace(by, idempotency=(key, body_hash))
