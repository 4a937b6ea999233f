"""The copies that were made of a record, in words: to whom, which parts, in which form, how, and when (TB-07)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.facts import CopyWay
from doorstep.assessment.sharing import AudienceKind, parts_of
from doorstep.copies.card import PROFILES as CARDS
from doorstep.copies.formats import FORMATS, CopyFormat
from doorstep.copies.languages import languages
from doorstep.copies.profiles import PROFILES

if TYPE_CHECKING:
    from doorstep.assessment.facts import CopyMade
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition

__all__ = ["CopyLine", "CopyWay", "copy_lines"]


class CopyLine(msgspec.Struct, frozen=True):
    """One copy that was made.

    ``to`` is the reader's name. ``parts`` are titles, None when it held every part. ``form`` is the format and how
    it was set; ``pages`` those that were printed, empty for all. ``language`` is what the worker calls it, empty for
    English.
    """

    at: datetime
    to: str
    parts: tuple[str, ...] | None
    form: str
    way: CopyWay
    pages: str = ""
    language: str = ""
    locked: bool = False


def copy_lines(record: Record, definition: FormDefinition) -> tuple[CopyLine, ...]:
    """Return the copies of a record, the newest first."""
    titles = {part.code: part.title for part in parts_of(definition)}
    names = {language.code: language.english_name for language in languages()}
    return tuple(
        CopyLine(
            at=fact.at,
            to=_reader(fact.audience, record),
            parts=None if set(fact.parts) >= set(titles) else tuple(titles.get(code, _CARD) for code in fact.parts),
            form=_form(fact),
            way=fact.way,
            pages=fact.pages,
            language=names.get(fact.language, ""),
            locked=fact.locked,
        )
        for fact in reversed(record.copies)
    )


_CARD = "The card"
_OFFICE = "The council"
_FILE = "The council's file"


def _reader(audience: str, record: Record) -> str:
    kind, _, party = audience.partition(":")
    if kind == AudienceKind.FILE:
        return _FILE
    if kind == AudienceKind.PERSON:
        return record.person.called
    names = {each.id: each.name for each in record.parties}
    return names.get(party, party) or _OFFICE


def _form(fact: CopyMade) -> str:
    profile = PROFILES.get(fact.profile) or CARDS.get(fact.profile)
    setting = profile.title if profile is not None else fact.profile
    known = next((FORMATS[kind] for kind in CopyFormat if kind.value == fact.kind), None)
    if known is None:  # from before formats were noted by name
        known = next((about for about in FORMATS.values() if about.media_type == fact.media_type), None)
    if known is None:
        return setting
    return f"{known.title}; {setting}" if known.sized else known.title
