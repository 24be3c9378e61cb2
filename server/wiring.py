"""The composition of the domain: every table, who refreshes what, and the journal."""

from __future__ import annotations

from server.decisions import service as decisions
from server.duties import subjects as of_duties
from server.identity.subjects import told_by
from server.journal.service import ChainedJournal
from server.kit.store.act import Wiring, wire
from server.negotiations import catalogue, sort_keys
from server.negotiations import subjects as of_negotiations
from server.negotiations.papers import service as papers
from server.obligations import refreshing as obligations
from server.obligations import subjects as of_obligations
from server.obligations.known import known_rules
from server.search import service as search

MODEL_MODULES = (
    "server.journal.models",
    "server.identity.models",
    "server.register.models",
    "server.duties.models",
    "server.decisions.models",
    "server.actions.models",
    "server.negotiations.models",
    "server.negotiations.papers.models",
    "server.obligations.models",
    "server.search.models",
)


def wiring() -> Wiring:
    """The journal, and for each type of object what follows when an act touches one."""
    return Wiring(
        journal=ChainedJournal(),
        refreshers={
            "Action": (papers.refresh_actions, search.refresh_actions),
            "AreaMembership": (obligations.refresh_area_memberships,),
            "Body": (search.refresh_bodies,),
            "Contact": (search.refresh_contacts,),
            "CountyMembership": (obligations.refresh_county_memberships,),
            "CouncilTerm": (obligations.refresh_everything,),
            "Decision": (search.refresh_decisions,),
            "Duty": (search.refresh_duties,),
            "Exemption": (obligations.refresh_exemptions,),
            "LinkedEvidence": (obligations.refresh_evidence,),
            "Membership": (obligations.refresh_members,),
            "Minutes": (papers.refresh_minutes,),
            "Negotiation": (
                obligations.refresh_negotiations,
                search.refresh_negotiations,
                decisions.refresh_negotiations,
                papers.refresh_negotiations,
            ),
            "NegotiationRound": (search.refresh_rounds,),
            "Obligation": (obligations.refresh_touched,),
            "ObligationRule": (obligations.refresh_everything, search.refresh_rules),
            "Organisation": (
                sort_keys.refresh_organisations,
                obligations.refresh_organisations,
                search.refresh_organisations,
            ),
            "OrganisationUnit": (search.refresh_units,),
            "RecordKeeping": (obligations.refresh_keepings,),
            "RegisterChange": (obligations.refresh_register_changes,),
        },
    )


def wire_up() -> None:
    """Plug the composition into every act of this process."""
    told_by(
        {
            "Decision": decisions.as_subject,
            "Duty": of_duties.duty,
            "Negotiation": of_negotiations.negotiation,
            "NegotiationRound": of_negotiations.negotiation_round,
            "Obligation": of_obligations.obligation,
            "ObligationRule": of_obligations.obligation_rule,
        }
    )
    wire(wiring())
    catalogue.plug(known_rules)
