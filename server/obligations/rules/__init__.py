"""When the duty to negotiate once in a council term is met, and what is missing from whom.

``facts`` is what the rule is told, ``answers`` what it says; ``sights`` reads one record on one
day, ``standing`` weighs them. Source: Act 611/2021 § 14; cases in
``fixtures/obligation_cases.csv``.
"""

from server.obligations.rules.answers import (
    RULE_VERSION,
    Missing,
    MissingCode,
    OutsidePeriod,
    Reason,
    ReasonCode,
    Span,
    Standing,
    Status,
)
from server.obligations.rules.facts import (
    Ending,
    Evidence,
    Exemption,
    Facts,
    Keeping,
    Meeting,
    Membership,
    Predecessor,
    Presence,
    SetDate,
)
from server.obligations.rules.standing import pair_applies, spans, standing_on, turning_days

__all__ = [
    "RULE_VERSION",
    "Ending",
    "Evidence",
    "Exemption",
    "Facts",
    "Keeping",
    "Meeting",
    "Membership",
    "Missing",
    "MissingCode",
    "OutsidePeriod",
    "Predecessor",
    "Presence",
    "Reason",
    "ReasonCode",
    "SetDate",
    "Span",
    "Standing",
    "Status",
    "pair_applies",
    "spans",
    "standing_on",
    "turning_days",
]
