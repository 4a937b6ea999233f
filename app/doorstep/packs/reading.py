"""Reading a pack from YAML, and checking it: every mistake is told with its line and how to mend it, as in forms.

docs/formats/pack.md says how packs are written.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from doorstep.definition.problems import Position, Problems
from doorstep.definition.source import page_of
from doorstep.errors import PackInvalidError
from doorstep.packs.model import (
    PACK_FILE,
    ContactLine,
    Directory,
    Entry,
    Glossary,
    LegalPack,
    LegalPoint,
    LegalText,
    Need,
    Pack,
    PackHead,
    PackKind,
    Provider,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    import yaml

    from doorstep.definition.source import Fields, Page

    E = TypeVar("E", bound=StrEnum)

T = TypeVar("T")

_HEAD: Final = ("pack", "version", "issued", "title", "sample")
_BODY: Final = {
    PackKind.LEGAL: ("texts", "numbers"),
    PackKind.GLOSSARY: ("terms",),
    PackKind.DIRECTORY: ("council", "entries"),
}
_VERSION: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_PHONE: Final = re.compile(r"[0-9][0-9 ]{2,15}")
_ENTRY: Final = (
    *("code", "name", "what", "needs", "places", "provider", "who_for", "how_to_ask", "phone", "web", "email"),
    *("hours", "cost", "out_of_hours", "checked_on"),
)


@lru_cache(maxsize=12)  # ours and a few that the office gave: each record that begins and each copy asks for them
def read_pack(data: bytes, file: str = PACK_FILE) -> Pack:
    """Return the pack in a YAML file; ``file`` is only named in mistakes. The same text is read once.

    Raises PackInvalidError (facts: file, problems) with every mistake.
    """
    problems = Problems()
    pack = _read(data, file, problems)
    found = problems.sorted()
    if found or pack is None:
        raise PackInvalidError(file=file, problems=tuple(str(problem) for problem in found))
    return msgspec.structs.replace(pack, head=msgspec.structs.replace(pack.head, sha256=pack_hash(data)))


def pack_hash(data: bytes) -> str:
    """Return the SHA-256 of a pack's YAML text, in hex: its name for ever."""
    return hashlib.sha256(data).hexdigest()


def _read(data: bytes, file: str, problems: Problems) -> Pack | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        problems.add(Position(file, 1), "this file is not UTF-8 text", "save it as UTF-8")
        return None
    opened = page_of(text, file, problems)
    if opened is None:
        return None
    reader = _Reader(opened[0])
    return reader.pack(opened[1])


