"""Words and rows wrap instead of pushing the page sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from doorstep.ui.controls.buttons import Button, Fold
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.words import Words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme

LONG = "What do you want to be different about the way that you are helped to wash and to get dressed?"


def narrow(qtbot: QtBot, *parts: QWidget) -> QScrollArea:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.resize(300, 600)
    qtbot.addWidget(area)
    area.show()
    qtbot.waitExposed(area)
    return area


def test_words_wrap_and_are_not_cut(qtbot: QtBot, theme: Theme) -> None:
    words = Words(LONG, theme.scaled(2), "question")
    area = narrow(qtbot, words)
    assert area.horizontalScrollBar().maximum() == 0
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))


def test_buttons_go_below_each_other_when_there_is_no_room(qtbot: QtBot, theme: Theme) -> None:
    flow = Flow(theme)
    buttons = [Button(f"Print the copy for {name}", theme) for name in ("Mr Pennant", "Marcia", "the office")]
    for button in buttons:
        flow.add(button)
    area = narrow(qtbot, flow)
    assert area.horizontalScrollBar().maximum() == 0
    boxes = [QRect(button.geometry()) for button in buttons]
    assert boxes[0].bottom() < boxes[1].top()
    assert boxes[1].bottom() < boxes[2].top()
    assert all(box.height() >= 44 for box in boxes)


def test_even_columns_share_the_width(qtbot: QtBot, theme: Theme) -> None:
    flow = Flow(theme, even=True, least=100)
    buttons = [Button(str(number), theme) for number in range(4)]
    for button in buttons:
        flow.add(button)
    area = narrow(qtbot, flow)
    assert area.horizontalScrollBar().maximum() == 0
    assert len({button.width() for button in buttons}) == 1
    assert buttons[0].y() == buttons[1].y() < buttons[2].y()


def test_a_fold_opens_and_closes_its_part_by_key(qtbot: QtBot, theme: Theme) -> None:
    part = Words("Care work is often hidden.", theme)
    fold = Fold("Guidance", theme, part)
    area = narrow(qtbot, fold, part)
    assert area.horizontalScrollBar().maximum() == 0
    assert part.isHidden()
    QTest.keyClick(fold, Qt.Key.Key_Space)
    assert part.isVisible()
    QTest.keyClick(fold, Qt.Key.Key_Space)
    assert part.isHidden()
