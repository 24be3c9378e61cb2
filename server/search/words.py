"""Words as they are stored for search and as a query asks for them: folded, with their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from server.kit.texts import BLANK

LONGEST_QUERY = 200
"""Characters a query may have."""
MOST_WORDS = 12
"""Words a query may have."""
SHORTEST_PREFIX = 4
"""A stem shorter than this is asked for as a whole word: as a prefix it would find too much."""

_WORD = re.compile(r"[^\W_]+")
_STEMMERS = tuple(snowballstemmer.stemmer(language) for language in ("finnish", "swedish"))
# Letters of their own in Finnish and Swedish; other accents only tell how a letter is said.
_OWN_LETTERS = frozenset("åäö")
# Strong and weak grade of a stem: kunta and kunnan, Helsinki and Helsingin, Lahti and Lahden.
_WEAK = {
    "nt": "nn", "nk": "ng", "mp": "mm", "lt": "ll", "rt": "rr", "ht": "hd",
    "kk": "k", "pp": "p", "tt": "t", "rk": "r", "lk": "l", "hk": "h",
}  # fmt: skip
_GRADE = re.compile(f"({'|'.join(_WEAK)})(?=[aeiouyäö]{{0,2}}$)")


def terms(texts: Iterable[str | None]) -> str:
    """What is stored of a record's texts: every word and its stems once, in order of the alphabet.

    Empty texts count for nothing.
    """
    words = {word for text in texts if text for word in _words(text)}
    return " ".join(sorted(words.union(*map(stems, words))))


def wanted(query: str) -> tuple[tuple[str, ...], ...]:
    """The LIKE patterns a query asks for, per word; a record must match one of each word's.

    To be held against ``' ' || terms || ' '``. Letters, digits and spaces only, so that nothing
    in them is a wildcard but the ``%`` put there. No words, nothing is found.
    """
    return tuple(_alternatives(word) for word in dict.fromkeys(_words(query)))


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """The stems of a folded word in Finnish and Swedish, in their strong and their weak grade."""
    found = {stemmer.stemWord(word) for stemmer in _STEMMERS}
    return frozenset(found | {_GRADE.sub(lambda match: _WEAK[match[1]], stem) for stem in found})


def _alternatives(word: str) -> tuple[str, ...]:
    return f"% {word}%", *(_pattern(stem) for stem in sorted(stems(word) - {word}))


def _pattern(stem: str) -> str:
    return f"% {stem}%" if len(stem) >= SHORTEST_PREFIX else f"% {stem} %"


def _words(text: str) -> list[str]:
    return _WORD.findall("".join(map(_letter, unicodedata.normalize("NFKC", text).casefold())))


@lru_cache(maxsize=2_000)
def _letter(character: str) -> str:
    if character in _OWN_LETTERS:
        return character
    parts = unicodedata.normalize("NFD", character)
    return "".join(p for p in parts if not unicodedata.combining(p) and p not in BLANK)
