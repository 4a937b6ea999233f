"""A signed pack: whole, by our own office, for this purpose; stock tools agree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doorstep.bundle import sshsig
from doorstep.bundle.pack import read_signed_pack, write_pack
from doorstep.bundle.sshsig import Namespace
from doorstep.errors import PackUntrustedError
from vectors.making import key

if TYPE_CHECKING:
    from vectors.making import MadeOffice

TEXT = b"pack: glossary\nissued: 2026-11-02\n# \xe2\x80\x9cquoted\xe2\x80\x9d\n"
PAGE = Path(__file__).parents[2] / "docs" / "formats" / "pack.md"


def why(data: bytes, office: MadeOffice) -> object:
    with pytest.raises(PackUntrustedError) as caught:
        read_signed_pack(data, office.root.public, "words.doorstep-pack")
    assert caught.value.facts["file"] == "words.doorstep-pack"
    return caught.value.facts["what"]


def test_what_the_office_signed_comes_out_as_it_was(office: MadeOffice) -> None:
    assert read_signed_pack(write_pack(TEXT, office.root), office.root.public) == TEXT


def test_every_changed_byte_is_noticed(office: MadeOffice) -> None:
    signed = write_pack(TEXT, office.root)
    for place in range(len(signed)):
        spoiled = bytearray(signed)
        spoiled[place] ^= 1
        with pytest.raises(PackUntrustedError):
            read_signed_pack(bytes(spoiled), office.root.public)


def test_another_office_a_worker_or_a_laptop_cannot_sign_packs(office: MadeOffice) -> None:
    for other in (key("another root"), office.worker, office.device, office.receipt):
        assert why(write_pack(TEXT, other), office) == "another office"


def test_a_signature_for_another_purpose_proves_nothing(office: MadeOffice) -> None:
    assert why(TEXT + sshsig.sign(office.root, TEXT, Namespace.ROSTER), office) == "changed"


def test_a_pack_without_a_signature_and_one_with_words_after_it(office: MadeOffice) -> None:
    assert why(TEXT, office) == "not signed"
    assert why(write_pack(TEXT, office.root) + b"sample: yes\n", office) == "changed"


@pytest.mark.stock_tools
def test_the_lines_on_the_page_check_a_pack(office: MadeOffice, tmp_path: Path) -> None:
    (lines,) = re.findall(r"^```sh\n(sed .*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (tmp_path / "root.pub").write_text(f"{office.root.public.text}\n")

    def check(data: bytes) -> int:
        (tmp_path / "in.doorstep-pack").write_bytes(data)
        surroundings = {"PACK": "in.doorstep-pack", "OFFICE": ".", "PATH": "/usr/bin:/bin:/usr/local/bin"}
        return subprocess.run(
            ["sh", "-c", lines], cwd=tmp_path, env=surroundings, capture_output=True, check=False
        ).returncode

    signed = write_pack(TEXT, office.root)
    assert check(signed) == 0
    assert (tmp_path / "pack.yaml").read_bytes() == TEXT
    assert check(signed.replace(b"glossary", b"glossarz")) != 0
