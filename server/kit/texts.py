"""Texts and links that people give: what is refused, and in which language content is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from server.kit.codes import CodeRefused, plain_text
from server.kit.errors import FieldFault

LONGEST_URL = 1000
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by category that are drawn as nothing: Hangul's fillers, empty braille."""

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII | re.IGNORECASE)


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
        unicodedata.category(character)[0] in "LNPS" and character not in BLANK
        for character in text
    )


def url_fault(field: str, value: str | None) -> FieldFault | None:
    """What is wrong with a link: too long, unreadable, or no address a browser would take as is.

    An absolute http or https address of a host, without a user's name, blanks, or characters that
    browsers read otherwise than they are written. Names with letters beyond ASCII are hosts too.
    """
    if value is None:
        return None
    if fault := text_fault(field, value, longest=LONGEST_URL):
        return fault
    return None if _is_link(value) else FieldFault(tuple(field.split(".")), "NOT_A_LINK")


def _is_link(value: str) -> bool:
    if any(c in '\\<>"`' or unicodedata.category(c)[0] in "CZ" for c in value):
        return False
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    # A link is shown as a link: anything but http would run in the reader's browser.
    web = parts.scheme in ("http", "https") and "@" not in parts.netloc and port != 0
    return web and _is_host(parts.hostname or "")


def _is_host(name: str) -> bool:
    """Whether this names a machine: an IP address, or labels of letters, digits and hyphens."""
    try:
        return bool(ip_address(name))
    except ValueError:
        pass
    try:
        ascii_name = name.encode("idna").decode("ascii").removesuffix(".")
    except UnicodeError:
        return False
    labels = ascii_name.split(".")
    # A name whose last part is a number is read as an address, and not as the one it looks like.
    return all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdecimal()


@dataclass(frozen=True)
class Multilingual:
    """A text in the languages it was given in."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None

    def __bool__(self) -> bool:
        return any((text or "").strip() for text in (self.fi, self.sv, self.en))

    def faults(self, field: str, *, longest: int, required: bool = True) -> Iterator[FieldFault]:
        """What is wrong with it; ``field`` is where the input has it."""
        if required and not self:
            yield FieldFault((field,), "REQUIRED")
        for language, text in (("fi", self.fi), ("sv", self.sv), ("en", self.en)):
            fault = text_fault(f"{field}.{language}", text, longest=longest, required=False)
            if fault:
                yield fault

    def columns(self, field: str) -> dict[str, str | None]:
        """The values of the columns of ``field``; an empty text is none."""
        given = {"fi": self.fi, "sv": self.sv, "en": self.en}
        return {f"{field}_{name}": (text or "").strip() or None for name, text in given.items()}


NO_TEXT = Multilingual()
