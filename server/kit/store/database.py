"""The open database: Tortoise for acts, readers for answers; closed together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tortoise import Tortoise
from tortoise.backends.base.executor import EXECUTOR_CACHE

from server.kit.settings import Settings
from server.kit.store.config import tortoise_config
from server.kit.store.filters import ask_for_any_text
from server.kit.store.readers import Readers, open_readers


@dataclass(frozen=True)
class Database:
    """What a running process holds open."""

    settings: Settings
    readers: Readers


@asynccontextmanager
async def opened(settings: Settings, modules: Sequence[str]) -> AsyncIterator[Database]:
    """Open a migrated database for acts and for reading, and close all of it at the end."""
    config = tortoise_config(settings, modules)
    EXECUTOR_CACHE.clear()  # Tortoise keys its prepared statements by name, not by database.
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        ask_for_any_text()
        readers = await open_readers(settings)
        try:
            yield Database(settings, readers)
        finally:
            await readers.close()
    finally:
        await Tortoise.close_connections()
