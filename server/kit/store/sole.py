"""One server for one SQLite file: a lock beside the file, held as long as the process lives.

What a process keeps in memory about the file would be wrong beside a second writer that serves.
Commands that write in passing need no lock: they wait for their turn at BEGIN.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.kit.settings import Settings


class AlreadyServed(Exception):
    """Another process serves the file. The message names the file and the remedy."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Another process serves {path}. Stop it, or name another file in DATABASE_URL;"
            " several processes together need PostgreSQL."
        )


@contextmanager
def sole(settings: Settings) -> Iterator[None]:
    """Serve alone while the block runs; on PostgreSQL there is nothing to hold.

    The operating system gives the lock up when the process ends, however it ends. Raises
    AlreadyServed.
    """
    if settings.sqlite_path is None:
        yield
        return
    path = settings.sqlite_path.resolve()
    with path.with_name(f"{path.name}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(path) from None
        yield
