"""Carrying out an act for a mutation: the service's outcome or refusal, as a payload."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from schema.engine.values import split_id
from schema.naming import outcome_with_names, refusal_with_names
from schema.problems import Refusal, problem_of, refusal_again
from server.identity.actor import Actor
from server.kit.errors import DomainError, NotFound
from server.kit.store.act import Outcome, Repeated


@dataclass(frozen=True)
class Asked:
    """Who asks for an act, on which day, in which language; the mutation's ``self.context``."""

    actor: Actor
    today: date
    language: str


Payload = TypeVar("Payload")
Service = Callable[[Actor, date], Awaitable[Outcome]]


async def carried(
    call: Any, service: Service, success: Callable[[Outcome, str], Payload]
) -> Payload | Refusal:
    """Run an act for the caller: ``success`` of its outcome, or the Problem it was refused with.

    A repeated request gets the outcome or the refusal that was given the first time; NotFound when
    what the outcome is about has been removed since.
    """
    asked: Asked = call.context
    try:
        outcome = await service(asked.actor, asked.today)
    except Repeated as before:
        if before.outcome is None:
            return await _refused(refusal_again(before.refusal or {}), asked.language)
        outcome = before.outcome
        call.instead = lambda kind: problem_of(NotFound(type=kind), asked.language)
    except DomainError as error:
        return await _refused(error, asked.language)
    return success(await outcome_with_names(outcome, asked.language), asked.language)


async def _refused(error: DomainError, language: str) -> Refusal:
    return problem_of(await refusal_with_names(error, language), language)


def row_id(global_id: str, kind: str) -> int:
    """The number in a global id of a type. Raises NotFound for any other id."""
    name, number = split_id(global_id)
    if name != kind or number < 0:
        raise NotFound(type=kind)
    return number


def subject(outcome: Outcome) -> int:
    """The id of the object an outcome is about; every outcome of a service has one."""
    if outcome.subject is None:
        raise LookupError("an outcome without a subject")
    return outcome.subject[1]
