"""Blocks into flowables, each hung on its element of the structure tree as it is made."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.platypus import PageBreak, Spacer

from doorstep.copies import document as d
from doorstep.copies.pdf.flowables import Box, Label, Marks, PageOf, Sign, TaggedTable
from doorstep.copies.pdf.picturing import WRITING_HEIGHT, PicturedRow, RuledLines, TaggedDrawing, TaggedPicture
from doorstep.copies.pdf.shaped import flowing
from doorstep.copies.words import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle

    from doorstep.copies.pdf.flowables import TaggedParagraph
    from doorstep.copies.pdf.shaped import ShapedParagraph
    from doorstep.copies.pdf.styles import Styles
    from doorstep.copies.pdf.tags import Element

INLINE_WORDS = 60
"""An answer no longer than this (characters) stands on the line of its speaker's name."""
INLINE_ANSWER = 100
"""A question and its only answer stand in one paragraph while they are no longer than this (characters)."""
SHORT_WORDS = 20
"""So few characters stay on one line with the name before them."""
SHORT_CELL = 45
"""Neighbouring columns of a row that are no longer than this, label included, run on in one paragraph."""
SHORT_ROW, SHORT_ROW_LETTERS = 7, 400
"""A row of no more paragraphs and characters than this is not parted between pages."""
LOWEST_HEADING = 4
"""Headings of this level have no bookmark: there would be too many to find anything."""


