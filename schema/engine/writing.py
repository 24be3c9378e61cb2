"""JSON as SQL text: objects, scalars, holes, and how deep and long a statement may become."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from schema.engine.catalogue import Field
from schema.engine.errors import RequestError
from schema.engine.statement import Fill, Statement

#: The key that marks a hole; drawn anew in every process, so that no stored JSON can forge one.
HOLE = f"${secrets.token_hex(6)}"

# SQLite 3.40 reads expressions a hundred symbols deep. A to-one takes about eight of them, and
# an author's own expression at the bottom needs room.
CASE = 8
WRAPPED = 4
"""What an object adds whose fields differ by type: it is cut out of a text in brackets."""
DEEPEST = 50

# A field asked of an interface is compiled once per type that asks it differently, at every
# level: few documents come near these bounds, but a hostile one would double at each level.
_MOST_FIELDS = 20_000
_LONGEST = 1_000_000

# SQLite's expressions are 1000 deep at most and its parser's stack 100: chains are cut.
_CHUNK = 200


class Writing(Statement):
    """A statement that writes JSON.

    ``depth`` is how deep in its expression the text being written stands.
    """

    depth = 0
    _row_depth = 0
    _fields = 0

    @contextmanager
    def nested(self, symbols: int) -> Iterator[None]:
        """What is written inside stands so much deeper in its expression."""
        outer, self.depth = self.depth, self.depth + symbols
        yield
        self.depth = outer

    @contextmanager
    def in_list(self, symbols: int) -> Iterator[None]:
        """As ``nested``, for a list's rows: the list around it, if any, is a table of its own."""
        outer = self.depth, self._row_depth
        self.depth = self._row_depth = self.depth - self._row_depth + symbols
        yield
        self.depth, self._row_depth = outer

    def count_field(self) -> None:
        """Raises RequestError when the types of interfaces multiply the fields beyond measure."""
        self._fields += 1
        if self._fields > _MOST_FIELDS:
            raise RequestError("TOO_MANY", what="fields", value=self._fields, limit=_MOST_FIELDS)

    # JSON

    def concat(self, texts: Sequence[str]) -> str:
        if len(texts) <= _CHUNK:
            return "||".join(texts)
        chunks = [texts[i : i + _CHUNK] for i in range(0, len(texts), _CHUNK)]
        return "||".join("(" + "||".join(chunk) + ")" for chunk in chunks)

    def object_of(self, pairs: Iterable[tuple[str, str]]) -> str:
        texts: list[str] = []
        for key, value in pairs:
            texts += [f"'{',' if texts else '{'}\"{key}\":'", value]
        return self.bounded(self.concat([*texts, "'}'"]) if texts else "'{}'")

    def bounded(self, text: str) -> str:
        """The text itself; raises RequestError when the statement becomes too long."""
        if len(text) > _LONGEST:
            raise RequestError("TOO_LONG", limit=_LONGEST)
        return text

    def hole(self, fill: Fill, inputs: str) -> str:
        """A place in the answer that Python fills from ``inputs``."""
        self.plan.holes.append(fill)
        number = len(self.plan.holes) - 1
        return self.concat([f'\'{{"{HOLE}":{number},"in":\'', inputs, "'}'"])

    def leaf(self, expression: str, field: Field) -> str:
        """The JSON of a scalar or enum; of a list of them, whose column holds JSON."""
        if field.several:
            return f"coalesce({self.dialect.text(expression)},'null')"
        match field.target.name:
            case "Boolean":
                return truth(expression)
            case "Int" | "Float" | "Date":
                return self.dialect.quote(expression)
            case "DateTime":
                return self.dialect.instant(expression)
        return self.dialect.quote(self.dialect.text(expression))


def truth(condition: str) -> str:
    """The JSON of a condition."""
    return f"CASE WHEN {condition} THEN 'true' WHEN NOT ({condition}) THEN 'false' ELSE 'null' END"


def quoted(typename: str, number: str = "") -> str:
    """The JSON text of a type's name or of a global id; neither needs escaping."""
    if number:
        name = f"'\"{typename[1:-1]}:'" if typename.startswith("'") else f"'\"'||{typename}||':'"
        return f"{name}||{number}||'\"'"
    return f"'\"{typename[1:-1]}\"'" if typename.startswith("'") else f"'\"'||{typename}||'\"'"
