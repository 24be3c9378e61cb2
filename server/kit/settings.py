"""Configuration, read once from the environment. The table in README.md documents every name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


class UnsafeConfiguration(Exception):
    """A combination of settings under which the server refuses to start."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. ``today`` fixes the Helsinki day; only demo and tests may set it."""

    database_url: str = "sqlite:///yhdyspinta.sqlite3"
    secret: str = ""
    base_url: str = "http://127.0.0.1:8000"
    demo: bool = False
    auto_migrate: bool = False
    plain_postgres: bool = False
    today: date | None = None
    log_level: str = "INFO"

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None when the database is PostgreSQL."""
        parts = urlsplit(self.database_url)
        if parts.scheme != "sqlite":
            return None
        return Path(parts.path.removeprefix("/") if parts.path.count("/") == 1 else parts.path[1:])


def read(environ: dict[str, str] | None = None) -> Settings:
    """The settings of this process. Raises UnsafeConfiguration naming the variable and the remedy."""
    env = dict(os.environ) if environ is None else environ  # noqa: TID251 - the one place that may ask
    demo = env.get("YHDYSPINTA_DEMO") == "1"
    today = env.get("YHDYSPINTA_TODAY")
    settings = Settings(
        database_url=env.get("DATABASE_URL", Settings.database_url),
        secret=_secret(env),
        base_url=env.get("YHDYSPINTA_BASE_URL", Settings.base_url).rstrip("/"),
        demo=demo,
        auto_migrate=env.get("YHDYSPINTA_AUTO_MIGRATE") == "1",
        plain_postgres=env.get("YHDYSPINTA_POSTGRES_WITHOUT_TLS") == "1",
        today=_day(today) if today else None,
        log_level=env.get("YHDYSPINTA_LOG_LEVEL", "INFO").upper(),
    )
    check(settings)
    return settings


def check(settings: Settings) -> None:
    """Refuse combinations that would expose data. Raises UnsafeConfiguration."""
    parts = urlsplit(settings.database_url)
    if parts.scheme not in ("sqlite", "postgres", "postgresql"):
        raise UnsafeConfiguration("DATABASE_URL: use sqlite:///PATH or postgres://…")
    if settings.today and not settings.demo:
        raise UnsafeConfiguration("YHDYSPINTA_TODAY: only with YHDYSPINTA_DEMO=1")
    if settings.demo and not is_loopback(urlsplit(settings.base_url).hostname or ""):
        raise UnsafeConfiguration("YHDYSPINTA_DEMO: YHDYSPINTA_BASE_URL must be a loopback address")
    remote = parts.scheme != "sqlite" and parts.hostname and not is_loopback(parts.hostname)
    if remote and "sslmode=" not in parts.query and not settings.plain_postgres:
        raise UnsafeConfiguration(
            "DATABASE_URL: add ?sslmode=verify-full, or YHDYSPINTA_POSTGRES_WITHOUT_TLS=1"
        )


def check_bind(settings: Settings, host: str) -> None:
    """Refuse to listen where the settings are not safe. Raises UnsafeConfiguration."""
    if settings.demo and not is_loopback(host):
        raise UnsafeConfiguration("YHDYSPINTA_DEMO=1 signs anyone in: listen on 127.0.0.1 only")
    if not is_loopback(host) and len(settings.secret) < 32:
        raise UnsafeConfiguration("YHDYSPINTA_SECRET: set at least 32 characters")


def is_loopback(host: str) -> bool:
    """Whether a host name or address stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(env: dict[str, str]) -> str:
    if path := env.get("YHDYSPINTA_SECRET_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return env.get("YHDYSPINTA_SECRET", "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnsafeConfiguration("YHDYSPINTA_TODAY: write the day as YYYY-MM-DD") from None
