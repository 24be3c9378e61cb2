from __future__ import annotations

from collections import Counter

import pytest

from fixtures.loading import rows_of
from schema.vocabulary import Topic
from server.duties.rules import key_fault, statute_address

THEMES = {row["key"]: row for row in rows_of("themes")}
DUTIES = {row["key"]: row for row in rows_of("duties")}
BASES = rows_of("duty_legal_bases")
RULES = {row["key"]: row for row in rows_of("obligation_rules")}
LANGUAGES = ("fi", "sv", "en")


def test_guidance_names_four_themes_and_each_has_duties() -> None:
    assert list(THEMES) == [
        "resident-services",
        "wellbeing-promotion",
        "interoperability",
        "cooperation-structures",
    ]
    assert {row["theme"] for row in DUTIES.values()} == {*THEMES, ""}


def test_every_duty_and_theme_is_told_in_three_languages() -> None:
    for row in [*THEMES.values(), *DUTIES.values()]:
        for name in ("name", "description"):
            told = {row[f"{name}_{language}"] for language in LANGUAGES}
            assert len(told) == 3, row["key"]
            assert all(text == " ".join(text.split()) != "" for text in told)
        assert all(row[f"description_{language}"].endswith(".") for language in LANGUAGES)


def test_duties_stand_below_duties_that_come_before_them() -> None:
    keys = list(DUTIES)
    places = [int(row["place"]) for row in DUTIES.values()]
    assert places == sorted(set(places))
    for key, row in DUTIES.items():
        assert key_fault("key", key) is None
        if row["parent"]:
            assert keys.index(row["parent"]) < keys.index(key)
            assert DUTIES[row["parent"]]["parent"] == ""


def test_duties_are_about_known_topics() -> None:
    assert {row["topic"] for row in DUTIES.values()} <= set(Topic.__members__)


def test_a_legal_basis_that_yields_a_rule_names_the_section_of_the_rule() -> None:
    for row in BASES:
        assert row["duty"] in DUTIES
        assert statute_address(row["statute"]) is not None
        if row["rule"]:
            rule = RULES[row["rule"]]
            assert (row["statute"], row["section"]) == (rule["statute"], rule["section"])
        notes = [bool(row[f"note_{language}"]) for language in LANGUAGES]
        assert len(set(notes)) == 1


def test_a_duty_rests_on_a_section_once() -> None:
    counted = Counter((row["duty"], row["section"], row["statute"], row["rule"]) for row in BASES)
    assert counted.most_common(1)[0][1] == 1


def test_every_rule_between_county_and_municipality_belongs_to_a_duty() -> None:
    named = {row["rule"] for row in BASES}
    alone = [rule for key, rule in RULES.items() if key not in named]
    assert {rule["topic"] for rule in alone} == {"STEERING", "OTHER"}
    assert all("MUNICIPALITY" not in rule["parties"].split() for rule in alone)


@pytest.mark.parametrize(
    ("statute", "address"),
    [
        ("611/2021", "https://www.finlex.fi/fi/laki/ajantasa/2021/20210611"),
        ("39/1889", "https://www.finlex.fi/fi/laki/ajantasa/1889/18890039"),
        ("611/21", None),
        ("0611/2021", None),
        ("11111/2021", None),
        ("611/2021 14 §", None),
        ("", None),
    ],
)
def test_a_statutes_number_leads_to_its_text(statute: str, address: str | None) -> None:
    assert statute_address(statute) == address


@pytest.mark.parametrize("key", ["", "Uppercase", "two words", "-x", "x--y", "å", "x" * 81])
def test_a_key_of_another_form_is_refused(key: str) -> None:
    fault = key_fault("nationalKey", key)
    assert fault is not None
    assert (fault.path, fault.code) == (("nationalKey",), "NOT_A_DUTY_KEY")
