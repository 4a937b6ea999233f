"""The last page of a copy: every professional word that stands in the copy, explained, and no other (TB-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.copies.document import Heading, Particular, Particulars, plain
from doorstep.copies.lines import lines_of
from doorstep.copies.words import tidy
from doorstep.packs.glossary import terms_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.copies.document import Block, Document
    from doorstep.packs.model import Glossary, Term

TITLE = "Words explained"


def words_explained(document: Document, glossary: Glossary) -> tuple[Block, ...]:
    """Return the page that explains the words of a document; nothing when it holds no term of the glossary."""
    terms = _terms(tuple(_texts(document)), glossary)
    if not terms:
        return ()
    entries = tuple(Particular(term.word, plain(tidy(term.plain))) for term in terms)
    return (Heading(2, TITLE, new_page=True), Particulars(entries))


def _texts(document: Document) -> Iterator[str]:
    """Yield all that a reader meets, the furniture of the pages included."""
    yield from (document.title, document.header, document.footer)
    for line in lines_of(document):
        yield from (line.label, line.text)


def _terms(texts: tuple[str, ...], glossary: Glossary) -> tuple[Term, ...]:
    """Return the terms in some texts, with those that their explanations use in turn."""
    terms = set(terms_used(glossary, texts))
    new = terms
    while new:
        new = set(terms_used(glossary, (term.plain for term in new))) - terms
        terms = terms | new
    return tuple(sorted(terms, key=lambda term: term.word.casefold()))
