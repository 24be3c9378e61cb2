"""Every text of the pages exists in every language."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import ui
from fixtures.loading import rows_of
from ui.act_words import WARNING
from ui.i18n import LANGUAGES, Language, finnish_elative, parsed_day

UI = Path(ui.__file__).parent
API = UI.parent / "schema" / "locale"
BY_COMMAND = {
    "CODE_WAS_ENDED",
    "COUNTY_LEFT",
    "GAP_BEFORE_TERM",
    "MERGED_ACROSS_COUNTIES",
    "NOT_NEW_YEAR",
    "SEAT_TO_FILL",
    "SUCCESSOR_MISSING",
}
"""The warnings of acts on the register that have no form."""

PLACE = re.compile(r"%\((\w+)\)s")
TAG = re.compile(r"</?[a-z]+>")


def used_texts() -> set[str]:
    options = {"templates/**.html": {"newstyle_gettext": "true"}}
    found = extract_from_dir(
        UI,
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map=options,
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "say": None},
    )
    return {m if isinstance(m, str) else m[0] for _, _, m, _, _ in found}


def catalogue_of(language: str) -> dict[str, Message]:
    path = UI / "locale" / language / "LC_MESSAGES" / "ui.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in messages}


def strings(message: Message) -> list[str]:
    found = message.string
    return [found] if isinstance(found, str) else list(found or ())


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_text_is_translated_and_no_other(language: str) -> None:
    known = catalogue_of(language)
    assert used_texts() - known.keys() == set()
    assert known.keys() - used_texts() == set()


def test_every_warning_of_an_act_with_a_form_has_words_on_its_page() -> None:
    with (API / "fi" / "LC_MESSAGES" / "schema.po").open("rb") as file:
        messages = [str(message.id) for message in read_po(file) if message.id]
    warnings = {each.removeprefix("warning.") for each in messages if each.startswith("warning.")}
    assert warnings - BY_COMMAND == WARNING.keys()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_translation_is_empty_or_doubtful(language: str) -> None:
    for key, message in catalogue_of(language).items():
        assert not message.fuzzy, key
        assert all(text.strip() for text in strings(message)), key
        assert len(strings(message)) == (2 if message.pluralizable else 1), key


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_translations_keep_places_and_marks(language: str) -> None:
    for key, message in catalogue_of(language).items():
        source = message.id if isinstance(message.id, str) else message.id[1]
        for text in strings(message):
            assert set(PLACE.findall(text)) <= set(PLACE.findall(source)), key
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(source)), key
            assert (text[0] == " ") == (key[0] == " "), key
            assert text[-1] in string.punctuation + "”" or source[-1] not in ".?:", key


def test_counts_read_aloud_decide_the_finnish_ending() -> None:
    expected = {0: "sta", 1: "stä", 2: "sta", 3: "sta", 4: "stä", 10: "stä", 12: "sta", 21: "stä"}
    expected |= {23: "sta", 30: "stä", 100: "sta", 160: "stä", 293: "sta", 1000: "sta"}
    assert {n: finnish_elative(n) for n in expected} == {n: f"{n}:{e}" for n, e in expected.items()}


def test_days_are_written_as_the_language_writes_them() -> None:
    written = {code: Language(code).day("2026-11-21") for code in LANGUAGES}
    assert written == {"fi": "21.11.2026", "sv": "21.11.2026", "en": "21\u00a0Nov\u00a02026"}


def test_months_are_written_short_and_told_in_a_sentence() -> None:
    short = {code: Language(code).month("2026-10-01") for code in LANGUAGES}
    assert short == {"fi": "10/2026", "sv": "10/2026", "en": "Oct\u00a02026"}
    told = {code: Language(code).in_month("2026-10-01") for code in LANGUAGES}
    months = {"fi": "lokakuussa", "sv": "oktober", "en": "October"}
    assert told == {code: f"{month}\u00a02026" for code, month in months.items()}


def test_an_instant_is_shown_as_its_helsinki_day() -> None:
    assert Language("fi").day("2026-11-20T22:30:00+00:00") == "21.11.2026"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21.11.2026", "2026-11-21"),
        (" 1. 2. 2027 ", "2027-02-01"),
        ("2026-11-21", "2026-11-21"),
        ("29.2.2028", "2028-02-29"),
        ("29.2.2027", None),
        ("", None),
        ("21.11.26", None),
    ],
)
def test_typed_days_are_read_or_refused(typed: str, day: str | None) -> None:
    found = parsed_day(typed)
    assert (found.isoformat() if found else None) == day


def test_money_numbers_and_citations_follow_the_language() -> None:
    rule = {"statute": "611/2021", "section": "14 §"}
    money = {"amount": "1234.50", "currency": "EUR"}
    finnish, english = Language("fi"), Language("en")
    assert finnish.money(money).replace("\u00a0", " ") == "1 234,50 €"
    assert english.money(money) == "€1,234.50"
    assert finnish.number(1234567).replace("\u00a0", " ") == "1 234 567"
    assert finnish.citation(rule) == "611/2021 14\u00a0§"
    assert english.citation(rule) == "Act 611/2021 §\u00a014"


@pytest.mark.parametrize(
    ("section", "finnish", "english"),
    [
        ("7 § 4 mom.", "7~§ 4 mom.", "§~7(4)"),
        ("13 a §", "13~a~§", "§~13 a"),
        ("36–38 §", "36–38~§", "§§~36–38"),
        ("45, 47, 49 §", "45, 47, 49~§", "§§~45, 47, 49"),
        ("22 § 1–2, 4 mom.", "22~§ 1–2, 4 mom.", "§~22(1–2, 4)"),
        ("9 § 2 mom., 10 §", "9~§ 2 mom., 10~§", "§~9(2), §~10"),
        ("7 §, 7 a §", "7~§, 7 a~§", "§~7, §~7 a"),
        ("liite 2", "liite 2", "liite 2"),
    ],
)
def test_a_section_is_cited_as_each_language_does(section: str, finnish: str, english: str) -> None:
    rule = {"statute": "612/2021", "section": section}
    for code in ("fi", "sv"):
        told = Language(code).citation(rule)
        assert told.replace("\u00a0", " ") == f"612/2021 {finnish}".replace("~", " ")
        assert told.count("\u00a0§") == section.count(" §")
    assert Language("en").citation(rule) == f"Act 612/2021 {english}".replace("~", "\u00a0")


def test_every_rule_of_the_catalogue_is_cited_in_english_without_a_word_of_another_language() -> (
    None
):
    for rule in rows_of("obligation_rules"):
        told = Language("en").citation(rule)
        assert "mom" not in told and " §" in told.replace("\u00a0", ""), told


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("611/2021 13 §", "Act 611/2021 §~13"),
        ("611/2021 36–38 §", "Act 611/2021 §§~36–38"),
        ("611/2021 13 §; 25/2025", "Act 611/2021 §~13; 25/2025"),
        ("Hallintosääntö 13 §", "Hallintosääntö 13 §"),
        ("611/2021 § 14", "611/2021 § 14"),
        ("Yhteistyösopimus", "Yhteistyösopimus"),
    ],
)
def test_a_typed_basis_is_cited_when_it_is_a_statute_and_a_section(
    typed: str, english: str
) -> None:
    assert Language("en").cited(typed) == english.replace("~", "\u00a0")
    assert Language("fi").cited(typed).replace("\u00a0", " ") == typed


def test_a_statute_is_read_in_swedish_on_swedish_pages() -> None:
    finnish = "https://www.finlex.fi/fi/laki/ajantasa/2021/20210611"
    elsewhere = "https://stm.fi/fi/laki/"
    assert Language("sv").statute_page(finnish) == finnish.replace("/fi/laki/", "/sv/laki/")
    assert Language("sv").statute_page(elsewhere) == elsewhere
    assert {Language(code).statute_page(finnish) for code in ("fi", "en")} == {finnish}
