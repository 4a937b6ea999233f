"""Every page by name, by key, by touch, with large words on a small screen: what a worker with a screen reader, a
tremor or a 200 % screen would miss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from doorstep.assessment.answer import PERSON, AnswerKey, Choices
from doorstep.assessment.change import ItemRef
from doorstep.settings import ThemeChoice
from doorstep.ui.shortcuts import Deed

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.shell.hands import Hands

TARGET = 44
SMALL = QSize(683, 384)
"""A screen of 1366 by 768 at 200 %."""


def open_page(hands: Hands, name: str) -> QWidget:
    show: dict[str, Callable[[], object]] = {
        "home": hands.window.show_home,
        "new": lambda: (hands.window.show_home(), hands.home.begin_new()),
        "people": lambda: hands.page.middle.show_people(),
        "check": lambda: (hands.page.middle.show_check(), hands.page.middle.show_check().rows()[0].because.click()),
        "copies": lambda: hands.page.middle.show_copies(),
        "go_to": lambda: hands.page.middle.finder.open(),
        "office": hands.window.show_office,
        "keys": hands.window.over.show_keys,
        "look": hands.window.over.show_look,
        "risk": hands.window.show_safety,
        "passphrase": lambda: (hands.window.show_safety(), hands.press("change_passphrase")),
        "backup": lambda: (hands.window.show_safety(), hands.press("second_copies")),
        "then": lambda: hands.page.middle.show_then_and_now(),
        "jot": lambda: jot(hands),
        "decision": lambda: decide(hands),
        "directory": lambda: hands.window.do(Deed.LOCAL_HELP),
        "packs": lambda: (hands.window.do(Deed.LOCAL_HELP), hands.press("show_packs")),
        "profile": lambda: hands.window.do(Deed.PROFILE),
        "unlock": hands.window.lock,
    }
    show[name]()
    QApplication.processEvents()
    page = hands.window.pages.currentWidget()
    assert page is not None
    return page


def jot(hands: Hands) -> None:
    """Open the pad, with one line filed and one being changed."""
    page = hands.window.open_assessment(hands.page.assessment.record_id)
    assert page is not None
    key = AnswerKey("wm_good_day", (), PERSON)
    page.after_change(page.assessment.jot("Tea in the garden"))
    page.after_change(page.assessment.file_jot(page.assessment.state.jots[-1].id, key))
    page.desk.switch_pad()
    hands.press("change_jot")


def decide(hands: Hands) -> None:
    """Open the decision where it says what it still has to say."""
    hands.window.open_assessment(hands.page.assessment.record_id)
    hands.page.after_change(hands.page.assessment.answer("el_decision", Choices(("not_eligible",))))
    hands.page.go_to(ItemRef("el_decision"))
    page = hands.page.pages.page()
    assert page is not None
    hands.until(lambda: not page._beside_timer.isActive())


PAGES = ["home", "new", "people", "check", "then", "copies", "go_to", "office", "keys", "look"]
PAGES += ["jot", "decision", "directory", "packs", "profile"]
PAGES += ["risk", "passphrase", "backup", "unlock"]


def controls(page: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QListWidget)
    return [
        each
        for each in page.findChildren(QWidget)
        if isinstance(each, kinds) and each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_every_control_has_a_name_and_is_large_enough_for_a_finger(visit: Hands):
    for name in PAGES:
        for each in controls(open_page(visit, name)):
            assert each.accessibleName() or getattr(each, "words", ""), f"{name}: {each}"
            assert each.height() >= TARGET, f"{name}: {each.accessibleName()}"


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_and_comes_round(visit: Hands, name: str):
    page = open_page(visit, name)
    wanted = {each for each in controls(page) if each.isEnabled()}
    reached: set[QWidget] = set()
    while QApplication.focusWidget() not in reached:
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        visit.key(Qt.Key.Key_Tab)
    groups = {each.group() for each in reached if isinstance(each, QAbstractButton) and each.group() is not None}
    missed = [
        each
        for each in wanted - reached
        if not (isinstance(each, QAbstractButton) and each.group() in groups)  # arrows go on inside a group
    ]
    assert missed == []


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_pushed_out_sideways_or_cut_off_on_a_small_screen(visit: Hands, scale: int):
    visit.window.set_look(msgspec.structs.replace(visit.window.settings, text_scale=scale))
    visit.window.resize(SMALL)
    for name in PAGES:
        page = open_page(visit, name)
        for _ in range(3):
            QApplication.processEvents()
        assert visit.window.width() <= SMALL.width(), name
        assert pushed_out(page) == [], name
        assert cut_off(page) == [], name


def pushed_out(page: QWidget) -> list[str]:
    """The scroll areas, and the page itself, that are wider than what they are seen through."""
    areas = [area for area in (page, *page.findChildren(QScrollArea)) if isinstance(area, QScrollArea)]
    wide = [area.objectName() for area in areas if area.isVisible() and area.widget().width() > area.viewport().width()]
    beyond = [each for each in controls(page) if each.mapTo(page, each.rect().topRight()).x() > page.width()]
    return [*wide, *(each.objectName() for each in beyond)]


def cut_off(page: QWidget) -> list[str]:
    """The words that need more height than they were given."""
    return [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible()
        and label.wordWrap()
        and label.text()
        and label.height() < label.heightForWidth(label.width())
    ]


@pytest.mark.parametrize("theme", [choice for choice in ThemeChoice if choice is not ThemeChoice.SYSTEM])
def test_every_look_draws_every_page(visit: Hands, theme: ThemeChoice):
    visit.window.set_look(msgspec.structs.replace(visit.window.settings, theme=theme))
    paper = visit.window.theme.color("paper")
    for name in ("home", "people", "office", "unlock"):
        page = open_page(visit, name)
        picture = page.grab().toImage()
        corner = picture.pixelColor(picture.width() - 30, picture.height() - 3)
        assert corner in (paper, visit.window.theme.color("raised"), visit.window.theme.color("sunken")), name
        if name == "people":
            visit.page.back_to_topics()
