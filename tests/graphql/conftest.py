"""The real application over a seeded database of each kind, asked by every kind of actor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fixtures.cast import RULE
from server.identity.actor import Role
from server.obligations.models import Obligation
from server.register.models import Organisation
from tests.conftest import SEEDED_ON, Template
from tests.graphql.asking import COUNTY, MUNICIPALITY, OTHER_COUNTY, Api
from tests.graphql.opening import opened_api

ACTORS = {
    "municipality_editor": (MUNICIPALITY, Role.EDITOR),
    "county_recorder": (COUNTY, Role.RECORDER),
    "other_county_recorder": (OTHER_COUNTY, Role.RECORDER),
    "steering_viewer": ("ministry:vm", Role.STEERING),
    "municipality_reader_token": (MUNICIPALITY, Role.READER),
    "municipality_recorder": (MUNICIPALITY, Role.RECORDER),
    "municipality_admin": (MUNICIPALITY, Role.ADMIN),
    "neighbour_recorder": ("municipality:291", Role.RECORDER),
    "county_admin": (COUNTY, Role.ADMIN),
    "platform": ("ministry:vm", Role.PLATFORM),
}


@pytest.fixture
async def api(seeded_template: Template, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Api]:
    """The application with a token for every actor; one per test, on each kind of database."""
    copied = await seeded_template.copy(tmp_path)
    async with opened_api(copied.database_url, SEEDED_ON, ACTORS) as api:
        yield api


@pytest.fixture
async def obligation(api: Api) -> str:
    """The global id of the present term's obligation of the county and the municipality."""
    municipality = await Organisation.get(organisation_code=MUNICIPALITY)
    row = await Obligation.get(municipality_id=municipality.id, rule__key=RULE)
    return f"Obligation:{row.id}"
