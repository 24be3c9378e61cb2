"""Whether an answer is what the oracle said, the order of keys included."""

from __future__ import annotations

from typing import Any

from tests.graphql.oracle.model import CURSOR, SENTENCE


class Dictionary:
    """Which texts stand for which marks: one for one for cursors, never two for one mark."""

    def __init__(self, cursors: dict[str, str]) -> None:
        self._meaning = cursors
        self._text: dict[str, str] = {}

    def agrees(self, mark: str, text: Any) -> bool:
        """Whether the text can stand for the mark, given all that was seen before."""
        if not isinstance(text, str) or not text or text != self._text.setdefault(mark, text):
            return False
        return not mark.startswith(CURSOR) or self._meaning.setdefault(text, mark) == mark


def difference(want: Any, got: Any, dictionary: Dictionary, path: str = "") -> str | None:
    """Where the two part first, or None when they are the same."""
    if isinstance(want, dict) and isinstance(got, dict):
        if list(want) != list(got):
            return f"{path}: keys {list(want)} but {list(got)}"
        pairs = ((f"{path}.{name}", want[name], got[name]) for name in want)
    elif isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            return f"{path}: {len(want)} rows but {len(got)}"
        pairs = ((f"{path}[{n}]", w, g) for n, (w, g) in enumerate(zip(want, got, strict=True)))
    elif isinstance(want, str) and want.startswith((CURSOR, SENTENCE)):
        return None if dictionary.agrees(want, got) else f"{path}: {want!r} told as {got!r}"
    else:
        same = type(want) is type(got) and want == got
        return None if same else f"{path}: {want!r} but {got!r}"
    found = (difference(w, g, dictionary, where) for where, w, g in pairs)
    return next((each for each in found if each), None)
