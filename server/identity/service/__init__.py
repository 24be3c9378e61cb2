"""The acts of identity: members, invitations, sessions, tokens, and both ways to sign in."""

from server.identity.service.demo import available_roles, sign_in_demo
from server.identity.service.invitations import (
    address_digest,
    invite_member,
    purge_invitations,
)
from server.identity.service.members import (
    admit_member,
    end_membership,
    known_account,
    memberships_on,
)
from server.identity.service.people import (
    Attempt,
    Onward,
    Person,
    begin_attempt,
    end_attempt,
    purge_attempts,
    sign_in_person,
)
from server.identity.service.sessions import (
    actor_of_session,
    end_session,
    end_sessions,
    purge_sessions,
    start_session,
    switch_organisation,
)
from server.identity.service.tokens import (
    IssuedToken,
    actor_of_token,
    issue_token,
    revoke_token,
)

__all__ = [
    "Attempt",
    "IssuedToken",
    "Onward",
    "Person",
    "actor_of_session",
    "actor_of_token",
    "address_digest",
    "admit_member",
    "available_roles",
    "begin_attempt",
    "end_attempt",
    "end_membership",
    "end_session",
    "end_sessions",
    "invite_member",
    "issue_token",
    "known_account",
    "memberships_on",
    "purge_attempts",
    "purge_invitations",
    "purge_sessions",
    "revoke_token",
    "sign_in_demo",
    "sign_in_person",
    "start_session",
    "switch_organisation",
]
