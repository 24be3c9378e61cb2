"""The acts on rounds and negotiations."""

from server.negotiations.service.attendance import confirm_report, dispute_report, withdraw_dispute
from server.negotiations.service.holding import cancel_negotiation, record_negotiation_held
from server.negotiations.service.merging import (
    accept_proposal,
    decline_proposal,
    hand_over_record,
    merge_records,
)
from server.negotiations.service.planning import (
    invite_to_negotiation,
    move_negotiation,
    plan_negotiation,
    plan_negotiations,
    schedule_negotiation,
)
from server.negotiations.service.proceedings import (
    ParticipantInput,
    ProceedingsInput,
    record_participants,
    record_proceedings,
)
from server.negotiations.service.round_facts import (
    add_round_report,
    amend_round,
    cancel_round,
    change_counterparties,
    close_round,
)
from server.negotiations.service.rounds import start_negotiation_round, take_into_round
from server.negotiations.service.under_rules import change_negotiation_rules
from server.negotiations.service.withholding import (
    GroundInput,
    release_record,
    withhold_record,
)

__all__ = [
    "GroundInput",
    "ParticipantInput",
    "ProceedingsInput",
    "accept_proposal",
    "add_round_report",
    "amend_round",
    "cancel_negotiation",
    "cancel_round",
    "change_counterparties",
    "change_negotiation_rules",
    "close_round",
    "confirm_report",
    "decline_proposal",
    "dispute_report",
    "hand_over_record",
    "invite_to_negotiation",
    "merge_records",
    "move_negotiation",
    "plan_negotiation",
    "plan_negotiations",
    "record_negotiation_held",
    "record_participants",
    "record_proceedings",
    "release_record",
    "schedule_negotiation",
    "start_negotiation_round",
    "take_into_round",
    "withdraw_dispute",
    "withhold_record",
]
