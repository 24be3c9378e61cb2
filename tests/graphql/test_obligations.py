"""Obligations as the API tells them: the list, the matrix, the days, and the reasons in words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.graphql.asking import Api, attendance_of

OF_14 = 'rule: "county-municipality-negotiation"'
ONLY_14 = 'rules: ["county-municipality-negotiation"]'


async def test_nobody_keeps_its_record_yet_and_the_matrix_adds_up_to_the_list(api: Api) -> None:
    found = await api.ask(
        f"{{ obligations(filter: {{ {OF_14} }}) {{ totalCount }}"
        f" none: obligations(filter: {{ {OF_14}, status: [NO_RECORD] }}) {{ totalCount }}"
        f" obligationMatrix({ONLY_14})"
        " { county { code } municipality { id } status count } }"
    )
    assert found["obligations"]["totalCount"] == found["none"]["totalCount"] == 291
    cells = found["obligationMatrix"]
    assert {each["status"] for each in cells} == {"NO_RECORD"}
    assert sum(each["count"] for each in cells) == 291
    assert [each["county"]["code"] for each in cells] == [f"{n:02}" for n in range(1, 22)]
    assert {each["municipality"] for each in cells} == {None}


async def test_the_matrix_of_a_county_has_a_cell_for_each_municipality(api: Api) -> None:
    await api.held()
    found = await api.ask(
        f'{{ obligationMatrix(county: "08", {ONLY_14})'
        " { municipality { code } status count obligation { id } }"
        ' county(code: "08") { municipalities { totalCount } }'
        f' done: obligations(filter: {{ county: "08", {OF_14}, status: [FULFILLED] }})'
        " { totalCount nodes { id municipality { code } } }"
        f' rest: obligations(filter: {{ county: "08", {OF_14}, status: [NO_RECORD] }})'
        " { totalCount } }"
    )
    cells = found["obligationMatrix"]
    assert len(cells) == found["county"]["municipalities"]["totalCount"] == 23
    (done,) = [each for each in cells if each["status"] == "FULFILLED"]
    (listed,) = found["done"]["nodes"]
    assert listed["municipality"]["code"] == done["municipality"]["code"] == "837"
    assert done["obligation"]["id"] == listed["id"]
    assert found["rest"]["totalCount"] == 22


async def test_status_holds_for_the_day_asked(api: Api, obligation: str) -> None:
    await api.held()
    before = await api.standing(obligation, "2026-10-13")
    after = await api.standing(obligation, "2026-10-14")
    assert before["standing"]["status"] == "NO_RECORD"
    assert after["standing"]["status"] == "FULFILLED"
    document = (
        f"query ($d: Date) {{ obligations(asOf: $d, filter: {{ {OF_14}, status: [FULFILLED] }})"
        " { totalCount nodes { standing { status } } }"
        f" obligationMatrix(asOf: $d, {ONLY_14}) {{ status count }} }}"
    )
    for day, fulfilled in (("2026-10-13", 0), ("2026-10-14", 1)):
        found = await api.ask(document, {"d": day})
        assert found["obligations"]["totalCount"] == fulfilled
        cells = [c["count"] for c in found["obligationMatrix"] if c["status"] == "FULFILLED"]
        assert sum(cells) == fulfilled
        assert sum(each["count"] for each in found["obligationMatrix"]) == 291


async def test_before_the_period_an_obligation_has_no_standing(api: Api, obligation: str) -> None:
    assert (await api.standing(obligation, "2025-05-31"))["standing"] is None
    found = await api.ask('{ obligationMatrix(asOf: "2025-05-31", term: "2025-2029") { count } }')
    assert found["obligationMatrix"] == []


async def test_day_beyond_the_horizon_is_refused_with_the_last_day(api: Api) -> None:
    said = {
        "fi": "Vastaukset ulottuvat päivään 31.5.2033. Anna aikaisempi päivä.",
        "sv": "Svaren sträcker sig till 31.5.2033. Ange en tidigare dag.",
        "en": "Answers reach to 31 May 2033. Give an earlier day.",
    }
    document = '{ obligations(asOf: "2033-06-01") { totalCount } }'
    for language, message in said.items():
        (error,) = await api.errors(document, language=language)
        assert error["message"] == message
        assert error["extensions"] == {"code": "BEYOND_HORIZON", "horizon": "2033-05-31"}
    assert await api.ask('{ obligations(asOf: "2033-05-31") { totalCount } }')


async def test_silence_is_told_as_not_known(api: Api, obligation: str) -> None:
    standing = (await api.standing(obligation))["standing"]
    assert standing["status"], standing["kept"] == ("NO_RECORD", False)
    (reason,) = standing["because"]
    assert reason["code"] == "NOT_KEPT"
    assert reason["on"] is None
    (missing,) = standing["missing"]
    assert missing["organisation"] == {"name": "Pirkanmaan hyvinvointialue"}
    assert missing["counterparty"] == {"name": "Tampere"}
    assert missing["text"] == "Tieto siitä, onko velvoite täytetty (Tampere)."


async def test_reason_names_the_negotiation_and_its_day(api: Api, obligation: str) -> None:
    negotiation = await api.held()
    said = {
        "fi": "Neuvottelu pidetty 14.10.2026.",
        "sv": "Samråd hölls 14.10.2026.",
        "en": "Negotiation held 14 Oct 2026.",
    }
    for language, text in said.items():
        standing = (await api.standing(obligation, language=language))["standing"]
        (reason,) = standing["because"]
        assert reason["text"] == text
        assert reason["on"] == "2026-10-14"
        assert reason["negotiation"] == {"id": negotiation["id"]}
        assert standing["missing"] == []


async def test_month_is_told_as_a_month_and_no_day_is_invented(api: Api, obligation: str) -> None:
    await api.held(heldOn={"value": "2026-03-15", "precision": "MONTH"})
    (reason,) = (await api.standing(obligation))["standing"]["because"]
    assert reason["text"] == "Neuvottelu pidetty 3/2026."
    assert reason["on"] is None


async def test_dispute_is_told_with_both_statements(api: Api, obligation: str) -> None:
    negotiation = await api.held()
    row = attendance_of(negotiation, "837")
    given = {"attendance": row["id"], "reason": "Edustaja oli estynyt."}
    await api.act("disputeReport", given, by="municipality_recorder")
    standing = (await api.standing(obligation))["standing"]
    assert standing["status"] == "IN_PROGRESS"
    (reason,) = standing["because"]
    assert reason["text"] == "Tampere: läsnäolo kiistetty 21.11.2026."
    assert reason["on"] == "2026-11-21"
    (missing,) = standing["missing"]
    assert missing["organisation"] == {"name": "Tampere"}
    swedish = (await api.standing(obligation, language="sv"))["standing"]
    assert swedish["because"][0]["text"] == "Tammerfors: närvaron bestridd 21.11.2026."


async def test_evidence_and_exemption_are_told_with_their_days(api: Api, obligation: str) -> None:
    evidence = {
        "obligation": obligation,
        "title": "Pöytäkirja",
        "dated": {"value": "2026-05-01", "precision": "MONTH"},
        "reason": "Molemmat olivat paikalla.",
        "expectedRevision": (await api.standing(obligation))["revision"],
    }
    linked = await api.act("linkEvidence", evidence, by="municipality_editor")
    assert linked["__typename"] == "ObligationRecorded"
    standing = (await api.standing(obligation, language="en"))["standing"]
    assert standing["status"] == "FULFILLED"
    (reason,) = standing["because"]
    assert reason["text"] == "Evidence linked, dated May 2026."
    assert reason["evidence"]["id"].startswith("LinkedEvidence:")


async def test_national_list_is_ordered_by_the_municipalities_names(api: Api) -> None:
    found = await api.ask(
        f"{{ obligations(first: 500, filter: {{ {OF_14} }}, orderBy: {{ field: MUNICIPALITY }})"
        " { nodes { municipality { name } } } }"
    )
    names = [each["municipality"]["name"] for each in found["obligations"]["nodes"]]
    assert (names[0], names[-1], len(names)) == ("Akaa", "Äänekoski", 291)


CELLS = """{ rule { key unit } county { code } municipality { code } status dueOn count
  organisation { organisationCode } collaborativeArea { code } }"""


async def test_every_number_of_the_matrix_is_the_count_of_its_list(api: Api) -> None:
    await api.held()
    found = await api.ask(
        f'{{ obligationMatrix {CELLS} one: obligationMatrix(county: "08") {CELLS} }}'
    )
    national, one = found["obligationMatrix"], found["one"]
    assert sum(cell["count"] for cell in one) == sum(
        cell["count"] for cell in national if cell["county"] and cell["county"]["code"] == "08"
    )
    assert len({cell["rule"]["key"] for cell in national}) > 20
    picked = [*national[::7], *(c for c in national if not c["county"]), *one[::9]]
    for start in range(0, len(picked), 25):
        some = picked[start : start + 25]
        lists = " ".join(
            f"c{n}: obligations(filter: {{ {behind(cell)} }}) {{ totalCount }}"
            for n, cell in enumerate(some)
        )
        counts = await api.ask(f"{{ {lists} }}", by="county_recorder")
        assert [counts[f"c{n}"]["totalCount"] for n in range(len(some))] == [
            cell["count"] for cell in some
        ]


def behind(cell: dict[str, Any]) -> str:
    """The filter of the list behind a cell."""
    parts = [f'rule: "{cell["rule"]["key"]}"', f"status: [{cell['status']}]"]
    for name, field in (("county", "code"), ("municipality", "code")):
        parts += [f'{name}: "{cell[name][field]}"'] if cell[name] else []
    if cell["organisation"]:
        parts.append(f'organisation: "{cell["organisation"]["organisationCode"]}"')
    if cell["collaborativeArea"]:
        parts.append(f'collaborativeArea: "{cell["collaborativeArea"]["code"]}"')
    if cell["dueOn"]:
        parts.append(f'dueOn: {{ after: "{cell["dueOn"]}", before: "{cell["dueOn"]}" }}')
    return ", ".join(parts)


async def test_the_matrix_of_a_year_and_of_a_term_are_kept_apart(api: Api) -> None:
    found = await api.ask(
        '{ year: obligationMatrix(year: 2026, county: "08") { rule { cadence } }'
        ' term: obligationMatrix(term: "2025-2029", county: "08") { rule { cadence } }'
        ' both: obligationMatrix(term: "2025-2029", year: 2026, county: "08") { count } }'
    )
    kinds = {name: Counter(c["rule"]["cadence"] for c in found[name]) for name in ("year", "term")}
    assert set(kinds["year"]) == {"CALENDAR_YEAR", "DEADLINE"}
    assert set(kinds["term"]) == {"COUNCIL_TERM"}
    assert len(found["both"]) == len(found["year"]) + len(found["term"])


async def test_a_rule_tells_why_it_is_not_followed_and_what_came_before_it(api: Api) -> None:
    found = await api.ask(
        "{ reference: obligationRules(filter: { tracking: [REFERENCE] }) { reason evidenceKinds }"
        " steering: obligationRules(filter: { unit: [MINISTRY_ORGANISER] })"
        " { key validFrom validTo predecessor { key } successors { key } } }"
    )
    assert len(found["reference"]) == 36
    assert all(rule["reason"] and not rule["evidenceKinds"] for rule in found["reference"])
    now, before = found["steering"]
    assert (before["validTo"], now["validFrom"]) == ("2024-07-31", "2024-08-01")
    assert now["predecessor"] == {"key": before["key"]}
    assert before["successors"] == [{"key": now["key"]}]