class Story:
    """The flowables of a document, and the structure tree that grows with them."""

    def __init__(self, root: Element, styles: Styles, height: float, *, right_to_left: bool = False) -> None:
        self._root = root
        self._styles = styles
        self._height = height
        self._right_to_left = right_to_left
        self._chapters: list[d.Heading | d.Contents] = []
        self.flowables: list[Any] = []

    def tell(self, blocks: tuple[d.Block, ...]) -> list[Any]:
        """Return the flowables of all blocks in order."""
        self._chapters = [*_chapters(blocks)]
        for block, following in zip_longest(blocks, blocks[1:]):
            self._block(block)
            if isinstance(block, d.Answered) and isinstance(following, d.Figure):
                self.flowables[-1].keepWithNext = True  # a signature stays with what it signs
        return self.flowables

    def _block(self, block: d.Block) -> None:
        tellers: dict[type[d.Block], Callable[[Any], None]] = {
            d.Heading: self._heading,
            d.Paragraph: self._paragraph,
            d.Bullets: lambda bullets: self._bullets(self._root, bullets.items, numbered=bullets.numbered),
            d.Ticks: self._ticks,
            d.Particulars: self._particulars,
            d.Strip: self._strip,
            d.Answered: self._answered,
            d.Rows: self._rows,
            d.Figure: self._figure,
            d.Drawing: self._drawing,
            d.Pictured: self._pictured,
            d.Room: self._room,
            d.Contents: self._contents,
            d.PageBreak: lambda _block: self.flowables.append(PageBreak()),
        }
        tellers[type(block)](block)

    def _paragraph(self, block: d.Paragraph) -> None:
        style = self._styles.lead if block.weight is d.Weight.LEAD else self._styles.body
        self._add(self._root.add("P"), block.spans, style)

    def _add(
        self, element: Element, spans: d.Spans, style: ParagraphStyle, **marks: Any
    ) -> TaggedParagraph | ShapedParagraph:
        linked = len(spans) == 1 and spans[0].href is not None
        if linked:
            element = element.add("Link")
            marks["link"] = spans[0].href
        languages = {span.lang for span in spans if span.text.strip()}
        element.lang = next(iter(languages)) or element.lang if len(languages) == 1 else element.lang
        paragraph = flowing(spans, style, Marks(element, **marks))
        self.flowables.append(paragraph)
        return paragraph

    def _heading(self, block: d.Heading) -> None:
        if block.new_page:
            self.flowables.append(PageBreak())
        element = self._root.add(f"H{block.level}")
        outline = block.level - 1 if block.level < LOWEST_HEADING else None
        self._add(element, d.spans_of(block.text), self._styles.headings[block.level], outline=outline)

    def _list(self, parent: Element, *, numbered: bool = False) -> Element:
        return parent.add("L").attribute("List", ListNumbering=PDFName("Decimal" if numbered else "Disc"))

    def _contents(self, block: d.Contents) -> None:
        """Add the chapters that follow, each with its page before it: nobody has to follow a line across the paper."""
        self._heading(d.Heading(2, block.label))
        listing = self._list(self._root)
        own = next(number for number, chapter in enumerate(self._chapters) if chapter is block)
        for number, chapter in enumerate(self._chapters[own + 1 :], start=own + 1):
            body, label = self._entry(listing, PageOf(number), self._styles.ink)
            words = chapter.text if isinstance(chapter, d.Heading) else chapter.label
            self._add(body, d.spans_of(words), self._styles.contents, label=label)

    def _entry(self, listing: Element, sign: Sign | Box | PageOf | str, colour: Color) -> tuple[Element, Label]:
        entry = listing.add("LI")
        label = Label(entry.add("Lbl"), sign, colour)
        return entry.add("LBody"), label

    def _bullets(self, parent: Element, items: tuple[d.Spans, ...], *, numbered: bool = False) -> None:
        listing = self._list(parent, numbered=numbered)
        for number, item in enumerate(items, start=1):
            body, label = self._entry(listing, f"{number}." if numbered else Sign.BULLET, self._styles.ink)
            self._add(body, item, self._styles.item, label=label)

    def _ticks(self, block: d.Ticks) -> None:
        listing = self._list(self._root)
        for tick in block.ticks:
            box = Box(tick.text, ticked=tick.ticked)
            body, label = self._entry(listing, box, self._styles.ink)
            self._add(body, d.spans_of(tick.text), self._styles.item, label=label)

    def _particulars(self, block: d.Particulars) -> None:
        group = self._root.add("Div")
        for entry in block.entries:
            words = (*d.strongly(d.labelled(entry.label)), d.Span(" ", strong=True), *entry.spans)
            line = self._add(group.add("P"), words, self._styles.particular)
            line.keepWithNext = entry is not block.entries[-1]
        self.flowables.append(Spacer(1, self._styles.size * 0.4))

    def _strip(self, block: d.Strip) -> None:
        self._add(self._root.add("P"), d.spans_of(block.label), self._styles.question)
        listing = self._list(self._root)
        for stage in block.stages:
            sign = Sign.STAGE_HERE if stage.current else Sign.STAGE_DONE if stage.done else Sign.STAGE_AHEAD
            body, label = self._entry(listing, sign, self._styles.accent)
            words = list(d.strongly(stage.name) if stage.current else d.spans_of(stage.name))
            if stage.when:
                words += (d.Span(", "), *d.spans_of(stage.when))
            if stage.current:
                words += (d.Span(". "), *d.spans_of(block.here), d.Span("."))
            self._add(body, tuple(words), self._styles.entry_line, label=label)

    def _answered(self, block: d.Answered) -> None:
        group = self._root.add("Div")
        if _fits_one_line(block):
            self._run_in(group, block)
            return
        self._add(group.add("P"), d.spans_of(block.question), self._styles.question)
        for said in block.said:
            self._said(group, said)

    def _run_in(self, group: Element, block: d.Answered) -> None:
        said = block.said[0]
        stop = " " if block.question.endswith(("?", ".", ":", "!")) else ". "
        space = NO_BREAK if len(said.words) <= SHORT_WORDS else " "
        name = "" if said.names_itself else f"{said.speaker}:{space}"
        spans = (*d.strongly(block.question), d.Span(stop, strong=True), d.Span(name), *said.paragraphs[0])
        self._add(group.add("P"), spans, self._styles.short)

    def _said(self, group: Element, said: d.Said) -> None:
        style = self._style_of(said)
        bar = self._styles.accent if said.own_words and said.tone is d.Tone.PERSON else None
        if len(said.paragraphs) == 1 and not said.listed and (not said.own_words or len(said.words) <= INLINE_WORDS):
            self._add(group.add("P"), (*self._named(said), *said.paragraphs[0]), style, bar=bar)
            return
        self._add(group.add("P"), self._named(said), self._styles.speaker)
        if said.listed:
            self._bullets(group, said.paragraphs)
            return
        holder = group.add("BlockQuote") if said.own_words else group
        for paragraph in said.paragraphs:
            self._add(holder.add("P"), paragraph, style, bar=bar)

    def _named(self, said: d.Said) -> d.Spans:
        """Return the speaker's name to stand before the words; a gap that begins with the name needs none."""
        if said.names_itself:
            return ()
        return (d.Span(f"{said.speaker}: ", strong=True),)

    def _style_of(self, said: d.Said) -> ParagraphStyle:
        if said.gap or not said.own_words:
            return self._styles.body
        return self._styles.words if said.tone is d.Tone.PERSON else self._styles.quoted

    def _rows(self, block: d.Rows) -> None:
        group = self._root.add("Div")
        self._add(group.add("P"), d.spans_of(block.question), self._styles.question)
        self._add(group.add("P"), (d.Span(f"{block.speaker}:", strong=True),), self._styles.speaker)
        if block.layout is d.RowLayout.TABLE:
            self._table(group, block)
        else:
            self._row_list(group, block)

    def _row_list(self, group: Element, block: d.Rows) -> None:
        listing = self._list(group, numbered=True)
        for number, row in enumerate(block.rows, start=1):
            first = len(self.flowables)
            body, label = self._entry(listing, f"{number}.", self._styles.ink)
            cells = [cell for cell in row.cells if cell.said]
            waiting: Label | None = label
            teller = row.teller(block.speaker)
            if row.title or teller:
                title = (*d.strongly(row.title), d.Span(f" ({teller})" if teller else ""))
                self._add(body.add("P"), title, self._styles.entry, label=label)
                waiting, cells = None, cells[1:] if row.title else cells
            for spans in _row_lines(row.speaker, cells, run_on=block.layout is d.RowLayout.COMPACT):
                self._add(body.add("P"), spans, self._styles.entry_line, label=waiting)
                waiting = None
            self._keep_whole(self.flowables[first:])
        self.flowables.append(Spacer(1, self._styles.size * 0.4))

    def _keep_whole(self, lines: list[Any]) -> None:
        """Keep a short row on one page, and of a long one its first and last lines, so that none stands alone."""
        short = len(lines) <= SHORT_ROW and sum(len(line.getPlainText()) for line in lines) <= SHORT_ROW_LETTERS
        kept = lines[:-1]
        for line in kept if short else (*kept[:2], *kept[-1:]):
            line.keepWithNext = True

    def _table(self, group: Element, block: d.Rows) -> None:
        table = group.add("Table")
        head = table.add("THead").add("TR")
        body = table.add("TBody")
        lines = [[self._head_cell(head, column) for column in block.columns]]
        for row in block.rows:
            line = body.add("TR")
            lines.append([self._body_cell(line, block, cell, first=cell is row.cells[0]) for cell in row.cells])
        self.flowables.append(_drawn_table(lines, self._styles))

    def _head_cell(self, row: Element, column: str) -> TaggedParagraph | ShapedParagraph:
        element = row.add("TH").attribute("Table", Scope=PDFName("Column")).add("P")
        return flowing(d.spans_of(column), self._styles.cell_head, Marks(element, once=True))

    def _body_cell(
        self, row: Element, block: d.Rows, cell: d.Cell, *, first: bool
    ) -> TaggedParagraph | ShapedParagraph:
        element = row.add("TH").attribute("Table", Scope=PDFName("Row")) if first else row.add("TD")
        style = self._styles.cell_head if first else self._styles.cell
        spans: list[d.Span] = []
        for said in cell.said:
            if said.speaker != block.speaker and not said.gap:
                spans.append(d.Span(f"{said.speaker}: ", strong=True))
            spans.extend(span for paragraph in said.paragraphs for span in paragraph)
        return flowing(tuple(spans), style, Marks(element.add("P")))

    def _figure(self, block: d.Figure) -> None:
        group = self._root.add("Div")
        figure = group.add("Figure", alt=block.alt, lang=d.language_of(block.alt))
        picture = TaggedPicture(block, figure, self._styles.width, self._height * 0.6)
        picture.spaceAfter = self._styles.size * 0.4
        self._add_picture(picture, block.caption, group)

    def _add_picture(self, picture: TaggedPicture | TaggedDrawing, caption: str, group: Element) -> None:
        """Add a picture with the words below it, which stay together, and with a heading before them."""
        picture.keepWithNext = bool(caption)
        self.flowables.append(picture)
        if caption:
            self._add(group.add("P"), d.spans_of(caption), self._styles.body)

    def _room(self, block: d.Room) -> None:
        label = self._add(self._root.add("P"), d.strongly(d.labelled(block.label)), self._styles.particular)
        label.keepWithNext = True
        self.flowables.append(RuledLines(block.lines, max(self._styles.size * 1.6, WRITING_HEIGHT), self._styles.ink))

    def _drawing(self, block: d.Drawing) -> None:
        group = self._root.add("Div")
        figure = group.add("Figure", alt=block.alt, lang=d.language_of(block.alt))
        picture = TaggedDrawing(block, figure, self._styles)
        picture.spaceAfter = self._styles.size * 0.4
        self._add_picture(picture, block.caption, group)

    def _pictured(self, block: d.Pictured) -> None:
        group = self._root.add("Div")
        sentences = [flowing(sentence, self._styles.body, Marks(group.add("P"))) for sentence in block.sentences]
        turned = self._right_to_left
        row = PicturedRow(block.picture, sentences, self._styles.size, self._height, right_to_left=turned)
        row.spaceAfter = self._styles.size
        self.flowables.append(row)


