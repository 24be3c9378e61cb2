"""A withheld record on pages: its parties read the ground, and who keeps it closes and opens it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.pages.fake_api import FakeApi
from tests.pages.site import fake_site
from tests.pages.test_rounds import HELD, THERE, row
from ui.views import rounds

PAGE = "/en/negotiations/Negotiation:withheld"
GROUND = {
    "_key": "once-0123456789",
    "_revision": "4",
    "statute": "621/1999",
    "section": "24 § 1 mom. 17 k.",
    "since": "14.4.2026",
    "reason": "",
}


def county() -> tuple[FakeApi, TestClient]:
    api = FakeApi()
    reader = TestClient(fake_site(api), follow_redirects=False)
    reader.cookies.set("acting", "county:08")
    return api, reader


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Salassa pidettävä: 621/1999, 24 § 1 mom. 17 k., 14.4.2026 alkaen."),
        ("sv", "Sekretessbelagd: 621/1999, 24 § 1 mom. 17 k., sedan 14.4.2026, av Pirkanmaan"),
        (
            "en",
            "Withheld under 621/1999, 24 § 1 mom. 17 k., since 14\u00a0Apr\u00a02026, by Pirkanmaa",
        ),
    ],
)
def test_the_page_and_its_print_say_on_what_ground_since_when_and_by_whom(
    language: str, said: str
) -> None:
    _, reader = county()
    for page in (PAGE, f"{PAGE}/memo"):
        assert said in reader.get(page.replace("/en/", f"/{language}/")).text


def test_the_keeper_closes_a_record_and_opens_it_from_its_page() -> None:
    api, reader = county()
    assert "/Negotiation%3A1/withhold" in reader.get("/en/negotiations/Negotiation:1").text
    assert "/Negotiation%3Awithheld/release" in reader.get(PAGE).text
    answer = reader.post("/en/negotiations/Negotiation:1/withhold", data=GROUND)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/en/negotiations/Negotiation%3A1?done=withheld")
    reader.post(f"{PAGE}/release", data={"_key": "twice-0123456789", "_revision": "4"})
    assert [(name, given) for name, given, _ in api.acts] == [
        (
            "withholdRecord",
            {
                "record": "Negotiation:1",
                "statute": "621/1999",
                "section": "24 § 1 mom. 17 k.",
                "since": "2026-04-14",
                "expectedRevision": 4,
            },
        ),
        ("releaseRecord", {"record": "Negotiation:withheld", "expectedRevision": 4}),
    ]


def test_who_does_not_keep_the_record_is_offered_neither() -> None:
    _, reader = county()
    reader.cookies.set("acting", "municipality:837")
    for page in (PAGE, "/en/negotiations/Negotiation:1"):
        found = reader.get(page).text
        assert "/withhold" not in found and "/release" not in found
        assert "/rules" not in found.replace('href="/en/rules', "")


@pytest.mark.parametrize(
    ("empty", "said"),
    [
        ("statute", "Write the number and year of the statute."),
        ("section", "Write the section that the ground is in."),
        ("since", "Write the day since which the record is withheld."),
    ],
)
def test_a_ground_without_a_part_names_it_with_the_remedy(empty: str, said: str) -> None:
    api, reader = county()
    answer = reader.post("/en/negotiations/Negotiation:1/withhold", data=GROUND | {empty: ""})
    assert answer.status_code == 422
    assert f'<a href="#{empty}">{said}</a>' in answer.text
    assert api.acts == []


def test_another_ground_begins_from_the_one_stated() -> None:
    _, reader = county()
    form = reader.get(f"{PAGE}/withhold").text
    for value in ("621/1999", "24 § 1 mom. 17 k.", "14.4.2026"):
        assert f'value="{value}"' in form
    assert "Liikesalaisuus</textarea>" in form


def test_the_obligations_served_are_ticked_and_may_all_be_taken_away() -> None:
    api, reader = county()
    address = "/en/negotiations/Negotiation:1/rules"
    assert reader.get(address).text.count(" checked") == 2
    typed: dict[str, Any] = {"_key": "once-0123456789", "_revision": "4"}
    reader.post(address, data=typed | {"rules": ["hyte-annual-negotiation"]})
    reader.post(address, data=typed | {"_key": "twice-0123456789"})
    assert [list(given["rules"]) for _, given, _ in api.acts] == [["hyte-annual-negotiation"], []]


def test_a_party_reads_beside_the_status_that_it_is_fulfilled_on_a_withheld_record() -> None:
    _, reader = county()
    listed = reader.get("/en/obligations").text
    assert "fulfilled, on a withheld record" in listed
    town = listed.split("fulfilled, on a withheld record")[0].rpartition("Obligation%3A")[2]
    page = reader.get(f"/en/obligations/Obligation%3A{town.partition(chr(34))[0]}").text
    assert "Fulfilled, on a withheld record, from 10\u00a0Mar\u00a02026." in page
    assert "/en/negotiations/Negotiation%3Awithheld" in page
    for place in ("/en/my-work", "/en/counties/08"):
        assert "fulfilled, on a withheld record" in reader.get(place).text


def test_a_round_counts_for_its_keeper_what_it_counts_for_everyone() -> None:
    met = row(HELD, "2026-09-01", THERE)
    closed = row({**HELD, "withholding": {"statute": "621/1999"}}, "2026-09-01", THERE)
    assert rounds.stage_of(rounds.as_public(met)) == "held"
    assert rounds.stage_of(closed) == "held"
    assert rounds.stage_of(rounds.as_public(closed)) == "uninvited"


class OneWithheld(FakeApi):
    """Of whose round one negotiation is withheld."""

    def _query(self, variables: Mapping[str, Any], asked: set[str]) -> dict[str, Any]:
        root = deepcopy(super()._query(variables, asked))
        rows = [edge["node"] for edge in root["node"]["counterparties"]["edges"]]
        met = next(row["negotiation"] for row in rows if row["negotiation"])
        met["withholding"] = {"statute": "621/1999"}
        return root


def test_the_keeper_is_told_how_many_the_counts_of_a_round_leave_out() -> None:
    note = "One withheld negotiation is left out of the counts"
    for api, said in ((OneWithheld(), True), (FakeApi(), False)):
        reader = TestClient(fake_site(api), follow_redirects=False)
        reader.cookies.set("acting", "county:08")
        for page in ("/en/rounds/NegotiationRound:1", "/en/rounds/NegotiationRound:1/summary"):
            assert (note in reader.get(page).text) is said
