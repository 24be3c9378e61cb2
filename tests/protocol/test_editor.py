"""Browsing to the endpoint: the query editor, from this host alone, under its own policy."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright

from server.app import create_app
from tests.conftest import Template
from tests.pages.browser import CHROMIUM, FLAGS
from tests.protocol.served import served

pytestmark = pytest.mark.browser


@pytest.fixture
async def address(sqlite_template: Template, tmp_path: Path) -> AsyncIterator[str]:
    settings = await sqlite_template.copy(tmp_path)
    assert settings.sqlite_path is not None
    with closing(sqlite3.connect(settings.sqlite_path)) as connection:
        connection.execute(
            "INSERT INTO council_term (kind, key, starts_on, ends_on, source)"
            " VALUES ('COUNTY', '2025-2029', '2025-06-01', '2099-05-31', 'test')"
        )
        connection.commit()
    async with served(create_app(settings)) as address:
        yield address


async def test_the_editor_runs_a_query_without_asking_another_host(address: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []

    def complained(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = await browser.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", complained)
            answer = await page.goto(f"{address}?query=%7B__typename%7D")
            assert answer is not None
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            await page.click(".graphiql-execute-button")
            await page.wait_for_selector(".result-window .cm-string")
            assert '"__typename": "Query"' in await page.inner_text(".result-window")
        finally:
            await browser.close()
    host = address.removesuffix("/graphql")
    elsewhere = [url for url in asked if not url.startswith((host, "data:"))]
    assert (elsewhere, complaints) == ([], [])
