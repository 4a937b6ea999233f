"""A password on a copy: it opens by that and nothing else, and a screen reader still reads it whole."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from copies.making import document
from doorstep.copies.document import Heading, Room
from doorstep.copies.pdf.lock import LEAST_LETTERS, lock_pdf
from doorstep.copies.pdf.self_check import broken_rules
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.errors import CopyError, CopyPasswordError

PDF = write_pdf(document(Heading(2, "Where Mr Pennant lives"), Room("Your notes", 2)), PROFILES["clear-14"])
PASSWORD = "kettle harbour plum"


def opened(pdf: bytes, password: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf), password=password)


def test_it_opens_by_the_password_and_by_nothing_else() -> None:
    locked = lock_pdf(PDF, PASSWORD)
    for wrong in ("", "kettle harbour", PASSWORD.upper()):
        with pytest.raises(pikepdf.PasswordError):
            opened(locked, wrong)
    with opened(locked, PASSWORD) as right:
        assert len(right.pages) == 1
    with opened(PDF, ""):
        pass  # the control: without the lock anybody opens it


def test_it_is_aes_with_256_bits_and_hides_the_title_too() -> None:
    locked = lock_pdf(PDF, PASSWORD)
    with opened(locked, PASSWORD) as right:
        assert (right.encryption.R, right.encryption.bits) == (6, 256)
        methods = (right.encryption.stream_method, right.encryption.string_method)
        assert [method.name for method in methods] == ["aesv3", "aesv3"]
        title = str(right.docinfo["/Title"])
    assert title.encode() not in locked
    assert b"dc:title" not in locked


def test_a_screen_reader_may_read_it_and_finds_every_tag() -> None:
    with opened(lock_pdf(PDF, PASSWORD), PASSWORD) as right:
        assert right.allow.accessibility
        assert all(right.allow)
        plain = BytesIO()
        right.save(plain)
    assert broken_rules(plain.getvalue()) == frozenset()


def test_the_way_in_which_letters_are_composed_does_not_matter() -> None:
    with opened(lock_pdf(PDF, "caf\u0065\u0301 au lait"), "caf\u00e9 au lait") as right:
        assert len(right.pages) > 0


@pytest.mark.parametrize("password", ["", "short", "a" * (LEAST_LETTERS - 1), "é" * 64])
def test_a_password_that_would_be_guessed_or_cut_off_is_refused(password: str) -> None:
    with pytest.raises(CopyPasswordError) as caught:
        lock_pdf(PDF, password)
    assert caught.value.facts == {"least": LEAST_LETTERS}


def test_what_is_no_pdf_gets_no_password() -> None:
    with pytest.raises(CopyError):
        lock_pdf(b"words", PASSWORD)
