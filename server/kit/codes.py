"""Official codes in the one form they are stored in, and texts free of control characters."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

from server.kit.errors import DomainError

# Statistics Finland writes 020, its map layers KU020 and some spreadsheets 20.
_MUNICIPALITY = re.compile(r"(?:KU)?(\d{1,3})", re.ASCII | re.IGNORECASE)
# Statistics Finland writes 08, its database HVA08 and some spreadsheets 8.
_COUNTY = re.compile(r"(?:HVA)?(\d{1,2})", re.ASCII | re.IGNORECASE)
# Old ids have six digits before the dash; without the dash they would pass for a torn new one.
_BUSINESS_ID = re.compile(r"(?:FI)?(\d{7}|\d{6}(?=-))-?(\d)", re.ASCII | re.IGNORECASE)
_ORGANISATION = re.compile(r"[a-z][a-z-]*(?::[a-z0-9]+(?:-[a-z0-9]+)*)?", re.ASCII)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_COUNTIES = range(1, 22)  # 01-21 in Statistics Finland's classification; 90 and 91 are no counties
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)  # business id check digit, Finnish Patent and Registration Office
_ORGANISATION_CODE_LENGTH = 48
_LINE_BREAKS = frozenset("\n\t")


class CodeRefused(DomainError):
    """A code or a text cannot be what it is said to be; ``facts['fault']`` says why in a code."""

    code: ClassVar[str] = "CODE_REFUSED"
    status: ClassVar[int] = 422


def municipality_code(text: str) -> str:
    """The three digits of a municipality: ``20``, ``KU020`` and ``020`` are all ``020``.

    Raises CodeRefused (``MUNICIPALITY_CODE``). Whether the municipality exists is the register's.
    """
    match = _MUNICIPALITY.fullmatch(text.strip())
    if match is None or int(match[1]) == 0:
        raise CodeRefused(fault="MUNICIPALITY_CODE", value=text)
    return match[1].zfill(3)


def county_code(text: str) -> str:
    """The two digits of a wellbeing services county: ``8``, ``HVA08`` and ``08`` are all ``08``.

    Raises CodeRefused (``COUNTY_CODE``), also for 90 and 91, which are Helsinki and Åland.
    """
    match = _COUNTY.fullmatch(text.strip())
    if match is None or int(match[1]) not in _COUNTIES:
        raise CodeRefused(fault="COUNTY_CODE", value=text)
    return match[1].zfill(2)


def business_id(text: str) -> str:
    """A Finnish business id as ``1234567-8``, whatever dash or VAT prefix it came with.

    Raises CodeRefused: ``BUSINESS_ID`` when it does not look like one, ``BUSINESS_ID_CHECK``
    when its check digit is wrong.
    """
    match = _BUSINESS_ID.fullmatch("".join(text.translate(_DASHES).split()))
    if match is None:
        raise CodeRefused(fault="BUSINESS_ID", value=text)
    number, check = match[1].zfill(7), int(match[2])
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True)) % 11
    # A remainder of 1 would need the check digit 10, so no such number is ever given.
    if rest == 1 or check != (11 - rest if rest else 0):
        raise CodeRefused(fault="BUSINESS_ID_CHECK", value=text)
    return f"{number}-{check}"


def organisation_code(text: str) -> str:
    """The code an organisation is known by here: ``county:08``, ``municipality:837``, ``hus``.

    Raises CodeRefused: ``ORGANISATION_CODE``, or the fault of the county or municipality in it.
    """
    code = text.strip().casefold()
    if len(code) > _ORGANISATION_CODE_LENGTH or _ORGANISATION.fullmatch(code) is None:
        raise CodeRefused(fault="ORGANISATION_CODE", value=text)
    kind, _, rest = code.partition(":")
    if kind == "county":
        return f"county:{county_code(rest)}"
    if kind == "municipality":
        return f"municipality:{municipality_code(rest)}"
    return code


def plain_line(text: str) -> str:
    """One line of text, composed (NFC), with runs of white space as single spaces.

    Raises CodeRefused (``CONTROL_CHARACTER``); an empty text stays empty.
    """
    return " ".join(plain_text(text).split())


def plain_text(text: str) -> str:
    """Text of several lines, composed (NFC), ends trimmed, line ends as ``\\n``.

    Raises CodeRefused (``CONTROL_CHARACTER``) for control characters and for marks that turn the
    direction of writing, which make a text show other than it reads.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for place, character in enumerate(lines):
        if character not in _LINE_BREAKS and _hides_something(character):
            raise CodeRefused(
                fault="CONTROL_CHARACTER", place=place, value=f"U+{ord(character):04X}"
            )
    return lines.strip()


def _hides_something(character: str) -> bool:
    turns_direction = unicodedata.bidirectional(character) in {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip
    return turns_direction or unicodedata.category(character) in {"Cc", "Cs"}