class _Reader:
    """Turns the nodes of one page into values, and notes what is wrong on the way."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def pack(self, root: yaml.Node) -> Pack | None:
        page = self._page
        kind = page.one_of(page.mapping(root, None, "a pack"), "pack", PackKind)
        if kind is None:
            page.report(root, "nobody can tell what kind of pack this is", f"add a line `pack: {PackKind.LEGAL}`")
            return None
        fields = page.mapping(root, (*_HEAD, *_BODY[kind]), f"a {kind} pack")
        head = self._head(kind, fields, root)
        match kind:
            case PackKind.LEGAL:
                texts = self._list(fields, "texts", self._legal_text, root)
                numbers = self._list(fields, "numbers", self._number, root)
                return LegalPack(head, texts, numbers)
            case PackKind.GLOSSARY:
                terms = self._list(fields, "terms", self._term, root)
                self._all_differ(root, (word for term in terms for word in _written(term)))
                return Glossary(head, terms)
            case PackKind.DIRECTORY:
                council = page.needed(fields, "council", root, "a directory")
                return Directory(head, council, self._list(fields, "entries", self._entry, root))

    def _head(self, kind: PackKind, fields: Fields, root: yaml.Node) -> PackHead:
        page = self._page
        version = page.needed(fields, "version", root, "a pack")
        if version and not _VERSION.fullmatch(version):
            page.report(fields["version"][1], f'"{version}" is no version', "write numbers with dots, as 2026.11")
            version = "0"
        issued = self._day(fields, "issued")
        if "issued" not in fields:
            page.report(root, 'a pack has no "issued"', "add the day on which it was made, as `issued: 2026-11-02`")
        title = page.needed(fields, "title", root, "a pack")
        return PackHead(kind, version or "0", issued or date.min, title, sample=page.switch(fields, "sample") or False)

    def _list(self, fields: Fields, key: str, read: Callable[[yaml.Node], T], root: yaml.Node) -> tuple[T, ...]:
        if key not in fields:
            self._page.report(root, f'this pack has no "{key}"', f"add a line `{key}:` and a list under it")
            return ()
        node = fields[key][1]
        entries = tuple(read(each) for each in self._page.sequence(node, f'"{key}"'))
        self._all_differ(node, (code for entry in entries if (code := getattr(entry, "code", ""))))
        return entries

    def _all_differ(self, node: yaml.Node, words: Iterable[str]) -> None:
        for word, count in Counter(words).items():
            if count > 1:
                self._page.report(node, f'"{word}" comes {count} times', "keep one, or give the others another name")

    def _legal_text(self, node: yaml.Node) -> LegalText:
        page = self._page
        known = ("code", "title", "words", "cites", "points", "caution", "sign_off")
        fields = page.mapping(node, known, "a text")
        cites = page.list_of_words(fields, "cites")
        if not cites:
            page.report(node, "this text cites nothing", "say which Act, regulation or guidance it comes from")
        return LegalText(
            code=self._code(fields, node),
            title=page.needed(fields, "title", node, "a text"),
            words=self._paragraphs(fields, node),
            cites=cites,
            points=self._points(fields),
            caution=page.words(fields, "caution") or "",
            sign_off=page.switch(fields, "sign_off") or False,
        )

    def _paragraphs(self, fields: Fields, node: yaml.Node) -> tuple[str, ...]:
        words = self._page.needed(fields, "words", node, "a text")
        return tuple(" ".join(part.split()) for part in words.split("\n\n") if part.strip())

    def _points(self, fields: Fields) -> tuple[LegalPoint, ...]:
        if "points" not in fields:
            return ()
        points = self._page.mapping(fields["points"][1], None, "points")
        return tuple(LegalPoint(code, self._page.text(value)) for code, (_, value) in points.items())

    def _number(self, node: yaml.Node) -> ContactLine:
        page = self._page
        fields = page.mapping(node, ("code", "name", "what", "phone", "web"), "a number")
        return ContactLine(
            code=self._code(fields, node),
            name=page.needed(fields, "name", node, "a number"),
            what=page.needed(fields, "what", node, "a number"),
            phone=self._phone(fields) if "phone" in fields else page.needed(fields, "phone", node, "a number"),
            web=page.words(fields, "web") or "",
        )

    def _term(self, node: yaml.Node) -> Term:
        page = self._page
        fields = page.mapping(node, ("word", "plain", "variants", "exact"), "a term")
        return Term(
            word=page.needed(fields, "word", node, "a term"),
            plain=page.needed(fields, "plain", node, "a term"),
            variants=page.list_of_words(fields, "variants"),
            exact=page.switch(fields, "exact") or False,
        )

    def _entry(self, node: yaml.Node) -> Entry:
        page = self._page
        fields = page.mapping(node, _ENTRY, "an entry")
        places = page.list_of_words(fields, "places")
        needs = self._members(fields, "needs", Need)
        for key, found in (("places", places), ("needs", needs)):
            if not found:
                page.report(node, f"this entry has no {key}", f"add a line `{key}: [...]`; without it nobody finds it")
        provider = page.one_of(fields, "provider", Provider)
        if "provider" not in fields:
            page.report(node, 'an entry has no "provider"', f"add a line `provider: {Provider.VOLUNTARY}`")
        return Entry(
            code=self._code(fields, node),
            name=page.needed(fields, "name", node, "an entry"),
            what=page.needed(fields, "what", node, "an entry"),
            needs=needs,
            places=places,
            provider=provider or Provider.VOLUNTARY,
            phone=self._phone(fields),
            out_of_hours=page.switch(fields, "out_of_hours") or False,
            checked_on=self._day(fields, "checked_on"),
            **{
                key: page.words(fields, key) or "" for key in ("who_for", "how_to_ask", "web", "email", "hours", "cost")
            },
        )

    def _members(self, fields: Fields, key: str, kind: type[E]) -> tuple[E, ...]:
        if key not in fields:
            return ()
        nodes = self._page.sequence(fields[key][1], f'"{key}"')
        return tuple(member for node in nodes if (member := self._page.member(node, key, kind)) is not None)

    def _code(self, fields: Fields, node: yaml.Node) -> str:
        code = self._page.needed(fields, "code", node, "this")
        if code and not _CODE.fullmatch(code):
            self._page.report(fields["code"][1], f'"{code}" is no code', "use small letters, digits and _")
        return code

    def _phone(self, fields: Fields) -> str:
        phone = self._page.words(fields, "phone") or ""
        if phone and not _PHONE.fullmatch(phone):
            self._page.report(fields["phone"][1], f'"{phone}" is no number to ring', "write digits and spaces only")
        return phone

    def _day(self, fields: Fields, key: str) -> date | None:
        words = self._page.words(fields, key)
        if not words:
            return None
        try:
            return date.fromisoformat(words)
        except ValueError:
            self._page.report(fields[key][1], f'"{words}" is no date', "write year, month and day as 2026-11-02")
            return None


def _written(term: Term) -> tuple[str, ...]:
    """Return a term's spellings as they are told apart: only exact ones by capitals."""
    words = (term.word, *term.variants)
    return words if term.exact else tuple(map(str.casefold, words))
