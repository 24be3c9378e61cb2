"""From a validated GraphQL operation to one SQL statement whose only value is the JSON of `data`.

The statement is flat, however deep the document. To-ones are LEFT JOINs; lists are written by
``lists``. JSON is text on both databases, concatenated by the statement itself. What only Python
can fill in leaves the database as a hole: ``{"<hole>": number, "in": {…}}``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from graphql import FieldNode, is_abstract_type
from tortoise import fields as columns
from tortoise.models import Model

from schema.engine.answer import Slot
from schema.engine.catalogue import Family, Field, parameters
from schema.engine.lists import Listing
from schema.engine.row import Conditions, Frame, Row, all_of, listed
from schema.engine.selections import Fields, Sets, inside, merged
from schema.engine.specs import Computed, Grouped, Lookup, Many, One, Parts, Sql
from schema.engine.statement import Fill, Plan
from schema.engine.values import check_ids, local_id, split_id
from schema.engine.writing import CASE, DEEPEST, WRAPPED, Writing, quoted, truth


class Compiler(Writing):
    """Compiles one operation for one kind of viewer."""

    def each(self, owner: Any, sets: Sets, value: Callable[[str, list[FieldNode]], str]) -> str:
        """The JSON object of a selection on a concrete type; ``value`` writes a field."""
        collected = self.selections.collect(owner, sets)
        return self.members(collected, f"'{owner.name}'", value)

    def members(
        self, collected: Fields, typename: str, value: Callable[[str, list[FieldNode]], str]
    ) -> str:
        """The JSON object of collected fields; ``typename`` is an SQL text."""
        pairs = []
        for key, nodes in collected.items():
            name = nodes[0].name.value
            plain = name == "__typename"
            pairs.append((key, quoted(typename) if plain else value(name, nodes)))
        return self.object_of(pairs)

    # Objects

    def object(self, target: Any, sets: Sets, row: Row) -> str:
        """The JSON of a row read as an object type, or as an interface over its table."""
        family = self.catalogue.family(row.model, target)
        if family and is_abstract_type(target):
            return self._of_family(target, sets, row, family)
        typename = f"'{target.name}'"
        return self.each(target, sets, lambda _, nodes: self.field(target, nodes, row, typename))

    def maybe(self, row: Row, target: Any, sets: Sets) -> str:
        """The JSON of a joined row, 'null' when there is none."""
        if self.depth + CASE > DEEPEST:
            return self._apart(row, target, sets)
        with self.nested(CASE):
            value = self.object(target, sets, row)
        return f"CASE WHEN {row.id} IS NULL THEN 'null' ELSE {value} END"

    def _apart(self, row: Row, target: Any, sets: Sets) -> str:
        """The same, written as a table of its own: SQLite reads expressions only so deep."""
        self.lists += 1
        wanted, level = self.alias("p"), self.alias("j")
        self.levels.append(f"{wanted} AS MATERIALIZED ({row.frame.ids(row)})")
        inner = Row(self, row.model, row.day)
        inner.frame.where = f"{inner.id} IN (SELECT id FROM {wanted})"
        with self.nested(-self.depth):
            value = self.object(target, sets, inner)
        self.levels.append(
            f"{level} AS MATERIALIZED (SELECT {inner.id} AS up_,{value} AS v1 {inner.frame.sql()})"
        )
        row.frame.join(level, "", f"{level}.up_={row.id}")
        return f"coalesce({level}.v1,'null')"

    def node(self, target: Any, sets: Sets, row: Row) -> str:
        """A list's row: itself, or the row of another table that it names."""
        if not self.refers(row, target):
            return self.object(target, sets, row)
        kind, number = (row.get(column) for column in row.refers)
        cases = []
        for name, declared in self._referred(target):
            concrete = self.catalogue.named(name)

            def named(r: Row, name: str = name, concrete: Any = concrete) -> list[str]:
                own = [f"{kind}='{name}'", f"{r.id}={number}"]
                return [*own, *self.of_type(r, concrete)]

            inner = row.join(("node", name), declared.model, named)
            cases.append(f"WHEN '{name}' THEN {self.maybe(inner, concrete, sets)}")
        return f"CASE {kind} {' '.join(cases)} END"

    def _of_family(self, interface: Any, sets: Sets, row: Row, family: Family) -> str:
        """One row, one object; only what is asked of some types alone stands in a CASE."""
        column = row.get(family.discriminator)
        concrete = {name: self.catalogue.named(name) for name in family.names}
        asked = {name: self.selections.collect(t, sets) for name, t in concrete.items()}
        names = {name: f"'{name}'" for name in family.names}
        typename = f"({family.case(column, names, 'NULL')})"
        owner = interface if hasattr(interface, "fields") else concrete[family.names[0]]
        members = merged(asked)
        if all(len(member.names) == len(asked) for member in members):
            fields = asked[family.names[0]]
            return self.members(fields, typename, lambda _, n: self.field(owner, n, row, typename))
        texts = []
        with self.nested(CASE + WRAPPED):
            for member in members:
                single = len(member.names) == 1
                of = concrete[member.names[0]]
                name = f"'{of.name}'" if single else typename
                plain = member.nodes[0].name.value == "__typename"
                value = quoted(name) if plain else self.field(of, member.nodes, row, name)
                text = f"',\"{member.key}\":'||{value}"
                if len(member.names) < len(asked):
                    kinds = " OR ".join(family.is_type(column, n) for n in member.names)
                    text = f"CASE WHEN {kinds} THEN {text} ELSE '' END"
                texts.append(text)
        return self.bounded(f"('{{'||substr({self.concat(texts)},2)||'}}')")

    def field(self, owner: Any, nodes: list[FieldNode], row: Row, typename: str) -> str:
        """The JSON of one field of a row."""
        declared = self.catalogue.field(owner, nodes[0].name.value)
        self.count_field()
        match declared.spec:
            case None:
                return self._undeclared(declared, nodes, row, typename)
            case Sql(body):
                return self._expression(declared, nodes, row, body)
            case Computed() as spec:
                return self._computed(owner, nodes, row, spec, typename)
            case One() as spec:
                return self._one(declared, nodes, row, spec)
            case Many() | Grouped():
                key = (declared.spec, *map(id, nodes))
                if key not in row.written:
                    row.written[key] = Listing.of(self, declared, nodes[0], row).write(
                        inside(nodes)
                    )
                return row.written[key]
            case Lookup(several):
                return self._lookup(declared, nodes, several)
        raise TypeError(f"{owner.name}.{declared.name} cannot be read")

    def _undeclared(self, declared: Field, nodes: list[FieldNode], row: Row, typename: str) -> str:
        name, target = declared.python_name, declared.target
        if declared.leaf:
            if name == "id" and target.name == "ID":
                return quoted(typename, self.dialect.text(row.id))
            return self.leaf(row.get(name), declared)
        own = self.catalogue.entities.get(target.name)
        if own is None:
            return self.object(target, inside(nodes), row)
        if row.model is None:
            column = row.get(f"{name}_id")
            joined = row.join(name, own.model, lambda r: f"{r.id}={column}")
        else:
            joined = row.get(name)
        return self.maybe(joined, target, inside(nodes))

    def _expression(
        self, declared: Field, nodes: list[FieldNode], row: Row, body: Callable[..., Any]
    ) -> str:
        found = body(row, **self.given(declared, nodes[0]))
        if not isinstance(found, Parts):
            return self.leaf(found, declared)

        def part(name: str, _: list[FieldNode]) -> str:
            inner = self.catalogue.field(declared.target, name)
            return self.leaf(found.named[inner.python_name], inner)

        text = self.each(declared.target, inside(nodes), part)
        if declared.non_null:
            return text
        absent = all_of([f"{one} IS NULL" for one in found.named.values()])
        return f"CASE WHEN {absent} THEN 'null' ELSE {text} END"

    def _computed(
        self, owner: Any, nodes: list[FieldNode], row: Row, spec: Computed, typename: str
    ) -> str:
        declared = self.catalogue.field(owner, nodes[0].name.value)
        inputs = []
        for key, needed in self.selections.collect(owner, [self.catalogue.needs(spec)]).items():
            if needed[0].name.value != "__typename":
                inputs.append((key, self.field(owner, needed, row, typename)))
        inputs += [(name, self._column(row, name)) for name in spec.columns]
        _, read = self.arguments(declared, nodes[0])
        named, sets, day = parameters(spec.body), inside(nodes), self.reader(row.day)

        def fill(run: Any, got: Any) -> Any:
            arguments = {named[name]: value for name, value in read(run).items()}
            got.viewer = run.viewer
            run.day = day
            return run.project(spec.body(got, **arguments), declared.gql.type, sets)

        return self.hole(fill, self.object_of(inputs))

    def _column(self, row: Row, name: str) -> str:
        model: Any = row.model
        column = model._meta.fields_map[name]
        expression = row.get(name)
        match column:
            case columns.JSONField():
                return f"coalesce({self.dialect.text(expression)},'null')"
            case columns.BooleanField():
                return truth(expression)
            case columns.DatetimeField():
                return self.dialect.instant(expression)
            case columns.DateField() | columns.IntField() | columns.FloatField():
                return self.dialect.quote(expression)
        return self.dialect.quote(self.dialect.text(expression))

    def _one(self, declared: Field, nodes: list[FieldNode], row: Row, spec: One) -> str:
        node, target, sets = nodes[0], declared.target, inside(nodes)
        given, day = self.given(declared, node), self.day_of(declared, node, spec.day, row)
        on = partial(spec.body, row, **given)
        if row.alias == "t0":
            return self.single(target, sets, spec.model, day, on)
        key = (declared.python_name, id(node)) if any(given.values()) else declared.python_name
        return self.maybe(row.join(key, spec.model, on, day), target, sets)

    def single(
        self,
        target: Any,
        sets: Sets,
        model: type[Model],
        day: str,
        on: Callable[[Row], Conditions],
    ) -> str:
        """One row by a unique condition, in a frame of its own; 'null' when there is none."""
        row = Row(self, model, day)
        row.frame.where = all_of([*listed(on(row)), *self.shown(row, target)])
        value = self.object(target, sets, row)
        return f"coalesce((SELECT {value} {row.frame.sql()}),'null')"

    def _lookup(self, declared: Field, nodes: list[FieldNode], several: bool) -> str:
        now, read = self.arguments(declared, nodes[0])
        if several:
            sets = inside(nodes)
            self.plan.checks.append(lambda run: check_ids(read(run)["ids"]))

            def fill(run: Any, _: Any) -> Any:
                run.day = None
                return run.project(run.refs_of(read(run)["ids"]), declared.gql.type, sets)

            return self.hole(fill, "'null'")
        kind, _ = split_id(now["id"])
        if kind not in self.catalogue.nodes:
            return "'null'"
        value = self.dialect.value
        number = self.bind(
            (id(nodes[0]), "id"), lambda run: value(local_id(read(run)["id"], (kind,))), "int"
        )
        target = self.catalogue.named(kind)
        model = self.catalogue.objects[kind].model
        return self.single(target, inside(nodes), model, self.today(), lambda r: f"{r.id}={number}")

    # The whole statement

    def query(
        self, root: Any, sets: Sets, introspect: Callable[[str, list[FieldNode]], Fill]
    ) -> Plan:
        """The plan of a query's root fields."""
        top = Row(self, None, self.today(), Frame("(SELECT 1 AS one)", "t0"), "t0")

        def value(name: str, nodes: list[FieldNode]) -> str:
            if name in ("__schema", "__type"):
                alias = nodes[0].alias
                return self.hole(introspect(alias.value if alias else name, nodes), "'null'")
            return self.field(root, nodes, top, f"'{root.name}'")

        return self.finish(self.each(root, sets, value), top.frame)

    def refs(self, wanted: Sequence[Slot]) -> Plan:
        """The plan that reads objects named in Python values: per type, pairs of id and object."""
        lists = [self._named(number, slot) for number, slot in enumerate(wanted)]
        commas = [text for one in lists for text in ("','", one)][1:]
        return self.finish(self.concat(["'['", *commas, "']'"]))

    def _named(self, number: int, slot: Slot) -> str:
        name, sets = slot.ref.type, slot.sets
        target, model = self.catalogue.named(name), self.catalogue.objects[name].model
        day = self.bind(("day", slot.day), slot.day, "date") if slot.day else self.today()
        row = Row(self, model, day)
        listing = self.dialect.list_value
        among = self.dialect.among(
            row.id,
            lambda kind: self.bind(("refs", number), lambda run: listing(run.groups[number]), kind),
            "int",
        )
        row.frame.where = all_of([among, *self.shown(row, target)])
        pair = f"'['||{self.dialect.text(row.id)}||','||({self.object(target, sets, row)})||']'"
        joined = self.dialect.joined(pair, row.id, "")
        return f"'['||coalesce((SELECT {joined} {row.frame.sql()}),'')||']'"

    def finish(self, value: str, frame: Frame | None = None) -> Plan:
        levels = ",".join(filter(None, self.levels))
        source = frame.sql() if frame and frame.joins else ""
        text = f"{f'WITH {levels} ' if levels else ''}SELECT {value} AS data {source}"
        self.plan.sql, used = self.dialect.numbered(text)
        self.plan.values = [self._values[number - 1] for number in used]
        return self.plan
