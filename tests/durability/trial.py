"""A trial of durability: many writers, a server killed under them, and a count afterwards.

Every write carries a key of its own and is sent again with it until it is answered, as a careful
program would. What counts is that no answer was a lie and no write happened twice.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx2

from server import seeding, wiring
from server.identity.actor import SYSTEM, Role
from server.identity.service.tokens import issue_token
from server.journal.models import GivenAnswer, JournalEntry
from server.journal.service import verify
from server.kit import clock
from server.kit.settings import Settings
from server.kit.store.database import opened
from server.kit.store.migrate import migrate
from server.negotiations.models import Negotiation
from server.obligations import standings
from server.obligations.models import ObligationRule
from server.register.models import CountyMembership
from tests.durability.server import Server

COUNTY = "08"
EVERY_NTH_IS_HELD = 4
RECORDED = "__typename ... on NegotiationRecorded { negotiation { id } }"
PLAN = (
    "mutation Plan($input: PlanNegotiationInput!)"
    f" {{ planNegotiation(input: $input) {{ {RECORDED} }} }}"
)
HELD = (
    "mutation Held($input: RecordNegotiationHeldInput!)"
    f" {{ recordNegotiationHeld(input: $input) {{ {RECORDED} }} }}"
)


@dataclass(frozen=True)
class Ground:
    """What the writes need of the database they are made in."""

    token: str
    municipalities: Sequence[str]
    rule: str
    today: date


@dataclass
class Tally:
    """What the writers saw. ``answered`` has the id each write was told it had made."""

    answered: dict[int, str] = field(default_factory=dict)
    unanswered: int = 0
    in_flight: int = 0
    killed_in_flight: list[int] = field(default_factory=list)


async def prepare(settings: Settings) -> Ground:
    """Migrate and seed the database, and make a token for a county's editor."""
    await migrate(settings, wiring.MODEL_MODULES)
    wiring.wire_up()
    today = clock.today()
    async with opened(settings, wiring.MODEL_MODULES):
        await seeding.seed(SYSTEM, today)
        issued = await issue_token(
            f"county:{COUNTY}",
            Role.EDITOR,
            days=1,
            label="durability",
            by=SYSTEM,
            at=clock.now(),
            today=today,
        )
        members = await CountyMembership.filter(county__code=COUNTY, ends_on=None).prefetch_related(
            "municipality"
        )
        rule = await ObligationRule.filter(tracking="TRACKED").order_by("id").first()
        codes = sorted(str(member.municipality.code) for member in members)
        return Ground(issued.secret, codes, rule.key if rule else "", today)


async def run(
    settings: Settings, ground: Ground, *, writes: int, kills: int, writers: int
) -> Tally:
    """Send the writes and kill the server between them, at moments when it is writing."""
    tally = Tally()
    waiting = asyncio.Queue[int]()
    for number in range(writes):
        waiting.put_nowait(number)
    async with Server(settings) as server:
        async with asyncio.TaskGroup() as together:
            for _ in range(writers):
                together.create_task(_write_all(server.url, ground, waiting, tally))
            together.create_task(_kill(server, tally, writes, kills))
        await _repeat_some(server.url, ground, tally)
    return tally


async def faults(settings: Settings, ground: Ground, tally: Tally, writes: int) -> list[str]:
    """What is wrong in the database after the trial, one sentence each; empty when nothing is."""
    wiring.wire_up()
    async with opened(settings, wiring.MODEL_MODULES):
        made = {f"Negotiation:{row.id}": row.title_fi for row in await Negotiation.all()}
        counted = Counter(made.values())
        found = [
            f"{_title(n)} is there {counted[_title(n)]} times"
            for n in range(writes)
            if counted[_title(n)] != 1
        ]
        found += [
            f"{_title(n)} was said to be {identity}, which is {made.get(identity)}"
            for n, identity in tally.answered.items()
            if made.get(identity) != _title(n)
        ]
        checked = await verify()
        if checked.first_fault is not None:
            found.append(f"the journal is broken at {checked.first_fault}")
        created = await JournalEntry.filter(object_type="Negotiation", before=None).count()
        if created != len(made):
            found.append(f"the journal tells of {created} negotiations of {len(made)}")
        if unsaid := await GivenAnswer.filter(outcome=None).count():
            found.append(f"{unsaid} keys are claimed without an answer")
        async for obligation in standings.differing(ground.today):
            found.append(f"the spans of obligation {obligation.id} are not what the rules say")
    return found


def _title(number: int) -> str:
    return f"Kestävyyskoe {number}"


def _body(ground: Ground, number: int) -> dict[str, Any]:
    municipality = ground.municipalities[number % len(ground.municipalities)]
    plan: dict[str, Any] = {"title": {"fi": _title(number)}, "municipalities": [municipality]}
    if number % EVERY_NTH_IS_HELD:
        return {"query": PLAN, "variables": {"input": plan}}
    held = {
        "plan": {**plan, "rules": [ground.rule]},
        "heldOn": {"value": ground.today.isoformat()},
        "present": [municipality],
    }
    return {"query": HELD, "variables": {"input": held}}


async def _write_all(url: str, ground: Ground, waiting: asyncio.Queue[int], tally: Tally) -> None:
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        while not waiting.empty():
            number = waiting.get_nowait()
            identity = None
            while identity is None:
                identity = await _send(client, ground, number, tally)
            tally.answered[number] = identity


async def _send(
    client: httpx2.AsyncClient, ground: Ground, number: int, tally: Tally
) -> str | None:
    """The id the write was answered with; None when the server went away or said it was busy."""
    tally.in_flight += 1
    try:
        answer = await client.post(
            "/graphql",
            json=_body(ground, number),
            headers={
                "Authorization": f"Bearer {ground.token}",
                "Idempotency-Key": f"durability-{number:08}",
            },
        )
    except httpx2.TransportError:
        tally.unanswered += 1
        await asyncio.sleep(0.1)
        return None
    finally:
        tally.in_flight -= 1
    return _identity(answer.json())


def _identity(answer: Mapping[str, Any]) -> str:
    """Raises RuntimeError for an answer that is not the negotiation."""
    [result] = (answer.get("data") or {"": None}).values()
    if not result or "negotiation" not in result:
        raise RuntimeError(str(answer))
    return str(result["negotiation"]["id"])


async def _kill(server: Server, tally: Tally, writes: int, kills: int) -> None:
    """Kill after every share of the writes, once requests are under way, and start again."""
    for number in range(1, kills + 1):
        share = number * writes // (kills + 1)
        while len(tally.answered) < share or not tally.in_flight:  # noqa: ASYNC110 - it is a count
            await asyncio.sleep(0.001)
        await asyncio.sleep(random.uniform(0, 0.02))
        tally.killed_in_flight.append(tally.in_flight)
        await server.kill()
        await server.start()


async def _repeat_some(url: str, ground: Ground, tally: Tally) -> None:
    """Send answered writes again: each must get the answer it got, and make nothing."""
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        for number in list(tally.answered)[:: max(1, len(tally.answered) // 20)]:
            again = await _send(client, ground, number, tally)
            if again != tally.answered[number]:
                raise RuntimeError(f"{_title(number)} was repeated as {again}")
