"""Opening periods: each day the present ones, and earlier ones when somebody asks."""

from __future__ import annotations

from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.clock import now
from server.kit.errors import InvalidInput
from server.kit.store.act import Outcome, act
from server.kit.store.columns import ids
from server.obligations import generation
from server.obligations.models import Obligation
from server.obligations.refreshing import judge
from server.obligations.service.keeping import EARLIEST
from server.register import lookup
from server.register.models import CouncilTerm


async def open_earlier_period(
    by: Actor, today: date, *, term: str | None = None, year: int | None = None
) -> Outcome:
    """Open a council term or a calendar year that is over, for the actor's own organisation.

    Makes the obligations of that time in which the organisation has a part, so that evidence can
    be linked to them; without any they have no record, unless the record was kept then. ``term``
    ("2022-2025") opens the terms of both kinds of council. The outcome's facts count what was
    made. Raises NotAllowed, and InvalidInput unless exactly one period is given, for one that is
    not over, for one before any rule was in force, and where there is nothing to make: no part of
    the organisation in that time, or all of it open already.
    """
    async with act("open_earlier_period", by, at=now(), today=today) as opened:
        policy.require(by, policy.OPEN_EARLIER_PERIOD, owner=by.organisation)
        if (term is None) == (year is None):
            raise InvalidInput.of("term", "TERM_OR_YEAR")
        if term is not None and not term.strip():
            raise InvalidInput.of("term", "REQUIRED")
        if year is not None and not EARLIEST.year <= year < today.year:
            earliest, latest = str(EARLIEST.year), str(today.year - 1)
            raise InvalidInput.of("year", "YEAR_NOT_EARLIER", earliest=earliest, latest=latest)
        organisation = await lookup.own(by.organisation)
        made: set[int] = set()
        for each in await _terms(term, today) if term else [None]:
            made |= await generation.open_earlier(opened, organisation.id, each, year)
        if not made:
            field = "year" if term is None else "term"
            raise InvalidInput.of(field, "NOTHING_TO_OPEN", period=term or str(year))
        facts = {"made": len(made), "type": organisation.type_name}
        return opened.done(Outcome(("Organisation", organisation.id), facts=facts))


async def _terms(key: str, today: date) -> list[CouncilTerm]:
    """The terms of a key, of both kinds of council, that are over."""
    found = list(await CouncilTerm.filter(key=key, ends_on__lt=today).order_by("id"))
    if not found:
        raise InvalidInput.of("term", "TERM_NOT_EARLIER", term=key)
    return found


async def turn_day(by: Actor, today: date) -> int:
    """Make the obligations of a period that has begun and extend standings to the horizon.

    States themselves need no turning: their spans were stored ahead. Returns how many changed.
    """
    async with act("turn_day", by, at=now(), today=today) as opened:
        await generation.regenerate(opened)
        changed = await judge(opened, await ids(Obligation.all()))
        opened.done(Outcome(facts={"changed": len(changed)}))
        return len(changed)
