"""The Relay shapes every type shares: node, connection, edge, page facts, direction."""

from __future__ import annotations

import enum
from typing import Generic, TypeVar

import strawberry
from strawberry import ID

T = TypeVar("T")


@strawberry.interface(description="An object that can be fetched again by its global id.")
class Node:
    id: ID = strawberry.field(
        description="Global id: the name of the object's type, a colon and a number."
    )


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Is there a row after this page?")
    has_previous_page: bool = strawberry.field(description="Is there a row before this page?")
    start_cursor: str | None = strawberry.field(
        description="The first row's cursor; null when the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="The last row's cursor; null when the page is empty."
    )


@strawberry.type(description="A row of a list with its place in it.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(
        description="The row's place; it stays valid when rows are added or removed."
    )
    node: T = strawberry.field(description="The row itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The page's rows with their cursors.")
    nodes: list[T] = strawberry.field(description="The page's rows.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in its list.")
    total_count: int = strawberry.field(
        description="How many rows the whole list has for this viewer and filter."
    )


@strawberry.enum(description="Which way a list is ordered.")
class Direction(enum.Enum):
    ASC = strawberry.enum_value("ASC", description="Smallest, earliest or first letter first.")
    DESC = strawberry.enum_value("DESC", description="Largest, latest or last letter first.")
