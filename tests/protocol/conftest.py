"""Marks of the tests in this folder."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "audit: runs the npm package graphql-http")
