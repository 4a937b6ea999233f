"""The card that is left behind: one side of paper with whom to ring, what was agreed and how to complain (TB-30).

Made from a ``SharedRecord`` like any other copy, or blank, to be filled by hand. What is not known yet is a line to
write on, never a guess; numbers of an invented place are not printed either.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Contact
from doorstep.copies.document import Bullets, Document, Heading, Paragraph, Particular, Particulars, Room, plain
from doorstep.copies.front_page import FrontPage
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.preview import page_count
from doorstep.copies.profiles import Page, Profile
from doorstep.copies.translating import translated
from doorstep.copies.voices import Voices
from doorstep.copies.words import contact_in_words, sentence, tidy
from doorstep.errors import CopyError
from doorstep.packs.model import Need, Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from doorstep.assessment.people import Worker
    from doorstep.assessment.sharing import SharedRecord
    from doorstep.copies.document import Block
    from doorstep.copies.languages import Tongue
    from doorstep.definition.model import FormDefinition
    from doorstep.packs.model import Directory, Entry, LegalPack

PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("card-14", "Card of A5, 14 point", 14, 1.15, 9, page=Page.A5),
        Profile("card-20", "Card of A4, 20 point", 20, 1.15, 14),
        Profile("card-24", "Card of A4, 24 point", 24, 1.1, 12),
    )
}
"""The ways of setting a card, smallest first; TB-30 asks for A5 at 14 point, or A4 at 20 or more."""

WORKER = "nx_named_worker"
CALL_IF = "nx_call_if"
HEAR = ("nx_followup", "na_decision_due")
"""When the person will hear: what was said of it, else the day on which the decision is due."""
AGREED = "What we agreed"
RING_AGAIN = "Ring us again if"
MORE = "There is more in your copy."
IN_COPY = "Please see your copy."


class CardHelp(msgspec.Struct, frozen=True):
    """Whom the card names beside the worker, as lines ready to print; an empty line is one to write on."""

    closed: str = ""
    complaints: str = ""
    ombudsman: str = ""
    safety: str = ""
    emergency: str = ""


def card_help(directory: Directory, legal: LegalPack) -> CardHelp:
    """Return what local and national help the card names. The council's numbers stay blank while they are a sample."""
    ombudsman, emergency = legal.number("ombudsman"), legal.number("emergency")
    return CardHelp(
        closed=_reach(_council(directory, Need.URGENT, out_of_hours=True)),
        complaints=_reach(_council(directory, Need.COMPLAINTS)),
        ombudsman=tidy(f"{ombudsman.name}, {ombudsman.phone}") if ombudsman else "",
        safety=_reach(_council(directory, Need.SAFEGUARDING)),
        emergency=emergency.phone if emergency else "",
    )


def _council(directory: Directory, need: Need, *, out_of_hours: bool = False) -> Entry | None:
    """Return the first entry of the council itself for a need; none of an invented place."""
    own = (entry for entry in directory.entries if entry.provider is Provider.COUNCIL and need in entry.needs)
    return next((one for one in own if one.out_of_hours == out_of_hours and not directory.head.sample), None)


def _reach(entry: Entry | None) -> str:
    return tidy(f"{entry.name}, {entry.phone}") if entry is not None and entry.phone else ""


def card_profile(points: int) -> Profile:
    """Return the smallest card whose print is at least so large, else the largest."""
    return next((profile for profile in PROFILES.values() if profile.size >= points), tuple(PROFILES.values())[-1])


def blank_card(help_: CardHelp, profile: Profile, *, made_on: date, made_by: Worker) -> tuple[Document, bytes]:
    """Return a card to be filled by hand, and its PDF: nobody's name stands on it. Raises CopyError."""

    def card(most: int) -> Document:
        blocks = (Heading(1, "Your card"), *_blank(help_, most))
        return Document("Your card", "en-GB", "", "", made_on, tidy(made_by.name), blocks)

    return _on_one_sheet(card, 4, profile)


def card_of(
    shared: SharedRecord,
    definition: FormDefinition,
    help_: CardHelp,
    profile: Profile,
    *,
    made_on: date,
    made_by: Worker,
    tongue: Tongue | None = None,
) -> tuple[Document, bytes]:
    """Return the card of a shared record, in English or in ``tongue``, and its PDF of one page.

    When not all that was agreed fits, the card holds the first of it and says that the copy holds more. Letters that
    reach high and low need more room: in another language it may take both sides of its sheet. Raises CopyError when
    even the bare card does not fit.
    """
    teller = _Card(shared, definition, help_, made_by)
    title = f"Card for {tidy(shared.record.person.called)}"

    def card(most: int) -> Document:
        blocks = (Heading(1, title), *teller.blocks(most))
        english = Document(title, definition.language, "", "", made_on, tidy(made_by.name), blocks)
        return english if tongue is None else translated(english, tongue)

    return _on_one_sheet(card, teller.longest, profile, sides=1 if tongue is None else 2)


