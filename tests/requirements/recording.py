"""A pytest plugin that notes how each marked test ended, for ``make trace``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--outcomes FILE``: where to write what became of each test."""
    parser.addoption("--outcomes", default=None, help="write the outcome of each test to this file")


class Outcomes:
    """The worst outcome of each test, by ``file::name``; a test that did not run is no proof."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note a report, keeping a failure over a pass: a test may have many parameters and three phases."""
        report = yield
        function = getattr(item, "originalname", None) or item.name
        name = f"{item.path.relative_to(item.config.rootpath / 'tests').as_posix()}::{function}"
        if report.when == "call" or report.outcome != "passed":
            before = self.told.get(name, "passed")
            self.told[name] = report.outcome if before == "passed" else before
        return report


def pytest_configure(config: pytest.Config) -> None:
    """Begin to note, when asked to."""
    if config.getoption("--outcomes"):
        config.pluginmanager.register(Outcomes(), "outcomes")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what was noted."""
    outcomes = session.config.pluginmanager.get_plugin("outcomes")
    if isinstance(outcomes, Outcomes):
        Path(session.config.getoption("--outcomes")).write_text(json.dumps(outcomes.told), encoding="utf-8")
