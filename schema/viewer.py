"""Who is asking, as the API sees it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import strawberry

from schema.engine import computed
from schema.engine.fields import Viewer as EngineViewer
from schema.engine.fields import refer
from schema.localised import Language
from schema.register import Organisation
from schema.texts import text


@strawberry.enum(description="What someone is in an organisation. The first four add up.")
class Role(enum.Enum):
    READER = strawberry.enum_value("reader", description="Reads the organisation's own matters.")
    EDITOR = strawberry.enum_value("editor", description="Opens matters and records facts.")
    RECORDER = strawberry.enum_value("recorder", description="Confirms, disputes and decides.")
    ADMIN = strawberry.enum_value("admin", description="Manages the organisation's use.")
    STEERING = strawberry.enum_value("steering", description="Reads all that is published.")
    PLATFORM = strawberry.enum_value("platform", description="Keeps the register.")


@strawberry.type(description="Who is asking: a person, a program, or nobody.")
class Viewer:
    name: str | None = strawberry.field(description="What they are called; null for nobody.")
    organisation: Organisation | None = strawberry.field(
        description="The organisation they act for."
    )
    organisations: list[Organisation] = strawberry.field(
        description="The organisations they may act for; empty for nobody."
    )
    roles: list[Role] = strawberry.field(description="Their roles in that organisation.")
    language: Language = strawberry.field(description="The language of this answer.")
    today: date = strawberry.field(description="The Helsinki day this answer holds for.")
    demonstration: bool = strawberry.field(
        description="Does this service hold invented records for demonstration?"
    )


@dataclass(frozen=True)
class Asking(EngineViewer):
    """The engine's viewer with what the Viewer type shows; none of it shapes a statement.

    ``organisations`` are type name and id, the one acted for first.
    """

    label: tuple[str, Mapping[str, str]] | None = None
    organisations: tuple[tuple[str, int], ...] = ()
    roles: tuple[str, ...] = ()
    demonstration: bool = False


@strawberry.type
class ViewerQuery:
    @computed("{ __typename }", weight=5)
    def viewer(self: Any) -> Viewer:
        """Who is asking; for nobody the name is null and there are no organisations."""
        asking: Asking = self.viewer
        organisations: list[Any] = [refer(*each) for each in asking.organisations]
        return Viewer(
            name=asking.label and text(asking.language, asking.label[0], **asking.label[1]),
            organisation=organisations[0] if organisations else None,
            organisations=organisations,
            roles=[Role(each) for each in asking.roles],
            language=Language(asking.language),
            today=asking.today,
            demonstration=asking.demonstration,
        )
