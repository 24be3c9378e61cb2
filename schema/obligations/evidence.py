"""Evidence linked by hand, and exemptions."""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from schema.engine import Node, entity, sql
from schema.engine.fields import parts
from schema.register import Organisation
from schema.scalars import PartialDate
from server.obligations import models as m


@entity(m.LinkedEvidence)
class LinkedEvidence(Node):
    """A dated source linked by hand, with a reason and who says so."""

    title: str = strawberry.field(description="What it is called.")
    url: str | None = strawberry.field(description="Where it can be read.")
    reason: str = strawberry.field(description="Why it shows that the negotiation took place.")
    recorded_by: Organisation = strawberry.field(description="Who linked it.")
    recorded_on: date = strawberry.field(description="The day it was linked.")
    withdrawn_on: date | None = strawberry.field(
        description="The day it was taken back; it then counts on no day."
    )
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")

    @sql
    def dated(self: Any) -> PartialDate:
        """The day, month or year of what it shows."""
        shown: PartialDate = parts(value=self.dated_on, precision=self.dated_precision)
        return shown


@entity(m.Exemption)
class Exemption(Node):
    """A body's decision that an obligation does not bind a pair from a day on."""

    from_on: date = strawberry.field(description="The first day it does not bind.")
    decided_by: str = strawberry.field(description="The body that decided.")
    decided_on: date = strawberry.field(description="The day of the decision.")
    reason: str = strawberry.field(description="Why.")
    recorded_by: Organisation = strawberry.field(description="Who recorded it.")
    recorded_on: date = strawberry.field(description="The day it was recorded.")
    withdrawn_on: date | None = strawberry.field(description="The day it was taken back.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")