def _on_one_sheet(
    card: Callable[[int], Document], longest: int, profile: Profile, sides: int = 1
) -> tuple[Document, bytes]:
    """Return the card on as few sides as hold all of it, else with as many lines in its lists as fit, and its PDF."""
    made = cache(lambda left_out: _made(card(longest - left_out), profile))
    for most_pages in range(1, sides + 1):
        least = bisect_left(range(longest + 1), -most_pages, key=lambda left_out: -page_count(made(left_out)[1]))
        if least == 0 or (most_pages == sides and least <= longest):
            return made(least)
    raise CopyError(what="card")


def _made(document: Document, profile: Profile) -> tuple[Document, bytes]:
    return document, write_pdf(document, profile)


def _blank(help_: CardHelp, most: int) -> Iterator[Block]:
    """Yield the card without anything on it, with at most so many lines to write on in a place, but one at least."""
    yield Room("Your worker, and how to reach them", max(1, min(2, most)))
    yield _closed(help_)
    yield Room(AGREED, max(1, most))
    yield Room("When you will hear from us", 1)
    yield Room(RING_AGAIN, max(1, min(2, most)))
    yield from _rights(help_)


class _Card:
    """What the card says of a record. ``longest`` is twice the number of lines in its longer list."""

    def __init__(self, shared: SharedRecord, definition: FormDefinition, help_: CardHelp, made_by: Worker) -> None:
        self._voices = Voices(shared.record)
        self._record = shared.record
        self._definition = definition
        self._front = FrontPage(shared, definition, self._voices)
        self._help = help_
        self._made_by = made_by
        self._agreed = tuple(tick.text for tick in self._front.agreed() if not tick.ticked)
        self._signs = tuple(self._ring_again())
        self.longest = 2 * max(len(self._agreed), len(self._signs))

    def blocks(self, most: int) -> Iterator[Block]:
        """Yield the card with at most so many lines in its lists, half of them each."""
        yield Particulars((Particular("Your worker", plain(self._worker())),))
        yield _closed(self._help)
        yield from _list(AGREED, self._agreed, most - most // 2, 2)
        hear = next((words for link_id in HEAR if (words := self._front.words(link_id))), "")
        yield _line_or_room("When you will hear from us", sentence(hear) if hear else "")
        yield from _list(RING_AGAIN, self._signs, most // 2, 1)
        yield from _rights(self._help)

    def _worker(self) -> str:
        values = (answer.value for _voice, answer in self._voices.lanes(WORKER))
        contact = next((value for value in values if isinstance(value, Contact) and value.name), None)
        if contact is None:
            contact = Contact(self._made_by.name, self._made_by.job, phone=self._made_by.phone)
        return contact_in_words(contact)

    def _ring_again(self) -> Iterator[str]:
        for row in self._record.rows_of(CALL_IF):
            sign, who = (self._cell(f"{CALL_IF}.{column}", row) for column in ("sign", "who_to_call"))
            if sign:
                yield f"{sign.rstrip('.')}: {who}" if who else sign

    def _cell(self, link_id: str, row: str) -> str:
        place = self._definition.places.get(link_id)
        return self._voices.first_words(place.item, (row,)) if place else ""


def _list(label: str, lines: tuple[str, ...], most: int, room: int) -> Iterator[Block]:
    """Yield a list under its label, cut to so many lines; lines to write on when there is nothing in it."""
    if not lines:
        yield Room(label, room)
        return
    if not most:
        yield Particulars((Particular(label, plain(IN_COPY), ours=True),))
        return
    told = lines[:most]
    yield Particulars((Particular(label, ()),))
    yield Bullets(tuple(map(plain, told)))
    if len(told) < len(lines):
        yield Paragraph(plain(MORE))


def _line_or_room(label: str, words: str) -> Block:
    return Particulars((Particular(label, plain(words)),)) if words else Room(label, 1)


def _closed(help_: CardHelp) -> Block:
    return _line_or_room("At night and at weekends", help_.closed)


def _rights(help_: CardHelp) -> Iterator[Block]:
    """Yield how to complain and how to raise a worry about safety."""
    if help_.complaints:
        further = f" Still not happy? {help_.ombudsman}, free." if help_.ombudsman else ""
        told = f"Tell your worker, or ring {help_.complaints}.{further}"
        yield Particulars((Particular("To complain", plain(told), ours=True),))
    else:
        yield Room("To complain, tell your worker or ring", 1)
    danger = f" In danger now, ring {help_.emergency}." if help_.emergency else ""
    if help_.safety:
        yield Particulars((Particular("Is somebody not safe?", plain(f"Ring {help_.safety}.{danger}"), ours=True),))
    else:
        yield Room(f"Is somebody not safe?{danger} Or ring", 1)
