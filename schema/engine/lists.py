"""How a list is read: connections, plain lists, and rows grouped from others.

Its JSON is written first, over a page of rows; what was found below it then decides the form.
A list with no list below it, under a row its frame has once (a *leaf*), is one correlated
sub-select. Every other list is two CTEs, computed once for all its parents:

    p3 AS (the first rows of every parent: up_ is the parent's id, n_ the row's place under it)
    j3 AS (SELECT up_, aggregate AS v1 FROM p3 LEFT JOIN … GROUP BY up_)

The page is limited per parent by an index range, never by numbering all rows of all parents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, get_named_type

from schema.engine.catalogue import Field
from schema.engine.paging import Ordering, Page
from schema.engine.row import Frame, Row, all_of, listed
from schema.engine.selections import Sets, inside
from schema.engine.specs import Group, Grouped, Key, Many

if TYPE_CHECKING:
    from schema.engine.compile import Compiler


# How deep a leaf stands in the expression of its row, as ``compile`` counts.
_LEAF = 10


class Listing:
    """A list under a row; this class alone is a plain list of at most so many rows."""

    def __init__(self, compiler: Compiler, field: Field, node: FieldNode, parent: Row) -> None:
        spec: Any = field.spec
        self.compiler, self.dialect = compiler, compiler.dialect
        self.field, self.parent = field, parent
        self.spec: Any = spec
        self.columns: list[str] = []
        self.target: Any = field.target
        self.given = compiler.given(field, node)
        self.day = compiler.day_of(field, node, spec.day, parent)
        alias = compiler.alias("t")
        self.p, self.j = compiler.alias("p"), compiler.alias("j")
        self.place = f"{alias}.n_"
        self.row = Row(compiler, self.model, self.day, Frame(self.p, alias), alias)
        self.row.refers = self.refers

    @staticmethod
    def of(compiler: Compiler, field: Field, node: FieldNode, parent: Row) -> Listing:
        """The listing for a field's declaration."""
        if isinstance(field.spec, Grouped):
            return GroupedListing(compiler, field, node, parent)
        plain = isinstance(field.spec, Many) and field.spec.plain
        kind = Listing if plain else ConnectionListing
        return kind(compiler, field, node, parent)

    # Its rows

    @property
    def model(self) -> Any:
        return self.spec.model

    @property
    def refers(self) -> tuple[str, str]:
        found: tuple[str, str] = self.spec.refers
        return found

    @property
    def backward(self) -> bool:
        return False

    def limit(self) -> str:
        return str(self.spec.most)

    def bounds(self, row: Row) -> list[str]:
        return []

    def sorting(self, row: Row) -> str:
        order = Ordering.of(self.spec.model, self.spec.order)
        way = " DESC" if order.descending else ""
        key = self.dialect.ordering(order.expression(row), order.cast)
        return f"{key}{way},{row.id}{way}"

    def rows(self, up: Row) -> tuple[Row, list[str]]:
        """A row of the list under the row ``up``, in a new frame, and its conditions."""
        row = Row(self.compiler, self.model, self.day)
        row.refers = self.refers
        own = listed(self.spec.body(up, row, **self.given))
        return row, [*own, *self.compiler.shown(row, self.target)]

    def first_rows(self, what: str, row: Row, conditions: list[str]) -> str:
        """The page under one parent; ``row`` stands in a frame of its own."""
        order = self.sorting(row)
        where = all_of(conditions)
        return (
            f"SELECT {what} {row.frame.sql()} WHERE {where} ORDER BY {order} LIMIT {self.limit()}"
        )

    def numbered(self, row: Row) -> str:
        return f"{row.alias}.*,row_number() OVER (ORDER BY {self.sorting(row)}) AS n_"

    def page_under(self, up: Row) -> str:
        """The page under one parent, each row with its place."""
        row, conditions = self.rows(up)
        what = self.numbered(row)
        page = self.first_rows(what, row, [*conditions, *self.bounds(row)])
        return self.dialect.backward(page, per_parent=False) if self.backward else page

    def pages(self) -> str:
        """The pages under all parents at once."""
        up = Row(self.compiler, self.parent.model, self.parent.day)
        row, conditions = self.rows(up)
        conditions += self.bounds(row)
        ids = self.parent.frame.ids(self.parent)
        text = " ".join([*conditions, row.frame.joined])
        used = set(re.findall(rf'\b{up.alias}\."?(\w+)', text))
        if up.frame.joins or used - {"id"}:
            # The condition wants more of a parent than its id: it is read again by its key.
            ids = f"SELECT u.* FROM ({ids}) k CROSS JOIN {up.table} u WHERE u.id=k.id"
        parents = f"({ids}) {up.alias}{up.frame.joined}"
        page = self._lateral(up, parents, row, conditions)
        return self.dialect.backward(page, per_parent=True) if self.backward else page

    def _lateral(self, up: Row, parents: str, row: Row, conditions: list[str]) -> str:
        if self.dialect.lateral:
            page = self.compiler.alias("t")
            rows = self.first_rows(self.numbered(row), row, conditions)
            return (
                f"SELECT {up.id} AS up_,{page}.* FROM {parents} CROSS JOIN LATERAL ({rows}) {page}"
            )
        # LATERAL in SQLite's words: an IN list per parent; CROSS JOIN pins the order of loops.
        outer = Row(self.compiler, row.model, self.day)
        order = self.sorting(outer)
        rows = self.first_rows(row.id, row, conditions)
        return (
            f"SELECT {up.id} AS up_,{outer.alias}.*,"
            f"row_number() OVER (PARTITION BY {up.id} ORDER BY {order}) AS n_"
            f" FROM {parents} CROSS JOIN {outer.table} {outer.alias}{outer.frame.joined}"
            f" WHERE {outer.id} IN ({rows})"
        )

    # Its JSON

    def column(self, aggregate: str, none: str) -> str:
        """An aggregate over the page; ``none`` when the parent has no row."""
        self.columns.append(aggregate)
        return f"coalesce({self.j}.v{len(self.columns)},'{none}')"

    def array(self, item: str) -> str:
        order = f"{self.place} DESC" if self.backward else self.place
        joined = self.dialect.joined(item, order, self.row.frame.kept)
        return f"'['||{self.column(joined, '')}||']'"

    def body(self, sets: Sets) -> str:
        return self.array(self.compiler.node(self.target, sets, self.row))

    def write(self, sets: Sets) -> str:
        """The JSON of the list, as an SQL expression over the parent's row."""
        compiler, parent, frame = self.compiler, self.parent, self.row.frame
        place = len(compiler.levels)
        compiler.levels.append("")
        compiler.lists += 1
        opened = compiler.lists
        with compiler.in_list(_LEAF):
            body = self.body(sets)
        if not self.columns:
            return body
        if compiler.lists == opened and parent.alias == parent.frame.alias:
            frame.source = f"({self.page_under(parent)})"
            return f"(SELECT {self._inlined(body)} {frame.sql()})"
        values = ",".join(f"{value} AS v{n}" for n, value in enumerate(self.columns, 1))
        below = parent.model is not None
        key = f"{frame.alias}.up_," if below else ""
        by = f" GROUP BY {frame.alias}.up_" if below else ""
        page = self.pages() if below else self.page_under(parent)
        # Without MATERIALIZED PostgreSQL would run a level once per parent.
        compiler.levels[place] = f"{self.p} AS MATERIALIZED ({page})"
        level = f"{self.j} AS MATERIALIZED (SELECT {key}{values} {frame.sql()}{by})"
        compiler.levels.append(level)
        parent.frame.join(self.j, "", f"{self.j}.up_={parent.id}" if below else "1=1")
        return body

    def _inlined(self, body: str) -> str:
        return re.sub(rf"\b{self.j}\.v(\d+)", lambda found: self.columns[int(found[1]) - 1], body)


