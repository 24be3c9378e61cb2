"""What can go wrong: a request that the schema cannot express, and a fault of ours."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from graphql import GraphQLError

_ENGLISH: Mapping[str, str] = {
    "BAD_CURSOR": "The argument '$argument' is not a cursor of this list.",
    "CONTROL_CHARACTER": "The argument '$argument' holds a character that no text has.",
    "COST": "The document costs $value; the limit is $limit.",
    "CYCLIC_FRAGMENT": "The fragment '$fragment' spreads itself.",
    "DEPTH": "The document is nested $value deep; the limit is $limit.",
    "FIRST_WITH_LAST": "Give either 'first' or 'last'.",
    "MISSING_DOCUMENT": "The request has no document.",
    "OPERATION": "The document holds no operation of that name, or several and none is named.",
    "PAGE_SIZE": "The argument '$argument' must be between 0 and $limit.",
    "QUERIES_ONLY": "A request of this kind may only read.",
    "TOO_LONG": "The document asks for more than one statement can hold; split it.",
    "TOO_MANY": "The document holds $value $what; the limit is $limit.",
    "TOO_MANY_IDS": "At most $limit ids may be asked for at once.",
    "TOO_MANY_JOINS": "One object may reach at most $limit others; split the document.",
    "UNSUPPORTED_OPERATION": "Subscriptions are not read over this door.",
}


class RequestError(GraphQLError):
    """The request asks for what the schema cannot express; found before any statement runs.

    ``code`` is stable and ``facts`` are named values, so that a surface can say it in the
    caller's language; the message is the English of codes the engine itself raises, else the
    ``english`` text given. Both stand in the error's ``extensions`` too.
    """

    def __init__(self, code: str, english: str = "", **facts: object) -> None:
        text = english or _ENGLISH.get(code, code)
        message = Template(text).safe_substitute({k: str(v) for k, v in facts.items()})
        super().__init__(message, extensions={"code": code, **facts})
        self.code = code
        self.facts = facts


class EngineFault(Exception):
    """A statement, a computed field or an act failed; nothing of the answer is usable.

    The cause is chained and belongs into the log; a caller is shown only a request id.
    """


class MissingObject(EngineFault):
    """No row for this viewer where the schema promises one; ``type`` is the type promised."""

    def __init__(self, type_name: str, row_id: int) -> None:
        super().__init__(f"{type_name}:{row_id} is not for this viewer")
        self.type = type_name
