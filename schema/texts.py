"""Sentences of the API in Finnish, Swedish and English, found by a stable code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.messages.pofile import read_po

from server.kit.partial_date import PartialDate, Precision

LANGUAGES: Final = ("fi", "sv", "en")
DEFAULT_LANGUAGE: Final = "fi"
LONGEST_HEADER: Final = 500
"""How many characters of a header of preferences are read; browsers send about a hundred."""
_DAYS: Final = frozenset({"by", "day", "horizon", "last", "on", "today"})
_LOCALE: Final = Path(__file__).parent / "locale"


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        # A sentence with a gap still helps the caller; an error about an error does not.
        return "–"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of one language by its code. Raises FileNotFoundError for another language."""
    path = _LOCALE / language / "LC_MESSAGES" / "schema.po"
    with path.open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    return {str(found.id): str(found.string) for found in messages if found.id}


def text(language: str, code: str, /, **facts: object) -> str:
    """The sentence for ``code`` with its facts filled in; the code itself when no sentence exists.

    Days are written 31.12.2026 in Finnish and Swedish and 31 Dec 2026 in English, months 12/2026
    and Dec 2026; a fact is a day by its type or by its name (``held_on``, ``startsOn``, ``day``)
    when it is written as one. A ``role`` is named in the language, sequences are joined by
    commas, other values appear as they are.
    """
    sentence = catalogue(language).get(code)
    if sentence is None:
        return code
    return sentence.format_map(_Facts({k: _shown(language, k, v) for k, v in facts.items()}))


def language_of(accept_language: str | None, default: str = DEFAULT_LANGUAGE) -> str:
    """The language of ours the caller prefers, or ``default`` when they name none of them.

    Takes an ``Accept-Language`` header; of equal preferences the first named wins.
    """
    return _language_of(accept_language[:LONGEST_HEADER], default) if accept_language else default


@lru_cache(maxsize=256)
def _language_of(accept_language: str, default: str) -> str:
    best, best_quality = default, 0.0
    for part in accept_language.split(","):
        tag, _, parameters = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        quality = quality_of(parameters)
        if primary in LANGUAGES and quality > best_quality:
            best, best_quality = primary, quality
    return best


def quality_of(parameters: str) -> float:
    """The weight ``q`` of a preference, 1 when none is given and 0 when it cannot be read."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def _shown(language: str, name: str, value: object) -> str:
    if isinstance(value, date):
        return _written(language, PartialDate(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(language, name, item) for item in value)
    if name == "role":
        return catalogue(language).get(f"role.{value}", str(value))
    if name in _DAYS or name.endswith(("_on", "On")):
        return _day(language, str(value))
    return str(value)


def _day(language: str, value: str) -> str:
    try:
        return _written(language, PartialDate.parse(value))
    except ValueError:
        return value


def _written(language: str, day: PartialDate) -> str:
    on = day.value
    if day.precision is Precision.YEAR:
        return str(on.year)
    if day.precision is Precision.MONTH:
        return format_date(on, "MMM y", "en_GB") if language == "en" else f"{on.month}/{on.year}"
    if language == "en":
        return format_date(on, "d MMM y", "en_GB")
    return f"{on.day}.{on.month}.{on.year}"
