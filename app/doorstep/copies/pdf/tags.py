"""The structure tree of a tagged PDF (ISO 32000-1, 14.7), independent of what is drawn where.

ReportLab writes no tags. An ``Element`` is made when the story is made, so the order of the tree is the order of
reading, whatever the order of drawing. The canvas (``canvas.py``) hangs marked content on it; ``write_tree`` turns it
into PDF objects.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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

    ``drawn`` tells whether any content has been hung on it yet.
    """

    def __init__(self, tag: str, *, alt: str = "", lang: str | None = None) -> None:
        self.tag = tag
        self.alt = alt
        self.lang = lang
        self.attributes: dict[str, object] = {}
        self.kids: list[Element | MarkedContent | Annotation] = []
        self.reference: object = None

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


def write_tree(document: Any, root: Element, parents: Mapping[int, list[Element] | Element]) -> Any:
    """Write the tree below ``root`` and its parent tree into a PDFDocument; return its reference for the catalogue.

    ``parents`` maps each StructParents number to the elements of a page by MCID, each StructParent number to the
    element of an annotation. Elements without any content are left out: an empty list item would be a false promise.
    """
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    reference = document.Reference(tree, "StructTreeRoot")
    tree["K"] = PDFArray([_write(document, root, reference, count(1))])
    numbers: list[object] = []
    for key in sorted(parents):
        owner = parents[key]
        value = PDFArray([element.reference for element in owner]) if isinstance(owner, list) else owner.reference
        numbers += [key, value]
    tree["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "ParentTree")
    tree["ParentTreeNextKey"] = max(parents, default=-1) + 1
    return reference


def _has_content(element: Element) -> bool:
    return any(not isinstance(kid, Element) or _has_content(kid) for kid in element.kids)


def _write(document: Any, element: Element, parent: object, numbering: Iterator[int]) -> object:
    entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": parent})
    element.reference = document.Reference(entry, f"StructElem{next(numbering)}")
    if element.alt:
        entry["Alt"] = PDFString(element.alt)
    if element.lang:
        entry["Lang"] = PDFString(element.lang)
    if element.attributes:
        entry["A"] = PDFDictionary(element.attributes)
    kids: list[object] = []
    for kid in element.kids:
        match kid:
            case MarkedContent():
                kids.append(PDFDictionary({"Type": PDFName("MCR"), "Pg": kid.page, "MCID": kid.number}))
            case Annotation():
                kids.append(PDFDictionary({"Type": PDFName("OBJR"), "Pg": kid.page, "Obj": kid.reference}))
            case _ if _has_content(kid):
                kids.append(_write(document, kid, element.reference, numbering))
            case _:
                pass
    entry["K"] = PDFArray(kids)
    return element.reference
