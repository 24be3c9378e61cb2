from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from fixtures import cast
from fixtures.loading import rows_of
from server.cli.telling import FATES, HEADINGS, REMEDY, WRONG
from server.identity.actor import Role
from server.register import service
from server.register.models import CountyMembership, Organisation
from server.register.municipality_file import REMEDIES
from server.register.rules import ChangeKind, Fate, HeldKind
from server.register.service import BodyInput, SeatInput, UnitInput, Wording
from tests.cli.conftest import Shell

NEW_YEAR, EVE = date(2027, 1, 1), date(2026, 12, 31)
SOURCE = ("--source", "Keksitty päätös")
URJALA_INTO_AKAA = {"887": {"ends_on": "2026-12-31", "successor": "020"}}
REFORM = {
    **URJALA_INTO_AKAA,
    "619": {"county": "07"},
    "922": {"name_fi": "Uusilahti"},
}

Edits = dict[str, dict[str, str]]


def written(folder: Path, edits: Edits) -> Path:
    """The product's own list of municipalities with some cells changed."""
    rows = {row["code"]: row for row in rows_of("register/municipalities")}
    path = folder / "municipalities.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(next(iter(rows.values()))))
        table.writeheader()
        table.writerows(row | edits.get(code, {}) for code, row in rows.items())
    return path


async def negotiated() -> None:
    """The county keeps its record, has met Urjala, means to meet it again, and has a round."""
    await cast.county_in_use()
    await cast.round_started(title="Kierros")
    await cast.held(date(2026, 3, 10), ["887"])
    await cast.planned("887", meets_on=date(2027, 2, 2))


def test_a_dry_run_tells_what_a_merger_touches_and_changes_nothing(
    either: Shell, tmp_path: Path
) -> None:
    either.inside(negotiated)
    path, before = written(tmp_path, REFORM), either.head()
    told = either.said("register", "import", path, "--on", NEW_YEAR)
    assert either.head() == before
    lines = [line.strip() for line in told.splitlines()]
    merger = lines.index("887 Urjala merges into 020 Akaa")
    assert lines[merger - 1] == "Mergers: 1"
    county = "Pirkanmaan hyvinvointialue"
    due, ahead, running = lines[merger + 1 : merger + 4]
    under_14 = "611/2021 14 §: Pirkanmaan hyvinvointialue"
    assert due.startswith(
        f"obligations: 14: {under_14} – Akaa 2025-2029; {under_14} – Urjala 2025-2029; "
    )
    assert "; 612/2021 6 § 3 mom.: Pirkanmaan hyvinvointialue – Urjala 2025-2029; " in due
    assert ahead == "negotiations not held yet: 1: Neuvottelu (2027-02-02)"
    assert running == "rounds: 1: Kierros (until 2027-05-31)"
    assert f"619 Punkalaidun: {county} → Kanta-Hämeen hyvinvointialue" in lines
    assert lines[-1].startswith("Nothing was changed. To make it so: --seen ")


def test_a_dry_run_tells_what_becomes_of_units_bodies_seats_and_contacts(
    either: Shell, tmp_path: Path
) -> None:
    async def recorded() -> None:
        urjala = cast.actor("municipality:887", Role.ADMIN)
        unit = UnitInput(Wording("Sivistys"), date(2020, 1, 1))
        await service.register_unit(urjala, cast.TODAY, unit)
        group = BodyInput("WORKING_GROUP", Wording("Ryhmä"))
        made = await service.register_body(cast.recorder_of_the_county, cast.TODAY, group)
        seat = SeatInput("municipality:887", "MEMBER", date(2026, 1, 1))
        assert made.subject is not None
        body = made.subject[1]
        by = cast.recorder_of_the_county
        await service.seat_organisation(by, cast.TODAY, body, None, seat)

    either.inside(recorded)
    path = written(tmp_path, URJALA_INTO_AKAA)
    told = either.said("register", "import", path, "--on", NEW_YEAR)
    lines = [line.strip() for line in told.splitlines()]
    assert "units that go on with the successor: 1: Sivistys" in lines
    assert "seats that end: 1: Ryhmä, to be filled by the successor" in lines
    merge = ("register", "merge", "--municipality", "887", "--into", "020", "--on", NEW_YEAR)
    told = either.said(*merge, *SOURCE)
    warning = "Warning: The seat of Urjala in Ryhmä falls vacant."
    assert any(line.startswith(warning) for line in told.splitlines())


