"""An act: one transaction in which facts are changed, states refreshed and the journal written.

A service opens an act, writes through it, and returns an outcome. When the body has ended the act
runs the refreshers of the objects it touched, then writes the journal, then commits. Any exception
undoes everything.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from tortoise.expressions import F
from tortoise.models import Model
from tortoise.transactions import in_transaction

from server.kit.errors import Conflict, DomainError, NotFound

M = TypeVar("M", bound=Model)
PUBLIC = "*"


class Agent(Protocol):
    """Who acts, as the store needs to know it. ``server.identity.actor.Actor`` is one."""

    @property
    def key(self) -> str: ...

    @property
    def organisation(self) -> str | None: ...

    @property
    def request_id(self) -> str: ...

    @property
    def idempotency(self) -> tuple[str, str] | None: ...


@dataclass(frozen=True)
class Outcome:
    """What an act answers: the object it is about, warnings, and an outcome per item of a bulk act.

    Everything in it can be written as JSON, so that a repeated request gets the same answer.
    ``problem`` is set on items that were refused while others went through.
    """

    subject: tuple[str, int] | None = None
    warnings: tuple[Mapping[str, Any], ...] = ()
    items: tuple[Outcome, ...] = ()
    problem: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain JSON values."""
        return {
            "subject": list(self.subject) if self.subject else None,
            "warnings": [dict(w) for w in self.warnings],
            "items": [item.as_json() for item in self.items],
            "problem": dict(self.problem) if self.problem else None,
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """The outcome written by ``as_json``."""
        return cls(
            subject=(data["subject"][0], data["subject"][1]) if data["subject"] else None,
            warnings=tuple(data["warnings"]),
            items=tuple(cls.from_json(item) for item in data["items"]),
            problem=data["problem"],
            facts=data["facts"],
        )


class Repeated(Exception):
    """The same key and body came before. Carries the outcome, or the refusal, given then."""

    def __init__(self, outcome: Outcome | None, refusal: Mapping[str, Any] | None) -> None:
        super().__init__("repeated")
        self.outcome = outcome
        self.refusal = refusal


@dataclass
class Touch:
    """What an act did to one object: its values before and after, and who could see it."""

    type: str
    id: int
    revision: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    audience_before: str | None
    audience_after: str | None
    personal: Mapping[str, Any] | None = None


@dataclass
class Act:
    """An open transaction. Services write through it so that nothing escapes the journal."""

    name: str
    by: Agent
    at: datetime
    today: date
    touches: dict[tuple[str, int], Touch] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)

    async def create(self, model: type[M], *, audience: str = PUBLIC, **values: Any) -> M:
        """Insert a row and note it for the journal."""
        row = await model.create(**values)
        self.touch(row, before=None, audience_after=audience)
        return row

    async def change(
        self,
        row: Model,
        expected: int | None = None,
        *,
        audience: tuple[str, str] = (PUBLIC, PUBLIC),
        **values: Any,
    ) -> None:
        """Change columns of a row that has a revision.

        ``expected`` is the revision the actor saw; None takes the revision that was loaded. Raises
        Conflict when the row has moved on.
        """
        before = snapshot(row)
        table: Any = type(row)
        seen = row.revision if expected is None else expected  # type: ignore[attr-defined]  # every model changed here declares it
        written = await table.filter(id=row.pk, revision=seen).update(
            revision=F("revision") + 1, **values
        )
        if written == 0:
            raise Conflict(type=table.__name__, id=row.pk)
        await row.refresh_from_db()
        self.touch(row, before=before, audience_before=audience[0], audience_after=audience[1])

    async def remove(self, row: Model, *, audience: str = PUBLIC) -> None:
        """Delete a row that was never shown to another party; the journal keeps what it was."""
        self.touch(row, before=snapshot(row), audience_before=audience, audience_after=None)
        self.touches[type(row).__name__, row.pk].after = None
        await row.delete()

    def touch(
        self,
        row: Model,
        *,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None = None,
        audience_before: str | None = None,
        audience_after: str | None = PUBLIC,
        personal: Mapping[str, Any] | None = None,
    ) -> None:
        """Note that a row was written. A second touch keeps the first ``before``.

        ``after`` is what there is to say beyond the row's own columns, which are always noted.
        """
        key = (type(row).__name__, row.pk)
        first = self.touches.get(key)
        self.touches[key] = Touch(
            type=key[0],
            id=key[1],
            revision=getattr(row, "revision", None),
            before=first.before if first else before,
            after={**snapshot(row), **(after or {})},
            audience_before=first.audience_before if first else audience_before,
            audience_after=audience_after,
            personal=personal or (first.personal if first else None),
        )

    def done(self, outcome: Outcome) -> Outcome:
        """Set the act's outcome and return it; the last statement of a service."""
        self.outcome = outcome
        return outcome


Refresher = Callable[[Act, frozenset[int]], Awaitable[None]]


class Journal(Protocol):
    """What the journal does for an act. ``server.journal.service`` is the one."""

    async def begin(self, act: Act) -> None:
        """Claim the idempotency key; raises Repeated or KeyReused."""

    async def record(self, act: Act) -> None:
        """Write the journal rows and the outcome; the last statements before commit."""

    async def refuse(self, act: Act, error: DomainError) -> None:
        """Keep the refusal for a repeated request; runs after the roll-back."""


@dataclass(frozen=True)
class Wiring:
    """What the composition root plugs into every act: the journal and who refreshes what."""

    journal: Journal
    refreshers: Mapping[str, tuple[Refresher, ...]]


_wiring: list[Wiring] = []


def wire(wiring: Wiring) -> None:
    """Set the wiring of this process; called once by the composition root."""
    _wiring[:] = [wiring]


@asynccontextmanager
async def act(name: str, by: Agent, *, at: datetime, today: date) -> AsyncIterator[Act]:
    """Open an act: BEGIN, claim the key, run the body, refresh, journal, COMMIT.

    Raises what the body raises after undoing everything; Repeated when the key was used before.
    """
    wiring = _wiring[0]
    opened = Act(name=name, by=by, at=at, today=today)
    try:
        async with in_transaction("default"):
            await wiring.journal.begin(opened)
            yield opened
            await _refresh(opened, wiring.refreshers)
            await wiring.journal.record(opened)
    except DomainError as error:
        await wiring.journal.refuse(opened, error)
        raise


async def _refresh(opened: Act, refreshers: Mapping[str, tuple[Refresher, ...]]) -> None:
    """Run the refreshers of everything touched, including what refreshers themselves touch."""
    seen: set[tuple[str, int]] = set()
    while fresh := set(opened.touches) - seen:
        seen |= fresh
        for type_name in sorted({t for t, _ in fresh}):
            ids = frozenset(i for t, i in fresh if t == type_name)
            for refresher in refreshers.get(type_name, ()):
                await refresher(opened, ids)


async def lock(model: type[M], *ids: int) -> list[M]:
    """Load rows for change, locked in the order of their ids. Raises NotFound when one is missing.

    SQLite holds the write lock of the whole file already; PostgreSQL locks the rows.
    """
    wanted = sorted(set(ids))
    rows = await model.filter(id__in=wanted).order_by("id").select_for_update()
    if len(rows) != len(wanted):
        raise NotFound(type=model.__name__)
    return rows


def snapshot(row: Model) -> dict[str, Any]:
    """The columns of a row as JSON values, for the journal."""
    columns = row._meta.fields_db_projection
    return {name: _plain(getattr(row, name)) for name in columns if name != "id"}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    json.dumps(value)
    return value
