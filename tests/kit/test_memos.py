"""Links to memos that were recorded before there were minutes become documents of minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from server.kit.settings import Settings
from server.kit.store.database import opened
from server.kit.store.migrate import migrate
from server.negotiations.models import Negotiation
from server.negotiations.papers.models import Minutes, MinutesDocument
from server.wiring import MODEL_MODULES
from tests.conftest import Template
from tests.kit import anatomy

BEFORE = "0003_bodies"
ORGANISATION = (
    "INSERT INTO organisation (id, kind, code, organisation_code, name_fi, sort_fi, sort_sv,"
    " service_organiser, source, to_be_checked, revision) VALUES"
    " (1, 'COUNTY', '08', 'county:08', 'Alue', 'alue', 'alue', TRUE, 'koe', FALSE, 1)"
)
NEGOTIATION = (
    "INSERT INTO negotiation (id, keeper_id, county_id, kind, state, is_public, mode, held_on,"
    " memo_url, sort_on, demonstration, created_at, revision) VALUES"
    " (1, 1, 1, 'OTHER', 'MINUTES_READY', TRUE, 'PLACE', '2026-03-10', 'https://memo.example/1',"
    " '2026-03-10', FALSE, '2026-03-01 00:00:00+00:00', 3),"
    " (2, 1, 1, 'OTHER', 'HELD', TRUE, 'PLACE', '2026-03-10', NULL,"
    " '2026-03-10', FALSE, '2026-03-01 00:00:00+00:00', 1)"
)
EVENT = (
    'INSERT INTO negotiation_event (negotiation_id, kind, "on", recorded_by_id, recorded_on,'
    " recorded_at) VALUES"
    " (1, 'HELD', '2026-03-10', 1, '2026-03-12', '2026-03-12 00:00:00+00:00'),"
    " (1, 'CORRECTED', '2026-03-10', 1, '2026-03-24', '2026-03-24 00:00:00+00:00'),"
    " (1, 'CONFIRMED', '2026-03-10', 1, '2026-04-30', '2026-04-30 00:00:00+00:00')"
)


@pytest.fixture
async def earlier(empty_template: Template, tmp_path: Path) -> Settings:
    """A database of each kind as it was before there were minutes."""
    settings = await empty_template.copy(tmp_path)
    await migrate(settings, MODEL_MODULES, target=BEFORE)
    return settings


async def test_a_memo_is_ready_since_the_record_of_its_meeting_was_last_written(
    earlier: Settings,
) -> None:
    await anatomy.execute(earlier, ORGANISATION, NEGOTIATION, EVENT)
    await migrate(earlier, MODEL_MODULES)
    async with opened(earlier, MODEL_MODULES):
        minutes = await Minutes.get()
        assert (minutes.negotiation_id, minutes.rule, minutes.state) == (1, "MEMO", "READY")
        assert (minutes.published_on, minutes.is_public) == (date(2026, 3, 24), True)
        document = await MinutesDocument.get()
        assert (document.minutes_id, document.url) == (minutes.id, "https://memo.example/1")
        days = {row.id: row.minutes_on for row in await Negotiation.all()}
        assert days == {1: date(2026, 3, 24), 2: None}