def test_an_applied_merger_keeps_the_history_and_judges_the_successor_by_rule(
    either: Shell, tmp_path: Path
) -> None:
    either.inside(negotiated)
    path = written(tmp_path, REFORM)
    told = either.said("register", "import", path, "--on", NEW_YEAR, "--apply")
    assert "Done, in one act:" in told
    assert "RegisterChange: 3 written" in told

    async def look() -> tuple[str, str, str, str]:
        urjala = await cast.organisation("municipality:887")
        akaa = await cast.organisation("municipality:020")
        assert (urjala.ends_on, urjala.successor_id) == (EVE, akaa.id)
        return (
            await cast.status_of("887", EVE),
            await cast.status_of("887", NEW_YEAR),
            await cast.status_of("020", NEW_YEAR),
            (await cast.standing_of("020", NEW_YEAR)).because,
        )

    before, after, successor, because = either.inside(look)
    assert (before, after, successor) == ("FULFILLED", "FULFILLED", "NOT_STARTED")
    assert "PREDECESSOR_NEGOTIATED" in because
    assert either.head().first_fault is None
    again = either.said("register", "import", path, "--on", NEW_YEAR, "--apply")
    assert again == "Nothing would change.\n"


def test_an_import_is_refused_when_the_register_is_not_the_one_seen(
    shell: Shell, tmp_path: Path
) -> None:
    path = written(tmp_path, REFORM)
    told = shell.said("register", "import", path, "--on", NEW_YEAR)
    seen = told.split("--seen ")[1].split()[0]
    merger = ("--municipality", "291", "--into", "635", "--on", NEW_YEAR, *SOURCE)
    shell.said("register", "merge", *merger, "--apply")
    before = shell.head()
    apply = ("register", "import", path, "--on", NEW_YEAR, "--apply", "--seen")
    assert "The register has changed" in shell.refused(*apply, seen)
    assert "The register has changed" in shell.refused(*apply, "")
    assert shell.head() == before


def test_a_broken_file_is_told_by_line_column_and_remedy(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path, {"020": {"code": "20x"}, "108": {"ends_on": "31.12.2026"}})
    lines = path.read_text(encoding="utf-8").splitlines()
    akaa = next(n for n, line in enumerate(lines, 1) if line.startswith("20x,"))
    hameenkyro = next(n for n, line in enumerate(lines, 1) if line.startswith("108,"))
    for apply in ((), ("--apply",)):
        told = shell.refused("register", "import", path, "--on", NEW_YEAR, *apply)
        assert told.splitlines() == [
            f"line {akaa}, column code: not a municipality's code (20x); write three digits",
            f"line {hameenkyro}, column ends_on: not a day (31.12.2026); write YYYY-MM-DD",
            "The list may not be applied. Nothing was changed.",
        ]


def test_a_list_for_a_day_before_the_last_change_is_refused_in_words(
    shell: Shell, tmp_path: Path
) -> None:
    path, before = written(tmp_path, REFORM), shell.head()
    told = shell.refused("register", "import", path, "--on", "2024-01-01", "--apply")
    assert "Refused: The register was last changed 1 Jan 2025." in told
    assert "Moves to another county: 1" in told
    assert shell.head() == before


def test_a_doubt_is_told_and_does_not_stand_in_the_way(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path, {"887": {"ends_on": "2026-12-31"}})
    told = shell.said("register", "import", path, "--on", NEW_YEAR)
    assert "Ended without a successor: 1\n  887 Urjala\n" in told
    assert "Warning: Urjala is not in the list and has no successor." in told


def test_every_thing_a_file_can_lack_has_its_words() -> None:
    assert set(WRONG) == set(REMEDIES)
    assert set(REMEDY) == set(REMEDIES.values())
    assert set(HEADINGS) == set(ChangeKind)


