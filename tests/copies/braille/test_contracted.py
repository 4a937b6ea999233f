"""Contracted braille: by liblouis where there is one, and a plain word where there is none."""

from __future__ import annotations

import ctypes.util
from typing import TYPE_CHECKING

import pytest

from doorstep.copies.braille import contracted as engine
from doorstep.copies.braille.contracted import can_contract, contracted, liblouis
from doorstep.errors import ContractedBrailleError

if TYPE_CHECKING:
    from collections.abc import Iterator

needs_liblouis = pytest.mark.skipif(not can_contract(), reason="this machine has no liblouis")


@pytest.fixture
def _without_liblouis(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: None)
    liblouis.cache_clear()
    can_contract.cache_clear()
    yield
    liblouis.cache_clear()
    can_contract.cache_clear()


@needs_liblouis
def test_words_are_contracted() -> None:
    assert contracted("You were there with the children.") == ',Y 7 "! ) ! *N4'


@needs_liblouis
def test_a_telephone_number_is_one_number_and_a_name_keeps_together() -> None:
    assert contracted("Mr\u00a0Pennant, 01632\u00a0960123") == ',MR\u00a0,P5NANT1 #JAFCB"IFJABC'


@needs_liblouis
def test_a_long_text_is_not_cut() -> None:
    words = "knowledge " * 2000
    assert contracted(words).count("K") == 2000


@needs_liblouis
def test_what_braille_has_no_sign_for_is_spelled_out() -> None:
    assert contracted("🙏") == contracted("[person with folded hands]")


@needs_liblouis
def test_an_unknown_table_is_an_error_that_quotes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    louis = liblouis()
    assert louis is not None
    assert not louis.knows("no-such-table.ctb")
    with pytest.raises(ContractedBrailleError):
        louis.cells("A secret", "no-such-table.ctb")
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("_without_liblouis")
def test_without_liblouis_it_says_so() -> None:
    assert not can_contract()
    with pytest.raises(ContractedBrailleError):
        contracted("Ada")


def test_a_library_that_cannot_be_loaded_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.ctypes.util, "find_library", lambda _name: "no-such-library.so.9")
    liblouis.cache_clear()
    assert liblouis() is None
    liblouis.cache_clear()
