"""Going round the parts of a page with F6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence


def go_round(panes: Sequence[QWidget], step: int) -> None:
    """Put the keyboard into the next part (1) or the one before (-1) that can take it."""
    shown = [pane for pane in panes if pane.isVisible()]
    focus = QApplication.focusWidget()
    here = next((place for place, pane in enumerate(shown) if focus is not None and _holds(pane, focus)), -step)
    for distance in range(1, len(shown) + 1):
        target = first_in(shown[(here + step * distance) % len(shown)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def first_in(pane: QWidget) -> QWidget | None:
    """Return what takes the keyboard in a part of the page: what had it last, else the first that can."""
    last = pane.focusWidget()
    if last is not None and _takes_keys(last):
        return last
    return next((widget for widget in (pane, *pane.findChildren(QWidget)) if _takes_keys(widget)), None)


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _takes_keys(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return bool(widget.focusPolicy() & tab) and widget.isVisible() and widget.isEnabled()
