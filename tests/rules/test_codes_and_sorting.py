from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kit.codes import (
    CodeRefused,
    business_id,
    county_code,
    municipality_code,
    organisation_code,
    plain_line,
    plain_text,
)
from server.kit.sorting import KEY_LENGTH, sort_key


def fault_of(refused: pytest.ExceptionInfo[CodeRefused]) -> object:
    return refused.value.facts["fault"]


@pytest.mark.parametrize(
    "text", ["1567535-0", "1567535–0", "1567535−0", "15675350", " 1567535 - 0 ", "FI15675350"]
)
def test_business_id_comes_with_any_dash(text: str) -> None:
    assert business_id(text) == "1567535-0"


@pytest.mark.parametrize("text", ["0201256-6", "3221304-3", "3221317-4", "3221326-2"])
def test_business_ids_of_real_organisations_pass_the_check(text: str) -> None:
    assert business_id(text) == text


def test_business_id_of_six_digits_gets_its_zero() -> None:
    assert business_id("201256-6") == "0201256-6"


@pytest.mark.parametrize("digit", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_business_id_with_another_check_digit_is_refused(digit: int) -> None:
    with pytest.raises(CodeRefused) as refused:
        business_id(f"1567535-{digit}")
    assert fault_of(refused) == "BUSINESS_ID_CHECK"


@pytest.mark.parametrize("text", ["", "1567535", "1567535-", "HUS", "15675350-0-1", "١٥٦٧٥٣٥-٠"])
def test_what_is_no_business_id_is_refused(text: str) -> None:
    with pytest.raises(CodeRefused):
        business_id(text)


@pytest.mark.parametrize(
    ("text", "code"), [("20", "020"), ("KU020", "020"), ("091", "091"), (" 837 ", "837")]
)
def test_municipality_code_keeps_its_zeros(text: str, code: str) -> None:
    assert municipality_code(text) == code


@pytest.mark.parametrize(("text", "code"), [("8", "08"), ("HVA08", "08"), ("21", "21")])
def test_county_code_keeps_its_zero(text: str, code: str) -> None:
    assert county_code(text) == code


@pytest.mark.parametrize("text", ["0", "00", "22", "90", "91", "x", "008", ""])
def test_helsinki_aland_and_nonsense_are_no_counties(text: str) -> None:
    with pytest.raises(CodeRefused) as refused:
        county_code(text)
    assert fault_of(refused) == "COUNTY_CODE"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("county:8", "county:08"),
        ("municipality:20", "municipality:020"),
        ("HUS", "hus"),
        ("ministry:stm", "ministry:stm"),
        ("regional-council:keski-suomi", "regional-council:keski-suomi"),
    ],
)
def test_organisation_code_has_one_form(text: str, code: str) -> None:
    assert organisation_code(text) == code


@pytest.mark.parametrize(
    "text", ["", ":", "county:", "county:90", "municipality:0", "a b", "x:y:z", "å"]
)
def test_what_is_no_organisation_code_is_refused(text: str) -> None:
    with pytest.raises(CodeRefused):
        organisation_code(text)


def test_texts_are_composed_trimmed_and_free_of_control_characters() -> None:
    assert plain_line("  A\u0308hta\u0308ri \n kunta ") == "Ähtäri kunta"
    assert plain_text("one\r\ntwo\rthree\n") == "one\ntwo\nthree"
    for hidden in ("a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\x7fb", "a\x85b"):
        with pytest.raises(CodeRefused) as refused:
            plain_text(hidden)
        assert refused.value.facts["fault"] == "CONTROL_CHARACTER"


def test_finnish_names_stand_in_the_order_of_the_alphabet() -> None:
    order = ["akaa", "Espoo", "Étude", "Vaasa", "Vihti", "Wärtsilä"]
    order += ["Zeta", "Åland", "ähtäri", "Äänekoski", "Öja"]
    assert sorted(sorted(order), key=sort_key) == order


def test_swedish_names_use_the_same_key() -> None:
    names = ["Överm.", "Ålands", "Äppelbo", "Åbo", "Vasa", "Esbo"]
    assert sorted(names, key=sort_key) == ["Esbo", "Vasa", "Åbo", "Ålands", "Äppelbo", "Överm."]


def test_a_space_comes_before_any_letter() -> None:
    assert sort_key("Pedersören kunta") < sort_key("Pedersörena")


@given(st.text())
def test_any_text_has_a_key_that_fits_and_ignores_how_it_was_composed(text: str) -> None:
    assert len(sort_key(text)) <= KEY_LENGTH
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)
