from __future__ import annotations

import asyncio
import itertools
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError, OperationalError

from server.kit.settings import Settings
from server.kit.store.config import tortoise_config
from server.kit.store.database import opened
from server.kit.store.editors import statements
from server.kit.store.migrate import MigrationRefused, migrate, unapplied
from server.register.models import CouncilTerm
from server.wiring import MODEL_MODULES
from tests.kit import anatomy, moves

BUILDINGS = ("tests.kit.buildings",)
SEED = (
    "INSERT INTO building (id, town, code, name, note, permit, floors, heating, part_of_id) VALUES"
    " (1, 'Lieksa', 'A', 'Terveysasema', 'brick', 'P1', 2, 'geo', NULL),"
    " (2, 'Lieksa', 'B', NULL, 'wood', 'P2', NULL, NULL, 1),"
    " (7, 'Outokumpu', 'A', 'Paloasema', NULL, 'P3', 1, 'oil', NULL)",
    "INSERT INTO room (id, building_id, label) VALUES (1, 1, '101'), (2, 1, '102'), (3, 7, '101')",
    "INSERT INTO lease (id, building_id) VALUES (1, 1), (2, 1), (3, 7)",
)
LOSING = (
    moves.LosesRows,
    moves.LosesTable,
    moves.LosesIndex,
    moves.BreaksReference,
    moves.DropsTable,
    moves.RemovesIndexedColumn,
)
Package = Callable[..., str]
_numbers = itertools.count(1)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Writes a package of migrations, numbered in order, and gives its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def written(*classes: type[Any]) -> str:
        name = f"moves{next(_numbers)}"
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        for number, cls in enumerate(classes, start=1):
            (tmp_path / name / f"{number:04}_move.py").write_text(
                f"from tests.kit.moves import {cls.__name__} as Migration\n"
            )
        return name

    return written


