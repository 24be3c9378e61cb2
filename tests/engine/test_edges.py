"""What the schema cannot express, what is too much, and what goes wrong."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest

from schema.engine import Answer, EngineFault, Limits, Viewer
from tests.engine.conftest import House

TODAY = date(2026, 11, 21)
ANYBODY = Viewer((), "fi", TODAY)
EVERYBODY = Viewer((), "fi", TODAY, unrestricted=True)


async def ask(
    house: House, text: str, variables: dict[str, Any] | None = None, viewer: Viewer = EVERYBODY
) -> Answer:
    return await house.engine().execute(text, variables, viewer=viewer, cost_limit=10**12)


async def refused(house: House, text: str, variables: dict[str, Any] | None = None) -> str:
    """The code of the one error, which was found before any statement ran."""
    house.statements.clear()
    answer = await ask(house, text, variables)
    assert len(answer.errors) == 1, answer
    assert not house.statements
    assert answer.data is None and answer.body is None
    return str((answer.errors[0].extensions or {})["code"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first:-1", "PAGE_SIZE"),
        ("first:501", "PAGE_SIZE"),
        ("last:501", "PAGE_SIZE"),
        ("first:1,last:1", "FIRST_WITH_LAST"),
        ('after:"zzz"', "BAD_CURSOR"),
        ('after:""', "BAD_CURSOR"),
        ('after:"ff"', "BAD_CURSOR"),
        ('before:"3132"', "BAD_CURSOR"),
        ('asOf:"2031-01-01"', "BEYOND_HORIZON"),
        ('filter:{text:"a\\u0000b"}', "CONTROL_CHARACTER"),
        ('filter:{text:"\\ud83d"}', "CONTROL_CHARACTER"),
    ],
)
async def test_what_cannot_be_expressed_is_refused_even_when_unused(
    house: House, arguments: str, code: str
) -> None:
    if "ud83d" in arguments:
        assert await refused_lone_surrogate(house) == code
        return
    assert await refused(house, f"{{obligations({arguments}){{__typename}}}}") == code


async def refused_lone_surrogate(house: House) -> str:
    text = "query($f:ObligationFilter){obligations(filter:$f){totalCount}}"
    return await refused(house, text, {"f": {"text": "\ud83d"}})


async def test_half_a_surrogate_pair_is_refused_wherever_it_stands(house: House) -> None:
    text = "query($l:Language){counties{name(language:$l)}}"
    assert await refused(house, text, {"l": "\ud800"}) == "CONTROL_CHARACTER"
    assert await refused(house, '{county(code:"\ud800"){id}}') == "CONTROL_CHARACTER"


async def test_more_ids_than_a_page_are_refused(house: House) -> None:
    text = "query($ids:[ID!]!){nodes(ids:$ids){id}}"
    assert await refused(house, text, {"ids": ["County:1"] * 501}) == "TOO_MANY_IDS"


@pytest.mark.parametrize("digits", [5, 11, 400, 6_000])
async def test_numbers_of_any_length_are_refused_calmly(house: House, digits: int) -> None:
    number = "9" * digits
    for text in (
        f"{{obligations(first:{number}){{totalCount}}}}",
        f'{{obligations(after:"{b"x:1:".hex()}{number}"){{totalCount}}}}',
    ):
        assert len((await ask(house, text)).errors) == 1
    node = await ask(house, f'{{node(id:"County:{number}"){{id}}}}')
    assert node.values() == {"node": None}
    assert not (await ask(house, "query($n:Int){obligations(first:$n){totalCount}}")).errors
    too_big = await ask(house, "query($n:Int){obligations(first:$n){totalCount}}", {"n": 10**400})
    assert len(too_big.errors) == 1


async def test_arguments_in_variables_are_checked_on_every_request(house: House) -> None:
    text = "query($n:Int,$c:String){obligations(first:$n,after:$c){totalCount}}"
    engine = house.engine()
    good = await engine.execute(text, {"n": 3}, viewer=ANYBODY)
    assert good.values() == {"obligations": {"totalCount": 30}}
    bad = await engine.execute(text, {"n": 501}, viewer=ANYBODY, cost_limit=10**9)
    assert [e.message for e in bad.errors] == ["The argument 'first' must be between 0 and 500."]
    worse = await engine.execute(text, {"n": 3, "c": "zz"}, viewer=ANYBODY)
    assert [e.message for e in worse.errors] == [
        "The argument 'after' is not a cursor of this list."
    ]


async def cursors(house: House, text: str) -> list[str]:
    got = (await ask(house, text)).values()
    return [edge["cursor"] for edge in next(iter(got.values()))["edges"]]


async def test_a_cursor_of_another_list_or_order_is_refused(house: House) -> None:
    by_day = (await cursors(house, "{obligations(first:1){edges{cursor}}}"))[0]
    order = "orderBy:{field:DUE_ON,direction:DESC}"
    descending = (await cursors(house, f"{{obligations(first:1,{order}){{edges{{cursor}}}}}}"))[0]
    assert by_day != descending
    for text in (
        f'{{obligations(after:"{descending}"){{totalCount}}}}',
        f'{{obligations(after:"{by_day}",{order}){{totalCount}}}}',
        f'{{organisations(after:"{by_day}"){{totalCount}}}}',
    ):
        assert await refused(house, text) == "BAD_CURSOR"


async def test_pages_of_every_order_meet_without_gap_or_overlap(house: House) -> None:
    for field in ("DUE_ON", "COUNTY", "TEXT"):
        for way in ("ASC", "DESC"):
            order = f"orderBy:{{field:{field},direction:{way}}}"
            whole = await cursors(house, f"{{obligations(first:500,{order}){{edges{{cursor}}}}}}")
            walked: list[str] = []
            while True:
                after = f',after:"{walked[-1]}"' if walked else ""
                text = f"{{obligations(first:7,{order}{after}){{edges{{cursor}}}}}}"
                page = await cursors(house, text)
                if not page:
                    break
                walked += page
            back: list[str] = []
            while True:
                before = f',before:"{back[0]}"' if back else ""
                text = f"{{obligations(last:7,{order}{before}){{edges{{cursor}}}}}}"
                page = await cursors(house, text)
                if not page:
                    break
                back = page + back
            assert walked == whole == back
            assert len(whole) == 30


async def test_percent_and_underscore_are_letters_in_a_text_filter(house: House) -> None:
    text = "query($t:String){obligations(filter:{text:$t},first:500){nodes{text}}}"
    for part in ("% a", "_", "%", "a_b"):
        nodes = (await ask(house, text, {"t": part})).values()["obligations"]["nodes"]
        assert {node["text"] for node in nodes} == {"50 % a_b"}


async def test_an_absent_filter_leaves_no_trace(house: House) -> None:
    text = "query($f:ObligationFilter){obligations(filter:$f){nodes{id}}}"
    await ask(house, text, {"f": {}})
    await ask(house, text, {"f": {"county": None, "dueOn": {}, "status": None}})
    await ask(house, "{obligations{nodes{id}}}")
    assert len(set(house.statements)) == 1


async def test_viewers_of_different_scope_share_a_plan(house: House) -> None:
    engine = house.engine()
    for scope in ((1,), (2, 3), (4,)):
        await engine.execute(
            "{obligations{nodes{evidence{id}}}}", viewer=Viewer(scope, "fi", TODAY)
        )
    assert len(engine.plans) == 1
    for viewer in (ANYBODY, EVERYBODY, Viewer((1,), "fi", TODAY, unrestricted=True)):
        await engine.execute("{obligations{nodes{evidence{id}}}}", viewer=viewer)
    assert len(engine.plans) == 4


async def test_plans_forget_the_oldest_when_their_bytes_are_full(house: House) -> None:
    engine = house.engine()
    engine.plans._most = 30_000
    for n in range(20):
        await engine.execute(f"{{a{n}:obligations{{nodes{{id}}}}}}", viewer=ANYBODY)
    assert 0 < len(engine.plans) < 10


async def test_a_failing_statement_is_one_fault_without_its_text(house: House) -> None:
    async def broken(sql: str, values: list[Any]) -> str:
        raise OSError("the disk is gone")

    engine = house.engine()
    engine.fetch = broken
    with pytest.raises(EngineFault) as caught:
        await engine.execute("{obligations{totalCount}}", viewer=ANYBODY)
    assert "disk" not in str(caught.value)
    assert "disk" in str(caught.value.__cause__)


def nested(levels: int) -> str:
    text = "{id}"
    for level in range(levels):
        inner = (
            "obligations(first:1){nodes%s}"
            if level % 2
            else "county{municipalities(first:1){nodes%s}}"
        )
        text = "{" + inner % text + "}"
    return text


async def test_sixty_lists_nest(house: House) -> None:
    answer = await ask(house, nested(60))
    assert not answer.errors
    assert answer.body is not None


@pytest.mark.parametrize("each", ["id", "id ...on County{code}", "name ...on Node{id}"])
async def test_objects_nest_deeper_than_an_expression_may(house: House, each: str) -> None:
    text = "{id}"
    for _ in range(40):
        text = f"{{{each} successor{text}}}"
    root = "{obligations(first:2){nodes{standing{obligation{county%s}} county%s}}}"
    answer = await ask(house, root % (text, text))
    assert not answer.errors
    assert answer.body is not None


async def test_types_of_an_interface_do_not_double_the_statement_at_each_level(
    house: House,
) -> None:
    text = "{id}"
    for _ in range(10):
        text = f"{{successor{text} ...on County{{code successor{{code}}}}}}"
    answer = await ask(house, f'{{county(code:"01"){text}}}')
    assert not answer.errors
    hostile = "{id}"
    for n in range(25):
        hostile = f"{{a:successor{hostile} ...on County{{a:successor{{b{n}:id}}}}}}"
    assert await refused(house, f'{{county(code:"01"){hostile}}}') in ("TOO_MANY", "TOO_LONG")


async def test_documents_too_deep_for_the_interpreter_are_refused(house: House) -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(600)
    try:
        answer = await ask(house, nested(60))
    finally:
        sys.setrecursionlimit(before)
    assert len(answer.errors) == 1
    assert not house.statements


async def test_a_row_reaches_sixty_others_and_no_more(house: House) -> None:
    def text(count: int) -> str:
        days = [f'a{n}:standing(asOf:"{1950 + n}-01-01"){{status}}' for n in range(count)]
        return "{obligations(first:1){nodes{" + " ".join(days) + "}}}"

    assert not (await ask(house, text(60))).errors
    assert await refused(house, text(61)) == "TOO_MANY_JOINS"


async def test_many_aliases_and_lists_in_one_row_are_answered(house: House) -> None:
    columns = " ".join(f"a{n}:dueOn" for n in range(3_000))
    lists = " ".join(f"b{n}:earlier(first:1){{nodes{{id}}}}" for n in range(200))
    answer = await ask(house, f"{{obligations(first:2){{nodes{{{columns} {lists}}}}}}}")
    assert not answer.errors
    assert len(answer.values()["obligations"]["nodes"][0]) == 3_200


async def test_a_mutation_is_refused_where_only_reading_is_allowed(house: House) -> None:
    engine = house.engine()
    answer = await engine.execute("mutation{fail{__typename}}", viewer=ANYBODY, queries_only=True)
    assert [(e.extensions or {})["code"] for e in answer.errors] == ["QUERIES_ONLY"]


async def test_usual_limits_stop_the_usual_attacks(house: House) -> None:
    engine = house.engine(limits=Limits())
    inner = "obligations(first:100){nodes{id}}"
    for _ in range(3):
        inner = f"obligations(first:100){{nodes{{municipality{{...on Municipality{{{inner}}}}}}}}}"
    for text, code in (
        (f"{{{inner}}}", "COST"),
        ("{" + " ".join(f"a{n}:__typename" for n in range(201)) + "}", "TOO_MANY"),
        ("query A{...F} fragment F on Query{...G} fragment G on Query{...F}", "CYCLIC_FRAGMENT"),
        (nested(20), "DEPTH"),
    ):
        answer = await engine.execute(text, viewer=ANYBODY)
        assert [(e.extensions or {}).get("code") for e in answer.errors] == [code]
    tokens = await engine.execute("{" + "a " * 6_000 + "}", viewer=ANYBODY)
    assert len(tokens.errors) == 1
    assert not house.statements


async def test_the_answer_as_json(house: House) -> None:
    engine = house.engine()
    plain = await engine.execute('{county(code:"01"){code}}', viewer=ANYBODY)
    assert plain.json({"cost": 1}) == b'{"data":{"county":{"code":"01"}},"extensions":{"cost":1}}'
    typed = await engine.execute("{__typename}", viewer=ANYBODY)
    assert typed.json() == b'{"data":{"__typename":"Query"}}'
    bad = await engine.execute("{nothing}", viewer=ANYBODY)
    assert bad.json().startswith(b'{"errors":[{"message":"Cannot query field')
