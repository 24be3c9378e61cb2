"""What can be said of a duty without looking anything up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.kit.errors import FieldFault

LONGEST_KEY = 80
_STATUTE = re.compile(r"([1-9]\d{0,3})/((?:18|19|20)\d{2})")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def statute_address(statute: str) -> str | None:
    """Where a statute can be read as in force: ``611/2021``. None when it is no statute's number.

    The address is Finlex's own form: year, then year and number in four digits.
    """
    found = _STATUTE.fullmatch(statute)
    if found is None:
        return None
    number, year = int(found[1]), found[2]
    return f"https://www.finlex.fi/fi/laki/ajantasa/{year}/{year}{number:04}"


def key_fault(field: str, key: str) -> FieldFault | None:
    """A fault unless the key is small letters and digits joined by hyphens, 80 at most."""
    if len(key) <= LONGEST_KEY and _KEY.fullmatch(key):
        return None
    return FieldFault((field,), "NOT_A_DUTY_KEY", {"most": LONGEST_KEY})


def missing_languages(field: str, texts: Mapping[str, str | None]) -> Iterator[FieldFault]:
    """A fault for each language in which a text of the national catalogue is not given."""
    for language, text in texts.items():
        if not (text or "").strip():
            yield FieldFault((field, language), "REQUIRED")
