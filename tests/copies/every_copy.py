"""The sample's copies in every profile and every language: what is judged in part by the tests and whole by the run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from copies.making import EVERYTHING, MADE_ON, PERSON, WORKER, copy_of_sample, easy_read_of_sample, played
from doorstep.assessment.sharing import share
from doorstep.copies.card import PROFILES as CARDS
from doorstep.copies.card import card_help, card_of
from doorstep.copies.languages import InLanguage, languages, tongue_of
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.copies.translating import translated
from doorstep.packs.choosing import built_in
from doorstep.packs.model import Directory, LegalPack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.copies.document import Document
    from doorstep.copies.languages import Tongue

ENGLISH = "en"
LANGUAGES = (ENGLISH, *(language.code for language in languages()))
"""English and every language that is shipped."""


@cache
def tongue(code: str, *, bilingual: bool = False, accept: bool = True) -> Tongue:
    """Return the words of a language for the sample's form."""
    return tongue_of(InLanguage(code, bilingual, accept), played().form)


def in_language(document: Document, code: str, *, bilingual: bool = False) -> Document:
    """Return a document in a language; as it is in English."""
    return document if code == ENGLISH else translated(document, tongue(code, bilingual=bilingual))


def sample_in(
    code: str, profile: str = "clear-14", parts: tuple[str, ...] | None = None, *, bilingual: bool = False
) -> Document:
    """Return the sample's copy in a language and a profile."""
    easy = PROFILES[profile].easy_read
    return in_language(
        easy_read_of_sample(parts) if easy else copy_of_sample(profile, parts=parts), code, bilingual=bilingual
    )


def pdfs_in(code: str, parts: tuple[str, ...] | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the sample as PDF in every profile of copies and cards, by name.

    When only some parts are asked for, each kind of block follows them.
    """
    more = in_language(EVERYTHING, code).blocks[1:] if parts is not None else ()
    for name, profile in PROFILES.items():
        document = sample_in(code, name, parts, bilingual=name == "dyslexia-14")
        yield name, write_pdf(msgspec.structs.replace(document, blocks=(*document.blocks, *more)), profile)
    shared = share(played().record, played().form, PERSON)
    help_ = card_help(built_in(Directory), built_in(LegalPack))
    for name, profile in CARDS.items():
        words = tongue(code) if code != ENGLISH else None
        yield name, card_of(shared, played().form, help_, profile, made_on=MADE_ON, made_by=WORKER, tongue=words)[1]
