"""The formats of copies, as data: what each is called, how its files end, who writes it, and whether it can be made.

Screens offer what stands here, in this order; a new writer is one more entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.copies.braille.brf import A4_SHEET, Sheet, write_brf
from doorstep.copies.braille.contracted import can_contract, contracted
from doorstep.copies.html import write_html
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import Profile
from doorstep.copies.speech import write_speech
from doorstep.copies.text import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from doorstep.copies.document import Document


class CopyFormat(StrEnum):
    """A format; the value is its stable name, which file names carry."""

    PDF = "pdf"
    HTML = "html"
    TEXT = "plain-text"
    READ_ALOUD = "read-aloud"
    BRAILLE = "braille"
    CONTRACTED_BRAILLE = "contracted-braille"
    WORD = "word"


def _pdf(document: Document, setting: Setting) -> bytes:
    return write_pdf(document, setting.profile)


def _html(document: Document, setting: Setting) -> bytes:
    return write_html(document, setting.profile)


def _text(document: Document, _setting: Setting) -> bytes:
    return write_text(document)


def _speech(document: Document, _setting: Setting) -> bytes:
    return write_speech(document)


def _braille(document: Document, setting: Setting) -> bytes:
    return write_brf(document, sheet=setting.braille)


def _contracted_braille(document: Document, setting: Setting) -> bytes:
    return write_brf(document, contracted, setting.braille)


def _word(document: Document, setting: Setting) -> bytes:
    from doorstep.copies.docx import write_docx  # Word's parts, only when somebody wants to edit

    return write_docx(document, setting.profile)


def _anywhere() -> bool:
    return True


class Setting(msgspec.Struct, frozen=True):
    """How a copy is set: the profile where there is something to see, the sheet of braille where there is not."""

    profile: Profile
    braille: Sheet = A4_SHEET


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``title`` is what the worker reads, ``ending`` the end of file names with its dot.

    ``sized`` tells whether a profile changes how it looks; ``can_be_made`` whether this machine has what it takes;
    ``in_languages`` whether it can be written in other languages than English.
    """

    title: str
    media_type: str
    ending: str
    write: Callable[[Document, Setting], bytes]
    sized: bool = False
    can_be_made: Callable[[], bool] = _anywhere
    in_languages: bool = False


_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: Mapping[CopyFormat, Format] = {
    CopyFormat.PDF: Format(
        "PDF, to print or to read on a screen", "application/pdf", ".pdf", _pdf, sized=True, in_languages=True
    ),
    CopyFormat.HTML: Format("Web page, one file", "text/html", ".html", _html, sized=True, in_languages=True),
    CopyFormat.TEXT: Format("Plain text", "text/plain", ".txt", _text, in_languages=True),
    CopyFormat.READ_ALOUD: Format("Script to read aloud", "text/plain", ".txt", _speech),
    CopyFormat.BRAILLE: Format("Braille, uncontracted (grade 1)", "text/x-brf", ".brf", _braille),
    CopyFormat.CONTRACTED_BRAILLE: Format(
        "Braille, contracted (grade 2)", "text/x-brf", ".brf", _contracted_braille, can_be_made=can_contract
    ),
    CopyFormat.WORD: Format("Word document, to edit", _WORD_TYPE, ".docx", _word, sized=True, in_languages=True),
}
"""Every format, in the order in which they are offered."""


def file_name_end(kind: CopyFormat, profile: Profile) -> tuple[str, str]:
    """Return the end of a file's stem and its suffix: how it is set, or what it is where there is nothing to set."""
    about = FORMATS[kind]
    return (profile.name if about.sized else kind.value), about.ending
