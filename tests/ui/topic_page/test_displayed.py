"""What nobody is asked and the page tells all the same: values that are worked out (today is 6 October 2026)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from doorstep.assessment.answer import ApproximateDate
from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder
from doorstep.ui.topic_page.page import TopicPage
from ui.conftest import MR_PENNANT
from ui.topic_page.hands import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme


def told(page: TopicPage, words: str) -> str:
    return next(label.text() for label in page.findChildren(QLabel) if words in label.text())


@pytest.mark.serves("CJ-2-04", "CJ-1-06")
def test_the_wait_since_the_first_call_is_told_as_soon_as_its_day_is_known(
    qtbot: QtBot, theme: Theme, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.services.assessments.installed_form", lambda name: load_form(forms_folder() / name))
    opened = workspace.assessments.start(MR_PENNANT, form="pre-visit")
    page = TopicPage(opened, opened.definition.topics[0], theme)
    qtbot.addWidget(page)
    page.show()
    page.finish_building()
    assert told(page, "Days since the first call") == "Days since the first call: not known yet"
    page.repaint_change(opened.answer("pv_first_contact_date", ApproximateDate.of(date(2026, 9, 22))))
    settle()
    assert told(page, "Days since the first call") == "Days since the first call: 14"
