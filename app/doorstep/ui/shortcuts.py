"""Every key of the window, as one table. The F1 sheet shows it; a setting can change it.

A page asks ``keys_for`` and never names a key itself, so that a changed key is changed everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Deed(StrEnum):
    """What a key does."""

    SHOW_KEYS = "show_keys"
    GO_TO = "go_to"
    NEXT_PANE = "next_pane"
    PREVIOUS_PANE = "previous_pane"
    CURTAIN = "curtain"
    LOCK = "lock"
    HOME = "home"
    LARGER = "larger"
    SMALLER = "smaller"
    NEXT_TOPIC = "next_topic"
    PREVIOUS_TOPIC = "previous_topic"
    NEXT_QUESTION = "next_question"
    PREVIOUS_QUESTION = "previous_question"
    MORE = "more"
    NEXT_NEEDED = "next_needed"
    NEXT_TO_CHECK = "next_to_check"
    JOT = "jot"
    UNDO = "undo"
    REDO = "redo"
    PEOPLE = "people"
    CHECK = "check"
    COPY = "copy"
    EXPORT = "export"
    TURN = "turn"
    THEN_AND_NOW = "then_and_now"
    SHARED_NEXT = "shared_next"
    SHARED_BEFORE = "shared_before"
    LOCAL_HELP = "local_help"
    PROFILE = "profile"
    NEW = "new"
    SEARCH = "search"


class Where(StrEnum):
    """The place in which a key works, in the words of the sheet."""

    ANYWHERE = "Anywhere"
    HOME = "On the first page"
    ASSESSMENT = "In an assessment"
    SHARED = "While the screen is turned to the person"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key: what it does, the keys as Qt writes them (``Ctrl+K``), the words for the sheet, and where it works."""

    deed: Deed
    keys: str
    words: str
    where: Where


TABLE: Final = (
    Shortcut(Deed.SHOW_KEYS, "F1", "Show these keys", Where.ANYWHERE),
    Shortcut(Deed.NEXT_PANE, "F6", "Go to the next part of the window", Where.ANYWHERE),
    Shortcut(Deed.PREVIOUS_PANE, "Shift+F6", "Go back to the part before", Where.ANYWHERE),
    Shortcut(Deed.CURTAIN, "F12", "Draw the curtain: hide everything at once", Where.ANYWHERE),
    Shortcut(Deed.LOCK, "Ctrl+L", "Lock Doorstep now", Where.ANYWHERE),
    Shortcut(Deed.HOME, "Ctrl+H", "Go to the first page", Where.ANYWHERE),
    Shortcut(Deed.LARGER, "Ctrl+=", "Make the words larger", Where.ANYWHERE),
    Shortcut(Deed.SMALLER, "Ctrl+-", "Make the words smaller", Where.ANYWHERE),
    Shortcut(Deed.LOCAL_HELP, "Ctrl+D", "Local help: who is there for what", Where.ANYWHERE),
    Shortcut(Deed.PROFILE, "Ctrl+Shift+W", "Your own page: training and skills", Where.ANYWHERE),
    Shortcut(Deed.SEARCH, "Ctrl+F", "Search the people", Where.HOME),
    Shortcut(Deed.NEW, "Ctrl+N", "Begin an assessment", Where.HOME),
    Shortcut(Deed.GO_TO, "Ctrl+K", "Go to a topic or a question", Where.ASSESSMENT),
    Shortcut(Deed.NEXT_TOPIC, "Ctrl+PgDown", "Next topic", Where.ASSESSMENT),
    Shortcut(Deed.PREVIOUS_TOPIC, "Ctrl+PgUp", "Topic before", Where.ASSESSMENT),
    Shortcut(Deed.NEXT_QUESTION, "Ctrl+Down", "Next question", Where.ASSESSMENT),
    Shortcut(Deed.PREVIOUS_QUESTION, "Ctrl+Up", "Question before", Where.ASSESSMENT),
    Shortcut(Deed.MORE, "Ctrl+M", "More about this: all questions of the topic", Where.ASSESSMENT),
    Shortcut(Deed.NEXT_NEEDED, "Ctrl+Return", "Next question that is still needed", Where.ASSESSMENT),
    Shortcut(Deed.NEXT_TO_CHECK, "Ctrl+Shift+Return", "Next topic with answers from before to check", Where.ASSESSMENT),
    Shortcut(
        Deed.JOT, "Ctrl+J", "Jot pad: catch a line now, file it later; again, back to the question", Where.ASSESSMENT
    ),
    Shortcut(Deed.UNDO, "Ctrl+Z", "Take back the last answer", Where.ASSESSMENT),
    Shortcut(Deed.REDO, "Ctrl+Shift+Z", "Bring back what was taken back", Where.ASSESSMENT),
    Shortcut(Deed.PEOPLE, "Ctrl+Shift+P", "People, visits and route", Where.ASSESSMENT),
    Shortcut(Deed.CHECK, "Ctrl+Shift+S", "Check and sign", Where.ASSESSMENT),
    Shortcut(Deed.COPY, "Ctrl+P", "Make a copy for someone", Where.ASSESSMENT),
    Shortcut(Deed.EXPORT, "Ctrl+E", "Send to the office", Where.ASSESSMENT),
    Shortcut(Deed.THEN_AND_NOW, "Ctrl+Shift+N", "Then and now: what has changed", Where.ASSESSMENT),
    Shortcut(Deed.TURN, "F9", "Turn the screen to the person, and back", Where.ASSESSMENT),
    Shortcut(Deed.SHARED_NEXT, "PgDown", "Next question", Where.SHARED),
    Shortcut(Deed.SHARED_BEFORE, "PgUp", "Question before", Where.SHARED),
)


def shortcuts(changed: Mapping[str, str] | None = None) -> tuple[Shortcut, ...]:
    """Return the table with the keys that were changed, by the name of the deed. Unknown names are passed over."""
    changed = changed or {}
    return tuple(replace(shortcut, keys=changed.get(shortcut.deed, shortcut.keys)) for shortcut in TABLE)


def keys_for(deed: Deed, table: tuple[Shortcut, ...] = TABLE) -> str:
    """Return the keys of a deed, as Qt writes them."""
    return next(shortcut.keys for shortcut in table if shortcut.deed is deed)
