"""Shapes onto the page, so that they look as the script wants and are found as the words were said.

Viewers take letters that stand above or below the line for lines of their own. So in Arabic the dots are drawn as
outlines, whose letters the shapes below them stand for; and in Nastaliq, where a whole word steps down, every shape is
an outline, and the letters are laid unseen along the line, word by word. The scripts of the north of India are drawn as
they are, and their words said for each run (``Span`` with ActualText).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from doorstep.copies.pdf.scripts import NASTALIQ, PlacedShape, Script, shaped_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doorstep.copies.pdf.canvas import TaggedCanvas
    from doorstep.copies.pdf.scripts import Shape

_THOUSAND: Final = 1000


class ShapedWords:
    """The shapes of one run on one line. ``x`` is their left edge and ``y`` their line (points)."""

    def __init__(self, text: str, shapes: Sequence[Shape], script: Script, *, strong: bool) -> None:
        self._text = text
        self._shapes = shapes
        self._script = script
        self._font = shaped_font(script, strong=strong)

    def draw(self, canvas: TaggedCanvas, x: float, y: float, size: float, *, right_to_left: bool) -> None:
        """Draw the shapes in the order of reading."""
        placed = self._placed(x, size)
        reading = sorted(placed, key=lambda one: (one[0].place, not one[0].stands))
        drawn = [(shape, PlacedShape(shape.code, at, y + shape.up * size / _THOUSAND)) for shape, at in reading]
        if not right_to_left:
            canvas.draw_shapes(self._font, size, [there for _shape, there in drawn])
            return
        steps = self._script is NASTALIQ
        for shape, there in drawn:
            if steps or not shape.stands:
                canvas.draw_outline(self._font.outline(shape.code), there.x, there.y, size / _THOUSAND)
        if steps:
            canvas.draw_shapes(self._font, size, list(self._unseen(placed, y, size)), unseen=True)
        else:
            canvas.draw_shapes(self._font, size, [there for shape, there in drawn if shape.stands])

    def _placed(self, x: float, size: float) -> list[tuple[Shape, float]]:
        """Return the shapes from left to right, each with where it stands."""
        placed = []
        for shape in self._shapes:
            placed.append((shape, x + shape.across * size / _THOUSAND))
            x += shape.advance * size / _THOUSAND
        return placed

    def _unseen(self, placed: list[tuple[Shape, float]], y: float, size: float) -> Iterator[PlacedShape]:
        """Yield the letters of each word from its right edge on, one beside the other without a gap."""
        standing = [(shape, at) for shape, at in placed if shape.stands]
        edges = [*(at for _shape, at in standing[1:]), placed[-1][1] + placed[-1][0].advance * size / _THOUSAND]
        boxes = sorted(zip(standing, edges, strict=True), key=lambda box: box[0][0].place)
        for _is_gap, word in groupby(boxes, key=lambda box: self._text[box[0][0].place] == " "):
            letters = list(word)
            left = min(at for (_shape, at), _edge in letters)
            right = max(edge for _box, edge in letters)
            room = (right - left) / len(letters)
            for number, ((shape, _at), _edge) in enumerate(letters, start=1):
                own = shape.width * size / _THOUSAND
                yield PlacedShape(shape.code, right - number * room, y, room / own if own else 1.0)
