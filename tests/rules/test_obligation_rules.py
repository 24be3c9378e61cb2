from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from fixtures.loading import rows_of
from schema.obligations.enums import Cadence, Tracking
from schema.vocabulary import Topic
from server.kit.period import day_after

RULES = rows_of("obligation_rules")
BY_KEY = {row["key"]: row for row in RULES}
LANGUAGES = ("fi", "sv", "en")
# Who bears a rule, one obligation for each; then what a period of it may be.
UNITS = {
    "PAIR": {"COUNTY_COUNCIL_TERM", "CALENDAR_YEAR"},
    "COUNTY": {"COUNTY_COUNCIL_TERM", "CALENDAR_YEAR", "P4Y", "DEADLINE:12-31"},
    "MUNICIPALITY": {
        "MUNICIPAL_COUNCIL_TERM",
        "ON_EVENT:municipal-wellbeing-report-and-plan",
    },
    "MUNICIPALITY_AND_HELSINKI": {"MUNICIPAL_COUNCIL_TERM", "CALENDAR_YEAR", "P4Y"},
    "HELSINKI": {"MUNICIPAL_COUNCIL_TERM", "CALENDAR_YEAR"},
    "HUS": {"COUNTY_COUNCIL_TERM"},
    "MINISTRY_ORGANISER": {"CALENDAR_YEAR"},
    "COLLABORATIVE_AREA": {"COUNTY_COUNCIL_TERM", "CALENDAR_YEAR"},
    "BILINGUAL_COUNTIES": set(),
    "EMPLOYMENT_AREA": {"P5Y"},
    "HUS_AGREEMENT": {"COUNTY_COUNCIL_TERM"},
}
PERIODS = {
    "COUNTY_COUNCIL_TERM": "COUNCIL_TERM",
    "MUNICIPAL_COUNCIL_TERM": "COUNCIL_TERM",
    "CALENDAR_YEAR": "CALENDAR_YEAR",
    "P4Y": "INTERVAL",
    "P5Y": "INTERVAL",
    "DEADLINE": "DEADLINE",
    "ON_EVENT": "ON_EVENT",
}
KINDS = {
    "NEGOTIATION": {"NEGOTIATION"},
    "PLAN": {"PLAN_APPROVED", "DELIVERED"},
    "REPORT": {"REPORT_TAKEN", "DELIVERED"},
    "AGREEMENT": {"AGREEMENT_APPROVED", "AGREEMENT_IN_FORCE", "DELIVERED"},
    "BODY": {"BODY_IN_OFFICE"},
    "NOTIFICATION": {"DELIVERED"},
    "COOPERATION": {"PLAN_APPROVED", "BODY_IN_OFFICE"},
    "DECISION": set(),
    "DATA_SUPPLY": set(),
}
PARTIES = {
    "COUNTY",
    "MUNICIPALITY",
    "MINISTRY",
    "COLLABORATIVE_AREA",
    "HUS_GROUP",
    "HELSINKI",
    "OTHER",
}
SECTION = re.compile(r"\d+( [a-z])?([–,] ?\d+)* §( \d([–,] ?\d)* mom\.)?")


def _of_class(tracking: str) -> list[dict[str, str]]:
    return [row for row in RULES if row["tracking"] == tracking]


def test_the_catalogue_has_65_entries_of_which_one_yields_two_rules() -> None:
    entries = Counter(row["entry"] for row in RULES)
    assert (len(RULES), len(entries)) == (66, 65)
    assert [entry for entry, rules in entries.items() if rules > 1] == [
        "helsinki-hus-wellbeing-plan"
    ]
    assert set(entries) <= set(BY_KEY)


@pytest.mark.parametrize(
    ("tracking", "entries", "rules"),
    [("TRACKED", 24, 25), ("STANDING", 5, 5), ("REFERENCE", 36, 36)],
)
def test_entries_are_tracked_standing_or_for_reference(
    tracking: str, entries: int, rules: int
) -> None:
    found = _of_class(tracking)
    assert (len({row["entry"] for row in found}), len(found)) == (entries, rules)


def test_no_two_rules_share_a_key_or_a_place() -> None:
    assert len(BY_KEY) == len(RULES)
    assert [int(row["place"]) for row in RULES] == list(range(1, len(RULES) + 1))
    for key in BY_KEY:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
        assert len(key) <= 80


def test_codes_come_from_the_vocabularies() -> None:
    for row in RULES:
        assert row["tracking"] in Tracking.__members__
        assert row["topic"] in Topic.__members__
        assert row["cadence"] in {*Cadence.__members__, ""}
        assert row["unit"] in {*UNITS, ""}
        assert row["product"] in KINDS
        assert set(row["parties"].split()) <= PARTIES
        assert row["bearer"] in {*row["parties"].split(), "PARTIES"}
        assert row["helsinki"] in {"APPLIES", "DIFFERS", "EXEMPT"}
        assert int(row["version"]) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_explained_in_every_language(language: str) -> None:
    for row in RULES:
        for name in ("name", "statute_name"):
            assert row[f"{name}_{language}"] == row[f"{name}_{language}"].strip() != ""
        for name in ("reason", "summary"):
            _is_prose(row[f"{name}_{language}"])
        if row["tracking"] == "REFERENCE":
            assert row[f"evidence_{language}"] == ""
        else:
            _is_prose(row[f"evidence_{language}"])


