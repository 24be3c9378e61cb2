"""The register as the API tells it: exact counts, codes, names in three languages, and days."""

from __future__ import annotations

import pytest

from tests.graphql.asking import Api


async def test_the_country_has_its_municipalities_counties_and_organisers(api: Api) -> None:
    found = await api.ask(
        "{ municipalities { totalCount } counties { code }"
        " serviceOrganisers { organisationCode kind } }"
    )
    assert found["municipalities"]["totalCount"] == 308
    assert [each["code"] for each in found["counties"]] == [f"{n:02}" for n in range(1, 22)]
    organisers = {each["organisationCode"]: each["kind"] for each in found["serviceOrganisers"]}
    assert len(organisers) == 23
    assert organisers["municipality:091"] == "MUNICIPALITY"
    assert organisers["hus"] == "HUS_GROUP"


async def test_every_municipality_is_listed_once_over_the_pages(api: Api) -> None:
    codes: list[str] = []
    after = None
    while True:
        page = await api.ask(
            "query ($after: String) { municipalities(first: 100, after: $after)"
            " { nodes { code } pageInfo { hasNextPage endCursor } } }",
            {"after": after},
        )
        codes += [each["code"] for each in page["municipalities"]["nodes"]]
        after = page["municipalities"]["pageInfo"]["endCursor"]
        if not page["municipalities"]["pageInfo"]["hasNextPage"]:
            break
    assert len(codes) == len(set(codes)) == 308
    assert "588" not in codes


async def test_merged_municipality_is_found_by_code_with_its_successor(api: Api) -> None:
    found = await api.ask(
        '{ municipality(code: "588") { name endsOn successor { name } county { code } } }'
    )
    assert found["municipality"] == {
        "name": "Pertunmaa",
        "endsOn": "2024-12-31",
        "successor": {"name": "Mäntyharju"},
        "county": None,
    }


async def test_merged_municipality_belongs_to_its_county_while_it_exists(api: Api) -> None:
    found = await api.ask(
        '{ municipality(code: "588") { before: county(validOn: "2024-12-31") { code }'
        ' after: county(validOn: "2025-01-01") { code } }'
        ' before: municipalities(filter: { validOn: "2024-12-31" }) { totalCount }'
        ' county(code: "12") { then: municipalities(validOn: "2024-12-31") { totalCount }'
        " now: municipalities { totalCount } } }"
    )
    assert found["municipality"] == {"before": {"code": "12"}, "after": None}
    assert found["before"]["totalCount"] == 309
    assert found["county"]["then"]["totalCount"] == found["county"]["now"]["totalCount"] + 1


async def test_counties_hold_every_municipality_but_helsinki_and_aland(api: Api) -> None:
    found = await api.ask(
        "{ counties { municipalities { totalCount } }"
        " in: municipalities(filter: { scope: COUNTY }) { totalCount }"
        " aland: municipalities(filter: { scope: ALAND }) { totalCount }"
        " helsinki: municipalities(filter: { scope: HELSINKI }) { nodes { code county { code } } }"
        " areas: collaborativeAreas { code members { organisationCode } } }"
    )
    assert sum(each["municipalities"]["totalCount"] for each in found["counties"]) == 291
    assert found["in"]["totalCount"] == 291
    assert found["aland"]["totalCount"] == 16
    assert found["helsinki"]["nodes"] == [{"code": "091", "county": None}]
    assert len(found["areas"]) == 5
    assert sum(len(each["members"]) for each in found["areas"]) == 23


@pytest.mark.parametrize(
    ("language", "name"), [("fi", "Tampere"), ("sv", "Tammerfors"), ("en", "Tampere")]
)
async def test_names_follow_the_language_asked_for(api: Api, language: str, name: str) -> None:
    document = (
        '{ municipality(code: "837") { name sv: name(language: SV) names { fi sv en } }'
        " viewer { language } }"
    )
    found = await api.ask(document, language=language)
    assert found["municipality"]["name"] == name
    assert found["municipality"]["sv"] == "Tammerfors"
    assert found["municipality"]["names"]["fi"] == "Tampere"
    assert found["viewer"]["language"] == language.upper()


