"""Copies in other languages: the copy's own words and the headings, while every answer stays as it was said."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import pytest

from copies.making import copy_of_sample, document, played, said, text_of_html
from copies.verapdf import needs_verapdf, verdicts
from doorstep.copies import languages as spoken
from doorstep.copies.document import (
    Answered,
    Document,
    Heading,
    Particular,
    Particulars,
    RowLayout,
    Rows,
    Said,
    Span,
    Tone,
    Worded,
    plain,
    spans_of,
)
from doorstep.copies.furniture import FURNITURE, MACHINE_MADE
from doorstep.copies.html import write_html
from doorstep.copies.languages import check, languages, tongue_of
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.copies.text import write_text
from doorstep.copies.translating import translated
from doorstep.errors import CopyError

if TYPE_CHECKING:
    from pathlib import Path

CLEAR = PROFILES["clear-14"]
CODES = [language.code for language in languages()]


@cache
def tongue(code: str, *, bilingual: bool = False, accept: bool = True) -> spoken.Tongue:
    return tongue_of(code, played().form, bilingual=bilingual, accept_machine_made=accept)


@cache
def sample_in(code: str, *, bilingual: bool = False) -> Document:
    return translated(copy_of_sample(), tongue(code, bilingual=bilingual))


def test_the_languages_are_those_that_people_asked_for() -> None:
    assert {language.english_name for language in languages()} == {
        *("Welsh", "Polish", "Urdu", "Punjabi", "Bengali", "Arabic", "Somali")
    }
    assert {language.code for language in languages() if language.right_to_left} == {"ar", "ur"}


@pytest.mark.parametrize("code", CODES)
def test_no_string_is_unknown_or_missing_and_slots_are_the_same(code: str) -> None:
    assert check(code, played().form) == ((), ())
    for english, words in spoken._standard()[code].strings.items():
        told = words if isinstance(words, str) else words.text
        slots = [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in (english, told)]
        assert slots[0] == slots[1], english


def test_a_string_that_no_copy_prints_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the check: a string too many, one too few."""
    welsh = spoken._standard()["cy"]
    strings = {**welsh.strings, "Where are we?": "Ble rydyn ni?"}
    del strings["Where am I?"]
    changed = msgspec.structs.replace(welsh, strings=strings)
    monkeypatch.setattr(spoken, "_standard", lambda: {"cy": changed})
    assert check("cy", played().form) == (("strings: Where are we?",), ("strings: Where am I?",))


@pytest.mark.parametrize("code", CODES)
def test_every_heading_is_in_the_language(code: str) -> None:
    headings = [block.text for block in sample_in(code).blocks if isinstance(block, Heading)]
    assert len(headings) > 30
    assert [str(heading) for heading in headings if {span.lang for span in spans_of(heading)} != {code}] == []


@pytest.mark.parametrize("code", CODES)
def test_answers_stay_as_they_were_said(code: str) -> None:
    english, other = copy_of_sample(), sample_in(code)
    assert other.answers_sha256 == english.answers_sha256
    before = list(english.printed_answers())
    after = list(other.printed_answers())
    gaps = {one.words for one in before} - {one.words for one in after}
    assert all(re.search(r"chose not|not asked|does not apply|find this out|come back", words) for words in gaps)
    assert len(before) == len(after)


def test_what_is_not_translated_says_that_it_is_english() -> None:
    copy = translated(document(Answered("Any pets?", (said("Two cats", own_words=True),))), tongue("cy"))
    [answered] = [block for block in copy.blocks if isinstance(block, Answered)]
    assert spans_of(answered.question) == (Span("Any pets?", lang="en-GB"),)
    assert answered.said[0].paragraphs == ((Span("Two cats", lang="en-GB"),),)
    page = write_html(copy, CLEAR).decode()
    assert '<html lang="cy">' in page
    assert '<span lang="en-GB">Any pets?</span>' in page


def test_what_was_said_in_another_script_is_not_called_english() -> None:
    copy = translated(document(Answered("Any pets?", (said("دو بلیاں", own_words=True),))), tongue("ur"))
    [answered] = [block for block in copy.blocks if isinstance(block, Answered)]
    assert answered.said[0].paragraphs == (plain("دو بلیاں"),)


