"""The composition of the domain: every table, who refreshes what, and the journal."""

from __future__ import annotations

MODEL_MODULES = (
    "server.journal.models",
    "server.identity.models",
    "server.register.models",
    "server.negotiations.models",
    "server.obligations.models",
)
