"""How easy a text to the person is to read, told quietly below it a moment after the last key (TB-23).

It is guidance: nothing waits for it and nothing is kept from being written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from doorstep.ui.controls.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.plain_words import Reading
    from doorstep.ui.theme import Theme

_IDLE: Final = 700
"""Milliseconds without a key until the text is looked at."""
_AIM: Final = 11
"""The oldest reading age that a text to the person should have."""
_FEW: Final = 4


class ReadingHint(Words):
    """The words below a text. ``check`` reads it; ``look_at`` tells the text as it is being typed."""

    def __init__(self, check: Callable[[str], Reading], theme: Theme) -> None:
        super().__init__("", theme, "guidance", "quiet")
        self.setObjectName("reading_hint")
        self._check = check
        self._text = ""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self._tell)
        self.hide()

    def look_at(self, text: str) -> None:
        """Look at a text once nobody has typed for a moment."""
        if text != self._text:
            self._text = text
            self._idle.start()

    def _tell(self) -> None:
        words = reading_words(self._check(self._text), self._text)
        self.setText(words)
        self.setVisible(bool(words))


def reading_words(reading: Reading, text: str) -> str:
    """Return what to say of a text; empty when it is easy, or too short to tell."""
    told = []
    if reading.age is not None and reading.age > _AIM:
        told.append(f"This reads as for age {reading.age}; 9 to 11 suits most people.")
    longest = max(reading.sentences, key=lambda sentence: sentence.words, default=None)
    if longest is not None:
        start = " ".join(text[longest.start : longest.end].split()[:_FEW])
        told.append(f"“{start} …” has {longest.words} words: could it be two sentences?")
    hard = tuple(dict.fromkeys(each.word for each in reading.hard_words))
    if hard:
        told.append(f"Long words: {', '.join(hard[:_FEW])}.")
    return " ".join(told)
