"""The decision page: what, why, how, when, by whom, what the person replied, and what they can do (TB-06, NG86-A09).

Care Act 2014 s13(2) asks for written reasons. The order is the reader's, not the form's: first the decision and the
reason in plain words, last the legal tests in full.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.copies.document import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.copies.document import Block
    from doorstep.copies.questions import Questions
    from doorstep.definition.model import Section

DECISION = "el_decision"
"""The item that makes a section the decision."""

CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What was decided, and why", (DECISION, "el_plain_reason")),
    ("What was said about it", ("el_person_reply", "el_understood")),
    ("When, how and by whom", ("el_decided_when", "el_decided_by", "el_decided_how", "el_consulted")),
    ("How each need will be met", ("el_need_met_how", "el_unmet", "el_power", "el_advice_written")),
    ("Who was told", ("el_told_person", "el_told_others")),
    (
        "The reasons in full",
        (
            "el_decided_why",
            "el_cond1",
            "el_cond1_reason",
            "el_cond2",
            "el_cond2_reason",
            "el_cond3",
            "el_cond3_reason",
            "el_carer_blind",
            "el_prevention",
            "el_ordinary",
            "el_evidence",
            "el_evidence_enough",
        ),
    ),
)
"""Headings of the page with the items below each; items that the form has beside these follow at the end."""


def is_decision(section: Section) -> bool:
    """Whether a section holds the decision."""
    return any(item.link_id == DECISION for item in section.items)


def decision_blocks(section: Section, questions: Questions) -> tuple[Block, ...]:
    """Return the page of the decision, without its own heading; empty when nothing of it may be printed."""
    return tuple(_chapters(section, questions))


def _chapters(section: Section, questions: Questions) -> Iterator[Block]:
    items = {item.link_id: item for item in section.items}
    placed = {link_id for _heading, link_ids in CHAPTERS for link_id in link_ids}
    rest = tuple(link_id for link_id in items if link_id not in placed)
    for heading, link_ids in (*CHAPTERS, ("More about the decision", rest)):
        present = [items[link_id] for link_id in link_ids if link_id in items]
        blocks = [block for item in present for block in questions.blocks(item, 4)]
        if blocks:
            yield Heading(3, heading)
            yield from blocks
