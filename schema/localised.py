"""Names and titles in three languages."""

from __future__ import annotations

import enum
from typing import Annotated, Any

import strawberry

from schema.engine import sql
from schema.engine.fields import parts
from server.kit.sorting import LETTERS, PLAIN_LETTERS, folded


@strawberry.enum(description="A language of the record.")
class Language(enum.Enum):
    FI = strawberry.enum_value("fi", description="Finnish.")
    SV = strawberry.enum_value("sv", description="Swedish.")
    EN = strawberry.enum_value("en", description="English.")


InLanguage = Annotated[
    Language | None,
    strawberry.argument(description="The language wanted; the request's when left out."),
]
FALLBACK = ("fi", "sv", "en")


@strawberry.type(description="A text as it was given, language by language.")
class Texts:
    fi: str | None = strawberry.field(description="In Finnish; null when it was not given.")
    sv: str | None = strawberry.field(description="In Swedish; null when it was not given.")
    en: str | None = strawberry.field(description="In English; null when it was not given.")


def localised(row: Any, column: str, language: Any) -> str:
    """The column's text in the asked language, else the request's, else the first that there is.

    A text in another language is never blank: Finnish stands in first, then Swedish, then English.
    """
    asked = language.value.value if language else row.language
    order = dict.fromkeys((asked, *FALLBACK))
    return f"coalesce({', '.join(getattr(row, f'{column}_{each}') for each in order)})"


def each_language(row: Any, column: str) -> Any:
    """The three columns as ``Texts``."""
    return parts(**{each: getattr(row, f"{column}_{each}") for each in FALLBACK})


def among_texts(part: Any, *columns: Any) -> str:
    """Does one of the columns hold the given part, whatever the size of its letters?"""
    plain = (f"translate(coalesce({each}, ''), '{LETTERS}', '{PLAIN_LETTERS}')" for each in columns)
    return f"({' OR '.join(part.within(each, folded) for each in plain)})"


@strawberry.interface(description="Something with a name in three languages.")
class Named:
    @sql
    def name(self: Any, language: InLanguage = None) -> str:
        """The name in the asked language, else the request's; Finnish where it has none."""
        return localised(self, "name", language)

    @sql
    def names(self: Any) -> Texts:
        """The name as given in each language."""
        shown: Texts = each_language(self, "name")
        return shown


@strawberry.interface(description="Something with a title that its recorder gave in some language.")
class Titled:
    @sql
    def title(self: Any, language: InLanguage = None) -> str:
        """The title in the asked language, else in one that it was given in."""
        return localised(self, "title", language)

    @sql
    def titles(self: Any) -> Texts:
        """The title as given in each language."""
        shown: Texts = each_language(self, "title")
        return shown