def _is_prose(text: str) -> None:
    assert text == " ".join(text.split())
    assert text[0].isupper() or text[0].isdigit()
    assert text.endswith(".")
    assert len(text) > 30


@pytest.mark.parametrize(
    ("language", "standing", "reference"),
    [
        ("fi", "Pysyvä, koska", "Ei seurata"),
        ("sv", "Bestående, eftersom", "Följs inte upp"),
        ("en", "Standing, because", "Not tracked"),
    ],
)
def test_the_reason_says_what_the_class_is(language: str, standing: str, reference: str) -> None:
    openings = {"STANDING": standing, "REFERENCE": reference}
    for row in RULES:
        reason = row[f"reason_{language}"]
        for tracking, opening in openings.items():
            assert reason.startswith(opening) == (row["tracking"] == tracking), row["key"]


def test_every_language_has_words_of_its_own() -> None:
    for row in RULES:
        for name in ("name", "reason", "summary"):
            assert len({row[f"{name}_{language}"] for language in LANGUAGES}) == 3, row["key"]


def test_a_tracked_rule_has_a_period_that_fits_its_bearer_and_cadence() -> None:
    for row in _of_class("TRACKED"):
        assert row["period"] in UNITS[row["unit"]], row["key"]
        assert PERIODS[row["period"].split(":")[0]] == row["cadence"], row["key"]


def test_what_must_only_exist_has_no_period() -> None:
    for row in _of_class("STANDING"):
        assert row["unit"] in UNITS
        assert (row["cadence"], row["period"]) == ("STANDING", "")


def test_a_reference_generates_nothing() -> None:
    for row in _of_class("REFERENCE"):
        assert (row["unit"], row["period"], row["evidence_kinds"]) == ("", "", "")


def test_evidence_is_of_a_kind_the_product_can_give() -> None:
    for row in [*_of_class("TRACKED"), *_of_class("STANDING")]:
        kinds = row["evidence_kinds"].split()
        assert kinds
        assert set(kinds) <= KINDS[row["product"]], row["key"]


def test_what_an_event_opens_is_opened_by_a_tracked_rule() -> None:
    opened = [row for row in _of_class("TRACKED") if row["cadence"] == "ON_EVENT"]
    assert [row["key"] for row in opened] == ["municipal-wellbeing-plan-delivery"]
    for row in opened:
        opener = BY_KEY[row["period"].removeprefix("ON_EVENT:")]
        assert (opener["tracking"], opener["unit"]) == ("TRACKED", row["unit"])


def test_days_of_validity_are_in_order() -> None:
    for row in RULES:
        starts_on = date.fromisoformat(row["valid_from"])
        assert not row["valid_to"] or starts_on < date.fromisoformat(row["valid_to"])


def test_a_rule_begins_the_day_after_its_predecessor_ended() -> None:
    followed = {row["key"]: row["predecessor"] for row in RULES if row["predecessor"]}
    assert followed == {
        "annual-steering-negotiation": "annual-steering-negotiation-2023-2024",
    }
    for key, predecessor in followed.items():
        ended = date.fromisoformat(BY_KEY[predecessor]["valid_to"])
        assert day_after(ended).isoformat() == BY_KEY[key]["valid_from"]
        assert BY_KEY[predecessor]["unit"] == BY_KEY[key]["unit"]


def test_a_section_is_written_so_that_every_language_can_cite_it() -> None:
    for row in RULES:
        assert re.fullmatch(r"\d{1,4}/\d{4}", row["statute"])
        for part in row["section"].split("; "):
            cited = re.sub(rf"{SECTION.pattern}(, )?", "", part)
            assert cited == "", row["key"]
        assert len(row["section"]) <= 24


def test_a_statute_has_one_name_and_one_address() -> None:
    for row in RULES:
        number, year = row["statute"].split("/")
        address = f"https://www.finlex.fi/fi/laki/ajantasa/{year}/{year}{int(number):04}"
        assert row["source_url"] == address
    for language in LANGUAGES:
        named = {(row["statute"], row[f"statute_name_{language}"]) for row in RULES}
        assert len(named) == len({statute for statute, _ in named}) == 25


def test_section_14_comes_first_and_binds_each_pair_once_a_term() -> None:
    rule = BY_KEY["county-municipality-negotiation"]
    assert (rule["place"], rule["statute"], rule["section"]) == ("1", "611/2021", "14 §")
    assert (rule["unit"], rule["period"]) == ("PAIR", "COUNTY_COUNCIL_TERM")
    assert (rule["bearer"], rule["helsinki"]) == ("PARTIES", "EXEMPT")


def test_helsinki_is_bound_by_its_own_two_rules_and_never_as_part_of_a_pair() -> None:
    own = [row["key"] for row in RULES if row["unit"] == "HELSINKI"]
    assert own == ["helsinki-hus-wellbeing-plan", "helsinki-hus-annual-negotiation"]
    for row in RULES:
        if row["unit"] == "PAIR":
            assert row["helsinki"] in {"EXEMPT", "DIFFERS"}
        if row["unit"] == "MUNICIPALITY_AND_HELSINKI":
            assert row["helsinki"] in {"APPLIES", "DIFFERS"}
