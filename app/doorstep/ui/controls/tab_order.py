"""The order of Tab: what comes late to a page stands where it is seen, and not at the end of the chain.

Qt orders controls by when they were made. Buttons of a notice, rows of a list that is filled anew, come later than all
that stands below them.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.placed import widgets_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def put_in_tab_order(widgets: Iterable[QWidget]) -> None:
    """Let Tab go from each of these to the next."""
    for one, other in itertools.pairwise(widgets):
        QWidget.setTabOrder(one, other)


def controls_in(part: QWidget) -> Iterator[QWidget]:
    """Yield what takes the keyboard by Tab in a part of a page, in reading order, the part itself first."""
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None:
        yield part
    for child in _children(part):
        yield from controls_in(child)


def _children(part: QWidget) -> tuple[QWidget, ...]:
    if isinstance(part, Flow):
        return part.children_in_order
    layout = part.layout()
    return () if layout is None else widgets_in(layout)
