"""Secrets handed out once and stored as a hash only."""

from __future__ import annotations

import hashlib
import secrets


def fresh(prefix: str = "") -> str:
    """A new secret of 32 random bytes after the prefix, in letters that fit URLs and headers."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal. The secrets are random, so neither salt nor stretching adds to it.

    Any text has one, so that what cannot be a secret takes the same path as one that is wrong.
    """
    return hashlib.sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()
