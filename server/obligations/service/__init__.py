"""The acts on obligations: evidence, exemptions, statements about one's record, earlier periods."""

from server.obligations.service.evidence import EvidenceInput, link_evidence, withdraw_evidence
from server.obligations.service.exempting import ExemptionInput, exempt_obligation
from server.obligations.service.keeping import state_record_complete, withdraw_record_statement
from server.obligations.service.periods import open_earlier_period, turn_day

__all__ = [
    "EvidenceInput",
    "ExemptionInput",
    "exempt_obligation",
    "link_evidence",
    "open_earlier_period",
    "state_record_complete",
    "turn_day",
    "withdraw_evidence",
    "withdraw_record_statement",
]
