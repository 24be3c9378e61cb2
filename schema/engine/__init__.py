"""The read engine: a whole GraphQL query is one SQL statement that returns the answer's JSON.

How to declare a type. What Tortoise knows of a table is not repeated; everything else is said in
four words, ``sql``, ``many``, ``one``, ``computed``, each on a method whose body returns what the
compiler needs. The method's return annotation is the GraphQL type, its docstring the description.
``self`` is the row, annotated ``Any``; further parameters are GraphQL arguments (a trailing
underscore is dropped: ``filter_`` is ``filter``). Arguments arrive as ``Given``: truthy when
given, a bound value in an f-string, ``given(x).among(column)`` for lists, ``.within(column)`` for
parts of texts, ``.row_id("County")`` for global ids, ``.value`` for enums and booleans,
``filter.county`` for a field of an input. No value is ever pasted into SQL.

A row of a table. Columns and to-one relations need an annotation only; ``id: ID`` comes from
``Node``. A type without ``entity`` is part of the row it stands in: its fields are that row's
columns. ``sees`` is the visibility; it stands at every FROM, JOIN, count and lookup::

    @entity(m.Negotiation, sees=lambda n: f"({n.public} OR {n.in_scope(n.county_id)})")
    class Negotiation(Node):
        held_on: date
        county: County

By party rows: ``n.exists(m.Party, lambda p: f"{p.of_id}={n.id} AND {p.in_scope(p.who_id)}")``.

Several types over one table. The interface is declared once; each type names its kinds, the one
without takes the rest. A relation may be annotated with the interface or with a type::

    @interface_of(m.Organisation, discriminator="kind")
    class Organisation(Node):
        code: str

    @entity(m.Organisation, kind="COUNTY")
    class County(Organisation): ...

    @entity(m.Organisation)
    class OtherOrganisation(Organisation): ...

``sql``: an expression over the row. ``expr`` and ``parts`` only please the type checker. A list of
enums or scalars is an expression whose value is JSON text::

    @sql
    def name(self: Any, language: Language | None = None) -> str:
        return expr(localised(self, "name", language))

    @sql
    def names(self: Any) -> Names:
        return parts(fi=self.name_fi, sv=self.name_sv, en=self.name_en)

``many``: rows of a model. ``Connection[T]`` adds first, after, last, before; ``list[T]`` is a plain
list of at most ``limit`` rows. The order is never null and needs an index (parent, order, id)::

    @many(m.Obligation, order="due_on", day="as_of", orders={"DUE_ON": "due_on"})
    def obligations(
        self: Any,
        o: Any,
        filter_: ObligationFilter | None = None,
        order_by: ObligationOrder | None = None,
    ) -> Connection[Obligation]:
        return on(f"{o.municipality_id}={self.id}", *matching(o, filter_))

``order_by`` is an input with ``field`` (an enum whose names are the keys of ``orders``) and
``direction`` (``Direction``). ``day="as_of"`` adds an argument that sets ``o.day`` for that row and
everything below; ``self.day`` is the day above. A list of a union or an interface over several
tables reads rows whose columns ``kind`` and ``ref_id`` name the object.

``one``: at most one row, joined; other expressions reach it too (``o.standing.status``)::

    @one(m.StandingSpan, day="as_of")
    def standing(self: Any, s: Any) -> Standing | None:
        return on(f"{s.obligation_id}={self.id} AND {s.day} BETWEEN {s.from_on} AND {s.to_on}")

At the root the same word finds one row by its arguments: ``return on(f"{c.code}={code}")``.

``computed``: a pure function of a selection on its own type and of columns the API does not show::

    @computed("{ lines { cents fromOn } }", columns=("because",), weight=5)
    def rent(self: Any, on_: date) -> Rent:
        return Rent(total=sum(line["cents"] for line in self.lines), county=refer("County", 1))

``refer(type, id)`` inside a Python value is read by one further statement, null when hidden.

``grouped``: a root list of derived rows; objects of the cell are joined by ``<name>_id``::

    @grouped(m.Obligation, order=("county_id",), limit=2000, weight=100)
    def matrix(self: Any, o: Any, county: str | None = None) -> list[Cell]:
        return group(
            f"{o.county.code}={county}" if county else "",
            by={"county_id": o.county_id}, totals={"count": "count(*)"},
        )

The roots: ``node = lookup()`` and ``nodes = lookups()`` in the query type; ``act`` on an async
method of the mutation type, whose ``self`` is the ``Call`` and whose arguments are plain values. A
column that bears the name of one of a row's methods is read by ``row.get("count")``.

Running: ``Engine(schema, Sqlite(), fetch).execute(text, variables, viewer=Viewer(...))`` gives an
``Answer``. ``fetch(sql, values)`` runs one statement and returns its single value; the values are a
list, bound as ``$1::cast`` on PostgreSQL and ``?1`` on SQLite. An engine is made after Tortoise has
been initialised; ``Documents(Catalogue(schema), Limits()).cost(text)`` weighs without either.
"""

from schema.engine.answer import Answer, Call, Fetch
from schema.engine.catalogue import Catalogue
from schema.engine.dialect import Dialect, Postgres, Sqlite
from schema.engine.documents import Documents
from schema.engine.errors import EngineFault, RequestError
from schema.engine.fields import (
    act,
    computed,
    entity,
    expr,
    group,
    grouped,
    interface_of,
    lookup,
    lookups,
    many,
    on,
    one,
    parts,
    refer,
    sql,
)
from schema.engine.limits import Cost, Limits
from schema.engine.row import Given, Row, given, localised
from schema.engine.run import Engine
from schema.engine.shapes import Connection, Direction, Edge, Node, PageInfo
from schema.engine.specs import Key, Order, Ref, Viewer

__all__ = [
    "Answer",
    "Call",
    "Catalogue",
    "Connection",
    "Cost",
    "Dialect",
    "Direction",
    "Documents",
    "Edge",
    "Engine",
    "EngineFault",
    "Fetch",
    "Given",
    "Key",
    "Limits",
    "Node",
    "Order",
    "PageInfo",
    "Postgres",
    "Ref",
    "RequestError",
    "Row",
    "Sqlite",
    "Viewer",
    "act",
    "computed",
    "entity",
    "expr",
    "given",
    "group",
    "grouped",
    "interface_of",
    "localised",
    "lookup",
    "lookups",
    "many",
    "on",
    "one",
    "parts",
    "refer",
    "sql",
]
