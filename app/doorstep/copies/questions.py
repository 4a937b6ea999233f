"""Questions into blocks: one item with its lanes, or one repeat with its rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from doorstep.assessment.answer import ApproximateDate, AttachmentRef
from doorstep.copies.document import Answered, Block, Cell, Figure, Heading, Row, RowLayout, Rows, Said, Tone, plain
from doorstep.copies.pictures import Event, Somebody, life_line, people_map
from doorstep.copies.words import tidy
from doorstep.definition.model import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.record import Record
    from doorstep.copies.document import Drawing
    from doorstep.copies.profiles import Profile
    from doorstep.copies.voices import Voices
    from doorstep.definition.model import Item

WIDEST_TABLE = 4
"""More columns than this do not read well on A4, at any size."""
LONGEST_CELL = 70
"""A table whose cells are longer than this (characters) becomes a headed list."""


class Questions:
    """Turns items into blocks. ``pictures`` holds the bytes of photos and drawings by SHA-256."""

    def __init__(self, record: Record, voices: Voices, profile: Profile, pictures: Mapping[str, bytes]) -> None:
        self._record = record
        self._voices = voices
        self._profile = profile
        self._pictures = pictures

    def blocks(self, item: Item, level: int) -> tuple[Block, ...]:
        """Return what is to be printed of an item; nothing when nobody answered. ``level`` is for its headings."""
        if item.type is ItemType.DISPLAY:
            return ()
        if item.type is ItemType.GROUP:
            inner = tuple(block for child in item.items for block in self.blocks(child, level + 1))
            return (Heading(level, tidy(item.text)), *inner) if inner else ()
        if item.repeats:
            return self._repeat(item)
        said = self._voices.said(item)
        if not said:
            return ()
        return (Answered(tidy(item.text), said), *self._figures(item, ()))

    def _repeat(self, item: Item) -> tuple[Block, ...]:
        columns = [child for child in item.items if not _is_class_of_row(child, item)]
        paths = self._in_time_order(item, [(row,) for row in self._record.rows_of(item.link_id)])
        used = [column for column in columns if any(self._cell_said(column, path) for path in paths)]
        rows = [tuple(Cell(tidy(column.text), self._cell_said(column, path)) for column in used) for path in paths]
        told = [(path, cells) for path, cells in zip(paths, rows, strict=True) if any(cell.said for cell in cells)]
        figures = tuple(figure for path in paths for column in columns for figure in self._figures(column, path))
        if not told:
            return figures
        printed = tuple(_row(cells) for _path, cells in told)
        speaker = _main_speaker(cell for _path, cells in told for cell in cells)
        drawn = self._drawn(item, [path for path, _cells in told])
        return (*drawn, Rows(tidy(item.text), speaker, printed, self._layout(printed)), *figures)

    def _drawn(self, item: Item, paths: list[RowPath]) -> tuple[Drawing, ...]:
        """Return the people map or the timeline as pictures; their rows follow as a list."""
        called = tidy(self._record.person.called)
        match item.type:
            case ItemType.PEOPLE_MAP:
                people = [one for path in paths if (one := self._somebody(item, path)).name]
                drawing = people_map(called, people, self._profile)
            case ItemType.TIMELINE:
                events = [
                    Event(self._first_of(item, ItemType.DATE, path), what)
                    for path in paths
                    if (what := self._first_of(item, ItemType.LONG_TEXT, path))
                ]
                drawing = life_line(called, events, self._profile)
            case _:
                drawing = None
        return (drawing,) if drawing is not None else ()

    def _somebody(self, item: Item, path: RowPath) -> Somebody:
        """Return a person of the map, from the columns of these names; what the form lacks stays empty."""
        near = next((column for column in item.items if column.type is ItemType.SCALE), None)
        codes = self._codes(near, path)
        return Somebody(
            self._column(item, "name", path),
            self._column(item, "related", path),
            int(codes[0]) if codes and codes[0].isdigit() else None,
            self._voices.first_words(near, path) if near else "",
            hard="hard" in self._codes(_named(item, "feels"), path),
        )

    def _column(self, item: Item, name: str, path: RowPath) -> str:
        column = _named(item, name)
        return self._voices.first_words(column, path) if column else ""

    def _first_of(self, item: Item, kind: ItemType, path: RowPath) -> str:
        column = next((column for column in item.items if column.type is kind), None)
        return self._voices.first_words(column, path) if column else ""

    def _codes(self, column: Item | None, path: RowPath) -> tuple[str, ...]:
        return self._voices.codes(column.link_id, path) if column else ()

    def _layout(self, rows: Sequence[Row]) -> RowLayout:
        one_voice = len({row.speaker for row in rows}) == 1
        readable = all(_fits_table(cell) for row in rows for cell in row.cells)
        if self._profile.tables and one_voice and readable and 1 < len(rows[0].cells) <= WIDEST_TABLE:
            return RowLayout.TABLE
        return RowLayout.COMPACT if self._profile.runs_on else RowLayout.LIST

    def _cell_said(self, column: Item, path: RowPath) -> tuple[Said, ...]:
        if column.type is ItemType.GROUP:
            return tuple(said for child in column.items for said in self._cell_said(child, path))
        if column.repeats:
            return self._nested(column, path)
        return self._voices.said(column, path)

    def _nested(self, column: Item, path: RowPath) -> tuple[Said, ...]:
        lines: dict[str, list[str]] = {}
        tones: dict[str, Tone] = {}
        for row in self._record.rows_of(column.link_id, path):
            parts: dict[str, list[str]] = {}
            for child in column.items:
                for said in self._cell_said(child, (*path, row)):
                    tones.setdefault(said.speaker, said.tone)
                    parts.setdefault(said.speaker, []).append(f"{tidy(child.text)}: {said.words}")
            for speaker, words in parts.items():
                lines.setdefault(speaker, []).append("; ".join(words))
        return tuple(
            Said(speaker, tones[speaker], tuple(plain(line) for line in words), listed=True)
            for speaker, words in lines.items()
        )

    def _in_time_order(self, item: Item, paths: list[RowPath]) -> list[RowPath]:
        """Sort a timeline by its dates; what has no date keeps its place after the row before it."""
        if item.type is not ItemType.TIMELINE:
            return paths
        moment: tuple[int, int, int] = (0, 0, 0)
        keyed: list[tuple[tuple[int, int, int], RowPath]] = []
        for path in paths:
            moment = self._moment(item, path) or moment
            keyed.append((moment, path))
        return [path for _moment, path in sorted(keyed, key=lambda entry: entry[0])]

    def _moment(self, item: Item, path: RowPath) -> tuple[int, int, int] | None:
        for child in item.items:
            for _voice, answer in self._voices.lanes(child.link_id, path):
                if isinstance(answer.value, ApproximateDate) and answer.value.year:
                    return (answer.value.year, answer.value.month or 0, answer.value.day or 0)
        return None

    def _figures(self, item: Item, path: RowPath) -> Iterator[Figure]:
        for voice, answer in self._voices.lanes(item.link_id, path):
            picture = answer.value
            if not isinstance(picture, AttachmentRef) or picture.sha256 not in self._pictures:
                continue
            name = self._voices.speaker(voice, answer)
            signed = item.type is ItemType.SIGNATURE
            alt = f"Signature of {name}" if signed else picture.caption or f"Picture from {name}"
            yield Figure(
                self._pictures[picture.sha256],
                picture.media_type,
                picture.width,
                picture.height,
                tidy(alt),
                tidy(alt if signed else picture.caption),
                share=0.5 if signed else 0.8,
                drawn=signed,
            )


def _title(cells: Sequence[Cell], speaker: str) -> str:
    """Return the first column, which heads its row in a list, if it is one line of the main speaker's; else nothing."""
    said = cells[0].said
    fits = len(said) == 1 and said[0].speaker == speaker and len(said[0].paragraphs) == 1
    return said[0].words if fits else ""


def _row(cells: tuple[Cell, ...]) -> Row:
    speaker = _main_speaker(cells)
    return Row(_title(cells, speaker), speaker, cells)


def _main_speaker(cells: Iterable[Cell]) -> str:
    speakers = Counter(said.speaker for cell in cells for said in cell.said)
    return speakers.most_common(1)[0][0]


def _fits_table(cell: Cell) -> bool:
    return len(cell.said) <= 1 and all(len(said.words) <= LONGEST_CELL for said in cell.said)


def _named(item: Item, name: str) -> Item | None:
    """Return the column of a repeat that ends so, or None."""
    return next((column for column in item.items if column.link_id.removeprefix(f"{item.link_id}.") == name), None)


def _is_class_of_row(column: Item, repeat: Item) -> bool:
    """Whether a column says who may see its row: a word to the worker, not part of the story."""
    return repeat.visibility_from in (column.link_id, column.link_id.removeprefix(f"{repeat.link_id}."))
