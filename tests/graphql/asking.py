"""Asking the application over HTTP, and the acts that tests make their worlds with."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2

from server.journal.models import JournalHead

COUNTY, MUNICIPALITY, OTHER_COUNTY = "county:08", "municipality:837", "county:06"
RULE = "county-municipality-negotiation"
NOBODY = "nobody"
SIX = (
    NOBODY,
    "municipality_editor",
    "county_recorder",
    "other_county_recorder",
    "steering_viewer",
    "municipality_reader_token",
)
"""The six kinds of actor that every operation is tried by."""

PROBLEM = """
  __typename
  ... on Problem { code message path }
  ... on InvalidInput { fields { code message path } }
  ... on NotAllowed { reason }
  ... on Conflict {
    current { __typename id ... on Negotiation { revision state } ... on Obligation { revision } }
  }
"""
RECORDED = """
  ... on NegotiationRecorded {
    negotiation {
      id revision state isPublic
      attendance { id present provenance organisation { code } }
    }
    warnings { code message }
  }
"""
OBLIGATION = "... on ObligationRecorded { obligation { id revision } warnings { code message } }"
PLANNED = "... on NegotiationsPlanned { items { negotiation { id } warnings { code } } }"
ROUND = "... on RoundStarted { round { id } warnings { code message } }"
BODY = """
  ... on BodyRecorded {
    body { id kind revision seats { id organisation { code } } }
    warnings { code message }
  }
"""
CONTACT = "... on ContactRecorded { contact { id revision endsOn erasedOn email } }"
ORGANISATION = """
  ... on OrganisationRecorded { organisation { organisationCode } warnings { code message } }
"""
UNIT = "... on UnitRecorded { unit { id revision } }"
DUTY = "... on DutyRecorded { duty { id revision topic } warnings { code message } }"
DECISION = """
  ... on DecisionRecorded {
    decision { id revision provenance isPublic outcome }
    warnings { code message }
  }
"""
ACTION = "... on ActionRecorded { action { id revision state isPublic } warnings { code message } }"
ITEM = """
  ... on AgendaItemRecorded {
    item { id revision number positions { text revision organisation { code } } }
    warnings { code message }
  }
"""
MINUTES = """
  ... on MinutesRecorded {
    minutes {
      id revision state isPublic readyOn missing { role organisation { organisationCode } }
      negotiation { id state revision }
    }
    warnings { code message }
  }
"""
KEEPING = "... on RecordKeepingStated { organisation startsOn statement { id revision } }"
WITHDRAWN = "... on RecordStatementWithdrawn { statement { id withdrawnOn } }"
CHANGED = "... on RoundChanged { round { id revision } }"
MERGED = """
  ... on MunicipalityChanged { municipality { code name startsOn } warnings { code message } }
