"""A canvas that marks everything it draws: as content of an element of the tree, or as an artifact.

What PDF/UA-1 (ISO 14289-1) asks of a page: every painting operator stands inside marked content that is in the
structure tree or an artifact; pages know their place in the parent tree; words at line ends are separated by a space.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from doorstep.copies.pdf.fonts import EMOJI
from doorstep.copies.pdf.tags import Annotation, Element, MarkedContent, write_tree
from doorstep.errors import CopyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.lib.colors import Color
    from reportlab.pdfbase.pdfdoc import PDFObjectReference

    from doorstep.copies.pdf.flowables import Box
    from doorstep.copies.pdf.scripts import Outline, PlacedShape, ShapedFont

rl_config.useA85 = 0
"""Streams as bytes, not as text for old mail gateways: a fifth smaller, and quicker to write."""

FIRST_ANNOTATION = 1_000_000
"""Annotations take numbers of the parent tree from here on, so that they never meet those of the pages."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class TaggedPage(pdfdoc.PDFPage):
    """A page dictionary that may say its number in the parent tree and that tab order follows the structure."""

    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]  # noqa: RUF012 - as ReportLab has it


_TextObject: Any = PDFTextObject
"""ReportLab's text object with the private parts that its published types leave out."""


class TaggedText(_TextObject):  # type: ignore[misc]
    """Text with a space at each line end, so that words stay apart when it is read aloud or extracted."""

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - ReportLab's names
        if self._fontname == EMOJI and text.strip():
            self._code.append(f"/Span <</ActualText {_hex(text)}>> BDC")
            super()._textOut(text, 0)
            self._code.append("EMC" + (" T*" if TStar else ""))
            return
        if TStar and text and not text.endswith(" "):
            text += " "
        super()._textOut(text, TStar)


