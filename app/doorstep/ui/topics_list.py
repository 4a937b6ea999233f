"""The topics of an assessment at the left of the window, each with a mark of how far it is.

The person chooses the order, so every topic can be opened at any time. A mark is a drawn shape and a word for screen
readers, never a colour alone: ○ not begun, ◐ begun, ✓ done, ! needs something. Outcome areas stand indented under the
day they belong to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from doorstep.assessment.completeness import ProgressMark
from doorstep.ui.controls.scroll_bar import give_scroll_bar

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QResizeEvent

    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Topic
    from doorstep.ui.theme import Theme

_TOPIC: Final = Qt.ItemDataRole.UserRole
_MARK: Final = Qt.ItemDataRole.UserRole + 1
_DEPTH: Final = Qt.ItemDataRole.UserRole + 2
_TO_CHECK: Final = Qt.ItemDataRole.UserRole + 3
_MARK_SIZE: Final = 16
_ROW: Final = 44
_PAD: Final = 12

MARK_WORDS: Final = {
    ProgressMark.UNTOUCHED: "not begun",
    ProgressMark.BEGUN: "begun",
    ProgressMark.DONE: "done",
    ProgressMark.NEEDS: "needs something",
}

_Index = QModelIndex | QPersistentModelIndex


class TopicsList(QListWidget):
    """The list of topics. Its signals carry a link_id.

    ``looked_at`` tells the topic that the arrow keys came to, ``entered`` the one that was clicked, or opened with
    Enter.
    """

    looked_at = Signal(str)
    entered = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("topics")
        self.setAccessibleName("Topics")
        give_scroll_bar(self, theme)
        self.setItemDelegate(_TopicDelegate(theme, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setFont(theme.font("body"))
        colours = QPalette(self.palette())
        colours.setColor(QPalette.ColorRole.Base, theme.color("sunken"))
        self.setPalette(colours)
        self._rows: dict[str, QListWidgetItem] = {}
        self.currentItemChanged.connect(self._tell)
        self.itemClicked.connect(self._tell_entered)
        self.itemActivated.connect(self._tell_entered)

    def fill(self, state: AssessmentState) -> None:
        """Show the topics of the form that apply to this assessment, with their marks."""
        self.blockSignals(True)  # noqa: FBT003
        current = self.current()
        self.clear()
        self._rows.clear()
        for topic in state.definition.topics:
            if state.topic_shown(topic):
                self._add(topic, state)
        self.blockSignals(False)  # noqa: FBT003
        if current:
            self.mark_current(current)

    def refresh(self, state: AssessmentState, link_ids: Collection[str]) -> None:
        """Renew the marks of some topics; when a topic came or went, the whole list."""
        shown = [topic for topic in state.definition.topics if state.topic_shown(topic)]
        if [topic.link_id for topic in shown] != list(self._rows):
            self.fill(state)
            return
        for topic in shown:
            if topic.link_id in link_ids:
                _describe(self._rows[topic.link_id], topic, state)

    def current(self) -> str | None:
        """Return the link_id of the topic that is marked as open."""
        item = self.currentItem()
        return str(item.data(_TOPIC)) if item is not None else None

    def mark_current(self, link_id: str) -> None:
        """Mark a topic as the open one, without telling anyone."""
        self.blockSignals(True)  # noqa: FBT003
        if link_id in self._rows:
            self.setCurrentItem(self._rows[link_id])
            self.scrollToItem(self._rows[link_id])
        self.blockSignals(False)  # noqa: FBT003

    def order(self) -> tuple[str, ...]:
        """Return the link_ids of the topics that are shown, from top to bottom."""
        return tuple(self._rows)

    def mark_of(self, link_id: str) -> ProgressMark:
        """Return the mark that a topic carries."""
        return ProgressMark(self._rows[link_id].data(_MARK))

    def to_check(self, link_id: str) -> int:
        """Return how many answers from before a topic says are to be checked."""
        return int(self._rows[link_id].data(_TO_CHECK))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the titles anew when the list gets wider or narrower."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _add(self, topic: Topic, state: AssessmentState) -> None:
        item = QListWidgetItem(topic.title)
        item.setData(_TOPIC, topic.link_id)
        item.setData(_DEPTH, 0 if topic.group is None else 1)
        _describe(item, topic, state)
        self.addItem(item)
        self._rows[topic.link_id] = item

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.looked_at.emit(item.data(_TOPIC))

    def _tell_entered(self, item: QListWidgetItem) -> None:
        self.entered.emit(item.data(_TOPIC))


def _describe(item: QListWidgetItem, topic: Topic, state: AssessmentState) -> None:
    progress, to_check = state.progress(topic), len(state.to_confirm(topic))
    words = f"{topic.title}: {MARK_WORDS[progress.mark]}"
    if progress.open_needed:
        words += f", {progress.open_needed} still needed"
    if to_check:
        words += f", {to_check} from before to check"
    if item.data(_TO_CHECK) is not None and bool(item.data(_TO_CHECK)) is not bool(to_check):
        item.listWidget().scheduleDelayedItemsLayout()  # the row gets another height
    item.setData(_TO_CHECK, to_check)
    item.setData(_MARK, progress.mark.value)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
    item.setToolTip(words)


class _TopicDelegate(QStyledItemDelegate):
    """Draws one topic: mark, title (wrapped), and an edge in the accent on the open one."""

    def __init__(self, theme: Theme, view: TopicsList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height that the wrapped title needs, at least a whole target."""
        del option  # it does not know the width yet
        width = self._view.viewport().width()
        box = self._words_box(QRect(0, 0, width, 10_000), index)
        height = QFontMetrics(self._view.font()).boundingRect(box, _WRAPPED, index.data()).height()
        height += self._count_height(index)
        return QSize(width, max(_ROW, height + _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, self._theme.color("raised"))
            painter.fillRect(QRect(rect.topLeft(), QSize(4, rect.height())), self._theme.color("accent"))
        self._draw_mark(painter, rect, index)
        painter.setFont(self._view.font())
        painter.setPen(self._theme.color("ink"))
        words = self._words_box(rect, index).adjusted(0, 0, 0, -self._count_height(index))
        painter.drawText(words, _WRAPPED | Qt.AlignmentFlag.AlignVCenter, index.data())
        if index.data(_TO_CHECK):
            painter.setFont(self._theme.font("guidance"))
            painter.setPen(self._theme.color("quiet"))
            below = QRect(words.left(), words.bottom() - _PAD // 2, words.width(), self._count_height(index))
            painter.drawText(below, Qt.AlignmentFlag.AlignTop, f"{index.data(_TO_CHECK)} to check")
        painter.restore()

    def _count_height(self, index: _Index) -> int:
        """The room below the title for what is to be checked."""
        return QFontMetrics(self._theme.font("guidance")).lineSpacing() if index.data(_TO_CHECK) else 0

    def _words_box(self, rect: QRect, index: _Index) -> QRect:
        indent = _PAD + int(index.data(_DEPTH)) * 16
        return rect.adjusted(indent + _MARK_SIZE + 8, 0, -8, 0)

    def _draw_mark(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        mark = ProgressMark(index.data(_MARK))
        left = rect.left() + _PAD + int(index.data(_DEPTH)) * 16
        box = QRectF(left, rect.center().y() - _MARK_SIZE / 2 + 1, _MARK_SIZE, _MARK_SIZE)
        color = self._theme.color(_MARK_ROLES[mark])
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark is ProgressMark.DONE:
            painter.drawPolyline([_at(box, 0.1, 0.55), _at(box, 0.4, 0.85), _at(box, 0.95, 0.15)])
            return
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if mark is ProgressMark.BEGUN:
            painter.setBrush(color)
            painter.drawPie(box.adjusted(1, 1, -1, -1), 90 * 16, 180 * 16)
        elif mark is ProgressMark.NEEDS:
            painter.drawLine(_at(box, 0.5, 0.25), _at(box, 0.5, 0.55))
            painter.drawPoint(_at(box, 0.5, 0.75))


_WRAPPED: Final = Qt.TextFlag.TextWordWrap
_MARK_ROLES: Final = {
    ProgressMark.UNTOUCHED: "quiet",
    ProgressMark.BEGUN: "ink",
    ProgressMark.DONE: "done",
    ProgressMark.NEEDS: "needs",
}


def _at(box: QRectF, across: float, down: float) -> QPoint:
    return QPoint(round(box.left() + box.width() * across), round(box.top() + box.height() * down))
