"""A client that asks as fast as it is answered, and what the asked process spent on it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096


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
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return int(head[9:12]), await self.reader.readexactly(length)

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


def request(path: str, body: bytes, token: str = "") -> bytes:
    """The bytes of a POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += ["Accept-Language: fi", f"Content-Length: {len(body)}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
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
            status, body = await line.ask(make(number + 100 * answered))
            if status != 200 or b'"errors"' in body[:60]:
                raise RuntimeError(f"{status}: {body[:300]!r}")
            answered += 1
    finally:
        await line.close()
    return answered


def processor_seconds(pid: int) -> float:
    """What the process has used of processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """The memory the process holds now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6
