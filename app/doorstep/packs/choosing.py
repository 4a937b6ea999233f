"""The packs that came with Doorstep, which of two packs is newer, and the set of three that a record is made under."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from doorstep.errors import EnvironmentFaultError, PackInvalidError
from doorstep.packs.model import PACK_FILE, Directory, Glossary, LegalPack, PackHead, PackKind
from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.packs.model import Pack

P = TypeVar("P", LegalPack, Glossary, Directory)

KINDS: Final[Mapping[type[Pack], PackKind]] = {
    LegalPack: PackKind.LEGAL,
    Glossary: PackKind.GLOSSARY,
    Directory: PackKind.DIRECTORY,
}


class PackSet(msgspec.Struct, frozen=True):
    """One pack of each kind."""

    legal: LegalPack
    glossary: Glossary
    directory: Directory

    @property
    def heads(self) -> tuple[PackHead, ...]:
        """What each of them says of itself, in the order of the kinds."""
        return self.legal.head, self.glossary.head, self.directory.head


def read_kind(data: bytes, kind: type[P], file: str = PACK_FILE) -> P:
    """Return the pack in a YAML text, which must be of that kind. Raises PackInvalidError (file, problems)."""
    from doorstep.packs.reading import read_pack  # the YAML reader, only when a pack is wanted

    pack = read_pack(data, file)
    if not isinstance(pack, kind):
        raise PackInvalidError(file=file, problems=(f"{file}:1: this is a {pack.head.kind} pack",))
    return pack


def built_in_bytes(kind: PackKind) -> bytes:
    """Return the YAML text of the pack of that kind that came with this Doorstep: the floor below every other.

    Raises EnvironmentFaultError (what) when it is not installed.
    """
    try:
        return resource("packs", kind, PACK_FILE).read_bytes()
    except OSError as error:
        raise EnvironmentFaultError(what=f"the {kind} pack") from error


def built_in(kind: type[P]) -> P:
    """Return the pack of that kind that came with this Doorstep. Raises PackInvalidError, EnvironmentFaultError."""
    return read_kind(built_in_bytes(KINDS[kind]), kind, f"{KINDS[kind]}/{PACK_FILE}")


def is_newer(head: PackHead, held: PackHead) -> bool:
    """Tell whether a pack should take the place of the one held: of a real place before a sample, then by its day."""
    return head.age > held.age
