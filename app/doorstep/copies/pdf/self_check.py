"""The last look at a PDF before anybody gets it: tagged throughout, so that a screen reader can read it whole.

A subset of the Matterhorn Protocol for PDF/UA-1 (ISO 14289-1), with pikepdf alone: veraPDF asks for a Java machine,
which no laptop of a council has. The tests hold both against the same planted breakages. It looks at the finished
bytes and shares no code with the writer, so a mistake of the writer's cannot hide itself here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from doorstep.errors import CopyUnsafeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Rule(StrEnum):
    """What a tagged PDF must keep to; the value is how a finding is named in facts and tests."""

    READABLE = "readable"
    MARKED = "marked"
    TREE = "structure tree"
    LANG = "language"
    TITLE = "title"
    TITLE_SHOWN = "title shown"
    DECLARED = "declared as PDF/UA"
    STANDARD_TYPE = "standard types"
    NESTING = "nesting"
    HEADINGS = "headings"
    ALT = "text alternative"
    BOUNDS = "bounds of figures"
    SCOPE = "scope of header cells"
    TAGGED = "everything tagged"
    ARTIFACT = "no tags inside artifacts"
    BALANCED = "balanced marks"
    DANGLING = "no dangling content"
    TABS = "order of tabs"
    ANNOTATION = "annotations in the tree"
    LINK_WORDS = "words of links"
    FIELD_NAME = "names of fields"
    EMBEDDED = "embedded fonts"
    UNICODE = "letters of fonts"


_TYPES = {
    *("Document", "Part", "Sect", "Div", "BlockQuote", "Caption", "P", "H1", "H2", "H3", "H4", "H5", "H6", "Span"),
    *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
    *("Quote", "Note", "Link", "Figure", "Form"),
}
_PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
}
_PAINTING = {
    *("Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"),
    *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"),
}
_LOOKED_AT = " ".join(sorted({*_PAINTING, "BMC", "BDC", "EMC", "Tf", "BI", "ID", "EI"}))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TITLE = re.compile(r"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]", re.DOTALL)
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def refuse_unsafe(pdf: bytes) -> bytes:
    """Return the PDF as it came; raise CopyUnsafeError (facts: rules) when a screen reader could not read it whole."""
    broken = broken_rules(pdf)
    if broken:
        raise CopyUnsafeError(rules=tuple(sorted(rule.value for rule in broken)))
    return pdf


def broken_rules(pdf: bytes) -> frozenset[Rule]:
    """Return the rules that a PDF breaks; none for a good one."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            if "/StructTreeRoot" not in opened.Root:
                return frozenset({Rule.TREE, *_catalogue(opened)})
            tree = _Tree(opened)
            return frozenset({*_catalogue(opened), *tree.broken(), *_pages(opened, tree)})
    except pikepdf.PdfError:
        return frozenset({Rule.READABLE})


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[Rule]:
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield Rule.MARKED
    if not _LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield Rule.LANG
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield Rule.TITLE_SHOWN
    about = root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in root else ""
    if "<pdfuaid:part>1</pdfuaid:part>" not in about:
        yield Rule.DECLARED
    if not _TITLE.search(about):
        yield Rule.TITLE


