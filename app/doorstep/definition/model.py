"""A form as an immutable value: sections, items, options.

Defaults are left out of the JSON, so that a later field with a default leaves the digests of older forms as they are.

Words follow FHIR SDC (Questionnaire, item, linkId, answerOption, enableWhen, required, repeats). A definition is
made by ``definition/loader`` from forms/*.yaml and never changes afterwards; its ``digest`` names it for ever.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from doorstep.definition.conditions import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ItemType(StrEnum):
    """What kind of answer an item takes."""

    DISPLAY = "display"
    GROUP = "group"
    TEXT = "text"
    LONG_TEXT = "long_text"
    YES_NO = "yes_no"
    SINGLE_CHOICE = "single_choice"
    MULTI_CHOICE = "multi_choice"
    DATE = "date"
    NUMBER = "number"
    SCALE = "scale"
    CONTACT = "contact"
    REPEAT_GROUP = "repeat_group"
    TIMELINE = "timeline"
    PEOPLE_MAP = "people_map"
    SIGNATURE = "signature"
    PHOTO = "photo"


REPEATING = frozenset({ItemType.REPEAT_GROUP, ItemType.TIMELINE, ItemType.PEOPLE_MAP})
"""Types whose children are answered once per row."""
CHOOSING = frozenset({ItemType.YES_NO, ItemType.SINGLE_CHOICE, ItemType.MULTI_CHOICE, ItemType.SCALE})
"""Types that take their value from options."""
CANNOT_CARRY = frozenset({ItemType.DISPLAY, ItemType.GROUP, ItemType.SIGNATURE, ItemType.PHOTO})
"""Types that nothing is carried into or out of, whatever ``Item.carries`` says: nobody signs twice by signing once."""


class Speaker(StrEnum):
    """Who a question is for, and whose lane an answer belongs to (TB-02)."""

    PERSON = "person"
    CARER = "carer"
    SUPPORTER = "supporter"
    WORKER = "worker"


class Visibility(StrEnum):
    """Who may see an answer (TB-12); what follows from it is decided in ``assessment/sharing`` alone."""

    SHARE = "share"
    ASK_FIRST = "ask_first"
    PRIVATE_PERSON = "private_person"
    PRIVATE_CARER = "private_carer"
    WORKER_ONLY = "worker_only"


class AnswerOption(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that can be chosen.

    ``code`` is stable and stored; ``text`` is what is read out. ``detail`` is the extra question that the option asks
    ("who?"); ``score`` is a number for scales and instruments; ``exclusive`` options untick all others.
    """

    code: str
    text: str
    detail: str | None = None
    score: int | None = None
    exclusive: bool = False


