"""The script to be read aloud: every heading announced, every speaker named, every number as it is said."""

from __future__ import annotations

import pytest

from copies.making import EVERYTHING, copy_of_sample, document, paragraphs, said
from doorstep.copies.document import Answered, Heading, Said, Tone
from doorstep.copies.numbers import number_words, ordinal_words, year_words
from doorstep.copies.speech import script_of, write_speech
from doorstep.copies.spoken import spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((0, "zero"), (14, "fourteen"), (20, "twenty"), (41, "forty-one"), (120, "one hundred and twenty")),
        *((1001, "one thousand and one"), (23250, "twenty-three thousand two hundred and fifty")),
        (3_000_000, "three million"),
    ],
)
def test_numbers(number: int, words: str) -> None:
    assert number_words(number) == words


def test_places_and_years() -> None:
    assert [ordinal_words(number) for number in (1, 2, 3, 5, 12, 20, 31)] == [
        *("first", "second", "third", "fifth", "twelfth", "twentieth", "thirty-first")
    ]
    assert [year_words(year) for year in (1900, 1906, 1962, 2000, 2006, 2010, 2026)] == [
        *("nineteen hundred", "nineteen oh six", "nineteen sixty-two", "two thousand", "two thousand and six"),
        *("twenty ten", "twenty twenty-six"),
    ]


@pytest.mark.parametrize(
    ("written", "said_aloud"),
    [
        ("on 6\u00a0October\u00a02026.", "on the sixth of October, twenty twenty-six."),
        ("6/10/2026", "the sixth of October, twenty twenty-six"),
        ("about 1962, in the 1990s", "about nineteen sixty-two, in the nineteen nineties"),
        ("at 14:05 or 9am", "at two oh five in the afternoon or nine o'clock in the morning"),
        ("at 12:00 or 7.30pm", "at twelve noon or seven thirty in the evening"),
        ("Ring 01632\u00a0960143.", "Ring zero one six three two, nine six zero one four three."),
        ("Dr Oyelaran, the GP, and two OTs", "Doctor Oyelaran, the G P, and two O Ts"),
        ("£12.50 and £1,250", "twelve pounds fifty and one thousand two hundred and fifty pounds"),
        (
            "6-8 weeks, 50%, 3.5kg, the 2nd",
            "six to eight weeks, fifty per cent, three point five kilograms, the second",
        ),
        ("ZB4 7QH", "Z B four, seven Q H"),
        ("D097 F6A8", "D zero nine seven, F six A eight"),
        ("a.b@c.org", "a dot b at c dot org"),
        ("www.lgo.org.uk/help.", "www dot lgo dot org dot uk slash help."),
        ("he and/or she, e.g. tea & toast", "he and or she, for example tea and toast"),
        ("I said no. A4 paper, it’s 5.", "I said no. A4 paper, it's five."),
        ("love ❤️ you 🙏🏾", "love (red heart) you (person with folded hands) (medium-dark skin)"),
    ],
)
def test_what_the_eye_takes_in_at_a_glance_is_spelled_out(written: str, said_aloud: str) -> None:
    assert spoken(written) == said_aloud


def test_no_figure_is_left_for_the_voice_to_guess_in_the_sample() -> None:
    left = [line for line in script_of(copy_of_sample()) if any(letter.isdigit() for letter in line)]
    assert left == []


def test_headings_are_announced_and_counted() -> None:
    script = list(script_of(document(Heading(2, "About you"), Heading(3, "Home"), Heading(2, "Next steps"))))
    assert "It has two parts." in script
    assert "Part one of two. About you" in script
    assert "Heading. Home" in script
    assert "Part two of two. Next steps" in script


def test_every_speaker_is_named_and_a_long_speech_is_closed_again() -> None:
    speech = Said("Maya Lindqvist", Tone.PERSON, paragraphs("One.", "Two."), own_words=True)
    notes = said("She was tired.", "Bea, worker", Tone.WORKER)
    script = list(script_of(document(Answered("How are you?", (speech, notes, said("Yes"))))))
    at = script.index("Question. How are you?")
    assert script[at + 1 : at + 6] == [
        "Maya Lindqvist said: One.",
        "Two.",
        "That is the end of this answer.",
        "Bea, worker wrote: She was tired.",
        "Ada answered: Yes",
    ]


def test_every_line_ends_as_a_sentence_and_boxes_are_told() -> None:
    script = write_speech(EVERYTHING).decode()
    assert "A box, not ticked. I will ring." in script
    assert "A box, ticked. I have rung." in script
    assert "A picture. A blue box." in script
    assert all(line[-1] in '.?!:…"”' for line in script.split("\r\n\r\n") if line)
