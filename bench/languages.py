"""How many words of each language can be found in its PDF: searched, copied, and read aloud by tools that extract text.

Every string of a language is written as a paragraph and read back by the two engines that most viewers use: pdfium, and
poppler where the machine has ``pdftotext``. A word counts when it stands in the extracted text whole. What a screen
reader gets are the letters in the order of reading, which no extraction measures.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from doorstep.copies.document import Document, Heading, Paragraph, Span
from doorstep.copies.languages import InLanguage, languages, tongue_of
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.preview import page_text
from doorstep.copies.profiles import PROFILES
from doorstep.definition.loader import installed_form

_WORD = re.compile(r"\w{2,}")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e]")


def recall(words: list[str], extracted: str) -> float:
    """Return the share of words that are in an extracted text."""
    found = set(_WORD.findall(_UNSEEN.sub("", extracted)))
    return sum(word in found for word in words) / len(words)


def by_poppler(pdf: bytes) -> str:
    """Return the text of a PDF as poppler extracts it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.pdf"
        path.write_bytes(pdf)
        return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()


def report() -> str:
    """Return the share of words found in each language by each engine, a line each, and the worst by name."""
    form = installed_form("needs-assessment")
    engines = {"pdfium": page_text} | ({"poppler": by_poppler} if shutil.which("pdftotext") else {})
    found: dict[tuple[str, str], float] = {}
    lines = []
    for language in languages():
        tongue = tongue_of(InLanguage(language.code, accept_machine_made=True), form)
        strings = [text for text in tongue.phrases.values() if "{" not in text]
        blocks = (Heading(1, "Words"), *(Paragraph((Span(text, lang=language.code),)) for text in strings))
        document = Document("Words", language.code, "", "", date(2026, 10, 13), "Doorstep", blocks)
        pdf = write_pdf(document, PROFILES["clear-14"])
        words = [word for text in strings for word in _WORD.findall(text)]
        for name, extract in engines.items():
            found[language.english_name, name] = recall(words, extract(pdf))
        told = ", ".join(f"{name} {found[language.english_name, name]:.2f}" for name in engines)
        lines.append(f"words found in {language.english_name:8} {told} ({len(words)} words)")
    (language_name, engine), share = min(found.items(), key=lambda one: one[1])
    return "\n".join((*lines, f"worst: {language_name} by {engine}, {share:.2f}"))
