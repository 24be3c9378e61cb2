"""From bytes to a request that is safe to hand on: JSON bodies and query strings, nothing else."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn
from urllib.parse import parse_qsl

from schema.protocol.refusals import Refusal

MAX_BODY: Final = 256 * 1024
"""Bytes of a request body, inclusive."""
MAX_DEPTH: Final = 64
"""How deep lists and objects may stand in each other in a body, inclusive."""
MAX_DOCUMENT: Final = 48 * 1024
"""Characters of a document, inclusive; texts of any length travel in variables."""
MAX_WORDS: Final = 2_000
"""Words and signs of a document, inclusive; those in comments and strings count as well."""

_PARAMETERS: Final = ("query", "operationName", "variables", "extensions")
# Line feed, carriage return and tabulator are text; other controls and half characters are not:
# databases cut at them or refuse them, and terminals obey them.
_UNTEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED_UNTEXT: Final = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?:[bf]|u(?:00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])"
    r"|\{0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])\}))"
)

_WORD: Final = re.compile(r"\w+|[^\s,\w]")
_SHORT: Final = 4_000
"""Characters of a document that is remembered once it was found in order."""


@dataclass(frozen=True)
class Sent:
    """A request as it was sent; ``query`` is None when a persisted document may stand for it."""

    query: str | None
    variables: Mapping[str, object]
    operation_name: str | None
    extensions: Mapping[str, object]


def from_body(body: bytes) -> Sent:
    """Read a JSON body. A byte order mark is passed over; a list is a batch and refused."""
    if not body.strip():
        raise Refusal("BODY_EMPTY")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("BODY_NOT_UTF8") from None
    sent = _json(text)
    if isinstance(sent, list):
        raise Refusal("BATCH_NOT_SUPPORTED")
    if not isinstance(sent, dict):
        raise Refusal("BODY_NOT_OBJECT")
    return _checked(sent)


def from_query(query_string: bytes) -> Sent:
    """Read the parameters of a GET request; ``variables`` and ``extensions`` are JSON texts."""
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=50
        )
    except UnicodeDecodeError:
        raise Refusal("BODY_NOT_UTF8") from None
    except ValueError:
        raise Refusal("PARAMETER_INVALID", name="query") from None
    sent: dict[str, object] = {}
    for name, value in pairs:
        if name not in _PARAMETERS:
            continue
        if name in sent:
            raise Refusal("PARAMETER_DUPLICATE", name=name)
        # An empty parameter of a form is one that was left out.
        sent[name] = None if not value else _json(value) if name in _PARAMETERS[2:] else value
    return _checked(sent)


def _checked(sent: Mapping[str, object]) -> Sent:
    query, operation_name = sent.get("query"), sent.get("operationName")
    if query is not None and not isinstance(query, str):
        raise Refusal("PARAMETER_INVALID", name="query")
    if operation_name is not None and not isinstance(operation_name, str):
        raise Refusal("PARAMETER_INVALID", name="operationName")
    variables, extensions = _object(sent, "variables"), _object(sent, "extensions")
    _check_value(operation_name, "operationName")
    _check_value(extensions, "extensions")
    for name, value in variables.items():
        _check_value(name, "variables")
        _check_value(value, f"variables.{name[:60]}")
    if query is not None:
        (_check_short if len(query) <= _SHORT else _check_document)(query)
    return Sent(query, variables, operation_name, extensions)


def _check_document(query: str) -> None:
    """Refuse controls, and in a millisecond what the parser would read for a long time."""
    _check_value(query, "query")
    if len(query) > MAX_DOCUMENT:
        raise Refusal("DOCUMENT_TOO_LONG", value=len(query), limit=MAX_DOCUMENT)
    words = len(_WORD.findall(query))
    if words > MAX_WORDS:
        raise Refusal("DOCUMENT_TOO_MANY_WORDS", value=words, limit=MAX_WORDS)
    if "\\" in query and _ESCAPED_UNTEXT.search(query):
        raise Refusal("CONTROL_CHARACTER", argument="query")


# A program sends few documents, again and again. At most four megabytes of them are kept, and
# what is refused is not.
_check_short = lru_cache(maxsize=256)(_check_document)


def _object(sent: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = sent.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal("PARAMETER_INVALID", name=name)
    return value


def _check_value(value: object, name: str) -> None:
    """Refuse what no field can mean: controls in texts, infinite numbers, bottomless nesting."""
    waiting = [(value, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise Refusal("BODY_TOO_DEEP", limit=MAX_DEPTH)
        if isinstance(value, str):
            if _UNTEXT.search(value):
                raise Refusal("CONTROL_CHARACTER", argument=name)
        elif isinstance(value, float) and not math.isfinite(value):
            raise Refusal("NUMBER_NOT_FINITE", argument=name)
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, dict):
            waiting += [(item, depth + 1) for item in (*value.keys(), *value.values())]


def _json(text: str) -> object:
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise Refusal("BODY_TOO_DEEP", limit=MAX_DEPTH) from None
    except ValueError:
        raise Refusal("BODY_NOT_JSON") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no name comes twice: readers would not agree which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise Refusal("PARAMETER_DUPLICATE", name=_UNTEXT.sub("", twice)[:80])
    return found


def _not_a_number(name: str) -> NoReturn:
    raise Refusal("NUMBER_NOT_FINITE", argument=name)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_not_a_number)