def _chapters(blocks: tuple[d.Block, ...]) -> Iterator[d.Heading | d.Contents]:
    """Yield what becomes a heading of level 2, in order."""
    for block in blocks:
        if isinstance(block, d.Contents) or (isinstance(block, d.Heading) and block.level == 2):
            yield block


def _row_lines(speaker: str, cells: list[d.Cell], *, run_on: bool) -> Iterator[d.Spans]:
    """Yield the paragraphs of one row: one a column, but short ones run on in one paragraph if they may."""
    running: list[d.Span] = []
    for cell in cells:
        for said in cell.said:
            name = "" if said.speaker == speaker or said.gap else f" ({said.speaker})"
            first, *others = said.paragraphs
            column = d.Worded((*d.spans_of(cell.column), d.Span(name))) if name else cell.column
            line = (*d.strongly(d.labelled(column)), d.Span(" ", strong=True), *first)
            short = run_on and len(d.text_of(line)) <= SHORT_CELL and not others
            if running and not short:
                yield tuple(running)
                running = []
            if short:
                running += [*_between(running), *line]
                continue
            yield line
            yield from others
    if running:
        yield tuple(running)


def _between(running: list[d.Span]) -> d.Spans:
    if not running:
        return ()
    return d.plain(" " if running[-1].text.endswith((".", "!", "?")) else "; ")


