"""The whole schema: every domain's queries and mutations put together."""

from __future__ import annotations

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.actions import ActionMutation, ActionQuery
from schema.bodies import BodyMutation, BodyQuery
from schema.decisions import DecisionMutation, DecisionQuery
from schema.duties import DutyMutation, DutyQuery
from schema.engine.fields import lookup, lookups
from schema.mergers import RegisterMutation
from schema.negotiations import (
    NegotiationMutation,
    NegotiationQuery,
    ProceedingsMutation,
    RecordMutation,
    RoundMutation,
)
from schema.obligations import MatrixQuery, ObligationMutation, ObligationQuery
from schema.organisations import OrganisationMutation
from schema.papers.acts import PaperMutation
from schema.papers.types import PaperQuery
from schema.register import OtherOrganisation, RegisterQuery
from schema.scalars import SCALARS
from schema.search import SearchQuery
from schema.viewer import ViewerQuery


@strawberry.type(
    description="""Everything that can be read.

A fault is the whole answer: `data` is then null and the error carries a request id, nothing more.
A day given as an argument `asOf` or `validOn` holds for everything below it unless given again.
Answers reach to the horizon, the last day of the county councils' term after the present one."""
)
class Query(
    ViewerQuery,
    RegisterQuery,
    BodyQuery,
    DutyQuery,
    ObligationQuery,
    MatrixQuery,
    NegotiationQuery,
    PaperQuery,
    ActionQuery,
    DecisionQuery,
    SearchQuery,
):
    node = lookup()
    nodes = lookups()


@strawberry.type(
    description="""Acts. Each is one transaction; its payload is a union of success and problems.

Send an `Idempotency-Key` header to be able to repeat a request without doing it twice."""
)
class Mutation(
    NegotiationMutation,
    RoundMutation,
    ProceedingsMutation,
    RecordMutation,
    ObligationMutation,
    BodyMutation,
    OrganisationMutation,
    RegisterMutation,
    DutyMutation,
    PaperMutation,
    ActionMutation,
    DecisionMutation,
):
    pass


@cache
def build() -> strawberry.Schema:
    """The one schema, with types that only interfaces lead to."""
    return strawberry.Schema(
        Query,
        Mutation,
        types=[OtherOrganisation],
        config=StrawberryConfig(auto_camel_case=True, scalar_map=dict(SCALARS)),
    )


@cache
def printed() -> str:
    """The schema in GraphQL's own language, as it is committed and served."""
    return build().as_str() + "\n"
