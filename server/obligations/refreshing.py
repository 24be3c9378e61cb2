"""What follows for obligations when an act has touched something: see ``server.wiring``."""

from __future__ import annotations

from collections.abc import Collection

from server.identity.models import Membership
from server.kit.store.act import Act
from server.kit.store.columns import ids
from server.obligations import generation, standings
from server.obligations.meetings import met_by
from server.obligations.models import Exemption, LinkedEvidence, ObligationBearer, RecordKeeping
from server.register.models import AreaMembership, CountyMembership, Organisation, RegisterChange


async def judge(opened: Act, obligations: Collection[int]) -> set[int]:
    """Bring standings up to their facts, and open what follows; the ids of those that changed."""
    changed = await standings.rewrite(opened, obligations)
    await generation.follow_up(opened, changed)
    return changed


async def refresh_touched(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations that an act made or changed."""
    await judge(opened, {each for each in touched if not _judged(opened, each)})


def _judged(opened: Act, obligation: int) -> bool:
    """Was the obligation touched only by judging it?"""
    before = opened.touches["Obligation", obligation].before
    return before is not None and before.keys() == {"standing"}


async def refresh_evidence(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations whose linked evidence changed."""
    await judge(opened, await ids(LinkedEvidence.filter(id__in=touched), "obligation_id"))


async def refresh_exemptions(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of obligations whose exemption changed."""
    await judge(opened, await ids(Exemption.filter(id__in=touched), "obligation_id"))


async def refresh_keepings(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of everything an organisation bears when its record-keeping changes."""
    rows = await RecordKeeping.filter(id__in=touched)
    await _rewrite_borne(opened, {row.organisation_id for row in rows})


async def refresh_members(opened: Act, touched: frozenset[int]) -> None:
    """An organisation keeps its record here from the day its first member was admitted."""
    for member in await Membership.filter(id__in=touched).order_by("starts_on", "id"):
        own = await Organisation.get_or_none(organisation_code=member.organisation_code)
        if own is None or await RecordKeeping.filter(organisation_id=own.id).exists():
            continue
        await opened.create(
            RecordKeeping,
            organisation_id=own.id,
            basis="MEMBER",
            starts_on=member.starts_on,
            stated_on=opened.today,
        )


async def refresh_negotiations(opened: Act, touched: frozenset[int]) -> None:
    """Rewrite the standings of the obligations that negotiations an act touched may meet.

    Nothing follows from what a negotiation fulfils: intervals and events are approvals.
    """
    await standings.rewrite(opened, await met_by(opened, touched))


async def refresh_organisations(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when organisations change: see ``_follow``."""
    await _follow(opened, set(touched))


async def refresh_county_memberships(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when municipalities join, move or leave: see ``_follow``."""
    rows = CountyMembership.filter(id__in=touched)
    await _follow(opened, await ids(rows, "municipality_id"))


async def refresh_area_memberships(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when an organiser joins or leaves a collaborative area."""
    rows = AreaMembership.filter(id__in=touched)
    await _follow(opened, await ids(rows, "organisation_id"))


async def refresh_register_changes(opened: Act, touched: frozenset[int]) -> None:
    """Follow the register when a merger or a move is recorded: see ``_follow``."""
    rows = await RegisterChange.filter(id__in=touched)
    others = {row.other_id for row in rows if row.other_id is not None}
    await _follow(opened, {row.organisation_id for row in rows} | others)


async def refresh_everything(opened: Act, touched: frozenset[int]) -> None:
    """Make what a new rule or a new term asks of the whole country."""
    await generation.regenerate(opened)


async def _follow(opened: Act, organisations: set[int]) -> None:
    """Make obligations for new pairs and judge again those of changed ones.

    Successors are judged with their predecessors in sight, and what ended names what it led to.
    What is made here is touched, and judged as such in the next round.
    """
    successors = Organisation.filter(id__in=organisations, successor_id__not_isnull=True)
    judged = organisations | await ids(successors, "successor_id")
    judged |= await ids(RegisterChange.filter(other_id__in=organisations), "organisation_id")
    made = await generation.regenerate(opened, judged)
    await _rewrite_borne(opened, judged, but=made)


async def _rewrite_borne(
    opened: Act, organisations: set[int], but: Collection[int] = frozenset()
) -> None:
    borne = ObligationBearer.filter(organisation_id__in=organisations)
    await judge(opened, await ids(borne, "obligation_id") - set(but))
