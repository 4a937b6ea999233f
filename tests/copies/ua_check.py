"""A fast check of PDF/UA-1 with pikepdf alone; it names every rule that it finds broken.

A subset of the Matterhorn Protocol, agreed with veraPDF on these documents and on each planted breakage. The tests
use it because veraPDF needs a Java machine.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
}
TYPES = {
    *("Document", "Div", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR"),
    *("TH", "TD", "Figure", "Link", "BlockQuote", "Span"),
}
PAINTING = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"}


def broken_rules(pdf: bytes) -> set[str]:
    """Return the rules that a PDF breaks, by a short name; empty when none."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {*_catalogue(opened), *_tree(opened), *_pages(opened)}


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "marked"
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(root.get("/Lang", ""))):
        yield "lang"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "display title"
    metadata = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    if "<pdfuaid:part>1</pdfuaid:part>" not in metadata:
        yield "pdfuaid"
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>\s*\S", metadata, re.DOTALL):
        yield "title"


def _elements(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any, str]]:
    """Yield (type, element, type of its parent) in the order of reading."""
    waiting: list[tuple[Any, str]] = [(kid, "") for kid in reversed(list(pdf.Root.StructTreeRoot.K))]
    while waiting:
        element, parent = waiting.pop()
        kind = str(element.S)[1:]
        yield kind, element, parent
        kids = [kid for kid in element.get("/K", Array()) if isinstance(kid, Dictionary) and "/S" in kid]
        waiting.extend((kid, kind) for kid in reversed(kids))


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        yield "structure tree"
        return
    levels: list[int] = []
    for kind, element, parent in _elements(pdf):
        if kind not in TYPES:
            yield "standard type"
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "alt"
        if kind == "Figure" and "/BBox" not in element.get("/A", Dictionary()):
            yield "figure bounds"
        if kind == "TH" and "/Scope" not in element.get("/A", Dictionary()):
            yield "scope"
        if kind in PARENTS and parent not in PARENTS[kind]:
            yield "nesting"
        if re.fullmatch(r"H\d", kind):
            levels.append(int(kind[1]))
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        yield "headings"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    owned = _owned_content(pdf)
    for page in pdf.pages:
        if page.obj.get("/Tabs") != Name.S:
            yield "tabs"
        numbers = owned.get(page.obj.objgen, set())
        stream = list(pikepdf.parse_content_stream(page))
        yield from _content(stream, numbers)
        yield from _fonts(page, stream)
        for annotation in page.obj.get("/Annots", Array()):
            if not str(annotation.get("/Contents", "")):
                yield "link words"


def _owned_content(pdf: pikepdf.Pdf) -> dict[tuple[int, int], set[int]]:
    owned: dict[tuple[int, int], set[int]] = {}
    if "/StructTreeRoot" in pdf.Root:
        for _kind, element, _parent in _elements(pdf):
            for kid in element.get("/K", Array()):
                if isinstance(kid, Dictionary) and "/MCID" in kid:
                    owned.setdefault(kid.Pg.objgen, set()).add(int(kid.MCID))
    return owned


def _content(stream: list[Any], owned: set[int]) -> Iterator[str]:
    """Every painting operator stands in an artifact or in content of the tree; nothing of the tree is missing."""
    stack: list[str] = []
    seen: set[int] = set()
    for operands, operator in stream:
        match str(operator):
            case "BMC":
                stack.append(str(operands[0]))
            case "BDC":
                number = operands[1].get("/MCID")
                if number is not None:
                    seen.add(int(number))
                stack.append(str(operands[0]) if number is None or int(number) in owned else "")
            case "EMC":
                stack.pop()
            case name if name in PAINTING and not any(stack):
                yield "untagged content"
    if stack:
        yield "unbalanced"
    if owned - seen:
        yield "dangling"


def _fonts(page: pikepdf.Page, stream: list[Any]) -> Iterator[str]:
    fonts = page.obj.Resources.Font
    used = {str(operands[0]) for operands, operator in stream if str(operator) == "Tf"}
    if used - set(fonts.keys()):
        yield "font not there"
    for font in fonts.values():
        if "/FontFile2" not in font.get("/FontDescriptor", Dictionary()):
            yield "font not embedded"
        if "/ToUnicode" not in font:
            yield "no unicode map"
