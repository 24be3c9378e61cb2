from __future__ import annotations

import json
from datetime import date

import pytest

from fixtures import cast
from fixtures.cast import TODAY
from server.identity.actor import SYSTEM
from server.kit.store.database import Database
from server.search.models import SearchEntry
from server.search.service import rebuild
from server.search.words import wanted


async def found(database: Database, query: str) -> list[str]:
    """The titles search finds, the latest first, by one statement on either database."""
    binds: list[object] = []
    mark = "?" if database.readers.dialect == "sqlite" else "$"

    def bound(value: str) -> str:
        binds.append(value)
        return f"{mark}{len(binds)}"

    words = [
        " OR ".join(f"' ' || terms || ' ' LIKE {bound(pattern)}" for pattern in patterns)
        for patterns in wanted(query)
    ]
    condition = " AND ".join(f"({word})" for word in words) or "1 = 0"
    aggregate = "json_group_array" if database.readers.dialect == "sqlite" else "json_agg"
    text = "" if database.readers.dialect == "sqlite" else "::text"
    sql = (
        f"SELECT coalesce({aggregate}(t){text}, '[]') FROM (SELECT title_fi AS t FROM search_entry"
        f" WHERE {condition} ORDER BY sort_on DESC, id DESC) x"
    )
    titles: list[str] = json.loads(await database.readers.fetch(sql, tuple(binds)))
    return titles


async def test_everything_seeded_is_found_by_name_code_and_form(registered: Database) -> None:
    assert (await found(registered, "tampere"))[0] == "Tampere"
    assert await found(registered, "Tampereen") == await found(registered, "TAMPERE")
    assert "Tampere" in await found(registered, "Tammerfors")
    assert await found(registered, "837") == ["Tampere"]
    assert await found(registered, "Pertunmaan") == ["Pertunmaa"]
    assert "Hyvinvointialueen ja kuntien neuvottelu" in await found(registered, "611/2021")
    assert len(await found(registered, "hyvinvointialueet")) >= 21
    assert await found(registered, "%") == await found(registered, "_") == []
    assert await found(registered, "Ähtäri") == ["Ähtäri"]
    assert await found(registered, "Ahtari") == []


async def test_a_meeting_is_found_by_its_municipality_and_hidden_while_a_draft(
    registered: Database,
) -> None:
    negotiation = await cast.planned("887")
    entry = SearchEntry.filter(kind="Negotiation", ref_id=negotiation)
    assert not (await entry.get()).is_public
    assert (await found(registered, "urjalan neuvottelut"))[0] == "Neuvottelu"
    await cast.invited(negotiation, TODAY)
    assert (await entry.get()).is_public
    await cast.scheduled(negotiation, date(2026, 12, 1), TODAY)
    assert (await entry.get()).sort_on == date(2026, 12, 1)


async def test_a_round_is_found_by_its_title(registered: Database) -> None:
    await cast.round_started(title="Kauden 2025–2029 kierros")
    assert await found(registered, "kierroksen 2025") == []
    assert await found(registered, "kierros 2029") == ["Kauden 2025–2029 kierros"]


@pytest.mark.usefixtures("registered")
async def test_rebuilding_writes_the_same_entries() -> None:
    await cast.planned("887")
    columns = [name for name in SearchEntry._meta.fields_db_projection if name != "id"]
    before = await SearchEntry.all().order_by("kind", "ref_id").values(*columns)
    assert await rebuild(SYSTEM, TODAY) == len(before)
    assert await SearchEntry.all().order_by("kind", "ref_id").values(*columns) == before