class _Tree:
    """The structure tree, walked once: what it breaks, and what content and annotations it owns."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.content: dict[tuple[int, int], set[int]] = {}
        self.annotations: set[tuple[int, int]] = set()
        self._elements: list[tuple[str, Any, str]] = []
        waiting = [(kid, "") for kid in reversed(_kids(pdf.Root.StructTreeRoot))]
        while waiting:
            element, parent = waiting.pop()
            kind = str(element.S)[1:]
            self._elements.append((kind, element, parent))
            kids = _kids(element)
            waiting.extend((kid, kind) for kid in reversed(kids) if isinstance(kid, Dictionary) and "/S" in kid)
            for kid in kids:
                self._own(kid, element)

    def _own(self, kid: Any, element: Any) -> None:
        """Note a piece of content or an annotation that hangs on an element."""
        if not isinstance(kid, Dictionary):
            self.content.setdefault(element.Pg.objgen, set()).add(int(kid))
        elif "/MCID" in kid:
            self.content.setdefault(kid.get("/Pg", element.get("/Pg")).objgen, set()).add(int(kid.MCID))
        elif "/Obj" in kid:
            self.annotations.add(kid.Obj.objgen)

    def broken(self) -> Iterator[Rule]:
        """Yield the rules that the elements break."""
        for kind, element, parent in self._elements:
            if kind not in _TYPES:
                yield Rule.STANDARD_TYPE
            if parent not in _PARENTS.get(kind, {parent}):
                yield Rule.NESTING
            if kind == "TH" and not _has_attribute(element, "/Scope"):
                yield Rule.SCOPE
            if kind == "Figure" and not str(element.get("/Alt", "")).strip():
                yield Rule.ALT
            if kind == "Figure" and not _has_attribute(element, "/BBox"):
                yield Rule.BOUNDS
        levels = [int(kind[1]) for kind, _element, _parent in self._elements if re.fullmatch(r"H\d", kind)]
        if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
            yield Rule.HEADINGS


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _has_attribute(element: Any, name: str) -> bool:
    attributes = element.get("/A", Dictionary())
    return any(name in one for one in (attributes if isinstance(attributes, Array) else [attributes]))


def _pages(pdf: pikepdf.Pdf, tree: _Tree) -> Iterator[Rule]:
    known: set[tuple[int, int]] = set()
    for page in pdf.pages:
        if page.obj.get("/Tabs") != Name.S:
            yield Rule.TABS
        for annotation in page.obj.get("/Annots", Array()):
            yield from _annotation(annotation, tree)
        yield from _content(page, tree.content.get(page.obj.objgen, set()))
        fresh = [font for font in _fonts_of(page) if font.objgen not in known]
        known.update(font.objgen for font in fresh)
        yield from _fonts(fresh)


def _fonts_of(page: pikepdf.Page) -> Iterator[Any]:
    """Yield the fonts of a page and of the forms that it draws, such as its footer."""
    yield from page.obj.Resources.get("/Font", Dictionary()).values()
    for drawn in page.obj.Resources.get("/XObject", Dictionary()).values():
        yield from drawn.get("/Resources", Dictionary()).get("/Font", Dictionary()).values()


def _annotation(annotation: Any, tree: _Tree) -> Iterator[Rule]:
    if annotation.objgen not in tree.annotations:
        yield Rule.ANNOTATION
    if annotation.Subtype == Name.Link and not str(annotation.get("/Contents", "")).strip():
        yield Rule.LINK_WORDS
    if annotation.Subtype == Name.Widget and not str(annotation.get("/TU", "")).strip():
        yield Rule.FIELD_NAME


def _content(page: pikepdf.Page, owned: set[int]) -> Iterator[Rule]:
    """Every painting operator stands in an artifact or in content of the tree; nothing of the tree is missing.

    The stack holds a mark for each open sequence: "artifact", "tagged", or "" for one that the tree does not know.
    """
    stack: list[str] = []
    seen: set[int] = set()
    fonts = set(page.obj.Resources.get("/Font", Dictionary()).keys())
    instructions: Iterable[Any] = pikepdf.parse_content_stream(page, _LOOKED_AT)
    for operands, operator in instructions:
        name = str(operator)
        if name in ("BMC", "BDC"):
            number = _content_number(page, operands)
            if number is not None:
                seen.add(number)
            mark = "artifact" if operands[0] == Name.Artifact else "tagged" if number in owned else ""
            if mark == "tagged" and "artifact" in stack:
                yield Rule.ARTIFACT
            stack.append(mark or (stack[-1] if stack else ""))
        elif name == "EMC":
            if not stack:
                yield Rule.BALANCED
                return
            stack.pop()
        elif name in _PAINTING and not any(stack):
            yield Rule.TAGGED
        elif name == "Tf" and str(operands[0]) not in fonts:
            yield Rule.EMBEDDED
    if stack:
        yield Rule.BALANCED
    if owned - seen:
        yield Rule.DANGLING


def _content_number(page: pikepdf.Page, operands: Any) -> int | None:
    """Return the number of marked content, from its own properties or from those that it names."""
    properties = operands[1] if len(operands) > 1 else Dictionary()
    if isinstance(properties, Name):
        properties = page.obj.Resources.Properties[properties]
    number = properties.get("/MCID")
    return None if number is None else int(number)


def _fonts(fonts: Iterable[Any]) -> Iterator[Rule]:
    for font in fonts:
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", Dictionary())
        if not any(name in descriptor for name in _FONT_FILES):
            yield Rule.EMBEDDED
        if "/ToUnicode" not in font:
            yield Rule.UNICODE
