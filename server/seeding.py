"""Everything that comes with the product, laid into a database in order."""

from __future__ import annotations

from collections import Counter
from datetime import date

from server.duties import seed as duties
from server.identity.actor import Actor
from server.kit.store.act import Outcome
from server.obligations import seed as obligations


async def seed(by: Actor, today: date) -> Outcome:
    """Add what the database lacks of the register and of the catalogues of obligations and duties.

    Doing it again changes nothing. The outcome's facts count the rows ``added`` and the rules
    ``changed``. Raises NotAllowed.
    """
    told = Counter((await obligations.seed(by, today)).facts)
    told.update((await duties.seed(by, today)).facts)
    return Outcome(facts=dict(told))
