"""A real assessment behind real widgets: a profile in a temporary folder, and a small form with every item type."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import Voice
from doorstep.assessment.people import Carer, Person, Supporter
from doorstep.definition.loader import load_form
from doorstep.definition.model import Speaker
from doorstep.resources import forms_folder
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from doorstep.ui.controls.ring import FocusRing
from doorstep.ui.theme import apply_theme, load_theme
from doorstep.ui.topic_page.page import TopicPage
from services.profiles import CHEAP, PASSPHRASE, ROSA, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from doorstep.definition.model import FormDefinition
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

MR_PENNANT = Person(id="pp", name="Everald Josiah Pennant", preferred_name="Mr Pennant")
MARCIA = Carer(id="p1", name="Marcia Pennant-Doyle", relationship="daughter")
SIOBHAN = Supporter(id="p3", name="Siobhán Mulqueen", relationship="neighbour")
MARCIAS_VOICE = Voice(Speaker.CARER, "p1")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield apply_theme(qapp, load_theme("light"))
    apply_theme(qapp, load_theme("light"))


@pytest.fixture(scope="session")
def needs_assessment() -> FormDefinition:
    """The installed form, read once for all tests: each test has an empty home, so no cache would serve it."""
    return load_form(forms_folder() / "needs-assessment")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needs_assessment: FormDefinition) -> Iterator[Workspace]:
    monkeypatch.setattr("doorstep.services.assessments.installed_form", lambda _name: needs_assessment)
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=Clock(), new_id=lambda: f"id{next(numbers)}", device_name="Laptop 7")
    opened = Profile(tmp_path / "profile", surroundings, kdf=CHEAP).create(PASSPHRASE, ROSA)
    yield opened
    opened.abandon()


@pytest.fixture
def assessment(workspace: Workspace) -> OpenAssessment:
    """The installed form, a person, a carer and a supporter."""
    opened = workspace.assessments.start(MR_PENNANT)
    opened.put_party(MARCIA)
    opened.put_party(SIOBHAN)
    return opened


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, assessment: OpenAssessment) -> Callable[..., TopicPage]:
    """Show a topic by its link_id in a window of the size of a small laptop, wholly built, with its focus ring.

    All its questions are in sight, unless it is not to be ``whole``.
    """

    def show(
        link_id: str, *, look: Theme = theme, width: int = 1000, height: int = 700, whole: bool = True
    ) -> TopicPage:
        topic = next(topic for topic in assessment.definition.topics if topic.link_id == link_id)
        page = TopicPage(assessment, topic, look, whole=whole)
        qtbot.addWidget(page)
        page.resize(width, height)
        FocusRing(page, look)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        page.finish_building()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return show
