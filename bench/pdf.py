"""The clear-print PDF against bare ReportLab drawing the same words: what tags, headings kept and page counts cost.

The copy is the sample visit's, whole. Bare ReportLab gets the same paragraphs in the same fonts and sizes, without
tags, bookmarks, links, tables or page numbers. Both write into memory, in turns. Compare the ratio of the medians;
the milliseconds belong to this machine.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph, SimpleDocTemplate

from doorstep.assessment.people import Worker
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.copies.composer import compose
from doorstep.copies.pdf.flowables import TaggedParagraph, TaggedTable
from doorstep.copies.pdf.story import Story
from doorstep.copies.pdf.styles import styles_of
from doorstep.copies.pdf.tags import Element
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.preview import page_count
from doorstep.copies.profiles import PROFILES
from doorstep.definition.loader import installed_form
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import SamplePicture, first_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.lib.styles import ParagraphStyle

    from doorstep.copies.document import Document

RUNS = 7
PROFILE = PROFILES["clear-14"]


def _document() -> Document:
    """Return the person's whole copy of the sample visit."""
    form = installed_form("needs-assessment")
    record = SamplePlay(first_visit(form), form, SamplePicture.reference).play().freeze()
    shared = share(record, form, Audience(AudienceKind.PERSON))
    return compose(shared, form, PROFILE, made_on=date(2026, 10, 13), made_by=Worker("p2", "Aoife Lindqvist"))


def _paragraphs(flowables: list[Any]) -> Iterator[tuple[str, ParagraphStyle]]:
    """Yield the words and the style of every paragraph, those in tables too."""
    for flowable in flowables:
        if isinstance(flowable, TaggedParagraph):
            yield escape(flowable.getPlainText()), flowable.style
        elif isinstance(flowable, TaggedTable):
            yield from (pair for line in flowable._cellvalues for pair in _paragraphs(line))  # noqa: SLF001


def _bare(words: list[tuple[str, ParagraphStyle]]) -> bytes:
    output = BytesIO()
    SimpleDocTemplate(output, pagesize=A4, invariant=1).build([Paragraph(text, style) for text, style in words])
    return output.getvalue()


def _milliseconds(draw: Callable[[], bytes]) -> float:
    began = time.perf_counter()
    draw()
    return (time.perf_counter() - began) * 1000


def measure(runs: int = RUNS) -> tuple[float, float, int]:
    """Return the median milliseconds of bare ReportLab and of ours, and the number of our pages."""
    document = _document()
    styles = styles_of(PROFILE)
    words = list(_paragraphs(Story(Element("Document"), styles, A4[1]).tell(document.blocks)))
    pages = page_count(write_pdf(document, PROFILE))
    _bare(words)  # once unmeasured each, so that both find a warm machine
    pairs = [
        (_milliseconds(lambda: _bare(words)), _milliseconds(lambda: write_pdf(document, PROFILE))) for _ in range(runs)
    ]
    return statistics.median(bare for bare, _ in pairs), statistics.median(ours for _, ours in pairs), pages


def report(runs: int = RUNS) -> str:
    """Return the measurement as one line."""
    bare, ours, pages = measure(runs)
    return (
        f"the 14 pt PDF: {ours / bare:.2f} times bare ReportLab with the same words "
        f"({ours:.0f} ms against {bare:.0f} ms for {pages} pages, medians of {runs})"
    )


if __name__ == "__main__":
    print(report())
