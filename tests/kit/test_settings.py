from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from server.kit.settings import Settings, UnsafeConfiguration, check_bind, is_loopback, read

SECRET = "s" * 32
PUBLIC = {"YHDYSPINTA_BASE_URL": "https://yhdyspinta.example", "YHDYSPINTA_SECRET": SECRET}

OIDC = {
    "YHDYSPINTA_OIDC_ISSUER": "https://id.example/realms/county",
    "YHDYSPINTA_OIDC_CLIENT_ID": "yhdyspinta",
    "YHDYSPINTA_OIDC_CLIENT_SECRET": "of the client",
}

REFUSED = {
    "a provider without its secret": (
        PUBLIC | OIDC | {"YHDYSPINTA_OIDC_CLIENT_SECRET": ""},
        "YHDYSPINTA_OIDC_CLIENT_SECRET: set all three",
    ),
    "a provider without a name": (
        PUBLIC | OIDC | {"YHDYSPINTA_OIDC_CLIENT_ID": ""},
        "YHDYSPINTA_OIDC_CLIENT_ID: set all three",
    ),
    "a client without a provider": (
        PUBLIC | OIDC | {"YHDYSPINTA_OIDC_ISSUER": ""},
        "YHDYSPINTA_OIDC_ISSUER: set all three",
    ),
    "a provider heard in the clear": (
        PUBLIC | OIDC | {"YHDYSPINTA_OIDC_ISSUER": "http://id.example"},
        "YHDYSPINTA_OIDC_ISSUER: write it as https://name",
    ),
    "a provider that is no address": (
        PUBLIC | OIDC | {"YHDYSPINTA_OIDC_ISSUER": "https://"},
        "YHDYSPINTA_OIDC_ISSUER: write it as https://name",
    ),
    "a provider with a query": (
        PUBLIC | OIDC | {"YHDYSPINTA_OIDC_ISSUER": "https://id.example/?realm=county"},
        "YHDYSPINTA_OIDC_ISSUER: write it as https://name",
    ),
    "a provider beside the demonstration": (
        OIDC | {"YHDYSPINTA_DEMO": "1", "YHDYSPINTA_SECRET": SECRET},
        "leave YHDYSPINTA_OIDC_… out",
    ),
    "a provider without a secret to keep invitations under": (
        OIDC,
        "YHDYSPINTA_SECRET: set at least 32 characters for YHDYSPINTA_OIDC_ISSUER",
    ),
    "a setting under another name": (
        {"YHDYSPINTA_DATABASE_URL": "sqlite:///a.sqlite3"},
        "YHDYSPINTA_DATABASE_URL: there is no such setting; write DATABASE_URL",
    ),
    "a setting that there is not": (
        {"YHDYSPINTA_TELEMETRY": "1"},
        "YHDYSPINTA_TELEMETRY: there is no such setting; leave it out",
    ),
    "an unknown database": (
        {"DATABASE_URL": "mysql://127.0.0.1/register"},
        "DATABASE_URL: use sqlite:///PATH",
    ),
    "no database": ({"DATABASE_URL": ""}, "DATABASE_URL: use sqlite:///PATH"),
    "a database in memory": ({"DATABASE_URL": "sqlite://:memory:"}, "sqlite:///PATH"),
    "a database without a file": ({"DATABASE_URL": "sqlite:///"}, "sqlite:///PATH"),
    "PostgreSQL elsewhere in the clear": (
        {"DATABASE_URL": "postgres://u:p@db.example/register"},
        "DATABASE_URL: add ?sslmode=verify-full",
    ),
    "TLS that may be dropped": (
        {"DATABASE_URL": "postgres://u:p@db.example/register?sslmode=prefer"},
        "DATABASE_URL: add ?sslmode=verify-full",
    ),
    "TLS that is off": (
        {"DATABASE_URL": "postgres://u:p@db.example/register?sslmode=disable"},
        "YHDYSPINTA_POSTGRES_WITHOUT_TLS=1",
    ),
    "PostgreSQL elsewhere, named in the query": (
        {"DATABASE_URL": "postgres://u:p@/register?host=db.example"},
        "DATABASE_URL: add ?sslmode=verify-full",
    ),
    "one of several hosts elsewhere": (
        {"DATABASE_URL": "postgres://u:p@127.0.0.1:5432,db.example:5432/register"},
        "DATABASE_URL: add ?sslmode=verify-full",
    ),
    "a name with more than the name": (
        {"YHDYSPINTA_HOSTS": "yhdyspinta.example, https://other.example"},
        "YHDYSPINTA_HOSTS: write names alone",
    ),
    "a name with a port": ({"YHDYSPINTA_HOSTS": "app:8000"}, "YHDYSPINTA_HOSTS: write names alone"),
    "a short token of the counts": (
        {"YHDYSPINTA_METRICS_TOKEN": "s" * 15},
        "YHDYSPINTA_METRICS_TOKEN: set at least 16 characters",
    ),
    "a day set outside demo": ({"YHDYSPINTA_TODAY": "2026-05-04"}, "only with YHDYSPINTA_DEMO=1"),
    "a day in another order": (
        {"YHDYSPINTA_TODAY": "4.5.2026", "YHDYSPINTA_DEMO": "1"},
        "YHDYSPINTA_TODAY: write the day as YYYY-MM-DD",
    ),
    "demo in public": (
        {**PUBLIC, "YHDYSPINTA_DEMO": "1"},
        "YHDYSPINTA_DEMO: YHDYSPINTA_BASE_URL must be a loopback address",
    ),
    "a public address in the clear": (
        {**PUBLIC, "YHDYSPINTA_BASE_URL": "http://yhdyspinta.example"},
        "YHDYSPINTA_BASE_URL: use https://",
    ),
    "an address that is none": (
        {"YHDYSPINTA_BASE_URL": "yhdyspinta.example"},
        "YHDYSPINTA_BASE_URL: write it as https://name",
    ),
    "a public address without a secret": (
        {"YHDYSPINTA_BASE_URL": "https://yhdyspinta.example"},
        "YHDYSPINTA_SECRET: set at least 32 characters",
    ),
    "a public address with a short secret": (
        {**PUBLIC, "YHDYSPINTA_SECRET": "short"},
        "YHDYSPINTA_SECRET: set at least 32 characters",
    ),
    "a secret file that is not there": (
        {"YHDYSPINTA_SECRET_FILE": "/nowhere/secret"},
        "YHDYSPINTA_SECRET_FILE: name a file that can be read",
    ),
    "a switch that is neither on nor off": (
        {"YHDYSPINTA_DEMO": "true"},
        "YHDYSPINTA_DEMO: write 1, or leave it out",
    ),
    "an unknown level": ({"YHDYSPINTA_LOG_LEVEL": "loud"}, "YHDYSPINTA_LOG_LEVEL: write one of"),
}


