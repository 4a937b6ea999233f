"""The structure tree of a tagged PDF (ISO 32000-1, 14.7), independent of what is drawn where.

ReportLab writes no tags. An ``Element`` is made when the story is made, so the order of the tree is the order of
reading, whatever the order of drawing. The canvas (``canvas.py``) hangs marked content on it; ``write_tree`` turns it
into PDF objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFString

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportlab.pdfbase.pdfdoc import PDFObjectReference


class MarkedContent:
    """A piece of a page: the page's reference and the number of the marked content on it."""

    def __init__(self, page: PDFObjectReference, number: int) -> None:
        self.page = page
        self.number = number


class Annotation:
    """An annotation, such as a link, that belongs to an element."""

    def __init__(self, page: PDFObjectReference, reference: PDFObjectReference) -> None:
        self.page = page
        self.reference = reference


class Element:
    """One element of the tree. ``tag`` is a standard type of PDF 1.7; ``alt`` the text alternative of a figure.

    ``reference`` is its number in the file, once it is written; ``drawn`` tells whether content hangs on it.
    """

    def __init__(self, tag: str, *, alt: str = "", lang: str | None = None) -> None:
        self.tag = tag
        self.alt = alt
        self.lang = lang
        self.attributes: dict[str, object] = {}
        self.kids: list[Element | MarkedContent | Annotation] = []
        self.reference = ""

    def add(self, tag: str, *, alt: str = "", lang: str | None = None) -> Element:
        """Add a child at the end and return it."""
        child = Element(tag, alt=alt, lang=lang)
        self.kids.append(child)
        return child

    def attribute(self, owner: str, **values: object) -> Element:
        """Set attributes, such as the scope of a header cell, and return the element itself."""
        self.attributes = {"O": PDFName(owner), **values}
        return self

    @property
    def drawn(self) -> bool:
        """Whether content hangs on this very element."""
        return any(isinstance(kid, MarkedContent) for kid in self.kids)


class _Entry(PDFObject):
    """The object of one element, as the bytes that go into the file."""

    written = b""

    def format(self, _document: Any) -> bytes:
        """Return the bytes."""
        return self.written


def write_tree(document: Any, root: Element, parents: Mapping[int, list[Element] | Element]) -> Any:
    """Write the tree below ``root`` and its parent tree into a PDFDocument; return its reference for the catalogue.

    ``parents`` maps each StructParents number to the elements of a page by MCID, each StructParent number to the
    element of an annotation. Elements without any content are left out: an empty list item would be a false promise.
    The entries are written as bytes, not as ReportLab objects: there are thousands in a long copy.
    """
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    reference = document.Reference(tree, "StructTreeRoot")
    entries: list[tuple[Element, _Entry, str]] = []
    _number(document, root, _number_of(document, reference), entries)
    for element, entry, parent in entries:
        entry.written = _written(document, element, parent)
    tree["K"] = f"[{root.reference}]"
    tree["ParentTree"] = document.Reference(PDFDictionary({"Nums": _parent_numbers(parents)}), "ParentTree")
    tree["ParentTreeNextKey"] = max(parents, default=-1) + 1
    return reference


def _has_content(element: Element) -> bool:
    return any(not isinstance(kid, Element) or _has_content(kid) for kid in element.kids)


def _number_of(document: Any, reference: PDFObjectReference) -> str:
    return str(reference.format(document), "ascii")


def _number(document: Any, element: Element, parent: str, entries: list[tuple[Element, _Entry, str]]) -> None:
    """Give the element and everything below it that has content a number in the file."""
    entry = _Entry()
    element.reference = _number_of(document, document.Reference(entry, f"StructElem{len(entries)}"))
    entries.append((element, entry, parent))
    for kid in element.kids:
        if isinstance(kid, Element) and _has_content(kid):
            _number(document, kid, element.reference, entries)


def _written(document: Any, element: Element, parent: str) -> bytes:
    parts = [f"<</Type/StructElem/S/{element.tag}/P {parent}".encode()]
    for name, words in (("Alt", element.alt), ("Lang", element.lang)):
        if words:
            parts.append(f"/{name}".encode() + PDFString(words).format(document))
    if element.attributes:
        parts.append(b"/A" + PDFDictionary(element.attributes).format(document))
    kids = " ".join(_kid(document, kid) for kid in element.kids if not isinstance(kid, Element) or kid.reference)
    parts.append(f"/K[{kids}]>>".encode())
    return b"".join(parts)


def _kid(document: Any, kid: Element | MarkedContent | Annotation) -> str:
    match kid:
        case MarkedContent():
            return f"<</Type/MCR/Pg {_number_of(document, kid.page)}/MCID {kid.number}>>"
        case Annotation():
            page = _number_of(document, kid.page)
            return f"<</Type/OBJR/Pg {page}/Obj {_number_of(document, kid.reference)}>>"
        case Element():
            return kid.reference


def _parent_numbers(parents: Mapping[int, list[Element] | Element]) -> str:
    entries = []
    for number in sorted(parents):
        owner = parents[number]
        listed = f"[{' '.join(one.reference for one in owner)}]" if isinstance(owner, list) else owner.reference
        entries.append(f"{number} {listed}")
    return f"[{' '.join(entries)}]"
