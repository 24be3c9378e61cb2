"""The order of the Finnish alphabet, as a text that sorts byte by byte."""

from __future__ import annotations

import unicodedata

KEY_LENGTH = 200

# "{" is the next character after "z", so these three letters close the alphabet in their order.
_LETTERS = str.maketrans(
    {
        "å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "ő": "{c",
        "w": "v", "ü": "y", "đ": "d", "ŋ": "n", "ŧ": "t", "þ": "th",
    }
)  # fmt: skip


def sort_key(text: str) -> str:
    """The key by which names stand in a Finnish or Swedish list in Finland.

    Å, ä and ö come last in that order, w counts as v and ü as y, other accents and the size of
    letters do not count. Compare keys by their code points (in PostgreSQL ``COLLATE "C"``). At
    most ``KEY_LENGTH`` characters; ties are the caller's to break.
    """
    letters = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    parts = unicodedata.normalize("NFD", letters)
    return "".join(part for part in parts if not unicodedata.combining(part))[:KEY_LENGTH]


_MARKED = "áàâãāčćçđéèêëēíìîïñńŋóòôõōőřšśŧúùûüūýžźåäæöø"
_OF_KEYS = {"{a": "å", "{b": "ä", "{c": "ö"}


def _plain(letter: str) -> str:
    key = sort_key(letter)
    return _OF_KEYS.get(key, key)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "w" + _MARKED + _MARKED.upper()
PLAIN_LETTERS = "".join(map(_plain, LETTERS))
"""What ``folded`` makes of each of ``LETTERS``, in their order."""
_FOLDS = str.maketrans(LETTERS, PLAIN_LETTERS)


def folded(text: str) -> str:
    """The text as it is looked for in others: what ``sort_key`` holds for one letter is one.

    Letter for letter, whatever the length of the text, and so that a database can do the same with
    ``translate``: letters beyond those of the languages of the country stay as they are.
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDS)
