"""What stands in a layout, asked for without the items that Qt deletes behind Python's back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

import doorstep.ui
from doorstep.ui.controls.placed import widgets_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

UI = Path(doorstep.ui.__file__).parent


def test_widgets_come_in_the_order_of_the_layout_and_not_of_their_making(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    first, second, beside = QLabel("first"), QLabel("second"), QLabel("beside")
    column.addWidget(second)
    column.insertWidget(0, first)
    row = QHBoxLayout()
    row.addWidget(beside)
    column.addLayout(row)
    column.addStretch(1)
    assert widgets_in(column) == (first, second)
    assert widgets_in(row) == (beside,)
    column.removeWidget(first)
    assert widgets_in(column) == (second,)


def test_a_layout_that_stands_nowhere_holds_nothing() -> None:
    assert widgets_in(QVBoxLayout()) == ()


def test_nothing_in_the_window_takes_hold_of_a_layouts_items() -> None:
    """It crashed after some ten visits in one sitting (tests/faults, a hundred visits)."""
    held = re.compile(r"\.(itemAt|takeAt|itemAtPosition)\(")
    assert [path.name for path in UI.rglob("*.py") if held.search(path.read_text(encoding="utf-8"))] == []
    assert held.search("column.itemAt(0)")
