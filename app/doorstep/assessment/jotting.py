"""The jot pad: a line caught now, filed under a question later, its words kept exactly.

Filing writes the words of a line into one lane, as said when they were jotted, and marks the line as filed there. In a
list that is a lane of a new row, which waits to be finished. The pad is the worker's own: no copy holds it
(``assessment/sharing``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment import facts as f
from doorstep.assessment.answer import WORKER, Answer, AnswerKey, AnswerState, Provenance
from doorstep.assessment.standing import counts
from doorstep.definition.model import ItemType
from doorstep.errors import RowNotFoundError, WrongValueError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from doorstep.assessment.beside import Beside, Jot
    from doorstep.definition.model import Item

PAD: Final = "jot pad"
"""Where the words of the pad are typed: no link_id of a form has a space in it."""
_BETWEEN: Final = {ItemType.TEXT: "; ", ItemType.LONG_TEXT: "\n\n"}
"""What stands between the words that were there and those that are filed: one line stays one line."""


def pad_key(jot_id: str = "") -> AnswerKey:
    """Return the address under which the pad's typing is kept as a draft: the next line, or the line of that id."""
    return AnswerKey(PAD, (jot_id,) if jot_id else (), WORKER)


def jot_of(beside: Beside, jot_id: str) -> Jot:
    """Return a line of the pad. Raises RowNotFoundError when there is none of that id."""
    for jot in beside.jots:
        if jot.id == jot_id:
            return jot
    raise RowNotFoundError(link_id=PAD, row=jot_id)


def require_words(words: str) -> None:
    """Raise WrongValueError when a line holds no words."""
    if not words.strip():
        raise WrongValueError(link_id=PAD, expected="words")


def words_column(repeat: Item) -> Item | None:
    """Return the column of a list that the words of a line go into; None when none takes words.

    It is the first for words that is asked of whoever the list is asked of, else the first for words at all.
    """
    columns = [column for column in repeat.items if column.type in _BETWEEN]
    asked = (column for column in columns if column.asked_of is repeat.asked_of)
    return next(asked, columns[0] if columns else None)


def is_in_a_row(jot: Jot, key: AnswerKey, answers: Mapping[AnswerKey, Answer]) -> bool:
    """Tell whether a line was filed in this column and lane, in some row of the list, and its words are still there.

    ``key`` names the column without its row.
    """
    for there in jot.filed:
        value = answers[there].value if there in answers else None
        same = (there.link_id, there.path[:-1], there.voice) == (key.link_id, key.path, key.voice)
        if same and isinstance(value, str) and jot.words in value:
            return True
    return False


def filed(item: Item, key: AnswerKey, jot: Jot, before: Answer | None, at: datetime, by: str) -> tuple[f.Fact, ...]:
    """Return the facts that file a line in a lane, which holds ``before``; none when its words stand there already.

    Raises WrongValueError when the item takes no text, or when the lane holds what was carried over from an earlier
    record and nobody has said yet whether that is still so.
    """
    between = _BETWEEN.get(item.type)
    if between is None:
        raise WrongValueError(link_id=item.link_id, expected="something other than words")
    there = before.value if before is not None and isinstance(before.value, str) else ""
    if there and before is not None and not counts(before):
        raise WrongValueError(
            link_id=item.link_id, expected="new words once the earlier answer is confirmed or changed"
        )
    if key in jot.filed and jot.words in there:
        return ()
    said = _said(jot, before if there else None)
    words = f"{there}{between}{jot.words}" if there else jot.words
    visibility = before.visibility if before else None
    answer = Answer(AnswerState.ANSWERED, said, words, visibility=visibility)
    marked = () if key in jot.filed else (f.JotFiled(at, by, jot.id, key),)
    return (f.AnswerGiven(at, by, key, answer), *marked)


def _said(jot: Jot, before: Answer | None) -> Provenance:
    """Return when the words of a lane were said: as they were jotted, or as the words there when those are later."""
    jotted = Provenance(jot.by, jot.at, jot.visit)
    if before is None or before.provenance.recorded_at <= jot.at:
        return jotted
    return msgspec.structs.replace(before.provenance, source=jotted.source)