def test_a_merger_into_a_new_municipality_is_told_and_then_made(shell: Shell) -> None:
    names = ("--name-fi", "Uusila", "--name-sv", "Nyby", "--name-en", "Uusila")
    merger = (
        *("register", "merge", "--municipality", "020", "--municipality", "887"),
        *("--into-new", "999", "--county", "08", *names, "--on", NEW_YEAR, *SOURCE),
    )
    before = shell.head()
    told = shell.said(*merger)
    assert "Mergers: 2\n  020 Akaa merges into 999\n" in told
    assert "Founded: 1\n  999 Uusila / Nyby / Uusila in Pirkanmaan hyvinvointialue\n" in told
    assert shell.head() == before
    assert "Done, in one act:" in shell.said(*merger, "--apply")

    async def counties() -> list[str]:
        rows = CountyMembership.filter(municipality__code="999").select_related("county")
        return [f"{row.county.code} {row.starts_on}" for row in await rows]

    assert shell.inside(counties) == [f"08 {NEW_YEAR}"]
    assert "new.code" in shell.refused(*merger, "--apply")


def test_a_move_is_told_and_then_made(shell: Shell) -> None:
    move = ("register", "move", "--municipality", "619", "--county", "07", "--on", NEW_YEAR)
    told = shell.said(*move, *SOURCE)
    assert "619 Punkalaidun: Pirkanmaan hyvinvointialue → Kanta-Hämeen hyvinvointialue" in told
    shell.said(*move, *SOURCE, "--apply")
    assert "619" in shell.inside(lambda: cast.municipalities_of("07", NEW_YEAR))
    assert "nothing would change" in shell.refused(*move, *SOURCE, "--apply")


def test_a_new_name_leaves_the_other_names_as_they_are(shell: Shell) -> None:
    rename = ("register", "rename", "municipality:837", "--name-fi", "Uusi Tampere")
    given = (*rename, "--on", "2026-01-01", *SOURCE)
    assert "Tampere / Tammerfors / Tampere → Uusi Tampere / Tammerfors / Tampere" in shell.said(
        *given
    )
    shell.said(*given, "--apply")

    async def names() -> tuple[str, str | None]:
        row = await Organisation.get(organisation_code="municipality:837")
        return row.name_fi, row.name_sv

    assert shell.inside(names) == ("Uusi Tampere", "Tammerfors")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("merge", "--municipality", "020", "--into", "020"), 1, "cannot merge into itself: Akaa"),
        (("merge", "--municipality", "99x", "--into", "020"), 1, "No municipality has the code"),
        (("merge", "--municipality", "020"), 2, "either --into or --into-new"),
        (("merge", "--into", "020"), 2, "--municipality"),
        (("move", "--municipality", "020", "--county", "77"), 1, "No county has the code 77"),
        (("rename", "municipality:020", "--name-fi", "X"), 1, "in the future"),
    ],
)
def test_a_single_change_that_cannot_be_is_refused_in_words(
    shell: Shell, arguments: tuple[str, ...], code: int, said: str
) -> None:
    given = ("register", *arguments, "--on", NEW_YEAR, *SOURCE)
    assert said in shell.refused(*given, code=code)
    assert said in shell.refused(*given, "--apply", code=code)


def test_an_unknown_organisation_gets_no_name(shell: Shell) -> None:
    rename = ("register", "rename", "municipality:000", "--name-fi", "X", "--on", "2026-01-01")
    assert "No organisation has the code municipality:000" in shell.refused(*rename, *SOURCE)


def test_a_day_in_another_order_is_wrong_use(shell: Shell) -> None:
    told = shell.refused("register", "import", __file__, "--on", "1.1.2027", code=2)
    assert "1.1.2027 is not a day: write it as YYYY-MM-DD" in told


def test_every_fate_that_changes_something_has_its_words() -> None:
    of = {
        HeldKind.UNIT: {Fate.GOES_ON, Fate.PASSES, Fate.ENDS, Fate.TAKEN_BACK},
        HeldKind.CONTACT: {Fate.GOES_ON, Fate.PASSES, Fate.ENDS, Fate.TAKEN_BACK},
        HeldKind.SEAT: {Fate.ENDS, Fate.TAKEN_BACK},
        HeldKind.BODY: {Fate.ENDS, Fate.PASSES, Fate.LEAVES},
    }
    cases = {(row["kind"], row["fate"]) for row in rows_of("register_merger_cases")}
    assert set(FATES) == {(kind, fate) for kind, fates in of.items() for fate in fates}
    assert set(FATES) == {(kind, fate) for kind, fate in cases if fate != "STAYS"}
