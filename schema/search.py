"""Search in the API: whatever has a name, by words in Finnish and Swedish and their forms."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Annotated, Any

import strawberry

from schema.actions.types import Action
from schema.bodies.types import Body, Contact, OrganisationUnit
from schema.decisions.types import Decision
from schema.duties import Duty
from schema.engine import Connection, RequestError, given, many, on
from schema.negotiations.rounds import NegotiationRound
from schema.negotiations.types import Negotiation
from schema.obligations.types import ObligationRule
from schema.register import County, Municipality, OtherOrganisation
from server.search import models as m
from server.search.words import LONGEST_QUERY, MOST_WORDS, wanted

Found = Annotated[
    County
    | Municipality
    | OtherOrganisation
    | Negotiation
    | NegotiationRound
    | ObligationRule
    | Duty
    | Body
    | OrganisationUnit
    | Contact
    | Action
    | Decision,
    strawberry.union("Search", description="What a search can find."),
]


@strawberry.enum(description="Kinds of records to search among.")
class SearchType(enum.Enum):
    COUNTY = strawberry.enum_value("County", description="Counties.")
    MUNICIPALITY = strawberry.enum_value("Municipality", description="Municipalities.")
    OTHER_ORGANISATION = strawberry.enum_value(
        "OtherOrganisation", description="Organisations of other kinds."
    )
    NEGOTIATION = strawberry.enum_value("Negotiation", description="Negotiations.")
    NEGOTIATION_ROUND = strawberry.enum_value("NegotiationRound", description="Rounds.")
    DUTY = strawberry.enum_value("Duty", description="Shared duties.")
    OBLIGATION_RULE = strawberry.enum_value("ObligationRule", description="The catalogue.")
    BODY = strawberry.enum_value("Body", description="Bodies.")
    ORGANISATION_UNIT = strawberry.enum_value("OrganisationUnit", description="Units.")
    CONTACT = strawberry.enum_value("Contact", description="Contacts, by task and organisation.")
    ACTION = strawberry.enum_value("Action", description="Agreed actions, by title and who acts.")
    DECISION = strawberry.enum_value(
        "Decision", description="Decisions, by body or official, organisation and case number."
    )


KINDS = " ".join(f"WHEN '{each.value}' THEN '{each.name}'" for each in SearchType)


@strawberry.type
class SearchQuery:
    @many(m.SearchEntry, order="-sort_on", page=20, most=100, weight=20)
    def search(
        self: Any,
        x: Any,
        query: Annotated[
            str, strawberry.argument(description="Words or their beginnings; all must match.")
        ],
        types: Annotated[
            list[SearchType] | None, strawberry.argument(description="Only these kinds.")
        ] = None,
    ) -> Connection[Found]:
        """Records whose names and words match every word of the query.

        Inflected forms match. What is in force comes first, then the latest. A query without a
        letter or digit finds nothing; it has at most 200 characters and 12 different words.
        """
        text = f"(' ' || {x.terms} || ' ')"
        return on(
            given(types).among(f"CASE {x.kind} {KINDS} END") if types else "",
            *(given(query).like_any(text, nth) for nth in NTH_WORD),
        )


def _words(query: str) -> tuple[tuple[str, ...], ...]:
    if len(query) > LONGEST_QUERY:
        english = "The query has $length characters; the limit is $limit."
        raise RequestError("SEARCH_TOO_LONG", english, length=len(query), limit=LONGEST_QUERY)
    words = wanted(query)
    if len(words) > MOST_WORDS:
        english = "The query has $value words; the limit is $limit."
        raise RequestError("SEARCH_TOO_MANY_WORDS", english, value=len(words), limit=MOST_WORDS)
    return words


def _nth(place: int) -> Callable[[str], tuple[str, ...]]:
    """The patterns of a query's word at a place: anything beyond the last word, nothing for none.

    The number of words is not part of the statement, so that all queries share one plan.
    """

    def patterns(query: str) -> tuple[str, ...]:
        words = _words(query)
        if not words:
            return ()
        return words[place] if place < len(words) else ("%",)

    return patterns


NTH_WORD = tuple(_nth(place) for place in range(MOST_WORDS))
