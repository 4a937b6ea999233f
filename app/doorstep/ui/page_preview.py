"""The pages of a copy, one at a time, exactly as they will be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import bare_column, button, flow_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from doorstep.services.copies import Copies, CopyPreview
    from doorstep.ui.theme import Theme

_POINTS_WIDE: Final = 595
"""The width of A4 in points: scale 1 draws so many pixels."""
_WIDEST: Final = 760


class PagePreview(QWidget):
    """One page with its neighbours a key away. Hidden while there is nothing to show."""

    def __init__(self, copies: Copies, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page_preview")
        self._copies = copies
        self._preview: CopyPreview | None = None
        self._index = 0
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
        """The page in sight, from 0."""
        return self._index

    def show_pdf(self, preview: CopyPreview) -> None:
        """Show the first page of a copy."""
        self._preview = preview
        self.show()
        self.turn_to(0)

    def clear(self) -> None:
        """Show nothing: what was asked for has changed."""
        self._preview = None
        self.hide()

    def turn_to(self, index: int) -> None:
        """Show another page, from 0; beyond the ends nothing happens."""
        if self._preview is None or not 0 <= index < self._preview.pages:
            return
        self._index = index
        self._place.setText(f"Page {index + 1} of {self._preview.pages}")
        self._before.setEnabled(index > 0)
        self._after.setEnabled(index + 1 < self._preview.pages)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page in the width that there is."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._draw()

    def _draw(self) -> None:
        if self._preview is None:
            return
        ratio = self.devicePixelRatioF()
        wide = min(self.width() - 2, _WIDEST)
        width, height, pixels = self._copies.picture_of_page(self._preview, self._index, wide * ratio / _POINTS_WIDE)
        image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.setFixedHeight(round(height / ratio) + 2)
        self.picture.setAccessibleName(f"Picture of page {self._index + 1}")
