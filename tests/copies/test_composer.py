"""What a copy says: the person first, everybody named, gaps honest, nothing private."""

from __future__ import annotations

import itertools

import msgspec

from copies.making import CARER, MADE_ON, PERSON, WORKER, copy_of_sample, html_text, one_line, pdf_text, played
from doorstep.assessment.answer import AnswerState
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.copies.composer import compose
from doorstep.copies.document import (
    Answered,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Particulars,
    RowLayout,
    Rows,
    Strip,
    Ticks,
    Tone,
    text_of,
)
from doorstep.copies.profiles import PROFILES


def answered(copy: Document, question: str) -> Answered:
    return next(block for block in copy.blocks if isinstance(block, Answered) and block.question == question)


def rows(copy: Document, question: str) -> Rows:
    return next(block for block in copy.blocks if isinstance(block, Rows) and block.question == question)


def test_the_persons_copy_holds_what_must_be_printed() -> None:
    for text in (pdf_text("large-20"), html_text()):
        for phrase in played().expected.must_print_phrases:
            assert phrase in text, phrase


def test_no_copy_holds_anything_private() -> None:
    expected = played().expected
    private = (*expected.private_phrases, *expected.worker_only_phrases, *expected.carer_private_phrases)
    assert len(private) > 5
    for text in (pdf_text(), html_text(), pdf_text(audience=CARER), html_text(CARER)):
        assert [phrase for phrase in private if phrase in text] == []


def test_the_carers_copy_leaves_out_the_parts_that_were_not_chosen() -> None:
    expected = played().expected
    for text in (pdf_text(audience=CARER), html_text(CARER)):
        assert [phrase for phrase in expected.carer_copy_left_out_phrases if phrase in text] == []
        assert "falls diary" in text
        assert "This copy is for Marcia Pennant-Doyle" in text


def test_a_copy_of_some_parts_holds_only_those() -> None:
    copy = copy_of_sample(parts=("life_story",))
    headings = [block.text for block in copy.blocks if isinstance(block, Heading) and block.level == 2]
    assert "Your life story" in headings
    assert "Where you live" not in headings


def test_the_person_speaks_first_and_every_speaker_is_named() -> None:
    order = {Tone.PERSON: 0, Tone.OTHER: 1, Tone.WORKER: 2}
    voices = set()
    for block in copy_of_sample().blocks:
        if isinstance(block, Answered):
            tones = [order[said.tone] for said in block.said]
            assert tones == sorted(tones), block.question
            assert all(said.speaker for said in block.said), block.question
            voices |= {one_line(said.speaker) for said in block.said}
    assert {"Mr Pennant", "Marcia Pennant-Doyle", "Siobhán Mulqueen", "Aoife Lindqvist, the worker’s view"} <= voices


def test_what_only_the_worker_wrote_stands_under_a_heading_that_says_so() -> None:
    under, seen = "", False
    for block in copy_of_sample().blocks:
        if isinstance(block, Heading):
            under = block.text
        if isinstance(block, Answered) and one_line(block.question) == "What kind of assessment fits?":
            seen = under == "What the worker wrote down"
    assert seen


def test_gaps_are_said_with_the_name_and_the_reason() -> None:
    sample = played()
    shared = share(sample.record, sample.form, PERSON)
    gap = next(entry for entry in shared.record.answers if entry.answer.state is AnswerState.CHOSE_NOT_TO_SAY)
    said = answered(copy_of_sample(), sample.form.item(gap.key.link_id).text).said[0]
    assert said.gap
    assert one_line(said.words).startswith("Mr Pennant chose not to say.")


def test_the_decision_page_begins_with_the_decision_and_the_plain_reason() -> None:
    blocks = copy_of_sample().blocks
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.new_page)
    questions = [block.question for block in blocks[start:] if isinstance(block, Answered)]
    assert questions[:4] == [
        "Decision",
        "Why we decided this, in plain words to you",
        "What do you think of the decision?",
        "What did you take from that?",
    ]


def test_every_item_of_the_decision_is_on_its_page() -> None:
    sample = played()
    copy = copy_of_sample()
    shared = share(sample.record, sample.form, PERSON)
    answered_ids = {entry.key.link_id.split(".")[0] for entry in shared.record.answers}
    printed = {answer.question for answer in copy.printed_answers()}
    for item in sample.form.section("S15").items:
        if item.link_id in answered_ids:
            assert one_line(item.text) in {one_line(question) for question in printed}, item.link_id


def test_the_timeline_stands_in_order_of_time() -> None:
    events = rows(copy_of_sample(), "What are the big things that have happened in your life?")
    titles = [one_line(row.title) for row in events.rows]
    assert titles[0] == "14 March 1945"
    assert titles.index("about 1962") < titles.index("2 August 1969") < titles.index("November 2025")


def test_a_timeline_that_was_told_out_of_order_is_printed_in_order() -> None:
    sample = played()
    shared = share(sample.record, sample.form, PERSON)
    backwards = tuple(
        msgspec.structs.replace(entry, rows=tuple(reversed(entry.rows))) if entry.link_id == "ls_events" else entry
        for entry in shared.record.rows
    )
    told = msgspec.structs.replace(shared, record=msgspec.structs.replace(shared.record, rows=backwards))
    copy = compose(told, sample.form, PROFILES["clear-14"], made_on=MADE_ON, made_by=WORKER)
    question = sample.form.item("ls_events").text
    assert rows(copy, question) == rows(copy_of_sample(), question)


