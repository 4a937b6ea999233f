"""If this laptop were stolen now: what a thief would hold, and what stands between them and it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from doorstep.calendar import day_words
from doorstep.errors import StorageError
from doorstep.ui.controls.buttons import Button
from doorstep.ui.dates import near_day_words, time_words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from datetime import date

    from doorstep.services.risk import LaptopRisk
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme


class RiskPage(Sheet):
    """The page. ``passphrase_wanted``, ``copies_wanted`` and ``second_key_wanted`` ask for what is done about it."""

    passphrase_wanted = Signal()
    copies_wanted = Signal()
    second_key_wanted = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, today: date) -> None:
        super().__init__("If this laptop were stolen now", "risk_page", theme, back="◂ Back to your people")
        self._workspace = workspace
        self._today = today
        self.notice = Notice(theme, "risk_notice")
        self.add(self.notice)
        self.heading("What is on it")
        self.holds = self.words("", name="risk_holds")
        self.heading("What is nowhere else")
        self.unsent = self.words("", name="risk_unsent")
        self.left = self.words("", name="risk_left")
        self.heading("What a thief would need")
        self.locked = self.words("", name="risk_locked")
        self.office = self.words("", name="risk_office")
        self.heading("What will be removed")
        self.removals = self.words("", name="risk_removals")
        self.heading("What you can do")
        self.row(
            self.button("Snapshots and second copies", "second_copies", self.copies_wanted.emit),
            self.button("Change the passphrase", "change_passphrase", self.passphrase_wanted.emit),
            self.button("A second key in this laptop", "second_key", self.second_key_wanted.emit),
        )

    def focus_first(self) -> None:
        """Put the keyboard above what is to be read, so that reading begins at the top."""
        back = self.findChild(Button, "back")
        if back is not None:
            back.setFocus()

    def refresh(self) -> None:
        """Look at the vault again."""
        try:
            risk = self._workspace.risk.now()
        except StorageError as error:
            self.notice.tell_beside(message_for(error))
            return
        self.notice.clear()
        self.holds.setText(holds_words(risk))
        self.unsent.setText(unsent_words(risk, self._today))
        self.left.setText(left_words(risk, self._today))
        self.locked.setText(locked_words(risk))
        self.office.setText(office_words(risk))
        self.removals.setText(removal_words(risk))


def holds_words(risk: LaptopRisk) -> str:
    """Return whom the laptop knows."""
    if not risk.assessments and not risk.lent:
        return "Nobody yet."
    people = _count(risk.people, "person", "people")
    lent = f" and {_count(risk.lent, 'earlier record')} from your office" if risk.lent else ""
    return f"{people}, in {_count(risk.assessments, 'assessment')}{lent}, with what they said and whoever they named."


def unsent_words(risk: LaptopRisk, today: date) -> str:
    """Return what would be lost with the laptop."""
    if risk.oldest_unsent is None:
        return "Nothing: your office was sent everything as it stands." if risk.assessments else "Nothing."
    begun = risk.oldest_unsent.begun_at.astimezone().date()
    days = (today - begun).days
    age = f", {_count(days, 'day')} ago" if days > 1 else ""
    oldest = f"{risk.oldest_unsent.called}, begun {near_day_words(begun, today)}{age}"
    if risk.unsent == 1:
        return f"1 assessment, or part of it, would be lost with the laptop: {oldest}."
    return f"{risk.unsent} assessments, or parts of them, would be lost with the laptop. The oldest: {oldest}."


def left_words(risk: LaptopRisk, today: date) -> str:
    """Return when something was last sealed for the office."""
    if risk.last_left_at is None:
        return "Nothing has ever been sealed for the office on this laptop."
    day = near_day_words(risk.last_left_at.astimezone().date(), today)
    return f"Something was last sealed for the office {day} at {time_words(risk.last_left_at)}."


def locked_words(risk: LaptopRisk) -> str:
    """Return what is encrypted, and how, without a word that needs an expert."""
    second = (
        "Your passphrase, and a key that this laptop’s own keystore holds" if risk.second_key else "Your passphrase"
    )
    return (
        f"{second}. Everything in the vault is encrypted with AES-256: names, answers, pictures, snapshots and "
        f"second copies. Every guess at the passphrase takes {risk.memory_mib} MB of memory, worked through "
        f"{_count(risk.passes, 'time')} (Argon2id), so that even large computers guess slowly. Once Doorstep has "
        "locked itself, its memory holds neither key nor names. Copies that you saved, and photos that are still "
        "outside the vault, are not protected by it."
    )


def office_words(risk: LaptopRisk) -> str:
    """Return whether the office could open the vault."""
    if not risk.office_keys:
        return "Your office could not open this vault: if the passphrase is lost, so is what is in it."
    return f"Your office could open this vault with any of its {_count(risk.office_keys, 'key')}, and you would see it."


def removal_words(risk: LaptopRisk) -> str:
    """Return what will go from the laptop, and when."""
    if not risk.remove_after_days:
        return "Nothing goes by itself: the settings say that everything stays."
    days = _count(risk.remove_after_days, "day")
    rule = f"What is signed, and your office's receipt is here for it, goes {days} after the receipt."
    if not risk.removals:
        return f"{rule} At the moment there is nothing of that kind. What was never sent stays."
    listed = "\n".join(f"{plan.called}: {day_words(plan.on)}" for plan in risk.removals)
    return f"{rule} What was never sent stays.\n\n{listed}"


def _count(number: int, one: str, more: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {more or one + 's'}"