class ConnectionListing(Listing):
    """A list in pages, with cursors and counts."""

    def __init__(self, compiler: Compiler, field: Field, node: FieldNode, parent: Row) -> None:
        super().__init__(compiler, field, node, parent)
        self.page = Page(compiler, field, node, self.spec)
        self.connection: Any = field.target
        self.edge: Any = get_named_type(self.connection.fields["edges"].type)
        self.target = get_named_type(self.edge.fields["node"].type)
        self.row.frame.kept = f"{self.place}<={self.page.size}"

    @property
    def backward(self) -> bool:
        return self.page.backward

    def limit(self) -> str:
        return f"{self.page.size}+1"

    def bounds(self, row: Row) -> list[str]:
        return [self.page.bound(row, name) for name in self.page.bounds]

    def sorting(self, row: Row) -> str:
        return self.page.sorting(row)

    def body(self, sets: Sets) -> str:
        return self.compiler.each(self.connection, sets, self._member)

    def _member(self, name: str, nodes: list[FieldNode]) -> str:
        compiler, sets = self.compiler, inside(nodes)
        match name:
            case "totalCount":
                row, conditions = self.rows(self.parent)
                row.frame.where = all_of(conditions)
                return f"(SELECT {self.dialect.text('count(*)')} {row.frame.sql()})"
            case "pageInfo":
                owner = get_named_type(self.connection.fields[name].type)
                return compiler.each(owner, sets, self._page_info)
            case "edges":
                return self.array(compiler.each(self.edge, sets, self._edge))
        return self.array(compiler.node(self.target, sets, self.row))

    def _edge(self, name: str, nodes: list[FieldNode]) -> str:
        if name == "cursor":
            return self.dialect.quote(self.page.cursor(self.row))
        return self.compiler.node(self.target, inside(nodes), self.row)

    def _page_info(self, name: str, nodes: list[FieldNode]) -> str:
        match name:
            case "hasNextPage":
                return self._further("before", read_ahead=not self.backward)
            case "hasPreviousPage":
                return self._further("after", read_ahead=self.backward)
        first = (name == "startCursor") != self.backward
        return self._end("min" if first else "max")

    def _further(self, bound: str, read_ahead: bool) -> str:
        """Is there a row on that side: one read ahead, or one beyond the bound given there?"""
        beyond = "'false'"
        if bound in self.page.bounds:
            row, conditions = self.rows(self.parent)
            row.frame.where = all_of([*conditions, self.page.not_bound(row, bound)])
            beyond = f"CASE WHEN EXISTS(SELECT 1 {row.frame.sql()}) THEN 'true' ELSE 'false' END"
        if not read_ahead:
            return beyond
        more = self.column(
            f"CASE WHEN count(*)>{self.page.size} THEN 'true' ELSE 'false' END", "false"
        )
        return f"CASE WHEN {more}='true' THEN 'true' ELSE {beyond} END"

    def _end(self, aggregate: str) -> str:
        text = self.dialect.sortable(self.place, self.page.cursor(self.row))
        kept = self.row.frame.kept
        found = f"substr({aggregate}({text}) FILTER (WHERE {kept}),7)"
        return self.dialect.quote(f"nullif({self.column(found, '')},'')")


