"""Whatever is done in whatever order: the facts tell the whole story, and nothing leaks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.small_form import FORM, Journal
from doorstep.assessment import facts as f
from doorstep.assessment.answer import AnswerState, ApproximateDate, AttachmentRef, Choices, Contact, SourceKind, Value
from doorstep.assessment.change import Change, ItemRef
from doorstep.assessment.completeness import is_needed
from doorstep.assessment.record import Record, RecordBuilder, decode_record, encode_record
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.assessment.state import AssessmentState
from doorstep.definition.conditions import AllOf, AnyOf, Comparison, Condition, Operator, Subject
from doorstep.definition.model import CHOOSING, Item, ItemType, Speaker, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.session import AssessmentSession

ITEMS = [place.item for place in FORM.places.values()]
ASKING = [item for item in ITEMS if item.type not in (ItemType.GROUP, ItemType.DISPLAY) and not item.repeats]
REPEATS = [item for item in ITEMS if item.repeats]
GAPS = [state for state in AnswerState if state is not AnswerState.ANSWERED]
STEP = st.tuples(st.integers(0, 11), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
STORIES = st.lists(STEP, max_size=40)
TRIED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def value_for(item: Item, number: int) -> Value:
    if item.type in CHOOSING:
        codes = tuple(option.code for option in item.options)
        if item.options_from and number % 3 == 0:
            return Choices((f"=Someone {number % 2}",))
        return Choices((codes[number % len(codes)],))
    simple: dict[ItemType, Value] = {
        ItemType.NUMBER: number % 10,
        ItemType.DATE: ApproximateDate.of(date(1940 + number % 90, 1 + number % 12, 1 + number % 28)),
        ItemType.CONTACT: Contact(f"Dr {number}"),
        ItemType.PHOTO: AttachmentRef("ab" * 32, "image/jpeg", 10, 4, 4),
    }
    return simple.get(item.type, f"words {number % 4}")


class Player:
    """Turns numbers into verbs, picking only among what is there, and keeps every fact and change."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.session = self.journal.session
        self.start = timeless(self.session.freeze())

    def play(self, story: list[tuple[int, int, int, int]], check: Callable[[Change], None] = lambda _: None) -> None:
        for verb, a, b, c in story:
            change = self.step(verb, a, b, c)
            if change is not None:
                self.journal.facts.extend(change.facts)
                check(change)

    def step(self, verb: int, a: int, b: int, c: int) -> Change | None:  # noqa: PLR0911 - one line a verb
        match verb:
            case 0 | 1 | 2 | 3 | 4:
                return self._with_lane(
                    a,
                    b,
                    lambda link, path, voice: self.session.answer(
                        link,
                        value_for(FORM.item(link), c),
                        voice=voice,
                        path=path,
                        source=SourceKind.RECORD if c % 17 == 0 else SourceKind.SAID,
                    ),
                )
            case 5:
                return self._with_lane(
                    a,
                    b,
                    lambda link, path, voice: self.session.leave_gap(
                        link, GAPS[c % len(GAPS)], reason="because" if c % 2 else "", voice=voice, path=path
                    ),
                )
            case 6:
                return self._with_lane(a, b, lambda link, path, voice: self.session.clear(link, voice=voice, path=path))
            case 7:
                return self._add_row(a, b)
            case 8:
                return self._row_verb(a, b, lambda link, row, parent: self.session.remove_row(link, row, parent))
            case 9:
                return self._row_verb(a, b, lambda link, row, parent: self.session.move_row(link, row, c % 4, parent))
            case 10:
                return self.session.undo() if a % 3 else self.session.redo()
            case _:
                return self._less_common(a, b, c)

    def _less_common(self, a: int, b: int, c: int) -> Change | None:
        if a % 2:
            return self.session.choose_route(list(f.Route)[b % len(f.Route)])
        held = self.session.freeze().answers
        return self.session.set_visibility(held[b % len(held)].key, list(Visibility)[c % 5]) if held else None

    def _with_lane(self, a: int, b: int, verb: Callable[..., Change]) -> Change | None:
        item = ASKING[a % len(ASKING)]
        paths = paths_of(self.session, item.link_id)
        lanes = self.session.state.lanes(item.link_id)
        return verb(item.link_id, paths[b % len(paths)], lanes[b % len(lanes)]) if paths else None

    def _add_row(self, a: int, b: int) -> Change | None:
        item = REPEATS[a % len(REPEATS)]
        parents = paths_of(self.session, item.link_id)
        if not parents or len(self.session.state.rows_of(item.link_id, parents[b % len(parents)])) >= 3:
            return None
        return self.session.add_row(item.link_id, parents[b % len(parents)], b % 3)

    def _row_verb(self, a: int, b: int, verb: Callable[..., Change]) -> Change | None:
        item = REPEATS[a % len(REPEATS)]
        rows = [
            (row, parent)
            for parent in paths_of(self.session, item.link_id)
            for row in self.session.state.rows_of(item.link_id, parent)
        ]
        return verb(item.link_id, *rows[b % len(rows)]) if rows else None


