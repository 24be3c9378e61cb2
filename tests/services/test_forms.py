from __future__ import annotations

from starlette.requests import Request

from fixtures import cast
from fixtures.cast import RULE, TODAY
from schema.protocol.admission import Rates
from schema.protocol.endpoint import Limits
from server.app.admission import Admission
from server.app.callers import Callers
from server.app.pages import InProcess
from server.app.reading import Reading
from server.identity.actor import Role
from server.identity.service import issue_token
from server.kit import clock
from server.kit.store.database import Database
from server.negotiations.models import NegotiationRound

START = """
mutation ($input: StartNegotiationRoundInput!) {
  startNegotiationRound(input: $input) { __typename }
}
"""


async def test_a_form_with_a_key_of_any_length_is_carried_out_once(registered: Database) -> None:
    issued = await issue_token(
        "county:08",
        Role.ADMIN,
        days=1,
        label="Lomake",
        by=cast.admin_of_the_county,
        at=clock.now(),
        today=TODAY,
    )
    headers = [(b"authorization", f"Bearer {issued.secret}".encode())]
    request = Request({"type": "http", "headers": headers, "state": {"language": "fi"}})
    reading = Reading(registered, demonstration=False)
    callers = Callers("c", registered.readers, today=lambda: TODAY)
    pages = InProcess(reading, callers, Admission(Rates(), Limits()))
    days = {"startsOn": "2026-01-01", "endsOn": "2026-12-31"}
    given = {"input": {"title": {"fi": "Kierros"}, **days, "rules": [RULE]}}
    for _ in range(2):
        done = await pages.run(START, given, request=request, idempotency_key="ä\n" * 3000)
        assert done == {"startNegotiationRound": {"__typename": "RoundStarted"}}
    assert await NegotiationRound.all().count() == 1
