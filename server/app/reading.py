"""The engine as the protocol and the pages run it: for an actor, in a language, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import structlog
from graphql import GraphQLError

from schema.carrying import Asked
from schema.engine import Engine, EngineFault, Postgres, RequestError, Sqlite
from schema.protocol.port import Answer, AnswerKind, GraphQLRequest, RequestContext
from schema.root import build
from schema.viewer import Asking
from server.app.kept import KEPT_BYTES, Kept, Reader, key_of
from server.identity.actor import Actor, ActorKind, Role
from server.identity.service import memberships_on
from server.kit.store.database import Database
from server.kit.store.readers import ReadFault
from server.obligations.standings import horizon
from server.register.models import Organisation

ANONYMOUS_COST: Final = 20_000
SIGNED_IN_COST: Final = 60_000

_NAMES: Final = "SELECT name_fi, name_sv, name_en FROM organisation WHERE organisation_code = ?"

_log = structlog.get_logger(source="engine")


class Reading:
    """Runs documents against the database. One per process; it decides nothing from memory.

    The ids of organisations and the horizon of a day never change once they are known, so they
    are remembered. Answers are given again while nothing has changed, within ``kept`` bytes.
    """

    def __init__(self, database: Database, *, demonstration: bool, kept: int = KEPT_BYTES) -> None:
        dialect = Sqlite() if database.readers.dialect == "sqlite" else Postgres()
        self._horizons: dict[date, date] = {}
        self._last = date.max
        self._known: dict[str, tuple[str, int]] = {}
        self._demonstration = demonstration
        self._readers = database.readers
        self._kept = Kept(database.readers, kept)
        self.engine = Engine(build(), dialect, database.readers.fetch, check_day=self._reached)

    async def execute(
        self, request: GraphQLRequest, context: RequestContext, *, reading_only: bool
    ) -> Answer:
        """Answer one request of the protocol; see ``schema.protocol.port.Executor``."""
        actor = context.actor
        if not isinstance(actor, Actor):
            raise TypeError("callers are resolved to actors")
        limit = SIGNED_IN_COST if actor.is_signed_in else ANONYMOUS_COST
        if context.idempotency is not None:
            actor = actor.with_key(context.idempotency.key, context.idempotency.body_hash)
        try:
            acts = self._admit(request, actor, reading_only)
            asked = Asked(actor, context.day, context.language)
            return await self._answer(request, asked, limit, keeping=not acts)
        except GraphQLError as error:
            return Answer(AnswerKind.REQUEST_ERROR, errors=(error,), limit=limit)
        except (EngineFault, ReadFault):
            _log.exception("fault", request_id=context.request_id)
            return Answer(AnswerKind.FAULT, limit=limit)

    def _admit(self, request: GraphQLRequest, actor: Actor, reading_only: bool) -> int:
        """How many acts the document asks for. Raises RequestError when it may not."""
        acts = self.engine.acts(request.query, request.operation_name)
        if acts and reading_only:
            raise RequestError("MUTATION_OVER_GET", "Send mutations by POST.")
        if acts > 1 and actor.idempotency is not None:
            english = "An Idempotency-Key is for one act; send the acts one by one."
            raise RequestError("KEY_WITH_SEVERAL_ACTS", english)
        return acts

    async def _answer(
        self, request: GraphQLRequest, asked: Asked, limit: int, *, keeping: bool
    ) -> Answer:
        """The answer that was given before, while nothing has changed, or a new one."""
        introduced = "viewer" in request.query
        asking = await self.viewer(asked.actor, asked.language, asked.today, introduced=introduced)
        key = key_of(request, asking, limit) if keeping else None
        if kept := await self._kept.find(key):
            return kept
        await self._reach(asked.today)
        reader = Reader(self._readers)
        found = await self.engine.execute(
            request.query,
            request.variables,
            viewer=asking,
            operation=request.operation_name,
            cost_limit=limit,
            context=asked,
            fetch=reader.fetch if keeping else None,
        )
        cost = found.cost.value if found.cost else None
        if found.errors:
            return Answer(AnswerKind.REQUEST_ERROR, errors=found.errors, cost=cost, limit=limit)
        answer = Answer(AnswerKind.OK, found.data_bytes(), cost=cost, limit=limit)
        self._kept.keep(key, reader.head, answer)
        return replace(answer, values=found.data)

    async def viewer(
        self, actor: Actor, language: str, today: date, *, introduced: bool = True
    ) -> Asking:
        """The actor as the engine sees it, and when ``introduced`` as the Viewer type shows it.

        What the Viewer type shows takes look-ups that other documents need not wait for.
        """
        plain = Asking((), language, today, demonstration=self._demonstration)
        if not actor.is_signed_in or actor.organisation is None:
            return plain
        own = await self._organisation(actor.organisation)
        asking = replace(plain, scope=(own[1],) if Role.READER in actor.roles else ())
        return await self._introduced(asking, actor) if introduced else asking

    async def _introduced(self, asking: Asking, actor: Actor) -> Asking:
        codes = [actor.organisation or ""]
        if actor.kind is ActorKind.PERSON:
            account = int(actor.key.removeprefix("account:"))
            codes += [m.organisation_code for m in await memberships_on(asking.today, account)]
        known = [await self._organisation(code) for code in dict.fromkeys(codes)]
        language = asking.language
        return replace(
            asking,
            label=(f"actor.{actor.label.code}", await self._named(actor.label.facts, language)),
            organisations=tuple(known),
            roles=tuple(sorted(role.value for role in actor.roles)),
        )

    async def _organisation(self, code: str) -> tuple[str, int]:
        if code not in self._known:
            row = await Organisation.get(organisation_code=code)
            self._known[code] = row.type_name, row.id
        return self._known[code]

    async def _named(self, facts: Mapping[str, str], language: str) -> dict[str, str]:
        """The facts of a label, with the organisation by its name."""
        named = dict(facts)
        if code := named.pop("organisation_code", None):
            found = await self._readers.glance(_NAMES, code)
            known = dict(zip(("fi", "sv", "en"), found or (), strict=True))
            named["organisation"] = known[language] or known["fi"]
        return named

    async def _reach(self, today: date) -> None:
        if today not in self._horizons:
            self._horizons = {today: await horizon(today)}
        self._last = self._horizons[today]

    def _reached(self, day: date) -> None:
        if day > self._last:
            english = f"Answers reach to {self._last.isoformat()}."
            raise RequestError("BEYOND_HORIZON", english, horizon=self._last.isoformat())
