from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.search.words import terms, wanted


def finds(query: str, *texts: str) -> bool:
    stored = f" {terms(texts)} "
    asked = wanted(query)
    return bool(asked) and all(
        any(pattern.strip("%") in stored for pattern in patterns) for patterns in asked
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("neuvottelujen", "Eteläisen Pirkanmaan yhteinen neuvottelu"),
        ("neuvot", "Tampereen neuvottelu"),
        ("NEUVOTTELU TAMPERE", "Tampereen neuvottelu"),
        ("Tampereen", "Tampere"),
        ("Helsingin", "Helsinki"),
        ("Turun", "Turku"),
        ("Lahdessa", "Lahti"),
        ("Ylöjärven", "Ylöjärvi"),
        ("kunnan", "kunta"),
        ("kunta", "kunnan"),
        ("hyvinvointialueiden", "Pirkanmaan hyvinvointialue"),
        ("välfärdsområdets", "Birkalands välfärdsområde"),
        ("kommunernas", "kommuner"),
        ("611/2021", "Laki hyvinvointialueesta 611/2021"),
        ("837", "municipality:837"),
        ("vilppula", "Mänttä-Vilppula"),
        ("Geta", "Geta"),
        ("café", "Cafe"),
    ],
)
def test_a_word_is_found_in_its_forms(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Savo", "Sävö"),
        ("kokous", "kökkö"),
        ("Tampere neuvottelu", "Tampere"),
        ("järvi", "Ylöjärvi"),
        ("kunnan", "kuntoutus"),
        ("%", "anything"),
        ("_____", "anything"),
        ("", "anything"),
    ],
)
def test_what_was_not_asked_is_not_found(query: str, text: str) -> None:
    assert not finds(query, text)


@given(st.text(max_size=60))
def test_no_wildcard_of_the_asker_reaches_the_database(query: str) -> None:
    for patterns in wanted(query):
        for pattern in patterns:
            assert pattern.startswith("% ")
            assert pattern.endswith("%")
            inside = pattern.removeprefix("%").removesuffix("%")
            assert not set(inside) & set("%_\\'\"")


@given(st.text(max_size=60))
@example("\u115f \u3164kunta")
@example("\uffa0")
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    assert finds(text, text) is bool(terms([text]))
