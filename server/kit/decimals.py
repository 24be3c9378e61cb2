"""Decimal numbers as people write them, kept as text: no figure is rounded on the way."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_SPACES = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"))


def decimal_text(text: str) -> str | None:
    """``1 234,50`` and ``1234.50`` are both ``1234.50``; None for what is no number."""
    plain = text.strip().translate(_SPACES).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    return plain if _WRITTEN.fullmatch(plain) else None
