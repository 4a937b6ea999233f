"""Packs as they are written: ours are whole, and every mistake is told with its line and how to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from doorstep.errors import PackInvalidError
from doorstep.packs.choosing import KINDS, built_in, built_in_bytes, is_newer, read_kind
from doorstep.packs.model import Directory, Glossary, LegalPack, Need, Pack, PackKind
from doorstep.packs.reading import pack_hash, read_pack

DIRECTORY = """\
pack: directory
version: "2026.11"
issued: 2026-11-02
title: Help in and around Borchester
council: Borchester Council
entries:
  - code: carers_centre
    name: Borchester Carers Centre
    what: Advice and breaks
    needs: [carers, loneliness]
    places: [Borchester]
    provider: voluntary
    phone: 01632 960121
    checked_on: 2026-10-12
"""
GLOSSARY = """\
pack: glossary
version: "3"
issued: 2026-11-02
title: Plain words
terms:
  - {word: carer, plain: Someone who helps}
  - {word: OT, plain: A helper, variants: [O.T.], exact: yes}
"""
LEGAL = """\
pack: legal
version: "1.2"
issued: 2026-11-02
title: Law
texts:
  - code: charging
    title: Paying
    words: You may have to pay.
    cites: [Care Act 2014]
numbers: []
"""


def mistakes(text: str) -> str:
    with pytest.raises(PackInvalidError) as caught:
        read_pack(text.encode(), "office.yaml")
    assert caught.value.facts["file"] == "office.yaml"
    problems = caught.value.facts["problems"]
    assert isinstance(problems, tuple)
    return "\n".join(problems)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_comes_with_doorstep_is_whole(kind: type[LegalPack]) -> None:
    pack = built_in(kind)
    assert pack.head.sha256 == pack_hash(built_in_bytes(KINDS[kind]))
    assert pack.head.kind is KINDS[kind]


def test_a_pack_knows_what_was_written() -> None:
    pack = read_pack(DIRECTORY.encode())
    assert isinstance(pack, Directory)
    entry = pack.entry("carers_centre")
    assert entry is not None
    assert (entry.name, entry.phone, entry.checked_on) == (
        "Borchester Carers Centre",
        "01632 960121",
        date(2026, 10, 12),
    )
    assert entry.needs == (Need.CARERS, Need.LONELINESS)
    assert pack.head.sha256 == pack_hash(DIRECTORY.encode())


def test_paragraphs_are_told_apart_by_empty_lines() -> None:
    text = LEGAL.replace("words: You may have to pay.", "words: >-\n      One\n      still one.\n\n\n      Two.")
    pack = read_kind(text.encode(), LegalPack)
    assert pack.texts[0].words == ("One still one.", "Two.")


@pytest.mark.parametrize(
    ("whole", "old", "new", "line", "told"),
    [
        (DIRECTORY, "pack: directory", "pack: directry", 1, 'mean "directory"?'),
        (DIRECTORY, "pack: directory\n", "", 1, "what kind of pack"),
        (DIRECTORY, '"2026.11"', "eleven", 2, "numbers with dots"),
        (DIRECTORY, "issued: 2026-11-02", "issued: 2 Nov", 3, "2026-11-02"),
        (DIRECTORY, "council: Borchester Council\n", "", 1, '"council"'),
        (DIRECTORY, "needs: [carers, loneliness]", "needs: [carers, lonelines]", 10, 'mean "loneliness"?'),
        (DIRECTORY, "    places: [Borchester]\n", "", 7, "no places"),
        (DIRECTORY, "phone: 01632 960121", "phone: ring us", 13, "digits and spaces"),
        (DIRECTORY, "provider: voluntary", "provider: charity", 12, 'no provider "charity"'),
        (DIRECTORY, "    provider: voluntary\n", "", 7, '"provider"'),
        (DIRECTORY, "what: Advice", "waht: Advice", 9, 'mean "what"?'),
        (DIRECTORY, "carers_centre", "Carers Centre", 7, "small letters"),
        (GLOSSARY, "word: OT", "word: Carer, variants: [carer], note: x", 7, 'knows no "note"'),
        (GLOSSARY, "variants: [O.T.]", "variants: [OT]", 1, '"OT" comes 2 times'),
        (GLOSSARY, "terms:", "words:", 5, 'knows no "words"'),
        (LEGAL, "    cites: [Care Act 2014]\n", "", 6, "cites nothing"),
        (LEGAL, "numbers: []", "numbers:\n  - {code: a, name: b, what: c}", 11, 'no "phone"'),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_a_mistake_is_told_with_its_line(whole: str, old: str, new: str, line: int, told: str) -> None:
    assert old in whole
    said = mistakes(whole.replace(old, new))
    assert f"office.yaml:{line}: " in said
    assert told in said


@pytest.mark.parametrize("text", ["", "pack: ]", "just words", "- a list"])
def test_what_is_no_pack_at_all_is_refused(text: str) -> None:
    assert "office.yaml:1: " in mistakes(text)


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(PackInvalidError):
        read_pack(b"title: \xff")


def test_a_pack_of_another_kind_is_not_taken_for_this_one() -> None:
    assert isinstance(read_kind(GLOSSARY.encode(), Glossary), Glossary)
    with pytest.raises(PackInvalidError):
        read_kind(GLOSSARY.encode(), LegalPack)


def head(text: str = DIRECTORY, **changes: str) -> Pack:
    for old, new in changes.items():
        text = text.replace({"day": "2026-11-02", "version": "2026.11"}[old], new)
    return read_pack(text.encode())


def test_newer_is_by_day_then_by_version_number() -> None:
    held = head().head
    assert is_newer(head(day="2026-11-03").head, held)
    assert is_newer(head(version="2026.12").head, held)
    assert not is_newer(head(version="2026.9").head, held)
    assert not is_newer(head().head, held)
    assert not is_newer(head(day="2026-11-01", version="2027.1").head, held)


def test_a_real_place_counts_for_more_than_any_sample() -> None:
    sample = head(DIRECTORY.replace("title:", "sample: yes\ntitle:"), day="2030-01-01").head
    assert is_newer(head().head, sample)
    assert not is_newer(sample, head().head)


def test_kinds_are_the_three_that_a_record_notes() -> None:
    assert list(KINDS.values()) == list(PackKind)
