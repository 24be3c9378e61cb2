from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from fixtures.loading import rows_of
from server.kit.codes import business_id, county_code, municipality_code, organisation_code
from server.kit.period import Period, day_after
from tests.rules.case_notation import TERMS

TODAY = "2026-11-21"
MUNICIPALITIES = rows_of("register/municipalities")
VALID = [row for row in MUNICIPALITIES if not row["ends_on"] or row["ends_on"] >= TODAY]
COUNTIES = {row["code"]: row for row in rows_of("register/counties")}
MEMBERSHIPS = rows_of("register/county_memberships")
CODES = (
    {f"municipality:{row['code']}" for row in MUNICIPALITIES}
    | {f"county:{code}" for code in COUNTIES}
    | {row["organisation_code"] for row in rows_of("register/organisations")}
)


def test_308_municipalities_are_valid_today() -> None:
    assert len(VALID) == len({row["code"] for row in VALID}) == 308
    scopes = Counter(row["scope"] for row in VALID)
    assert scopes == {"COUNTY": 291, "OUTSIDE_REFORM": 16, "OWN_ORGANISER": 1}


def test_every_code_is_in_its_one_form() -> None:
    for row in MUNICIPALITIES:
        assert municipality_code(row["code"]) == row["code"]
    for code in COUNTIES:
        assert county_code(code) == code
    for code in CODES:
        assert organisation_code(code) == code
    for row in [*MUNICIPALITIES, *COUNTIES.values(), *rows_of("register/organisations")]:
        if row["business_id"]:
            assert business_id(row["business_id"]) == row["business_id"]


def test_every_organisation_has_a_name_in_three_languages() -> None:
    named = [*MUNICIPALITIES, *COUNTIES.values(), *rows_of("register/organisations")]
    named += [*rows_of("register/collaborative_areas"), *rows_of("obligation_rules")]
    for row in named:
        for language in ("fi", "sv", "en"):
            name = row[f"name_{language}"]
            assert name
            assert name == name.strip()


def test_every_valid_municipality_of_a_county_belongs_to_one_and_no_other_does() -> None:
    today = [row for row in MEMBERSHIPS if not row["ends_on"] or row["ends_on"] >= TODAY]
    assert Counter(row["municipality"] for row in today).most_common(1)[0][1] == 1
    assert {row["municipality"] for row in today} == {
        row["code"] for row in VALID if row["scope"] == "COUNTY"
    }
    assert {row["county"] for row in today} == set(COUNTIES)
    assert "091" not in {row["municipality"] for row in MEMBERSHIPS}


def test_counties_have_as_many_municipalities_as_is_known() -> None:
    today = Counter(row["county"] for row in MEMBERSHIPS if not row["ends_on"])
    assert (today["08"], today["19"], today["05"], today["04"]) == (23, 30, 27, 2)
    assert sum(today.values()) == 291


def test_population_adds_up_to_the_country() -> None:
    people = {row["code"]: int(row["population"]) for row in VALID}
    aland = sum(people[row["code"]] for row in VALID if row["scope"] == "OUTSIDE_REFORM")
    assert (sum(people.values()), aland) == (5_635_971, 30_654)


def test_every_successor_exists_and_begins_where_the_merged_one_ended() -> None:
    codes = {row["code"] for row in VALID}
    ended = [row for row in MUNICIPALITIES if row["ends_on"]]
    assert {(row["code"], row["ends_on"], row["successor"]) for row in ended} == {
        ("588", "2024-12-31", "507"),
        ("099", "2020-12-31", "214"),
    }
    changes = {row["organisation"]: row for row in rows_of("register/register_changes")}
    for row in ended:
        change = changes[f"municipality:{row['code']}"]
        assert row["successor"] in codes
        assert change["other"] == f"municipality:{row['successor']}"
        assert change["on"] == day_after(date.fromisoformat(row["ends_on"])).isoformat()


def test_pertunmaa_belonged_to_south_savo_until_it_merged() -> None:
    (row,) = [row for row in MEMBERSHIPS if row["municipality"] == "588"]
    assert (row["county"], row["starts_on"], row["ends_on"]) == ("12", "2021-07-01", "2024-12-31")


def test_marks_are_three_letters_and_unique_within_a_county() -> None:
    assert {row["name_fi"] for row in VALID if len(row["mark"]) != 3} == {"Ii"}
    marks = Counter((row["county"] or row["scope"], row["mark"]) for row in MUNICIPALITIES)
    assert marks.most_common(1)[0][1] == 1


def test_every_county_has_a_tile_of_its_own() -> None:
    tiles = {(row["tile_column"], row["tile_row"]) for row in COUNTIES.values()}
    assert len(tiles) == len(COUNTIES) == 21
    assert ("3", "8") not in tiles  # Helsinki's


def test_collaborative_areas_cover_every_organiser_once() -> None:
    members = [row["organisation"] for row in rows_of("register/area_memberships")]
    organisers = {f"county:{code}" for code in COUNTIES} | {"municipality:091", "hus"}
    assert len(members) == len(set(members))
    assert set(members) == organisers
    assert {row["coordinator"] for row in rows_of("register/collaborative_areas")} <= organisers


@pytest.mark.parametrize("kind", ["COUNTY", "MUNICIPAL"])
def test_terms_of_a_council_follow_one_another(kind: str) -> None:
    terms = [row for row in rows_of("register/council_terms") if row["kind"] == kind]
    for before, after in pairwise(terms):
        assert day_after(date.fromisoformat(before["ends_on"])).isoformat() == after["starts_on"]
    for row in terms:
        assert row["key"] == f"{row['starts_on'][:4]}-{row['ends_on'][:4]}"


def test_case_table_uses_the_terms_of_the_register() -> None:
    written = {
        row["key"]: Period(date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"]))
        for row in rows_of("register/council_terms")
        if row["kind"] == "COUNTY"
    }
    assert written == TERMS