def test_a_bilingual_copy_has_both_side_by_side() -> None:
    page = text_of_html(write_html(sample_in("cy", bilingual=True), CLEAR))
    assert "Ble ydw i? / Where am I?" in page
    assert "Ble ydw i? / Where am I?" not in text_of_html(write_html(sample_in("cy"), CLEAR))


def test_nothing_a_machine_made_is_printed_unless_it_is_accepted() -> None:
    kept_back = translated(copy_of_sample(), tongue("pl", accept=False))
    page = text_of_html(write_html(kept_back, CLEAR))
    assert "Gdzie jestem?" not in page
    assert MACHINE_MADE not in page
    assert "Where am I?" in page
    accepted = text_of_html(write_html(sample_in("pl"), CLEAR))
    assert "Gdzie jestem?" in accepted
    assert MACHINE_MADE in accepted
    assert tongue("pl").phrases[MACHINE_MADE] in accepted


def test_a_string_that_somebody_checked_is_printed_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    polish = spoken._standard()["pl"]
    strings = {**polish.strings, "Where am I?": spoken.Checked("Gdzie jestem?", machine_made=False)}
    monkeypatch.setattr(spoken, "_standard", lambda: {"pl": msgspec.structs.replace(polish, strings=strings)})
    told = tongue_of("pl", played().form, bilingual=False, accept_machine_made=False)
    assert told.phrases == {"Where am I?": "Gdzie jestem?"}
    assert not told.machine_made


def test_slots_are_filled_with_words_that_are_translated_too() -> None:
    copy = sample_in("cy")
    assert copy.title == "Asesiad o anghenion: Mr\u00a0Pennant"
    assert copy.say("Page {number} of {total}", number=2, total=9) == "Tudalen 2 o 9"
    gap = Said("Ada", Tone.PERSON, (plain("Ada chose not to say."),), gap=True)
    told = translated(document(Answered("Why?", (gap,))), tongue("cy")).blocks[-1]
    assert isinstance(told, Answered)
    assert told.said[0].words == "Dewisodd Ada beidio â dweud."


def test_right_to_left_copies_have_lists_for_tables_and_say_their_direction() -> None:
    tables = [block for block in copy_of_sample().blocks if isinstance(block, Rows) and block.layout is RowLayout.TABLE]
    assert tables
    turned = [block for block in sample_in("ar").blocks if isinstance(block, Rows) and block.layout is RowLayout.TABLE]
    assert turned == []
    page = write_html(sample_in("ar"), CLEAR).decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<p dir="auto"' in page
    assert page.count("@font-face") == 3, "its letters travel inside"
    assert 'dir="rtl"' not in write_html(sample_in("pl"), CLEAR).decode()


def test_plain_text_is_in_the_language_too() -> None:
    told = write_text(sample_in("so")).decode()
    assert "Halkee ayaan joogaa?" in told
    assert "La sameeyay 13 October 2026." in told


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(CopyError):
        tongue("tlh")


def test_furniture_holds_every_label_that_a_copy_prints() -> None:
    """What is neither a question of the form nor here could not be translated."""
    labels = {
        str(entry.label)
        for block in copy_of_sample().blocks
        if isinstance(block, Particulars)
        for entry in block.entries
    }
    questions = {place.item.text for place in played().form.places.values()}
    assert labels - questions - set(FURNITURE) == set()


def test_worded_words_are_words() -> None:
    label = Worded((Span("Ble", lang="cy"), Span(" / "), Span("Where", lang="en-GB")))
    assert label == "Ble / Where"
    assert Particular(label, ()).label.startswith("Ble")


@needs_verapdf
@pytest.mark.parametrize("code", CODES)
def test_verapdf_passes_the_sample_in_every_language(code: str, tmp_path: Path) -> None:
    made = {f"{code}-both": write_pdf(sample_in(code, bilingual=True), CLEAR)}
    assert verdicts(made, tmp_path) == {f"{code}-both": set()}
