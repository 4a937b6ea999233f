"""Which theme, how large the words: from the settings, or from what the desktop says; and the page to change them.

How much of a topic is shown at first is chosen there as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication

from doorstep.settings import ThemeChoice
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import Sheet
from doorstep.ui.theme import load_theme

if TYPE_CHECKING:
    from doorstep.settings import Settings
    from doorstep.ui.theme import Theme

SCALES: Final = (80, 100, 125, 150, 175, 200, 250, 300)
"""The text sizes that are offered, in per cent."""

_CHOICES: Final = (
    (ThemeChoice.SYSTEM, "As the computer is set"),
    (ThemeChoice.LIGHT, "Light: dark ink on warm paper"),
    (ThemeChoice.DARK, "Dark: light ink on night paper"),
    (ThemeChoice.BLACK_ON_WHITE, "Black on white"),
    (ThemeChoice.WHITE_ON_BLACK, "White on black"),
    (ThemeChoice.YELLOW_ON_BLACK, "Yellow on black"),
    (ThemeChoice.BLACK_ON_YELLOW, "Black on yellow"),
)

_TOPICS: Final = (
    (False, "The one or two that open it; more when the talk goes there"),
    (True, "All questions at once"),
)


def theme_for(settings: Settings) -> Theme:
    """Return the theme of the settings at plain size; ``system`` follows the desktop."""
    if settings.theme is not ThemeChoice.SYSTEM:
        return load_theme(settings.theme.value)
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return load_theme("dark" if dark else "light")


def stepped(scale: int, steps: int) -> int:
    """Return the text size so many steps larger (or smaller, below 0), within what is offered."""
    nearest = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - scale))
    return SCALES[max(0, min(len(SCALES) - 1, nearest + steps))]


class LookPage(Sheet):
    """The page. ``wanted`` carries the Settings as they should be."""

    wanted = Signal(object)

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__("Screen and text size", "look_page", theme, back="◂ Back")
        self._settings = settings
        self.words("A change is shown at once, and kept for the next time.")
        self.theme_pick = Pick("Colours", _CHOICES, theme, settings.theme)
        self.theme_pick.changed.connect(
            lambda choice: self.wanted.emit(msgspec.structs.replace(settings, theme=choice))
        )
        self.add(self.theme_pick)
        sizes = [(scale, f"{scale} %") for scale in SCALES]
        self.size_pick = Pick("Size of the words", sizes, theme, stepped(settings.text_scale, 0))
        self.size_pick.changed.connect(
            lambda scale: self.wanted.emit(msgspec.structs.replace(settings, text_scale=scale))
        )
        self.add(self.size_pick)
        self.topic_pick = Pick("What a topic shows first", _TOPICS, theme, settings.all_questions)
        self.topic_pick.changed.connect(
            lambda whole: self.wanted.emit(msgspec.structs.replace(settings, all_questions=whole))
        )
        self.add(self.topic_pick)

    def focus_first(self) -> None:
        """Put the keyboard on the colours that are chosen."""
        self.theme_pick.focus_picked()

    def focus_changed(self, before: Settings) -> None:
        """Put the keyboard on what has just been changed: the page was built anew for it."""
        if before.theme is not self._settings.theme:
            self.theme_pick.focus_picked()
        elif before.all_questions is not self._settings.all_questions:
            self.topic_pick.focus_picked()
        else:
            self.size_pick.focus_picked()
