"""How Tortoise reaches the database named by DATABASE_URL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.connection import get_connection

from server.kit.settings import Settings
from server.kit.store.postgres import Address

APP = "yhdyspinta"
SQLITE_PRAGMAS: dict[str, str | int] = {
    "busy_timeout": 5000,
    "synchronous": "FULL",
    # Pages are looked at in the system's own memory, once for all connections; it takes them back
    # when it needs the room. What each connection copies for itself is kept small: in kibibytes.
    "cache_size": -8192,
    "mmap_size": 1 << 30,
}


class ReaderRouter:
    """Sends reads to the query-only connection, except inside a transaction: it must see itself."""

    def db_for_read(self, model: object) -> str:
        """The connection a read of ``model`` goes to."""
        inside = isinstance(get_connection("default"), TransactionalDBClient)
        return "default" if inside else "reader"

    def db_for_write(self, model: object) -> str:
        """The connection a write of ``model`` goes to."""
        return "default"


def tortoise_config(settings: Settings, modules: Sequence[str]) -> dict[str, Any]:
    """The Tortoise configuration: writer and query-only reader on SQLite, pool on PostgreSQL."""
    app = {"models": list(modules), "default_connection": "default"}
    app["migrations"] = "server.migrations"
    if settings.sqlite_path is None:
        address = Address(settings.database_url)
        connection = {"engine": "server.kit.store.postgres", "credentials": {"address": address}}
        return {"connections": {"default": connection}, "apps": {APP: app}}
    return {
        "connections": {
            "default": _sqlite(settings),
            "reader": _sqlite(settings, query_only="ON"),
        },
        "apps": {APP: app},
        "routers": [ReaderRouter],
    }


def _sqlite(settings: Settings, **more: str) -> dict[str, Any]:
    credentials = {"file_path": str(settings.sqlite_path), **SQLITE_PRAGMAS, **more}
    return {"engine": "server.kit.store.sqlite", "credentials": credentials}
