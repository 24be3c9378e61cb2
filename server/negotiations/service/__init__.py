"""The acts on rounds and negotiations."""

from server.negotiations.service.attendance import confirm_report, dispute_report, withdraw_dispute
from server.negotiations.service.holding import cancel_negotiation, record_negotiation_held
from server.negotiations.service.planning import (
    invite_to_negotiation,
    move_negotiation,
    plan_negotiation,
    plan_negotiations,
    schedule_negotiation,
)
from server.negotiations.service.rounds import start_negotiation_round, take_into_round

__all__ = [
    "cancel_negotiation",
    "confirm_report",
    "dispute_report",
    "invite_to_negotiation",
    "move_negotiation",
    "plan_negotiation",
    "plan_negotiations",
    "record_negotiation_held",
    "schedule_negotiation",
    "start_negotiation_round",
    "take_into_round",
    "withdraw_dispute",
]
