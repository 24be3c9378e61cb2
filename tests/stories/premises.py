"""What is read back of the premises round of 2023–24, whichever way it was recorded."""

from __future__ import annotations

from tests.graphql.asking import Answer, Api
from tests.stories.telling import facts_of, statuses

STORY = facts_of("premises_2023")
OF_THE_TERM = {"county": "08", "rule": STORY["rule"], "term": STORY["term"]}
BY = "county_recorder"
ROUND = """query ($id: ID!) { node(id: $id) { ... on NegotiationRound {
  revision kind startsOn endsOn purpose legalBasis kickoffOn kickoffAudience
  titles { fi sv en }
  rules { key }
  objective { fi sv en baseline target unit }
  steeringGroup {
    kind startsOn legalBasis names { fi sv }
    owners(validOn: "2024-01-01") { organisationCode }
  }
  agenda { place titles { fi } topic legalReference }
  reports { on section body { names { fi sv } parent { code } } }
  progress { counterparties held }
  counterparties { totalCount nodes {
    organisation { organisationCode }
    negotiation {
      id revision state heldOn { value precision }
      agenda { number topic legalBasis titles { fi } }
    }
  } }
} } }"""
DECISIONS = """query ($filter: DecisionFilter) { decisions(filter: $filter) { nodes {
  section official outcome publication note caseNumber provenance
  decidedOn { value precision }
  body { code }
  organisation { organisationCode }
  subject { id }
} } }"""


async def told_of(api: Api, round_id: str, by: str = "nobody") -> Answer:
    """The round as anyone reads it."""
    found: Answer = (await api.ask(ROUND, {"id": round_id}, by=by))["node"]
    return found


async def everything_told(api: Api, round_id: str) -> None:
    """The facts of the round itself."""
    told = await told_of(api, round_id)
    assert (told["kind"], told["rules"], told["titles"]) == (
        "PREMISES",
        [],
        STORY["round"]["title"],
    )
    days = (told["startsOn"], told["endsOn"])
    assert days == (STORY["round"]["startsOn"], STORY["round"]["endsOn"])
    assert (told["purpose"], told["legalBasis"]) == (STORY["purpose"], STORY["legal_basis"])
    assert told["objective"] == STORY["objective"]
    change = int(told["objective"]["target"]) - int(told["objective"]["baseline"])
    assert change == STORY["objective_change"]
    kickoff = {"on": told["kickoffOn"], "audience": told["kickoffAudience"]}
    assert kickoff == STORY["kickoff"]
    assert [item["titles"]["fi"] for item in told["agenda"]] == [
        item["title"]["fi"] for item in STORY["agenda"]
    ]
    assert [item["place"] for item in told["agenda"]] == [1, 2, 3, 4, 5]
    assert told["agenda"][2]["legalReference"] == "410/2015 126 §"
    assert told["counterparties"]["totalCount"] == STORY["counterparties"]


async def bodies_told(api: Api, round_id: str) -> None:
    """The steering group is a joint body, and the section of the executive was reported to."""
    told = await told_of(api, round_id)
    group, known = told["steeringGroup"], STORY["steering_group"]
    assert {name: group[name] for name in ("kind", "startsOn", "legalBasis")} == {
        name: known[name] for name in ("kind", "startsOn", "legalBasis")
    }
    assert group["names"] == known["name"]
    assert len(group["owners"]) == 1 + STORY["counterparties"]
    (report,) = told["reports"]
    assert {"on": report["on"], "section": report["section"]} == STORY["report"]
    assert report["body"] == {
        "names": STORY["section_of_the_executive"]["name"],
        "parent": {"code": "county:08/executive"},
    }


async def decisions_told(api: Api, round_id: str) -> None:
    """Both decisions are found by the case number."""
    found = await api.ask(DECISIONS, {"filter": {"caseNumber": STORY["case_number"]}})
    latest, first = found["decisions"]["nodes"]
    known = STORY["decisions"]
    for row, told in ((latest, known["steering_group"]), (first, known["premises_programme"])):
        assert row["decidedOn"] == {**told["decidedOn"], "precision": "DAY"}
        shared = ("outcome", "publication", "note")
        assert {name: row[name] for name in shared} == {name: told[name] for name in shared}
        assert (row["section"], row["official"]) == (told.get("section"), told.get("official"))
        assert (row["caseNumber"], row["provenance"]) == (STORY["case_number"], "OWN")
        assert row["organisation"] == {"organisationCode": STORY["keeper"]}
        assert row["subject"] == {"id": round_id}
    assert (latest["body"], first["body"]) == (None, {"code": "county:08/executive"})


async def agendas_told(api: Api, round_id: str) -> None:
    """Every meeting planned opened with the agenda of the round."""
    told = await told_of(api, round_id, by=BY)
    wanted = [
        {
            "number": number,
            "topic": item.get("topic", "OTHER"),
            "legalBasis": item.get("legalReference"),
            "titles": item["title"],
        }
        for number, item in enumerate(STORY["agenda"], 1)
    ]
    for row in told["counterparties"]["nodes"]:
        assert row["negotiation"]["agenda"] == wanted


async def no_row_is_fulfilled(api: Api) -> None:
    """No obligation of the term follows from what is on record."""
    found = await statuses(api, OF_THE_TERM)
    assert (len(found), set(found.values())) == (23, {"NO_RECORD"})


async def only_the_first_was_met(api: Api, round_id: str) -> None:
    """The round still waits for 22; the visit was in a year, on no day that is known."""
    rows = (await told_of(api, round_id))["counterparties"]["nodes"]
    held = {
        row["organisation"]["organisationCode"]: row["negotiation"]["heldOn"]
        for row in rows
        if row["negotiation"] and row["negotiation"]["heldOn"]
    }
    assert (len(rows) - len(held), list(held)) == (22, [STORY["first_municipality_met"]])
    (on,) = held.values()
    assert (on["value"][:4], on["precision"]) == ("2024", "YEAR")


async def one_row_is_fulfilled(api: Api, round_id: str) -> None:
    """Two were met, and the one met under § 14 as well is met of the term, not of this one."""
    both = STORY["municipality_met_under_section_14"]
    found = await statuses(api, OF_THE_TERM)
    assert {code for code, status in found.items() if status != "NO_RECORD"} == {both}
    assert found[both] == "FULFILLED"
    this_term = {**OF_THE_TERM, "term": "2025-2029"}
    assert set((await statuses(api, this_term)).values()) == {"NO_RECORD"}
    assert (await told_of(api, round_id))["progress"] == {"counterparties": 23, "held": 2}
