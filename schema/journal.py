"""The journal in the API: who changed what, when, for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry

from schema.engine import entity, on, one
from schema.register import Organisation
from server.journal import models as m
from server.register import models as register


def sees(row: Any) -> str:
    """Anyone sees what is public after the act; nobody else's drafts and no persons.

    Of an act on a negotiation that is withheld now, nothing is shown to anyone.
    """
    # One flat sub-query: SQLite's parser has a stack of its own that deep documents fill.
    return (
        f"{row.audience_after} = '*' AND NOT EXISTS (SELECT 1 FROM withholding w"
        " JOIN journal_entry e ON e.object_id = w.negotiation_id WHERE w.released_on IS NULL"
        f" AND e.object_type = 'Negotiation' AND e.act = {row.act} AND e.at = {row.at}"
        f" AND e.request_id = {row.request_id})"
    )


@entity(m.JournalEntry, sees=sees)
class JournalEntry:
    """One object changed by one act."""

    act: str = strawberry.field(
        description="Which act, in lower case: plan_negotiation, link_evidence."
    )
    at: datetime = strawberry.field(description="When, UTC.")
    revision: int | None = strawberry.field(description="The object's revision after it.")

    @one(register.Organisation)
    def organisation(self: Any, x: Any) -> Organisation | None:
        """For whom it was done; null for the service itself."""
        return on(f"{x.organisation_code} = {self.organisation_code}")
