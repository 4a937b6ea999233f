"""The real window over a real profile in a temporary folder, driven by keys."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import Choices
from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from doorstep.settings import Settings, ThemeChoice
from doorstep.ui.window import MainWindow
from services.profiles import CHEAP, Clock
from ui.shell.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from doorstep.definition.model import FormDefinition


_FORMS: dict[str, FormDefinition] = {}


def serve_forms(monkeypatch: pytest.MonkeyPatch, needs_assessment: FormDefinition) -> None:
    """Read each form once for all tests: each test has an empty home, so no cache would serve it."""
    _FORMS[needs_assessment.form] = needs_assessment

    def form(name: str) -> FormDefinition:
        if name not in _FORMS:
            _FORMS[name] = load_form(forms_folder() / name)
        return _FORMS[name]

    for module in ("assessments", "journey"):
        monkeypatch.setattr(f"doorstep.services.{module}.installed_form", form)


LIGHT = Settings(theme=ThemeChoice.LIGHT)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needs_assessment: FormDefinition, clock: Clock) -> Profile:
    serve_forms(monkeypatch, needs_assessment)
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=clock, new_id=lambda: f"id{next(numbers)}", device_name="Laptop 7")
    return Profile(tmp_path / "profile", surroundings, kdf=CHEAP)


@pytest.fixture
def new_window(qtbot: QtBot, qapp: QApplication, profile: Profile, clock: Clock) -> Callable[..., MainWindow]:
    """Open a window over the profile, as the program does at its start."""

    def make(**more: object) -> MainWindow:
        window = MainWindow(profile, LIGHT, now=lambda: clock().astimezone(), **more)  # type: ignore[arg-type]
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return make


@pytest.fixture
def hands(qtbot: QtBot, new_window: Callable[..., MainWindow]) -> Hands:
    """A worker before a laptop on which Doorstep was never started."""
    return Hands(new_window(), qtbot)


@pytest.fixture
def home(hands: Hands) -> Hands:
    """A worker who has made the vault and sees their people."""
    hands.make_the_vault()
    return hands


@pytest.fixture
def visit(home: Hands) -> Hands:
    """A worker who has begun an assessment of Mr Pennant and his daughter, and stands at the first question."""
    home.begin_assessment()
    return home


@pytest.fixture
def safe(visit: Hands) -> Hands:
    """Papers may be left here."""
    visit.page.after_change(visit.page.assessment.answer("sa_print_safe", Choices(("yes",))))
    return visit
