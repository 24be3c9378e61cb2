from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.kit.settings import Settings
from tests.durability import trial
from tests.durability.server import Server, command

WRITES = 500
KILLS = 5
WRITERS = 12


async def test_no_acknowledged_write_is_lost_or_doubled_when_the_server_is_killed(
    empty_template: Any, tmp_path: Path
) -> None:
    settings = await empty_template.copy(tmp_path)
    ground = await trial.prepare(settings)
    tally = await trial.run(settings, ground, writes=WRITES, kills=KILLS, writers=WRITERS)
    assert len(tally.answered) == WRITES
    assert min(tally.killed_in_flight) > 0
    assert len(tally.killed_in_flight) == KILLS
    assert tally.unanswered > 0
    assert await trial.faults(settings, ground, tally, WRITES) == []
    assert await _said_by_doctor(settings) == (0, "")


async def test_a_second_server_on_the_file_is_refused_and_the_first_serves_on(
    sqlite_template: Any, tmp_path: Path
) -> None:
    settings = await sqlite_template.copy(tmp_path)
    async with Server(settings) as first:
        with pytest.raises(RuntimeError, match="DATABASE_URL"):
            async with Server(settings):
                raise AssertionError("never ready")
        await first.kill()
        await first.start()


async def _said_by_doctor(settings: Settings) -> tuple[int | None, str]:
    """The doctor's exit code, and what was said when it was not well."""
    doctor = await command(settings, asyncio.subprocess.PIPE, "doctor")
    said, _ = await doctor.communicate()
    return doctor.returncode, said.decode() if doctor.returncode else ""
