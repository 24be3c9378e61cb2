"""What every act on an obligation begins with."""

from __future__ import annotations

from server.identity.actor import Actor
from server.kit.store.act import lock
from server.obligations.models import Obligation, ObligationBearer
from server.obligations.units import BEARER
from server.register.models import Organisation


async def load(obligation: int, *, bearing: bool = False) -> tuple[Obligation, list[str]]:
    """The obligation, locked, and the codes of those with a part in it, or only of its bearers.

    Raises NotFound.
    """
    row = (await lock(Obligation, obligation))[0]
    parts = await parts_of(row.id)
    return row, [code for role, code in parts if role == BEARER or not bearing]


async def parts_of(obligation: int) -> list[tuple[str, str]]:
    """Role and organisation code of everyone with a part in an obligation, in order."""
    rows = ObligationBearer.filter(obligation_id=obligation).order_by("place", "id")
    found = await rows.values_list("role", "organisation__organisation_code")
    return [(str(role), str(code)) for role, code in found]


async def own(by: Actor) -> int:
    """The id of the organisation the actor acts for."""
    return (await Organisation.get(organisation_code=by.organisation)).id
