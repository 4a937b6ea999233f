"""The sample: a whole first assessment with its answers, read from resources/samples into typed values.

The people in it are fictional. Who demonstrates, tests or measures Doorstep plays these answers, and compares with
what ``expected`` says must follow. The file explains its own few rules; every scalar in it is read as a string.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import yaml

from doorstep.assessment.answer import (
    AnswerKey,
    AnswerState,
    ApproximateDate,
    AttachmentRef,
    Choices,
    Contact,
    Value,
    Voice,
)
from doorstep.assessment.facts import Route, Visit
from doorstep.assessment.people import Party, Person
from doorstep.definition.model import CHOOSING, FormDefinition, Item, ItemType, Speaker
from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"
"""YAML before it means anything: strings, lists, mappings."""

_SPEAKERS = frozenset(speaker.value for speaker in Speaker)
_DRAWN = (ItemType.PHOTO, ItemType.SIGNATURE)


class SamplePicture(msgspec.Struct, frozen=True):
    """A photo or drawing of the sample, by file."""

    file: Path
    caption: str

    def reference(self) -> AttachmentRef:
        """Return the reference to this picture exactly as its file is. Raises OSError."""
        # Only who plays the sample pays for loading Pillow.
        from PIL import Image

        data = self.file.read_bytes()
        with Image.open(self.file) as image:
            width, height = image.size
            media_type = image.get_format_mimetype() or ""
        return AttachmentRef(hashlib.sha256(data).hexdigest(), media_type, len(data), width, height, self.caption)


class SampleAnswer(msgspec.Struct, frozen=True):
    """One answer: what was asked, in which rows (counted from 0, outermost first), in whose lane, and what was said.

    ``value`` is set exactly when the state is answered. ``added`` marks what was added for the demonstration.
    """

    visit: str
    link_id: str
    rows: tuple[int, ...]
    voice: Voice
    state: AnswerState
    recorded_by: str
    value: Value | SamplePicture | None = None
    reason: str | None = None
    added: bool = False

    def key(self, path: tuple[str, ...]) -> AnswerKey:
        """Return the address of this answer, once its rows have ids."""
        return AnswerKey(self.link_id, path, self.voice)


class Counts(msgspec.Struct, frozen=True):
    """How many answers there are; the added ones are not counted."""

    answers: int
    distinct_ids: int
    by_state: dict[str, int]
    by_voice: dict[str, int]


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must follow from the answers. People by name, parts by section, options by code."""

    as_of: date
    ucla_total: int
    age_at_first_visit: int
    nhs_number_valid: bool
    transition_module_shown: bool
    advocacy_duty_prompt: bool
    outcomes_unable: tuple[str, ...]
    outcomes_able: tuple[str, ...]
    outcomes_not_decided: tuple[str, ...]
    outcomes_do_not_apply: tuple[str, ...]
    decision: str
    open_disagreements: int
    copy_print_size: int
    household_copy_allowed: bool
    unpaid_carers: tuple[str, ...]
    ecomap_people: int
    under_18_on_map: tuple[str, ...]
    carer_copy_parts: tuple[str, ...]
    private_phrases: tuple[str, ...]
    """In no copy at all."""
    carer_private_phrases: tuple[str, ...]
    """Not in the copy or file of the person."""
    worker_only_phrases: tuple[str, ...]
    """In no copy at all."""
    carer_copy_left_out_phrases: tuple[str, ...]
    """Not private, but in parts that were not chosen for the carer's copy."""
    must_print_phrases: tuple[str, ...]
    """In the person's own copy."""
    emoji: str
    promised_dates: dict[str, date]
    ls_not_again_blocks: tuple[str, ...]
    qs182_all_four: bool
    counts: Counts


class PlainWords(msgspec.Struct, frozen=True):
    """What words of an answer, by whoever was asked, are called in Easy Read."""

    link_id: str
    words: str
    plain: str


class Sample(msgspec.Struct, frozen=True):
    """A whole assessment as a list of answers, in the order in which they were given.

    ``confirms`` says that what earlier records brought is confirmed as still true, unless it is answered here.
    """

    form: str
    route: Route
    person: Person
    parties: tuple[Party, ...]
    visits: tuple[Visit, ...]
    answers: tuple[SampleAnswer, ...]
    confirms: bool = False
    plain_words: tuple[PlainWords, ...] = ()


class FirstVisit(Sample, frozen=True, kw_only=True):
    """The sample of the first assessment, with what must follow from it."""

    expected: Expected


def first_visit(form: FormDefinition) -> FirstVisit:
    """Return the sample that comes with Doorstep: two visits of October 2026."""
    path = resource("samples", "first-visit.yaml")
    sample, raw = read_sample(path, form), _read(path)
    return FirstVisit(
        **msgspec.structs.asdict(sample), expected=msgspec.convert(raw["expected"], Expected, strict=False)
    )


def later_sample(name: str, form: FormDefinition) -> Sample:
    """Return another stretch of the same journey, by the name of its file: ``preparation``, ``carer``, ``plan`` ..."""
    return read_sample(resource("samples", f"{name}.yaml"), form)


