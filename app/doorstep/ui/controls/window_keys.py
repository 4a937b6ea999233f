"""Which keys a text field leaves to the window.

Stock fields take every key that some platform edits with: under X11 Ctrl+K deletes the rest of the line and Ctrl+E
moves to its end, and Ctrl+Z is swallowed even when there is nothing to undo in the field. In this window those keys go
places and take back answers, also while somebody is typing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_STANDARD: Final = QKeySequence.StandardKey
_EDITING: Final = (_STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste, _STANDARD.SelectAll)


def belongs_to_window(event: QKeyEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Tell whether a key that a field may claim should go to the window's shortcuts first.

    ``can_undo`` and ``can_redo`` say whether the field has typing of its own to take back or to bring back.
    """
    if event.matches(_STANDARD.Undo):
        return not can_undo
    if event.matches(_STANDARD.Redo):
        return not can_redo
    with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    is_sign = Qt.Key.Key_Space < Qt.Key(event.key()) <= Qt.Key.Key_AsciiTilde
    return with_control and is_sign and not any(event.matches(known) for known in _EDITING)
