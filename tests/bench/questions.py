"""What is asked: the lists, the object and the matrix of a working day, and what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.bench.country import COUNTY, FIRST_ID, MUNICIPALITY, TODAY
from ui.documents import document
from ui.views.country import SECTION_14

OBLIGATION_PAGE = """query Q1($county: String!) {
  obligations(filter: {county: $county}, first: 50) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id dueOn
      municipality { id code name }
      rule { key name }
      standing { status kept fromOn toOn }
      negotiations(first: 3) { nodes { id state meetsOn heldOn { value precision } } }
    }
  }
}"""
ONE_OBJECT = """query Q3($id: ID!) {
  node(id: $id) {
    ... on Obligation {
      id dueOn revision county { code name } municipality { code name }
      rule { key name } standing { status kept }
    }
  }
}"""
MATRIX = """query Q4($term: String!) {
  obligationMatrix(term: $term) { county { code } rule { key } status count }
}"""
NESTED = """query Q5($county: String!) {
  county(code: $county) {
    name
    municipalities(first: 100) {
      totalCount
      nodes {
        code name
        obligations(first: 20) { nodes { id dueOn rule { key } standing { status kept } } }
      }
    }
  }
}"""
MEETING = """mutation Record($input: RecordNegotiationHeldInput!) {
  recordNegotiationHeld(input: $input) {
    __typename
    ... on NegotiationRecorded { negotiation { id revision state } }
    ... on Problem { code message path }
    ... on InvalidInput { fields { code path } }
  }
}"""


@dataclass(frozen=True)
class Question:
    """A document with its variables, and the rows that it is measured by."""

    name: str
    text: str
    variables: dict[str, Any] = field(default_factory=dict)

    def body(self) -> bytes:
        """The request's body."""
        return json.dumps({"query": self.text, "variables": self.variables}).encode()


READ = {
    question.name: question
    for question in (
        Question("Q1", OBLIGATION_PAGE, {"county": COUNTY}),
        Question("Q3", ONE_OBJECT, {"id": f"Obligation:{FIRST_ID + 777}"}),
        Question("Q4", MATRIX, {"term": "2017-2021"}),
        Question("Q5", NESTED, {"county": COUNTY}),
        Question(
            "county",
            document("county"),
            {
                "code": COUNTY,
                "organisation": f"county:{COUNTY}",
                "asOf": None,
                "since": TODAY.isoformat(),
                "rule": SECTION_14,
            },
        ),
        Question("home", document("home")),
    )
}

PAGES = {"county": f"/fi/counties/{COUNTY}", "home": "/fi/"}
"""Where a page is whose document is asked, too: the county with its matrix, and the country."""


def meeting(number: int, municipality: str = MUNICIPALITY) -> bytes:
    """A request that records a meeting held by the county and one municipality."""
    day = f"2026-{1 + number % 10:02}-{1 + number % 28:02}"
    plan = {
        "title": {"fi": f"Mittauksen neuvottelu {number}"},
        "municipalities": [municipality],
        "rules": ["county-municipality-negotiation"],
    }
    given = {"plan": plan, "heldOn": {"value": day}, "present": [municipality]}
    return Question("record", MEETING, {"input": given}).body()


@dataclass(frozen=True)
class Refused:
    """What is turned away, or answered as it was before: the body, from whom, under what key."""

    body: bytes
    signed: bool = False
    key: str = ""


def refused() -> dict[str, Refused]:
    """What is turned away, by what is wrong with it; and what is repeated under its key."""
    bomb = "query { ...F0 } " + " ".join(
        f"fragment F{n} on Query {{ {f'...F{n + 1} ' * 2} }}" for n in range(24)
    )
    bomb += " fragment F24 on Query { __typename }"
    cyclic = "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    million = "{ negotiations(first: 500) { nodes { round { negotiations(first: 500) {"
    million += " nodes { round { negotiations(first: 500) { nodes { id } } } } } } } } }"
    stale = Question(
        "stale",
        """mutation { cancelNegotiation(input: {negotiation: "Negotiation:1000004",
           reason: "x", expectedRevision: 99}) { __typename } }""",
    )
    twice = b'{"query": "{ __typename }", "query": "{ __typename }"}'
    return {
        "cyclic fragments": Refused(Question("cyclic", cyclic).body()),
        "fragment bomb": Refused(Question("bomb", bomb).body()),
        "10⁶ rows": Refused(Question("rows", million).body()),
        "body not UTF-8": Refused(b'{"query": "{ __typename \xff }"}'),
        "control character": Refused(Question("control", ONE_OBJECT, {"id": "a\x00b"}).body()),
        "repeated name in JSON": Refused(twice),
        "unknown code": Refused(meeting(1, "999"), signed=True),
        "stale revision": Refused(stale.body(), signed=True),
        "the same again under its key": Refused(meeting(2), signed=True, key="bench"),
        "another body under that key": Refused(meeting(3), signed=True, key="bench"),
    }
