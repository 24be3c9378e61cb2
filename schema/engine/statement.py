"""One SQL statement in the making: its bound values, its aliases, and who may see which row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, ListValueNode, ObjectValueNode, VariableNode, is_abstract_type
from tortoise.models import Model

from schema.engine.catalogue import Catalogue, Field, parameters
from schema.engine.dialect import Dialect, slot
from schema.engine.row import Conditions, Frame, Given, Row, all_of, listed
from schema.engine.selections import Selections
from schema.engine.specs import Entity, Viewer

Fill = Callable[[Any, Any], Any]
Read = Callable[[Any], Any]


@dataclass
class Plan:
    """What is cached: the statement, its bound values' origins, what Python fills in.

    ``checks`` look at every argument before the statement runs, also those it does not use.
    """

    sql: str = ""
    values: list[Read] = field(default_factory=list)
    checks: list[Read] = field(default_factory=list)
    holes: list[Fill] = field(default_factory=list)
    further: dict[object, Plan] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """About how many bytes the plan holds, as measured with what its readings refer to."""
        return 10 * len(self.sql) + 2_000 * (len(self.values) + len(self.checks) + len(self.holes))


class Statement:
    """What a statement is made of, for one operation and one kind of viewer."""

    def __init__(
        self, catalogue: Catalogue, dialect: Dialect, selections: Selections, viewer: Viewer
    ) -> None:
        self.catalogue = catalogue
        self.dialect = dialect
        self.selections = selections
        self.viewer = viewer
        self.plan = Plan()
        self.levels: list[str] = []
        self.lists = 0
        self._aliases = 0
        self._values: list[Read] = []
        self._slots: dict[tuple[object, ...], str] = {}
        self._reads: dict[str, Read] = {}
        self._arguments: dict[int, tuple[dict[str, Any], Read]] = {}
        self._ruling = 0

    # Values

    def alias(self, letter: str) -> str:
        self._aliases += 1
        return f"{letter}{self._aliases}"

    def bind(self, key: tuple[object, ...], read: Read, cast: str) -> str:
        """A bound value; equal keys share one."""
        if (*key, cast) not in self._slots:
            self._values.append(read)
            bound = self._slots[*key, cast] = slot(len(self._values), cast)
            self._reads[bound] = read
        return self._slots[*key, cast]

    def reader(self, bound: str) -> Read:
        """How a bound value is read from a request."""
        return self._reads[bound]

    def today(self) -> str:
        value = self.dialect.value
        return self.bind(("today",), lambda run: value(run.viewer.today), "date")

    def viewer_value(self, name: str, cast: str) -> str:
        value = self.dialect.value
        return self.bind(("viewer", name), lambda run: value(getattr(run.viewer, name)), cast)

    def in_scope(self, column: str) -> str:
        if not self.viewer.scope:
            return "1=0"
        listing = self.dialect.list_value
        return self.dialect.among(
            column,
            lambda kind: self.bind(("scope",), lambda run: listing(list(run.viewer.scope)), kind),
            "int",
        )

    def arguments(self, field: Field, node: FieldNode) -> tuple[dict[str, Any], Read]:
        """The arguments of this request, and how later ones with the same plan read theirs."""
        if id(node) not in self._arguments:
            now = self.catalogue.arguments(field, node, self.selections.variables)
            varies = any(_varies(argument.value) for argument in node.arguments or ())

            def read(run: Any) -> dict[str, Any]:
                return run.arguments(field, node) if varies else now

            if varies:
                self.plan.checks.append(read)
            self._arguments[id(node)] = now, read
        return self._arguments[id(node)]

    def given(self, field: Field, node: FieldNode) -> dict[str, Given]:
        """The arguments as an author's method takes them, by parameter."""
        now, read = self.arguments(field, node)
        spec: Any = field.spec
        types = self.catalogue.argument_types(field)
        found = {}
        for argument, parameter in parameters(spec.body).items():
            if argument not in types:
                continue

            def of_argument(run: Any, name: str = argument) -> Any:
                return read(run).get(name)

            key = (id(node), argument)
            known = now.get(argument)
            found[parameter] = Given(self, of_argument, key, types[argument], known)
        return found

    def day_of(self, field: Field, node: FieldNode, name: str | None, row: Row) -> str:
        """The day below a field: its own argument's, else the row's."""
        now, read = self.arguments(field, node)
        if name is None or now.get(name) is None:
            return row.day
        key = str(name)

        def day(run: Any) -> Any:
            given = read(run)[key]
            run.check_day(given)
            return self.dialect.value(given)

        self.plan.checks.append(day)
        return self.bind((id(node), key), day, "date")

    # Conditions

    def visible(self, row: Row) -> list[str]:
        """The visibility of a row's table for this kind of viewer."""
        sees = self.catalogue.sees.get(row.model) if row.model else None
        if sees is None or self.viewer.unrestricted:
            return []
        self._ruling += 1
        try:
            return [sees(row)]
        finally:
            self._ruling -= 1

    def condition(self, row: Row, on: Callable[[Row], Conditions]) -> str:
        """What stands in ON: the author's condition and the visibility.

        A rule that reaches further rows cannot stand there, because they are joined later; it
        is asked of the row by its id.
        """
        own = self._self_contained(row, lambda r: listed(on(r)))
        return all_of([*own, *self._self_contained(row, self.visible)])

    def _self_contained(self, row: Row, rule: Callable[[Row], list[str]]) -> list[str]:
        frame, row.frame = row.frame, Frame(row.table, row.alias)
        ones, row.ones = row.ones, {}
        try:
            texts, reaches = rule(row), bool(row.frame.joins)
        finally:
            row.frame, row.ones = frame, ones
        if not reaches:
            return texts
        inner = Row(self, row.model, row.day)
        inner.frame.where = all_of([f"{inner.id}={row.id}", *rule(inner)])
        return [f"EXISTS(SELECT 1 {inner.frame.sql()})"]

    def exists(self, model: type[Model], on: Callable[[Row], Conditions], day: str) -> str:
        return f"EXISTS(SELECT 1 {self._rows(model, on, day)})"

    def count(self, model: type[Model], on: Callable[[Row], Conditions], day: str) -> str:
        return f"(SELECT count(*) {self._rows(model, on, day)})"

    def _rows(self, model: type[Model], on: Callable[[Row], Conditions], day: str) -> str:
        row = Row(self, model, day)
        seen = [] if self._ruling else self.visible(row)
        row.frame.where = all_of([*listed(on(row)), *seen])
        return row.frame.sql()

    def of_type(self, row: Row, target: Any) -> list[str]:
        """A row read as one of the types that share its table must be of its kind."""
        family = self.catalogue.family(row.model, target)
        if family is None or is_abstract_type(target):
            return []
        condition = family.is_type(row.get(family.discriminator), target.name)
        return [condition] if condition else []

    def shown(self, row: Row, target: Any) -> list[str]:
        """What a list's rows must satisfy to be read as the type: kind and visibility.

        A row that refers to rows of several tables is shown when the one it names is.
        """
        if not self.refers(row, target):
            return [*self.of_type(row, target), *self.visible(row)]
        kind, number = (row.get(column) for column in row.refers)
        cases = []
        for name, declared in self._referred(target):
            inner = Row(self, declared.model, row.day)
            own = [f"{inner.id}={number}", *self.of_type(inner, self.catalogue.named(name))]
            inner.frame.where = all_of([*own, *self.visible(inner)])
            cases.append(f"{kind}='{name}' AND EXISTS(SELECT 1 {inner.frame.sql()})")
        return ["(" + " OR ".join(cases) + ")", *self.visible(row)]

    def refers(self, row: Row, target: Any) -> bool:
        return is_abstract_type(target) and self.catalogue.family(row.model, target) is None

    def _referred(self, target: Any) -> list[tuple[str, Entity]]:
        named = [t.name for t in self.catalogue.possible(target)]
        return [(n, self.catalogue.objects[n]) for n in named if n in self.catalogue.objects]

    def declared_one(self, row: Row, name: str) -> Row:
        """The row of a ``@one`` by its Python name, joined as when it is selected."""
        found = self.catalogue.one(row.model, name) if row.model else None
        if found is None:
            raise AttributeError(f"{row.table} has no column, relation or @one {name}")
        spec = found[1]
        absent = {
            parameter: Given(self, lambda run: None, (name, argument), None, None)
            for argument, parameter in parameters(spec.body).items()
            if argument in self.catalogue.argument_types(found[0])
        }
        return row.join(name, spec.model, lambda r: spec.body(row, r, **absent))


def _varies(value: Any) -> bool:
    match value:
        case VariableNode():
            return True
        case ListValueNode():
            return any(_varies(inner) for inner in value.values)
        case ObjectValueNode():
            return any(_varies(inner.value) for inner in value.fields)
    return False
