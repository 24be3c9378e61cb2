"""Invitations: a letter to each party called, and the day in the reader's calendar."""

import re
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from tests.pages.site import fake_site
from tests.pages.test_forms import county
from ui.calendar_file import Event, calendar, escaped, folded

EVENT = Event(
    uid="0e1d9d3e-1111-5222-8333-444455556666",
    stamp=datetime(2026, 9, 21, 12, 15, tzinfo=UTC),
    day=date(2026, 12, 31),
    summary="Neuvottelu: Pirkanmaa, Hämeenkyrö",
    location="Tampere; Koskikatu 1",
    url="https://yhdyspinta.example/fi/negotiations/Negotiation%3A2",
    cancelled=False,
    sequence=4,
    language="fi",
)
PAGE = "/negotiations/Negotiation:2"
ICS = f"{PAGE}/invitation.ics"


def unfolded(file: bytes) -> dict[str, str]:
    """The lines of a calendar file by name, folded ones whole."""
    lines = file.decode().replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if line)


def test_a_day_is_an_all_day_event_that_ends_before_the_next() -> None:
    file = calendar(EVENT)
    assert file.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert file.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    told = unfolded(file)
    assert told["DTSTART;VALUE=DATE"] == "20261231"
    assert told["DTEND;VALUE=DATE"] == "20270101"
    assert told["DTSTAMP"] == "20260921T121500Z"
    assert told["SUMMARY;LANGUAGE=fi"] == "Neuvottelu: Pirkanmaa\\, Hämeenkyrö"
    assert told["LOCATION;LANGUAGE=fi"] == "Tampere\\; Koskikatu 1"
    assert (told["STATUS"], told["SEQUENCE"]) == ("CONFIRMED", "4")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a\\b;c,d", "a\\\\b\\;c\\,d"),
        ("one\r\ntwo\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("no\x00 \x1bcontrols\x7f", "no controls"),
        ('"Quoted": as it is', '"Quoted": as it is'),
    ],
)
def test_what_has_a_meaning_of_its_own_in_the_format_is_escaped(text: str, value: str) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize(
    "text", ["a" * 300, "ä" * 300, "x" + "ä" * 300, "€" * 90, "🎉" * 60, "a" * 75]
)
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(text: str) -> None:
    file = folded(text)
    parts = file.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert all(part.startswith(b" ") for part in parts[1:])
    whole = parts[0].decode() + "".join(part.decode()[1:] for part in parts[1:])
    assert whole == text


def test_the_last_day_there_is_has_no_day_after_it() -> None:
    last = Event(**{**EVENT.__dict__, "day": date.max})
    assert "DTEND;VALUE=DATE" not in unfolded(calendar(last))


@pytest.mark.parametrize(
    ("language", "title", "place"),
    [
        ("fi", "Hyvinvointialueen ja kuntien neuvottelu", "Paikan päällä: Tampere"),
        ("sv", "Samråd mellan välfärdsområdet och kommunerna", "På plats: Tampere"),
        ("en", "Negotiation between the county and its municipalities", "On site: Tampere"),
    ],
)
def test_the_calendar_event_speaks_the_readers_language(
    language: str, title: str, place: str
) -> None:
    _, reader = county()
    answer = reader.get(f"/{language}{ICS}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    told = unfolded(answer.content)
    assert told[f"LOCATION;LANGUAGE={language}"] == place
    assert told[f"SUMMARY;LANGUAGE={language}"].partition(":")[0] == title
    assert told["DTSTART;VALUE=DATE"] == "20261209"
    assert told["URL"] == f"http://testserver/{language}/negotiations/Negotiation%3A2"
    assert told["UID"] == unfolded(reader.get(f"/fi{ICS}").content)["UID"]
    assert told["UID"] != unfolded(reader.get(f"/fi{ICS}".replace("2/", "1/")).content)["UID"]


def test_what_the_reader_may_not_see_has_neither_event_nor_letter() -> None:
    _, reader = county()
    for path in ("invitation", "invitation.ics"):
        assert reader.get(f"/en/negotiations/Obligation:x:291/{path}").status_code == 404


def test_each_party_called_has_a_letter_and_the_convener_none() -> None:
    _, reader = county()
    page = reader.get("/en/negotiations/Negotiation:1/invitation").text
    letters = re.findall(r'<section class="letter".*?</section>', page, re.DOTALL)
    parties = reader.get("/en/negotiations/Negotiation:1").text
    assert len(letters) == 12
    assert all("invites you to a negotiation" in letter for letter in letters)
    assert "Act 611/2021 § 14" in letters[0].replace("\xa0", " ")
    assert "14 Oct 2026" in letters[0].replace("\xa0", " ")
    assert "/en/negotiations/Negotiation%3A1/invitation.ics" in parties


def test_a_letter_is_written_to_one_party_or_to_none_that_is_not_called() -> None:
    reader = TestClient(fake_site(county()[0]))
    page = reader.get(f"/sv{PAGE}/invitation?party=municipality:250")
    assert page.text.count('<section class="letter"') == 1
    assert "inbjuder er till samråd" in page.text
    assert "Svar till" in page.text
    for stranger in ("county:08", "municipality:091", "x"):
        assert reader.get(f"/sv{PAGE}/invitation?party={stranger}").status_code == 404
