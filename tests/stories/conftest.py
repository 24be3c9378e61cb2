"""The application that the stories are recorded in, with everyone who acts in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.identity.actor import Role
from tests.conftest import SEEDED_ON, Template
from tests.graphql.asking import COUNTY, MUNICIPALITY, OTHER_COUNTY, Api
from tests.graphql.opening import opened_api

CAST = {
    "county_recorder": (COUNTY, Role.RECORDER),
    "county_admin": (COUNTY, Role.ADMIN),
    "other_county_recorder": (OTHER_COUNTY, Role.RECORDER),
    "municipality_editor": (MUNICIPALITY, Role.EDITOR),
    "municipality_recorder": (MUNICIPALITY, Role.RECORDER),
    "municipality_reader_token": (MUNICIPALITY, Role.READER),
    "steering_viewer": ("ministry:vm", Role.STEERING),
    "finance_recorder": ("ministry:vm", Role.RECORDER),
    "health_recorder": ("ministry:stm", Role.RECORDER),
    "interior_recorder": ("ministry:sm", Role.RECORDER),
}


@pytest.fixture
async def api(seeded_template: Template, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Api]:
    """The application with a token for everyone; one per test, on each kind of database."""
    copied = await seeded_template.copy(tmp_path)
    async with opened_api(copied.database_url, SEEDED_ON, CAST) as api:
        yield api
