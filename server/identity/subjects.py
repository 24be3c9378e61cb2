"""What a decision or an agreed action can be about, as the domain above it tells of it.

Decisions and actions belong to many domains that stand above them on the ladder. Each domain has a
teller for its records; the composition root names them. Nothing here imports a domain.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from server.identity import policy
from server.identity.actor import Actor
from server.kit.errors import NotFound
from server.kit.store.act import PUBLIC


@dataclass(frozen=True)
class Subject:
    """A record that others speak of: its parties and keeper by organisation code.

    ``begins_on`` is the day on which what it tells of begins, None when that says nothing of when
    it should have been decided. ``is_withheld`` when it is closed on a statutory ground: then
    nobody but its parties sees what is said of it either.
    """

    type: str
    id: int
    parties: frozenset[str]
    keeper: str | None
    is_public: bool
    begins_on: date | None = None
    is_withheld: bool = False

    @property
    def audience(self) -> str:
        """Who may know of it, as the journal notes it."""
        return PUBLIC if self.is_public else " ".join(sorted(self.parties))

    def shared(self, is_public: bool) -> str:
        """Who may know of something said of it that is public or else for its parties."""
        return PUBLIC if is_public else " ".join(sorted(self.parties))


Teller = Callable[[int], Awaitable[Subject | None]]

_tellers: dict[str, Teller] = {}


def told_by(tellers: Mapping[str, Teller]) -> None:
    """Set who tells of which type of record; called once by the composition root."""
    _tellers.clear()
    _tellers.update(tellers)


async def subject_of(kind: str, number: int) -> Subject:
    """The record of a type and id. Raises NotFound, also for a type nothing can be about."""
    teller = _tellers.get(kind)
    found = await teller(number) if teller else None
    if found is None:
        raise NotFound(type=kind)
    return found


async def seen_subject(by: Actor, kind: str, number: int) -> Subject:
    """As ``subject_of``, raising NotFound also when the actor may not see it."""
    found = await subject_of(kind, number)
    if not found.is_public and not is_party(by, found):
        raise NotFound(type=kind)
    return found


def is_party(by: Actor, subject: Subject) -> bool:
    """May the actor read what only the parties of the record see?"""
    return policy.may(by, policy.READ_DRAFTS, parties=subject.parties).allowed
