from __future__ import annotations

from server.wiring import wiring

REFRESHED = {
    "Body": ["search.refresh_bodies"],
    "Contact": ["search.refresh_contacts"],
    "Action": ["negotiations.refresh_actions", "search.refresh_actions"],
    "AreaMembership": ["obligations.refresh_area_memberships"],
    "CouncilTerm": ["obligations.refresh_everything"],
    "CountyMembership": ["obligations.refresh_county_memberships"],
    "Decision": ["search.refresh_decisions"],
    "Duty": ["search.refresh_duties"],
    "Exemption": ["obligations.refresh_exemptions"],
    "LinkedEvidence": ["obligations.refresh_evidence"],
    "Membership": ["obligations.refresh_members"],
    "Minutes": ["negotiations.refresh_minutes"],
    "Negotiation": [
        "obligations.refresh_negotiations",
        "search.refresh_negotiations",
        "decisions.refresh_negotiations",
        "negotiations.refresh_negotiations",
    ],
    "NegotiationRound": ["search.refresh_rounds"],
    "Obligation": ["obligations.refresh_touched"],
    "ObligationRule": ["obligations.refresh_everything", "search.refresh_rules"],
    "Organisation": [
        "negotiations.refresh_organisations",
        "obligations.refresh_organisations",
        "search.refresh_organisations",
    ],
    "OrganisationUnit": ["search.refresh_units"],
    "RecordKeeping": ["obligations.refresh_keepings"],
    "RegisterChange": ["obligations.refresh_register_changes"],
}


def test_who_is_refreshed_by_whom() -> None:
    told = {
        touched: [f"{each.__module__.split('.')[1]}.{each.__name__}" for each in refreshers]
        for touched, refreshers in wiring().refreshers.items()
    }
    assert told == REFRESHED
