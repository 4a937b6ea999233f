"""The worker's own page: name, registration, training and skills (TB-27). It warns and never judges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QWidget

from doorstep.calendar import day_words
from doorstep.errors import DoorstepError
from doorstep.services.worker_profile import SKILL_WORDS, Training
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.date_fields import DateFields
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import Sheet, bare_column, button, empty, put_into

if TYPE_CHECKING:
    from datetime import date

    from doorstep.services.worker_profile import WorkerProfile
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme


class OwnProfile(Sheet):
    """The page. ``today`` tells which training wants repeating."""

    def __init__(self, workspace: Workspace, theme: Theme, today: date) -> None:
        super().__init__("Your own page", "own_profile", theme, back="◂ Back")
        self._workspace = workspace
        self._today = today
        self._training: tuple[Training, ...] = ()
        self.words("Name, job, phone and registration stand in what you begin from the next unlocking on.", "guidance")
        self.name = self.line("Your name", "own_name")
        self.job = self.line("Your job", "own_job")
        self.phone = self.line("Your phone at work", "own_phone")
        self.registration = self.line(
            "Your registration", "own_registration", "For example: Social Work England SW12345"
        )
        self.heading("Skills")
        self.words("Doorstep says so when a conversation asks for one that is not ticked here. It goes nowhere else.")
        skills = Group("Skills", theme)
        self.skills = {skill: CheckRow(words, theme) for skill, words in SKILL_WORDS.items()}
        for skill, row in self.skills.items():
            row.setObjectName(f"skill_{skill.value}")
            skills.column.addWidget(row)
        self.add(skills)
        self._add_training()
        self.notice = Notice(theme, "own_notice")
        self.add(self.notice)
        self.row(self.button("Keep this", "keep_profile", self.keep, Weight.FIRST))
        self._show(workspace.profile)

    def keep(self) -> None:
        """Keep what stands on the page, with a training that is still in its fields."""
        if not self.name.text().strip():
            self.notice.say("Write your name.", heading="One thing first")
            self.name.setFocus()
            return
        if self.what.text().strip() and not self.add_training():
            return
        kept = self._workspace.profile
        told = {"name": self.name, "job": self.job, "phone": self.phone, "registration": self.registration}
        worker = msgspec.structs.replace(kept.worker, **{part: line.text().strip() for part, line in told.items()})
        skills = frozenset(skill.value for skill, row in self.skills.items() if row.isChecked())
        try:
            self._workspace.keep_profile(
                msgspec.structs.replace(kept, worker=worker, training=self._training, skills=skills)
            )
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        self.notice.say("", heading="Your page is kept.", role="done")
        self.bring_into_view(self.notice)

    def add_training(self) -> bool:
        """Put the training in the fields on the list; tell whether it is there."""
        try:
            on, again = self._day(self.on), self._day(self.again)
        except ValueError as error:
            self.notice.say(str(error), heading="The training")
            self.on.day.setFocus()
            return False
        if not self.what.text().strip() or on is None:
            self.notice.say("Write what it was, and the day on which it ended.", heading="The training")
            (self.on.day if self.what.text().strip() else self.what).setFocus()
            return False
        self._training = (*self._training, Training(self.what.text().strip(), on, again))
        self.what.clear()
        for day in (self.on, self.again):
            day.show_date(None)
        self.notice.clear()
        self._show_training()
        self.what.setFocus()
        return True

    def _add_training(self) -> None:
        self.heading("Training")
        done = QWidget()
        self._done = bare_column(done, self.theme.space("related"))
        self.add(done)
        self.what = self.line("Training", "own_training")
        self.on = self._date("When was it?")
        self.again = self._date("When does it want repeating, if it does?")
        self.row(self.button("Put it on the list", "add_training", self.add_training))

    def _date(self, asks: str) -> DateFields:
        self.words(asks, "body_strong")
        fields = DateFields(self.theme, asks)
        self.add(fields)
        for tool in (fields.about, fields.fold):
            tool.hide()
        return fields

    def _show(self, profile: WorkerProfile) -> None:
        worker = profile.worker
        lines = (self.name, self.job, self.phone, self.registration)
        for line, text in zip(lines, (worker.name, worker.job, worker.phone, worker.registration), strict=True):
            line.setText(text)
        for skill, row in self.skills.items():
            row.setChecked(skill.value in profile.skills)
        self._training = profile.training
        self._show_training()

    def _show_training(self) -> None:
        empty(self._done)
        for training in self._training:
            lapsed = training.again_by is not None and training.again_by < self._today
            colour = "needs" if lapsed else "ink"
            put_into(self._done, Words(_training_words(training, lapsed=lapsed), self.theme, "body", colour))
            words, off = f"Take off: {training.what}", partial(self._take_off, training)
            put_into(self._done, button(words, "drop_training", self.theme, off, Weight.QUIET))

    def _take_off(self, training: Training) -> None:
        self._training = tuple(each for each in self._training if each is not training)
        self._show_training()
        self.what.setFocus()

    def _day(self, fields: DateFields) -> date | None:
        """Return a whole day, or None. Raises ValueError with words for the page."""
        told = fields.date()
        day = told.calendar() if told is not None else None
        if told is not None and day is None:
            raise ValueError("Give day, month and year.")
        return day


def _training_words(training: Training, *, lapsed: bool) -> str:
    again = ""
    if training.again_by is not None:
        again = f" Wants repeating {'since' if lapsed else 'by'} {day_words(training.again_by)}."
    return f"{training.what}, {day_words(training.on)}.{again}"
