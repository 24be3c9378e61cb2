"""The English word of every code the schema answers; catalogues hold the rest."""

from typing import Final


def N_(text: str) -> str:  # noqa: N802 - the name gettext's extractor looks for
    """Mark a text for the catalogues without translating it here."""
    return text


STATUS: Final = {
    "NOT_STARTED": N_("not started"),
    "SCHEDULED": N_("date set"),
    "IN_PROGRESS": N_("in progress"),
    "FULFILLED": N_("fulfilled"),
    "OVERDUE": N_("overdue"),
    "MISSED": N_("missed"),
    "NO_RECORD": N_("no record"),
    "NOT_APPLICABLE": N_("not applicable"),
}
NEGOTIATION_STATE: Final = {
    "PLANNED": N_("planned"),
    "INVITED": N_("invited"),
    "SCHEDULED": N_("date set"),
    "HELD": N_("held"),
    "MINUTES_READY": N_("minutes ready"),
    "CLOSED": N_("closed"),
    "CANCELLED": N_("cancelled"),
    "MERGED": N_("merged"),
}
# Negotiation states borrow the look of a status: glyph and lightness, never its word.
STATE_LOOK: Final = {
    "PLANNED": "NOT_STARTED",
    "INVITED": "IN_PROGRESS",
    "SCHEDULED": "SCHEDULED",
    "HELD": "FULFILLED",
    "MINUTES_READY": "FULFILLED",
    "CLOSED": "FULFILLED",
    "CANCELLED": "NOT_APPLICABLE",
    "MERGED": "NOT_APPLICABLE",
}
NEGOTIATION_KIND: Final = {
    "COUNTY_MUNICIPALITY": N_("Negotiation between the county and its municipalities"),
    "WELLBEING": N_("Negotiation on health and wellbeing"),
    "PREMISES": N_("Negotiation on premises"),
    "STUDENT_WELFARE": N_("Negotiation on student welfare"),
    "STEERING": N_("Steering negotiation"),
    "COLLABORATIVE_AREA": N_("Negotiation in the collaborative area"),
    "BUDGET_INVESTMENT": N_("Negotiation on budget and investment"),
    "OTHER": N_("Other negotiation"),
}
MODE: Final = {
    "PLACE": N_("On site"),
    "REMOTE": N_("Remotely"),
    "BOTH": N_("On site and remotely"),
}
TOPIC: Final = {
    "GENERAL_COOPERATION": N_("General cooperation"),
    "HEALTH_WELLBEING_PROMOTION": N_("Promotion of health and wellbeing"),
    "CHILDREN_FAMILIES": N_("Children and families"),
    "WORK_ABILITY_FUNCTIONAL_CAPACITY": N_("Work ability and functional capacity"),
    "OLDER_PEOPLE": N_("Older people"),
    "INFORMATION_SYSTEMS": N_("Information systems"),
    "PREMISES": N_("Premises"),
    "VITALITY": N_("Vitality"),
    "ECONOMIC_SUSTAINABILITY": N_("Economic sustainability"),
    "PREPAREDNESS": N_("Preparedness"),
    "EMPLOYMENT_INTEGRATION": N_("Employment and integration"),
    "DISABILITY": N_("Disability"),
    "MENTAL_HEALTH_SUBSTANCE": N_("Mental health and substance abuse"),
    "RESCUE": N_("Rescue services"),
    "STEERING": N_("Steering"),
    "OTHER": N_("Other"),
}
SEARCH_TYPE: Final = {
    "COUNTY": N_("County"),
    "MUNICIPALITY": N_("Municipality"),
    "OTHER_ORGANISATION": N_("Other organisation"),
    "NEGOTIATION": N_("Negotiation"),
    "NEGOTIATION_ROUND": N_("Round"),
    "OBLIGATION_RULE": N_("Obligation"),
}
PROVENANCE: Final = {
    "OWN": N_("own entry"),
    "REPORTED": N_("recorded by another party"),
    "CONFIRMED": N_("confirmed"),
    "DISPUTED": N_("disputed"),
}
ROLE: Final = {
    "NOBODY": N_("nobody"),
    "READER": N_("reader"),
    "EDITOR": N_("editor"),
    "RECORDER": N_("recorder"),
    "ADMIN": N_("administrator"),
    "STEERING": N_("steering"),
    "PLATFORM": N_("platform administrator"),
}
EVENT: Final = {
    "PLANNED": N_("Negotiation planned"),
    "INVITED": N_("Invitation recorded"),
    "DATE_SET": N_("Date set"),
    "MOVED": N_("Date moved"),
    "HELD": N_("Recorded as held"),
    "CANCELLED": N_("Cancelled"),
    "CONFIRMED": N_("Attendance confirmed"),
    "DISPUTED": N_("Attendance disputed"),
    "DISPUTE_WITHDRAWN": N_("Dispute withdrawn"),
    "CORRECTED": N_("Corrected"),
    "MERGED": N_("Records merged"),
    "HANDED_OVER": N_("Keeper changed"),
}
JOURNAL_ACT: Final = {
    "start_negotiation_round": N_("Round started"),
    "plan_negotiation": N_("Negotiation planned"),
    "plan_negotiations": N_("Negotiation planned"),
    "take_into_round": N_("Taken into a round"),
    "invite_to_negotiation": N_("Invitation recorded"),
    "schedule_negotiation": N_("Date set"),
    "move_negotiation": N_("Date moved"),
    "record_negotiation_held": N_("Negotiation recorded as held"),
    "cancel_negotiation": N_("Negotiation cancelled"),
    "confirm_report": N_("Attendance confirmed"),
    "dispute_report": N_("Attendance disputed"),
    "withdraw_dispute": N_("Dispute withdrawn"),
    "merge_records": N_("Records merged"),
    "accept_proposal": N_("Proposal accepted"),
    "link_evidence": N_("Evidence linked"),
    "withdraw_evidence": N_("Evidence withdrawn"),
    "exempt_obligation": N_("Exemption recorded"),
    "state_record_complete": N_("Record stated complete"),
    "admit_member": N_("Service taken into use"),
    "seed_rules": N_("Obligation put on record"),
    "turn_day": N_("State brought up to date"),
}
WARNING: Final = {
    "WAS_NOT_CALLED": N_("An organisation present had not been called; it was added as a party."),
    "NOT_IN_COUNTY": N_(
        "A municipality does not belong to the county on that day, "
        "so nothing of theirs is fulfilled."
    ),
    "PRESENT_BEFORE_OPENING": N_("Someone was present before the opening. Check the times."),
    "PRESENT_AFTER_END": N_("Someone was present after the end. Check the times."),
    "LIKELY_TWINS": N_("There is another record that seems to tell of the same negotiation."),
    "HELD_DAYS_DIFFER": N_("The two records had different days; the day of this one stands."),
    "DAY_PASSED": N_("The day had passed already. If the negotiation was held, record it as held."),
    "NO_MUNICIPALITY": N_("No municipality is named."),
    "EVIDENCE_OUTSIDE": N_(
        "The evidence is dated outside the period and does not fulfil the obligation."
    ),
}
DONE: Final = {
    "round-started": N_("The round was started."),
    "planned": N_("The negotiation was recorded as planned."),
    "in-round": N_("The negotiation now belongs to your round."),
    "many-planned": N_("The negotiations were recorded as planned."),
    "invited": N_("The invitation was recorded."),
    "scheduled": N_("The date was set."),
    "moved": N_("The date was moved."),
    "held": N_("The negotiation was recorded as held."),
    "cancelled": N_("The negotiation was cancelled."),
    "confirmed": N_("The attendance was confirmed."),
    "disputed": N_("The attendance was disputed."),
    "dispute-withdrawn": N_("The dispute was withdrawn."),
    "proceedings": N_("The times and the chair were recorded."),
    "participants": N_("The participants were recorded."),
    "round-amended": N_("The round was changed."),
    "counterparties-changed": N_("The counterparties were changed."),
    "round-reported": N_("The report was recorded."),
    "round-closed": N_("The round was closed."),
    "round-cancelled": N_("The round was cancelled."),
    "merge-asked": N_("The records were merged, or the other keeper was asked to accept."),
    "handover-asked": N_("The other party was asked to keep the record."),
    "proposal-accepted": N_("The proposal was accepted."),
    "proposal-declined": N_("The proposal was declined."),
    "evidence-linked": N_("The evidence was linked."),
    "evidence-withdrawn": N_("The evidence was withdrawn."),
    "exempted": N_("The exemption was recorded."),
    "record-complete": N_("It was recorded from which day your record is complete."),
    "signed-in": N_("You are signed in."),
    "signed-out": N_("You are signed out."),
}
ACT: Final = {
    "read_public": N_("Read what is public"),
    "read_drafts": N_("Read drafts and private rows"),
    "read_own_notes": N_("Read the own organisation's notes and limits"),
    "open_matter": N_("Open a matter"),
    "start_round": N_("Start a round of negotiations"),
    "edit_shared_fields": N_("Edit the shared facts of a matter"),
    "edit_own_row": N_("Edit the own organisation's row"),
    "propose_change": N_("Propose a change to the shared facts"),
    "link_evidence": N_("Link and withdraw evidence"),
    "add_action": N_("Add agreed actions"),
    "report_fact": N_("Record a fact about another party"),
    "record_own_decision": N_("Record the own organisation's decisions"),
    "approve_minutes": N_("Approve minutes"),
    "publish_minutes": N_("Publish minutes"),
    "sign": N_("Record a signature"),
    "exercise_option": N_("Exercise an option"),
    "give_notice": N_("Give notice"),
    "state_in_force": N_("State that something is in force"),
    "confirm_or_dispute": N_("Confirm or dispute what others recorded of us"),
    "accept_merge": N_("Accept the merging of two records"),
    "accept_handover": N_("Accept the handing over of a record"),
    "close_record": N_("Close a record on a statutory ground"),
    "mark_protected": N_("Mark a protected location"),
    "exempt_obligation": N_("Record an exemption from an obligation"),
    "state_record_keeping": N_("State from when the own record is complete"),
    "open_earlier_period": N_("Open an earlier period"),
    "manage_members": N_("Members and roles of the own organisation"),
    "manage_contacts": N_("Contacts of the own organisation"),
    "manage_tokens": N_("Access tokens of the own organisation"),
    "manage_own_providers": N_("Sign-in of the own organisation"),
    "record_steering": N_("Record steering negotiations and recommendations"),
    "read_national_reports": N_("Read national reports over public facts"),
    "manage_register": N_("Maintain the register"),
    "manage_mergers": N_("Record mergers of municipalities"),
    "manage_catalogue": N_("Maintain the catalogue of obligations"),
    "manage_all_providers": N_("Sign-in of all organisations"),
}
CONDITION: Final = {
    "own": N_("of the own organisation"),
    "party": N_("as a party"),
    "keeper": N_("as keeper of the record"),
    "county": N_("for a county"),
    "ministry": N_("for a ministry"),
}
