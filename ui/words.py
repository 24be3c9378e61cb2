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
# What a line of "My work" asks to be done, and in a few words why.
WORK: Final = {
    "ATTEND": N_("Open"),
    "RECORD_HELD": N_("Record as held"),
    "SET_DATE": N_("Set the date"),
    "ANSWER_PROPOSAL": N_("Answer"),
    "CONFIRM": N_("Confirm or dispute"),
    "MEND": N_("Correct"),
    "DRAFT_MINUTES": N_("Draft the minutes"),
    "CHECK_MINUTES": N_("Record the check"),
    "APPROVE_MINUTES": N_("Approve the minutes"),
    "PUBLISH_MINUTES": N_("Publish the minutes"),
    "COMPLETE": N_("Record as done"),
    "PLAN": N_("Plan the negotiation"),
    "FULFIL": N_("Link evidence"),
}
# The next step of a round's counterparty.
NEXT: Final = {
    "PLAN": N_("Plan the negotiation"),
    "INVITE": N_("Invite"),
    "SET_DATE": N_("Set the date"),
    "WAIT_DAY": N_("waits for its day"),
    "RECORD_HELD": N_("Record as held"),
    "MEND": N_("Correct the attendance"),
    "DRAFT_MINUTES": N_("Draft the minutes"),
    "CHECK_MINUTES": N_("Record the check"),
    "APPROVE_MINUTES": N_("Approve the minutes"),
    "PUBLISH_MINUTES": N_("Publish the minutes"),
    "WAIT_OTHERS": N_("waits for others"),
    "FOLLOW_ACTIONS": N_("Follow the actions"),
    "NOTHING": N_("nothing"),
}
WORK_WHY: Final = {
    "ATTEND": N_("Negotiation to come"),
    "RECORD_HELD": N_("Its day has passed and nothing is recorded of it"),
    "SET_DATE": N_("Invited, date open"),
    "ANSWER_PROPOSAL": N_("A proposal on the record waits for our answer"),
    "CONFIRM": N_("Our attendance was recorded by another party"),
    "MEND": N_("The attendance we recorded is disputed"),
    "DRAFT_MINUTES": N_("Held, no minutes yet"),
    "CHECK_MINUTES": N_("The minutes wait for our check"),
    "APPROVE_MINUTES": N_("The minutes wait for our approval"),
    "PUBLISH_MINUTES": N_("The minutes are not published"),
    "COMPLETE": N_("Agreed action"),
    "PLAN": N_("Obligation"),
    "FULFIL": N_("Obligation"),
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
    "ACTION": N_("Agreed action"),
    "DECISION": N_("Decision"),
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
BEARER: Final = {
    "PARTIES": N_("all its parties together"),
    "COUNTY": N_("the wellbeing services county"),
    "MUNICIPALITY": N_("the municipality"),
    "HELSINKI": N_("the City of Helsinki"),
    "HUS_GROUP": N_("HUS Group"),
    "MINISTRY": N_("the ministry"),
}
PRODUCT: Final = {
    "NEGOTIATION": N_("a negotiation"),
    "AGREEMENT": N_("an agreement"),
    "PLAN": N_("a plan"),
    "REPORT": N_("a report"),
    "NOTIFICATION": N_("a notice"),
    "DECISION": N_("a decision"),
    "BODY": N_("a body"),
    "COOPERATION": N_("cooperation without a form of its own"),
    "DATA_SUPPLY": N_("data handed over"),
}
EVIDENCE_KIND: Final = {
    "NEGOTIATION": N_("a negotiation held with everyone present who must be"),
    "PLAN_APPROVED": N_("a plan approved by the council"),
    "REPORT_TAKEN": N_("a report taken to the council"),
    "AGREEMENT_APPROVED": N_("an agreement approved by every council it needs"),
    "AGREEMENT_IN_FORCE": N_("an agreement in force"),
    "BODY_IN_OFFICE": N_("a body set or in office"),
    "DELIVERED": N_("delivery to those it must reach"),
}
BINDS_HELSINKI: Final = {
    "APPLIES": N_("binds Helsinki as it binds others"),
    "DIFFERS": N_("binds Helsinki in another way than others"),
    "EXEMPT": N_("does not bind Helsinki"),
}
# The part of a period before its colon; years of an interval are told beside.
PERIOD: Final = {
    "COUNTY_COUNCIL_TERM": N_("the term of the county council"),
    "MUNICIPAL_COUNCIL_TERM": N_("the term of the municipal council"),
    "CALENDAR_YEAR": N_("a calendar year"),
    "DEADLINE:12-31": N_("a calendar year, by its last day"),
    "ON_EVENT": N_("begins when another obligation is fulfilled"),
    "P4Y": N_("at most four years from the last time"),
    "P5Y": N_("at most five years from the last time"),
}
STAGE: Final = {
    "SET": N_("a day is set"),
    "HANDLED": N_("dealt with, not decided"),
    "APPROVED": N_("approved, taken to the council or set"),
    "DELIVERED": N_("delivered"),
}
INSTRUMENT: Final = {
    "IN_FORCE": N_("an agreement or other instrument that binds both, from its first day in force"),
    "ENDED": N_("that the instrument is no longer in force, from that day"),
}
PART: Final = {
    "BEARER": N_("Whose duty"),
    "PARTNER": N_("Who takes part"),
    "RECIPIENT": N_("Delivered to"),
}
KEEPING: Final = {
    "MEMBER": N_("since the service was taken into use"),
    "STATED": N_("stated by the organisation"),
}
# What is still to be done: an address may ask for all of these as OPEN.
OPEN_STATUS: Final = ("NOT_STARTED", "SCHEDULED", "IN_PROGRESS", "OVERDUE")
UNDONE_ACTION: Final = ("OVERDUE", "DUE_SOON", "OPEN")
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
