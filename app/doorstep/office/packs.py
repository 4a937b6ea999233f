"""The office's packs: checked, signed with the root key, and ready for the laptops (TB-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.bundle.pack import SUFFIX, write_pack
from doorstep.errors import PackError
from doorstep.files import unused_path, write_whole
from doorstep.packs.model import PACK_FILE
from doorstep.packs.reading import read_pack

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.office.folder import OfficeFolder
    from doorstep.packs.model import Pack


def sign_pack(office: OfficeFolder, source: Path, out: Path) -> tuple[Pack, Path]:
    """Check the pack in a folder, sign it, and write one file into ``out``; return the pack and where it lies.

    Raises PackError (what) when the folder has no pack.yaml, PackInvalidError (file, problems) with every mistake,
    EnvironmentFaultError when the root key is not at hand, StorageError.
    """
    file = source / PACK_FILE
    try:
        text = file.read_bytes()
    except OSError as error:
        raise PackError(what=f"{file}: {error.strerror}") from error
    text = text if text.endswith(b"\n") else text + b"\n"
    pack = read_pack(text, str(file))
    signed = write_pack(text, office.root_key)
    path = unused_path(out, f"{pack.head.kind}-{pack.head.version}", SUFFIX)
    write_whole(path, signed)
    return pack, path
