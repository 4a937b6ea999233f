"""Reading one item with everything below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

import msgspec
import yaml

from doorstep.definition.model import REPEATING, Item, ItemType, Speaker, Visibility
from doorstep.definition.options import YES_NO_SET, named_set, read_options
from doorstep.definition.problems import suggestion
from doorstep.definition.sentences import SentenceError, read_condition
from doorstep.definition.source import Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.definition.conditions import Condition
    from doorstep.definition.model import AnswerOption
    from doorstep.definition.source import Fields, Page

_KEYS = (
    "link_id",
    "text",
    "asked_of",
    "type",
    "options",
    "options_from",
    "faces",
    "minimum",
    "maximum",
    "max_rows",
    "check",
    "enable_when",
    "required",
    "legal",
    "fact",
    "voices",
    "visibility",
    "visibility_from",
    "guidance",
    "why",
    "source",
    "serves",
    "opening",
    "shelf_life",
    "carries",
    "carries_from",
    "shows",
    "items",
)
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_CARERS = (Speaker.CARER, Speaker.SUPPORTER, Speaker.WORKER)
_GROUPS_OF_VOICES = {"everyone": tuple(Speaker), "carers": _CARERS}
_DEFAULT_VOICES = {
    Speaker.PERSON: (Speaker.PERSON,),
    Speaker.CARER: _CARERS,
    Speaker.SUPPORTER: _CARERS,
    Speaker.WORKER: (Speaker.WORKER,),
}


class Index(Protocol):
    """Where a reader notes the places of what it reads (``reading.Sources``)."""

    def note(self, name: str, written: Written) -> None:
        """Remember where an item stands."""


class _Inherited(msgspec.Struct, frozen=True):
    """What the columns of a repeat take over from it unless they say otherwise."""

    prefix: str
    asked_of: Speaker = Speaker.PERSON
    voices: tuple[Speaker, ...] | None = None
    visibility: Visibility = Visibility.ASK_FIRST
    fact: bool = False
    carries: bool = True


class ItemReader:
    """Reads the items of one page."""

    def __init__(
        self,
        page: Page,
        index: Index,
        sets: Mapping[str, tuple[AnswerOption, ...]],
        sets_used: set[str],
        prefix: str,
        overrides: Mapping[str, yaml.Node],
    ) -> None:
        self._page = page
        self._index = index
        self._sets = sets
        self._sets_used = sets_used
        self._overrides = overrides
        self._top = _Inherited(prefix)

    def item(self, node: yaml.Node) -> Item:
        """Read an item that stands directly in a section, group or template."""
        return self._item(node, self._top)

    def condition(self, fields: Fields) -> Condition | None:
        """Read ``enable_when`` of a section or item; reports a sentence that cannot be read."""
        sentence = self._page.words(fields, "enable_when")
        if not sentence:
            return None
        node = fields["enable_when"][1]
        try:
            return read_condition(sentence)
        except SentenceError as error:
            self._page.report(node, error.what, error.mend)
            return None

    def _item(self, node: yaml.Node, inherited: _Inherited) -> Item:
        page = self._page
        fields = page.mapping(node, _KEYS, "a question")
        written = page.needed(fields, "link_id", node, "the question")
        if written and not _WORD.fullmatch(written):
            page.report(fields["link_id"][1], f'"{written}" is no link_id', "use small letters, digits and _")
        link_id = inherited.prefix + written
        self._index.note(link_id, Written(page, node, fields))
        kind = page.one_of(fields, "type", ItemType)
        if "type" not in fields:
            page.report(node, f'"{link_id}" has no "type"', "add a line such as `type: text`")
        kind = kind or ItemType.TEXT
        lanes = self._lanes(fields, inherited)
        below = msgspec.structs.replace(lanes, prefix=f"{link_id}." if kind in REPEATING else inherited.prefix)
        from_column = page.words(fields, "visibility_from")
        return Item(
            link_id=link_id,
            type=kind,
            text=page.needed(fields, "text", node, f'"{link_id}"'),
            asked_of=lanes.asked_of,
            voices=lanes.voices or (),
            visibility=lanes.visibility,
            required=page.switch(fields, "required") or False,
            legal=page.switch(fields, "legal") or False,
            fact=lanes.fact,
            options=self._options(fields, node, written, kind),
            options_from=page.list_of_words(fields, "options_from"),
            enable_when=self.condition(fields),
            guidance=page.words(fields, "guidance"),
            why=page.words(fields, "why"),
            check=page.words(fields, "check"),
            faces=page.switch(fields, "faces") or False,
            minimum=page.number(fields, "minimum"),
            maximum=page.number(fields, "maximum"),
            max_rows=page.number(fields, "max_rows"),
            source=page.words(fields, "source"),
            serves=page.list_of_words(fields, "serves"),
            items=self._children(fields, below),
            visibility_from=f"{link_id}.{from_column}" if from_column else None,
            opening=page.switch(fields, "opening") or False,
            shelf_life=page.number(fields, "shelf_life"),
            carries=lanes.carries,
            carries_from=page.list_of_words(fields, "carries_from"),
            shows=page.words(fields, "shows"),
        )

    def _children(self, fields: Fields, inherited: _Inherited) -> tuple[Item, ...]:
        if "items" not in fields:
            return ()
        return tuple(self._item(child, inherited) for child in self._page.sequence(fields["items"][1], '"items"'))

    def _lanes(self, fields: Fields, inherited: _Inherited) -> _Inherited:
        """Return who is asked, whose lanes there are, who may see it, and whether it is offered again."""
        page = self._page
        asked_of = page.one_of(fields, "asked_of", Speaker)
        voices = self._voices(fields)
        if voices is None and asked_of is not None:
            voices = _DEFAULT_VOICES[asked_of]
        asked_of = asked_of or inherited.asked_of
        fact, carries = page.switch(fields, "fact"), page.switch(fields, "carries")
        return _Inherited(
            inherited.prefix,
            asked_of,
            voices or inherited.voices or _DEFAULT_VOICES[asked_of],
            page.one_of(fields, "visibility", Visibility) or inherited.visibility,
            inherited.fact if fact is None else fact,
            inherited.carries if carries is None else carries,
        )

    def _voices(self, fields: Fields) -> tuple[Speaker, ...] | None:
        if "voices" not in fields:
            return None
        page, node = self._page, fields["voices"][1]
        if isinstance(node, yaml.SequenceNode):
            named = {page.member(entry, "voice", Speaker) for entry in node.value}
            if not named:
                page.report(node, "nobody can answer this", "name at least one voice")
            return tuple(speaker for speaker in Speaker if speaker in named)
        word = page.text(node)
        if word not in _GROUPS_OF_VOICES:
            mend = suggestion(word, _GROUPS_OF_VOICES, "write everyone, carers, or a list such as [person, worker]")
            page.report(node, f'there are no voices "{word}"', mend)
        return _GROUPS_OF_VOICES.get(word)

    def _options(self, fields: Fields, node: yaml.Node, written: str, kind: ItemType) -> tuple[AnswerOption, ...]:
        """Return the options: an area's own, those of the question, or the yes/no set of the form."""
        if written in self._overrides:
            return read_options(self._page, self._overrides[written], self._sets, self._sets_used)
        if "options" in fields:
            return read_options(self._page, fields["options"][1], self._sets, self._sets_used)
        if kind is ItemType.YES_NO:
            return named_set(self._page, node, YES_NO_SET, self._sets, self._sets_used)
        return ()
