"""Signing a pack at the office: mistakes are told by line, and nothing is written until there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.bundle.pack import read_signed_pack
from doorstep.errors import EnvironmentFaultError, PackError, PackInvalidError
from doorstep.office.cli import main
from doorstep.office.messages import Exit
from doorstep.office.packs import sign_pack
from doorstep.packs.choosing import built_in_bytes
from doorstep.packs.model import PackKind
from vectors.making import AT

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.office.folder import OfficeFolder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "law"
    folder.mkdir()
    (folder / "pack.yaml").write_bytes(built_in_bytes(PackKind.LEGAL))
    return folder


def test_a_pack_is_signed_into_one_file(folder: OfficeFolder, source: Path) -> None:
    pack, path = sign_pack(folder, source, folder.packs)
    assert path.name == f"legal-{pack.head.version}.doorstep-pack"
    assert read_signed_pack(path.read_bytes(), folder.roster.pin) == built_in_bytes(PackKind.LEGAL)


def test_the_command_says_what_it_signed_and_what_no_lawyer_has_read(
    folder: OfficeFolder, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--office", str(folder.path), "pack", "sign", str(source)], lambda: AT) == Exit.OK
    said = capsys.readouterr().out
    assert "is signed" in said
    assert "without legal sign-off: wellbeing, assessment" in said
    assert str(folder.packs) in said


def test_mistakes_are_told_by_file_and_line_and_nothing_is_written(
    folder: OfficeFolder, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = source / "pack.yaml"
    file.write_text(file.read_text("utf-8").replace("issued: 2026-09-28", "issued: soon"), "utf-8")
    assert main(["--office", str(folder.path), "pack", "sign", str(source)], lambda: AT) == Exit.PACK
    assert f'{file}:9: "soon" is no date' in capsys.readouterr().err
    assert not folder.packs.exists()
    with pytest.raises(PackInvalidError):
        sign_pack(folder, source, folder.packs)


def test_a_folder_without_a_pack_and_an_office_without_its_root_key(
    folder: OfficeFolder, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(PackError):
        sign_pack(folder, tmp_path, folder.packs)
    assert main(["--office", str(folder.path), "pack", "sign", str(tmp_path)], lambda: AT) == Exit.PACK
    assert "There is no pack to sign" in capsys.readouterr().err
    (folder.path / "keys" / "root").unlink()
    with pytest.raises(EnvironmentFaultError):
        sign_pack(folder, source, folder.packs)


def test_signing_again_writes_beside_the_first(folder: OfficeFolder, source: Path) -> None:
    first, second = (sign_pack(folder, source, folder.packs)[1] for _ in range(2))
    assert first != second
    assert first.read_bytes() == second.read_bytes()
