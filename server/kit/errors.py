"""Refusals of the domain: a stable code and named facts. Surfaces turn them into sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import ClassVar


class DomainError(Exception):
    """An act was refused. Nothing has been changed.

    ``code`` is stable and in capitals; ``facts`` are named values for the text, never text
    itself; ``status`` is the HTTP status of a page that has nothing better to show.
    """

    code: ClassVar[str] = "REFUSED"
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts: Mapping[str, object] = facts


class NotFound(DomainError):
    """What was named does not exist, or the actor may not see it: the two are not told apart."""

    code = "NOT_FOUND"
    status = 404


class NotAllowed(DomainError):
    """The actor sees the object but may not do this to it. ``facts['reason']`` is a stable code."""

    code = "NOT_ALLOWED"
    status = 403


class Conflict(DomainError):
    """The object has changed since the actor read it.

    ``facts`` name the object (``type``, ``id``) and its present ``revision``.
    """

    code = "CONFLICT"
    status = 409


@dataclass(frozen=True)
class FieldFault:
    """One fault of the input: the path of the field, a stable code, and facts for the remedy."""

    path: tuple[str, ...]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class InvalidInput(DomainError):
    """The input cannot be true or cannot be read. Carries every fault found, not only the first."""

    code = "INVALID_INPUT"
    status = 422

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__()
        self.faults = faults

    @classmethod
    def of(cls, path: str, code: str, /, **facts: object) -> InvalidInput:
        """A refusal with one fault; ``path`` is dotted (``"attendance.0.organisation"``)."""
        return cls(FieldFault(tuple(path.split(".")), code, facts))


def refuse(*found: FieldFault | None) -> None:
    """Raise InvalidInput with the faults that were found, if there are any."""
    faults = [fault for fault in found if fault is not None]
    if faults:
        raise InvalidInput(*faults)


@contextmanager
def within(name: str) -> Iterator[None]:
    """Name the faults found inside by their path from a part of the input."""
    try:
        yield
    except InvalidInput as error:
        faults = (replace(fault, path=(name, *fault.path)) for fault in error.faults)
        raise InvalidInput(*faults) from error


class KeyReused(DomainError):
    """An idempotency key was sent again with another body."""

    code = "IDEMPOTENCY_KEY_REUSED"
    status = 422
