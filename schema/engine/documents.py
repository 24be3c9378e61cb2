"""What is settled of a request before any work: syntax, cost, validity, variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from schema.engine.catalogue import Catalogue
from schema.engine.errors import RequestError
from schema.engine.limits import Cost, Limits, Scale, check, size_variables
from schema.engine.recent import Recent
from schema.engine.values import check_texts, check_whole


class RefusedError(Exception):
    """Several errors of one request."""

    def __init__(self, errors: tuple[GraphQLError, ...]) -> None:
        super().__init__(*errors)
        self.errors = errors


@dataclass(eq=False)
class Prepared:
    """A document that was parsed, and validated once it had been found affordable."""

    text: str
    document: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    sizes: tuple[str, ...]
    valid: bool = False
    costs: dict[object, int] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Raises RequestError when the name does not tell one operation."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None or name not in self.operations:
            raise RequestError("OPERATION")
        return self.operations[name]


class Documents:
    """Reads documents; those that were found valid are kept by their text.

    It needs no database and no models, so a document can be weighed and validated without.
    """

    def __init__(self, catalogue: Catalogue, limits: Limits, most_bytes: int = 12_000_000) -> None:
        self.catalogue = catalogue
        self.limits = limits
        self._documents: Recent[str, Prepared] = Recent(most_bytes)

    def cost(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation: str | None = None,
        limit: int = 5_000,
    ) -> Cost:
        """What a document costs. Raises GraphQLError when it breaks a limit or cannot be read."""
        prepared = self.prepared(text)
        return self.afford(prepared, prepared.operation(operation), variables or {}, limit)

    def prepared(self, text: str) -> Prepared:
        """The parsed document. Raises GraphQLError for a syntax error or too many tokens."""
        found = self._documents.get(text)
        if found is None:
            check_whole(text)
            document = parse(text, max_tokens=self.limits.tokens)
            named = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
            operations = {d.name.value if d.name else "": d for d in named}
            found = Prepared(text, document, operations, size_variables(document))
        return found

    def afford(
        self,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        limit: int,
    ) -> Cost:
        """What the operation costs. Raises RequestError when it breaks a limit."""
        given = [(n, variables[n]) for n in prepared.sizes if n in variables]
        key = (id(operation), tuple((n, _size_of(v)) for n, v in given))
        if key not in prepared.costs:
            deepest = self.limits.depth + 50
            scale = Scale(self.catalogue, prepared.document, variables, deepest)
            weight = scale.weigh(operation)
            cost = Cost(weight.cost, limit)
            check(weight, scale.root_fields(operation), self.limits, cost)
            if len(prepared.costs) < 100:
                prepared.costs[key] = cost.value
            return cost
        cost = Cost(prepared.costs[key], limit)
        if cost.value > limit:
            raise RequestError("COST", value=cost.value, limit=limit)
        return cost

    def validate(self, prepared: Prepared) -> None:
        """Raises RefusedError with every error of a document the schema does not allow."""
        if prepared.valid:
            return
        errors = validate(self.catalogue.gql, prepared.document)
        if errors:
            raise RefusedError(tuple(errors))
        prepared.valid = True
        # A parsed document takes about a hundred times its text, as measured.
        self._documents.put(prepared.text, prepared, 100 * len(prepared.text) + 2_000)

    def variables(
        self, operation: OperationDefinitionNode, given: Mapping[str, Any]
    ) -> VariableValues:
        """The coerced variables. Raises RefusedError, or RequestError for impossible texts."""
        definitions = operation.variable_definitions or ()
        # Before coercion, whose messages quote what they refuse.
        check_texts(dict(given))
        found = get_variable_values(self.catalogue.gql, definitions, dict(given))
        if isinstance(found, list):
            raise RefusedError(tuple(found))
        return found


def _size_of(value: Any) -> object:
    return len(value) if isinstance(value, list) else value if isinstance(value, int) else None
