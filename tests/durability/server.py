"""The real server as a child process that can be killed in the middle of its work."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx2

from server.kit.settings import Settings

ROOT = Path(__file__).parents[2]
READY_WITHIN = 60.0


class Server:
    """``python -m server.cli serve`` on a port of its own; only this child is ever killed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._port = _free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        self.url = f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Server:
        try:
            await self.start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()
        self._log.close()

    async def start(self) -> None:
        """Start the server and wait until it is ready. Raises RuntimeError with what it said."""
        place = ("--host", "127.0.0.1", "--port", str(self._port))
        self._process = await command(self._settings, self._log, "serve", *place)
        async with httpx2.AsyncClient() as client, asyncio.timeout(READY_WITHIN):
            while not await self._is_ready(client):  # noqa: ASYNC110 - no event of another process
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End the server as a power cut would, with no chance to finish anything."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        self._process = None

    async def _is_ready(self, client: httpx2.AsyncClient) -> bool:
        assert self._process is not None
        if self._process.returncode is not None:
            raise RuntimeError(self.said())
        try:
            answer = await client.get(f"{self.url}/readyz")
        except httpx2.TransportError:
            return False
        return answer.status_code == httpx2.codes.OK

    def said(self) -> str:
        """The end of what the server has written to its log."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")[-4000:]


async def command(settings: Settings, output: Any, *arguments: str) -> asyncio.subprocess.Process:
    """Start a command of the product on a database; what it says goes to ``output``."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "server.cli", *arguments),
        cwd=ROOT,
        env={"PATH": os.defpath, "DATABASE_URL": settings.database_url},
        stdout=output,
        stderr=output,
    )


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
