"""The composition of the domain: every table, who refreshes what, and the journal."""

from __future__ import annotations

from server.journal.service import ChainedJournal
from server.kit.store.act import Wiring, wire
from server.negotiations import catalogue, sort_keys
from server.obligations import service as obligations
from server.obligations.known import known_rules
from server.search import service as search

MODEL_MODULES = (
    "server.journal.models",
    "server.identity.models",
    "server.register.models",
    "server.negotiations.models",
    "server.obligations.models",
    "server.search.models",
)


def wiring() -> Wiring:
    """The journal, and for each type of object what follows when an act touches one."""
    return Wiring(
        journal=ChainedJournal(),
        refreshers={
            "CountyMembership": (obligations.refresh_county_memberships,),
            "CouncilTerm": (obligations.refresh_everything,),
            "Exemption": (obligations.refresh_exemptions,),
            "LinkedEvidence": (obligations.refresh_evidence,),
            "Membership": (obligations.refresh_members,),
            "Negotiation": (obligations.refresh_negotiations, search.refresh_negotiations),
            "NegotiationRound": (search.refresh_rounds,),
            "Obligation": (obligations.refresh_touched,),
            "ObligationRule": (obligations.refresh_everything, search.refresh_rules),
            "Organisation": (
                sort_keys.refresh_organisations,
                obligations.refresh_organisations,
                search.refresh_organisations,
            ),
            "RecordKeeping": (obligations.refresh_keepings,),
            "RegisterChange": (obligations.refresh_register_changes,),
        },
    )


def wire_up() -> None:
    """Plug the composition into every act of this process."""
    wire(wiring())
    catalogue.plug(known_rules)
