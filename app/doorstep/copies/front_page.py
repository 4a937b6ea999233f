"""The first page of a copy: whose it is, when and with whom, where we are on the way, whom to ring, dates promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment import stages
from doorstep.assessment.people import Carer, Supporter, Worker
from doorstep.assessment.stages import StageStatus
from doorstep.copies import easy_words
from doorstep.copies.decision import DECISION
from doorstep.copies.document import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Particular,
    Particulars,
    Span,
    Stage,
    Strip,
    Tick,
    Ticks,
    Weight,
    plain,
)
from doorstep.copies.words import day_in_words, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.facts import Visit
    from doorstep.assessment.people import Party
    from doorstep.assessment.sharing import SharedRecord
    from doorstep.copies.voices import Voices
    from doorstep.definition.model import FormDefinition

PROMISED = ("na_decision_due", "na_full_by", "ais_review")
"""Dates that are promised in front of the person (TB-15), in the order in which they are printed."""
CARD = ("nx_named_worker", "nx_coordinator", "nx_followup")
"""Whom to ring and when we ring: the facts of the card that is left behind (TB-30)."""
PRINT_SIZE = "ais_print_size"
STEPS = "nx_steps"
"""The repeat that says who does what by when."""
NEEDS = ("ais_format", PRINT_SIZE, "ais_colour", "ab_interpreter", "ais_support")
"""Answers that make up the communication need in the page header (TB-18)."""
BY = "by {day}"
_PROMISED_STAGES = ("decision", "plan")
"""Stages whose day is the latest that was promised, until they are done."""


class FrontPage:
    """Builds the blocks of page 1 from a shared record; what was not shared is simply not there."""

    def __init__(self, shared: SharedRecord, definition: FormDefinition, voices: Voices) -> None:
        self._record = shared.record
        self._parts = shared.parts
        self._definition = definition
        self._voices = voices

    def blocks(self, title: str, reader: str) -> tuple[Block, ...]:
        """Return the whole page. ``reader`` is the name of the person for whom the copy is made."""
        called = tidy(self._record.person.called)
        whose = "your own words" if reader == called else f"{called}’s own words"
        return (
            Heading(1, title),
            Paragraph(plain(f"This copy is for {reader}. It says what was talked about."), Weight.LEAD),
            Paragraph(plain(f"A bar at the side marks {whose}."), about_page=True),
            *self._strip(of_reader=reader == called),
            *(self._decided() if reader == called else ()),
            Heading(2, "When we met, and who was there"),
            *self._visits(),
            Heading(2, "Who speaks in these pages"),
            Bullets(tuple(self._speakers())),
            *self._headed(easy_words.RING, CARD),
            *self._headed("Dates we promised", self._promised()),
            *self._steps(),
        )

    def communication_need(self) -> str:
        """Return the header of every page: how this person needs to be written and spoken to, or nothing."""
        words = [self._need(link_id) for link_id in NEEDS]
        told = [word for word in words if word and word not in ("No", "None")]
        return f"{tidy(self._record.person.called)} needs: {'; '.join(told)}" if told else ""

    def _need(self, link_id: str) -> str:
        words = self.words(link_id)
        return tidy(f"print size {words}") if words and link_id == PRINT_SIZE else words

    def words(self, link_id: str) -> str:
        """Return what was first answered to a question, as one line; empty when nothing was, or nothing shared."""
        place = self._definition.places.get(link_id)
        return self._voices.first_words(place.item) if place else ""

    def _decided(self) -> Iterator[Block]:
        """Say in a sentence or two what was decided: the reader should not have to look for it."""
        code = next(iter(self._voices.codes(DECISION)), "")
        if code in easy_words.OUTCOMES:
            yield Heading(2, easy_words.DECIDED)
            yield from (Paragraph(plain(sentence)) for sentence in easy_words.OUTCOMES[code])

    def _promised(self) -> tuple[str, ...]:
        """The dates that are still to come: not by when we decide, once it has been decided."""
        made = self.words("el_decided_when")
        return tuple(link_id for link_id in PROMISED if not (made and link_id == "na_decision_due"))

    def _headed(self, heading: str, link_ids: tuple[str, ...]) -> Iterator[Block]:
        known = [(link_id, self.words(link_id)) for link_id in link_ids]
        entries = tuple(
            Particular(tidy(self._definition.item(link_id).text), plain(words)) for link_id, words in known if words
        )
        if entries:
            yield Heading(2, heading)
            yield Particulars(entries)

    def _steps(self) -> Iterator[Block]:
        """Yield what was agreed as boxes to tick."""
        ticks = self.agreed()
        if ticks:
            yield Heading(2, "What happens next")
            yield Ticks(ticks)

    def agreed(self) -> tuple[Tick, ...]:
        """Return what was agreed, each with who and by when, and whether it is done (``nx_steps``)."""
        rows = [(row,) for row in self._record.rows_of(STEPS)]
        ticks = (Tick(self._step(path), ticked=self._cell("done", path) == "Yes") for path in rows)
        return tuple(tick for tick in ticks if tick.text)

    def _step(self, path: RowPath) -> str:
        what, who, when = (self._cell(column, path) for column in ("what", "who", "by_when"))
        return ", ".join(
            part for part in (f"{who}: {what}" if who and what else what, f"by {when}" if when else "") if part
        )

    def _cell(self, column: str, path: RowPath) -> str:
        place = self._definition.places.get(f"{STEPS}.{column}")
        return self._voices.first_words(place.item, path) if place else ""

    def _strip(self, *, of_reader: bool) -> Iterator[Block]:
        """Show where we are on the way (TB-05); not to those who may not know the decision."""
        decision = self._definition.places.get(DECISION)
        may_know = decision.section.link_id in self._parts if decision else of_reader
        if not may_know:
            return
        way = stages.stages([self._record])
        now = [stage.code for stage in way if stage.status is StageStatus.NOW]
        here = now or [stage.code for stage in way if stage.status is StageStatus.DONE][-1:]
        printed = tuple(_stage(stage, current=stage.code in here) for stage in way)
        called = tidy(self._record.person.called)
        yield Strip("Where am I?", printed) if of_reader else Strip(f"Where {called} is", printed, "Now")

    def _visits(self) -> Iterator[Block]:
        for visit in sorted(self._record.visits, key=lambda visit: visit.day):
            entries = (
                Particular("Date", plain(day_in_words(visit.day)), ours=True),
                Particular("Time", plain(_times(visit))),
                Particular("There", plain(", ".join(self._present(visit)))),
            )
            yield Particulars(tuple(entry for entry in entries if entry.spans[0].text))

    def _present(self, visit: Visit) -> Iterator[str]:
        for party_id in visit.present:
            party = self._record.party(party_id)
            if party is not None:
                yield tidy(self._record.person.called if party == self._record.person else party.name)

    def _speakers(self) -> Iterator[tuple[Span, ...]]:
        yield (Span(tidy(self._record.person.called), strong=True),)
        wrote = {entry.answer.provenance.recorded_by for entry in self._record.answers}
        workers = [party for party in self._record.parties if isinstance(party, Worker) and party.id in wrote]
        for party in (*self._record.speakers(), *workers):
            role = _role(party)
            yield (Span(tidy(party.name), strong=True), Span(f", {role}" if role else ""))


def _stage(stage: stages.Stage, *, current: bool) -> Stage:
    """Return a stage as it is printed; a day that is only promised is said so."""
    day = day_in_words(stage.day) if stage.day else ""
    done = stage.status is StageStatus.DONE
    when = BY.format(day=day) if day and not done and stage.code in _PROMISED_STAGES else day
    return Stage(stage.title, done=done and not current, current=current, when=when)


def _times(visit: Visit) -> str:
    return " to ".join(part for part in (visit.started, visit.ended) if part)


def _role(party: Party) -> str:
    match party:
        case Carer():
            return tidy(", ".join(part for part in (party.relationship, "carer") if part))
        case Supporter():
            return tidy(party.relationship)
        case Worker():
            return tidy(party.job or "worker")
        case _:
            return ""