def _hex(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class TaggedCanvas(Canvas):
    """ReportLab's canvas with a structure tree below ``root``.

    ``finish`` is called with the canvas once after the last page, when the number of pages is known.
    """

    _doc: Any
    _code: list[str]
    _annotationrefs: list[PDFObjectReference]
    _addAnnotation: Callable[[pdfdoc.PDFDictionary], None]  # noqa: N815 - ReportLab's name

    def __init__(
        self,
        filename: Any,
        *,
        root: Element,
        title: str,
        lang: str,
        author: str,
        finish: Callable[[TaggedCanvas], None],
        **settings: Any,
    ) -> None:
        super().__init__(filename, **settings)
        self._root = root
        self._about = {"title": title, "lang": lang, "author": author}
        self._finish = finish
        self._on_page: list[Element] = []
        self._parents: dict[int, list[Element] | Element] = {}
        self._fields: list[PDFObjectReference] = []
        self._marked = False
        self._places = 0
        self._outlines: set[str] = set()
        self._awaited: set[int] = set()
        self.pages = 0
        self.chapters: list[int] = []
        self._add_page = self._doc.addPage
        self._doc.addPage = self._add_tagged_page

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> TaggedText:  # noqa: N802
        """Return a text object that separates words at line ends."""
        return TaggedText(self, x, y, direction=direction)

    @contextmanager
    def content(self, element: Element, *, actual: str = "") -> Iterator[None]:
        """Mark what is drawn inside as content of an element; ``actual`` is what it stands for in words."""
        number = len(self._on_page)
        self._on_page.append(element)
        element.kids.append(MarkedContent(self._page_reference(), number))
        said = f" /ActualText {_hex(actual)}" if actual else ""
        with self._marking(f"/{element.tag} <</MCID {number}{said}>> BDC"):
            yield

    @contextmanager
    def spoken_as(self, lang: str | None, actual: str = "") -> Iterator[None]:
        """Mark what is drawn inside, which is content already, as in a language (BCP 47), and as standing for words.

        None and no words change nothing.
        """
        told = f"/Lang ({lang}) " if lang else ""
        told += f"/ActualText {_hex(actual)} " if actual else ""
        if told:
            self._code.append(f"/Span <<{told}>> BDC")
        yield
        if told:
            self._code.append("EMC")

    def draw_shapes(self, font: ShapedFont, size: float, shapes: list[PlacedShape], *, unseen: bool = False) -> None:
        """Draw shapes of a font, each at its own place; ``unseen`` ones are there to be found and read aloud only."""
        self._code.append("BT 3 Tr" if unseen else "BT")
        current = None
        for shape in shapes:
            [(subset, codes)] = font.splitString(shape.code, self._doc)
            if subset != current:
                self._code.append(f"{font.getSubsetInternalName(subset, self._doc)} {size:.2f} Tf")
                current = subset
            self._code.append(f"{shape.stretch:.3g} 0 0 1 {shape.x:.2f} {shape.y:.2f} Tm <{codes.hex()}> Tj")
        self._code.append("0 Tr ET" if unseen else "ET")

    def show_page_of(self, chapter: int) -> None:
        """Leave room for the number of the page on which a chapter begins, at the origin."""
        self.doForm(f"chapter{chapter}")
        self._awaited.add(chapter)

    def fill_pages_of_chapters(self, font: str, size: float, colour: Color) -> None:
        """Fill in the numbers of pages that were left open, now that every page is done."""
        for chapter in sorted(self._awaited):
            self.beginForm(f"chapter{chapter}", 0, -round(size), round(size * 4), round(size * 2))
            self.setFont(font, size)
            self.setFillColor(colour)
            self.drawString(0, 0, str(self.chapters[chapter] + 1))
            self.endForm()

    def draw_outline(self, outline: Outline, x: float, y: float, scale: float) -> None:
        """Fill an outline at its place (points), so many points a unit; the file holds each outline once."""
        if not outline.operators:
            return
        if outline.name not in self._outlines:
            form = pdfdoc.PDFFormXObject(*outline.box)
            form.setStreamList([f"{outline.operators} f"])
            form.Resources, form.compression = pdfdoc.PDFDictionary({}), 1
            self._doc.addForm(outline.name, form)
            self._outlines.add(outline.name)
        self._code.append(f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm")
        self.doForm(outline.name)
        self._code.append("Q")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Mark what is drawn inside as no content: a rule, a background, the furniture of the page."""
        with self._marking(f"/Artifact <</Type /{kind}>> BDC"):
            yield

    def link(self, element: Element, url: str, words: str, rect: tuple[float, float, float, float]) -> None:
        """Lay a link over a rectangle of the page (points) and hang it on its element."""
        number = self._next_parent()
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArray(rect),
                "Border": pdfdoc.PDFArray([0, 0, 0]),
                "Contents": pdfdoc.PDFString(words),
                "F": 4,
                "A": pdfdoc.PDFDictionary({"S": pdfdoc.PDFName("URI"), "URI": pdfdoc.PDFString(url)}),
                "StructParent": number,
            }
        )
        self._parents[number] = element
        self._addAnnotation(annotation)
        element.kids.append(Annotation(self._page_reference(), self._annotationrefs[-1]))

    def tick_box(self, element: Element, box: Box, rect: tuple[float, float, float, float], colour: Color) -> None:
        """Lay a box to tick over a rectangle of the page (points)."""
        number = self._next_parent()
        name = f"tick-{number - FIRST_ANNOTATION + 1}"
        state = pdfdoc.PDFName("Yes" if box.ticked else "Off")
        faces = {face: self._box_face(rect, colour, name, ticked=face == "Yes") for face in ("Yes", "Off")}
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Widget"),
                "FT": pdfdoc.PDFName("Btn"),
                "T": pdfdoc.PDFString(name),
                "TU": pdfdoc.PDFString(box.words),
                "Contents": pdfdoc.PDFString(box.words),
                "F": 4,
                "Rect": pdfdoc.PDFArray(rect),
                "V": state,
                "AS": state,
                "AP": pdfdoc.PDFDictionary({"N": pdfdoc.PDFDictionary(faces)}),
                "StructParent": number,
            }
        )
        self._parents[number] = element
        self._addAnnotation(annotation)
        self._fields.append(self._annotationrefs[-1])
        element.kids.append(Annotation(self._page_reference(), self._annotationrefs[-1]))

    def _box_face(
        self, rect: tuple[float, float, float, float], colour: Color, name: str, *, ticked: bool
    ) -> PDFObjectReference:
        """Return the picture of a box, ticked or not, as wide as the rectangle is."""
        side = rect[2] - rect[0]
        line = side * 0.1
        red, green, blue = colour.rgb()
        box = f"{line / 2:.2f} {line / 2:.2f} {side - line:.2f} {side - line:.2f} re S "
        points = (0.22, 0.5, 0.42, 0.26, 0.8, 0.76)
        tick = "{:.2f} {:.2f} m {:.2f} {:.2f} l {:.2f} {:.2f} l S ".format(*(side * point for point in points))
        stream = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("XObject"),
                    "Subtype": pdfdoc.PDFName("Form"),
                    "BBox": pdfdoc.PDFArray([0, 0, side, side]),
                    "Resources": pdfdoc.PDFDictionary({}),
                }
            ),
            f"q {line:.2f} w {red:.3f} {green:.3f} {blue:.3f} RG {box}{tick if ticked else ''}Q".encode(),
        )
        stream.filters = []
        reference: PDFObjectReference = self._doc.Reference(stream, f"{name}-{'on' if ticked else 'off'}")
        return reference

    def new_place(self) -> str:
        """Return a name for a bookmark: new in this document, and the same in every run."""
        self._places += 1
        return f"place-{self._places}"

    def save(self) -> None:
        """Close the last page, draw what waited for the page count, write the tree, then the file."""
        if len(self._code):
            self.showPage()
        self._finish(self)
        self._write_catalogue()
        self._drop_unused_fonts()
        super().save()

    @contextmanager
    def _marking(self, opening: str) -> Iterator[None]:
        if self._marked:
            raise CopyError(what="marked content inside marked content")
        self._marked = True
        self._code.append(opening)
        yield
        self._code.append("EMC")
        self._marked = False

    def _page_reference(self) -> PDFObjectReference:
        return pdfdoc.PDFObjectReference(f"Page{self.pages + 1}")

    def _next_parent(self) -> int:
        """Return a number in the parent tree; pages take theirs when they close, so they are counted apart."""
        return FIRST_ANNOTATION + sum(1 for owner in self._parents.values() if isinstance(owner, Element))

    def _add_tagged_page(self, page: Any) -> None:
        page.__class__ = TaggedPage
        page.StructParents = self.pages
        page.Tabs = pdfdoc.PDFName("S")
        self._parents[self.pages] = self._on_page
        self._on_page = []
        self.pages += 1
        self._add_page(page)

    def _write_catalogue(self) -> None:
        catalogue = self._doc.Catalog
        catalogue.StructTreeRoot = write_tree(self._doc, self._root, self._parents)
        if self._fields:
            catalogue.AcroForm = pdfdoc.PDFDictionary({"Fields": pdfdoc.PDFArray(self._fields)})
        catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalogue.Lang = pdfdoc.PDFString(self._about["lang"])
        catalogue.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        words = {name: escape(value) for name, value in self._about.items()}
        metadata = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}),
            _XMP.format(**words).encode(),
        )
        metadata.filters = []
        catalogue.Metadata = metadata

    def _drop_unused_fonts(self) -> None:
        """Take the standard Helvetica out of the resources: it is never drawn with and cannot be embedded."""
        fonts = self._doc.idToObject["BasicFonts"].dict
        for name in [name for name, font in fonts.items() if isinstance(font, pdfdoc.PDFType1Font)]:
            del fonts[name]
