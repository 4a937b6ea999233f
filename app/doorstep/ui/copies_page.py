"""Copies: for whom, which parts, set how; the real pages to look at; then file, printer or voice (TB-07, TB-26).

A page and not a dialog: nothing closes over what was being typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from doorstep.assessment.sharing import AudienceKind
from doorstep.services.copies import LEAST_LETTERS, CopyFormat, CopyPreview
from doorstep.ui.choosing_files import ask_folder
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.copy_aloud import CopyAloud
from doorstep.ui.copy_choices import CopyChoices
from doorstep.ui.copy_files import CopyFiles
from doorstep.ui.copy_words import counted, made_words, paper_words, too_long_words
from doorstep.ui.notice import Notice
from doorstep.ui.page_preview import PagePreview
from doorstep.ui.papers_notice import PapersNotice
from doorstep.ui.reading_aloud import voice_here
from doorstep.ui.sheet import BACK, Sheet, bare_column, empty, put_into
from doorstep.ui.work_notice import WorkNotice

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.ui.printing import Printed
    from doorstep.ui.progress import Progress
    from doorstep.ui.theme import Theme

_LAID_OUT: Final = 60
"""Milliseconds after which a page that is drawn has its room among the others."""
_CALM: Final = 250
"""Milliseconds without another choice before pages that were in sight are made anew."""


class CopiesPage(Sheet):
    """The page. ``ask_wanted`` carries the link_id of the question that should be asked first.

    ``preview`` is the copy whose pages are in sight, or None.
    """

    ask_wanted = Signal(str)

    def __init__(self, workspace: Workspace, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__("Copies", "copies_page", theme, back=BACK)
        self._workspace = workspace
        self._assessment = assessment
        self._looked = self._bring = False
        self.preview: CopyPreview | None = None
        self.safety = PapersNotice(assessment, theme)
        self.safety.ask_wanted.connect(self.ask_wanted)
        self.add(self.safety)
        self.choices = CopyChoices(workspace, assessment, theme)
        self.choices.changed.connect(self._choose_again)
        self.add(self.choices)
        self.missing = self.words("", "guidance", "missing_formats")
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM)
        self._calm.timeout.connect(self.make_preview)
        self._add_pages()
        self._add_files()
        self._add_printer()
        self._add_voice()
        self._add_log()

    def _add_pages(self) -> None:
        self.look = self.button("Show me the pages", "preview_copy", self.make_preview, Weight.FIRST)
        self.row(self.look)
        self.notice = WorkNotice(self.theme, "copies_notice")
        self.add(self.notice)
        self.counts = self.words("", name="copy_counts")
        self.too_long = Notice(self.theme, "too_long_notice")
        self.add(self.too_long)
        self.pages = PagePreview(self._workspace.copies, self.theme)
        self.pages.drawn.connect(self._bring_pages)
        self.add(self.pages)

    def _add_files(self) -> None:
        self.heading("Give it as a file")
        self.files = CopyFiles(self._workspace, self._assessment, self.theme)
        self.add(self.files)
        self.row(self.button("Save the files", "save_copy", self.choose_folder))

    def _add_printer(self) -> None:
        self.heading("Print it")
        self.both_sides = CheckRow("Print on both sides of the paper", self.theme)
        self.both_sides.setObjectName("both_sides")
        self.both_sides.setChecked(True)
        self.both_sides.toggled.connect(self._count)
        self.add(self.both_sides)
        self.words("All of it can be read when it is printed in black and white.", "guidance")
        self.row(self.button("Print their copy", "print_copy", self.print_copy))

    def _add_voice(self) -> None:
        self._aloud_heading = self.heading("Read it aloud")
        self.aloud = CopyAloud(
            self._workspace.copies,
            self._assessment.record_id,
            lambda: self.choices.request,
            voice_here(),
            self.theme,
        )
        self.aloud.heard.connect(self._show_log)
        self.add(self.aloud)

    def _add_log(self) -> None:
        self.heading("Copies made")
        self.log = QWidget()
        self.log.setObjectName("copies_made")
        self._log_column = bare_column(self.log, self.theme.space("related"))
        self.add(self.log)

    def refresh(self) -> None:
        """Show who may be given a copy now, what suits them, whether papers may be left, and what was made."""
        self.choices.refresh()
        self._choose_again()  # answers may have changed since the pages were made
        missing = self._workspace.copies.suggestion(self._assessment.record_id).missing
        self.missing.setText("\n".join(missing))
        self.missing.setVisible(bool(missing))
        self.safety.refresh()
        self._show_log()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fall silent when the page goes out of sight: somebody came in, or the laptop is locked."""
        self.aloud.stop()
        super().hideEvent(event)

    def make_preview(self) -> None:
        """Make the copy in memory and show its pages."""
        if self.notice.busy():
            return
        record, request, card = self._assessment.record_id, self.choices.request, self.choices.card_wanted
        size, language = self.choices.card_profile.value, request.language

        def make(progress: Progress) -> CopyPreview | None:
            if progress.stopped:  # while it waited for its turn, something else was chosen
                return None
            if card:
                return self._workspace.cards.preview(record, size, language)
            return self._workspace.copies.preview(record, request)

        self.notice.run("Making the pages …", make, self._show_preview, gives_way=True)

    def choose_folder(self) -> None:
        """Ask where to put what is ticked, once papers may be left here."""
        if self.notice.busy() or not self.safety.allows():
            return
        formats = self.files.formats
        if not formats:
            self._say_first("Tick at least one form, then save.")
        elif self.files.braille is None:
            self._say_first("The page for braille needs 20 to 80 cells in a line, and 5 to 40 lines.")
        elif self.files.locking and CopyFormat.PDF not in formats:
            self._say_first("The password is for the PDF: tick the PDF too, or go on without a password.")
        elif self.files.locking and len(self.files.password_wanted) < LEAST_LETTERS:
            self._say_first(
                f"The password needs at least {LEAST_LETTERS} letters. Three words in a row are easy to remember."
            )
        else:
            folder = ask_folder(self, "Where shall the copy go?")
            if folder is not None:
                self.save(folder, *formats)

    def save(self, folder: Path, *formats: CopyFormat) -> None:
        """Write the copy into a folder, a file a format; that each was made is kept in the journal."""
        if self.notice.busy() or not self.safety.allows():
            return
        record, request, card = self._assessment.record_id, self.choices.request, self.choices.card_wanted
        size, password = self.choices.card_profile.value, self.files.password_wanted
        if self.files.braille is not None:
            request = msgspec.structs.replace(request, braille=self.files.braille)

        def write(progress: Progress) -> tuple[Path, ...]:
            if card:
                return self._workspace.cards.save(record, folder, size, formats, request.language)
            copies, total = self._workspace.copies, len(formats)
            return copies.save(record, request, folder, formats, password, lambda done: progress.step(done, total))

        self.notice.run("Writing the copy …", write, lambda paths: self._saved(paths, len(formats)), "File")

    def print_copy(self) -> None:
        """Print exactly the pages that were shown."""
        if self.notice.busy() or not self.safety.allows():
            return
        preview = self.preview
        if preview is None:
            self._say_first("Look at the pages first, then print them.")
            return
        from doorstep.ui import printing  # the printer's library, only when something is printed

        printer = printing.ask_printer(self, preview.pages, both_sides=self.both_sides.isChecked())
        if printer is None:
            return
        copies = self._workspace.copies
        self.notice.run(
            "Printing …",
            lambda progress: printing.paint_pages(copies, preview, printer, progress.step),
            lambda printed: self._printed(printed, preview),
            "Page",
        )

    def _say_first(self, words: str) -> None:
        self.notice.say(words, heading="One thing first")
        self.notice.setFocus()

    def _show_preview(self, preview: CopyPreview) -> None:
        self.preview = preview
        self._count()
        if preview.too_long:
            self.too_long.say(too_long_words(preview.too_long), heading="Too long for Easy Read")
        self._bring = self._bring or not self._looked
        self._looked = True
        self.pages.show_pdf(preview)

    def _bring_pages(self, _index: int) -> None:
        """Bring the pages into view when the first of them is drawn; from then on the worker scrolls."""
        if self._bring:
            QTimer.singleShot(_LAID_OUT, self, lambda: self.bring_into_view(self.pages))
        self._bring = False

    def _count(self, _on: bool = True) -> None:
        told = paper_words(self.preview, both_sides=self.both_sides.isChecked()) if self.preview is not None else ""
        self.counts.setText(told)

    def _choose_again(self) -> None:
        """Take the old pages away; the new ones come by themselves where pages were in sight."""
        self.aloud.stop()
        self.notice.give_way()
        again = self._looked
        self.preview = None
        self._count()
        self.too_long.clear()
        self.pages.clear()
        self._show_fitting()
        if again:
            self._calm.start()

    def _show_fitting(self) -> None:
        card = self.choices.card_wanted
        self.files.refresh(card=card, own=self.choices.request.audience.kind is AudienceKind.PERSON)
        for widget in (self._aloud_heading, self.aloud):
            widget.setVisible(not card)

    def _saved(self, paths: tuple[Path, ...], wanted: int) -> None:
        self.files.forget_password()
        heading = "The copy is written." if len(paths) == wanted else f"Stopped. {counted(len(paths), 'file')} written."
        self.notice.say("\n".join(map(str, paths)), heading=heading, role="done" if paths else "needs")
        self._show_log()

    def _printed(self, printed: Printed, preview: CopyPreview) -> None:
        from doorstep.ui.printing import End, range_words  # it has been brought by now

        if printed.pages and printed.end is not End.REFUSED:
            pages = range_words(printed.pages, preview.pages)
            self._workspace.copies.note_printed(self._assessment.record_id, preview, pages)
            self._show_log()
        if printed.end is End.WHOLE:
            self.notice.say("", heading="Sent to the printer.", role="done")
        elif printed.end is End.STOPPED:
            words = f"{counted(len(printed.pages), 'page')} went to the printer before, and may still come out."
            self.notice.say(words, heading="Printing has stopped.")
        else:
            words = "See that it is on and has paper, or choose another one. Nothing is noted as printed."
            self.notice.say(words, heading="The printer did not take the copy.")

    def _show_log(self) -> None:
        empty(self._log_column)
        lines = [made_words(line) for line in self._workspace.copies.log(self._assessment.record_id)]
        for line in lines or ["No copy yet. Each one that you save, print or read aloud to the end stands here."]:
            put_into(self._log_column, Words(line, self.theme, "body" if lines else "guidance"))
