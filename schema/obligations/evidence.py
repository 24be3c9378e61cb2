"""Evidence linked by hand, and exemptions."""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from schema.engine import Node, entity, sql
from schema.engine.fields import parts
from schema.obligations.enums import EvidenceStage, KeepingBasis
from schema.register import Organisation
from schema.scalars import PartialDate
from server.obligations import models as m


@entity(m.LinkedEvidence)
class LinkedEvidence(Node):
    """A dated source linked by hand, with a reason and who says so.

    Without a stage it shows the whole of what the rule asks.
    """

    title: str = strawberry.field(description="What it is called.")
    url: str | None = strawberry.field(description="Where it can be read.")
    reason: str = strawberry.field(description="Why it shows what the rule asks.")
    stage: EvidenceStage | None = strawberry.field(
        description="The step it shows; null when it shows the whole."
    )
    shown_of: Organisation | None = strawberry.field(
        description="Whose act it shows, or to whom it was delivered; null for everyone's."
    )
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
    """A body's decision that an obligation does not bind from a day on."""

    from_on: date = strawberry.field(description="The first day it does not bind.")
    decided_by: str = strawberry.field(description="The body that decided.")
    decided_on: date = strawberry.field(description="The day of the decision.")
    reason: str = strawberry.field(description="Why.")
    recorded_by: Organisation = strawberry.field(description="Who recorded it.")
    recorded_on: date = strawberry.field(description="The day it was recorded.")
    withdrawn_on: date | None = strawberry.field(description="The day it was taken back.")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")


@entity(m.RecordKeeping)
class RecordKeeping(Node):
    """From which day an organisation's record here is complete, and on what ground."""

    basis: KeepingBasis = strawberry.field(description="On what ground.")
    starts_on: date = strawberry.field(description="The first day of the complete record.")
    ends_on: date | None = strawberry.field(
        description="Its last day, inclusive; null while it is kept."
    )
    stated_on: date = strawberry.field(description="The day it was recorded.")
    withdrawn_on: date | None = strawberry.field(
        description="The day the statement was taken back; it then counts on no day."
    )
    demonstration: bool = strawberry.field(description="Is it invented for demonstration?")
    revision: int = strawberry.field(description="Name it in expectedRevision when changing.")
