from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.identity.actor import Role
from server.journal.chain import FIRST, MEMBERS, canonical, personal_hash, row_hash

ROW: dict[str, Any] = {
    "seq": 7,
    "at": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
    "act": "approve_minutes",
    "actor": "account:5",
    "organisation_code": "county:06",
    "request_id": "r1",
    "object_type": "Negotiation",
    "object_id": 12,
    "revision": 3,
    "before": '{"place":"Jämsä"}',
    "after": None,
    "audience_before": "county:06",
    "audience_after": "*",
    "personal_hash": None,
}


def test_the_hash_of_a_row_can_be_made_without_this_program() -> None:
    written = (
        f"{FIRST}\n"
        '{"act":"approve_minutes","actor":"account:5","after":null,"at":"2026-05-04T09:30:00.000000'
        '+00:00","audience_after":"*","audience_before":"county:06","before":"{\\"place\\":'
        '\\"Jämsä\\"}","object_id":12,"object_type":"Negotiation","organisation_code":"county:06",'
        '"personal_hash":null,"request_id":"r1","revision":3,"seq":7}'
    )
    assert row_hash(FIRST, ROW) == hashlib.sha256(written.encode()).hexdigest()


def test_an_instant_is_hashed_in_utc_whatever_the_database_gives() -> None:
    helsinki = ROW["at"].astimezone(timezone(timedelta(hours=3)))
    assert row_hash(FIRST, {**ROW, "at": helsinki}) == row_hash(FIRST, ROW)


@pytest.mark.parametrize("member", MEMBERS)
def test_every_member_is_in_the_hash(member: str) -> None:
    other = ROW["at"] + timedelta(microseconds=1) if member == "at" else "other"
    assert row_hash(FIRST, {**ROW, member: other}) != row_hash(FIRST, ROW)


def test_the_hash_before_is_in_the_hash() -> None:
    assert row_hash("1" * 64, ROW) != row_hash(FIRST, ROW)


def test_equal_personal_data_with_another_salt_has_another_hash() -> None:
    assert personal_hash("a", "{}") != personal_hash("b", "{}")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), values))
def test_the_order_of_members_does_not_matter(data: dict[str, Any]) -> None:
    assert canonical(data) == canonical(dict(reversed(data.items())))


def test_days_decimals_codes_and_sets_are_written_as_text() -> None:
    data = {"on": date(2026, 5, 4), "of": Decimal("1.50"), "as": Role.ADMIN, "in": {"b", "a"}}
    assert canonical(data) == '{"as":"admin","in":["a","b"],"of":"1.50","on":"2026-05-04"}'


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"x": object()})
