"""What every editor of an answer promises to its lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.ui.controls.words import Words, told_by

if TYPE_CHECKING:
    from doorstep.assessment.answer import AnswerKey, Value
    from doorstep.definition.model import AnswerOption, Item
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.keeper import Keeper


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor has to know: the item, the lane, and the words by which a screen reader tells its controls.

    ``name`` is the question with the speaker; ``description`` is what else is read out, the guidance. ``compact``
    asks for as little room as can be, inside the cards of a repeat.
    """

    item: Item
    key: AnswerKey
    name: str
    description: str
    keeper: Keeper
    compact: bool = False

    @property
    def theme(self) -> Theme:
        """The look of the page."""
        return self.keeper.theme

    @property
    def face_size(self) -> int:
        """How large a face of a scale is, in pixels."""
        return self.theme.target

    @property
    def has_tools(self) -> bool:
        """Whether the worker's tools for selected words belong to it."""
        return True

    def options(self) -> tuple[AnswerOption, ...]:
        """What can be chosen now; it grows when the item draws on other answers."""
        return self.keeper.state.options_of(self.key.link_id, self.key.path)


class Editor(QWidget):
    """One answer being seen and changed.

    ``typed`` tells a text at each key, to be kept as a draft. ``left`` tells that the fields were left, so that the
    lane commits. ``given`` tells the value that was meant, None when the answer was emptied. ``wrong`` tells in words
    why what stands in the fields is no answer yet, "" when it is mended; ``problem`` holds those words. ``tag_wanted``
    asks to show the selected words elsewhere as well, ``plain_wanted`` to put plain words in their place in Easy Read.
    """

    typed = Signal(str)
    left = Signal(object)
    given = Signal(object)
    wrong = Signal(str)
    tag_wanted = Signal()
    plain_wanted = Signal()

    wide = False
    """Whether it wants the whole width, inside the cards of a repeat too."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked
        self.problem = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(asked.theme.space("inside"))

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything in it that takes the keyboard, in the order of Tab."""
        raise NotImplementedError

    @property
    def tools(self) -> tuple[QWidget, ...]:
        """Buttons that stand at the foot of the lane, beside its state."""
        return ()

    @property
    def first(self) -> QWidget:
        """The control that takes the focus when somebody goes to this question."""
        return self.controls[0]

    def show_value(self, value: Value | None) -> None:
        """Show what stands in the lane; None shows it unanswered."""
        raise NotImplementedError

    def show_draft(self, text: str) -> bool:
        """Show text that was typed and not kept. Return whether it differs from what stands."""
        raise NotImplementedError

    def commit(self) -> None:
        """Give what is being typed, if it differs from what stands."""
        raise NotImplementedError

    def lock(self) -> None:
        """Let the answer be read and not changed."""
        raise NotImplementedError

    def refuse(self, words: str) -> None:
        """Say why there is no answer yet; "" takes it back."""
        self.problem = words
        self.wrong.emit(words)

    def show_tools(self) -> None:
        """Show the tools that can be used as things stand, and hide the others."""

    def leave(self, _told: object = None) -> None:
        """Tell the lane that the fields were left."""
        self.left.emit(self)

    def refresh_options(self) -> None:
        """Offer what can be chosen now, for items that draw on other answers."""

    def labelled(self, words: str, control: QWidget, *, part: str | None = None) -> QWidget:
        """Return a control with a small label above it, tied to it by relation and by name."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.asked.theme.space("related"))  # room for the ring
        label = Words(words, self.asked.theme, "guidance", "quiet")
        told_by(label, control, f"{part or words}: {self.asked.name}")
        column.addWidget(label)
        column.addWidget(control)
        return holder