def paths_of(session: AssessmentSession, link_id: str) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = [()]
    for repeat in FORM.place(link_id).repeats:
        paths = [(*path, row) for path in paths for row in session.state.rows_of(repeat.link_id, path)]
    return paths


def timeless(record: Record) -> Record:
    return msgspec.structs.replace(record, changed_at=record.started_at)


# --- a second opinion: what is shown, worked out from the record alone, without any of the core's bookkeeping -----


class Naive:
    def __init__(self, record: Record, derived: object) -> None:
        self.record, self.derived, self.known = record, derived, dict[tuple[str, tuple[str, ...]], bool]()

    def everything(self) -> set[ItemRef]:
        return {
            ItemRef(item.link_id, path)
            for item in ITEMS
            for path in self.paths(item.link_id)
            if self.shown(item.link_id, path)
        }

    def paths(self, link_id: str, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        paths: list[tuple[str, ...]] = [()]
        for repeat in FORM.place(link_id).repeats:
            paths = [(*path, row) for path in paths for row in self.record.rows_of(repeat.link_id, path)]
        return [path for path in paths if path[: len(prefix)] == prefix]

    def shown(self, link_id: str, path: tuple[str, ...]) -> bool:
        if (link_id, path) not in self.known:
            self.known[link_id, path] = False
            self.known[link_id, path] = self._shown(link_id, path)
        return self.known[link_id, path]

    def _shown(self, link_id: str, path: tuple[str, ...]) -> bool:
        place = FORM.place(link_id)
        parent = next((item for item in ITEMS if any(child is place.item for child in item.items)), None)
        if parent is not None and not self.shown(parent.link_id, path[:-1] if parent.repeats else path):
            return False
        if parent is None and not self.true(place.section.enable_when, (), ()):
            return False
        return self.true(place.item.enable_when, tuple(repeat.link_id for repeat in place.repeats), path)

    def true(self, condition: Condition | None, repeats: tuple[str, ...], path: tuple[str, ...]) -> bool:
        match condition:
            case None:
                return True
            case AllOf():
                return all(self.true(part, repeats, path) for part in condition.parts)
            case AnyOf():
                return any(self.true(part, repeats, path) for part in condition.parts)
            case Comparison():
                return self.compare(condition, self.values(condition, repeats, path))

    def values(self, test: Comparison, repeats: tuple[str, ...], path: tuple[str, ...]) -> list[object]:
        if test.subject is Subject.SETTING:
            return [False]
        if test.subject is Subject.DERIVED:
            value = getattr(self.derived, test.name)
            return list(value) if isinstance(value, tuple) else [] if value is None else [value]
        theirs = tuple(repeat.link_id for repeat in FORM.place(test.name).repeats)
        depth = 0
        while depth < min(len(theirs), len(repeats)) and theirs[depth] == repeats[depth]:
            depth += 1
        item = FORM.item(test.name)
        places = [place for place in self.paths(test.name, path[:depth]) if self.shown(test.name, place)]
        if item.repeats:
            return [True for place in places if self.has_entries(item, place)]
        return [value for place in places for value in self.said(item, place)]

    def has_entries(self, item: Item, path: tuple[str, ...]) -> bool:
        return any(
            entry.answer.value is not None and entry.key.path[: len(path)] == path and len(entry.key.path) > len(path)
            for entry in self.record.answers
            if item in FORM.place(entry.key.link_id).repeats
        )

    def said(self, item: Item, path: tuple[str, ...]) -> list[object]:
        found: list[object] = []
        for entry in self.record.answers:
            value = entry.answer.value
            if entry.key.link_id == item.link_id and entry.key.path == path and value is not None:
                if isinstance(value, Choices):
                    found.extend(value.codes)
                    found.extend(o.score for o in item.options if o.code in value.codes and o.score is not None)
                else:
                    found.append(value)
        return found

    def compare(self, test: Comparison, values: list[object]) -> bool:
        numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        match test.operator:
            case Operator.EXISTS:
                return any(value is not False for value in values) == test.values[0]
            case Operator.EQUALS:
                return any(value in test.values for value in values)
            case Operator.NOT_EQUALS:
                return bool(values) and all(value not in test.values for value in values)
            case Operator.INCLUDES_ALL:
                return bool(values) and all(value in values for value in test.values)
            case Operator.AT_LEAST:
                return any(number >= float(test.values[0]) for number in numbers)
            case Operator.AT_MOST:
                return any(number <= float(test.values[0]) for number in numbers)


def shown_now(session: AssessmentSession) -> set[ItemRef]:
    return {
        ItemRef(item.link_id, path)
        for item in ITEMS
        for path in paths_of(session, item.link_id)
        if session.state.is_shown(item.link_id, path)
    }


@TRIED
@given(STORIES)
def test_the_facts_rebuild_the_record_and_it_survives_writing(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    player.play(story)
    record = player.session.freeze()
    decoded = [f.decode_fact(f.encode_fact(fact)) for fact in player.journal.facts]
    assert RecordBuilder.of(decoded).freeze() == record
    assert decode_record(encode_record(record)) == record


@TRIED
@given(STORIES)
def test_one_answer_at_a_time_ends_where_a_fresh_look_does(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    player.play(story)
    session = player.session
    fresh = AssessmentState.of(FORM, session.freeze(), date(2026, 10, 6))
    assert fresh.derived == session.state.derived
    assert fresh.missing() == session.state.missing()
    assert session.state.missing_count == len(fresh.missing())
    assert [fresh.progress(topic) for topic in FORM.topics] == [session.state.progress(topic) for topic in FORM.topics]
    assert shown_now(session) == Naive(session.freeze(), session.state.derived).everything()


@TRIED
@given(STORIES)
def test_a_change_tells_exactly_what_differs(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    state = player.session.state
    before = {"shown": shown_now(player.session), "open": {m.ref for m in state.missing()}, "derived": state.derived}

    def check(change: Change) -> None:
        shown, still_open = shown_now(player.session), {m.ref for m in state.missing()}
        assert set(change.shown) == shown - before["shown"]  # type: ignore[operator]
        assert set(change.hidden) == before["shown"] - shown  # type: ignore[operator]
        assert set(change.newly_incomplete) == still_open - before["open"]  # type: ignore[operator]
        assert set(change.newly_complete) == before["open"] - still_open  # type: ignore[operator]
        moved = {
            n for n in state.derived.__struct_fields__ if getattr(before["derived"], n) != getattr(state.derived, n)
        }
        assert set(change.recalculated) == moved
        before.update(shown=shown, open=still_open, derived=state.derived)

    player.play(story, check)


@TRIED
@given(STORIES)
def test_undoing_everything_leads_to_the_start_and_redoing_back(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    player.play(story)
    while player.session.can_redo:
        player.journal.facts.extend(player.session.redo().facts)  # type: ignore[union-attr]
    end = timeless(player.session.freeze())
    while player.session.can_undo:
        player.journal.facts.extend(player.session.undo().facts)  # type: ignore[union-attr]
    assert timeless(player.session.freeze()) == player.start
    while player.session.can_redo:
        player.journal.facts.extend(player.session.redo().facts)  # type: ignore[union-attr]
    assert timeless(player.session.freeze()) == end
    assert RecordBuilder.of(player.journal.facts).freeze() == player.session.freeze()


@TRIED
@given(STORIES)
def test_no_copy_holds_a_class_that_its_reader_may_not_see(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    player.play(story)
    record, state = player.session.freeze(), player.session.state
    for audience in (
        Audience(AudienceKind.PERSON),
        Audience(AudienceKind.CARER, "c1"),
        Audience(AudienceKind.PROVIDER, "words 1"),
    ):
        copy = share(record, FORM, audience)
        for entry in copy.record.answers:
            assert record.by_key[entry.key] == entry.answer
            assert state.visibility_of(entry.key) in (Visibility.SHARE, Visibility.ASK_FIRST)
            assert FORM.item(entry.key.link_id).visibility is not Visibility.WORKER_ONLY
            assert state.is_shown(entry.key.link_id, entry.key.path)
            assert FORM.place(entry.key.link_id).section.link_id in copy.parts
            if audience.kind is not AudienceKind.PERSON and entry.key.voice.kind in (Speaker.CARER, Speaker.SUPPORTER):
                own = entry.key.voice.party == audience.party
                assert own or state.visibility_of(entry.key) is Visibility.SHARE
    assert share(record, FORM, Audience(AudienceKind.OFFICE)).record == record


@TRIED
@given(STORIES)
def test_whatever_was_said_nothing_is_decided(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    for verb, a, b, c in story:
        if ASKING[a % len(ASKING)].link_id != "el_decision":
            player.play([(verb, a, b, c)])
    assert player.session.state.answers_of("el_decision") == ()


@TRIED
@given(STORIES)
def test_a_short_route_never_needs_more_than_the_full_one(story: list[tuple[int, int, int, int]]) -> None:
    player = Player()
    player.play(story)
    player.session.choose_route(f.Route.FULL)
    full = {entry.ref for entry in player.session.state.missing()}
    player.session.choose_route(f.Route.FOCUSED)
    focused = {entry.ref for entry in player.session.state.missing()}
    assert focused <= full
    assert all(is_needed(FORM.item(ref.link_id), f.Route.FOCUSED) and FORM.item(ref.link_id).legal for ref in focused)
