"""Which packs are in use, law, plain words and local help, and taking in another from the office (TB-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.calendar import day_words
from doorstep.errors import DoorstepError
from doorstep.packs.model import PackKind
from doorstep.ui.choosing_files import ask_file
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doorstep.packs.model import PackHead
    from doorstep.services.packs import InstalledPack, Packs
    from doorstep.ui.theme import Theme

_KINDS: Final[Mapping[PackKind, str]] = {
    PackKind.LEGAL: "Law and guidance",
    PackKind.GLOSSARY: "Plain words",
    PackKind.DIRECTORY: "Local help",
}
_SUFFIX: Final = ".doorstep-pack"


class PacksPage(Sheet):
    """The page."""

    def __init__(self, packs: Packs, theme: Theme) -> None:
        super().__init__("Lists and texts in use", "packs_page", theme, back="◂ Back")
        self._packs = packs
        self.words(
            "Each assessment keeps the ones that it was begun with, so that an old one shows the words that stood then."
        )
        self.told = self.words("", name="packs")
        self.notice = Notice(theme, "packs_notice")
        self.add(self.notice)
        self.row(self.button("Take in a newer one from your office", "take_pack", self.choose_pack))
        self.refresh()

    def refresh(self) -> None:
        """Show which are in use."""
        self.told.setText("\n".join(map(_head_words, self._packs.current.heads)))

    def choose_pack(self) -> None:
        """Ask for the file that the office gave."""
        path = ask_file(self, "Choose the file from your office", _SUFFIX)
        if path is not None:
            self.take_in(path)

    def take_in(self, path: Path) -> None:
        """Take a pack in, when the office signed it, and say what became of it."""
        try:
            installed = self._packs.install(path)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        self.refresh()
        self._say(installed)

    def _say(self, installed: InstalledPack) -> None:
        kind = _KINDS[installed.head.kind]
        if installed.used:
            self.notice.say("New assessments use it from now on.", heading=f"{kind}: the new one is in.", role="done")
        else:
            held = f"The one in use is as new or newer: version {installed.held.version}."
            self.notice.say(held, heading=f"{kind}: nothing was changed.")


def _head_words(head: PackHead) -> str:
    sample = " This is a sample of an invented place." if head.sample else ""
    return f"{_KINDS[head.kind]}: {head.title}, version {head.version}, of {day_words(head.issued)}.{sample}"
