"""Which lane, row or question of a topic page has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from doorstep.ui.topic_page.lane import Lane
from doorstep.ui.topic_page.question import QuestionBlock
from doorstep.ui.topic_page.rows.card import RowCard

if TYPE_CHECKING:
    from collections.abc import Iterator


def focused_lane(page: QWidget) -> Lane | None:
    """Return the lane that has the keyboard; from the foot of a question, the lane whose control is there."""
    focus = QApplication.focusWidget()
    for widget in _up_to(page):
        if isinstance(widget, Lane):
            return widget
        if isinstance(widget, QuestionBlock):
            own = (lane for lane in widget.lanes.values() if focus in lane.controls)
            return next(own, widget.first_lane)
    return None


def focused_card(page: QWidget) -> RowCard | None:
    """Return the row whose heading has the keyboard."""
    focus = QApplication.focusWidget()
    card = next((widget for widget in _up_to(page) if isinstance(widget, RowCard)), None)
    return card if card is not None and focus in card.head_controls else None


def focused_question(page: QWidget) -> QuestionBlock | None:
    """Return the innermost question that has the keyboard."""
    return next((widget for widget in _up_to(page) if isinstance(widget, QuestionBlock)), None)


def _up_to(page: QWidget) -> Iterator[QWidget]:
    """Yield what has the keyboard and what it stands in, from the inside out, as far as the page."""
    widget = QApplication.focusWidget()
    if widget is None or not page.isAncestorOf(widget):
        return
    while widget is not None and widget is not page:
        yield widget
        widget = widget.parentWidget()
