from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.durability import trial

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
