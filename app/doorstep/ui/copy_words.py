"""The words of the page of copies: what each size is for, how much paper it takes, which copies were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.calendar import day_words
from doorstep.services.copy_log import CopyWay
from doorstep.ui.dates import time_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doorstep.services.copies import CopyPreview
    from doorstep.services.copy_log import CopyLine

_FOR: Final[Mapping[str, str]] = {
    "clear-14": "for most people",
    "large-16": "a little larger, for tired eyes",
    "large-18": "for people who find print hard to see",
    "large-20": "larger again",
    "giant-24": "for people with little sight",
    "giant-28": "for people with very little sight",
    "easy-read": "short sentences, one idea at a time",
    "dyslexia-14": "more room between the lines",
    "coloured-paper-14": "no colour of its own; put their paper into the printer",
    "contrast-18": "black on white and nothing else",
    "card-14": "half a page, for the fridge or a purse",
    "card-20": "a whole page, in large print",
    "card-24": "a whole page, in giant print",
}
_WAYS: Final[Mapping[CopyWay, str]] = {
    CopyWay.SAVED: "saved as a file",
    CopyWay.PRINTED: "printed",
    CopyWay.READ_ALOUD: "read aloud to the end",
}
_SHORT: Final = 3
"""So many parts are named; more are counted."""


def profile_words(name: str, title: str) -> str:
    """Return what a way of setting is called, and what it is for."""
    meant = _FOR.get(name, "")
    return f"{title}: {meant}" if meant else title


def paper_words(preview: CopyPreview, *, both_sides: bool) -> str:
    """Return how many pages a copy has, how much paper it takes, and how much is kept back from this reader."""
    sheets = preview.sheets if both_sides else preview.pages
    sides = "both sides" if both_sides else "one side"
    kept = ""
    if preview.withheld:
        answers = "1 answer is" if preview.withheld == 1 else f"{preview.withheld} answers are"
        kept = f" {answers} kept back: not for this reader."
    return f"{counted(preview.pages, 'page')}, {counted(sheets, 'sheet')} of paper when printed on {sides}.{kept}"


def counted(number: int, thing: str) -> str:
    """Return a number of things: 1 page, 24 pages."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def too_long_words(sentences: Sequence[str]) -> str:
    """Return what to do about sentences that are too long for Easy Read."""
    return "Each of these has more than 15 words. Say it in two, where you say it in plain words:\n" + "\n".join(
        f"“{sentence}”" for sentence in sentences
    )


def made_words(line: CopyLine) -> str:
    """Return one copy that was made: to whom, what, in which form, how and when."""
    form = f"{line.form}, in {line.language}" if line.language else line.form
    form = f"{form}, with a password" if line.locked else form
    way = f"{_WAYS[line.way]}, pages {line.pages}" if line.pages else _WAYS[line.way]
    return f"{line.to}: {_parts(line.parts)}. {form}. {day_words(line.at.astimezone())}, {time_words(line.at)}, {way}."


def _parts(parts: tuple[str, ...] | None) -> str:
    if parts is None:
        return "all parts"
    if not parts:
        return "no part"
    return ", ".join(parts) if len(parts) <= _SHORT else f"{len(parts)} parts"
