"""Easy Read: the record said anew in short sentences with pictures, for the person.

Two kinds of words stand in it: the standard sentences, filled in with dates and names of the record, and plain words
that the worker approved for what the person said (``Tag.plain``) or wrote as plain words for them (the reason of the
decision, the steps). Nothing is shortened or put simply by the program; what nobody approved is not printed.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from doorstep.assessment.answer import ApproximateDate, Contact
from doorstep.assessment.sharing import AudienceKind
from doorstep.assessment.tagging import said_plainly
from doorstep.copies import easy_words
from doorstep.copies.decision import DECISION
from doorstep.copies.document import Document, Heading, Paragraph, Particular, Particulars, Pictured, check_code, plain
from doorstep.copies.easy_words import sentences_of
from doorstep.copies.front_page import STEPS, FrontPage
from doorstep.copies.pictograms import CREDIT, picture_of_part, picture_of_topic
from doorstep.copies.voices import Voices
from doorstep.copies.words import approximate_in_words, day_in_words, tidy
from doorstep.errors import CopyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.beside import Tag
    from doorstep.assessment.people import Worker
    from doorstep.assessment.sharing import SharedRecord
    from doorstep.copies.document import Block, Said
    from doorstep.definition.model import FormDefinition, Item

_PICTURES = {"eligible": "right_to_help", "not_eligible": "no_right_to_help", "not_decided": "not_decided"}
REASON = "el_plain_reason"
"""The decision's reason in plain words, which the worker writes for the person anyway."""
_WORKER = "nx_named_worker"
_CALL_IF = "nx_call_if"


def compose_easy_read(
    shared: SharedRecord, definition: FormDefinition, *, made_on: date, made_by: Worker, full_sha256: str
) -> Document:
    """Return the Easy Read copy of a shared record. Raises CopyError when it is for anybody but the person.

    ``full_sha256`` is the hash of the answers in the full copy of the same day, whose check code is printed.
    """
    if shared.audience.kind is not AudienceKind.PERSON:
        raise CopyError(what="easy read is the person's own")
    title = easy_words.TITLE.format(title=tidy(definition.title), called=tidy(shared.record.person.called))
    teller = _EasyRead(shared, definition)
    return Document(
        title=title,
        lang=definition.language,
        header=FrontPage(shared, definition, teller.voices).communication_need(),
        footer=title,
        made_on=made_on,
        author=tidy(made_by.name),
        blocks=(
            Heading(1, title),
            _part("opening", *easy_words.OPENING),
            *teller.meetings(),
            *teller.topics(),
            *teller.decision(),
            *teller.steps(),
            *teller.numbers_to_ring(),
            *_if_not_happy(),
            *_hard_words(),
            *_about(made_on, made_by, full_sha256),
        ),
    )