class Item(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """One question, group or text of a form.

    ``text`` is spoken to the person when ``asked_of`` is not the worker, and is a short label otherwise. ``voices``
    names the lanes, in print order; one entry means one lane. ``options_from`` names items whose answers supply
    further options (people on the map, equipment). ``check`` names a rule for text: ``nhs_number``, or ``plain_words``
    for what is written to the person (TB-23). ``minimum`` and ``maximum`` bound numbers; ``max_rows`` bounds repeats.
    ``faces`` draws a scale with faces.
    ``legal`` marks what no route may skip; a gap there needs a decision record (TB-06). ``visibility_from`` names the
    column of a repeat whose answer is the visibility class of its row; its option codes are those of ``Visibility``.

    ``opening`` marks the one or two questions that open a topic. An answer is offered again in the person's next
    record (TB-04) unless ``carries`` is False (a decision, a signature, what belongs to one visit); after
    ``shelf_life`` months it counts as stale, and None never ages. ``carries_from`` names items of other forms, as
    ``needs-assessment/ou_outcomes.in_my_words``, whose answers fill this one. ``shows`` names a derived value that
    stands behind the words of a display item (days since first contact).
    """

    link_id: str
    type: ItemType
    text: str
    asked_of: Speaker = Speaker.PERSON
    voices: tuple[Speaker, ...] = (Speaker.PERSON,)
    visibility: Visibility = Visibility.ASK_FIRST
    required: bool = False
    legal: bool = False
    fact: bool = False
    options: tuple[AnswerOption, ...] = ()
    options_from: tuple[str, ...] = ()
    enable_when: Condition | None = None
    guidance: str | None = None
    why: str | None = None
    check: str | None = None
    faces: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_rows: int | None = None
    source: str | None = None
    serves: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    visibility_from: str | None = None
    opening: bool = False
    shelf_life: int | None = None
    carries: bool = True
    carries_from: tuple[str, ...] = ()
    shows: str | None = None

    @property
    def repeats(self) -> bool:
        """Whether the children are answered once per row."""
        return self.type in REPEATING

    def option(self, code: str) -> AnswerOption | None:
        """Return the option with that code, or None."""
        return next((option for option in self.options if option.code == code), None)


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """One topic of the conversation. ``code`` is S01, S02 ...; ``part`` is the name of its part in a copy.

    ``shelf_life``, in months, is that of its items that name none. The answers of a ``monitoring`` section only serve
    to count (TB-29): they are no part of any copy and lie apart at the office.
    """

    code: str
    link_id: str
    title: str
    items: tuple[Item, ...]
    part: str
    note: str | None = None
    enable_when: Condition | None = None
    shelf_life: int | None = None
    monitoring: bool = False


class Place(msgspec.Struct, frozen=True):
    """Where an item stands: its section, its nearest group and the repeating items above it, outermost first."""

    item: Item
    section: Section
    group: Item | None
    repeats: tuple[Item, ...]


class Topic(msgspec.Struct, frozen=True):
    """One page of the window: a section without its groups, or one group of it (an outcome area)."""

    link_id: str
    title: str
    section: Section
    items: tuple[Item, ...]
    group: Item | None = None


class FormDefinition(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """A whole form, compiled. ``form`` is its folder name; ``digest`` is the SHA-256 of its canonical JSON.

    ``whose`` says whose record the form makes: in a carer's assessment the carer is the person of the record.
    ``follows`` names the forms whose newest record of the same person fills this one in, nearest first. ``apart``
    marks a form whose single answers the worker who assessed never sees (experience feedback).
    """

    form: str
    title: str
    version: str
    language: str
    sections: tuple[Section, ...]
    whose: Speaker = Speaker.PERSON
    follows: tuple[str, ...] = ()
    apart: bool = False
    # Written even when empty, and last: the digest is taken of these very bytes with nothing in this place.
    digest: str = msgspec.field(default_factory=str)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every item by link_id, in form order."""
        return {place.item.link_id: place for place in _walk(self.sections)}

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The pages in form order: each section, then each of its top-level groups."""
        return tuple(topic for section in self.sections for topic in _topics(section))

    def topic_of(self, link_id: str) -> Topic:
        """Return the page that shows an item. Raises KeyError when the form has none of that name."""
        place = self.places[link_id]
        section, group = place.section.link_id, place.group.link_id if place.group is not None else ""
        return self._pages.get((section, group)) or self._pages[section, ""]

    @cached_property
    def _pages(self) -> Mapping[tuple[str, str], Topic]:
        """The pages by the link_id of their section and their group; a section's own has no group."""
        return {
            (topic.section.link_id, topic.group.link_id if topic.group is not None else ""): topic
            for topic in self.topics
        }

    def item(self, link_id: str) -> Item:
        """Return an item. Raises KeyError when the form has none of that name."""
        return self.places[link_id].item

    def place(self, link_id: str) -> Place:
        """Return where an item stands. Raises KeyError when the form has none of that name."""
        return self.places[link_id]

    def shelf_life(self, link_id: str) -> int | None:
        """Return after how many months an answer is stale: its own, its repeat's or its section's; None for never.

        Raises KeyError when the form has none of that name.
        """
        place = self.places[link_id]
        own = (item.shelf_life for item in (place.item, *reversed(place.repeats)) if item.shelf_life is not None)
        return next(own, place.section.shelf_life)

    def section(self, code: str) -> Section:
        """Return a section by its code or link_id. Raises KeyError when there is none."""
        for section in self.sections:
            if code in (section.code, section.link_id):
                return section
        raise KeyError(code)


def _topics(section: Section) -> Iterator[Topic]:
    own = tuple(item for item in section.items if item.type is not ItemType.GROUP)
    yield Topic(section.link_id, section.title, section, own)
    for item in section.items:
        if item.type is ItemType.GROUP:
            yield Topic(item.link_id, item.text, section, item.items, item)


def _walk(sections: tuple[Section, ...]) -> Iterator[Place]:
    for section in sections:
        for item in section.items:
            yield from _walk_item(item, section, None, ())


def _walk_item(item: Item, section: Section, group: Item | None, repeats: tuple[Item, ...]) -> Iterator[Place]:
    yield Place(item, section, group, repeats)
    inner_group = item if item.type is ItemType.GROUP else group
    inner_repeats = (*repeats, item) if item.repeats else repeats
    for child in item.items:
        yield from _walk_item(child, section, inner_group, inner_repeats)
