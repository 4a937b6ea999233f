"""What stands beside the answers: links, jots, tags, pauses, reasons and packs, folded from facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import reduce

import pytest

from doorstep.assessment import facts as f
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey
from doorstep.assessment.asides import applied
from doorstep.assessment.beside import Beside, Evidence, Link, LinkKind, PackReference
from doorstep.assessment.people import Person
from doorstep.assessment.record import RecordBuilder, decode_record, encode_record
from doorstep.errors import RecordFrozenError

NOW = datetime(2026, 10, 6, 14, 30, tzinfo=UTC)
DAY = AnswerKey("td_day", (), PERSON)
NIGHT = AnswerKey("td_night", (), PERSON)
REASON = AnswerKey("el_cond2_reason", (), WORKER)
LINK = Link(LinkKind.FOLLOWS, "r0", "pre-visit", "p1", "Ann Bell")


def after(*facts: f.Aside) -> Beside:
    return reduce(applied, facts, Beside())


def test_a_link_is_kept_once() -> None:
    linked = f.RecordLinked(NOW, "w1", LINK)
    assert after(linked, linked).links == (LINK,)


def test_a_line_is_rewritten_filed_and_taken_back_with_its_words_kept() -> None:
    first = f.JotNoted(NOW, "w1", "j1", "garden, every day", "v1")
    filed = (f.JotFiled(NOW, "w1", "j1", DAY), f.JotFiled(NOW, "w1", "j1", NIGHT))
    [jot] = after(first, *filed).jots
    assert (jot.words, jot.filed, jot.visit, jot.at) == ("garden, every day", (DAY, NIGHT), "v1", NOW)
    [jot] = after(first, *filed, f.JotUnfiled(NOW, "w1", "j1", DAY)).jots
    assert jot.filed == (NIGHT,)
    [jot] = after(first, f.JotNoted(NOW, "w1", "j1", "the garden, every day")).jots
    assert (jot.words, jot.visit) == ("the garden, every day", "v1")
    assert after(first, f.JotDropped(NOW, "w1", "j1"), f.JotFiled(NOW, "w1", "j1", DAY)).jots == ()


def test_words_are_tagged_and_untagged() -> None:
    tagged = f.WordsTagged(NOW, "w1", "t1", DAY, 10, "I cannot lift the pan", "oc_nutrition")
    [tag] = after(tagged).tags
    assert (tag.words, tag.about, tag.start, tag.key) == ("I cannot lift the pan", "oc_nutrition", 10, DAY)
    assert after(tagged, f.TagRemoved(NOW, "w1", "t1")).tags == ()


def test_a_pause_lasts_until_it_ends() -> None:
    paused = f.ClockPaused(NOW, "w1", "s1", "wants to ask her son", date(2026, 10, 6), date(2026, 10, 20))
    beside = after(paused)
    assert beside.paused is not None
    assert beside.paused.until == date(2026, 10, 20)
    ended = after(paused, f.ClockResumed(NOW, "w1", "s1", date(2026, 10, 12)))
    assert ended.paused is None
    assert ended.pauses[0].ended == date(2026, 10, 12)


def test_a_reason_rests_on_what_was_chosen_last() -> None:
    one = f.BasisChosen(NOW, "w1", REASON, (Evidence(DAY, "aa"),))
    two = f.BasisChosen(NOW, "w1", REASON, (Evidence(NIGHT, "bb"),))
    basis = after(one, two).basis(REASON)
    assert basis is not None
    assert basis.evidence == (Evidence(NIGHT, "bb"),)
    assert after(one, f.BasisChosen(NOW, "w1", REASON, ())).basis(REASON) is None


def test_packs_replace_each_other() -> None:
    old, new = (PackReference("legal", version, date(2026, 9, 1), "aa") for version in ("1", "2"))
    assert after(f.PacksNoted(NOW, "w1", (old,)), f.PacksNoted(NOW, "w1", (new,))).packs == (new,)


def test_a_record_carries_them_through_its_bytes_and_refuses_them_once_signed() -> None:
    form = f.FormReference("small", "1", "d")
    builder = RecordBuilder(f.RecordStarted(NOW, "w1", "r1", form, Person("p1", "Ann Bell")))
    builder.apply(f.JotNoted(NOW, "w1", "j1", "garden"))
    builder.apply(f.RecordSigned(NOW, "w1"))
    record = builder.freeze()
    assert decode_record(encode_record(record)) == record
    assert RecordBuilder.resume(record).freeze() == record
    for fact in (f.JotNoted(NOW, "w1", "j2", "later"), f.BasisChosen(NOW, "w1", REASON, ())):
        with pytest.raises(RecordFrozenError):
            builder.apply(fact)
    builder.apply(f.RecordLinked(NOW, "w1", LINK))
    assert builder.freeze().beside.links == (LINK,)
