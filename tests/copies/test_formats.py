"""The registry of formats: every entry whole, no two files of one copy with the same name."""

from __future__ import annotations

import pytest

from copies.making import EVERYTHING
from doorstep.copies.braille.brf import Sheet
from doorstep.copies.formats import FORMATS, CopyFormat, Setting, file_name_end
from doorstep.copies.profiles import PROFILES

CLEAR = PROFILES["clear-14"]


def test_every_format_is_registered_and_named_apart() -> None:
    assert set(FORMATS) == set(CopyFormat)
    assert len({about.title for about in FORMATS.values()}) == len(FORMATS)
    assert len({file_name_end(kind, CLEAR) for kind in CopyFormat}) == len(FORMATS)


@pytest.mark.parametrize("kind", CopyFormat)
def test_each_writer_writes_and_tells_its_first_bytes(kind: CopyFormat) -> None:
    about = FORMATS[kind]
    if not about.can_be_made():
        pytest.skip("this machine cannot make it")
    written = about.write(EVERYTHING, Setting(CLEAR))
    assert written
    assert about.ending.startswith(".")
    assert "/" in about.media_type


def test_files_are_named_by_profile_where_the_profile_shows() -> None:
    assert file_name_end(CopyFormat.PDF, CLEAR) == ("clear-14", ".pdf")
    assert file_name_end(CopyFormat.READ_ALOUD, CLEAR) == ("read-aloud", ".txt")
    assert file_name_end(CopyFormat.BRAILLE, CLEAR) == ("braille", ".brf")


def test_the_sheet_of_braille_can_be_set() -> None:
    narrow = FORMATS[CopyFormat.BRAILLE].write(EVERYTHING, Setting(CLEAR, Sheet(28, 20)))
    assert max(map(len, narrow.decode("ascii").replace("\f", "").split("\r\n"))) <= 28
