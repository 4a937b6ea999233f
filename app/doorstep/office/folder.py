"""The office folder: where an office keeps its keys, its roster, its database and the receipts it wrote.

::

    OFFICE/
      keys/root           signs rosters and packs (OpenSSH; keep it off the network, bring it back to sign)
      keys/receipt        signs receipts          (OpenSSH)
      keys/lending        signs visit packs       (OpenSSH)
      keys/sealing.txt    opens bundles           (age identity)
      keys/escrow.txt     opens bundles as well   (age identity; move it to a safe elsewhere)
      root.pub            the pinned root key
      roster.doorstep-roster, allowed_signers, revoked_keys
      office.sqlite
      receipts/
      packs/              signed packs, to hand over
      visits/             visit packs, to hand over
      office.toml         what the organisation has decided; need not be there
"""

from __future__ import annotations

import os
import tomllib
from datetime import UTC
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.keys import PublicKey, SealingIdentity, SigningKey
from doorstep.bundle.roster import Role, Roster, Signer, read_roster, whole_day, write_roster
from doorstep.errors import EnvironmentFaultError, LearningOffError, StorageError
from doorstep.files import write_whole

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_OFFICE_KEY_DAYS: Final = 3653
"""The keys for receipts and lending are good for ten years; bundles and laptops outlive a change of staff."""


class OfficeFolder:
    """One office on disk. Nothing is cached: every call reads what lies there now.

    Reading raises EnvironmentFaultError (what) when a file is missing, RosterError when the roster does not
    verify against the pinned root key.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.receipts = path / "receipts"
        self.packs = path / "packs"
        self.visits = path / "visits"
        self.roster_file = path / "roster.doorstep-roster"
        self._database = path / "office.sqlite"
        self._settings = path / "office.toml"
        self._pin = path / "root.pub"
        self._keys = path / "keys"

    @classmethod
    def create(cls, path: Path, office: str, at: datetime) -> OfficeFolder:
        """Make the folder, fresh keys and the first roster, which names no laptop yet.

        Raises EnvironmentFaultError (what) when an office is there already, RosterError for a name that is no single
        plain line, StorageError when the disk refuses.
        """
        folder = cls(path)
        if folder._pin.exists() or folder._keys.exists():
            raise EnvironmentFaultError(what=f"an office is in {path} already")
        root, receipt = SigningKey.generate(), SigningKey.generate()
        sealing, escrow = SealingIdentity.generate(), SealingIdentity.generate()
        signer = Signer(
            Role.RECEIPT, "office", receipt.public, office, whole_day(at, -1), whole_day(at, _OFFICE_KEY_DAYS)
        )
        recipients = (sealing.recipient, escrow.recipient)
        lending = SigningKey.generate()
        signers = (signer, _lender(lending, office, at))
        roster = Roster(office, 1, at.astimezone(UTC), root.public, recipients, signers)
        write_roster(roster, root)  # a name that no roster can carry stops here, before anything is made
        _make_private(path)
        _make_private(folder._keys)
        write_whole(folder._keys / "root", root.to_openssh())
        write_whole(folder._keys / "receipt", receipt.to_openssh())
        write_whole(folder._keys / "lending", lending.to_openssh())
        write_whole(folder._keys / "sealing.txt", sealing.file_text().encode())
        write_whole(folder._keys / "escrow.txt", escrow.file_text().encode())
        write_whole(folder._database, b"")
        write_whole(folder._pin, f"{root.public.text}\n".encode())
        folder.publish(roster)
        return folder

    @property
    def roster(self) -> Roster:
        """The current roster, verified."""
        pin = PublicKey.parse(self._read(self._pin).decode().strip())
        return read_roster(self._read(self.roster_file), pin)

    @property
    def identity_files(self) -> tuple[Path, ...]:
        """The files of the sealing identities that are in the folder: the escrow one may be in a safe."""
        files = tuple(self._keys / name for name in ("sealing.txt", "escrow.txt"))
        return tuple(file for file in files if file.exists()) or files[:1]

    @property
    def identities(self) -> tuple[SealingIdentity, ...]:
        """Every sealing identity that is in the folder."""
        return tuple(SealingIdentity.parse(self._read(file).decode()) for file in self.identity_files)

    @property
    def database_url(self) -> str:
        """The database, as SQLAlchemy names it. A lost database is not quietly made anew."""
        if not self._database.is_file():
            raise EnvironmentFaultError(what=f"{self._database} is missing")
        return f"sqlite:///{self._database}"

    def require_learning(self) -> None:
        """Raise LearningOffError (file) unless office.toml says ``learning_summary = true`` (TB-25)."""
        try:
            told = tomllib.loads(self._settings.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            told = {}
        if told.get("learning_summary") is not True:
            raise LearningOffError(file=str(self._settings))

    @property
    def receipt_key(self) -> SigningKey:
        """The key that signs receipts."""
        return SigningKey.from_openssh(self._read(self._keys / "receipt"))

    @property
    def lending_key(self) -> SigningKey:
        """The key that signs visit packs."""
        return SigningKey.from_openssh(self._read(self._keys / "lending"))

    def with_lender(self, roster: Roster, at: datetime) -> Roster:
        """Return a roster that names the lending key.

        The key is made first where there is none, in an office from before there was lending, or where it was revoked.
        """
        if not (self._keys / "lending").exists() or self.lending_key.public in roster.revoked:
            write_whole(self._keys / "lending", SigningKey.generate().to_openssh())
        key = self.lending_key
        if any(each.key == key.public for each in roster.signers):
            return roster
        return msgspec.structs.replace(roster, signers=(*roster.signers, _lender(key, roster.office, at)))

    @property
    def root_key(self) -> SigningKey:
        """The key that signs rosters and packs; it may have to be brought back from where it is kept."""
        return SigningKey.from_openssh(self._read(self._keys / "root"))

    def publish(self, roster: Roster) -> None:
        """Sign a roster with the root key and write it, with the two files that ``ssh-keygen`` reads beside it."""
        write_whole(self.roster_file, write_roster(roster, self.root_key))
        write_whole(self.path / "allowed_signers", roster.allowed_signers().encode())
        write_whole(self.path / "revoked_keys", roster.revoked_keys().encode())

    @staticmethod
    def _read(path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise EnvironmentFaultError(what=f"{path}: {error.strerror}") from error


def _lender(key: SigningKey, office: str, at: datetime) -> Signer:
    return Signer(Role.LENDING, "office", key.public, office, whole_day(at, -1), whole_day(at, _OFFICE_KEY_DAYS))


def _make_private(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            path.chmod(0o700)
    except OSError as error:
        raise StorageError(what=error.strerror or "folder") from error