@pytest.mark.parametrize(("environ", "remedy"), REFUSED.values(), ids=REFUSED.keys())
def test_unsafe_settings_are_refused_with_the_remedy(environ: dict[str, str], remedy: str) -> None:
    with pytest.raises(UnsafeConfiguration) as refused:
        read(environ)
    assert remedy in str(refused.value)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        PUBLIC,
        {"DATABASE_URL": "postgres://u:p@127.0.0.1/register"},
        {"DATABASE_URL": "postgresql://u:p@localhost:5432/register"},
        {"DATABASE_URL": "postgres://u:p@[::1]:5432/register"},
        {"DATABASE_URL": "postgres://u@/register?host=/run/postgresql"},
        {"DATABASE_URL": "postgres://u:p@db.example/register?sslmode=verify-full"},
        {
            "DATABASE_URL": "postgres://u:p@db.example/register",
            "YHDYSPINTA_POSTGRES_WITHOUT_TLS": "1",
        },
        {"YHDYSPINTA_DEMO": "0"},
        PUBLIC | OIDC,
        OIDC | {"YHDYSPINTA_OIDC_ISSUER": "http://127.0.0.1:9000", "YHDYSPINTA_SECRET": SECRET},
    ],
)
def test_safe_settings_are_taken(environ: dict[str, str]) -> None:
    assert read(environ).database_url == environ.get("DATABASE_URL", Settings().database_url)


def test_the_day_can_be_set_in_demo() -> None:
    demo = read({"YHDYSPINTA_DEMO": "1", "YHDYSPINTA_TODAY": "2026-05-04"})
    assert demo.today == date(2026, 5, 4)


def test_the_secret_can_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n", encoding="utf-8")
    environ = {**PUBLIC, "YHDYSPINTA_SECRET": "", "YHDYSPINTA_SECRET_FILE": str(path)}
    assert read(environ).secret == SECRET


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    url = "postgres://u:hush@127.0.0.1/register"
    shown = repr(read({**PUBLIC, **OIDC, "DATABASE_URL": url}))
    assert OIDC["YHDYSPINTA_OIDC_CLIENT_SECRET"] not in shown
    assert SECRET not in shown
    assert "hush" not in shown


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///register.sqlite3", Path("register.sqlite3")),
        ("sqlite:////srv/register.sqlite3", Path("/srv/register.sqlite3")),
        ("postgres://127.0.0.1/register", None),
    ],
)
def test_a_file_is_relative_with_three_slashes_and_absolute_with_four(
    url: str, path: Path | None
) -> None:
    assert Settings(database_url=url).sqlite_path == path


def test_demo_listens_on_this_machine_only() -> None:
    check_bind(Settings(demo=True), "127.0.0.1")
    with pytest.raises(UnsafeConfiguration, match=r"YHDYSPINTA_DEMO=1.*127\.0\.0\.1"):
        check_bind(Settings(demo=True), "0.0.0.0")  # noqa: S104 - the address that must be refused


def test_listening_to_others_needs_a_secret() -> None:
    check_bind(Settings(secret=SECRET), "192.0.2.1")
    with pytest.raises(UnsafeConfiguration, match="YHDYSPINTA_SECRET: set at least 32 characters"):
        check_bind(Settings(secret=SECRET[1:]), "192.0.2.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "localhost.example", ""])  # noqa: S104 - as above
def test_other_addresses_are_not(host: str) -> None:
    assert not is_loopback(host)
