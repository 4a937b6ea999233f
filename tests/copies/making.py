"""What the tests of the copies share: the sample visit played once, small documents, and text as a reader gets it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
import pypdfium2
from pikepdf import Dictionary, Name
from PIL import Image

from doorstep import resources
from doorstep.assessment.people import Worker
from doorstep.assessment.record import Record
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.copies.composer import compose
from doorstep.copies.document import (
    Answered,
    Bullets,
    Cell,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Particular,
    Particulars,
    Row,
    RowLayout,
    Rows,
    Said,
    Span,
    Spans,
    Stage,
    Strip,
    Tick,
    Ticks,
    Tone,
    Weight,
    plain,
)
from doorstep.copies.easy_read import compose_easy_read
from doorstep.copies.html import write_html
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.definition.loader import load_form
from doorstep.definition.model import FormDefinition
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import Expected, SamplePicture, first_visit

if TYPE_CHECKING:
    import pikepdf

    from doorstep.assessment.answer import AttachmentRef
    from doorstep.copies.document import Block

PERSON = Audience(AudienceKind.PERSON)
CARER = Audience(AudienceKind.CARER, "p1")
WORKER = Worker("p2", "Aoife Lindqvist", "social worker")
MADE_ON = date(2026, 10, 13)


class Played(msgspec.Struct, frozen=True):
    """The sample as a record, with its form, pictures and what is expected of it."""

    form: FormDefinition
    record: Record
    pictures: dict[str, bytes]
    expected: Expected


@cache
def played() -> Played:
    """Play the sample visit through a session, once for all tests."""
    form = load_form(resources.forms_folder() / "needs-assessment")
    sample = first_visit(form)
    pictures: dict[str, bytes] = {}

    def keep(picture: SamplePicture) -> AttachmentRef:
        reference = picture.reference()
        pictures[reference.sha256] = picture.file.read_bytes()
        return reference

    record = SamplePlay(sample, form, keep).play().freeze()
    return Played(form, record, pictures, sample.expected)


@cache
def copy_of_sample(
    profile: str = "clear-14", audience: Audience = PERSON, parts: tuple[str, ...] | None = None
) -> Document:
    """Compose a copy of the sample."""
    sample = played()
    shared = share(sample.record, sample.form, audience, parts)
    return compose(shared, sample.form, PROFILES[profile], made_on=MADE_ON, made_by=WORKER, pictures=sample.pictures)


@cache
def easy_read_of_sample(parts: tuple[str, ...] | None = None) -> Document:
    """Compose the Easy Read copy of the sample."""
    sample = played()
    shared = share(sample.record, sample.form, PERSON, parts)
    sha256 = copy_of_sample().answers_sha256
    return compose_easy_read(shared, sample.form, made_on=MADE_ON, made_by=WORKER, full_sha256=sha256)


def document(*blocks: Block, header: str = "Ada needs: large print") -> Document:
    """Return a small document that begins with its title."""
    return Document(
        "Needs assessment: Ada",
        "en-GB",
        header,
        "Needs assessment: Ada",
        MADE_ON,
        "Aoife Lindqvist",
        (Heading(1, "Needs assessment: Ada"), *blocks),
    )


def said(words: str, speaker: str = "Ada", tone: Tone = Tone.PERSON, *, own_words: bool = False) -> Said:
    """Return one paragraph said by one speaker."""
    return Said(speaker, tone, (plain(words),), own_words)


def paragraphs(*words: str) -> tuple[Spans, ...]:
    """Return each text as a paragraph."""
    return tuple(plain(word) for word in words)


def one_line(text: str) -> str:
    """Return text as a reader hears it: no line ends, no bullets, no no-break spaces."""
    return re.sub(r"[\s\u00a0\u2022\ufeff]+", " ", text).strip()


def text_of_pdf(pdf: bytes, document: Document) -> str:
    """Return the text of every page as pdfium extracts it, without the furniture of the pages."""
    header, footer = one_line(document.header), one_line(document.footer)
    opened = pypdfium2.PdfDocument(pdf)
    pages = [one_line(page.get_textpage().get_text_range()) for page in opened]
    opened.close()
    above = f"{re.escape(header)}|" if header else ""
    furniture = re.compile(rf"{above}{re.escape(footer)}\. Page \d+ of {len(pages)}")
    return one_line(" ".join(furniture.sub(" ", page) for page in pages))


@cache
def pdf_of_sample(profile: str = "clear-14", audience: Audience = PERSON) -> bytes:
    """Return a copy of the sample as PDF."""
    return write_pdf(copy_of_sample(profile, audience), PROFILES[profile])


@cache
def pdf_text(profile: str = "clear-14", audience: Audience = PERSON) -> str:
    """Return the text of a copy of the sample as PDF."""
    return text_of_pdf(pdf_of_sample(profile, audience), copy_of_sample(profile, audience))


@cache
def html_text(audience: Audience = PERSON) -> str:
    """Return the text of a copy of the sample as HTML."""
    return text_of_html(write_html(copy_of_sample(audience=audience), PROFILES["clear-14"]))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag == "style"
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "br"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def text_of_html(html: bytes) -> str:
    """Return the text of a page as a reader hears it."""
    parser = _Text()
    parser.feed(html.decode())
    return one_line("".join(parser.parts))


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the structure elements of a type."""
    return [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/S") == Name(f"/{kind}")]


def picture() -> bytes:
    """Return a small PNG."""
    output = BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(output, "PNG")
    return output.getvalue()


def row_of(title: str, *cells: tuple[str, str]) -> Row:
    """Return a row told by Ada."""
    return Row(title, "Ada", tuple(Cell(column, (said(words),) if words else ()) for column, words in cells))


DONE = Stage("Conversation", done=True, current=False, when="today")
HERE = Stage("Decision", done=False, current=True)
EVERYTHING = document(
    Paragraph(plain("This copy is for Ada."), Weight.LEAD),
    Strip("Where am I?", (DONE, HERE)),
    Heading(2, "About you"),
    Bullets(paragraphs("one", "two"), numbered=True),
    Ticks((Tick("I will ring", ticked=False), Tick("I have rung", ticked=True))),
    Particulars((Particular("Date", plain("6 October 2026")),)),
    Answered("What is a good day?", (said("Slow and long. " * 80, own_words=True), said("Yes", "Bea, worker"))),
    Heading(3, "Things"),
    Rows(
        "What do you have?",
        "Ada",
        tuple(row_of(f"Rail {n}", ("Item", f"Rail {n}"), ("Works", "yes")) for n in range(40)),
        RowLayout.TABLE,
    ),
    Rows("And?", "Ada", (row_of("Bell", ("Item", "Bell"), ("Works", "yes"), ("From", "")),), RowLayout.LIST),
    Figure(picture(), "image/png", 40, 20, "A blue box", "My box"),
    PageBreak(),
    Paragraph((Span("The ombudsman", href="https://www.lgo.org.uk"),)),
    Paragraph((Span("Diolch yn fawr", lang="cy"),)),
)