def read_sample(path: Path, form: FormDefinition) -> Sample:
    """Read a sample for a form. Raises KeyError for items that the form lacks, ValueError for values that misfit."""
    raw = _read(path)
    reader = _Reader(form, path.parent)
    answers = tuple(answer for visit in raw["visits"] for answer in reader.visit(visit))
    visits = [{key: visit[key] for key in ("id", "day", "started", "ended", "present")} for visit in raw["visits"]]
    parties = [{"type": party.pop("kind"), **party} for party in raw["parties"]]
    return Sample(
        form=raw["form"],
        route=Route(raw["route"]),
        person=msgspec.convert({"type": "person", **raw["person"]}, Person, strict=False),
        parties=tuple(msgspec.convert(party, Party, strict=False) for party in parties),
        visits=tuple(msgspec.convert(visit, Visit, strict=False) for visit in visits),
        answers=answers,
        confirms=raw.get("carried") == "still_true",
        plain_words=msgspec.convert(raw.get("plain_words", []), tuple[PlainWords, ...]),
    )


def _read(path: Path) -> dict[str, Any]:
    # The base loader makes strings, lists and mappings only; "no" stays a word.
    raw: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
    return raw


class _Reader:
    """Reads the answers of visits, counting the rows of each repeat across visits."""

    def __init__(self, form: FormDefinition, folder: Path) -> None:
        self._form = form
        self._folder = folder
        self._row_counts: Counter[tuple[str, tuple[int, ...]]] = Counter()
        self._visit = ""
        self._recorded_by = ""
        self._added = False

    def visit(self, raw: Mapping[str, Raw]) -> Iterator[SampleAnswer]:
        """Yield the answers of a visit, those added for the demonstration last."""
        self._visit, self._recorded_by = str(raw["id"]), str(raw["recorded_by"])
        for self._added, key in ((False, "answers"), (True, "added")):
            for link_id, entry in _mapping(raw.get(key, {})).items():
                yield from self._entry(self._form.item(link_id), (), None, entry)

    def _entry(self, item: Item, rows: tuple[int, ...], voice: Voice | None, raw: Raw) -> Iterator[SampleAnswer]:
        """Read what stands under a link_id: rows, lanes, or one answer in the lane of whoever is asked."""
        if item.repeats and isinstance(raw, list):
            for row in raw:
                yield from self._row(item, rows, _mapping(row))
        elif isinstance(raw, dict) and raw and all(_is_lane(key) for key in raw):
            for lane, inner in raw.items():
                yield self._answer(item, rows, Voice.parse(lane), inner)
        else:
            yield self._answer(item, rows, voice or Voice(item.asked_of), raw)

    def _row(self, item: Item, rows: tuple[int, ...], raw: dict[str, Raw]) -> Iterator[SampleAnswer]:
        index = self._row_counts[item.link_id, rows]
        self._row_counts[item.link_id, rows] += 1
        voice = Voice.parse(str(raw["by"])) if "by" in raw else None
        for column, cell in raw.items():
            if column != "by":
                yield from self._entry(self._form.item(f"{item.link_id}.{column}"), (*rows, index), voice, cell)

    def _answer(self, item: Item, rows: tuple[int, ...], voice: Voice, raw: Raw) -> SampleAnswer:
        recorded_by = self._recorded_by
        if isinstance(raw, dict) and "recorded_by" in raw:
            recorded_by, raw = str(raw["recorded_by"]), raw["value"]
        state, value, reason = AnswerState.ANSWERED, None, None
        if isinstance(raw, dict) and "gap" in raw:
            state, reason = AnswerState(str(raw["gap"])), str(raw["reason"])
        else:
            value = self._value(item, raw)
        return SampleAnswer(
            self._visit, item.link_id, rows, voice, state, recorded_by, value, reason, added=self._added
        )

    def _value(self, item: Item, raw: Raw) -> Value | SamplePicture:
        if item.type in CHOOSING:
            return _choices(raw)
        if item.type is ItemType.DATE:
            return _date(raw)
        if item.type is ItemType.NUMBER:
            return int(str(raw))
        if item.type is ItemType.CONTACT:
            return msgspec.convert({"type": "contact", **_mapping(raw)}, Contact)
        if item.type in _DRAWN:
            picture = _mapping(raw)
            return SamplePicture(self._folder / str(picture["file"]), str(picture["caption"]))
        if not isinstance(raw, str):
            raise ValueError(item.link_id)
        return raw


def _mapping(raw: Raw) -> dict[str, Raw]:
    if not isinstance(raw, dict):
        raise ValueError(type(raw).__name__)
    return raw


def _is_lane(key: str) -> bool:
    return key.partition(":")[0] in _SPEAKERS


def _choices(raw: Raw) -> Choices:
    """Read ``code``, ``[code, code]``, or ``{choose: ..., details: {code: words}}``."""
    details: dict[str, str] = {}
    if isinstance(raw, dict):
        details = {code: str(words) for code, words in _mapping(raw["details"]).items()}
        raw = raw["choose"]
    return Choices(tuple(map(str, raw)) if isinstance(raw, list) else (str(raw),), details)


def _date(raw: Raw) -> ApproximateDate:
    """Read ``2026-10-06``, ``2025-11``, ``1966``, ``about 1951``, or the parts and the words that were said."""
    if isinstance(raw, dict):
        numbers = {part: int(str(raw[part])) for part in ("year", "month", "day") if part in raw}
        return ApproximateDate(**numbers, about=raw.get("about") == "yes", words=str(raw["words"]))
    about, number = str(raw).startswith("about "), str(raw).removeprefix("about ")
    year, month, day, *_ = (*map(int, number.split("-")), None, None)
    return ApproximateDate(year, month, day, about)
