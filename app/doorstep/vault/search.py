"""Finding a record by a name or by words that were said, inside the encrypted database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from doorstep.assessment.answer import Answer, ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.assessment.people import Carer, Supporter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.assessment.people import Party, Person
    from doorstep.vault.cipher import CipherFile

_LIMIT: Final = 200
_SHORTEST_IN_ANSWERS: Final = 3


def index_names(database: CipherFile, record: int, person: Person, parties: Iterable[Party]) -> None:
    """Make a record found by its person's names and NHS number, and by the names of carers and supporters.

    The NHS number is found as it is stored, as ten digits, and as it is printed (3 3 4).
    """
    digits = "".join(filter(str.isdigit, person.nhs_number))
    own = (person.name, person.preferred_name, person.nhs_number, digits, digits[:3], digits[3:6], digits[6:])
    others = (party.name for party in parties if isinstance(party, Carer | Supporter))
    _index(database, "name_words", record, " ".join((*own, *others)))


def index_answer(database: CipherFile, answer: int, content: Answer) -> None:
    """Make a record found by the words of an answer, in place of those that stood there."""
    _index(database, "answer_words", answer, words_of(content))


def forget_answer(database: CipherFile, answer: int) -> None:
    """Let an answer be found no more."""
    database.run("DELETE FROM answer_words WHERE rowid = ?", answer)


def find(database: CipherFile, words: str) -> tuple[str, ...]:
    """Return the ids of the records that hold every word (or a word that begins so), latest change first.

    A word may stand in a name or in any current answer; shorter words than three letters are looked for in names only.
    """
    wanted = re.findall(r"\w+", words)
    if not wanted:
        return ()
    parts, values = [], list[str]()
    for word in wanted:
        part = "SELECT rowid FROM name_words WHERE name_words MATCH ?"
        values.append(f'"{word}"*')
        if len(word) >= _SHORTEST_IN_ANSWERS:
            part += (
                " UNION SELECT record FROM answer WHERE number IN"
                " (SELECT rowid FROM answer_words WHERE answer_words MATCH ?)"
            )
            values.append(f'"{word}"*')
        parts.append(f"number IN ({part})")
    rows = database.run(
        f"SELECT id FROM record WHERE {' AND '.join(parts)} ORDER BY changed_at DESC LIMIT {_LIMIT}",  # noqa: S608
        *values,
    )
    return tuple(row[0] for row in rows)


def words_of(answer: Answer) -> str:
    """Return the free words of an answer: what someone said or wrote, without codes and numbers."""
    told: list[str] = [answer.reason or "", answer.follow_up or ""]
    match answer.value:
        case str() as text:
            told.append(text)
        case Choices() as choices:
            told += [code[1:] for code in choices.codes if code.startswith("=")]
            told += choices.details.values()
        case Contact() as contact:
            told += [contact.name, contact.role, contact.organisation, contact.phone, contact.email, contact.note]
        case ApproximateDate() as day:
            told.append(day.words or "")
        case AttachmentRef() as attachment:
            told.append(attachment.caption)
        case _:
            pass
    return " ".join(filter(None, told))


def _index(database: CipherFile, table: str, row: int, words: str) -> None:
    database.run(f"INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)", row, words)  # noqa: S608 - a constant
