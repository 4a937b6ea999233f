"""Letters that join and stack: the same shapes as a reference shaper, the right order, and words that can be found."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.styles import ParagraphStyle

from copies.making import document, elements, said
from doorstep.copies.document import Answered, Bullets, Heading, Paragraph, Span, Tick, Ticks
from doorstep.copies.pdf import canvas
from doorstep.copies.pdf.fonts import BOLD, REGULAR, register_fonts
from doorstep.copies.pdf.scripts import BENGALI, GURMUKHI, NASKH, NASTALIQ, Script, script_runs, shaped_font
from doorstep.copies.pdf.shaped import ShapedParagraph, _needs_care
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.resources import resource

if TYPE_CHECKING:
    from doorstep.copies.document import Document

SAMPLES = {
    "ar": (NASKH, "ماذا يعني لك اليوم الجيد؟ سوف نتصل بك يوم الثلاثاء"),
    "ur": (NASTALIQ, "آپ کے لیے ایک اچھا دن کیسا ہوتا ہے؟ ہم آپ کو فون کریں گے۔"),
    "bn": (BENGALI, "আপনার কাছে একটি ভালো দিন কেমন? স্বাস্থ্য ও ক্ষমতা।"),
    "pa": (GURMUKHI, "ਤੁਹਾਡੇ ਲਈ ਚੰਗਾ ਦਿਨ ਕਿਹੋ ਜਿਹਾ ਹੁੰਦਾ ਹੈ? ਅਸੀਂ ਫ਼ੋਨ ਕਰਾਂਗੇ।"),
}
CLEAR = PROFILES["clear-14"]
NUMBER = "01632\u00a0960480"


def everything_in(lang: str) -> Document:
    """Return a document with each kind of block that holds words, in a language beside English."""
    words = SAMPLES[lang][1]
    there, here = Span(words, lang=lang), Span("What is a good day for you?", lang="en-GB")
    return document(
        Heading(2, words[:24]),
        Paragraph((there,)),
        Paragraph((there, Span(" / "), here)),
        Bullets(((there,), (here,)), numbered=True),
        Ticks((Tick(words[:20], ticked=True),)),
        Answered(words[:30], (said(f"{words} {NUMBER} (yes)", own_words=True),)),
        header=words[:20],
    )


@pytest.mark.skipif(shutil.which("hb-shape") is None, reason="hb-shape (libharfbuzz-bin) is not installed")
@pytest.mark.parametrize("lang", SAMPLES)
@pytest.mark.parametrize("strong", [False, True])
def test_the_shapes_are_those_of_the_reference(lang: str, *, strong: bool) -> None:
    script, words = SAMPLES[lang]
    file = resource("fonts", script.folder, f"{script.file}-{'Bold' if strong else 'Regular'}.ttf")
    font = shaped_font(script, strong=strong)
    for word in (letters for found, letters in script_runs(words, lang) if found is not None):
        command = ["hb-shape", "--no-glyph-names", "--no-clusters", f"--language={lang}", str(file), word]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip("[]\n").split("|")
        ours = font.shapes(word, right_to_left=lang in ("ar", "ur"), lang=lang)
        assert [font.face.charToGlyph[ord(shape.code)] for shape in ours] == [
            int(one.split("@")[0].split("+")[0]) for one in told
        ]
        advances = [int(one.rpartition("+")[2]) for one in told]
        assert [shape.advance for shape in ours] == pytest.approx(
            [each * 1000 / font._shaper.face.upem for each in advances]
        )


@pytest.mark.parametrize("lang", SAMPLES)
def test_joined_letters_have_other_shapes_than_single_ones(lang: str) -> None:
    """The control of the test above: without shaping, each letter would be drawn as it stands alone."""
    script, words = SAMPLES[lang]
    font = shaped_font(script, strong=False)
    word = "".join(letters for found, letters in script_runs(words, lang) if found is not None)
    shaped = [
        font.face.charToGlyph[ord(shape.code)]
        for shape in font.shapes(word, right_to_left=lang in ("ar", "ur"), lang=lang)
    ]
    alone = [font.face.charToGlyph[ord(letter)] for letter in word]
    assert shaped != alone


def found_by_pdfium(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    told = " ".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return told


def found_by_poppler(pdf: bytes) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


FINDERS = {
    "pdfium": found_by_pdfium,
    "poppler": found_by_poppler,
}
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing")


@pytest.mark.parametrize("finder", ["pdfium", pytest.param("poppler", marks=needs_poppler)])
@pytest.mark.parametrize("lang", SAMPLES)
def test_words_are_found_in_the_file(lang: str, finder: str) -> None:
    """The dots of Arabic and the steps of Nastaliq must not tear words apart for those who search or listen."""
    words = SAMPLES[lang][1]
    told = FINDERS[finder](write_pdf(document(Paragraph((Span(words, lang=lang),))), CLEAR))
    assert [word for word in words.split() if word.strip("?؟।۔") not in told] == []


def ink(lang: str) -> int:
    """Return how many dark points a paragraph leaves on its page."""
    pdf = write_pdf(document(Paragraph((Span(SAMPLES[lang][1], lang=lang),)), header=""), CLEAR)
    opened = pypdfium2.PdfDocument(pdf)
    picture = opened[0].render(scale=1).to_pil().convert("L")
    opened.close()
    return sum(picture.histogram()[:128])


def test_letters_that_are_laid_unseen_are_seen_as_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the outlines Urdu leaves no ink of its own, and Arabic loses its dots."""
    seen = {lang: ink(lang) for lang in ("ur", "ar", "bn")}
    monkeypatch.setattr(canvas.TaggedCanvas, "draw_outline", lambda *_told: None)
    blank = {lang: ink(lang) for lang in ("ur", "ar", "bn")}
    assert seen["ur"] > blank["ur"] + 300
    assert seen["ar"] > blank["ar"]
    assert seen["bn"] == blank["bn"]


