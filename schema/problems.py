"""Problems: what a mutation answers when an act was refused. Nothing has then been changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from schema.engine import Node
from schema.engine.fields import refer
from schema.texts import text
from server.kit.errors import Conflict as ConflictError
from server.kit.errors import DomainError
from server.kit.errors import FieldFault as Fault
from server.kit.errors import InvalidInput as InvalidInputError
from server.kit.errors import KeyReused as KeyReusedError
from server.kit.errors import NotAllowed as NotAllowedError
from server.kit.errors import NotFound as NotFoundError


@strawberry.interface(description="Why an act was refused. Nothing has been changed.")
class Problem:
    code: str = strawberry.field(description="A stable code; the set of them may grow.")
    message: str = strawberry.field(description="What is wrong and what to do, in your language.")
    path: list[str] = strawberry.field(description="Where in the input; empty for the whole.")


@strawberry.type(description="One fault of one field of the input.")
class FieldFault:
    code: str = strawberry.field(description="A stable code.")
    message: str = strawberry.field(description="What is wrong with it and what to do.")
    path: list[str] = strawberry.field(description="Names from the input down to the field.")


@strawberry.type(description="The input cannot be true or cannot be read. Every fault is named.")
class InvalidInput(Problem):
    fields: list[FieldFault] = strawberry.field(description="The faults, field by field.")


@strawberry.type(description="You see it, but may not do this to it.")
class NotAllowed(Problem):
    reason: str = strawberry.field(description="A stable code of the reason.")


@strawberry.type(description="There is no such object, or it is not shown to you.")
class NotFound(Problem):
    pass


@strawberry.type(description="It has changed since you read it. Read it again and decide anew.")
class Conflict(Problem):
    current: Node | None = strawberry.field(
        description="The object as it is now; null when it is no single one."
    )


@strawberry.type(description="This Idempotency-Key came before with another request.")
class KeyReused(Problem):
    pass


@strawberry.type(
    name="Warning", description="Something worth knowing about what was recorded all the same."
)
class ActWarning:
    code: str = strawberry.field(description="A stable code; the set of them may grow.")
    message: str = strawberry.field(description="What it is about, in your language.")


Refusal = InvalidInput | NotAllowed | NotFound | Conflict | KeyReused


def problem_of(error: DomainError, language: str) -> Refusal:
    """The problem a refusal is shown as. Special before general; every refusal has one."""
    code, message = error.code, text(language, f"problem.{error.code}", **error.facts)
    match error:
        case InvalidInputError():
            faults = [_fault(fault, language) for fault in error.faults]
            return InvalidInput(code=code, message=message, path=[], fields=faults)
        case NotAllowedError():
            reason = str(error.facts.get("reason", ""))
            message = text(language, f"not_allowed.{reason}", **error.facts)
            return NotAllowed(code=code, message=message, path=[], reason=reason)
        case ConflictError():
            current: Any = _current(error.facts)
            return Conflict(code=code, message=message, path=[], current=current)
        case KeyReusedError():
            return KeyReused(code=code, message=message, path=[])
        case NotFoundError():
            return NotFound(code=code, message=message, path=[])
    return InvalidInput(code=code, message=message, path=[], fields=[])


def _current(facts: Mapping[str, object]) -> Any:
    """The object that has changed; None when it is the register as a whole."""
    if "id" not in facts:
        return None
    return refer(str(facts["type"]), int(str(facts["id"])))


def _fault(fault: Any, language: str) -> FieldFault:
    message = text(language, f"fault.{fault.code}", **fault.facts)
    return FieldFault(code=fault.code, message=message, path=["input", *fault.path])


def refusal_again(said: Mapping[str, Any]) -> DomainError:
    """The refusal that was kept for a repeated request, as it was raised then."""
    for kind in (InvalidInputError, NotAllowedError, NotFoundError, ConflictError, KeyReusedError):
        if kind.code == said["code"]:
            return _rebuilt(kind, said)
    error = DomainError(**said["facts"])
    error.code = said["code"]  # type: ignore[misc]  # a domain's own code, known only as text here
    return error


def _rebuilt(kind: type[DomainError], said: Mapping[str, Any]) -> DomainError:
    if kind is InvalidInputError:
        faults = [Fault(tuple(f["path"]), f["code"], f["facts"]) for f in said["faults"]]
        return InvalidInputError(*faults)
    return kind(**said["facts"])


def warnings_of(found: Sequence[Mapping[str, Any]], language: str) -> list[ActWarning]:
    """The warnings of an outcome in words."""
    return [
        ActWarning(
            code=each["code"],
            message=text(language, f"warning.{each['code']}", **each.get("facts", {})),
        )
        for each in found
    ]
