"""Configuration, read once from the environment. The table in README.md documents every name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
OURS = "YHDYSPINTA_"
VARIABLES = (
    "DATABASE_URL",
    "YHDYSPINTA_AUTO_MIGRATE",
    "YHDYSPINTA_BASE_URL",
    "YHDYSPINTA_DEMO",
    "YHDYSPINTA_HOSTS",
    "YHDYSPINTA_LOG_LEVEL",
    "YHDYSPINTA_METRICS_TOKEN",
    "YHDYSPINTA_OIDC_CLIENT_ID",
    "YHDYSPINTA_OIDC_CLIENT_SECRET",
    "YHDYSPINTA_OIDC_ISSUER",
    "YHDYSPINTA_POSTGRES_WITHOUT_TLS",
    "YHDYSPINTA_SECRET",
    "YHDYSPINTA_SECRET_FILE",
    "YHDYSPINTA_TODAY",
)
SECRET_LENGTH = 32
METRICS_TOKEN_LENGTH = 16


class UnsafeConfiguration(Exception):
    """A combination of settings under which the server refuses to start."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. ``today`` fixes the Helsinki day; only demo and tests may set it."""

    database_url: str = field(default="sqlite:///yhdyspinta.sqlite3", repr=False)
    secret: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    demo: bool = False
    auto_migrate: bool = False
    plain_postgres: bool = False
    today: date | None = None
    log_level: str = "INFO"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    metrics_token: str = field(default="", repr=False)

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None when the database is PostgreSQL."""
        parts = urlsplit(self.database_url)
        if parts.scheme != "sqlite":
            return None
        return Path(parts.path.removeprefix("/"))


def read(environ: dict[str, str] | None = None) -> Settings:
    """The settings of this process. Raises UnsafeConfiguration naming variable and remedy."""
    env = dict(os.environ) if environ is None else environ  # noqa: TID251 - the one place that may ask
    _check_names(env)
    today = env.get("YHDYSPINTA_TODAY")
    settings = Settings(
        database_url=env.get("DATABASE_URL", Settings.database_url),
        secret=_secret(env),
        base_url=env.get("YHDYSPINTA_BASE_URL", Settings.base_url).rstrip("/"),
        demo=_switch(env, "YHDYSPINTA_DEMO"),
        auto_migrate=_switch(env, "YHDYSPINTA_AUTO_MIGRATE"),
        plain_postgres=_switch(env, "YHDYSPINTA_POSTGRES_WITHOUT_TLS"),
        today=_day(today) if today else None,
        log_level=env.get("YHDYSPINTA_LOG_LEVEL", "INFO").upper(),
        oidc_issuer=env.get("YHDYSPINTA_OIDC_ISSUER", ""),
        oidc_client_id=env.get("YHDYSPINTA_OIDC_CLIENT_ID", ""),
        oidc_client_secret=env.get("YHDYSPINTA_OIDC_CLIENT_SECRET", ""),
        hosts=tuple(filter(None, map(str.strip, env.get("YHDYSPINTA_HOSTS", "").split(",")))),
        metrics_token=env.get("YHDYSPINTA_METRICS_TOKEN", ""),
    )
    check(settings)
    return settings


def _check_names(names: Iterable[str]) -> None:
    """Refuse a setting that there is not: one misspelt would be left out without a word."""
    known = {name.removeprefix(OURS): name for name in VARIABLES}
    for name in sorted(names):
        if name.startswith(OURS) and name not in VARIABLES:
            near = get_close_matches(name.removeprefix(OURS), known, n=1)
            remedy = f"write {known[near[0]]}" if near else "leave it out"
            raise UnsafeConfiguration(f"{name}: there is no such setting; {remedy}")


def check(settings: Settings) -> None:
    """Refuse combinations that would expose data. Raises UnsafeConfiguration."""
    base = urlsplit(settings.base_url)
    public = not is_loopback(base.hostname or "")
    _check_database(settings)
    _check_provider(settings)
    if settings.log_level not in LEVELS:
        raise UnsafeConfiguration(f"YHDYSPINTA_LOG_LEVEL: write one of {', '.join(LEVELS)}")
    _check_reach(settings)
    if settings.today and not settings.demo:
        raise UnsafeConfiguration("YHDYSPINTA_TODAY: only with YHDYSPINTA_DEMO=1")
    if base.scheme not in ("http", "https") or not base.hostname:
        raise UnsafeConfiguration("YHDYSPINTA_BASE_URL: write it as https://name")
    if settings.demo and public:
        raise UnsafeConfiguration("YHDYSPINTA_DEMO: YHDYSPINTA_BASE_URL must be a loopback address")
    if public and base.scheme != "https":
        raise UnsafeConfiguration("YHDYSPINTA_BASE_URL: use https:// outside this machine")
    if public and len(settings.secret) < SECRET_LENGTH:
        raise UnsafeConfiguration(f"YHDYSPINTA_SECRET: set at least {SECRET_LENGTH} characters")


def _check_reach(settings: Settings) -> None:
    for host in settings.hosts:
        if urlsplit(f"//{host}").netloc != host or urlsplit(f"//{host}").hostname != host.lower():
            raise UnsafeConfiguration("YHDYSPINTA_HOSTS: write names alone, with commas between")
    if 0 < len(settings.metrics_token) < METRICS_TOKEN_LENGTH:
        least = f"set at least {METRICS_TOKEN_LENGTH} characters"
        raise UnsafeConfiguration(f"YHDYSPINTA_METRICS_TOKEN: {least}")


def _check_database(settings: Settings) -> None:
    parts = urlsplit(settings.database_url)
    if parts.scheme not in ("sqlite", "postgres", "postgresql"):
        raise UnsafeConfiguration("DATABASE_URL: use sqlite:///PATH or postgres://…")
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path.strip("/"):
            raise UnsafeConfiguration("DATABASE_URL: name a file as sqlite:///PATH")
        return
    query = parse_qs(parts.query)
    hosts = ",".join([parts.netloc.rpartition("@")[2], *query.get("host", ())]).split(",")
    remote = [host for host in hosts if host and not host.startswith("/") and not _local(host)]
    encrypted = query.get("sslmode", [""])[-1] in ENCRYPTED
    if remote and not encrypted and not settings.plain_postgres:
        raise UnsafeConfiguration(
            "DATABASE_URL: add ?sslmode=verify-full, or YHDYSPINTA_POSTGRES_WITHOUT_TLS=1"
        )


def _check_provider(settings: Settings) -> None:
    """Refuse a provider of sign-in that is half set, heard in the clear, or beside the demo."""
    given = {
        "YHDYSPINTA_OIDC_ISSUER": settings.oidc_issuer,
        "YHDYSPINTA_OIDC_CLIENT_ID": settings.oidc_client_id,
        "YHDYSPINTA_OIDC_CLIENT_SECRET": settings.oidc_client_secret,
    }
    if not any(given.values()):
        return
    for name, value in given.items():
        if not value:
            raise UnsafeConfiguration(f"{name}: set all three of YHDYSPINTA_OIDC_…, or none")
    _check_issuer(settings.oidc_issuer)
    if settings.demo:
        raise UnsafeConfiguration("YHDYSPINTA_DEMO=1 signs anyone in: leave YHDYSPINTA_OIDC_… out")
    if len(settings.secret) < SECRET_LENGTH:
        # Invitations are kept as a digest of the address under this secret.
        raise UnsafeConfiguration(
            f"YHDYSPINTA_SECRET: set at least {SECRET_LENGTH} characters for YHDYSPINTA_OIDC_ISSUER"
        )


def _check_issuer(issuer: str) -> None:
    try:
        parts = urlsplit(issuer)
        secure = parts.scheme == "https" or (
            parts.scheme == "http" and is_loopback(parts.hostname or "")
        )
    except ValueError:
        secure = False
    plain = secure and bool(parts.hostname) and not (parts.query or parts.fragment)
    if not plain or "@" in parts.netloc:
        raise UnsafeConfiguration(
            "YHDYSPINTA_OIDC_ISSUER: write it as https://name, as its keeper does"
        )


def _local(host: str) -> bool:
    """Whether one of the hosts of a database address, with or without a port, is this machine."""
    return is_loopback(urlsplit(f"//{host}").hostname or "")


def check_bind(settings: Settings, host: str) -> None:
    """Refuse to listen where the settings are not safe. Raises UnsafeConfiguration."""
    if settings.demo and not is_loopback(host):
        raise UnsafeConfiguration("YHDYSPINTA_DEMO=1 signs anyone in: listen on 127.0.0.1 only")
    if not is_loopback(host) and len(settings.secret) < SECRET_LENGTH:
        raise UnsafeConfiguration(f"YHDYSPINTA_SECRET: set at least {SECRET_LENGTH} characters")


def is_loopback(host: str) -> bool:
    """Whether a host name or address stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(env: dict[str, str]) -> str:
    path = env.get("YHDYSPINTA_SECRET_FILE")
    if not path:
        return env.get("YHDYSPINTA_SECRET", "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UnsafeConfiguration(
            f"YHDYSPINTA_SECRET_FILE: name a file that can be read ({error.strerror})"
        ) from error


def _switch(env: dict[str, str], name: str) -> bool:
    """Whether a setting is on. Anything but 1 and 0 would be taken for off by surprise."""
    if env.get(name, "0") not in ("0", "1", ""):
        raise UnsafeConfiguration(f"{name}: write 1, or leave it out")
    return env.get(name) == "1"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnsafeConfiguration("YHDYSPINTA_TODAY: write the day as YYYY-MM-DD") from None
