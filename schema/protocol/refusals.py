"""Requests the protocol refuses before anything runs: every code with its HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUSES: Final[Mapping[str, int]] = {
    "BATCH_NOT_SUPPORTED": 400,
    "BODY_EMPTY": 400,
    "BODY_NOT_JSON": 400,
    "BODY_NOT_OBJECT": 400,
    "BODY_NOT_UTF8": 400,
    "BODY_TOO_DEEP": 400,
    "BODY_TOO_LARGE": 413,
    "BODY_TOO_SLOW": 408,
    "CHARSET_UNSUPPORTED": 415,
    "CONTROL_CHARACTER": 400,
    "CROSS_SITE": 403,
    "DOCUMENT_TOO_LONG": 400,
    "DOCUMENT_TOO_MANY_WORDS": 400,
    "ENCODING_UNSUPPORTED": 415,
    "HOST_UNKNOWN": 421,
    "IDEMPOTENCY_KEY_INVALID": 400,
    "MEDIA_TYPE_UNSUPPORTED": 415,
    "METHOD_NOT_ALLOWED": 405,
    "MUTATION_OVER_GET": 405,
    "NOT_ACCEPTABLE": 406,
    "NUMBER_NOT_FINITE": 400,
    "OVERLOADED": 503,
    "PARAMETER_DUPLICATE": 400,
    "PARAMETER_INVALID": 400,
    "PERSISTED_QUERY_HASH_MISMATCH": 400,
    "PERSISTED_QUERY_INVALID": 400,
    "PERSISTED_QUERY_NOT_FOUND": 400,
    "QUERY_MISSING": 400,
    "RATE_LIMITED": 429,
    "TOKEN_INVALID": 401,
}

PARSE_FAILED: Final = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED: Final = "GRAPHQL_VALIDATION_FAILED"
"""Documents that are not GraphQL, and documents that do not fit the schema."""

TOO_COSTLY: Final = "COST"
"""Documents that would cost more than the caller may spend on one."""

FAULT: Final = "FAULT"
"""The code of a failure on our side; its cause is in the log under the request's id."""


class Refusal(Exception):
    """A request that is not run. ``headers`` go with the answer, ``facts`` fill its sentence."""

    def __init__(
        self, code: str, headers: Mapping[str, str] | None = None, **facts: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUSES[code]
        self.headers = dict(headers or {})
        self.facts = facts