def places(paragraph: ShapedParagraph) -> list[str]:
    """Return the runs of the first line from left to right."""
    paragraph.wrap(500, 500)
    return [run.text.strip() for run in sorted(paragraph._placed(*paragraph._lines[0]), key=lambda run: run.x)]


def style(font: str = REGULAR) -> ParagraphStyle:
    register_fonts()
    return ParagraphStyle("test", fontName=font, fontSize=14, leading=17)


def test_words_in_another_direction_stand_apart_with_their_signs() -> None:
    arabic = Span("أين أنا؟", lang="ar")
    beside = ShapedParagraph((arabic, Span(" / "), Span("Where am I?", lang="en-GB")), style())
    assert beside.right_to_left
    assert places(beside)[0] == "Where am I?"
    first = ShapedParagraph((Span("Where am I?", lang="en-GB"), Span(" / "), arabic), style())
    assert places(first)[0] == "Where am I?"
    assert not first.right_to_left


def test_a_line_in_a_right_to_left_language_is_read_so_even_when_a_latin_name_comes_first() -> None:
    line = ShapedParagraph((Span("Mr Pennant کو ضرورت ہے: Large print", lang="ur"),), style())
    assert line.right_to_left
    assert places(line)[0] == "Large print"
    assert places(line)[-1] == "Mr Pennant"


def test_a_telephone_number_is_never_turned_round() -> None:
    line = ShapedParagraph((Span(f"اتصل على {NUMBER} الآن", lang="ar"),), style())
    assert NUMBER in places(line)


def test_the_end_of_an_english_answer_keeps_its_stop_behind_the_number() -> None:
    label, answer = Span("رقم الهاتف:", lang="ar"), Span(f" {'duty desk ' * 6}{NUMBER}.", lang="en-GB")
    line = ShapedParagraph((label, answer), style())
    line.wrap(120, 500)
    last = line._placed(*line._lines[-1])
    assert "".join(run.text for run in sorted(last, key=lambda run: run.x)).strip().endswith(f"{NUMBER[-3:]}.")


def test_plain_english_is_left_to_the_fast_paragraph() -> None:
    assert not _needs_care((Span("Yes"), Span(" and no", strong=True)))
    assert _needs_care((Span("Diolch", lang="cy"), Span(" / thanks")))
    assert _needs_care((Span("شكرا"),))


def test_a_heading_is_bold_in_every_script() -> None:
    heading = ShapedParagraph((Span("আপনার"),), style(BOLD))
    assert {face.strong for face in heading._faces} == {True}


def test_no_line_is_wider_than_the_page_and_nothing_is_lost() -> None:
    words = f"{SAMPLES['ur'][1]} {'unbreakable' * 12} {SAMPLES['ur'][1]}"
    paragraph = ShapedParagraph((Span(words, lang="ur"),), style())
    paragraph.wrap(200, 1000)
    lines = paragraph._lines
    assert max(paragraph._width(start, end) for start, end in lines) <= 200
    assert "".join(words[start:end].replace(" ", "") for start, end in lines) == words.replace(" ", "")
    first, second = paragraph.split(200, paragraph._leading * 3)
    assert first.getPlainText().strip() + " " + second.getPlainText().strip() == words or "unbreakable" in words
    assert first.getPlainText() + second.getPlainText() == words


def test_each_language_is_told_to_a_screen_reader() -> None:
    with pikepdf.open(BytesIO(write_pdf(everything_in("ur"), CLEAR))) as pdf:
        told = {
            str(element["/Lang"]) for kind in ("P", "LBody") for element in elements(pdf, kind) if "/Lang" in element
        }
        pages = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert told == {"ur", "en-GB"}
    assert b"/Span <</Lang (ur) >> BDC" in pages
    assert b"/Span <</Lang (en-GB) >> BDC" in pages


def script_of(letter: str, lang: str) -> Script | None:
    return next(script_runs(letter, lang))[0]


def test_the_hand_follows_the_language() -> None:
    assert script_of("ا", "ur") is NASTALIQ
    assert script_of("ا", "ar") is NASKH
    assert script_of("।", "bn") is not None
    assert script_of("a", "ur") is None