class GroupedListing(Listing):
    """A root list of rows that the author groups from others."""

    @property
    def refers(self) -> tuple[str, str]:
        return ("", "")

    @property
    def model(self) -> Any:
        return None

    def limit(self) -> str:
        return str(self.spec.limit)

    def sorting(self, row: Row) -> str:
        keys = []
        for order in self.spec.order:
            if isinstance(order, Key):
                text = order.expression(row)
                keys += [f"{text} IS NULL", self.dialect.ordering(text, order.cast)]
                continue
            column = row.get(order.removeprefix("-"))
            way = " DESC" if order.startswith("-") else ""
            keys += [f"{column} IS NULL", f"{column}{way}"]
        return ",".join(keys)

    def page_under(self, up: Row) -> str:
        source = Row(self.compiler, self.spec.model, self.day)
        groups: Group = self.spec.body(up, source, **self.given)
        conditions = [*listed(groups.where), *self.compiler.visible(source)]
        named = {**groups.by, **groups.totals}
        columns = ",".join(f"{text} AS {name}" for name, text in named.items())
        by = ",".join(map(self.dialect.grouping, groups.by.values()))
        inner = f"SELECT {columns} {source.frame.sql()} WHERE {all_of(conditions)} GROUP BY {by}"
        row = self._derived(Row(self.compiler, None, self.day), named)
        order = self.sorting(row)
        return (
            f"SELECT {row.alias}.*,row_number() OVER (ORDER BY {order}) AS n_"
            f" FROM ({inner}) {row.alias} ORDER BY {order} LIMIT {self.limit()}"
        )

    def body(self, sets: Sets) -> str:
        probe = Row(self.compiler, self.spec.model, self.day)
        groups: Group = self.spec.body(self.parent, probe, **self.given)
        self._derived(self.row, {**groups.by, **groups.totals})
        return super().body(sets)

    def _derived(self, row: Row, named: dict[str, str]) -> Row:
        row.columns = {name: f"{row.alias}.{name}" for name in named}
        return row
