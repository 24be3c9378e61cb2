"""A longer trial: ``python -m tests.durability --writes 20000 --kills 50 DATABASE_URL``.

The database is migrated and seeded and should be empty; the trial's writes stay in it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from server.kit.settings import Settings
from tests.durability import trial


def main() -> int:
    """Run the trial and say what was wrong. The exit code is 1 when something was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database_url")
    parser.add_argument("--writes", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--writers", type=int, default=32)
    given = parser.parse_args()
    found = asyncio.run(_trial(given))
    sys.stdout.write("\n".join(found) + "\n" if found else "nothing lost, nothing doubled\n")
    return 1 if found else 0


async def _trial(given: argparse.Namespace) -> list[str]:
    settings = Settings(database_url=given.database_url)
    ground = await trial.prepare(settings)
    tally = await trial.run(
        settings, ground, writes=given.writes, kills=given.kills, writers=given.writers
    )
    sys.stdout.write(
        f"{len(tally.answered)} writes answered, {tally.unanswered} requests cut off,"
        f" {len(tally.killed_in_flight)} kills with {tally.killed_in_flight} requests under way\n"
    )
    return await trial.faults(settings, ground, tally, given.writes)


if __name__ == "__main__":
    sys.exit(main())
