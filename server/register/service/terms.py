"""Adding a term of the county or the municipal councils."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput, refuse
from server.kit.period import Period, day_after
from server.kit.store.act import Outcome, act
from server.kit.texts import text_fault
from server.register.models import CouncilTerm
from server.register.service.wording import days_fault

KINDS = ("COUNTY", "MUNICIPAL")


async def add_council_term(
    by: Actor, today: date, kind: str, period: Period, source: str
) -> Outcome:
    """Add a council term, both days included; what is due in it follows when it begins.

    A gap to the term before is a warning. Raises NotAllowed and InvalidInput: an unknown kind, a
    term without end, days beyond 1865–2100, one that overlaps another of its kind.
    """
    async with act("add_council_term", by, at=now(), today=today) as opened:
        policy.require(by, policy.MANAGE_REGISTER)
        if kind not in KINDS:
            raise InvalidInput.of("kind", "UNKNOWN_COUNCIL_KIND", kind=kind)
        if period.ends_on is None:
            raise InvalidInput.of("endsOn", "REQUIRED")
        refuse(
            *days_fault(period.starts_on, period.ends_on),
            text_fault("source", source, longest=1000),
        )
        others = await CouncilTerm.filter(kind=kind).order_by("starts_on")
        for term in others:
            if period.overlaps(Period(term.starts_on, term.ends_on)):
                raise InvalidInput.of("startsOn", "OVERLAPS", key=term.key)
        row = await opened.create(
            CouncilTerm,
            kind=kind,
            key=f"{period.starts_on.year}-{period.ends_on.year}",
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            source=source.strip(),
        )
        return opened.done(Outcome(("CouncilTerm", row.id), _gap(others, period)))


def _gap(others: list[CouncilTerm], period: Period) -> tuple[dict[str, Any], ...]:
    before = [term for term in others if term.ends_on < period.starts_on]
    if not before or day_after(before[-1].ends_on) == period.starts_on:
        return ()
    return ({"code": "GAP_BEFORE_TERM", "facts": {"key": before[-1].key}},)
