"""Looking at a copy of about 24 pages, as the page of copies does it: made beside the window, its first page drawn.

The first look makes everything; the same copy again is in memory; another size makes the PDF anew. A tick every few
milliseconds tells how long the window could not answer meanwhile. Compare the ratios; the milliseconds belong to this
machine.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.assessment.people import Worker
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.definition.loader import installed_form
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import SamplePicture, first_visit
from doorstep.services.copies import CopyRequest
from doorstep.services.unlock import VAULT, Profile
from doorstep.vault.database import Vault
from doorstep.vault.keys import FLOOR
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from doorstep.assessment.answer import AttachmentRef
    from doorstep.services.workspace import Workspace

RUNS = 5
PAGES = 24
_PASSPHRASE = "harbour violet spoon candle thunder map"
_TICK = 4
"""Milliseconds between two looks at whether the window lives."""


def _make(folder: Path) -> str:
    """Make a profile that holds the sample visit; return the record's id."""
    profile = Profile(folder, kdf=FLOOR)
    profile.create(_PASSPHRASE, Worker(id="w1", name="Bench")).close()
    form = installed_form("needs-assessment")
    with Vault.open(folder / VAULT, _PASSPHRASE, clock=lambda: datetime.now(UTC)) as vault:

        def keep(picture: SamplePicture) -> AttachmentRef:
            reference = picture.reference()
            vault.put_attachment(picture.file.read_bytes(), reference.media_type)
            return reference

        play = SamplePlay(first_visit(form), form, keep)
        record_id = play.play().record_id
        vault.keep_form(form)
        vault.writer.submit(Save(record_id, tuple(play.facts)))
        vault.writer.flush(60)
    return record_id


def _parts(workspace: Workspace, record_id: str) -> tuple[str, ...]:
    """Return as many parts as make about 24 pages in clear print."""
    chosen: tuple[str, ...] = ()
    for part in workspace.copies.parts(record_id):
        chosen = (*chosen, part.code)
        request = CopyRequest(Audience(AudienceKind.PERSON), chosen, "clear-14")
        if workspace.copies.preview(record_id, request).pages >= PAGES:
            break
    return chosen


class Looking:
    """A page of the window that shows copies, and a watch on it."""

    def __init__(self, workspace: Workspace, record_id: str) -> None:
        from PySide6.QtCore import QTimer

        from doorstep.ui.page_preview import PagePreview
        from doorstep.ui.theme import load_theme

        self._workspace = workspace
        self._record_id = record_id
        self.pages = PagePreview(workspace.copies, load_theme("light"))
        self.pages.resize(800, 1100)
        self.longest = 0.0
        self._last = time.perf_counter()
        self._ticks = QTimer()
        self._ticks.timeout.connect(self._tick)
        self._ticks.start(_TICK)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def look(self, request: CopyRequest) -> float:
        """Return the milliseconds from asking until the first page is in sight."""
        from doorstep.ui.background import run_beside

        copies, record = self._workspace.copies, self._record_id
        self.pages.clear()
        return self._until_drawn(
            lambda: run_beside(
                self.pages, lambda: copies.preview(record, request), lambda made: self.pages.show_pdf(made.value)
            )
        )

    def turn(self) -> float:
        """Return the milliseconds until the next page is in sight."""
        return self._until_drawn(lambda: self.pages.turn_to(self.pages.index + 1))

    def _until_drawn(self, ask: object) -> float:
        from PySide6.QtCore import QEventLoop

        loop, began = QEventLoop(), time.perf_counter()
        done: list[float] = []

        def drawn(_page: int) -> None:
            done.append(time.perf_counter() - began)
            loop.quit()

        self.pages.drawn.connect(drawn)
        ask()  # type: ignore[operator]
        if not done:
            loop.exec()
        self.pages.drawn.disconnect(drawn)
        return done[0] * 1000


def measure(runs: int = RUNS) -> dict[str, float]:
    """Return medians in milliseconds by name, the longest pause of the window, and how many pages the copy has."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    found: dict[str, list[float]] = {"first": [], "again": [], "larger": [], "turned": []}
    with tempfile.TemporaryDirectory() as name:
        record_id = _make(Path(name) / "profile")
        workspace = Profile(Path(name) / "profile", kdf=FLOOR).open(_PASSPHRASE)
        workspace.assessments.open(record_id)  # as it is while its page of copies is in sight
        parts = _parts(workspace, record_id)
        person, longest, pages = Audience(AudienceKind.PERSON), 0.0, 0
        for _ in range(runs):
            vars(workspace).pop("copies")  # what was made is forgotten: a first look once more
            looking = Looking(workspace, record_id)
            found["first"].append(looking.look(CopyRequest(person, parts, "clear-14")))
            found["turned"].append(looking.turn())
            found["larger"].append(looking.look(CopyRequest(person, parts, "large-18")))
            found["again"].append(looking.look(CopyRequest(person, parts, "clear-14")))
            longest = max(longest, looking.longest)
            pages = workspace.copies.preview(record_id, CopyRequest(person, parts, "clear-14")).pages
        workspace.close()
    del application
    medians = {name: statistics.median(times) for name, times in found.items()}
    return {**medians, "longest": longest * 1000, "pages": pages}


def report(runs: int = RUNS) -> str:
    """Return the measurement as one line."""
    got = measure(runs)
    return (
        f"looking at a copy of {got['pages']:.0f} pages again: {got['again'] / got['first']:.2f} times the first look "
        f"({got['again']:.0f} ms against {got['first']:.0f} ms, medians of {runs}), in another size "
        f"{got['larger']:.0f} ms, the next page {got['turned']:.0f} ms; meanwhile the window answered nobody for at "
        f"most {got['longest']:.0f} ms"
    )


if __name__ == "__main__":
    print(report())
