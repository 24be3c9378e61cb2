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

    Of an act on a negotiation that is withheld now, the lines on obligations that two of its
    parties share are shown to nobody: they would tell who met whom, and when.
    """
    # One flat sub-query: SQLite's parser has a stack of its own that deep documents fill.
    return (
        f"{row.audience_after} = '*' AND NOT EXISTS (SELECT 1 FROM withholding w"
        " JOIN journal_entry e ON e.object_id = w.negotiation_id"
        " JOIN negotiation_party p ON p.negotiation_id = w.negotiation_id"
        " JOIN obligation_bearer b ON b.organisation_id = p.organisation_id"
        " JOIN negotiation_party q ON q.negotiation_id = p.negotiation_id AND q.id < p.id"
        " JOIN obligation_bearer c ON c.organisation_id = q.organisation_id"
        " AND c.obligation_id = b.obligation_id WHERE w.released_on IS NULL"
        f" AND e.object_type = 'Negotiation' AND e.act = {row.act} AND e.at = {row.at}"
        f" AND e.request_id = {row.request_id}"
        f" AND {row.object_type} = 'Obligation' AND b.obligation_id = {row.object_id})"
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
