"""Who is called to a negotiation, by the codes people use, and for whom who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.codes import CodeRefused, municipality_code
from server.kit.errors import FieldFault, InvalidInput, refuse
from server.negotiations.inputs import MOST_PARTIES, PlanInput
from server.register import lookup
from server.register.models import Organisation


@dataclass(frozen=True)
class Called:
    """Everyone called, each once; ``county`` is the one that negotiates, None when none does.

    ``own`` is the organisation of whoever calls. ``on`` is the day of the meeting, which decides
    whose county is whose; until one is set, the day of the act.
    """

    own: Organisation
    county: Organisation | None
    everyone: tuple[Organisation, ...]
    on: date

    @property
    def codes(self) -> set[str]:
        """Their organisation codes."""
        return {row.organisation_code for row in self.everyone}


async def named(codes: Sequence[str], field: str) -> list[Organisation]:
    """The organisations of the codes, in the given order, each once.

    A municipality goes by its official code or its organisation code, anyone else by the latter.
    Raises InvalidInput with a fault for every code that nobody has.
    """
    whole = [_whole(code) for code in codes]
    rows = await Organisation.filter(organisation_code__in=whole) if whole else []
    known = {row.organisation_code: row for row in rows}
    faults = [
        FieldFault((*field.split("."), str(place)), _unknown(each), {"code": codes[place]})
        for place, each in enumerate(whole)
        if each not in known
    ]
    refuse(*faults)
    return [known[each] for each in dict.fromkeys(whole)]


async def called(by: Actor, given: PlanInput, on: date) -> Called:
    """Whom a plan calls. By an editor of one of them.

    Raises NotAllowed, and InvalidInput, also when the actor's own organisation is left out. The
    county is the one named, else the actor's own, else the only one among the parties, else
    that of the first municipality on the day ``on``.
    """
    policy.require(by, policy.OPEN_MATTER, keeper=by.organisation)
    own = await lookup.own(by.organisation)
    municipalities = await lookup.municipalities(given.municipalities)
    rows = [*municipalities, *await named(given.parties, "parties")]
    county = await _county(given, own, rows, on)
    everyone = {row.id: row for row in ([county] if county else []) + rows}
    field = "parties" if given.parties else "municipalities"
    if own.id not in everyone:
        raise InvalidInput.of(field, "NOT_A_PARTY", organisation=own.organisation_code)
    if len(everyone) == 1:
        raise InvalidInput.of(field, "ALONE")
    if len(everyone) > MOST_PARTIES:
        raise InvalidInput.of(field, "TOO_MANY", most=MOST_PARTIES)
    return Called(own, county, tuple(everyone.values()), on)


async def check_voice(
    own: Organisation, everyone: Iterable[Organisation], on: date, *, under_rules: bool
) -> None:
    """Raise InvalidInput for speaking of what others owe each other.

    A municipality brings its own county to the table and no other. A county and its municipality
    are brought together under rules by that county or a municipality, whose duty it is.
    """
    rows = list(everyone)
    counties = {row.id: row for row in rows if row.kind == "COUNTY"}
    if own.kind == "MUNICIPALITY" and counties:
        home = (await lookup.homes_of([own.id], on)).get(own.id)
        strangers = [row for row in counties.values() if home is None or row.id != home.id]
        if strangers:
            code = strangers[0].organisation_code
            raise InvalidInput.of("county", "NOT_YOUR_COUNTY", organisation=code)
    if own.kind != "MUNICIPALITY" and under_rules:
        towns = [row.id for row in rows if row.kind == "MUNICIPALITY"]
        homes = await lookup.homes_of(towns, on)
        if any(home.id in counties and home.id != own.id for home in homes.values()):
            raise InvalidInput.of("rules", "RULE_OF_OTHERS")


async def _county(
    given: PlanInput, own: Organisation, rows: Sequence[Organisation], on: date
) -> Organisation | None:
    if given.county is not None:
        return await lookup.county(given.county)
    if own.kind == "COUNTY":
        return own
    counties = [row for row in rows if row.kind == "COUNTY"]
    towns = [row for row in rows if row.kind == "MUNICIPALITY"]
    if counties or not given.municipalities:
        return counties[0] if len(counties) == 1 else None
    found = await lookup.county_of(towns[0].id, on)
    if found is None and given.kind == "COUNTY_MUNICIPALITY":
        raise InvalidInput(FieldFault(("county",), "REQUIRED"))
    return found


def _whole(code: str) -> str:
    """The organisation code; what can be no code of a municipality is taken as it is given."""
    try:
        return f"municipality:{municipality_code(code.removeprefix('municipality:'))}"
    except CodeRefused:
        return code


def _unknown(whole: str) -> str:
    municipal = whole.startswith("municipality:") or ":" not in whole
    return "UNKNOWN_MUNICIPALITY" if municipal else "UNKNOWN_ORGANISATION"
