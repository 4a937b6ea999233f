"""Copies: for whom, which parts, set how; the real pages to look at; then a file or the printer (TB-07, TB-26).

A page and not a dialog: nothing closes over what was being typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.people import Carer
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.services.copies import CopyFormat, CopyPreview, CopyRequest
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.choosing_files import ask_folder
from doorstep.ui.controls.buttons import Fold, Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.page_preview import PagePreview
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import BACK, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

_SAFE_QUESTION: Final = "sa_print_safe"
_LEDGER: Final = "nx_share"
_NOT_ASKED: Final = "Nobody has asked yet whether it is safe to leave papers here. Ask when the person is alone."
_NOT_SAFE: Final = "The person said that papers are not safe here. Agree on another way to give them their copy."


class CopiesPage(Sheet):
    """The page. ``ask_wanted`` carries the link_id of the question that should be asked first.

    ``preview`` is the copy whose pages are in sight, or None.
    """

    ask_wanted = Signal(str)

    def __init__(self, workspace: Workspace, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__("Copies", "copies_page", theme, back=BACK)
        self._workspace = workspace
        self._assessment = assessment
        self._safe_now = False
        self.preview: CopyPreview | None = None
        self.notice = Notice(theme, "copies_notice")
        self.safety = Notice(theme, "papers_notice")
        self.add(self.safety)
        self._ask_audience()
        self._ask_parts()
        self._ask_profile()
        self.look = self.button("Show me the pages", "preview_copy", self.make_preview, Weight.FIRST)
        self.row(self.look)
        self.add(self.notice)
        self.counts = self.words("", name="copy_counts")
        self.row(
            self.button("Save as PDF", "save_pdf", lambda: self.choose_folder(CopyFormat.PDF)),
            self.button("Save as a web page", "save_html", lambda: self.choose_folder(CopyFormat.HTML)),
            self.button("Print their copy", "print_copy", self.print_copy),
        )
        self.pages = PagePreview(workspace.copies, theme)
        self.add(self.pages)

    def refresh(self) -> None:
        """Show who may be given a copy now, and whether papers may be left."""
        self.audience.offer(self._audiences(), self.audience.value)
        self._show_safety()

    @property
    def request(self) -> CopyRequest:
        """What is asked for at the moment."""
        chosen = tuple(code for code, row in self._parts.items() if row.isChecked())
        parts = None if len(chosen) == len(self._parts) else chosen
        return CopyRequest(self.audience.value, parts, self.profile.value)

    def make_preview(self) -> None:
        """Make the copy in memory and show its pages."""
        request = self.request
        self._run(
            "Making the pages …",
            lambda: self._workspace.copies.preview(self._assessment.record_id, request),
            self._show_preview,
        )

    def choose_folder(self, kind: CopyFormat) -> None:
        """Ask where to put the copy, once papers may be left here."""
        if self._may_leave_papers():
            folder = ask_folder(self, "Where shall the copy go?")
            if folder is not None:
                self.save(folder, kind)

    def save(self, folder: Path, kind: CopyFormat) -> None:
        """Write the copy into a folder; that it was made is kept in the journal."""
        if not self._may_leave_papers():
            return
        request = self.request
        self._run(
            "Writing the copy …",
            lambda: self._workspace.copies.save(self._assessment.record_id, request, folder, (kind,)),
            lambda paths: self.notice.say("\n".join(map(str, paths)), heading="The copy is written.", role="done"),
        )

    def print_copy(self) -> None:
        """Print exactly the pages that were shown."""
        if not self._may_leave_papers():
            return
        if self.preview is None:
            self.notice.say("Look at the pages first, then print them.", heading="One thing first")
            return
        from doorstep.ui.printing import print_pages  # the printer's library, only when something is printed

        if print_pages(self._workspace.copies, self.preview, self):
            self.notice.say("", heading="Sent to the printer.", role="done")

    def leave_papers_this_time(self) -> None:
        """Take the worker's word that it is safe to leave this copy."""
        self._safe_now = True
        self.safety.clear()

    def _may_leave_papers(self) -> bool:
        if self._safe_now or self._assessment.state.derived.safe_to_leave_papers:
            return True
        self._show_safety()
        self.safety.setFocus()
        return False

    def _show_safety(self) -> None:
        safe = self._assessment.state.derived.safe_to_leave_papers
        if safe or self._safe_now:
            self.safety.clear()
            return
        buttons: list[QWidget] = []
        if safe is None and _SAFE_QUESTION in self._assessment.definition.places:
            buttons.append(self.button("Go to the question", "ask_safe", lambda: self.ask_wanted.emit(_SAFE_QUESTION)))
        buttons.append(self.button("It is safe for this copy", "safe_now", self.leave_papers_this_time))
        self.safety.say(
            _NOT_ASKED if safe is None else _NOT_SAFE,
            heading="Is it safe to leave papers here?",
            buttons=tuple(buttons),
        )

    def _run(self, waiting: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        def finish(outcome: Outcome) -> None:
            if outcome.error is not None:
                self.notice.tell(message_for(outcome.error))
                return
            self.notice.clear()
            then(outcome.value)

        self.notice.say("", heading=waiting, role="accent")
        run_beside(self, work, finish)

    def _show_preview(self, preview: CopyPreview) -> None:
        self.preview = preview
        pages = "1 page" if preview.pages == 1 else f"{preview.pages} pages"
        sheets = "1 sheet" if preview.sheets == 1 else f"{preview.sheets} sheets"
        kept = f" {preview.withheld} answers are kept back: they are not for this reader." if preview.withheld else ""
        self.counts.setText(f"{pages}, {sheets} of paper when printed on both sides.{kept}")
        self.pages.show_pdf(preview)
        self.bring_into_view(self.pages)

    def _forget_preview(self, _value: object = None) -> None:
        self.preview = None
        self.counts.setText("")
        self.pages.clear()

    def _ask_audience(self) -> None:
        offered = self._audiences()
        self.audience = Pick("Who is this copy for?", offered, self.theme, offered[0][0])
        self.audience.changed.connect(self._forget_preview)
        self.add(self.audience)
        called = self._assessment.state.person.called
        self.words(f"Others get only the parts that {called} agreed to, and nothing that is private.", "guidance")

    def _audiences(self) -> list[tuple[Audience, str]]:
        state = self._assessment.state
        carers = [party for party in state.parties if isinstance(party, Carer)]
        return [
            (Audience(AudienceKind.PERSON), state.person.called),
            *((Audience(AudienceKind.CARER, carer.id), f"{carer.name}, carer") for carer in carers),
            *((Audience(AudienceKind.PROVIDER, name), name) for name in self._named_in_the_ledger()),
        ]

    def _named_in_the_ledger(self) -> list[str]:
        """The readers that the person was asked about (TB-08), but for the carers, who are offered already."""
        state = self._assessment.state
        if _LEDGER not in state.definition.places:
            return []
        answers = (state.current(AnswerKey(f"{_LEDGER}.who", (row,))) for row in state.rows_of(_LEDGER))
        names = (answer.value for answer in answers if answer is not None)
        known = {party.name for party in state.parties}
        return [name for name in names if isinstance(name, str) and name not in known]

    def _ask_parts(self) -> None:
        self._parts: dict[str, CheckRow] = {}
        group = Group("Which parts?", self.theme)
        for part in self._workspace.copies.parts(self._assessment.record_id):
            row = CheckRow(part.title, self.theme)
            row.setChecked(True)
            row.toggled.connect(self._forget_preview)
            group.column.addWidget(row)
            self._parts[part.code] = row
        self.parts_fold = Fold("All parts. Choose only some?", self.theme, group)
        self.add(self.parts_fold)
        self.add(group)

    def choose_parts(self, codes: frozenset[str]) -> None:
        """Tick exactly these parts."""
        self.parts_fold.setChecked(True)
        for code, row in self._parts.items():
            row.setChecked(code in codes)

    def _ask_profile(self) -> None:
        profiles = [(profile.name, profile.title) for profile in self._workspace.copies.profiles()]
        suggested = self._workspace.copies.suggested_profile(self._assessment.record_id)
        self.profile = Pick("How shall it be set?", profiles, self.theme, suggested.name)
        self.profile.changed.connect(self._forget_preview)
        self.add(self.profile)
