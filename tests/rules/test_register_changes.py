from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fixtures.loading import day, rows_of
from server.kit.findings import Finding, Findings
from server.register.rules import (
    Change,
    ChangeKind,
    Municipality,
    RegisterPlan,
    is_valid_on,
    plan_changes,
)

NEW_YEAR = date(2027, 1, 1)
COUNTIES = frozenset(row["code"] for row in rows_of("register/counties"))


REGISTER = [
    Municipality(
        code=row["code"],
        name_fi=row["name_fi"],
        name_sv=row["name_sv"],
        name_en=row["name_en"],
        language_status=row["language_status"],
        county=row["county"] or None,
        ends_on=day(row["ends_on"]),
        successor=row["successor"] or None,
    )
    for row in rows_of("register/municipalities")
]


def with_changes(**changed: Municipality | None) -> list[Municipality]:
    """The register with some municipalities put in another way, or left out."""
    rows = {f"m{row.code}": row for row in REGISTER} | changed
    return [row for row in rows.values() if row is not None]


def municipality(code: str) -> Municipality:
    return next(row for row in REGISTER if row.code == code)


def plan(incoming: list[Municipality], on: date = NEW_YEAR) -> RegisterPlan:
    return plan_changes(REGISTER, incoming, on, counties=COUNTIES)


def warned(found: RegisterPlan) -> list[str]:
    return [finding.code for finding in found.findings.warnings]


def refused(found: RegisterPlan) -> list[str]:
    return [finding.code for finding in found.findings.refusals]


@pytest.mark.parametrize("on", [date(2025, 1, 1), date(2026, 11, 21), NEW_YEAR])
def test_the_same_list_again_changes_nothing(on: date) -> None:
    assert plan(REGISTER, on) == RegisterPlan((), Findings())


def test_pertunmaa_merges_into_mantyharju_when_the_list_of_2025_comes() -> None:
    before = [
        replace(row, ends_on=None, successor=None) if row.code == "588" else row for row in REGISTER
    ]
    found = plan_changes(before, REGISTER, date(2025, 1, 1), counties=COUNTIES)
    merger = Change(ChangeKind.MERGED, "588", date(2025, 1, 1), other="507")
    assert found == RegisterPlan((merger,), Findings())


def test_a_municipality_that_is_missing_ends_and_its_successor_is_asked_for() -> None:
    found = plan(with_changes(m020=None))
    assert found.changes == (Change(ChangeKind.ENDED, "020", NEW_YEAR),)
    assert warned(found) == ["SUCCESSOR_MISSING"]


def test_two_municipalities_that_form_a_new_one_come_after_it() -> None:
    last_day = date(2026, 12, 31)
    new = Municipality("999", "Uusikunta", "Nykommun", "Uusikunta", "UNILINGUAL_FI", "08")
    gone = {
        f"m{code}": replace(municipality(code), ends_on=last_day, successor="999")
        for code in ("020", "908")
    }
    found = plan(with_changes(m999=new, **gone))
    kinds = [(change.kind, change.code, change.other) for change in found.changes]
    assert kinds == [
        (ChangeKind.NEW, "999", "08"),
        (ChangeKind.MERGED, "020", "999"),
        (ChangeKind.MERGED, "908", "999"),
    ]
    assert found.findings == Findings()


def test_a_move_a_rename_and_a_language_are_told_apart() -> None:
    other = replace(
        municipality("291"),
        county="15",
        name_sv="Nykuhmois",
        language_status="BILINGUAL_FI_MAJORITY",
    )
    found = plan(with_changes(m291=other))
    assert [change.kind for change in found.changes] == [
        ChangeKind.MOVED,
        ChangeKind.RENAMED,
        ChangeKind.LANGUAGE,
    ]
    assert found.changes[0] == Change(ChangeKind.MOVED, "291", NEW_YEAR, "15", ("08",), ("15",))
    assert found.findings == Findings()


def test_what_cannot_be_true_is_refused() -> None:
    akaa = municipality("020")
    gone = replace(akaa, ends_on=date(2026, 12, 31), successor="998")
    assert refused(plan([])) == ["NOTHING_VALID"]
    assert refused(plan([*REGISTER, akaa])) == ["CODE_TWICE"]
    assert refused(plan(with_changes(m020=replace(akaa, county="90")))) == ["UNKNOWN_COUNTY"]
    assert refused(plan(with_changes(m020=replace(akaa, name_fi=" ")))) == ["NAME_MISSING"]
    assert refused(plan(with_changes(m020=gone))) == ["UNKNOWN_SUCCESSOR"]
    assert "INVALID_CODE" in refused(plan(with_changes(m020=replace(akaa, code="20"))))


@pytest.mark.parametrize(
    ("code", "heir", "codes"),
    [
        ("091", "049", ["OUTSIDE_THE_COUNTIES"]),  # Helsinki into Espoo
        ("091", "170", ["OUTSIDE_THE_COUNTIES"]),  # Helsinki into Jomala
        ("170", "702", ["OUTSIDE_THE_COUNTIES"]),  # Jomala into Ruovesi
        ("702", "170", ["OUTSIDE_THE_COUNTIES"]),  # Ruovesi into Jomala
        ("170", "043", []),  # Jomala into Eckerö
        ("753", "091", []),  # Sipoo into Helsinki
    ],
)
def test_no_merger_moves_helsinki_or_aland_into_the_counties(
    code: str, heir: str, codes: list[str]
) -> None:
    gone = replace(municipality(code), ends_on=date(2026, 12, 31), successor=heir)
    assert refused(plan(with_changes(**{f"m{code}": gone}))) == codes


def test_a_list_older_than_the_last_change_is_refused() -> None:
    last = date(2027, 1, 1)
    found = plan_changes(
        REGISTER, REGISTER, date(2026, 1, 1), counties=COUNTIES, last_change_on=last
    )
    expected = Finding.of("BEFORE_LAST_CHANGE", on="2026-01-01", last="2027-01-01")
    assert found.findings.refusals == (expected,)
    again = plan_changes(REGISTER, REGISTER, last, counties=COUNTIES, last_change_on=last)
    assert again.findings == Findings()


def test_what_is_unusual_is_warned_of() -> None:
    akaa = municipality("020")
    across = replace(akaa, ends_on=date(2026, 12, 31), successor="109")
    assert warned(plan(with_changes(m020=across))) == ["MERGED_ACROSS_COUNTIES"]
    assert warned(plan(with_changes(m020=replace(akaa, county=None)))) == ["COUNTY_LEFT"]
    assert warned(plan(REGISTER, date(2027, 6, 1))) == []
    renamed = with_changes(m020=replace(akaa, name_sv="Nyackas"))
    assert warned(plan(renamed, date(2027, 6, 1))) == ["NOT_NEW_YEAR"]
    back = replace(municipality("588"), ends_on=None, successor=None)
    assert warned(plan(with_changes(m588=back))) == ["CODE_WAS_ENDED"]


def test_an_organisation_without_a_start_is_older_than_the_register() -> None:
    assert is_valid_on(None, date(2024, 12, 31), date(2024, 12, 31))
    assert not is_valid_on(None, date(2024, 12, 31), date(2025, 1, 1))
    assert not is_valid_on(date(2027, 1, 1), None, date(2026, 12, 31))
