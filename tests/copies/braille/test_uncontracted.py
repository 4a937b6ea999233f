"""Uncontracted braille: by the rules of UEB, and cell for cell what liblouis makes of the whole sample."""

from __future__ import annotations

import re

import pytest

from copies.making import copy_of_sample
from doorstep.copies.braille.contracted import liblouis
from doorstep.copies.braille.uncontracted import spelled_out, uncontracted
from doorstep.copies.lines import lines_of, written

GRADE_1_TABLE = "en-ueb-g1.ctb"

SENTENCES = (
    "Is it OK? I AM OK, he said. GPs and the GP's OT",
    "NHS 111, COVID-19, B12, 12b, 12k, 3rd, 2B, A4",
    "NO! YES! WHY? stop. ONE TWO THREE four FIVE SIX SEVEN. (I AM OK)",
    "Ring 01632\u00a0960\u00a0123 at 10:30 on 6 October 2026, before .5 or 3.5kg or 1,000,000 or £12.50 a week, 50%.",
    "it's it’s carers’ home and “Hello,” she said, ‘Hello’, half-way—then – wait… what?! and/or (see page 3)",
    "x@y.org.uk www.lgo.org.uk/a-b word,next a;b yes/no? e.g. this",
    "Tŷ Ŵyn, Siobhán O’Dowd-Ní Bhriain, Łódź, ŁÓDŹ, Kraków, Gdańsk, Mae'n dda gen i gwrdd â chi, TŶ FFÔN",
    "MRS O'BRIEN, McDonald, iPhone, xYZa, XYZ-ABC-DEF, X-RAY, I’M, M&S, 24/7, 1½, 90°, [sic], {a}, <b>, a_b, 2+2=4",
)


@pytest.mark.skipif(liblouis() is None, reason="this machine has no liblouis to compare with")
class TestAgainstLiblouis:
    """liblouis leaves a no-break space and a straight mark at the end of a quotation alone; both are evened out."""

    def oracle(self, text: str) -> str:
        engine = liblouis()
        assert engine is not None
        return engine.cells(text.replace("\u00a0", " "), GRADE_1_TABLE)

    def ours(self, text: str) -> str:
        return uncontracted(text).replace("\u00a0", " ")

    @pytest.mark.parametrize("sentence", SENTENCES)
    def test_the_rules(self, sentence: str) -> None:
        assert self.ours(sentence) == self.oracle(sentence)

    def test_the_whole_sample(self) -> None:
        for line in lines_of(copy_of_sample()):
            words = re.sub(r'"([^"]*)"', r"“\1”", spelled_out(written(line)))
            assert self.ours(words) == self.oracle(words), words

    def test_a_wrong_cell_would_be_noticed(self) -> None:
        assert uncontracted("NHS").replace(",,", ",") != self.oracle("NHS")


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("Ada", ",ADA"),
        ("NHS", ",,NHS"),
        ("GPs", ",,GP,'S"),
        ("I AM OK", ",,,I AM OK,'"),
        ("3b", "#C;B"),
        ("2026 5 of us", "#BJBF #E OF US"),
        ("01632\u00a0960123", '#JAFCB"IFJABC'),
        ("Mr\u00a0Pennant", ",MR\u00a0,PENNANT"),
        ('"Go", he said ("now").', '8,GO01 HE SAID "<8NOW0">4'),
        ("the ’90s", "THE '#IJS"),
        ("ŻÓŁĆ", ",,^3Z^/O@*L^/C"),
        ("kęs", "K^&ES"),
    ],
)
def test_what_a_reader_of_braille_expects(words: str, cells: str) -> None:
    assert uncontracted(words) == cells


def test_what_braille_has_no_sign_for_is_spelled_out_and_nothing_vanishes() -> None:
    assert uncontracted("🙏 yes") == uncontracted("[person with folded hands] yes")
    assert uncontracted("Привет").startswith(".<CYRILLIC CAPITAL LETTER PE.>")
    assert uncontracted("❤\ufe0f") == uncontracted("[red heart]")
