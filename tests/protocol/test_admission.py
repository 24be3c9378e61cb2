"""How much an actor may ask for, and who is counted as one."""

from __future__ import annotations

import pytest

from schema.protocol.admission import Quota, Rates, address_key
from schema.protocol.endpoint import Limits
from schema.protocol.refusals import Refusal
from tests.protocol.small import SmallExecutor, ask, client, code, endpoint

HELLO = {"query": "{ hello }"}


class Watch:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_what_was_asked_for_is_regained_evenly() -> None:
    watch = Watch()
    rates, quota = Rates(watch), Quota(600, 60)
    assert rates.charge("a", quota, 600).remaining == 0
    with pytest.raises(Refusal, match="RATE_LIMITED"):
        rates.allowance("a", quota)
    watch.seconds += 6
    assert rates.allowance("a", quota).remaining == 60
    watch.seconds += 600
    assert rates.allowance("a", quota).remaining == 600


def test_a_debt_is_worked_off_before_more_is_given() -> None:
    watch = Watch()
    rates, quota = Rates(watch), Quota(600, 60)
    assert rates.charge("a", quota, 1200).full_in == 120
    with pytest.raises(Refusal) as refused:
        rates.allowance("a", quota)
    assert refused.value.headers["Retry-After"] == "61"
    watch.seconds += 61
    assert rates.allowance("a", quota).remaining == 10


def test_one_actor_does_not_spend_what_another_has() -> None:
    rates, quota = Rates(Watch()), Quota(10)
    rates.charge("a", quota, 10)
    assert rates.allowance("b", quota).remaining == 10


def test_only_so_many_actors_are_remembered() -> None:
    rates, quota = Rates(Watch(), actors=2), Quota(10)
    for name in "abc":
        rates.charge(name, quota, 10)
    assert rates.allowance("a", quota).remaining == 10
    with pytest.raises(Refusal):
        rates.allowance("c", quota)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("socket", "socket", True),
    ],
)
def test_strangers_are_counted_by_address_and_networks_by_their_prefix(
    one: str, other: str, same: bool
) -> None:
    assert (address_key((one, 1)) == address_key((other, 2))) is same
    assert address_key(None) == "address:unknown"


async def test_answers_tell_what_is_left_and_429_when_to_come_again() -> None:
    app = endpoint(limits=Limits(anonymous=Quota(10, 60)))
    first = await ask(app, json=HELLO)
    assert first.headers["ratelimit-policy"] == '"cost";q=10;w=60'
    assert first.headers["ratelimit"] == '"cost";r=3;t=42'
    assert (await ask(app, json=HELLO)).status_code == 200
    third = await ask(app, json=HELLO)
    assert (third.status_code, code(third)) == (429, "RATE_LIMITED")
    assert int(third.headers["retry-after"]) >= 25
    assert third.headers["ratelimit"].startswith('"cost";r=0;')


async def test_a_token_has_its_own_and_larger_quota() -> None:
    app = endpoint(limits=Limits(anonymous=Quota(1), signed_in=Quota(1000)))
    await ask(app, json=HELLO)
    assert (await ask(app, json=HELLO)).status_code == 429
    answer = await ask(app, json=HELLO, headers={"authorization": "Bearer known-1"})
    assert answer.headers["ratelimit"].startswith('"cost";r=993;')


async def test_strangers_at_different_addresses_are_counted_apart() -> None:
    app = endpoint(limits=Limits(anonymous=Quota(1)))
    for number in (1, 2):
        async with client(app, client=(f"192.0.2.{number}", 5)) as caller:
            assert (await caller.post("/graphql", json=HELLO)).status_code == 200
            assert (await caller.post("/graphql", json=HELLO)).status_code == 429


async def test_a_document_that_is_refused_costs_something_too() -> None:
    app = endpoint(limits=Limits(anonymous=Quota(15)))
    assert (await ask(app, json={"query": "{"})).headers["ratelimit"].startswith('"cost";r=5;')
    await ask(app, json={"extensions": {}})
    assert (await ask(app, json=HELLO)).status_code == 429


async def test_guessing_tokens_is_counted_against_the_address() -> None:
    app = endpoint(limits=Limits(anonymous=Quota(15)))
    guess = {"authorization": "Bearer guess"}
    first = await ask(app, json=HELLO, headers=guess)
    assert (first.status_code, code(first)) == (401, "TOKEN_INVALID")
    assert first.headers["www-authenticate"].startswith("Bearer ")
    await ask(app, json=HELLO, headers=guess)
    assert (await ask(app, json=HELLO, headers=guess)).status_code == 429


async def test_the_key_of_a_mutation_reaches_the_act_with_the_hash_of_its_body() -> None:
    executor = SmallExecutor()
    mutation = {"query": 'mutation { rename(to: "x") }'}
    for key in ("a-key", None, "a-key"):
        headers = {"idempotency-key": key} if key else {}
        await ask(endpoint(executor=executor), json=mutation, headers=headers)
    first, without, again = (context.idempotency for context in executor.contexts)
    assert first == again
    assert first is not None
    assert (first.key, len(first.body_hash), without) == ("a-key", 64, None)


@pytest.mark.parametrize("key", ["", "x" * 201, "ä"])
async def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    headers = {"idempotency-key": key.encode("latin-1")}
    answer = await ask(endpoint(), json={"query": "mutation { rename(to: 1) }"}, headers=headers)
    assert (answer.status_code, code(answer)) == (400, "IDEMPOTENCY_KEY_INVALID")
