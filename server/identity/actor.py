"""An actor: a person, a program or nobody, acting for one organisation with some roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from server.kit.errors import InvalidInput

KEY_LENGTH = 200


class Role(StrEnum):
    """What an actor is in an organisation. The first four add up; the last two are national."""

    READER = "reader"
    EDITOR = "editor"
    RECORDER = "recorder"
    ADMIN = "admin"
    STEERING = "steering"
    PLATFORM = "platform"


LADDER = (Role.READER, Role.EDITOR, Role.RECORDER, Role.ADMIN)
NATIONAL = (Role.STEERING, Role.PLATFORM)


def with_lower(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles and every role they include: a recorder is also an editor and a reader."""
    given = frozenset(roles)
    steps = [LADDER.index(role) for role in given if role in LADDER]
    return given | frozenset(LADDER[: max(steps) + 1] if steps else ())


class ActorKind(StrEnum):
    """Who is behind a request. SYSTEM is the server itself: the daily turn, imports, commands."""

    NOBODY = "nobody"
    PERSON = "person"
    PROGRAM = "program"
    SYSTEM = "system"


@dataclass(frozen=True)
class Label:
    """What to call an actor: a stable code, and facts for the sentence made of it.

    ``NOBODY`` and ``SYSTEM`` have no facts, ``NAMED`` has ``name`` (what the issuer or the maker
    of a token wrote), ``ROLE_OF_ORGANISATION`` has ``role`` and ``organisation_code``.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Actor:
    """Who acts. ``roles`` hold every role the actor has in ``organisation``, lower ones included.

    ``organisation`` is an organisation code, None for nobody and for the server itself.
    ``idempotency`` is the key of the request and the hash of its body; nobody never has one,
    since strangers would share it.
    """

    kind: ActorKind
    key: str
    organisation: str | None
    roles: frozenset[Role]
    label: Label
    request_id: str
    idempotency: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", with_lower(self.roles))
        if self.kind is ActorKind.NOBODY:
            object.__setattr__(self, "idempotency", None)

    @property
    def is_signed_in(self) -> bool:
        """Whether the server knows who this is."""
        return self.kind is not ActorKind.NOBODY

    def with_key(self, key: str, body_hash: str) -> Actor:
        """The same actor, sending a request that may be repeated under ``key``.

        Raises InvalidInput unless the key is 1 to 200 printable ASCII characters.
        """
        if not (1 <= len(key) <= KEY_LENGTH and key.isascii() and key.isprintable()):
            raise InvalidInput.of("Idempotency-Key", "NOT_A_KEY", most=KEY_LENGTH)
        return replace(self, idempotency=(key, body_hash))


def nobody(request_id: str = "-") -> Actor:
    """The actor of a request without a session or token."""
    return Actor(ActorKind.NOBODY, "nobody", None, frozenset(), Label("NOBODY"), request_id)


def system(request_id: str) -> Actor:
    """The server itself; ``request_id`` names the run, so that its journal rows belong together."""
    return Actor(ActorKind.SYSTEM, "system", None, frozenset(), Label("SYSTEM"), request_id)


SYSTEM = system("system")