class _EasyRead:
    """Turns what was shared into pictured sentences, part by part."""

    def __init__(self, shared: SharedRecord, definition: FormDefinition) -> None:
        self._record = shared.record
        self._parts = shared.parts
        self._definition = definition
        self.voices = Voices(shared.record)

    def meetings(self) -> Iterator[Block]:
        """Tell when we met, and who was there."""
        visits = sorted(self._record.visits, key=lambda visit: visit.day)
        if not visits:
            return
        yield Heading(2, easy_words.MET)
        for present, together in groupby(visits, key=lambda visit: frozenset(visit.present)):
            yield _part("met", *(easy_words.MET_ON.format(day=day_in_words(visit.day)) for visit in together))
            others = (party for party in self._record.parties if party.id in present)
            told = [easy_words.WAS_THERE.format(name=tidy(party.name)) for party in others]
            if self._record.person.id in present:
                told.insert(0, easy_words.YOU_WERE_THERE)
            if told:
                yield _part("there", *told)

    def topics(self) -> Iterator[Block]:
        """Tell what the person said, topic by topic, in the plain words that were approved."""
        approved = [tag for tag in self._approved() if tag.key.link_id != REASON]
        places = {place: number for number, place in enumerate(self._definition.places)}
        in_form_order = sorted(approved, key=lambda tag: places.get(tag.key.link_id, 0))
        by_section = groupby(in_form_order, key=lambda tag: self._definition.place(tag.key.link_id).section.link_id)
        if approved:
            yield Heading(2, easy_words.TOLD)
        for link_id, tags in by_section:
            section = next(section for section in self._definition.sections if section.link_id == link_id)
            yield Heading(3, tidy(section.part))
            for tag in tags:
                yield self._said(tag)

    def _approved(self) -> tuple[Tag, ...]:
        return tuple(said_plainly(self._record.beside.tags, self._record.by_key))

    def _said(self, tag: Tag) -> Pictured:
        sentences = tuple(plain(tidy(sentence)) for sentence in sentences_of(tag.plain))
        item = self._definition.item(tag.key.link_id)
        picture = picture_of_topic(tag.key.link_id, self._definition)
        return Pictured(picture, sentences, tidy(item.text), tidy(self._record.speaker_name(tag.key.voice)))

    def decision(self) -> Iterator[Block]:
        """Tell what was decided, when, by which law, and the worker's own plain words why."""
        code = self._code(DECISION)
        if code not in easy_words.OUTCOMES:
            return
        yield Heading(2, easy_words.DECIDED)
        sentences = easy_words.OUTCOMES[code]
        decided, due = self._day("el_decided_when"), self._day("na_decision_due")
        if code == "not_decided":
            sentences = (*sentences, *([easy_words.TELL_YOU_BY.format(day=due)] if due else []))
        elif decided:
            sentences = (*sentences, easy_words.DECIDED_ON.format(day=decided))
        yield _part(_PICTURES[code], *sentences)
        if code == "eligible":
            yield _part("law", *easy_words.LAW)
        yield from self._reason()

    def _reason(self) -> Iterator[Block]:
        """Yield why: in the plain words that were approved for it, else in the worker's own, a paragraph a picture."""
        approved = [tag.plain for tag in self._approved() if tag.key.link_id == REASON]
        for said in self._said_to(REASON):
            yield Heading(3, easy_words.WHY)
            for paragraph in approved or said.words.split("\n"):
                sentences = tuple(plain(tidy(sentence)) for sentence in sentences_of(paragraph))
                question = tidy(self._definition.item(REASON).text)
                yield Pictured(picture_of_part("reason"), sentences, question, said.speaker)

    def steps(self) -> Iterator[Block]:
        """Tell what happens next: what, who, by when."""
        rows = [(row,) for row in self._record.rows_of(STEPS)]
        told = [sentences for path in rows if (sentences := tuple(self._step(path)))]
        if told:
            yield Heading(2, easy_words.NEXT)
        for sentences in told:
            yield _part("step", *sentences)

    def _step(self, path: RowPath) -> Iterator[str]:
        what, who, when = (self._cell(f"{STEPS}.{column}", path) for column in ("what", "who", "by_when"))
        if what:
            yield f"{who}: {what.rstrip('.')}." if who else f"{what.rstrip('.')}."
            if when:
                yield easy_words.DONE_BY.format(day=when)

    def numbers_to_ring(self) -> Iterator[Block]:
        """Tell whom to ring, and when."""
        values = (answer.value for _voice, answer in self.voices.lanes(_WORKER))
        contact = next((value for value in values if isinstance(value, Contact) and value.name), None)
        if contact is not None:
            yield Heading(2, easy_words.RING)
            lines = [easy_words.YOUR_WORKER.format(name=tidy(contact.name))]
            lines += [easy_words.RING_ON.format(phone=tidy(contact.phone))] if contact.phone else []
            lines += [easy_words.WRITE_TO.format(email=contact.email)] if contact.email else []
            yield _part("worker", *lines, *sentences_of(tidy(contact.note)))
        for row in self._record.rows_of(_CALL_IF):
            sign, who = (self._cell(f"{_CALL_IF}.{column}", (row,)) for column in ("sign", "who_to_call"))
            if sign:
                ring = (easy_words.THEN_RING.format(who=who.rstrip(".")),) if who else ()
                yield _part("call_if", easy_words.HAPPENS.format(sign=sign.rstrip(".")), *ring)

    def _item(self, link_id: str) -> Item | None:
        place = self._definition.places.get(link_id)
        return place.item if place else None

    def _said_to(self, link_id: str) -> tuple[Said, ...]:
        item = self._item(link_id)
        return tuple(said for said in self.voices.said(item) if not said.gap) if item else ()

    def _cell(self, link_id: str, path: RowPath) -> str:
        item = self._item(link_id)
        return self.voices.first_words(item, path) if item else ""

    def _code(self, link_id: str) -> str:
        return next(iter(self.voices.codes(link_id)), "")

    def _day(self, link_id: str) -> str:
        values = (answer.value for _voice, answer in self.voices.lanes(link_id))
        return next((approximate_in_words(value) for value in values if isinstance(value, ApproximateDate)), "")


def _part(name: str, *sentences: str) -> Pictured:
    return Pictured(picture_of_part(name), tuple(map(plain, sentences)))


def _if_not_happy() -> Iterator[Block]:
    yield Heading(2, easy_words.NOT_HAPPY)
    yield _part("unhappy", *easy_words.UNHAPPY)
    yield _part("tell", *easy_words.TELL)
    yield _part("complain", *easy_words.COMPLAIN)
    yield _part("advocate", *easy_words.ADVOCATE)
    yield _part("ombudsman", *easy_words.OMBUDSMAN)


def _hard_words() -> Iterator[Block]:
    yield Heading(2, easy_words.HARD)
    yield Particulars(
        tuple(Particular(word, plain(meaning), ours=True) for word, meaning in easy_words.HARD_WORDS.items())
    )


def _about(made_on: date, made_by: Worker, full_sha256: str) -> Iterator[Block]:
    yield Heading(2, easy_words.ABOUT)
    made = (easy_words.MADE_THIS.format(name=tidy(made_by.name), day=day_in_words(made_on)), easy_words.FULL_COPY)
    yield _part("about_copy", *made)
    yield Particulars((Particular(easy_words.FULL_CODE, plain(check_code(full_sha256))),))
    yield Paragraph(plain(CREDIT))
