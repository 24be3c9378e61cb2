"""The acts of identity: members and their roles, sessions, tokens, and the demo's sign-in."""

from server.identity.service.demo import available_roles, sign_in_demo
from server.identity.service.members import (
    admit_member,
    end_membership,
    known_account,
    memberships_on,
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
    "IssuedToken",
    "actor_of_session",
    "actor_of_token",
    "admit_member",
    "available_roles",
    "end_membership",
    "end_session",
    "end_sessions",
    "issue_token",
    "known_account",
    "memberships_on",
    "purge_sessions",
    "revoke_token",
    "sign_in_demo",
    "start_session",
    "switch_organisation",
]
