"""The catalogues of the API: every code has its sentence in every language, with the same facts."""

from __future__ import annotations

import string
from datetime import date

import pytest

from schema.protocol.refusals import FAULT, PARSE_FAILED, STATUSES, VALIDATION_FAILED
from schema.texts import LANGUAGES, catalogue, text


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("code", [*STATUSES, FAULT, PARSE_FAILED, VALIDATION_FAILED])
def test_every_code_of_the_protocol_has_a_sentence(code: str) -> None:
    for language in LANGUAGES:
        assert catalogue(language)[code]


def test_the_three_catalogues_have_the_same_codes_and_no_empty_sentence() -> None:
    fi, sv, en = (catalogue(language) for language in LANGUAGES)
    assert fi.keys() == sv.keys() == en.keys()
    assert all(sentence for found in (fi, sv, en) for sentence in found.values())


def test_the_languages_use_the_same_facts_in_a_sentence() -> None:
    fi, sv, en = (catalogue(language) for language in LANGUAGES)
    for code, sentence in fi.items():
        assert facts_of(sentence) == facts_of(sv[code]) == facts_of(en[code]), code


def test_facts_are_written_as_each_language_writes_them() -> None:
    assert text("fi", "COST", value=7000, limit=5000).startswith("Kyselyn hinta on 7000")
    new_year = date(2026, 12, 31)
    written = [text(language, "TOO_MANY_IDS", limit=new_year) for language in LANGUAGES]
    assert ["31.12.2026" in sentence for sentence in written] == [True, True, False]
    assert "31 Dec 2026" in written[2]
    listed = text("en", "NOT_ACCEPTABLE", supported=["a/b", "c/d"])
    assert "a/b, c/d" in listed


def test_a_fact_from_a_caller_is_never_read_as_a_sentence() -> None:
    assert "{limit.__class__}" in text("en", "PARAMETER_DUPLICATE", name="{limit.__class__}")


def test_a_missing_fact_leaves_a_dash_and_an_unknown_code_stands_for_itself() -> None:
    assert "–" in text("en", "PARAMETER_DUPLICATE")
    assert text("sv", "NO_SUCH_CODE") == "NO_SUCH_CODE"