def test_tables_become_headed_lists_from_18_point() -> None:
    question = "What signs would tell us to get in touch again? Who will you call?"
    assert rows(copy_of_sample("clear-14"), question).layout is RowLayout.TABLE
    for profile in ("large-18", "large-20", "giant-24"):
        layouts = {block.layout for block in copy_of_sample(profile).blocks if isinstance(block, Rows)}
        assert layouts == {RowLayout.LIST}


def test_wide_repeats_are_never_tables() -> None:
    wide = [block for block in copy_of_sample().blocks if isinstance(block, Rows) and len(block.columns) > 4]
    assert wide
    assert all(block.layout is RowLayout.COMPACT for block in wide)


def test_the_first_page_says_where_we_are_whom_to_ring_and_what_happens_next() -> None:
    blocks = copy_of_sample().blocks
    strip = next(block for block in blocks if isinstance(block, Strip))
    assert [stage.name for stage in strip.stages if stage.current] == ["Help for a short time"]
    assert len(strip.stages) == 8
    steps = next(block for block in blocks if isinstance(block, Ticks))
    assert next(one_line(tick.text) for tick in steps.ticks) == "Mr Pennant: I will ring Bunny, by 14 October 2026"
    assert not any(tick.ticked for tick in steps.ticks)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings.index("Who to ring") < headings.index("What happens next") < headings.index("Your life story")


def test_who_may_not_know_the_decision_is_not_told_how_far_it_has_got() -> None:
    assert not [block for block in copy_of_sample(parts=("life_story",)).blocks if isinstance(block, Strip)]
    carers = next(block for block in copy_of_sample(audience=CARER).blocks if isinstance(block, Strip))
    assert (one_line(carers.label), carers.here) == ("Where Mr Pennant is", "Now")


def test_the_page_header_tells_the_communication_need() -> None:
    assert one_line(copy_of_sample().header).startswith("Mr Pennant needs: Large print; Audio; print size 20")


def test_pictures_are_printed_with_words_for_those_who_cannot_see_them() -> None:
    figures = [block for block in copy_of_sample().blocks if isinstance(block, Figure)]
    alts = {one_line(figure.alt) for figure in figures}
    assert "Signature of Mr Pennant" in alts
    assert len(figures) == 3
    assert all(figure.alt for figure in figures)


def test_a_copy_without_the_pictures_still_names_them() -> None:
    sample = played()
    shared = share(sample.record, sample.form, PERSON)
    bare = compose(shared, sample.form, PROFILES["clear-14"], made_on=MADE_ON, made_by=WORKER)
    assert not [block for block in bare.blocks if isinstance(block, Figure)]
    assert bare.answers_sha256 == copy_of_sample().answers_sha256


def test_headings_never_skip_a_level() -> None:
    levels = [block.level for block in copy_of_sample().blocks if isinstance(block, Heading)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_copy_says_for_whom_it_is_a_provider_by_name_and_the_file_as_what_it_is() -> None:
    sample = played()
    for audience, reader in (
        (Audience(AudienceKind.PROVIDER, "Harbour Home Care"), "Harbour Home Care"),
        (Audience(AudienceKind.FILE), "the council’s file"),
    ):
        shared = share(sample.record, sample.form, audience)
        copy = compose(shared, sample.form, PROFILES["clear-14"], made_on=MADE_ON, made_by=WORKER)
        assert f"Copy for {reader}" in copy.footer
        assert any(isinstance(block, Paragraph) and reader in text_of(block.spans) for block in copy.blocks)


def test_the_councils_file_holds_what_no_other_copy_may() -> None:
    sample, clear = played(), PROFILES["clear-14"]
    shared = share(sample.record, sample.form, Audience(AudienceKind.FILE))
    copy = compose(shared, sample.form, clear, made_on=MADE_ON, made_by=WORKER)
    told = one_line(" ".join(answer.words for answer in copy.printed_answers()))
    expected = sample.expected
    private = (*expected.private_phrases, *expected.worker_only_phrases, *expected.carer_private_phrases)
    assert [phrase for phrase in private if phrase not in told] == []


def test_the_first_page_says_what_was_decided_and_no_longer_by_when_it_will_be() -> None:
    blocks = list(copy_of_sample().blocks)
    decided = next(
        n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "What we decided"
    )
    said = blocks[decided + 1]
    assert isinstance(said, Paragraph)
    assert text_of(said.spans) == "You have a right to help from the council."
    assert decided < next(n for n, block in enumerate(blocks) if isinstance(block, Answered))
    labels = {entry.label for block in blocks if isinstance(block, Particulars) for entry in block.entries}
    assert "Check these needs again on" in labels
    assert played().form.item("na_decision_due").text not in labels
    carers = [block.text for block in copy_of_sample(audience=CARER).blocks if isinstance(block, Heading)]
    assert "What we decided" not in carers, "it is told to the person"


def test_only_those_who_say_something_are_named_as_speakers() -> None:
    speakers = next(block for block in copy_of_sample().blocks if isinstance(block, Bullets))
    told = [text_of(item) for item in speakers.items]
    assert any("Aoife Lindqvist" in line for line in told)
    assert not any("Gwen" in line for line in told), "she agreed to it, and wrote nothing"
