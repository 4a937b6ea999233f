"""Giving the answers of the sample through the topic page, each type of item by its own gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from doorstep.assessment.answer import AnswerKey, AnswerState, ApproximateDate, Choices, Contact, Voice
from doorstep.assessment.change import ItemRef
from doorstep.demo.failure import DemoError
from doorstep.demo.hand import click, draw, find, leave, press, settle, write
from doorstep.demo.sample import SamplePicture
from doorstep.ui.topic_page.lane import Lane
from doorstep.ui.topic_page.lanes.choice import ChoiceEditor
from doorstep.ui.topic_page.lanes.contact import ContactEditor
from doorstep.ui.topic_page.lanes.date import DateEditor
from doorstep.ui.topic_page.lanes.photo import PhotoEditor
from doorstep.ui.topic_page.lanes.signature import SignatureEditor
from doorstep.ui.topic_page.lanes.text import TextEditor
from doorstep.ui.topic_page.question import QuestionBlock
from doorstep.ui.topic_page.rows.repeat import RepeatRows

if TYPE_CHECKING:
    from doorstep.assessment.answer import RowPath, Value
    from doorstep.demo.sample import SampleAnswer
    from doorstep.ui.assessment_page import AssessmentPage

W = TypeVar("W", bound=QWidget)

_SIGNATURE: Final = (
    ((0.08, 0.70), (0.14, 0.20), (0.20, 0.68), (0.24, 0.45), (0.12, 0.48)),
    ((0.30, 0.66), (0.33, 0.40), (0.38, 0.64), (0.42, 0.42), (0.47, 0.66), (0.52, 0.44), (0.58, 0.64)),
    ((0.62, 0.60), (0.70, 0.46), (0.78, 0.66), (0.88, 0.40)),
)
"""Strokes of a pen across the pad, from 0 to 1."""
_STATE_KEYS: Final = (
    AnswerState.ANSWERED,
    AnswerState.CHOSE_NOT_TO_SAY,
    AnswerState.NOT_ASKED,
    AnswerState.DOES_NOT_APPLY,
    AnswerState.COULD_NOT_FIND_OUT,
    AnswerState.COME_BACK,
)
"""Ctrl+1 to Ctrl+6."""


class Answering:
    """Gives one answer after another on an assessment page.

    ``voices`` turns the party ids of the sample into those that the window gave. ``rows`` remembers the rows that were
    added, by repeat and by the numbers that the sample gives them; the first rows are those that were carried in.
    """

    def __init__(self, page: AssessmentPage, voices: dict[str, str]) -> None:
        self.page = page
        self._voices = voices
        self._rows: dict[tuple[str, tuple[int, ...]], str] = {}
        begun = page.assessment.freeze()
        self._carried_rows = {(rows.link_id, rows.parent): rows.rows for rows in begun.rows}

    def key_of(self, answer: SampleAnswer) -> AnswerKey:
        """Return the address that an answer of the sample has in this assessment."""
        path: RowPath = ()
        for depth, repeat in enumerate(self._repeats(answer.link_id), start=1):
            path = (*path, self._rows[repeat, answer.rows[:depth]])
        return AnswerKey(answer.link_id, path, self._voice(answer.voice))

    def give(self, answer: SampleAnswer) -> None:
        """Give one answer as a worker would, adding the rows that it stands in."""
        self._make_rows(answer)
        key = self.key_of(answer)
        lane = self._lane(key)
        if answer.value is None:
            self._leave_gap(lane, answer)
        else:
            self._open_for_an_answer(lane)
            self._put(lane, answer.value)
        said = lane.notice.text() if not lane.notice.isHidden() else ""
        if said:
            raise DemoError(f"{key}: {said}")

    def still_true(self, key: AnswerKey) -> None:
        """Say of an answer from before that it is still true, by its key; that leads on to the next of its page."""
        lane = self._lane(key)
        focus = QApplication.focusWidget()
        QTest.keyClick(focus or lane, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        settle()
        kept = self.page.assessment.state.carried(key)
        if kept is None or not kept.confirmed:
            raise DemoError(f"{key} was not confirmed")

    def say_plainly(self, key: AnswerKey, words: str, plain: str) -> None:
        """Select what somebody said and say it in plain words, by keys."""
        lane = self._lane(key)
        field = lane.editor.field if isinstance(lane.editor, TextEditor) else None
        if not isinstance(field, QPlainTextEdit):
            raise DemoError(f"{key} holds no long text")
        cursor = field.textCursor()
        cursor.setPosition(field.toPlainText().index(words))
        cursor.setPosition(cursor.position() + len(words), QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
        settle()
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(field, Qt.Key.Key_T, both)
        settle()
        line = find(lane, QLineEdit, "plain_words")
        write(line, plain)
        QTest.keyClick(line, Qt.Key.Key_Return)
        settle()
        if plain not in {each.plain for each in self.page.assessment.state.plain_words(key)}:
            raise DemoError(f"{key}: the plain words were not kept")

    def _make_rows(self, answer: SampleAnswer) -> None:
        path: RowPath = ()
        for depth, repeat in enumerate(self._repeats(answer.link_id), start=1):
            place = (repeat, answer.rows[:depth])
            carried = self._carried_rows.get((repeat, path), ())
            if place not in self._rows:
                number = answer.rows[depth - 1]
                self._rows[place] = carried[number] if number < len(carried) else self._add_row(repeat, path)
            path = (*path, self._rows[place])

    def _add_row(self, repeat: str, parent: RowPath) -> str:
        self.page.go_to(ItemRef(repeat, parent))
        settle()
        rows = _around(RepeatRows)
        if rows is None or (rows.item.link_id, rows.parent_path) != (repeat, parent):
            raise DemoError(f"the cursor is not in {repeat}")
        press(rows.add_button)
        return self.page.assessment.state.rows_of(repeat, parent)[-1]

    def _lane(self, key: AnswerKey) -> Lane:
        """Go to a lane by the page's own "go to", and return where the cursor came to stand."""
        place = ItemRef(key.link_id, key.path)
        self.page.go_to(place, key.voice)
        settle()
        lane = _around(Lane)
        block = _around(QuestionBlock)
        if lane is None and block is not None:  # the foot of a question, or the rows of a repeat
            lane = block.lanes.get(key.voice)
        if lane is None or lane.key != key:
            raise DemoError(f"the cursor is not in {key}")
        return lane

    def _leave_gap(self, lane: Lane, answer: SampleAnswer) -> None:
        number = _STATE_KEYS.index(answer.state)
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        settle()
        if answer.reason:
            write(lane.first, answer.reason)
            leave(lane.first)

    def _open_for_an_answer(self, lane: Lane) -> None:
        """A lane that holds an answer from before, or a gap, is opened first: "Changed", "There is an answer ..."."""
        waiting = self.page.assessment.state.carried(lane.key)
        if waiting is not None and not waiting.confirmed:
            QTest.keyClick(QApplication.focusWidget() or lane, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
            settle()
        if lane.editor is not None and lane.editor.isHidden():
            QTest.keyClick(lane.first, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
            settle()

    def _put(self, lane: Lane, value: Value | SamplePicture) -> None:
        editor = lane.editor
        match editor, value:
            case TextEditor(), str():
                write(editor.field, value)
                leave(editor.field)
            case ChoiceEditor(), Choices():
                self._choose(editor, value)
            case DateEditor(), ApproximateDate():
                self._write_date(editor, value)
            case ContactEditor(), Contact():
                for part, field in editor.fields.items():
                    write(field, getattr(value, part))
                leave(editor.fields["note"])
            case PhotoEditor(), SamplePicture():
                editor.take(value.file)  # the choice of a file is the system's own window
                write(editor.caption, value.caption)
                leave(editor.caption)
            case SignatureEditor(), str() | SamplePicture():
                draw(editor.pad, _SIGNATURE)
                press(editor.keep_button)
            case _:
                self._put_number(lane, value)

    def _put_number(self, lane: Lane, value: object) -> None:
        if lane.editor is None or not isinstance(value, int | float):
            raise DemoError(f"no gesture for {lane.key}")
        field = lane.editor.first
        write(field, str(value))
        leave(field)

    def _choose(self, editor: ChoiceEditor, value: Choices) -> None:
        """Click what is to be chosen, and what is no longer to be; then write the words that options ask for."""
        for code, row in list(editor.rows.items()):
            if row.isChecked() and code not in value.codes and editor.many:
                click(row)
        for code in value.codes:
            if not editor.rows[code].isChecked():
                click(editor.rows[code])
        settle()
        for code, words in value.details.items():
            write(editor.details[code], words)
            leave(editor.details[code])

    def _write_date(self, editor: DateEditor, value: ApproximateDate) -> None:
        fields = editor.fields
        for field, number in ((fields.day, value.day), (fields.month, value.month), (fields.year, value.year)):
            write(field, "" if number is None else str(number))
        if fields.about.isChecked() != value.about:
            click(fields.about)
        if value.words:
            if not fields.fold.isChecked():
                click(fields.fold)
            write(fields.words, value.words)
            leave(fields.words)
        else:
            leave(fields.fold)

    def _repeats(self, link_id: str) -> tuple[str, ...]:
        return tuple(item.link_id for item in self.page.assessment.definition.place(link_id).repeats)

    def _voice(self, voice: Voice) -> Voice:
        return voice if voice.party is None else Voice(voice.kind, self._voices[voice.party])


def _around(kind: type[W]) -> W | None:
    """Return the widget of a kind that the cursor is in, or None."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, kind):
        widget = widget.parentWidget()
    return widget
