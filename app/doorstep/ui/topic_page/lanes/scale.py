"""A scale: one tile for each step, with its number or a face, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.painting import draw_box, longest_word, smooth_painter, wrapped_height
from doorstep.ui.controls.rows import RadioRow
from doorstep.ui.topic_page.lanes.choice import ChoiceEditor

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from doorstep.definition.model import AnswerOption
    from doorstep.ui.controls.rows import CheckRow
    from doorstep.ui.theme import Theme

_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class ScaleEditor(ChoiceEditor):
    """The steps beside each other, from least to most; each is a radio of the same group."""

    wide = True

    def make_row(self, option: AnswerOption) -> RadioRow | CheckRow:
        """Return the tile of one step; with a face when the form asks for faces."""
        codes = [step.code for step in self.asked.item.options]
        mood = None
        if self.asked.item.faces:
            mood = codes.index(option.code) / max(len(codes) - 1, 1)
        return Tile(option, self.asked.theme, mood, self.asked.face_size)

    def make_list(self) -> QWidget:
        """Return the tiles in a row that wraps when words are large."""
        theme = self.asked.theme
        flow = Flow(theme, "inside", even=True, least=theme.target)
        for row in self.rows.values():
            flow.add(row)
        return flow


class Tile(RadioRow):
    """One step of a scale: a face or its number above, its words below. ``mood`` runs from 0, worst, to 1, best."""

    def __init__(self, option: AnswerOption, theme: Theme, mood: float | None, face_size: int) -> None:
        super().__init__(option.text, theme)
        self._mood = mood
        self._face_size = face_size
        self._number = option.code
        self._plain = option.text.strip() == option.code
        self.setFont(theme.font("guidance"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _picture(self) -> int:
        """The height of the face or the number, in pixels."""
        return self._face_size if self._mood is not None else self.fontMetrics().lineSpacing() + 6

    def sizeHint(self) -> QSize:
        """Ask for the longest word and the picture."""
        width = self.minimumSizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Shrink to the longest word."""
        words = longest_word(self.fontMetrics(), self.words)
        face = self._face_size if self._mood is not None else self._theme.target
        return QSize(max(words + 2 * self._theme.space("related"), face), self._theme.target)

    def heightForWidth(self, width: int) -> int:
        """Return the height of picture and wrapped words."""
        pad = self._theme.space("related")
        words = 0 if self._plain else wrapped_height(self.fontMetrics(), self.words, width - pad)
        return max(self._theme.target, self._picture + words + 2 * pad)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile, its face or number, and its words."""
        del event
        painter = smooth_painter(self)
        chosen, theme = self.isChecked(), self._theme
        over = self.underMouse() and self.isEnabled()
        ground = theme.color("accent" if chosen else "sunken" if over else "raised")
        draw_box(painter, self.rect(), theme.corner, ground, theme.color("accent" if chosen else "line"))
        ink = theme.color("on_accent" if chosen else "ink")
        pad = theme.space("related")
        painter.setPen(ink)
        if self._mood is not None:
            size = self._picture - 4
            draw_face(painter, QRectF((self.width() - size) / 2, pad, size, size), self._mood, QPen(ink, 2))
        else:
            painter.setFont(theme.font("guidance_strong"))
            top = (self.height() - self._picture) // 2 if self._plain else pad
            painter.drawText(QRect(0, top, self.width(), self._picture), _CENTRED, self._number)
        if not self._plain:
            painter.setPen(ink)
            painter.setFont(self.font())
            room = QRect(pad // 2, pad + self._picture, self.width() - pad, self.height())
            painter.drawText(room, _CENTRED, self.words)
        painter.end()


def draw_face(painter: QPainter, box: QRectF, mood: float, pen: QPen) -> None:
    """Draw a face in a square: the mouth bends from down (``mood`` 0) over straight (0.5) to up (1)."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    size, middle = box.width(), box.center()
    painter.setBrush(pen.color())
    for side in (-1, 1):
        painter.drawEllipse(middle + QPointF(side * size * 0.18, -size * 0.12), size * 0.04, size * 0.05)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bend = (mood - 0.5) * size * 0.5
    ends = middle.y() + size * 0.2 - bend / 3
    mouth = QPainterPath(QPointF(middle.x() - size * 0.24, ends))
    mouth.quadTo(QPointF(middle.x(), ends + bend), QPointF(middle.x() + size * 0.24, ends))
    painter.drawPath(mouth)
