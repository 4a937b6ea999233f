"""The last page: each professional word that stands in a copy is explained in it, and no other."""

from __future__ import annotations

from datetime import date

import pytest

from copies.making import MADE_ON, PERSON, WORKER, document, paragraphs, played, said
from doorstep.assessment.sharing import share
from doorstep.copies.composer import compose
from doorstep.copies.document import Answered, Bullets, Document, Heading, Paragraph, Particulars, plain
from doorstep.copies.lines import lines_of
from doorstep.copies.profiles import PROFILES
from doorstep.copies.words_explained import TITLE, words_explained
from doorstep.packs.choosing import built_in
from doorstep.packs.glossary import terms_in
from doorstep.packs.model import Glossary, PackHead, PackKind, Term

GLOSSARY = Glossary(
    PackHead(PackKind.GLOSSARY, "1", date(2026, 1, 1), "Words"),
    (
        Term("advocate", "Someone who helps you in an assessment to say what you want."),
        Term("assessment", "A talk about your needs."),
        Term("direct payment", "Money to arrange your own care."),
        Term("OT", "Someone who finds easier ways.", exact=True),
    ),
)


def explained(copy: Document, glossary: Glossary = GLOSSARY) -> list[str]:
    """Return the words that are explained, in order."""
    blocks = words_explained(copy, glossary)
    return [entry.label for block in blocks if isinstance(block, Particulars) for entry in block.entries]


def test_a_word_is_explained_wherever_it_stands() -> None:
    copy = document(
        Bullets(paragraphs("You may have an advocate.")), Answered("Direct payment?", (said("The OT came."),))
    )
    assert explained(copy) == ["advocate", "assessment", "direct payment", "OT"]


def test_an_explanation_brings_its_own_hard_words() -> None:
    bare = Document("Copy", "en-GB", "", "Copy", MADE_ON, "Bea", (Paragraph(plain("Ask an advocate.")),))
    assert explained(bare) == ["advocate", "assessment"]


def test_a_copy_without_hard_words_has_no_such_page() -> None:
    bare = Document("Copy", "en-GB", "", "Copy", MADE_ON, "Bea", (Paragraph(plain("We talked a lot, not of ot.")),))
    assert words_explained(bare, GLOSSARY) == ()


@pytest.mark.serves("TB-22", "COP-11")
def test_every_term_in_the_persons_copy_is_explained_on_its_last_page() -> None:
    sample, glossary = played(), built_in(Glossary)
    shared = share(sample.record, sample.form, PERSON)
    profile = PROFILES["clear-14"]
    copy = compose(shared, sample.form, profile, made_on=MADE_ON, made_by=WORKER, glossary=glossary)
    *_, heading, page = copy.blocks
    assert heading == Heading(2, TITLE, new_page=True)
    assert isinstance(page, Particulars)
    words = {entry.label for entry in page.entries}
    met = [line.text for line in lines_of(copy)] + [line.label for line in lines_of(copy)]
    met += [copy.title, copy.header, copy.footer]
    assert words == {found.term.word for text in met for found in terms_in(glossary, text)}
    assert 5 < len(words) < len(glossary.terms)
    plain_copy = compose(shared, sample.form, profile, made_on=MADE_ON, made_by=WORKER)
    assert copy.answers_sha256 == plain_copy.answers_sha256
