"""Which representation a caller wants and in which one it sends."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from schema.protocol.refusals import Refusal
from schema.texts import LONGEST_HEADER, quality_of


class Media(Enum):
    """What can be answered at the endpoint."""

    GRAPHQL = "application/graphql-response+json"
    JSON = "application/json"
    HTML = "text/html"


# The specification prefers the GraphQL type where it is named, and plain JSON where anything goes.
_NAMED = (Media.HTML, Media.JSON, Media.GRAPHQL)
_WILD = (Media.HTML, Media.GRAPHQL, Media.JSON)


def wanted(accept: str | None, offered: Sequence[Media]) -> Media:
    """The offered representation the ``Accept`` header prefers; plain JSON without the header.

    Raises Refusal NOT_ACCEPTABLE when none of ``offered`` is accepted.
    """
    return _wanted((accept or "*/*")[:LONGEST_HEADER], tuple(offered))


@lru_cache(maxsize=256)
def _wanted(accept: str, offered: tuple[Media, ...]) -> Media:
    ranges = _ranges(accept if accept.strip() else "*/*")
    best: tuple[float, int, int] | None = None
    chosen = Media.JSON
    for media in offered:
        quality, specificity = _match(media, ranges)
        rank = (_NAMED if specificity == 2 else _WILD).index(media)
        if quality > 0 and (best is None or (quality, specificity, rank) > best):
            best, chosen = (quality, specificity, rank), media
    if best is None:
        raise Refusal("NOT_ACCEPTABLE", supported=[media.value for media in offered])
    return chosen


def check_sent(content_type: str | None, content_encoding: str | None) -> None:
    """Refuse bodies that are not plain JSON in UTF-8.

    HTML forms can send three media types across sites without asking; none of them is JSON.
    Raises Refusal MEDIA_TYPE_UNSUPPORTED, CHARSET_UNSUPPORTED or ENCODING_UNSUPPORTED.
    """
    if content_type == Media.JSON.value and content_encoding is None:
        return
    essence, parameters = _parsed(content_type or "")
    if essence != Media.JSON.value:
        raise Refusal("MEDIA_TYPE_UNSUPPORTED", {"Accept-Post": Media.JSON.value})
    charset = parameters.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Refusal("CHARSET_UNSUPPORTED", charset=charset[:40])
    if content_encoding and content_encoding.strip().lower() != "identity":
        raise Refusal("ENCODING_UNSUPPORTED", {"Accept-Encoding": "identity"})


def _ranges(accept: str) -> list[tuple[str, float]]:
    parts = (part.partition(";") for part in accept.split(","))
    return [(name.strip().lower(), quality_of(rest)) for name, _, rest in parts]


def _match(media: Media, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """The weight and how exactly it was named; the most exact range decides."""
    kind = media.value.partition("/")[0]
    names = ("*/*", f"{kind}/*", media.value)
    found = [(names.index(name), weight) for name, weight in ranges if name in names]
    if not found:
        return 0.0, 0
    specificity = max(exactness for exactness, _ in found)
    return max(weight for exactness, weight in found if exactness == specificity), specificity


def _parsed(content_type: str) -> tuple[str, dict[str, str]]:
    essence, *rest = content_type.split(";")
    pairs = (part.partition("=") for part in rest)
    return essence.strip().lower(), {
        name.strip().lower(): value.strip().strip('"') for name, _, value in pairs
    }
