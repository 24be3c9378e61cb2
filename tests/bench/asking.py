"""A client that asks as fast as it is answered, and what the asked process spent on it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

DONE = (200, 304)
LINE_STEP = 100
"""How far apart the numbers of one connection's requests are: each has numbers of its own."""


@dataclass(frozen=True)
class Slice:
    """A stretch of asking: answers per second, and processor milliseconds of the server each."""

    rate: float
    milliseconds: float


class Line:
    """One kept-open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Line:
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=2**24))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        head, body = await self._answer(request)
        return int(head[9:12]), body

    async def tag(self, request: bytes) -> str:
        """The entity tag of the answer. Raises LookupError when it has none."""
        head, _ = await self._answer(request)
        return _header(head, "etag")

    async def _answer(self, request: bytes) -> tuple[bytes, bytes]:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if head[9:12] == b"304":
            return head, b""
        return head, await self.reader.readexactly(int(_header(head, "content-length")))

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


def _header(head: bytes, name: str) -> str:
    for line in head.decode("latin-1").split("\r\n"):
        if line.lower().startswith(f"{name}:"):
            return line.partition(":")[2].strip()
    raise LookupError(name)


def get(text: str, variables: str, *, token: str = "", tag: str = "") -> bytes:
    """The bytes of a GET of a document; with a tag, of one whose answer is known already."""
    asked = urlencode({"query": text, "variables": variables}, quote_via=quote)
    lines = [f"GET /graphql?{asked} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: fi"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"If-None-Match: {tag}"] if tag else []
    return "\r\n".join([*lines, "", ""]).encode()


def page(path: str, token: str = "") -> bytes:
    """The bytes of a GET of a page."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: fi", "Accept: text/html"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    return "\r\n".join([*lines, "", ""]).encode()


def request(path: str, body: bytes, token: str = "", key: str = "") -> bytes:
    """The bytes of a POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += ["Accept-Language: fi", f"Content-Length: {len(body)}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"Idempotency-Key: {key}"] if key else []
    return "\r\n".join([*lines, "", ""]).encode() + body


async def slice_of(
    port: int, make: Callable[[int], bytes], *, pid: int, seconds: float, lines: int = 4
) -> Slice:
    """Ask over several connections for a while; an answer other than 200 ends it with an error."""
    spent, begun = processor_seconds(pid), time.perf_counter()
    counts = await asyncio.gather(*(_keep_asking(port, make, seconds, n) for n in range(lines)))
    took, answered = time.perf_counter() - begun, sum(counts)
    return Slice(answered / took, 1000 * (processor_seconds(pid) - spent) / answered)


async def _keep_asking(port: int, make: Callable[[int], bytes], seconds: float, number: int) -> int:
    line, answered, ends = await Line.open(port), 0, time.perf_counter() + seconds
    try:
        while not answered or time.perf_counter() < ends:
            status, body = await line.ask(make(number + LINE_STEP * answered))
            if status not in DONE or b'"errors"' in body[:60]:
                raise RuntimeError(f"{status}: {body[:300]!r}")
            answered += 1
    finally:
        await line.close()
    return answered


def processor_seconds(pid: int) -> float:
    """What the process has used of processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """What a process holds, in megabytes: of its own, and pages of files that it looks at.

    The system takes pages of files back when it needs the memory. A page that several connections
    look at is counted once.
    """

    own: float
    of_files: float

    @classmethod
    def of(cls, pid: int) -> Memory:
        """What the process holds now."""
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found = {
            name: int(rest.split()[0]) / 1000
            for name, _, rest in (line.partition(":") for line in text.splitlines()[1:])
        }
        return cls(found["Pss_Anon"], found["Pss"] - found["Pss_Anon"])
