"""Who sees what is said of a record of another domain: its parties, and anyone once published."""

from __future__ import annotations

from schema.engine import Row
from server.negotiations import models as negotiations
from server.obligations import models as obligations


def of_negotiation(row: Row, negotiation: str, also: str = "1=1") -> str:
    """Is one of the viewer's organisations a party of the negotiation of that id?"""
    return row.exists(
        negotiations.NegotiationParty,
        lambda p: (also, f"{p.negotiation_id} = {negotiation}", p.in_scope(p.organisation_id)),
    )


def with_negotiation(row: Row, negotiation: str) -> str:
    """Is the negotiation of that id shown to the viewer: public, or of one of its parties?"""
    public = row.exists(
        negotiations.Negotiation, lambda n: (f"{n.id} = {negotiation}", f"{n.is_public}")
    )
    return f"({public} OR {of_negotiation(row, negotiation)})"


def withheld(row: Row, negotiation: str, also: str = "1=1") -> str:
    """Is the negotiation of that id closed on a statutory ground?"""
    return row.exists(
        negotiations.Withholding,
        lambda w: (also, f"{w.negotiation_id} = {negotiation}", f"{w.released_on} IS NULL"),
    )


def of_subject(row: Row, kind: str, number: str) -> str:
    """Is one of the viewer's organisations a party of the record of that type and id?"""
    return (
        "("
        + " OR ".join(
            (
                of_negotiation(row, number, f"{kind} = 'Negotiation'"),
                row.exists(
                    negotiations.RoundCounterparty,
                    lambda p: (
                        f"{kind} = 'NegotiationRound'",
                        f"{p.round_id} = {number}",
                        p.in_scope(p.organisation_id),
                    ),
                ),
                row.exists(
                    negotiations.NegotiationRound,
                    lambda r: (
                        f"{kind} = 'NegotiationRound'",
                        f"{r.id} = {number}",
                        r.in_scope(r.keeper_id),
                    ),
                ),
                row.exists(
                    obligations.ObligationBearer,
                    lambda b: (
                        f"{kind} = 'Obligation'",
                        f"{b.obligation_id} = {number}",
                        b.in_scope(b.organisation_id),
                    ),
                ),
            )
        )
        + ")"
    )
