"""What may be asked of a column, which is more than what may be written into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tortoise import Tortoise
from tortoise.fields import CharField
from tortoise.filters import list_encoder


def ask_for_any_text() -> None:
    """Let filters ask for any text in columns of a limited length, once Tortoise is begun.

    A text that is longer than the column is in no row of it: asking for one is no fault, and only
    writing it is. Tortoise takes both for the same.
    """
    for model in Tortoise.apps.get_models_iterable() if Tortoise.apps else ():
        for found in model._meta.filters.values():
            if not isinstance(model._meta.fields_map.get(found["field"]), CharField):
                continue
            if "value_encoder" not in found:
                found["value_encoder"] = _as_text
            elif found["value_encoder"] is list_encoder:
                found["value_encoder"] = _as_texts


def _as_text(value: Any, _model: Any, _column: Any) -> str | None:
    return None if value is None else str(value)


def _as_texts(values: Iterable[Any], model: Any, column: Any) -> list[str | None]:
    return [_as_text(value, model, column) for value in values]
