"""Mergers and moves of municipalities over the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.asking import Api
from tests.graphql.test_acts import field_of

SOURCE = "Keksitty päätös"
URJALA_INTO_AKAA = {"merged": ["887"], "into": "020", "on": "2027-01-01", "source": SOURCE}
UUSILA = {
    "code": "999",
    "nameFi": "Uusila",
    "nameSv": "Nystad i Birkaland",
    "nameEn": "Uusila",
    "county": "08",
}


async def test_a_merger_ends_a_municipality_and_names_its_successor(api: Api) -> None:
    payload = await api.act("recordMerger", URJALA_INTO_AKAA, by="platform")
    assert payload["municipality"]["code"] == "020", payload
    assert payload["warnings"] == []
    found = await api.ask(
        '{ municipality(code: "887") { endsOn successor { code } obligations(first: 1) {'
        " totalCount } } }"
    )
    assert found["municipality"]["endsOn"] == "2026-12-31"
    assert found["municipality"]["successor"] == {"code": "020"}
    assert found["municipality"]["obligations"]["totalCount"] > 0


async def test_two_municipalities_become_a_new_one(api: Api) -> None:
    given = {"merged": ["020", "887"], "new": UUSILA, "on": "2027-01-01", "source": SOURCE}
    payload = await api.act("recordMerger", given, by="platform")
    assert payload["municipality"] == {"code": "999", "name": "Uusila", "startsOn": "2027-01-01"}


async def test_a_move_brings_a_municipality_to_another_county(api: Api) -> None:
    given = {"municipality": "619", "county": "07", "on": "2027-03-01", "source": SOURCE}
    payload = await api.act("recordMove", given, by="platform")
    assert [each["code"] for each in payload["warnings"]] == ["NOT_NEW_YEAR"]
    found = await api.ask(
        '{ municipality(code: "619") { before: county(validOn: "2027-02-28") { code }'
        ' after: county(validOn: "2027-03-01") { code } } }'
    )
    assert found["municipality"] == {"before": {"code": "08"}, "after": {"code": "07"}}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"into": "887"}, "INTO_ITSELF", ["merged", "0"]),
        ({"into": "998"}, "UNKNOWN_MUNICIPALITY", ["into"]),
        ({"new": UUSILA}, "ONE_HEIR", ["new"]),
        ({"into": None}, "REQUIRED", ["into"]),
        ({"into": None, "new": {**UUSILA, "code": "020"}}, "CODE_TAKEN", ["new", "code"]),
        ({"merged": []}, "REQUIRED", ["merged"]),
        ({"source": " "}, "REQUIRED", ["source"]),
    ],
)
async def test_a_merger_that_cannot_be_names_the_field(
    api: Api, change: dict[str, Any], code: str, path: list[str]
) -> None:
    payload = await api.act("recordMerger", {**URJALA_INTO_AKAA, **change}, by="platform")
    assert (field_of(payload)[0], field_of(payload)[2]) == (code, ["input", *path])


@pytest.mark.parametrize("by", ["nobody", "county_recorder"])
async def test_only_the_keeper_of_the_register_merges(api: Api, by: str) -> None:
    payload = await api.act("recordMerger", URJALA_INTO_AKAA, by=by)
    assert payload["__typename"] == "NotAllowed"
