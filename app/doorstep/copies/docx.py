"""A document as Word (DOCX), for those who must edit it: real headings and lists, header rows, text alternatives.

Word's own styles carry the profile, so a reader can make all of it larger in one place. Fonts are not put inside: Word
takes a clear sans serif that every system has. What Word cannot hold to, such as lines kept together, is asked for.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import msgspec
from docx.enum.text import WD_BREAK
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from doorstep.copies import document as d
from doorstep.copies.pdf.reading_order import is_right_to_left
from doorstep.errors import CopyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

    from doorstep.copies.profiles import Profile

FONT = "Verdana"
"""A sans serif with open letters that Windows and macOS both have."""
NOTHING: Mapping[str, str] = {}
_SCRIPT_FONTS: Mapping[str, str] = {"ar": "Arial", "ur": "Arial", "bn": "Nirmala UI", "pa": "Nirmala UI"}
"""What Word takes for the letters that ``FONT`` lacks."""
_ORDER = ("w:bCs", "w:i", "w:color", "w:sz", "w:szCs", "w:u", "w:rtl", "w:cs", "w:lang")
"""The order in which the format wants the properties of letters, as far as they are set here."""
_HEADING_SCALE = {1: 1.7, 2: 1.4, 3: 1.18, 4: 1.08}
_BOXES = {True: "\u2611", False: "\u2610"}
_PAGE = (Mm(210), Mm(297))
_PICTURE = Mm(38)
_LEFT_TO_RIGHT_MARK = "\u200e"


def write_docx(document: d.Document, profile: Profile) -> bytes:
    """Return the document as a Word file. Raises CopyError when a picture cannot be read."""
    word = docx.Document()
    _set_properties(word, document)
    _set_styles(word, document, profile)
    _set_page(word, document, profile)
    writer = _Writer(word, profile, right_to_left=document.right_to_left)
    try:
        for block in document.blocks:
            writer.write(block)
    except UnrecognizedImageError:
        raise CopyError(what="picture") from None
    output = BytesIO()
    word.save(output)
    return output.getvalue()


def _set_properties(word: WordDocument, document: d.Document) -> None:
    about = word.core_properties
    about.title, about.author, about.language = document.title, document.author, document.lang
    about.comments = ""
    about.created = about.modified = datetime.combine(document.made_on, time(12), tzinfo=UTC)


def _set_styles(word: WordDocument, document: d.Document, profile: Profile) -> None:
    """Give Word's own styles the profile: size, spacing, colour, language; nothing in italics."""
    styles: Any = word.styles
    ink = RGBColor.from_string(profile.ink.removeprefix("#"))
    scales = {f"Heading {level}": scale for level, scale in _HEADING_SCALE.items()}
    for name in ("Normal", "Header", "Footer", "List Bullet", "List Number", "List Continue", "Quote", *scales):
        style = styles[name]
        _set_font(style, document.lang, profile.size * scales.get(name, 1), strong=name in scales)
        style.font.italic = False
        style.font.color.rgb = ink
        style.paragraph_format.line_spacing = profile.line_spacing
        style.paragraph_format.space_after = Pt(profile.size * 0.5)
        if name in scales:
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before = Pt(profile.size)
    language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for kind in ("val", "bidi"):
        language.set(qn(f"w:{kind}"), document.lang)
    if document.right_to_left:
        _turn(styles["Normal"].element.get_or_add_pPr(), "1")


def _set_font(style: Any, lang: str, size: float, *, strong: bool) -> None:
    """Give a style its letters. Word keeps the size and weight of scripts such as Bengali apart from those of Latin."""
    style.font.name, style.font.size = FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, name in {"ascii": FONT, "hAnsi": FONT, "cs": _SCRIPT_FONTS.get(lang, FONT)}.items():
        fonts.set(qn(f"w:{script}"), name)
    _put(properties, "w:szCs", {"val": str(round(size * 2))})
    if strong:
        _put(properties, "w:bCs")


def _put(properties: Any, name: str, values: Mapping[str, str] = NOTHING) -> None:
    """Set a property of letters in the place that the format gives it, in place of one that is there."""
    old = properties.find(qn(name))
    if old is not None:
        properties.remove(old)
    mark = OxmlElement(name)
    for key, value in values.items():
        mark.set(qn(f"w:{key}"), value)
    after = _ORDER[_ORDER.index(name) + 1 :]
    properties.insert_element_before(mark, *after)


def _set_page(word: WordDocument, document: d.Document, profile: Profile) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = _PAGE
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(profile.margin))
    section.header_distance = section.footer_distance = Mm(profile.margin / 2)
    section.header.paragraphs[0].text = document.header
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{document.footer}. " if document.footer else "")
    count = document.say("Page {number} of {total}", number="{PAGE}", total="{NUMPAGES}").replace(" ", "\u00a0")
    for number, part in enumerate(re.split(r"\{(\w+)\}", count)):
        if number % 2:
            _field(footer, part)
        else:
            footer.add_run(part)


