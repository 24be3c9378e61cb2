"""Obligations of before the catalogue are kept when their tables grow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from server.kit.settings import Settings
from server.kit.store.database import opened
from server.kit.store.migrate import migrate
from server.obligations.models import Obligation, ObligationBearer, ObligationRule
from server.wiring import MODEL_MODULES
from tests.conftest import Template
from tests.kit import anatomy

ORGANISATION = (
    "INSERT INTO organisation (id, kind, code, organisation_code, name_fi, sort_fi, sort_sv,"
    " service_organiser, source, to_be_checked, revision) VALUES"
    " ({id}, '{kind}', '{code}', '{whole}', 'N', 'n', 'n', FALSE, 'S', FALSE, 1)"
)
RULE_TEXTS = ", ".join(
    f"{name}_{language}"
    for name in ("name", "statute_name", "summary", "evidence")
    for language in ("fi", "sv", "en")
)
ROWS = (
    ORGANISATION.format(id=1, kind="COUNTY", code="08", whole="county:08"),
    ORGANISATION.format(id=2, kind="MUNICIPALITY", code="020", whole="municipality:020"),
    "INSERT INTO council_term (id, kind, key, starts_on, ends_on, source)"
    " VALUES (1, 'COUNTY', '2025-2029', '2025-06-01', '2029-05-31', 'S')",
    f"INSERT INTO obligation_rule (id, key, {RULE_TEXTS}, statute, section, topic, tracking,"
    " cadence, unit, source_url, valid_from, place, revision) VALUES (1,"
    f" 'county-municipality-negotiation', {', '.join(12 * ['$$x$$'])}, '611/2021', '14 §',"
    " 'GENERAL_COOPERATION', 'TRACKED', 'COUNCIL_TERM', 'PAIR', 'u', '2021-07-01', 1, 1)",
    "INSERT INTO obligation (id, rule_id, county_id, municipality_id, term_id, starts_on, ends_on,"
    " due_on, applies_from, applies_to, sort_fi, revision) VALUES (7, 1, 1, 2, 1, '2025-06-01',"
    " '2029-05-31', '2029-05-31', '2025-06-01', '2029-05-31', 'n', 3)",
)


async def test_a_pair_keeps_its_obligation_and_gets_its_bearers(
    empty_template: Template, tmp_path: Path, anyio_backend: str
) -> None:
    settings: Settings = Settings(database_url=f"sqlite:///{tmp_path / 'old.sqlite3'}")
    if empty_template.dialect != "sqlite":
        settings = await empty_template.copy(tmp_path)
        await anatomy.execute(settings, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    await migrate(settings, MODEL_MODULES, target="0003_bodies")
    await anatomy.execute(settings, *(row.replace("$$", "'") for row in ROWS))
    await migrate(settings, MODEL_MODULES)
    async with opened(settings, MODEL_MODULES):
        row = await Obligation.get(id=7)
        assert (row.unit_key, row.sort_on) == ("county:08 + municipality:020", date(2029, 5, 31))
        assert row.revision == 3
        bearers = await ObligationBearer.all().order_by("place")
        assert [(b.role, b.organisation_id) for b in bearers] == [("BEARER", 1), ("BEARER", 2)]
        assert (await ObligationRule.get(id=1)).evidence_kinds == "NEGOTIATION"
