"""The six kinds of actor, as the product knows them and as the oracle does."""

from __future__ import annotations

from dataclasses import dataclass

from server.identity.actor import Actor, ActorKind, Label, Role, nobody


@dataclass(frozen=True)
class Asker:
    """An actor with what the oracle needs: whose organisations, in which language."""

    name: str
    actor: Actor
    language: str
    organisations: tuple[str, ...] = ()
    reads_drafts: bool = False

    @property
    def roles(self) -> list[str]:
        return sorted(role.name for role in self.actor.roles)


def _person(number: int, organisation: str, role: Role) -> Actor:
    label = Label("NAMED", {"name": f"Tunnus {number}"})
    roles = frozenset({role})
    return Actor(ActorKind.PERSON, f"account:{number}", organisation, roles, label, "r")


def _program(organisation: str, role: Role) -> Actor:
    label = Label("ROLE_OF_ORGANISATION", {"role": role, "organisation_code": organisation})
    return Actor(ActorKind.PROGRAM, "token:1", organisation, frozenset({role}), label, "r")


ASKERS = (
    Asker("nobody", nobody(), "fi"),
    Asker(
        "editor of the municipality",
        _person(1, "municipality:101", Role.EDITOR),
        "sv",
        ("municipality:101", "company:oy"),
        reads_drafts=True,
    ),
    Asker(
        "recorder of its county",
        _person(2, "county:31", Role.RECORDER),
        "fi",
        ("county:31",),
        reads_drafts=True,
    ),
    Asker(
        "recorder of another county",
        _person(3, "county:32", Role.RECORDER),
        "en",
        ("county:32",),
        reads_drafts=True,
    ),
    Asker("steering", _person(4, "ministry:stm", Role.STEERING), "fi", ("ministry:stm",)),
    Asker(
        "program of the municipality",
        _program("municipality:101", Role.READER),
        "en",
        ("municipality:101",),
        reads_drafts=True,
    ),
)