"""
EARLIER = "... on EarlierPeriodOpened { organisation { organisationCode } made }"

ACTS = {
    "startNegotiationRound": ("StartNegotiationRoundInput", ROUND),
    "amendRound": ("AmendRoundInput", CHANGED),
    "addRoundReport": ("AddRoundReportInput", CHANGED),
    "planNegotiation": ("PlanNegotiationInput", RECORDED),
    "planNegotiations": ("PlanNegotiationsInput", PLANNED),
    "inviteToNegotiation": ("InviteToNegotiationInput", RECORDED),
    "scheduleNegotiation": ("DateNegotiationInput", RECORDED),
    "moveNegotiation": ("DateNegotiationInput", RECORDED),
    "recordNegotiationHeld": ("RecordNegotiationHeldInput", RECORDED),
    "cancelNegotiation": ("CancelNegotiationInput", RECORDED),
    "changeNegotiationRules": ("ChangeNegotiationRulesInput", RECORDED),
    "withholdRecord": ("WithholdRecordInput", RECORDED),
    "releaseRecord": ("ReleaseRecordInput", RECORDED),
    "recordProceedings": ("RecordProceedingsInput", RECORDED),
    "recordParticipants": ("RecordParticipantsInput", RECORDED),
    "mergeRecords": ("MergeRecordsInput", RECORDED),
    "acceptProposal": ("ProposalInput", RECORDED),
    "confirmReport": ("ReportInput", RECORDED),
    "disputeReport": ("DisputeReportInput", RECORDED),
    "withdrawDispute": ("ReportInput", RECORDED),
    "linkEvidence": ("LinkEvidenceInput", OBLIGATION),
    "withdrawEvidence": ("WithdrawEvidenceInput", OBLIGATION),
    "exemptObligation": ("ExemptObligationInput", OBLIGATION),
    "stateRecordComplete": ("StateRecordCompleteInput", KEEPING),
    "registerOrganisation": ("RegisterOrganisationInput", ORGANISATION),
    "recordMerger": ("RecordMergerInput", MERGED),
    "recordMove": ("RecordMoveInput", MERGED),
    "withdrawRecordStatement": ("WithdrawRecordStatementInput", WITHDRAWN),
    "openEarlierPeriod": ("OpenEarlierPeriodInput", EARLIER),
    "registerUnit": ("RegisterUnitInput", UNIT),
    "registerBody": ("RegisterBodyInput", BODY),
    "seatOrganisation": ("SeatOrganisationInput", BODY),
    "endSeat": ("EndSeatInput", BODY),
    "setContact": ("SetContactInput", CONTACT),
    "endContact": ("EndContactInput", CONTACT),
    "eraseContact": ("EraseContactInput", CONTACT),
    "addDuty": ("AddDutyInput", DUTY),
    "amendDuty": ("AmendDutyInput", DUTY),
    "endDuty": ("EndDutyInput", DUTY),
    "recordDecision": ("RecordDecisionInput", DECISION),
    "amendDecision": ("AmendDecisionInput", DECISION),
    "withdrawDecision": ("DecisionReasonInput", DECISION),
    "confirmDecision": ("DecisionSeenInput", DECISION),
    "disputeDecision": ("DecisionReasonInput", DECISION),
    "withdrawDecisionDispute": ("DecisionSeenInput", DECISION),
    "agreeAction": ("AgreeActionInput", ACTION),
    "amendAction": ("AmendActionInput", ACTION),
    "completeAction": ("CompleteActionInput", ACTION),
    "dropAction": ("DropActionInput", ACTION),
    "reopenAction": ("ReopenActionInput", ACTION),
    "publishAction": ("PublishActionInput", ACTION),
    "beginAgenda": ("BeginAgendaInput", RECORDED),
    "writeAgendaItem": ("WriteAgendaItemInput", ITEM),
    "removeAgendaItem": ("RemoveAgendaItemInput", RECORDED),
    "statePosition": ("StatePositionInput", ITEM),
    "draftMinutes": ("DraftMinutesInput", MINUTES),
    "checkMinutes": ("CheckMinutesInput", MINUTES),
    "approveMinutes": ("ApproveMinutesInput", MINUTES),
    "publishMinutes": ("PublishMinutesInput", MINUTES),
}

Answer = dict[str, Any]


@dataclass
class Api:
    """The application, with a token for each actor by name; ``nobody`` has none."""

    caller: httpx2.AsyncClient
    tokens: dict[str, str]
    _addresses: count[int] = field(default_factory=lambda: count(1))

    async def post(
        self,
        query: str,
        variables: Answer | None = None,
        *,
        by: str = NOBODY,
        language: str = "fi",
        key: str | None = None,
    ) -> httpx2.Response:
        """One POST to ``/graphql``, answered as it came."""
        headers = {"Accept-Language": language, "Accept": "application/json"}
        if by != NOBODY:
            headers["Authorization"] = f"Bearer {self.tokens[by]}"
        if key is not None:
            headers["Idempotency-Key"] = key
        body = {"query": query, "variables": variables or {}}
        return await self.caller.post("/graphql", json=body, headers=headers)

    async def errors(self, query: str, variables: Answer | None = None, **how: Any) -> Any:
        """The errors of a request that is refused whole."""
        answer = (await self.post(query, variables, **how)).json()
        assert "data" not in answer
        return answer["errors"]

    async def ask(self, query: str, variables: Answer | None = None, **how: Any) -> Answer:
        """The data of a request that is answered."""
        answer = (await self.post(query, variables, **how)).json()
        assert "errors" not in answer, answer["errors"]
        data: Answer = answer["data"]
        return data

    async def act(self, name: str, given: Answer, *, by: str, **how: Any) -> Answer:
        """The payload of an act, whether it was done or refused."""
        kind, shown = ACTS[name]
        document = (
            f"mutation ($input: {kind}!) {{ it: {name}(input: $input) {{ {PROBLEM} {shown} }} }}"
        )
        answer = await self.ask(document, {"input": given}, by=by, **how)
        payload: Answer = answer["it"]
        return payload

    # The world of a test

    async def draft(self, by: str = "county_recorder", **more: Any) -> Answer:
        """A planned negotiation of the county with the municipality, which anyone else misses."""
        given = {"title": {"fi": "Luonnos"}, "municipalities": ["837"], "rules": [RULE], **more}
        return await self._negotiation("planNegotiation", given, by)

    async def scheduled(self, day: str = "2026-12-01") -> Answer:
        """A negotiation with a day set, which anyone sees."""
        return await self.draft(meetsOn=day)

    async def held(self, by: str = "county_recorder", **more: Any) -> Answer:
        """A meeting not on record before, held with the municipality present."""
        plan = {"title": {"fi": "Pidetty"}, "municipalities": ["837"], "rules": [RULE]}
        given = {"plan": plan, "heldOn": {"value": "2026-10-14"}, "present": ["837"], **more}
        return await self._negotiation("recordNegotiationHeld", given, by)

    async def withheld(self, negotiation: Answer, **more: Any) -> Answer:
        """A negotiation closed by its keeper, the county, on a statutory ground."""
        given = {"record": negotiation["id"], "statute": "621/1999", "section": "24 § 1 mom. 17 k."}
        found = await self.ask(
            "query ($id: ID!) { node(id: $id) { ... on Negotiation { revision } } }",
            {"id": negotiation["id"]},
            by="county_recorder",
        )
        given |= {"expectedRevision": found["node"]["revision"], **more}
        return await self._negotiation("withholdRecord", given, "county_recorder")

    async def _negotiation(self, name: str, given: Answer, by: str) -> Answer:
        payload = await self.act(name, given, by=by)
        assert payload["__typename"] == "NegotiationRecorded", payload
        found: Answer = payload["negotiation"]
        return found

    async def round(self, by: str = "county_recorder", **more: Any) -> str:
        """The global id of a round of the county with two of its municipalities."""
        given = {
            "title": {"fi": "Kierros", "sv": "Runda"},
            "startsOn": "2026-09-01",
            "endsOn": "2026-12-31",
            "rules": [RULE],
            "municipalities": ["837", "291"],
            **more,
        }
        payload = await self.act("startNegotiationRound", given, by=by)
        assert payload["__typename"] == "RoundStarted", payload
        return str(payload["round"]["id"])

    async def done(self, name: str, given: Answer, *, by: str = "county_recorder") -> Answer:
        """What an act that goes through answers: its record, with the warnings' codes."""
        payload = await self.act(name, given, by=by)
        assert "message" not in payload, payload
        (record,) = (
            value for key, value in payload.items() if key not in ("__typename", "warnings")
        )
        return {**record, "warned": [each["code"] for each in payload.get("warnings", ())]}

    async def agreed(self, negotiation: str, by: str = "county_recorder", **more: Any) -> Answer:
        """An action agreed in a negotiation for the municipality, a draft of its parties."""
        action = {"title": {"fi": "Tehdään"}, "responsible": ["municipality:837"], **more}
        given = {"negotiation": negotiation, "action": action}
        return await self.done("agreeAction", given, by=by)

    async def drafted(self, negotiation: str, **more: Any) -> Answer:
        """Minutes drafted for a negotiation that was held."""
        return await self.done("draftMinutes", {"negotiation": negotiation, **more})

    async def decided(self, subject: str, by: str = "county_recorder", **more: Any) -> Answer:
        """A decision of the municipality's board on a record."""
        facts = {"bodyName": "Kaupunginhallitus", "decidedOn": {"value": "2026-11-02"}}
        facts |= {"outcome": "APPROVED", "publication": "CHECKED", **more}
        given = {"subject": subject, "organisation": "municipality:837", "decision": facts}
        return await self.done("recordDecision", given, by=by)

    async def standing(self, obligation: str, as_of: str | None = None, **how: Any) -> Answer:
        """How the obligation stands, with its reasons in words."""
        document = """query ($id: ID!, $day: Date) { node(id: $id) { ... on Obligation {
            revision
            standing(asOf: $day) {
              status kept
              because { code text on organisation { name } negotiation { id } evidence { id } }
              missing { code text organisation { name } counterparty { name } }
            } } } }"""
        found = await self.ask(document, {"id": obligation, "day": as_of}, **how)
        node: Answer = found["node"]
        return node


def attendance_of(negotiation: Answer, code: str) -> Answer:
    """The attendance row of an organisation in a recorded negotiation."""
    return next(x for x in negotiation["attendance"] if x["organisation"]["code"] == code)


async def journal() -> int:
    """How many changes have been written; what is refused adds none."""
    return int((await JournalHead.get(id=1)).seq)
