"""When a serving process looks for garbage."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""Objects made before garbage is looked for among them: more than one answer makes."""


def settle() -> None:
    """Leave out what is loaded by now, for it stays; called once, before the first request.

    Looking through the whole program and its schema again held a request up for a sixth of a
    second, and looking among the objects of a page while it is made took a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
