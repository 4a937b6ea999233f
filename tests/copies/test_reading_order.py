"""The order of letters on a line, against python-bidi (the Rust unicode-bidi) on lines of every mixture."""

from __future__ import annotations

import random

import bidi
import pytest

from doorstep.copies.pdf.reading_order import is_right_to_left, levels_of, mirrored, visual_order

LETTERS = "ابتةهوي٠١٢ abcXYZ 0123456789 .,:;!?-+/%£$ ()[] «» ًّ"


def displayed(text: str, *, right_to_left: bool) -> str:
    """Return the letters from left to right, unmirrored as python-bidi leaves them."""
    return "".join(text[place] for place in visual_order(levels_of(text, right_to_left=right_to_left)))


@pytest.mark.parametrize("right_to_left", [False, True])
def test_any_mixture_stands_as_unicode_has_it(*, right_to_left: bool) -> None:
    luck = random.Random(5)
    for _ in range(3000):
        text = "".join(luck.choice(LETTERS) for _ in range(luck.randint(1, 24)))
        expected = bidi.get_display(text, base_dir="R" if right_to_left else "L")
        assert displayed(text, right_to_left=right_to_left) == expected, ascii(text)


def test_a_telephone_number_keeps_its_order_in_arabic() -> None:
    line = "اتصل على 01632\u00a0960480 الآن"
    assert "01632\u00a0960480" in displayed(line, right_to_left=True)


def test_the_first_letter_tells_the_direction() -> None:
    assert is_right_to_left("12: مرحبا hello")
    assert not is_right_to_left("12: hello مرحبا")
    assert not is_right_to_left("12")


def test_signs_face_the_other_way_from_right_to_left() -> None:
    assert mirrored("(a) «b»") == ")a( »b«"
