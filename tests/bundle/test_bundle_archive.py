"""The archive opens in any tar, and takes in nothing but its own kind."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from doorstep.bundle import archive
from doorstep.bundle.archive import is_member_name, pack, unpack
from doorstep.bundle.limits import Limits
from doorstep.errors import BundleUnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PHOTO_NAME = "attachments/" + "ab" * 32
MEMBERS = {name: name.encode() * 40 for name in archive.REQUIRED} | {PHOTO_NAME: b"", "copies/own-copy.pdf": b"x" * 512}


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(BundleUnreadableError) as caught:
        unpack(data, "visit", limits or Limits())
    return str(caught.value.facts["what"])


def tar_of(change: Callable[[tarfile.TarFile], None], format_: int = tarfile.USTAR_FORMAT) -> bytes:
    """Return an honest archive with one more member that ``change`` adds, as a tar library would write it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=format_) as file:
        for name, data in MEMBERS.items():
            add(file, name, data)
        change(file)
    return stream.getvalue().rstrip(b"\0") + bytes(-len(stream.getvalue().rstrip(b"\0")) % 512) + bytes(1024)


def add(file: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    for field, value in fields.items():
        setattr(member, field, value)
    file.addfile(member, io.BytesIO(data))


def test_members_come_back_in_order():
    assert list(unpack(pack(MEMBERS), "visit").items()) == list(MEMBERS.items())


@pytest.mark.stock_tools
def test_any_tar_opens_it(tmp_path: Path):
    subprocess.run(["tar", "-xf", "-", "-C", tmp_path], input=pack(MEMBERS), check=True)
    assert {name: (tmp_path / name).read_bytes() for name in MEMBERS} == MEMBERS


def test_the_spoiling_itself_is_not_what_is_refused():
    assert unpack(tar_of(lambda file: add(file, "copies/more.txt", b"words")), "visit")["copies/more.txt"] == b"words"


@pytest.mark.parametrize(
    "name",
    [
        "../record.json",
        "/record.json",
        "C:/record.json",
        "copies\\own.pdf",
        "copies/../record.json",
        "copies/.pdf",
        "copies/own.exe",
        "copies/Own.pdf",
        "copies/own copy.pdf",
        "copies/äther.pdf",
        "copies/con.pdf",
        "copies/nul.txt",
        "copies/com1.html",
        "copies/" + "a" * 90 + ".pdf",
        "attachments/" + "ab" * 31,
        "attachments/" + "AB" * 32,
        "attachments/" + "ab" * 32 + ".exe",
        "note.txt",
        "SHA256SUMS.manager.sig",
        "",
    ],
)
def test_names_that_have_no_place_are_refused(name: str):
    assert not is_member_name(name)
    assert "no place" in refused(tar_of(lambda file: add(file, name or "x", b"words")))
    with pytest.raises(ValueError, match="not a member name"):
        pack({name: b"words"})


KINDS = {
    "symbolic link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "hard link": {"type": tarfile.LNKTYPE, "linkname": "record.json"},
    "pipe": {"type": tarfile.FIFOTYPE},
    "device": {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 3},
    "folder": {"type": tarfile.DIRTYPE},
    "old style file": {"type": tarfile.AREGTYPE},
    "owner": {"uid": 1000},
    "owner's name": {"uname": "root"},
    "set-uid": {"mode": 0o4755},
    "time": {"mtime": 1},
}


@pytest.mark.parametrize("kind", KINDS)
def test_only_plain_files_without_properties_are_taken(kind: str):
    assert "no place" in refused(tar_of(lambda file: add(file, "copies/more.txt", **KINDS[kind])))


@pytest.mark.parametrize("format_", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_extensions_of_the_format_are_not_followed(format_: int):
    def long_name(file: tarfile.TarFile) -> None:
        add(file, "copies/" + "a" * 120 + ".pdf", b"words", pax_headers={"path": "record.json"})

    assert "no place" in refused(tar_of(long_name, format_))


def test_a_nul_in_a_name_does_not_hide_the_rest():
    data = bytearray(pack({**MEMBERS, "copies/more.txt": b""}))
    at = data.index(b"copies/more.txt")
    data[at + 20 : at + 24] = b".exe"
    assert "no place" in refused(bytes(data))


def test_a_member_that_comes_twice_is_refused():
    assert "twice" in refused(tar_of(lambda file: add(file, "record.json", b"other words")))


@pytest.mark.parametrize("name", archive.REQUIRED)
def test_every_required_member_must_be_there(name: str):
    assert "missing" in refused(pack({kept: data for kept, data in MEMBERS.items() if kept != name}))


def test_a_size_that_is_only_claimed_costs_nothing():
    member = tarfile.TarInfo("copies/more.txt")
    member.size, member.mode = 3 * 1024**3, 0o600
    assert "cut" in refused(pack(MEMBERS)[:-1024] + member.tobuf(tarfile.USTAR_FORMAT) + bytes(1024))


def test_a_negative_or_binary_size_is_refused():
    honest = pack({**MEMBERS, "copies/more.txt": b""})
    at = honest.index(b"copies/more.txt")
    for size in (b"-0000000001\0", b"\x80" + bytes(11), b"           \0", b"00000000009\0"):
        assert "no place" in refused(honest[: at + 124] + size + honest[at + 136 :])


def test_limits_on_size_and_count_are_kept():
    assert refused(pack(MEMBERS), Limits(member=100)) == "too large"
    assert refused(pack(MEMBERS), Limits(members=8)) == "too large"
    many = MEMBERS | {f"copies/c{number}.txt": b"" for number in range(2000)}
    assert refused(pack(many)) == "too large"


def test_what_is_no_archive_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("record.json", "{}")
    for data in (b"", b"{}", bytes(512), bytes(1024), stream.getvalue(), b"\xff" * 5000):
        assert refused(data)


def test_every_cut_is_noticed():
    honest = pack(MEMBERS)
    for end in range(0, len(honest), 97):
        assert refused(honest[:end])
    assert refused(honest + b"\0")
    assert refused(honest + bytes(512))


def test_changed_bytes_outside_the_contents_are_noticed():
    """Contents are the business of SHA256SUMS; headers, padding and end are the archive's own."""
    honest = pack(MEMBERS)
    for at in range(0, len(honest), 3):
        changed = bytearray(honest)
        changed[at] ^= 0x20
        try:
            read = unpack(bytes(changed), "visit")
        except BundleUnreadableError:
            continue
        assert read != MEMBERS, at
