"""When an obligation is met, and what is missing from whom: one decision table for every rule.

``facts`` and ``evidence`` are what the rule is told, ``answers`` what it says; ``sights`` reads
negotiations on one day and ``acts`` everything else, ``standing`` weighs them. What differs from
rule to rule is data of the catalogue: the kinds of evidence, the pace, and who bears it. Cases:
``fixtures/obligation_cases.csv`` for 611/2021 § 14, ``fixtures/obligation_rule_cases.csv`` for
every other rule.
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
from server.obligations.rules.evidence import EvidenceKind, EvidenceOf, Stage, Step
from server.obligations.rules.facts import (
    Ending,
    Exemption,
    Facts,
    Keeping,
    Meeting,
    Membership,
    Pace,
    Predecessor,
    Presence,
    SetDate,
)
from server.obligations.rules.standing import (
    days_met_by,
    pair_applies,
    spans,
    standing_on,
    turning_days,
)

__all__ = [
    "RULE_VERSION",
    "Ending",
    "EvidenceKind",
    "EvidenceOf",
    "Exemption",
    "Facts",
    "Keeping",
    "Meeting",
    "Membership",
    "Missing",
    "MissingCode",
    "OutsidePeriod",
    "Pace",
    "Predecessor",
    "Presence",
    "Reason",
    "ReasonCode",
    "SetDate",
    "Span",
    "Stage",
    "Standing",
    "Status",
    "Step",
    "days_met_by",
    "pair_applies",
    "spans",
    "standing_on",
    "turning_days",
]
