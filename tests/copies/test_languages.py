"""Copies in other languages: the copy's own words and the headings, while every answer stays as it was said."""

from __future__ import annotations

import re

import msgspec
import pytest

from copies.every_copy import sample_in, tongue
from copies.making import copy_of_sample, document, easy_read_of_sample, played, said, text_of_html
from doorstep.copies import languages as spoken
from doorstep.copies.document import (
    Answered,
    Drawing,
    Figure,
    Heading,
    Particular,
    Particulars,
    Pictured,
    RowLayout,
    Rows,
    Said,
    Span,
    Tone,
    Worded,
    language_of,
    plain,
    spans_of,
    text_of,
)
from doorstep.copies.easy_words import standard_words
from doorstep.copies.furniture import FURNITURE, MACHINE_MADE
from doorstep.copies.html import write_html
from doorstep.copies.languages import InLanguage, languages, tongue_of
from doorstep.copies.profiles import PROFILES
from doorstep.copies.text import write_text
from doorstep.copies.translating import translated
from doorstep.errors import CopyError

CLEAR = PROFILES["clear-14"]
CODES = [language.code for language in languages()]


def test_the_languages_are_those_that_people_asked_for() -> None:
    assert {language.english_name for language in languages()} == {
        *("Welsh", "Polish", "Urdu", "Punjabi", "Bengali", "Arabic", "Somali")
    }
    assert {language.code for language in languages() if language.right_to_left} == {"ar", "ur"}


@pytest.mark.parametrize("code", CODES)
def test_every_heading_is_in_the_language(code: str) -> None:
    headings = [block.text for block in sample_in(code).blocks if isinstance(block, Heading)]
    assert len(headings) > 60
    assert [str(heading) for heading in headings if {span.lang for span in spans_of(heading)} != {code}] == []


@pytest.mark.parametrize("code", CODES)
def test_every_question_and_column_is_in_the_language(code: str) -> None:
    blocks = sample_in(code).blocks
    asked = [block.question for block in blocks if isinstance(block, Answered | Rows)]
    columns = [cell.column for block in blocks if isinstance(block, Rows) for row in block.rows for cell in row.cells]
    assert len(asked) > 250
    assert {words for words in (*asked, *columns) if language_of(words) != code} == set()


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
    assert "Ble rydw i? / Where am I?" in page
    assert "Ble rydw i? / Where am I?" not in text_of_html(write_html(sample_in("cy"), CLEAR))


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
    told = tongue_of(InLanguage("pl"), played().form)
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
    turned = [block for block in sample_in("ar").blocks if isinstance(block, Rows)]
    assert {block.layout for block in turned} == {RowLayout.LIST}
    page = write_html(sample_in("ar"), CLEAR).decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<p dir="auto"' in page
    assert page.count("@font-face") == 3, "its letters travel inside"
    assert 'dir="rtl"' not in write_html(sample_in("pl"), CLEAR).decode()


def test_plain_text_is_in_the_language_too() -> None:
    told = write_text(sample_in("so")).decode()
    assert "Halkee ayaan joogaa?" in told
    assert "La sameeyay 13 Oktoobar 2026." in told


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(CopyError):
        tongue("tlh")


def test_a_gap_is_told_in_the_language_and_its_reason_as_it_was_given() -> None:
    [reasoned] = [
        said
        for block in sample_in("pl").blocks
        if isinstance(block, Answered)
        for said in block.said
        if said.gap and "never had one" in said.words
    ]
    ours, reason = reasoned.paragraphs[0]
    assert (ours.lang, reason.lang) == ("pl", "en-GB")
    assert reason.text == " I never had one and I am not starting now."


def test_days_of_the_copys_own_are_in_the_language_and_are_not_split() -> None:
    entries = [entry for block in sample_in("pl").blocks if isinstance(block, Particulars) for entry in block.entries]
    made_on = next(entry for entry in entries if entry.label == tongue("pl").phrases["Made on"])
    assert made_on.spans == (Span("13\u00a0października\u00a02026", lang="pl"),)


def test_easy_read_is_in_the_language_but_for_what_was_approved() -> None:
    english, polish = easy_read_of_sample(), sample_in("pl", "easy-read")
    assert polish.answers_sha256 == english.answers_sha256
    pairs = zip(english.blocks, polish.blocks[:1] + polish.blocks[2:], strict=True)
    told = [(block, other) for block, other in pairs if isinstance(block, Pictured) and isinstance(other, Pictured)]
    approved = [(block, other) for block, other in told if block.question]
    assert approved
    assert all(
        text_of(a) == text_of(b) for one, two in approved for a, b in zip(one.sentences, two.sentences, strict=True)
    )
    met = next(other for block, other in told if "We met" in text_of(block.sentences[0]))
    assert text_of(met.sentences[0]).endswith("6\u00a0października\u00a02026.")
    assert "We met" not in text_of(met.sentences[0])
    standard = [other.sentences[0] for block, other in told if text_of(block.sentences[0]) in standard_words()]
    assert len(standard) > 5
    assert {span.lang for sentence in standard for span in sentence} == {"pl"}


def test_a_picture_says_in_the_language_what_we_say_of_it() -> None:
    alts = [block.alt for block in sample_in("cy").blocks if isinstance(block, Drawing | Figure)]
    ours = [alt for alt in alts if language_of(alt) == "cy"]
    assert any("Marcia" in alt for alt in ours), "the people map"
    assert any(language_of(alt) == "en-GB" for alt in alts), "what somebody wrote below their photo"


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
