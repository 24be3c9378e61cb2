"""Texts and links that people give: what is refused, and in which language content is shown."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from server.kit.codes import CodeRefused, plain_text
from server.kit.errors import FieldFault

LONGEST_URL = 1000
# Letters and signs by category that are drawn as nothing: fillers of Hangul, the empty braille.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def text_fault(
    field: str, value: str | None, *, longest: int, required: bool = True
) -> FieldFault | None:
    """What is wrong with a given text: missing, too long, control characters, nothing to see."""
    path = tuple(field.split("."))
    if value is not None and len(value) > longest:
        return FieldFault(path, "TOO_LONG", {"longest": longest, "length": len(value)})
    if value is None or not value.strip():
        return FieldFault(path, "REQUIRED") if required else None
    try:
        plain_text(value)
    except CodeRefused:
        return FieldFault(path, "CONTROL_CHARACTER")
    return None if shows_something(value) else FieldFault(path, "NOTHING_VISIBLE")


def shows_something(text: str) -> bool:
    """Is there a letter, a digit or a sign in it, and not only spaces and marks without width?"""
    return any(
        unicodedata.category(character)[0] in "LNPS" and character not in _BLANK
        for character in text
    )


def url_fault(field: str, value: str | None) -> FieldFault | None:
    """What is wrong with a link: not an absolute http or https address, too long, unreadable."""
    if value is None:
        return None
    if fault := text_fault(field, value, longest=LONGEST_URL):
        return fault
    try:
        parts = urlsplit(value)
    except ValueError:
        return FieldFault((field,), "NOT_A_LINK")
    # A link is shown as a link: anything but http would run in the reader's browser.
    sound = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return None if sound else FieldFault((field,), "NOT_A_LINK")
