"""Where am I? (TB-05): the stages from first contact to review, with what is done, where we are and what is next.

Each stage has a sign and its words; what is now is set in stronger letters as well, so that nothing rests on colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from doorstep.assessment.stages import StageStatus
from doorstep.calendar import day_words
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import bare_column

if TYPE_CHECKING:
    from doorstep.assessment.stages import Stage
    from doorstep.ui.theme import Theme

_LARGE: Final = 1.5
"""Above this text size only what is now and next is said, to leave room for what it is about."""
_SIGNS: Final = {StageStatus.DONE: "✓", StageStatus.NOW: "▸", StageStatus.NEXT: "○"}


class StageStrip(QWidget):
    """The strip, as a row that breaks where there is no room. Empty when nothing is known of the way."""

    def __init__(self, theme: Theme, stages: tuple[Stage, ...]) -> None:
        super().__init__()
        self.setObjectName("stage_strip")
        self.setAccessibleName(strip_words(stages))
        flow = Flow(theme, "lanes")
        if theme.text_scale > _LARGE:
            flow.add(Words(now_and_next(stages), theme, "guidance", "quiet"))
        for stage in stages if theme.text_scale <= _LARGE else ():
            now = stage.status is StageStatus.NOW
            size, colour = ("guidance_strong", "accent") if now else ("guidance", "quiet")
            flow.add(Words(f"{_SIGNS[stage.status]} {_stage_words(stage)}", theme, size, colour))
        bare_column(self, 0).addWidget(flow)
        if not stages:
            self.hide()


def strip_words(stages: tuple[Stage, ...]) -> str:
    """Return the whole strip in a few sentences, for a screen reader."""
    if not stages:
        return ""
    done = [stage.title for stage in stages if stage.status is StageStatus.DONE]
    parts = [f"Done: {', '.join(done)}." if done else "", now_and_next(stages)]
    return f"Where am I? {' '.join(part for part in parts if part)}"


def now_and_next(stages: tuple[Stage, ...]) -> str:
    """Return where we are and what comes next, with its day if one was promised."""
    now = [_stage_words(stage) for stage in stages if stage.status is StageStatus.NOW]
    following = next((_stage_words(stage) for stage in stages if stage.status is StageStatus.NEXT), "")
    parts = (f"Now: {', '.join(now)}." if now else "", f"Next: {following}." if following else "")
    return " ".join(part for part in parts if part)


def _stage_words(stage: Stage) -> str:
    return stage.title if stage.day is None else f"{stage.title}, {day_words(stage.day)}"
