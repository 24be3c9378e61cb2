"""The GraphQL documents of the pages: one file each under ``pages/``, shared fragments in files
that begin with an underscore (``...Frame`` is found in ``_frame.graphql``)."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

PAGES = Path(__file__).parent / "pages"
_SPREAD = re.compile(r"\.\.\.\s*([A-Z]\w*)")


@cache
def document(name: str) -> str:
    """A page's document with every fragment it uses. Raises FileNotFoundError if unknown."""
    text = (PAGES / f"{name}.graphql").read_text(encoding="utf-8").strip()
    texts, waiting, seen = [text], _SPREAD.findall(text), set[str]()
    while waiting:
        fragment = waiting.pop()
        if fragment in seen:
            continue
        seen.add(fragment)
        file = re.sub(r"(?<!^)(?=[A-Z])", "_", fragment).lower()
        text = (PAGES / f"_{file}.graphql").read_text(encoding="utf-8").strip()
        texts.append(text)
        waiting += _SPREAD.findall(text)
    return "\n\n".join(texts) + "\n"


def query_address(query: str, variables: Mapping[str, object]) -> str:
    """The address that opens a query in the query editor, variables filled in."""
    given = {key: value for key, value in variables.items() if value is not None}
    filled = urlencode({"variables": json.dumps(given, ensure_ascii=False)}) if given else ""
    return f"/graphql?{_quoted(query)}" + (f"&{filled}" if filled else "")


@cache
def _quoted(query: str) -> str:
    """A page's document as a part of an address; it is long, and always the same."""
    return urlencode({"query": query})
