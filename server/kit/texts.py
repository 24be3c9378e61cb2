"""Texts and links that people give: what is refused, and in which language content is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from server.kit.codes import CodeRefused, plain_text
from server.kit.errors import FieldFault

LONGEST_URL = 1000


def text_fault(
    field: str, value: str | None, *, longest: int, required: bool = True
) -> FieldFault | None:
    """What is wrong with a given text: missing, too long, or holding control characters."""
    path = tuple(field.split("."))
    if value is not None and len(value) > longest:
        return FieldFault(path, "TOO_LONG", {"longest": longest, "length": len(value)})
    if value is None or not value.strip():
        return FieldFault(path, "REQUIRED") if required else None
    try:
        plain_text(value)
    except CodeRefused:
        return FieldFault(path, "CONTROL_CHARACTER")
    return None


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
