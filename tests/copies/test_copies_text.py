"""Plain text: a line a paragraph, nothing but words, everything said once."""

from __future__ import annotations

from copies.making import EVERYTHING, copy_of_sample, document, paragraphs, said
from doorstep.copies.document import (
    Answered,
    Bullets,
    Cell,
    Figure,
    Heading,
    Paragraph,
    Row,
    RowLayout,
    Rows,
    Said,
    Tone,
    plain,
)
from doorstep.copies.text import write_text


def text_of(*blocks: object, width: int | None = None) -> list[str]:
    return write_text(document(*blocks), width).decode().split("\r\n")  # type: ignore[arg-type]


def test_a_paragraph_is_one_line_and_lines_end_as_windows_expects() -> None:
    words = "word " * 200
    lines = text_of(Answered("Which words?", (said(words.strip(), own_words=True),)))
    assert f"Ada: {words.strip()}" in lines
    assert b"\n" not in write_text(EVERYTHING).replace(b"\r\n", b"")


def test_a_width_is_kept_and_no_word_is_cut() -> None:
    address = "a.very.long.address@a.council.example.org"
    lines = text_of(Paragraph(plain("word " * 30 + address)), width=30)
    assert all(len(line) <= 30 or line == address for line in lines)


def test_every_kind_of_block_is_told() -> None:
    text = write_text(EVERYTHING).decode()
    for words in (
        "Ada needs: large print",
        "- Decision. You are here.",
        "1. one",
        "[ ] I will ring",
        "[x] I have rung",
        "Date: 6 October 2026",
        "Bea, worker: Yes",
        "Picture: A blue box",
        "My box",
        "The ombudsman (https://www.lgo.org.uk)",
    ):
        assert words in text, words


def test_there_are_no_ornaments_and_no_talk_of_bars_at_the_side() -> None:
    text = write_text(copy_of_sample()).decode()
    assert "bar at the side" not in text
    assert not any(sign in text for sign in ("===", "***", "---", "\u00a0"))


def test_a_row_that_somebody_else_told_says_who() -> None:
    row = Row("", "Bea", (Cell("What", (Said("Bea", Tone.OTHER, paragraphs("one", "two")),)),))
    text = text_of(Rows("What do you have?", "Ada", (row,), RowLayout.LIST))
    assert "1. (Bea)" in text
    assert "What: one" in text
    assert "- two" in text


def test_a_row_that_bears_the_name_of_its_teller_says_it_once() -> None:
    row = Row("Bea", "Bea", (Cell("Who", (Said("Bea", Tone.OTHER, paragraphs("Bea")),)),))
    assert "1. Bea" in text_of(Rows("Who agrees?", "Ada", (row,), RowLayout.LIST))


def test_a_picture_with_its_caption_is_told_once() -> None:
    lines = text_of(Figure(b"", "image/png", 1, 1, "A blue box", "A blue box"), Heading(2, "End"), Bullets(()))
    assert lines.count("Picture: A blue box") == 1
    assert "A blue box" not in lines
