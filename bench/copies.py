"""Each writer of copies against the plain engine with the same words, and the whole set of the sample's copies.

The plain engine of a format is what a programmer would reach for first: bare ReportLab for the PDFs, an escaped list
of paragraphs for HTML, the same text joined and encoded for plain text and speech, and liblouis, where the machine has
it, for braille. All write into memory, in turns, from one document, in one run. Compare the ratios of the medians; the
milliseconds belong to this machine.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_xml

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph, SimpleDocTemplate

from doorstep.assessment.people import Worker
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.copies.braille.brf import Sheet
from doorstep.copies.braille.contracted import liblouis
from doorstep.copies.composer import compose
from doorstep.copies.easy_read import compose_easy_read
from doorstep.copies.formats import FORMATS, CopyFormat, Setting
from doorstep.copies.lines import lines_of, written
from doorstep.copies.pdf.styles import styles_of
from doorstep.copies.preview import page_count
from doorstep.copies.profiles import PROFILES
from doorstep.definition.loader import installed_form
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import SamplePicture, first_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doorstep.copies.document import Document
    from doorstep.copies.profiles import Profile

RUNS = 5
LEAST = 1
"""Below so many milliseconds a ratio says nothing."""
SET = (
    (CopyFormat.PDF, "clear-14"),
    (CopyFormat.PDF, "large-18"),
    (CopyFormat.PDF, "giant-24"),
    (CopyFormat.PDF, "easy-read"),
    (CopyFormat.HTML, "clear-14"),
    (CopyFormat.TEXT, "clear-14"),
    (CopyFormat.READ_ALOUD, "clear-14"),
    (CopyFormat.BRAILLE, "clear-14"),
    (CopyFormat.CONTRACTED_BRAILLE, "clear-14"),
)
"""The copies that are measured: format and profile."""
MADE_ON = date(2026, 10, 13)
WORKER = Worker("p2", "Aoife Lindqvist")


def _documents() -> dict[str, Document]:
    """Return the person's copy of the sample visit for each profile of the set."""
    form = installed_form("needs-assessment")
    record = SamplePlay(first_visit(form), form, SamplePicture.reference).play().freeze()
    shared = share(record, form, Audience(AudienceKind.PERSON))

    def composed(profile: Profile) -> Document:
        full = compose(shared, form, profile, made_on=MADE_ON, made_by=WORKER)
        if not profile.easy_read:
            return full
        return compose_easy_read(shared, form, made_on=MADE_ON, made_by=WORKER, full_sha256=full.answers_sha256)

    return {name: composed(PROFILES[name]) for _kind, name in SET}


def _plain_pdf(words: list[str], profile: Profile) -> bytes:
    output, style = BytesIO(), styles_of(profile).body
    paragraphs = [Paragraph(escape_xml(line), style) for line in words]
    SimpleDocTemplate(output, pagesize=A4, invariant=1).build(paragraphs)
    return output.getvalue()


def _plain_html(words: list[str], _profile: Profile) -> bytes:
    return f"<!DOCTYPE html><html>{''.join(f'<p>{escape(line)}</p>' for line in words)}</html>".encode()


def _plain_text(words: list[str], _profile: Profile) -> bytes:
    return "\r\n".join(words).encode()


def _plain_braille(table: str) -> Callable[[list[str], Profile], bytes]:
    def cells(words: list[str], _profile: Profile) -> bytes:
        engine, width = liblouis(), Sheet().cells
        assert engine is not None
        told = (engine.cells(line.replace("\u00a0", " "), table) for line in words)
        return "\r\n".join(line[at : at + width] for line in told for at in range(0, len(line), width)).encode()

    return cells


_PLAIN = {
    CopyFormat.PDF: ("bare ReportLab", _plain_pdf),
    CopyFormat.HTML: ("bare paragraphs", _plain_html),
    CopyFormat.TEXT: ("joined lines", _plain_text),
    CopyFormat.READ_ALOUD: ("joined lines", _plain_text),
    CopyFormat.BRAILLE: ("liblouis alone", _plain_braille("en-ueb-g1.ctb")),
    CopyFormat.CONTRACTED_BRAILLE: ("liblouis alone", _plain_braille("en-ueb-g2.ctb")),
}
"""The plain engine of each format, by its name."""
_NEEDS_LIBLOUIS = (CopyFormat.BRAILLE, CopyFormat.CONTRACTED_BRAILLE)


def _timed(make: Callable[[], bytes]) -> tuple[float, bytes]:
    began = time.perf_counter()
    made = make()
    return (time.perf_counter() - began) * 1000, made


def _measured(kind: CopyFormat, profile: Profile, document: Document, runs: int) -> tuple[str, float]:
    """Return one line about one copy, and the milliseconds that it took."""
    words = [written(line) for line in lines_of(document)]
    name, plain = _PLAIN[kind]
    about = FORMATS[kind]
    plain(words, profile)  # once unmeasured each, so that both find a warm machine
    about.write(document, Setting(profile))
    pairs = [
        (_timed(lambda: plain(words, profile)), _timed(lambda: about.write(document, Setting(profile))))
        for _ in range(runs)
    ]
    bare = statistics.median(before[0] for before, _ours in pairs)
    ours = statistics.median(after[0] for _bare, after in pairs)
    (_, bare_bytes), (_, made) = pairs[0]
    pages = f", {page_count(made)} pages" if kind is CopyFormat.PDF else ""
    label = f"{profile.name}{about.ending}" if about.sized else f"{kind.value}{about.ending}"
    ratio = f"{ours / bare:.2f} times {name} ({ours:.0f} ms against {bare:.0f} ms)"
    told = ratio if bare >= LEAST else f"{ours:.0f} ms ({name} take less than {LEAST} ms)"
    return f"{label}: {told}, {len(made) / 1000:.0f} kB against {len(bare_bytes) / 1000:.0f} kB{pages}", ours


def _lines(runs: int) -> Iterator[str]:
    documents = _documents()
    total = 0.0
    for kind, name in SET:
        if kind in _NEEDS_LIBLOUIS and liblouis() is None:
            yield f"{kind.value}: not measured, this machine has no liblouis"
            continue
        line, milliseconds = _measured(kind, PROFILES[name], documents[name], runs)
        total += milliseconds
        yield line
    yield f"the whole set: {total / 1000:.1f} s, medians of {runs}"


def report(runs: int = RUNS) -> str:
    """Return a line a copy, and one for the whole set."""
    return "\n".join(_lines(runs))


if __name__ == "__main__":
    print(report())
