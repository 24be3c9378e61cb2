from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.identity.actor import (
    LADDER,
    NATIONAL,
    SYSTEM,
    Actor,
    ActorKind,
    Label,
    Role,
    nobody,
    with_lower,
)
from server.identity.policy import (
    ACTS,
    COLUMNS,
    RECORD_STEERING,
    SIGN,
    Condition,
    Permission,
    may,
    printed,
    require,
)
from server.kit.errors import InvalidInput, NotAllowed

COUNTY, MUNICIPALITY = "county:06", "municipality:837"
PARTIES = (COUNTY, MUNICIPALITY)
BY_KEY = {permission.key: permission for permission in ACTS}
CASES = Path(__file__).parents[2] / "fixtures" / "access_cases.csv"


def person(organisation: str, *roles: Role, kind: ActorKind = ActorKind.PERSON) -> Actor:
    return Actor(kind, "account:1", organisation, frozenset(roles), Label("NAMED"), "r")


CAST = {
    "nobody": nobody(),
    "municipality_editor": person(MUNICIPALITY, Role.EDITOR),
    "county_recorder": person(COUNTY, Role.RECORDER),
    "other_county_recorder": person("county:08", Role.RECORDER),
    "steering_viewer": person("ministry:stm", Role.STEERING),
    "municipality_reader_token": person(MUNICIPALITY, Role.READER, kind=ActorKind.PROGRAM),
}


def cases() -> list[tuple[str, str, str, str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [
            (row["permission"], row["keeper"], row["owner"], actor, row[actor])
            for row in csv.DictReader(lines)
            for actor in CAST
        ]


@pytest.mark.parametrize(("key", "keeper", "owner", "actor", "expected"), cases())
def test_each_kind_of_actor_may_what_the_table_of_cases_says(
    key: str, keeper: str, owner: str, actor: str, expected: str
) -> None:
    decision = may(CAST[actor], BY_KEY[key], parties=PARTIES, keeper=keeper, owner=owner)
    assert (decision.reason or "yes") == expected
    assert decision.allowed == (expected == "yes")


def test_the_cases_cover_every_permission() -> None:
    assert {key for key, *_ in cases()} == set(BY_KEY)


def test_keys_are_unique() -> None:
    assert len(BY_KEY) == len(ACTS)


permissions = st.sampled_from(ACTS)
organisations = st.sampled_from([COUNTY, MUNICIPALITY, "county:08", "hus", "ministry:stm"])


@given(
    permission=permissions,
    organisation=organisations,
    lower=st.sampled_from(LADDER),
    parties=st.sets(organisations),
    keeper=st.none() | organisations,
    owner=st.none() | organisations,
)
def test_a_higher_role_may_all_that_a_lower_one_may(
    *,
    permission: Permission,
    organisation: str,
    lower: Role,
    parties: set[str],
    keeper: str | None,
    owner: str | None,
) -> None:
    def allowed(role: Role) -> bool:
        actor = person(organisation, role)
        return may(actor, permission, parties=parties, keeper=keeper, owner=owner).allowed

    if allowed(lower):
        assert all(allowed(higher) for higher in LADDER[LADDER.index(lower) :])


@given(permissions, st.sampled_from(NATIONAL), organisations)
def test_a_national_role_gives_nothing_of_the_ladder(
    permission: Permission, role: Role, organisation: str
) -> None:
    decision = may(
        person(organisation, role),
        permission,
        parties=[organisation],
        keeper=organisation,
        owner=organisation,
    )
    assert decision.allowed == (permission.role in (None, role))


@given(permissions, st.sampled_from(LADDER))
def test_what_is_not_said_of_the_matter_does_not_hold(permission: Permission, role: Role) -> None:
    if permission.condition in (Condition.OWN, Condition.PARTY, Condition.KEEPER):
        assert not may(person(COUNTY, role), permission).allowed


def test_a_ministry_records_steering() -> None:
    assert may(person("ministry:vm", Role.EDITOR), RECORD_STEERING).allowed


def test_an_admin_may_manage_the_own_organisation_only() -> None:
    admin = person(COUNTY, Role.ADMIN)
    for key in ("state_record_keeping", "manage_members", "manage_tokens"):
        assert may(admin, BY_KEY[key], owner=COUNTY).allowed
        assert may(admin, BY_KEY[key], owner=MUNICIPALITY).reason == "NOT_OWN_ORGANISATION"


def test_the_platform_manages_the_register_and_sees_no_contents() -> None:
    keeper = person("ministry:stm", Role.PLATFORM)
    allowed = {p.key for p in ACTS if may(keeper, p, parties=["ministry:stm"]).allowed}
    assert allowed == {
        "read_public",
        "read_national_reports",
        "manage_register",
        "manage_mergers",
        "manage_catalogue",
        "manage_all_providers",
    }


def test_the_server_itself_may_everything() -> None:
    assert all(may(SYSTEM, permission).allowed for permission in ACTS)


def test_require_names_the_reason_the_permission_and_the_role() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(CAST["municipality_editor"], SIGN, owner=MUNICIPALITY)
    assert refused.value.facts == {
        "reason": "ROLE_MISSING",
        "permission": "sign",
        "role": "recorder",
    }


def test_the_printed_table_has_a_row_per_permission_and_a_cell_per_column() -> None:
    rows = {row.key: dict(zip(COLUMNS, row.cells, strict=True)) for row in printed()}
    assert list(rows) == list(BY_KEY)
    assert set(rows["read_public"].values()) == {"yes"}
    assert rows["sign"] == {
        "nobody": "no",
        "reader": "no",
        "editor": "no",
        "recorder": "own",
        "admin": "own",
        "steering": "no",
        "platform": "no",
    }
    assert rows["manage_register"]["platform"] == "yes"


def test_roles_include_the_lower_ones() -> None:
    assert with_lower([Role.RECORDER]) == {Role.READER, Role.EDITOR, Role.RECORDER}
    assert with_lower([Role.STEERING]) == {Role.STEERING}
    assert person(COUNTY, Role.ADMIN).roles == set(LADDER)


def test_nobody_carries_no_idempotency_key() -> None:
    assert nobody().with_key("k", "b").idempotency is None
    assert SYSTEM.with_key("k", "b").idempotency == ("k", "b")


@pytest.mark.parametrize("key", ["", "k" * 201, "ä", "a\nb", "a\x00"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput):
        SYSTEM.with_key(key, "b")
