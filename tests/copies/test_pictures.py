"""The people map and the timeline as pictures: everybody is there, nothing overlaps, and the words say the same."""

from __future__ import annotations

import itertools
from io import BytesIO

import msgspec
import pikepdf
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from copies.making import MADE_ON, PERSON, WORKER, copy_of_sample, document, elements, played
from doorstep.assessment.sharing import share
from doorstep.copies.composer import compose
from doorstep.copies.document import Drawing, Heading, Lettering, Rows, Stroke
from doorstep.copies.html import write_html
from doorstep.copies.lines import lines_of
from doorstep.copies.pdf.fonts import BOLD, REGULAR, register_fonts
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.pictures import BROKEN, THICKER, Event, Somebody, life_line, people_map, room_of
from doorstep.copies.profiles import PROFILES

CLEAR = PROFILES["clear-14"]
FAMILY = [
    Somebody("Marcia Pennant-Doyle", "daughter", 1, "Very near", hard=True),
    Somebody("Siobhán Mulqueen", "next-door neighbour for forty years and a very good friend", 2, "Near"),
    Somebody("Delroy", "son", 5, "Very far"),
    Somebody("Bunny"),
]
LIFE = [
    Event("14\u00a0March\u00a01945", "Born in the hills."),
    Event("", "Worked."),
    Event("about\u00a02019", "The eyes."),
]


def boxes(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """Return where each line of letters stands, measured with the real font: left, top, right, bottom."""
    register_fonts()
    found = []
    for shape in drawing.shapes:
        if isinstance(shape, Lettering):
            width = stringWidth(shape.text, BOLD if shape.strong else REGULAR, 1)
            left = shape.at[0] - width * (1 - shape.side) / 2
            found.append((left, shape.at[1] - 0.8, left + width, shape.at[1] + 0.2))
    return found


def drawings(profile: str) -> list[Drawing]:
    return [block for block in copy_of_sample(profile).blocks if isinstance(block, Drawing)]


@pytest.mark.parametrize("profile", ["clear-14", "large-18", "large-20"])
def test_no_letters_overlap_or_leave_the_picture(profile: str) -> None:
    made = [people_map("Mr Pennant", FAMILY, PROFILES[profile]), life_line("Mr Pennant", LIFE, PROFILES[profile])]
    for drawing in [*drawings(profile), *(one for one in made if one is not None)]:
        placed = boxes(drawing)
        assert all(left >= 0 and top >= 0 for left, top, _right, _bottom in placed)
        assert all(right <= drawing.width and bottom <= drawing.height for _left, _top, right, bottom in placed)
        for one, other in itertools.combinations(placed, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, "letters overlap"


def test_the_alternative_names_everybody_and_how_near_they_are() -> None:
    drawing = people_map("Mr Pennant", FAMILY, CLEAR)
    assert drawing is not None
    assert "Marcia Pennant-Doyle, daughter, very near, it is hard; Siobhán Mulqueen" in drawing.alt
    lines = [shape for shape in drawing.shapes if isinstance(shape, Stroke)]
    assert [line.broken for line in lines].count(True) == 1
    assert max(lines, key=lambda line: line.thick).broken, "the nearest has the thickest line"


def test_each_picture_stands_before_the_list_that_says_the_same() -> None:
    blocks = copy_of_sample().blocks
    followed = [after for block, after in itertools.pairwise(blocks) if isinstance(block, Drawing)]
    assert len(followed) == 2
    assert all(isinstance(block, Rows) for block in followed)
    assert not any("The list below" in line.text for line in lines_of(copy_of_sample()))


def test_who_is_alone_or_would_not_fit_is_left_to_the_list() -> None:
    assert people_map("Mr Pennant", FAMILY[:1], CLEAR) is None
    assert people_map("Mr Pennant", FAMILY * 20, CLEAR) is None
    assert life_line("Mr Pennant", LIFE[:1], CLEAR) is None
    assert life_line("Mr Pennant", LIFE * 20, CLEAR) is None


def test_only_what_is_shared_is_drawn() -> None:
    sample = played()
    parts = tuple(section.link_id for section in sample.form.sections if section.link_id != "people")
    shared = share(sample.record, sample.form, PERSON, parts)
    copy = compose(shared, sample.form, CLEAR, made_on=MADE_ON, made_by=WORKER)
    assert sum(isinstance(block, Drawing) for block in copy.blocks) == 1


def test_a_picture_is_a_figure_with_its_words_in_pdf_and_on_a_page() -> None:
    drawing = people_map("Mr Pennant", FAMILY, CLEAR)
    assert drawing is not None
    copy = document(Heading(2, "People"), drawing)
    with pikepdf.open(BytesIO(write_pdf(copy, CLEAR))) as pdf:
        [figure] = elements(pdf, "Figure")
        assert str(figure["/Alt"]) == drawing.alt
        left, bottom, right, top = (float(edge) for edge in figure["/A"]["/BBox"])
        assert (right - left, top - bottom) == pytest.approx((drawing.width * 14, drawing.height * 14), abs=0.1)
    page = write_html(copy, CLEAR).decode()
    assert f'<svg role="img" aria-label="{drawing.alt}"' in page
    assert page.count("<line ") == len(FAMILY)


def test_room_follows_paper_and_size() -> None:
    assert room_of(CLEAR)[0] == pytest.approx(34.4, abs=0.1)
    assert room_of(PROFILES["giant-28"])[0] == pytest.approx(18.2, abs=0.1)


def test_the_thickness_of_a_line_alone_tells_how_near_and_a_broken_line_is_explained_where_there_is_one() -> None:
    calm = [msgspec.structs.replace(somebody, hard=False) for somebody in FAMILY]
    for people, caption in ((FAMILY, BROKEN), (calm, THICKER)):
        drawing = people_map("Mr Pennant", people, CLEAR)
        assert drawing is not None
        assert drawing.caption == caption
        lines = [shape for shape in drawing.shapes if isinstance(shape, Stroke)]
        marcia, siobhan, delroy, _bunny = sorted(lines, key=lambda line: -line.thick)[:4]
        assert marcia.thick > siobhan.thick > delroy.thick >= 0.08


def test_a_life_is_cut_at_the_end_of_a_sentence_where_there_is_one() -> None:
    told = [
        Event("1966", "Married Icilda. It rained and nobody minded, and we danced until the band went home."),
        Event("2024", "Fifty-four years married and never one cross word that was not forgotten by supper."),
    ]
    drawing = life_line("Mr Pennant", told, CLEAR)
    assert drawing is not None
    words = " ".join(shape.text for shape in drawing.shapes if isinstance(shape, Lettering))
    assert "Married Icilda." in words
    assert "Married Icilda. It" not in words
    assert "Fifty-four years" in words
    assert not any(shape.text.strip() == "…" for shape in drawing.shapes if isinstance(shape, Lettering))
