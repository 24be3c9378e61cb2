from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from fixtures.loading import rows_of
from server.identity.actor import Role
from server.journal.service import verify
from server.kit.errors import Conflict, InvalidInput, NotAllowed
from server.kit.store.columns import texts
from server.obligations.effects import effects
from server.obligations.models import Obligation
from server.obligations.standings import differing
from server.register import service
from server.register.models import Body, BodyOwner
from server.register.rules import ChangeKind
from server.register.service import BodyInput, MergerInput, Wording
from tests.services.conftest import refused

pytestmark = pytest.mark.usefixtures("registered")

NEW_YEAR = date(2027, 1, 1)
Rows = dict[str, dict[str, str]]
Write = Callable[[Rows], Path]


@pytest.fixture
def rows() -> Rows:
    """The product's own list of municipalities by code, to be changed by a test."""
    return {row["code"]: row for row in rows_of("register/municipalities")}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(rows: Rows) -> Path:
        path = tmp_path / "municipalities.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(next(iter(rows.values()))))
            table.writeheader()
            table.writerows(rows.values())
        return path

    return written


def reformed(rows: Rows) -> Rows:
    """Urjala merges into Akaa, Punkalaidun moves to Kanta-Häme, Vesilahti gets another name."""
    rows["887"] |= {"ends_on": "2026-12-31", "successor": "020"}
    rows["619"] |= {"county": "07"}
    rows["922"] |= {"name_fi": "Uusilahti"}
    return rows


async def test_the_list_the_product_came_with_changes_nothing(rows: Rows, write: Write) -> None:
    plan = await service.plan_import(write(rows), NEW_YEAR)
    assert (plan.changes, plan.faults, plan.may_be_applied) == ((), (), True)


async def test_a_dry_run_tells_every_change_and_what_it_touches(rows: Rows, write: Write) -> None:
    round_id = await cast.round_started()
    ahead = await cast.planned("887", meets_on=date(2027, 2, 2))
    await cast.held(date(2026, 3, 10), ["887"])
    path = write(reformed(rows))
    before = await verify()
    plan = await service.plan_import(path, NEW_YEAR)
    told = await effects(plan.changes)
    assert await verify() == before
    assert [(change.kind, change.code) for change in plan.changes] == [
        (ChangeKind.MERGED, "887"), (ChangeKind.MOVED, "619"), (ChangeKind.RENAMED, "922"),
    ]  # fmt: skip
    merger = told[0]
    pair = {(await cast.obligation_of(code)).id for code in ("887", "020")}
    assert set(merger.obligations) >= pair
    touched = Obligation.filter(id__in=merger.obligations)
    assert set(await texts(touched, "municipality__code")) == {"887", "020"}
    assert merger.negotiations == (ahead,)
    assert merger.rounds == (round_id,)
    assert (await cast.obligation_of("619")).id in told[1].obligations


async def test_an_import_is_carried_out_whole_and_only_once(rows: Rows, write: Write) -> None:
    await cast.county_in_use()
    path = write(reformed(rows))
    plan = await service.plan_import(path, NEW_YEAR)
    async with refused(NotAllowed):
        await service.apply_import(cast.admin_of_the_county, TODAY, plan)
    outcome = await service.apply_import(cast.platform_admin, TODAY, plan)
    assert outcome.facts == {"changes": 3}
    assert await cast.status_of("887", NEW_YEAR) == "NOT_APPLICABLE"
    assert await cast.status_of("619", NEW_YEAR, county="07") == "NO_RECORD"
    assert (await cast.organisation("municipality:922")).name_fi == "Uusilahti"
    assert len(await cast.municipalities_of(on=NEW_YEAR)) == 21
    assert not [each async for each in differing(TODAY)]
    async with refused(Conflict):
        await service.apply_import(cast.platform_admin, TODAY, plan)
    assert (await service.plan_import(path, NEW_YEAR)).changes == ()


async def test_a_municipality_without_successor_leaves_its_joint_bodies_to_the_others(
    rows: Rows, write: Write
) -> None:
    urjala = cast.actor("municipality:887", Role.EDITOR)
    owners = ("municipality:887", "county:08")
    given = BodyInput("NETWORK", Wording("Verkosto"), owners)
    outcome = await service.register_body(urjala, TODAY, given)
    assert outcome.subject is not None
    rows["887"] |= {"ends_on": "2026-12-31"}
    plan = await service.plan_import(write(rows), NEW_YEAR)
    await service.apply_import(cast.platform_admin, TODAY, plan)
    body = await Body.get(id=outcome.subject[1])
    assert body.keeper_id == (await cast.organisation("county:08")).id
    assert body.ends_on is None
    ended = await BodyOwner.get(body_id=body.id, organisation__code="887")
    assert ended.ends_on == date(2026, 12, 31)


async def test_a_list_for_a_day_that_cannot_be_is_refused(rows: Rows, write: Write) -> None:
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        plan = await service.plan_import(write(rows), day)
        assert [each.code for each in plan.findings.refusals] == ["DAY_NOT_PLAUSIBLE"]


async def test_a_plan_for_another_register_is_refused(rows: Rows, write: Write) -> None:
    plan = await service.plan_import(write(reformed(rows)), NEW_YEAR)
    merger = MergerInput(("291",), "635", NEW_YEAR, "Keksitty päätös")
    await service.record_merger(cast.platform_admin, TODAY, merger)
    async with refused(Conflict):
        await service.apply_import(cast.platform_admin, TODAY, plan)


async def test_rows_that_cannot_be_read_are_told_and_nothing_is_planned(
    rows: Rows, write: Write
) -> None:
    rows["020"] |= {"code": "20x", "county": "99"}
    rows["108"] |= {"name_sv": "", "ends_on": "31.12.2026"}
    plan = await service.plan_import(write(rows), NEW_YEAR)
    told = {(fault.column, fault.code, fault.remedy) for fault in plan.faults}
    assert told == {
        ("code", "INVALID_CODE", "WRITE_THREE_DIGITS"),
        ("county", "INVALID_COUNTY", "WRITE_TWO_DIGITS_OR_LEAVE_EMPTY"),
        ("name_sv", "REQUIRED", "FILL_IN"),
        ("ends_on", "INVALID_DATE", "WRITE_YEAR_MONTH_DAY"),
    }
    lines = {fault.line for fault in plan.faults}
    assert lines == {list(rows).index("020") + 2, list(rows).index("108") + 2}
    assert plan.changes == ()
    async with refused(InvalidInput):
        await service.apply_import(cast.platform_admin, TODAY, plan)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "COLUMN_MISSING"),
        (b"code;name_fi\n020;Akaa\n", "COLUMN_MISSING"),
        ("code,name_fi\n020,Ähtäri".encode("latin-1"), "NOT_UTF8"),
        (b"x" * 2_000_001, "TOO_LARGE"),
        (b"code,name_fi,name_sv,name_en,county,language_status\n020,Akaa\n", "CELLS_MISSING"),
    ],
)
async def test_a_file_of_another_kind_says_what_is_wrong(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    plan = await service.plan_import(path, NEW_YEAR)
    assert code in {fault.code for fault in plan.faults}
    assert not plan.may_be_applied


async def test_an_import_before_the_last_change_is_refused(rows: Rows, write: Write) -> None:
    plan = await service.plan_import(write(reformed(rows)), date(2024, 1, 1))
    assert "BEFORE_LAST_CHANGE" in {each.code for each in plan.findings.refusals}
    async with refused(InvalidInput):
        await service.apply_import(cast.platform_admin, TODAY, plan)
