"""The pages of a copy, one at a time, exactly as they will be printed.

Pages are drawn beside the window when they are wanted, and the next one while this one is looked at; the last few stay
in memory, so that turning back costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.sheet import bare_column, button, flow_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from doorstep.services.copies import Copies, CopyPreview
    from doorstep.ui.theme import Theme

_POINTS_WIDE: Final = 595
"""The width of A4 in points: scale 1 draws so many pixels."""
_WIDEST: Final = 760
_KEPT: Final = 8
"""Pages in memory; each takes about 3 MB at 100 %."""


class PagePreview(QWidget):
    """One page with its neighbours a key away. Hidden while there is nothing to show.

    ``drawn`` tells which page has come into sight, from 0.
    """

    drawn = Signal(int)

    def __init__(self, copies: Copies, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page_preview")
        self._copies = copies
        self._preview: CopyPreview | None = None
        self._index = 0
        self._pages: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._place = Words("", theme, "body_strong")
        self._before = button("◂ Page before", "page_before", theme, lambda: self.turn_to(self._index - 1))
        self._after = button("Next page ▸", "page_after", theme, lambda: self.turn_to(self._index + 1))
        self.picture = QLabel()
        self.picture.setObjectName("page_picture")
        self.picture.setFrameShape(QLabel.Shape.Box)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = bare_column(self, theme.space("related"))
        for widget in (self._place, flow_of(theme, self._before, self._after), self.picture):
            column.addWidget(widget)
        self.hide()

    @property
    def index(self) -> int:
        """The page that is wanted, from 0; it is in sight a moment later."""
        return self._index

    def show_pdf(self, preview: CopyPreview) -> None:
        """Show a copy, at the page that was in sight when there is such a page, else at the first."""
        self._forget()
        self._preview = preview
        self.show()
        self.turn_to(self._index if self._index < preview.pages else 0)

    def clear(self) -> None:
        """Show nothing: what was asked for has changed."""
        self._forget()
        self.hide()

    def _forget(self) -> None:
        self._preview = None
        self._pages.clear()
        self._asked.clear()
        self.picture.clear()

    def turn_to(self, index: int) -> None:
        """Show another page, from 0; beyond the ends nothing happens."""
        if self._preview is None or not 0 <= index < self._preview.pages:
            return
        self._index = index
        self._place.setText(f"Page {index + 1} of {self._preview.pages}")
        self._before.setEnabled(index > 0)
        self._after.setEnabled(index + 1 < self._preview.pages)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page in the width that there is."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._show()

    def _show(self) -> None:
        if self._preview is None:
            return
        page = self._key(self._index)
        image = self._pages.get(page)
        if image is None:
            self._ask(page)
            return
        self._pages.move_to_end(page)
        ratio = self.devicePixelRatioF()
        image.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.setFixedHeight(round(image.height() / ratio) + 2)
        self.picture.setAccessibleName(f"Picture of page {self._index + 1}")
        self.drawn.emit(self._index)
        if self._index + 1 < self._preview.pages:
            self._ask(self._key(self._index + 1))

    def _key(self, index: int) -> tuple[int, int]:
        """Return a page and how many pixels wide it is to be."""
        return index, round(min(self.width() - 2, _WIDEST) * self.devicePixelRatioF())

    def _ask(self, page: tuple[int, int]) -> None:
        """Have a page drawn beside the window, unless it is there or on its way."""
        preview, (index, wide) = self._preview, page
        if preview is None or wide <= 0 or page in self._pages or page in self._asked:
            return
        self._asked.add(page)

        def arrived(outcome: Outcome) -> None:
            if self._preview is preview:
                self._take(page, outcome)

        run_beside(self, lambda: self._copies.picture_of_page(preview, index, wide / _POINTS_WIDE), arrived)

    def _take(self, page: tuple[int, int], outcome: Outcome) -> None:
        self._asked.discard(page)
        if isinstance(outcome.value, tuple):
            width, height, pixels = outcome.value
            self._pages[page] = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
            if page == self._key(self._index):
                self._show()
        elif outcome.error is not None:
            self._place.setText(message_for(outcome.error).happened)