def _field(paragraph: WordParagraph, code: str) -> None:
    """Add a field that Word fills in itself, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no verb for fields


class _Writer:
    """Adds blocks to a Word document."""

    def __init__(self, word: WordDocument, profile: Profile, *, right_to_left: bool) -> None:
        self._word = word
        self._profile = profile
        self._right_to_left = right_to_left
        self._style_ids = {style.name: style.style_id for style in word.styles}
        self._blocks: dict[type[d.Block], Callable[[Any], None]] = {
            d.Heading: self._heading,
            d.Paragraph: self._paragraph,
            d.Bullets: lambda block: self._list(block.items, numbered=block.numbered),
            d.Ticks: self._ticks,
            d.Particulars: self._particulars,
            d.Strip: self._strip,
            d.Answered: self._answered,
            d.Rows: self._rows,
            d.Figure: self._figure,
            d.Drawing: lambda _block: None,  # the list that follows says the same
            d.Pictured: self._pictured,
            d.Room: self._room,
            d.Contents: lambda _block: None,  # Word lists the headings at its side
            d.PageBreak: self._break_page,
        }

    def write(self, block: d.Block) -> None:
        """Add one block at the end."""
        self._blocks[type(block)](block)

    def _styled(self, style: str) -> WordParagraph:
        """Return a new paragraph; python-docx would look through all styles for each."""
        paragraph = self._word.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self._style_ids[style]  # noqa: SLF001
        return paragraph

    def _add(self, spans: d.Spans, style: str = "Normal", *, keep: bool = False) -> WordParagraph:
        paragraph = self._styled(style)
        self._fill(paragraph, spans)
        paragraph.paragraph_format.keep_with_next = keep or None
        return paragraph

    def _fill(self, paragraph: WordParagraph, spans: d.Spans) -> None:
        """Put words into a paragraph, which in a copy from right to left stands as its own first letters are read."""
        turned = self._right_to_left and is_right_to_left(d.text_of(spans))
        _fill(paragraph, tuple(map(_closed, spans)) if turned else spans)
        if self._right_to_left and not turned:
            _turn(paragraph._p.get_or_add_pPr(), "0")  # noqa: SLF001 - python-docx has no verb for directions

    def _break_page(self, _block: d.PageBreak) -> None:
        self._word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, block: d.Paragraph) -> None:
        self._add(block.spans)

    def _heading(self, block: d.Heading) -> None:
        paragraph = self._styled(f"Heading {block.level}")
        self._fill(paragraph, d.spans_of(block.text))
        paragraph.paragraph_format.page_break_before = block.new_page or None

    def _list(self, items: tuple[d.Spans, ...], *, numbered: bool = False) -> None:
        entry = partial(self._add, style="List Number" if numbered else "List Bullet")
        paragraphs = [entry(item) for item in items]
        if numbered:
            _count_anew(self._word, paragraphs)

    def _ticks(self, block: d.Ticks) -> None:
        for tick in block.ticks:
            self._add((d.Span(f"{_BOXES[tick.ticked]}\u00a0"), *d.spans_of(tick.text)))

    def _particulars(self, block: d.Particulars) -> None:
        for entry in block.entries:
            self._add((*d.strongly(d.labelled(entry.label)), d.Span(" "), *entry.spans))

    def _strip(self, block: d.Strip) -> None:
        self._add(d.strongly(block.label), keep=True)
        stages = []
        for stage in block.stages:
            name = d.strongly(stage.name) if stage.current else d.spans_of(stage.name)
            when = (d.Span(", "), *d.spans_of(stage.when)) if stage.when else ()
            state = block.here if stage.current else block.done if stage.done else block.ahead
            stages.append((*name, *when, d.Span(": "), *d.spans_of(state)))
        self._list(tuple(stages))

    def _answered(self, block: d.Answered) -> None:
        self._add(d.strongly(block.question), keep=True)
        for said in block.said:
            name = () if said.names_itself else (d.Span(f"{said.speaker}: ", strong=True),)
            if said.listed:
                self._add(name, keep=True)
                self._list(said.paragraphs)
                continue
            style = "Quote" if said.own_words else "Normal"
            first, *others = said.paragraphs
            paragraphs = [self._add((*name, *first), style), *(self._add(other, style) for other in others)]
            if said.own_words and said.tone is d.Tone.PERSON:
                for paragraph in paragraphs:
                    _draw_bar(paragraph, self._profile.accent)

    def _rows(self, block: d.Rows) -> None:
        self._add(d.strongly(block.question), keep=True)
        self._add((d.Span(f"{block.speaker}:", strong=True),), keep=True)
        if block.layout is d.RowLayout.TABLE:
            self._table(block)
        else:
            self._row_list(block)

    def _row_list(self, block: d.Rows) -> None:
        titles = []
        for row in block.rows:
            teller = row.teller(block.speaker)
            title = (*d.strongly(row.title), d.Span(f" ({teller})" if teller else ""))
            titles.append(self._add(title, "List Number", keep=True))
            cells = [cell for cell in row.cells if cell.said]
            for cell in cells[1:] if row.title else cells:
                for said in cell.said:
                    name = "" if said.speaker == row.speaker or said.gap else f" ({said.speaker})"
                    first, *others = said.paragraphs
                    column = d.Worded((*d.spans_of(cell.column), d.Span(name))) if name else cell.column
                    self._add((*d.strongly(d.labelled(column)), d.Span(" "), *first), "List Continue")
                    for other in others:
                        self._add(other, "List Continue")
        _count_anew(self._word, titles)

    def _table(self, block: d.Rows) -> None:
        table = self._word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self._fill(cell.paragraphs[0], d.strongly(column))
        _on_row(table.rows[0], "w:tblHeader")
        for row in block.rows:
            line = table.add_row()
            _on_row(line, "w:cantSplit")
            for number, (cell, told) in enumerate(zip(line.cells, row.cells, strict=True)):
                spans = tuple(span for said in told.said for paragraph in said.paragraphs for span in paragraph)
                self._fill(cell.paragraphs[0], tuple(d.Span(span.text, number == 0, span.lang) for span in spans))
        self._word.add_paragraph()

    def _figure(self, block: d.Figure) -> None:
        paragraph = self._word.add_paragraph()
        width = (Mm(210) - 2 * Mm(self._profile.margin)) * block.share
        self._picture(paragraph, block.data, min(int(width), Pt(block.width * 72 / 150)), block.alt)
        if block.caption:
            self._add(d.spans_of(block.caption))

    def _picture(self, paragraph: WordParagraph, data: bytes, width: int, alt: str) -> None:
        drawn: Any = paragraph.add_run().add_picture(BytesIO(data), width=width)
        drawn._inline.docPr.set("descr", alt)  # noqa: SLF001 - python-docx has no verb for text alternatives

    def _room(self, block: d.Room) -> None:
        self._add(d.strongly(d.labelled(block.label)), keep=True)
        for _line in range(block.lines):
            self._add(d.plain("_" * 40))

    def _pictured(self, block: d.Pictured) -> None:
        """Set a picture at the left of its sentences, in a table that only lays out and has no header."""
        table = self._word.add_table(rows=1, cols=2)
        table.autofit = False
        left, right = table.rows[0].cells
        left.width = table.columns[0].width = _PICTURE
        right.width = table.columns[1].width = Mm(210 - 2 * self._profile.margin) - _PICTURE
        _on_row(table.rows[0], "w:cantSplit")
        self._picture(left.paragraphs[0], block.picture, Mm(32), "")
        for number, sentence in enumerate(block.sentences):
            self._fill(right.paragraphs[0] if number == 0 else right.add_paragraph(), sentence)


def _closed(span: d.Span) -> d.Span:
    """Return words that are read from the left with an unseen letter behind their last sign, which stays with them."""
    foreign = span.text.strip() and not is_right_to_left(span.text)
    return msgspec.structs.replace(span, text=f"{span.text}{_LEFT_TO_RIGHT_MARK}") if foreign else span


def _fill(paragraph: WordParagraph, spans: d.Spans) -> None:
    for span in spans:
        if not span.text:
            continue
        run = paragraph.add_run(span.text)
        run.bold = span.strong or None
        properties: Any = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no verb for scripts and languages
        if span.strong:
            _put(properties, "w:bCs")
        if is_right_to_left(span.text):
            _put(properties, "w:rtl")
        if span.lang:
            _put(properties, "w:lang", {"val": span.lang, "bidi": span.lang})
        if span.href:
            _link(paragraph, run, span.href)


def _turn(properties: Any, right_to_left: str) -> None:
    """Say of a paragraph or a style whether it is read from right to left ("1") or not ("0")."""
    direction = OxmlElement("w:bidi")
    direction.set(qn("w:val"), right_to_left)
    properties.insert_element_before(direction, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def _draw_bar(paragraph: WordParagraph, colour: str) -> None:
    """Mark the person's own words by a bar at the left, as on the printed page."""
    borders, bar = OxmlElement("w:pBdr"), OxmlElement("w:left")
    values = {"val": "single", "sz": "24", "space": "8", "color": colour.removeprefix("#")}
    for name, value in values.items():
        bar.set(qn(f"w:{name}"), value)
    borders.append(bar)
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no verb for borders
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _link(paragraph: WordParagraph, run: Any, address: str) -> None:
    """Make a run a link."""
    relation = paragraph.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run.underline = True
    paragraph._p.append(link)  # noqa: SLF001 - python-docx has no verb for links
    link.append(run._r)  # noqa: SLF001


def _on_row(row: Any, mark: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no verb for header rows
    properties.append(OxmlElement(mark))


def _count_anew(word: WordDocument, paragraphs: list[WordParagraph]) -> None:
    """Let a numbered list begin at 1 again: Word goes on counting from the list before."""
    if not paragraphs:
        return
    styles: Any = word.styles
    numbering: Any = word.part.numbering_part.element
    used = styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
        properties.get_or_add_numId().val = fresh.numId
        properties.get_or_add_ilvl().val = 0