def _fits_one_line(block: d.Answered) -> bool:
    said = block.said[0]
    plain_answer = len(block.said) == 1 and len(said.paragraphs) == 1 and not said.own_words and not said.listed
    return plain_answer and len(block.question) + len(said.speaker) + len(said.words) <= INLINE_ANSWER


def _drawn_table(lines: list[list[TaggedParagraph | ShapedParagraph]], styles: Styles) -> TaggedTable:
    """Return a ruled table as wide as the text; its head is repeated on each page."""
    pad, gutter = styles.size * 0.4, styles.size * 0.9
    table = TaggedTable(lines, colWidths=_column_widths(lines, styles.width, gutter), repeatRows=1, hAlign="LEFT")
    table.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 1.5, styles.accent),
            ("LINEBELOW", (0, 1), (-1, -1), 0.6, styles.ink),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONT", (0, 0), (-1, -1), styles.cell.fontName),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), gutter),
            ("TOPPADDING", (0, 0), (-1, -1), pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
        ]
    )
    table.spaceAfter = styles.size
    return table


def _column_widths(lines: list[list[TaggedParagraph | ShapedParagraph]], width: float, pad: float) -> list[float]:
    """Share the width by need: every column holds its longest word whole, and the longer texts get what is left."""
    columns = list(zip(*lines, strict=True))
    least = [max(cell.minWidth() for cell in column) + pad for column in columns]
    wish = [max(cell.natural_width() for cell in column) + pad for column in columns]
    spare = max(width - sum(least), 0)
    wanted = sum(wish) - sum(least)
    if wanted <= spare:
        return [wished + (width - sum(wish)) / len(wish) for wished in wish]
    return [low + spare * (wished - low) / wanted for low, wished in zip(least, wish, strict=True)]
