"""The English word of every code the schema answers; catalogues hold the rest."""

from typing import Final


def N_(text: str) -> str:  # noqa: N802 - the name gettext's extractor looks for
    """Mark a text for the catalogues without translating it here."""
    return text


ACTION_STATE: Final = {
    "OVERDUE": N_("overdue"),
    "DUE_SOON": N_("due soon"),
    "OPEN": N_("open"),
    "DONE": N_("done"),
    "DROPPED": N_("dropped"),
}
# Action states borrow the look of a status, never its word.
ACTION_LOOK: Final = {
    "OVERDUE": "OVERDUE",
    "DUE_SOON": "SCHEDULED",
    "OPEN": "NOT_STARTED",
    "DONE": "FULFILLED",
    "DROPPED": "NOT_APPLICABLE",
}
MINUTES_RULE: Final = {
    "MEMO": N_("A memo, ready when it is published"),
    "CHECKED": N_("Minutes that named roles check"),
    "APPROVED": N_("Minutes that the parties approve"),
}
MINUTES_STATE: Final = {
    "AWAITING_CHECKS": N_("waiting for a check"),
    "AWAITING_APPROVAL": N_("waiting for approval"),
    "AWAITING_PUBLICATION": N_("not published"),
    "READY": N_("ready"),
}
MINUTES_LOOK: Final = {
    "AWAITING_CHECKS": "IN_PROGRESS",
    "AWAITING_APPROVAL": "IN_PROGRESS",
    "AWAITING_PUBLICATION": "IN_PROGRESS",
    "READY": "FULFILLED",
}
OUTCOME: Final = {
    "APPROVED": N_("Approved"),
    "APPROVED_WITH_CONDITIONS": N_("Approved with conditions"),
    "REJECTED": N_("Rejected"),
    "TABLED": N_("Left on the table"),
    "RETURNED": N_("Returned for new preparation"),
    "NOTED": N_("Noted for information"),
    "REFERRED": N_("Referred to another body"),
    "PROPOSED_ONWARD": N_("Proposed to a higher body"),
    "STATEMENT_GIVEN": N_("Statement given"),
    "WITHDRAWN": N_("Taken off the agenda"),
    "HANDLED_OUTCOME_UNKNOWN": N_("Handled, outcome not known"),
}
PUBLICATION: Final = {
    "NOT_PUBLISHED": N_("Not published"),
    "AGENDA": N_("On a published agenda"),
    "UNCHECKED": N_("In minutes not yet checked"),
    "CHECKED": N_("In checked minutes"),
}
FINALITY: Final = {
    "OPEN_TO_APPEAL": N_("Open to appeal"),
    "APPEALED": N_("Appealed"),
    "FINAL": N_("Final"),
    "NOT_APPEALABLE": N_("Cannot be appealed"),
}
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
SEARCH_TYPE: Final = {
    "COUNTY": N_("County"),
    "MUNICIPALITY": N_("Municipality"),
    "OTHER_ORGANISATION": N_("Other organisation"),
    "NEGOTIATION": N_("Negotiation"),
    "NEGOTIATION_ROUND": N_("Round"),
    "OBLIGATION_RULE": N_("Obligation"),
    "DUTY": N_("Shared duty"),
    "BODY": N_("Body"),
    "ORGANISATION_UNIT": N_("Unit"),
    "CONTACT": N_("Contact"),
}
BODY_KIND: Final = {
    "COUNCIL": N_("Council"),
    "BOARD": N_("Board"),
    "COMMITTEE": N_("Committee"),
    "ADVISORY_BOARD": N_("Advisory board"),
    "DIVISION": N_("Division"),
    "STEERING_GROUP": N_("Steering group"),
    "SUB_COMMITTEE": N_("Sub-committee"),
    "WORKING_GROUP": N_("Working group"),
    "NETWORK": N_("Network"),
}
SEAT_ROLE: Final = {
    "CHAIR": N_("Chair"),
    "VICE_CHAIR": N_("Vice-chair"),
    "MEMBER": N_("Member"),
    "SECRETARY": N_("Secretary"),
    "EXPERT": N_("Expert"),
}
ORGANISATION_KIND: Final = {
    "COUNTY": N_("County"),
    "MUNICIPALITY": N_("Municipality"),
    "HUS_GROUP": N_("HUS Group"),
    "MINISTRY": N_("Ministry"),
    "STATE_AGENCY": N_("State authority"),
    "REGIONAL_COUNCIL": N_("Regional council"),
    "EMPLOYMENT_AREA": N_("Employment area"),
    "COMPANY": N_("Company"),
    "ASSOCIATION": N_("Association"),
    "PARISH": N_("Parish"),
    "EDUCATION_PROVIDER": N_("Education provider"),
    "OTHER": N_("Other organisation"),
}
# Those that any editor may add; of the others the register has them all.
ADDED_KINDS: Final = {
    kind: label
    for kind, label in ORGANISATION_KIND.items()
    if kind not in ("COUNTY", "MUNICIPALITY", "HUS_GROUP", "MINISTRY")
}
TRACKING: Final = {
    "TRACKED": N_("Followed by period and day"),
    "STANDING": N_("Must exist"),
    "REFERENCE": N_("For reference only"),
}
TRACKING_MEANS: Final = {
    "TRACKED": N_(
        "Each period yields an obligation of its own with a state and, where the law sets one, "
        "a due day."
    ),
    "STANDING": N_(
        "Something must exist: it exists or nothing is recorded. It has no due day "
        "and is never late."
    ),
    "REFERENCE": N_(
        "Rights, duties towards a single client, duties that an event brings, continuous "
        "cooperation and rules of funding: shown and linked, but no obligation follows."
    ),
}
CADENCE: Final = {
    "COUNCIL_TERM": N_("once in a council term"),
    "CALENDAR_YEAR": N_("once in a calendar year"),
    "INTERVAL": N_("at set intervals from the last time"),
    "DEADLINE": N_("by a day set in the law"),
    "ON_EVENT": N_("when something happens"),
    "STANDING": N_("all the time"),
}
UNIT: Final = {
    "PAIR": N_("each county with each of its municipalities"),
    "COUNTY": N_("each county"),
    "MUNICIPALITY": N_("each municipality"),
    "MUNICIPALITY_AND_HELSINKI": N_("each municipality and Helsinki"),
    "HELSINKI": N_("Helsinki"),
    "HUS": N_("HUS Group"),
    "MINISTRY_ORGANISER": N_("the ministries with each service organiser"),
    "COLLABORATIVE_AREA": N_("each collaborative area"),
    "BILINGUAL_COUNTIES": N_("the bilingual counties together"),
    "EMPLOYMENT_AREA": N_("each employment area on record"),
    "HUS_AGREEMENT": N_("the parties of the HUS organising agreement"),
}
TOPIC: Final = {
    "GENERAL_COOPERATION": N_("Cooperation in general"),
    "HEALTH_WELLBEING_PROMOTION": N_("Promotion of health and wellbeing"),
    "CHILDREN_FAMILIES": N_("Children, young people and families"),
    "WORK_ABILITY_FUNCTIONAL_CAPACITY": N_("Work ability and functional capacity"),
    "OLDER_PEOPLE": N_("Older population"),
    "INFORMATION_SYSTEMS": N_("Information systems"),
    "PREMISES": N_("Premises"),
    "VITALITY": N_("Vitality"),
    "ECONOMIC_SUSTAINABILITY": N_("Economic sustainability"),
    "PREPAREDNESS": N_("Preparedness"),
    "EMPLOYMENT_INTEGRATION": N_("Employment and integration"),
    "DISABILITY": N_("Disability"),
    "MENTAL_HEALTH_SUBSTANCE": N_("Mental health and substance use"),
    "RESCUE": N_("Rescue services"),
    "STEERING": N_("Steering by the State"),
    "OTHER": N_("Other topic"),
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
}
SIGN_IN_REFUSED: Final = {
    "denied": N_("The sign-in was cancelled, or your organisation’s sign-in refused it."),
    "expired": N_("The sign-in took too long or had been used already. Start again."),
    "nobody": N_("You were recognised, but you are nobody’s member here yet."),
    "unavailable": N_("Your organisation’s sign-in does not answer now. Try again in a moment."),
    "untrusted": N_(
        "What your organisation’s sign-in answered could not be verified. Start again."
    ),
}
JOURNAL_ACT: Final = {
    "start_negotiation_round": N_("Round started"),
    "plan_negotiation": N_("Negotiation planned"),
    "plan_negotiations": N_("Negotiation planned"),
    "invite_to_negotiation": N_("Invitation recorded"),
    "schedule_negotiation": N_("Date set"),
    "move_negotiation": N_("Date moved"),
    "record_negotiation_held": N_("Negotiation recorded as held"),
    "cancel_negotiation": N_("Negotiation cancelled"),
    "confirm_report": N_("Attendance confirmed"),
    "dispute_report": N_("Attendance disputed"),
    "withdraw_dispute": N_("Dispute withdrawn"),
    "begin_agenda": N_("Agenda begun"),
    "write_agenda_item": N_("Agenda item written"),
    "remove_agenda_item": N_("Agenda item removed"),
    "state_position": N_("Position stated"),
    "draft_minutes": N_("Minutes drafted"),
    "check_minutes": N_("Minutes checked"),
    "approve_minutes": N_("Minutes approved"),
    "publish_minutes": N_("Minutes published"),
    "agree_action": N_("Action agreed"),
    "amend_action": N_("Action amended"),
    "complete_action": N_("Action done"),
    "drop_action": N_("Action dropped"),
    "reopen_action": N_("Action reopened"),
    "publish_action": N_("Action published"),
    "record_decision": N_("Decision recorded"),
    "amend_decision": N_("Decision amended"),
    "withdraw_decision": N_("Decision withdrawn"),
    "confirm_decision": N_("Decision confirmed"),
    "dispute_decision": N_("Decision disputed"),
    "withdraw_decision_dispute": N_("Dispute withdrawn"),
    "link_evidence": N_("Evidence linked"),
    "withdraw_evidence": N_("Evidence withdrawn"),
    "exempt_obligation": N_("Exemption recorded"),
    "state_record_complete": N_("Record stated complete"),
    "admit_member": N_("Service taken into use"),
    "seed_rules": N_("Obligation put on record"),
    "turn_day": N_("State brought up to date"),
}
WARNING: Final = {
    "LIKELY_TWIN": N_("The register already has an organisation like it. Check that they differ."),
    "LIKELY_TWIN_BODY": N_("There is already a body of this name. Check that they differ."),
    "DUE_BEFORE_AGREED": N_("The deadline is before the day the action was agreed."),
    "DONE_BEFORE_AGREED": N_("The day is before the action was agreed."),
    "RESPONSIBLE_NO_PARTY": N_("A responsible organisation is no party of the negotiation."),
    "MINUTES_OUT_ALREADY": N_("The minutes are published already; everyone sees the change."),
    "PUBLISHED_UNCHECKED": N_("The minutes have not been checked; they are ready only then."),
    "PUBLISHED_UNAPPROVED": N_("Not every party has approved; the minutes are ready only then."),
    "ENDORSED_ANEW": N_("The documents changed, so checks and approvals are asked for again."),
    "DECIDED_AFTER_START": N_("The decision was made after the start."),
    "DECIDED_TWICE": N_("A decision of the same day and section is on record already."),
    "OUTCOME_ON_AGENDA": N_("An agenda tells a proposal; the outcome was recorded all the same."),
    "WAS_NOT_CALLED": N_("A municipality present had not been called; it was added as a party."),
    "NOT_IN_COUNTY": N_(
        "A municipality does not belong to the county on that day, "
        "so nothing of theirs is fulfilled."
    ),
    "PARTS_GO_ON": N_("Parts of the duty go on after its end."),
    "NO_MUNICIPALITY": N_("No municipality is named."),
    "EVIDENCE_OUTSIDE": N_(
        "The evidence is dated outside the period and does not fulfil the obligation."
    ),
}
DONE: Final = {
    "duty-added": N_("The duty was added."),
    "duty-ended": N_("The end of the duty was recorded."),
    "agenda-begun": N_("The agenda was begun from the template."),
    "item-written": N_("The agenda item was saved."),
    "item-removed": N_("The agenda item was removed."),
    "position-stated": N_("Your position was saved."),
    "minutes-drafted": N_("The draft of the minutes was saved."),
    "minutes-checked": N_("The check was recorded."),
    "minutes-approved": N_("The approval was recorded."),
    "minutes-published": N_("The minutes were published with the agenda and the actions."),
    "action-agreed": N_("The action was put on record."),
    "action-amended": N_("The action was changed."),
    "action-done": N_("The action was recorded as done."),
    "action-dropped": N_("The action was dropped."),
    "action-reopened": N_("The action was opened again."),
    "action-published": N_("The action was published."),
    "decision-recorded": N_("The decision was recorded."),
    "decision-amended": N_("The decision was changed."),
    "decision-withdrawn": N_("The decision was withdrawn."),
    "decision-confirmed": N_("The decision was confirmed."),
    "decision-disputed": N_("The decision was disputed."),
    "round-started": N_("The round was started."),
    "planned": N_("The negotiation was recorded as planned."),
    "many-planned": N_("The negotiations were recorded as planned."),
    "invited": N_("The invitation was recorded."),
    "scheduled": N_("The date was set."),
    "moved": N_("The date was moved."),
    "held": N_("The negotiation was recorded as held."),
    "cancelled": N_("The negotiation was cancelled."),
    "confirmed": N_("The attendance was confirmed."),
    "disputed": N_("The attendance was disputed."),
    "dispute-withdrawn": N_("The dispute was withdrawn."),
    "evidence-linked": N_("The evidence was linked."),
    "evidence-withdrawn": N_("The evidence was withdrawn."),
    "exempted": N_("The exemption was recorded."),
    "record-complete": N_("It was recorded from which day your record is complete."),
    "body-registered": N_("The body was registered."),
    "body-amended": N_("The body was amended."),
    "seated": N_("The seat was recorded."),
    "seat-ended": N_("The end of the seat was recorded."),
    "contact-added": N_("The contact was added."),
    "contact-changed": N_("The contact was changed."),
    "contact-ended": N_("The end of the contact was recorded."),
    "contact-erased": N_("The details of the contact were erased."),
    "organisation-added": N_("The organisation was added."),
    "unit-added": N_("The unit was added."),
    "unit-changed": N_("The unit was changed."),
    "signed-in": N_("You are signed in."),
    "switched": N_("You now act for this organisation."),
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
