"""Who may do what: the one table, printed as a page of the product and asked before every act.

What an actor may not see answers like what does not exist; that is the business of whoever loads
it. Policy speaks of what is seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from server.identity.actor import LADDER, NATIONAL, Actor, ActorKind, Role, with_lower
from server.kit.errors import NotAllowed


class Condition(StrEnum):
    """What must hold besides the role; the value is the reason given when it does not."""

    NONE = "NONE"
    OWN = "NOT_OWN_ORGANISATION"
    PARTY = "NOT_A_PARTY"
    KEEPER = "NOT_THE_KEEPER"
    COUNTY = "NOT_A_COUNTY"
    MINISTRY = "NOT_A_MINISTRY"


@dataclass(frozen=True)
class Permission:
    """One row of the table. ``role`` is the lowest role that may, None means anyone.

    ``condition`` binds the ladder's roles to the matter; a national role needs none.
    """

    key: str
    role: Role | None
    condition: Condition = Condition.NONE


READ_PUBLIC = Permission("read_public", None)
READ_NATIONAL_REPORTS = Permission("read_national_reports", None)

READ_DRAFTS = Permission("read_drafts", Role.READER, Condition.PARTY)
READ_OWN_NOTES = Permission("read_own_notes", Role.READER, Condition.OWN)

OPEN_MATTER = Permission("open_matter", Role.EDITOR, Condition.KEEPER)
START_ROUND = Permission("start_round", Role.EDITOR, Condition.COUNTY)
EDIT_SHARED_FIELDS = Permission("edit_shared_fields", Role.EDITOR, Condition.KEEPER)
EDIT_OWN_ROW = Permission("edit_own_row", Role.EDITOR, Condition.OWN)
PROPOSE_CHANGE = Permission("propose_change", Role.EDITOR, Condition.PARTY)
LINK_EVIDENCE = Permission("link_evidence", Role.EDITOR, Condition.PARTY)
ADD_ACTION = Permission("add_action", Role.EDITOR, Condition.PARTY)
REPORT_FACT = Permission("report_fact", Role.EDITOR, Condition.PARTY)

RECORD_OWN_DECISION = Permission("record_own_decision", Role.RECORDER, Condition.OWN)
APPROVE_MINUTES = Permission("approve_minutes", Role.RECORDER, Condition.PARTY)
PUBLISH_MINUTES = Permission("publish_minutes", Role.RECORDER, Condition.PARTY)
SIGN = Permission("sign", Role.RECORDER, Condition.OWN)
EXERCISE_OPTION = Permission("exercise_option", Role.RECORDER, Condition.PARTY)
GIVE_NOTICE = Permission("give_notice", Role.RECORDER, Condition.PARTY)
STATE_IN_FORCE = Permission("state_in_force", Role.RECORDER, Condition.PARTY)
CONFIRM_OR_DISPUTE = Permission("confirm_or_dispute", Role.RECORDER, Condition.OWN)
ACCEPT_MERGE = Permission("accept_merge", Role.RECORDER, Condition.KEEPER)
ACCEPT_HANDOVER = Permission("accept_handover", Role.RECORDER, Condition.OWN)
WITHHOLD_RECORD = Permission("withhold_record", Role.RECORDER, Condition.KEEPER)
MARK_PROTECTED = Permission("mark_protected", Role.RECORDER, Condition.PARTY)

EXEMPT_OBLIGATION = Permission("exempt_obligation", Role.ADMIN, Condition.PARTY)
STATE_RECORD_KEEPING = Permission("state_record_keeping", Role.ADMIN, Condition.OWN)
OPEN_EARLIER_PERIOD = Permission("open_earlier_period", Role.ADMIN, Condition.OWN)
MANAGE_MEMBERS = Permission("manage_members", Role.ADMIN, Condition.OWN)
MANAGE_CONTACTS = Permission("manage_contacts", Role.ADMIN, Condition.OWN)
MANAGE_TOKENS = Permission("manage_tokens", Role.ADMIN, Condition.OWN)
MANAGE_OWN_PROVIDERS = Permission("manage_own_providers", Role.ADMIN, Condition.OWN)

RECORD_STEERING = Permission("record_steering", Role.EDITOR, Condition.MINISTRY)

MANAGE_REGISTER = Permission("manage_register", Role.PLATFORM)
MANAGE_MERGERS = Permission("manage_mergers", Role.PLATFORM)
MANAGE_CATALOGUE = Permission("manage_catalogue", Role.PLATFORM)
MANAGE_ALL_PROVIDERS = Permission("manage_all_providers", Role.PLATFORM)

ACTS: tuple[Permission, ...] = (
    READ_PUBLIC,
    READ_DRAFTS,
    READ_OWN_NOTES,
    OPEN_MATTER,
    START_ROUND,
    EDIT_SHARED_FIELDS,
    EDIT_OWN_ROW,
    PROPOSE_CHANGE,
    LINK_EVIDENCE,
    ADD_ACTION,
    REPORT_FACT,
    RECORD_OWN_DECISION,
    APPROVE_MINUTES,
    PUBLISH_MINUTES,
    SIGN,
    EXERCISE_OPTION,
    GIVE_NOTICE,
    STATE_IN_FORCE,
    CONFIRM_OR_DISPUTE,
    ACCEPT_MERGE,
    ACCEPT_HANDOVER,
    WITHHOLD_RECORD,
    MARK_PROTECTED,
    EXEMPT_OBLIGATION,
    STATE_RECORD_KEEPING,
    OPEN_EARLIER_PERIOD,
    MANAGE_MEMBERS,
    MANAGE_CONTACTS,
    MANAGE_TOKENS,
    MANAGE_OWN_PROVIDERS,
    RECORD_STEERING,
    READ_NATIONAL_REPORTS,
    MANAGE_REGISTER,
    MANAGE_MERGERS,
    MANAGE_CATALOGUE,
    MANAGE_ALL_PROVIDERS,
)

NOT_SIGNED_IN = "NOT_SIGNED_IN"
ROLE_MISSING = "ROLE_MISSING"
NATIONAL_ROLE_MISSING = "NATIONAL_ROLE_MISSING"
"""The role is one that no organisation gives its own members."""


@dataclass(frozen=True)
class Decision:
    """Whether an act is allowed; ``reason`` is a stable code, None when it is."""

    allowed: bool
    reason: str | None = None


YES = Decision(True)


def may(
    actor: Actor,
    permission: Permission,
    *,
    parties: Collection[str] = (),
    keeper: str | None = None,
    owner: str | None = None,
) -> Decision:
    """May the actor do this, here?

    ``parties`` are the organisation codes of the matter's parties, ``keeper`` the one that keeps
    its record, ``owner`` the organisation whose own row or business it is. What is not given does
    not hold. The server itself may everything: whoever commands it holds the database already.
    """
    if actor.kind is ActorKind.SYSTEM or permission.role is None:
        return YES
    if not actor.is_signed_in:
        return Decision(False, NOT_SIGNED_IN)
    if permission.role not in actor.roles:
        national = permission.role in NATIONAL
        return Decision(False, NATIONAL_ROLE_MISSING if national else ROLE_MISSING)
    own = actor.organisation or ""
    holds = {
        Condition.NONE: True,
        Condition.OWN: own == owner,
        Condition.PARTY: own in parties,
        Condition.KEEPER: own == keeper,
        Condition.COUNTY: own.startswith("county:"),
        Condition.MINISTRY: own.startswith("ministry:"),
    }
    if not holds[permission.condition]:
        return Decision(False, permission.condition.value)
    return YES


def require(
    actor: Actor,
    permission: Permission,
    *,
    parties: Collection[str] = (),
    keeper: str | None = None,
    owner: str | None = None,
) -> None:
    """Raise NotAllowed with ``reason``, ``permission`` and the lowest ``role`` unless ``may``."""
    decision = may(actor, permission, parties=parties, keeper=keeper, owner=owner)
    if not decision.allowed:
        raise NotAllowed(
            reason=decision.reason, permission=permission.key, role=str(permission.role)
        )


COLUMNS: tuple[str, ...] = ("nobody", *(role.value for role in (*LADDER, *NATIONAL)))


@dataclass(frozen=True)
class Row:
    """One row of the printed table: the permission's key and one cell per column.

    A cell is ``yes``, ``no``, or the name of the condition under which it is yes.
    """

    key: str
    cells: tuple[str, ...]


def printed() -> tuple[Row, ...]:
    """The table as a page prints it: rows in the order of ACTS, cells in the order of COLUMNS."""
    return tuple(Row(p.key, tuple(_cell(p, column) for column in COLUMNS)) for p in ACTS)


def _cell(permission: Permission, column: str) -> str:
    if permission.role is None:
        return "yes"
    if column == "nobody" or permission.role not in with_lower([Role(column)]):
        return "no"
    return "yes" if permission.condition is Condition.NONE else permission.condition.name.lower()