@pytest.fixture
async def empty(empty_template: Any, tmp_path: Path) -> Settings:
    """A database of each kind without a single table."""
    if empty_template.dialect == "sqlite":
        return Settings(database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    settings: Settings = await empty_template.copy(tmp_path)
    await anatomy.execute(settings, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return settings


@pytest.fixture
async def seeded(empty: Settings, package: Package) -> Settings:
    """The buildings after their first migration, with rows."""
    await migrate(empty, BUILDINGS, package=package(moves.First))
    await anatomy.execute(empty, *SEED)
    return empty


async def _generated(settings: Settings, modules: tuple[str, ...]) -> dict[str, anatomy.Table]:
    config = tortoise_config(settings, modules)
    config.pop("routers", None)
    await Tortoise.init(config=config)
    try:
        await Tortoise.generate_schemas()
    finally:
        await Tortoise.close_connections()
    return await anatomy.tables(settings)


async def test_migrations_make_what_the_models_say(empty_template: Any, empty: Settings) -> None:
    migrated = await anatomy.tables(empty_template.settings)
    assert anatomy.differences(migrated, await _generated(empty, MODEL_MODULES)) == []


async def test_an_applied_database_has_nothing_pending(empty_template: Any, tmp_path: Path) -> None:
    settings = await empty_template.copy(tmp_path)
    before = await anatomy.dump(settings)
    assert await migrate(settings, MODEL_MODULES) == []
    assert await anatomy.dump(settings) == before


async def test_a_process_that_has_migrated_can_open_the_database(empty: Settings) -> None:
    assert await migrate(empty, MODEL_MODULES) != []
    async with opened(empty, MODEL_MODULES):
        assert await unapplied(empty, MODEL_MODULES) == []
        assert await CouncilTerm.all().count() == 0


async def test_a_reshaped_parent_keeps_rows_and_equals_its_models(
    seeded: Settings, package: Package, tmp_path: Path, empty_template: Any
) -> None:
    await migrate(seeded, BUILDINGS, package=package(moves.First, moves.Reshaped))
    assert await anatomy.rows(
        seeded, "SELECT id, name, storeys_below FROM building ORDER BY 1"
    ) == [
        (1, "Terveysasema", 0),
        (2, "unnamed", 0),
        (7, "Paloasema", 0),
    ]
    assert await anatomy.rows(seeded, "SELECT id, building_id FROM room ORDER BY 1") == [
        (1, 1),
        (2, 1),
        (3, 7),
    ]
    assert await anatomy.rows(seeded, "SELECT count(*) FROM lease") == [(3,)]
    fresh = Settings(database_url=f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    if empty_template.dialect == "postgres":
        fresh = await empty_template.copy(tmp_path)
        await anatomy.execute(fresh, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    migrated = await anatomy.tables(seeded)
    assert anatomy.differences(migrated, await _generated(fresh, BUILDINGS)) == []


async def test_down_brings_back_the_tables_and_every_row(
    seeded: Settings, package: Package
) -> None:
    both = package(moves.First, moves.Reshaped)
    before = await anatomy.tables(seeded)
    children = await anatomy.rows(seeded, "SELECT * FROM room ORDER BY 1")
    await migrate(seeded, BUILDINGS, package=both)
    assert await migrate(seeded, BUILDINGS, package=both, target="0001_move") == ["0002_move"]
    assert await anatomy.tables(seeded) == before
    assert await anatomy.rows(seeded, "SELECT id, note FROM building ORDER BY 1") == [
        (1, None),
        (2, None),
        (7, None),
    ]
    assert await anatomy.rows(seeded, "SELECT * FROM room ORDER BY 1") == children
    assert await anatomy.rows(seeded, "SELECT count(*) FROM lease") == [(3,)]


async def test_up_down_and_up_again_ends_where_up_did(seeded: Settings, package: Package) -> None:
    both = package(moves.First, moves.Extended)
    await migrate(seeded, BUILDINGS, package=both)
    once = await anatomy.tables(seeded)
    await migrate(seeded, BUILDINGS, package=both, target="0001_move")
    await migrate(seeded, BUILDINGS, package=both)
    assert await anatomy.tables(seeded) == once


async def test_a_reference_tightened_by_a_migration_holds(
    seeded: Settings, package: Package
) -> None:
    await migrate(seeded, BUILDINGS, package=package(moves.First, moves.Reshaped))
    with pytest.raises(Exception, match=r"(?i)foreign key constraint"):
        await anatomy.execute(seeded, "DELETE FROM building WHERE id = 7")


async def test_a_pair_stays_unique_through_a_rebuild(seeded: Settings, package: Package) -> None:
    await migrate(seeded, BUILDINGS, package=package(moves.First, moves.Reshaped))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await anatomy.execute(
            seeded,
            "INSERT INTO building (town, code, name, permit) VALUES ('Lieksa', 'A', 'x', 'P9')",
        )


async def test_a_number_once_given_is_not_given_again_after_a_rebuild(
    tmp_path: Path, package: Package
) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'numbers.sqlite3'}")
    await migrate(settings, BUILDINGS, package=package(moves.First))
    await anatomy.execute(settings, *SEED)
    await anatomy.execute(
        settings,
        "INSERT INTO building (id, town, code, permit) VALUES (40, 'Ilomantsi', 'A', 'P4')",
        "DELETE FROM building WHERE id = 40",
    )
    await migrate(settings, BUILDINGS, package=package(moves.First, moves.Reshaped))
    await anatomy.execute(
        settings,
        "INSERT INTO building (town, code, name, permit) VALUES ('Nurmes', 'A', 'x', 'P5')",
    )
    assert await anatomy.rows(settings, "SELECT max(id) FROM building") == [(41,)]


async def test_triggers_live_through_a_rebuild(tmp_path: Path, package: Package) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'triggers.sqlite3'}")
    await migrate(settings, BUILDINGS, package=package(moves.First, moves.Triggered))
    assert await anatomy.rows(
        settings, "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ) == [("kept",)]


async def test_indexes_taken_out_of_the_models_may_go_and_come_back(
    seeded: Settings, package: Package
) -> None:
    both = package(moves.First, moves.Released)
    before = await anatomy.tables(seeded)
    await migrate(seeded, BUILDINGS, package=both)
    await anatomy.execute(
        seeded, "INSERT INTO building (id, town, code, permit) VALUES (8, 'Lieksa', 'A', 'P1')"
    )
    await anatomy.execute(seeded, "DELETE FROM building WHERE id = 8")
    await migrate(seeded, BUILDINGS, package=both, target="0001_move")
    assert await anatomy.tables(seeded) == before


@pytest.mark.parametrize("losing", LOSING, ids=lambda cls: cls.__name__)
async def test_a_losing_migration_is_refused_and_nothing_has_changed(
    seeded: Settings, package: Package, losing: type[Any]
) -> None:
    before = await anatomy.dump(seeded)
    with pytest.raises(MigrationRefused):
        await migrate(seeded, BUILDINGS, package=package(moves.First, losing))
    assert await anatomy.dump(seeded) == before


async def test_a_failing_migration_leaves_nothing_even_where_it_asks_to(
    seeded: Settings, package: Package
) -> None:
    before = await anatomy.dump(seeded)
    with pytest.raises(OperationalError):
        await migrate(seeded, BUILDINGS, package=package(moves.First, moves.Commits))
    assert await anatomy.dump(seeded) == before


async def test_a_refused_first_migration_leaves_an_empty_database(
    empty: Settings, package: Package
) -> None:
    with pytest.raises((MigrationRefused, IntegrityError, OperationalError)):
        await migrate(empty, BUILDINGS, package=package(moves.First, moves.Commits))
    assert await anatomy.tables(empty) == {}
    assert await anatomy.rows(empty, _RECORD_TABLE[empty.sqlite_path is None]) == []


_RECORD_TABLE = {
    False: "SELECT name FROM sqlite_master WHERE name = 'tortoise_migrations'",
    True: "SELECT tablename FROM pg_tables WHERE tablename = 'tortoise_migrations'",
}


@pytest.mark.parametrize("said", [moves.LosesRowsAsSaid, moves.DropsTableAsSaid])
async def test_rows_go_where_the_migration_says_so(
    seeded: Settings, package: Package, said: type[Any]
) -> None:
    await migrate(seeded, BUILDINGS, package=package(moves.First, said))
    assert await anatomy.rows(seeded, "SELECT count(*) FROM building") == [(3,)]


async def test_rows_may_move_to_a_table_of_another_name(seeded: Settings, package: Package) -> None:
    with pytest.raises(MigrationRefused, match="lost the"):
        await migrate(seeded, BUILDINGS, package=package(moves.First, moves.LosesIndex))
    await migrate(seeded, BUILDINGS, package=package(moves.First, moves.MovesTable))
    assert await anatomy.rows(seeded, "SELECT count(*) FROM tenancy") == [(3,)]


@pytest.mark.parametrize(
    "use",
    [
        "UPDATE building SET owner = 'kunta' WHERE id = 1",
        "UPDATE building SET storeys_below = 1 WHERE id = 1",
        "UPDATE room SET twin_id = 7 WHERE id = 1",
        "INSERT INTO yard (id, building_id) VALUES (1, 1)",
    ],
)
async def test_down_is_refused_when_what_up_added_is_in_use(
    seeded: Settings, package: Package, use: str
) -> None:
    both = package(moves.First, moves.Extended)
    await migrate(seeded, BUILDINGS, package=both)
    await anatomy.execute(seeded, use)
    before = await anatomy.dump(seeded)
    with pytest.raises(MigrationRefused, match="would be lost"):
        await migrate(seeded, BUILDINGS, package=both, target="0001_move")
    assert await anatomy.dump(seeded) == before


async def test_down_to_nothing_is_refused_while_there_are_rows(
    seeded: Settings, package: Package
) -> None:
    with pytest.raises(MigrationRefused, match="holds rows"):
        await migrate(seeded, BUILDINGS, package=package(moves.First), target="__first__")
    await anatomy.execute(
        seeded,
        *(f"DELETE FROM {t}" for t in ("lease", "room", "building WHERE id = 2", "building")),
    )
    await migrate(seeded, BUILDINGS, package=package(moves.First), target="__first__")
    assert await anatomy.tables(seeded) == {}


async def test_a_database_of_another_version_is_left_alone(
    empty: Settings, package: Package
) -> None:
    await migrate(empty, BUILDINGS, package=package(moves.First, moves.Reshaped))
    before = await anatomy.dump(empty)
    with pytest.raises(MigrationRefused, match=r"another version .*\(0002_move\)"):
        await migrate(empty, BUILDINGS, package=package(moves.First))
    assert await anatomy.dump(empty) == before


async def test_the_file_is_copied_before_it_is_touched(tmp_path: Path, package: Package) -> None:
    path = tmp_path / "register.sqlite3"
    settings = Settings(database_url=f"sqlite:///{path}")
    await migrate(settings, BUILDINGS, package=package(moves.First))
    assert _copies(tmp_path) == []
    await anatomy.execute(settings, *SEED)
    before = await anatomy.dump(settings)
    await migrate(settings, BUILDINGS, package=package(moves.First, moves.Reshaped))
    assert _copies(tmp_path) == ["register.sqlite3.before-0002_move"]
    copy = tmp_path / "register.sqlite3.before-0002_move"
    with closing(sqlite3.connect(copy)) as opened_copy:
        assert opened_copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert await anatomy.dump(Settings(database_url=f"sqlite:///{copy}")) == before


RUNNER = """
import asyncio, sys
from server.kit.settings import Settings
from server.kit.store.migrate import migrate
url, package, module = sys.argv[1:]
print(asyncio.run(migrate(Settings(database_url=url), [module], package=package)))
"""


async def test_of_runners_at_once_one_does_all_and_the_rest_find_nothing_to_do(
    empty: Settings, package: Package, tmp_path: Path
) -> None:
    arguments = [empty.database_url, package(moves.First, moves.Reshaped), *BUILDINGS]
    runners = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            RUNNER,
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            env={"PYTHONPATH": f"{Path(__file__).parents[2]}:{tmp_path}"},
        )
        for _ in range(3)
    ]
    said = [(await runner.communicate())[0].decode().strip() for runner in runners]
    assert sorted(said) == ["['0001_move', '0002_move']", "[]", "[]"]


def test_statements_end_where_sqlite_says_they_do() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = 1; END;"
    script = f"CREATE TABLE a (b) /* one; two */;\n{trigger} INSERT INTO a VALUES (';')"
    assert list(statements(script)) == [
        "CREATE TABLE a (b) /* one; two */;",
        trigger,
        "INSERT INTO a VALUES (';')",
    ]


def _copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.before-*"))
