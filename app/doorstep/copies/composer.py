"""From what may be shared to a document: the person's words first, every speaker named, every gap said honestly.

The composer sees only a ``SharedRecord``. What an audience may not see is not in it, so nothing here decides about
privacy and nothing private can slip through (architecture.md, section 1 rule 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.sharing import AudienceKind
from doorstep.copies.decision import decision_blocks, is_decision
from doorstep.copies.document import (
    Answered,
    Block,
    Contents,
    Document,
    Heading,
    Paragraph,
    Particular,
    Particulars,
    Rows,
    Said,
    Tone,
    check_code,
    plain,
)
from doorstep.copies.front_page import FrontPage
from doorstep.copies.questions import Questions
from doorstep.copies.voices import Voices
from doorstep.copies.words import day_in_words, tidy
from doorstep.copies.words_explained import words_explained
from doorstep.definition.model import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from doorstep.assessment.people import Worker
    from doorstep.assessment.record import Record
    from doorstep.assessment.sharing import SharedRecord
    from doorstep.copies.profiles import Profile
    from doorstep.definition.model import FormDefinition, Item, Section
    from doorstep.packs.model import Glossary

COUNCILS_FILE = "the council’s file"
FEWEST_CHAPTERS = 4
"""Fewer parts than this need no list."""
NO_PICTURES: Mapping[str, bytes] = {}


def compose(
    shared: SharedRecord,
    definition: FormDefinition,
    profile: Profile,
    *,
    made_on: date,
    made_by: Worker,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    glossary: Glossary | None = None,
) -> Document:
    """Return the copy of a shared record.

    ``pictures`` holds the bytes (PNG or JPEG) of its photos and drawings by SHA-256; a picture that is not among them
    is still named in words. The professional words that ``glossary`` explains are explained on a last page. Two calls
    with the same arguments give equal documents, and the answers are the same in every profile.
    """
    record = shared.record
    voices = Voices(record)
    questions = Questions(record, voices, profile, pictures)
    front = FrontPage(shared, definition, voices)
    reader = _reader(shared)
    called = tidy(record.person.called)
    title = f"{tidy(definition.title)}: {called}"
    body = tuple(block for section in definition.sections for block in _section(section, questions))
    draft = Document(
        title=title,
        lang=definition.language,
        header=front.communication_need(),
        footer=f"{title}. Copy for {reader}" if reader != called else title,
        made_on=made_on,
        author=tidy(made_by.name),
        blocks=(*front.blocks(title, reader), *_contents(body), *body, *_addenda(record)),
    )
    about = _about_this_copy(draft, reader, made_by)
    copy = msgspec.structs.replace(draft, blocks=(*draft.blocks, *about))
    explained = words_explained(copy, glossary) if glossary is not None else ()
    return msgspec.structs.replace(copy, blocks=(*copy.blocks, *explained))


def _reader(shared: SharedRecord) -> str:
    """Return the name of the person or organisation for whom the copy is made."""
    party = shared.record.party(shared.audience.party) if shared.audience.party else None
    if party is not None and party != shared.record.person:
        return tidy(party.name)
    if shared.audience.kind is AudienceKind.PERSON:
        return tidy(shared.record.person.called)
    if shared.audience.kind is AudienceKind.PROVIDER and shared.audience.party:
        return tidy(shared.audience.party)
    return COUNCILS_FILE if shared.audience.kind is AudienceKind.FILE else shared.audience.kind.value


def _contents(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the list of the parts, when there are so many that somebody would have to look for one."""
    chapters = sum(1 for block in body if isinstance(block, Heading) and block.level == 2)
    return (Contents("Parts of this copy"),) if chapters >= FEWEST_CHAPTERS else ()


def _section(section: Section, questions: Questions) -> Iterator[Block]:
    if is_decision(section):
        blocks = decision_blocks(section, questions)
        opening = Heading(2, tidy(section.title), new_page=True)
    else:
        blocks = tuple(_words_first(section.items, questions, 3))
        opening = Heading(2, tidy(section.title))
    if blocks:
        yield opening
        yield from blocks


def _words_first(items: tuple[Item, ...], questions: Questions, level: int) -> Iterator[Block]:
    """Yield what people said, then what only the worker wrote, under a heading that says so, then each group."""
    asked = [questions.blocks(item, level) for item in items if item.type is not ItemType.GROUP]
    yield from (block for blocks in asked if not _worker_only(blocks) for block in blocks)
    notes = [block for blocks in asked if _worker_only(blocks) for block in blocks]
    if notes:
        yield Heading(level, "What the worker wrote down")
        yield from notes
    for item in items:
        if item.type is ItemType.GROUP:
            inner = tuple(_words_first(item.items, questions, level + 1))
            if inner:
                yield Heading(level, tidy(item.text))
                yield from inner


def _worker_only(blocks: tuple[Block, ...]) -> bool:
    """Whether everything in the blocks of one question is the worker's."""
    tones = {said.tone for block in blocks for said in _said(block)}
    return tones == {Tone.WORKER}


def _said(block: Block) -> Iterator[Said]:
    match block:
        case Answered():
            yield from block.said
        case Rows():
            yield from (said for row in block.rows for cell in row.cells for said in cell.said)
        case _:
            pass


def _addenda(record: Record) -> Iterator[Block]:
    """Yield what was added after signing, oldest first (TB-09)."""
    if not record.addenda:
        return
    yield Heading(2, "Added after it was signed")
    for addendum in record.addenda:
        entries = (
            Particular("Date", plain(day_in_words(addendum.at.date())), ours=True),
            Particular("What was added", plain(tidy(addendum.words))),
            Particular("Why", plain(tidy(addendum.reason))),
        )
        yield Particulars(tuple(entry for entry in entries if entry.spans[0].text))


def _about_this_copy(draft: Document, reader: str, made_by: Worker) -> tuple[Block, ...]:
    entries = (
        Particular("For", plain(reader)),
        Particular("Made on", plain(day_in_words(draft.made_on)), ours=True),
        Particular("Made by", plain(tidy(", ".join(part for part in (made_by.name, made_by.job) if part)))),
        Particular("Check code", plain(check_code(draft.answers_sha256))),
    )
    note = "Copies in another size or form hold the same answers when they show the same check code."
    return (Heading(2, "About this copy"), Particulars(entries), Paragraph(plain(note)))
