"""Forms of papers: saving one loses nothing that it does not show."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.pages.test_forms import county

PAPERS = "/en/negotiations/Negotiation:1"
MEMO, MENDED, ANNEX = (f"https://memo.example/{number}" for number in (1, 3, 2))


def opened(reader: TestClient, path: str) -> dict[str, Any]:
    """Every value a browser would send for the form at an address, as it opens."""
    page = reader.get(f"{PAPERS}/{path}").text
    form = re.search(r'<form action="[^"]*/negotiations/.*?</form>', page, re.DOTALL)
    assert form
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if told.get("type") not in ("radio", "checkbox") or tag.endswith(" checked>"):
            values.setdefault(told["name"], []).append(html.unescape(told["value"]))
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL
    ):
        values.setdefault(name, []).append(html.unescape(text))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL
    ):
        values[name] = re.findall(r'value="([^"]*)" selected', options)
    return values


def sent(path: str, **typed: Any) -> dict[str, Any]:
    """What the form sends when it is saved as it opened, except for what is typed anew."""
    api, reader = county()
    answer = reader.post(f"{PAPERS}/{path}", data=opened(reader, path) | typed)
    assert answer.status_code == 303, answer.text
    return dict(api.acts[0][1])


def test_an_item_keeps_what_it_concerns_and_the_language_of_its_material() -> None:
    given = sent("agenda/AgendaItem:1", legalBasis="611/2021 15 §")
    assert given["legalBasis"] == "611/2021 15 §"
    assert given["concerns"] == ["Obligation:x:291", "Decision:1", "Duty:1"]
    assert given["materials"] == [
        {"url": "https://paper.example/1", "title": "Tilannekuva", "language": "FI"}
    ]


def test_another_material_has_no_language_of_the_one_before() -> None:
    given = sent("agenda/AgendaItem:1", materials="https://paper.example/2 Laskelma")
    assert given["materials"] == [{"url": "https://paper.example/2", "title": "Laskelma"}]


def test_minutes_keep_the_hashes_titles_and_documents_that_no_field_shows() -> None:
    given = sent("minutes", caseNumber="PIRHA/2/2026")
    assert given["documents"] == [
        {"url": MEMO, "language": "FI", "sha256": "a" * 64},
        {"url": MENDED, "title": "Korjaus", "language": "FI"},
        {
            "url": ANNEX,
            "title": "Liite 1",
            "language": "SV",
            "sha256": "b" * 64,
            "isAnnex": True,
        },
    ]


def test_a_document_at_another_address_has_no_hash_until_it_is_given() -> None:
    given = sent("minutes", url_fi="https://memo.example/9", annexes=f"{ANNEX} Liite A")
    assert given["documents"][0] == {"url": "https://memo.example/9", "language": "FI"}
    assert given["documents"][2]["title"] == "Liite A"
    assert given["documents"][2]["sha256"] == "b" * 64


def test_a_document_moved_to_the_field_of_another_language_is_in_that_language() -> None:
    given = sent("minutes", url_fi="", url_sv=MEMO)
    assert given["documents"][0] == {"url": MEMO, "language": "SV", "sha256": "a" * 64}


def test_what_is_taken_away_from_the_minutes_goes() -> None:
    given = sent("minutes", url_fi="", annexes="")
    assert [each["url"] for each in given["documents"]] == [MENDED]


def test_each_party_has_its_own_roles_that_check_the_minutes() -> None:
    chair, secretary = "puheenjohtaja", "sihteeri"
    assert [each["role"] for each in sent("minutes")["roles"]] == [chair, secretary]
    field = next(name for name in opened(county()[1], "minutes") if name.startswith("roles_m"))
    given = sent("minutes", **{field: f"{secretary}\r\n\r\n kaupunginjohtaja"})
    own = field.removeprefix("roles_").replace("-", ":", 1)
    assert given["roles"] == [
        {"organisation": "county:08", "role": chair},
        {"organisation": own, "role": secretary},
        {"organisation": own, "role": "kaupunginjohtaja"},
    ]


def test_checked_minutes_without_a_role_name_the_remedy() -> None:
    api, reader = county()
    values = opened(reader, "minutes")
    bare = {name: "" for name in values if name.startswith("roles_")}
    answer = reader.post(f"{PAPERS}/minutes", data=values | bare)
    assert answer.status_code == 422
    said = "Name at least one role that checks the minutes."
    assert f'<a href="#roles">{said}</a>' in answer.text
    assert 'id="roles"' in answer.text
    assert api.acts == []


def test_what_was_sent_along_with_a_form_and_cannot_be_read_is_left_out() -> None:
    given = sent("minutes", known=["{", "[]", '{"url": 1}'])
    assert [each["url"] for each in given["documents"]] == [MEMO, ANNEX]


def test_a_decision_stays_with_its_body_of_the_register_until_another_is_named() -> None:
    facts = sent("decisions/Decision:2/amend", section="240")["facts"]
    assert (facts["body"], facts["section"]) == ("Body:1", "240")
    assert "bodyName" not in facts
    facts = sent("decisions/Decision:2/amend", body="", bodyName="Kaupunginvaltuusto")["facts"]
    assert facts["bodyName"] == "Kaupunginvaltuusto"
    assert "body" not in facts
    facts = sent("decisions/Decision:2/amend", body="", official="Johtaja")["facts"]
    assert facts["official"] == "Johtaja"
    assert {"body", "bodyName"}.isdisjoint(facts)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (["decision", "urls", "fi"], "#urls_fi"),
        (["decision", "finality"], "#finality"),
        (["decision"], ""),
    ],
)
def test_a_fault_in_a_part_of_the_input_is_shown_at_its_field(path: list[str], field: str) -> None:
    api, reader = county()
    fault = {"code": "X", "message": "Write it otherwise.", "path": ["input", *path]}
    api.payload = {"__typename": "InvalidInput", "code": "INVALID_INPUT", "message": "", "path": []}
    api.payload["fields"] = [fault]
    typed = {"organisation": "county:08", "bodyName": "Hallitus", "decidedOn": "2.11.2026"}
    typed |= {"urls_fi": "https://a.example", "urls_sv": "", "urls_en": "", "finality": ""}
    answer = reader.post(f"{PAPERS}/decisions/new", data=typed)
    assert answer.status_code == 422
    assert re.findall(r'<li>(?:<a href="(.*?)">)?Write it otherwise', answer.text) == [field]