async def test_name_not_given_in_a_language_falls_back_to_finnish(api: Api) -> None:
    await api.round(title={"fi": "Syksy"})
    document = "{ negotiationRounds { nodes { title sv: title(language: SV) titles { fi sv } } } }"
    found = await api.ask(document, language="en-GB,en;q=0.9")
    (shown,) = found["negotiationRounds"]["nodes"]
    assert shown == {"title": "Syksy", "sv": "Syksy", "titles": {"fi": "Syksy", "sv": None}}


@pytest.mark.parametrize("code", ["00", "22", "", "8", "08\u0000", "x" * 1000, "'; --"])
async def test_unknown_code_answers_null_and_never_fails(api: Api, code: str) -> None:
    document = (
        "query ($c: String!) { county(code: $c) { id } municipality(code: $c) { id }"
        " organisation(code: $c) { id }"
        " municipalities(filter: { county: $c }) { totalCount nodes { id } }"
        " obligations(filter: { municipality: $c }) { totalCount }"
        " obligationMatrix(county: $c) { count } }"
    )
    answer = (await api.post(document, {"c": code})).json()
    if "\0" in code:
        assert answer["errors"][0]["extensions"]["code"] == "CONTROL_CHARACTER"
        return
    assert answer["data"] == {
        "county": None,
        "municipality": None,
        "organisation": None,
        "municipalities": {"totalCount": 0, "nodes": []},
        "obligations": {"totalCount": 0},
        "obligationMatrix": [],
    }


async def test_search_by_part_of_a_name_finds_finnish_and_swedish(api: Api) -> None:
    document = "query ($t: String) { municipalities(filter: { text: $t }) { nodes { code } } }"
    for text in ("Tammerfors", "tampere", "837"):
        found = await api.ask(document, {"t": text})
        assert {"code": "837"} in found["municipalities"]["nodes"]


async def test_viewer_tells_who_asks(api: Api) -> None:
    document = "{ viewer { name roles organisation { name } organisations { name } today } }"
    nobody = (await api.ask(document))["viewer"]
    assert nobody == {
        "name": None,
        "roles": [],
        "organisation": None,
        "organisations": [],
        "today": "2026-11-21",
    }
    county = (await api.ask(document, by="county_recorder", language="sv"))["viewer"]
    assert county["name"] == "recorder of county:08"
    assert county["organisation"] == {"name": "Birkalands välfärdsområde"}
    assert set(county["roles"]) == {"READER", "EDITOR", "RECORDER"}


async def test_what_has_no_end_is_in_force_on_the_last_day_there_is(api: Api) -> None:
    found = await api.ask(
        "query ($day: Date!) { municipalities(filter: { validOn: $day }) { totalCount } }",
        {"day": "9999-12-31"},
    )
    assert found["municipalities"]["totalCount"] == 308


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("1234567-8", "BUSINESS_ID_CHECK", "Tarkista Y-tunnus."),
        ("abc", "BUSINESS_ID", "Kirjoita se muodossa 1234567-8."),
        ("1567535-0", "BUSINESS_ID_TAKEN", "Y-tunnus on jo organisaatiolla HUS-yhtymä."),
    ],
)
async def test_business_id_that_cannot_be_is_refused_in_words(
    api: Api, given: str, code: str, said: str
) -> None:
    organisation = {"kind": "COMPANY", "name": {"fi": "Esimerkki Oy"}, "source": "Oma tieto"}
    asked = {**organisation, "businessId": given}
    payload = await api.act("registerOrganisation", asked, by="county_recorder")
    (fault,) = payload["fields"]
    assert (fault["code"], fault["path"]) == (code, ["input", "businessId"])
    assert said in fault["message"]
