"""The roster: whom an office trusts, on one signed page.

It names the recipients that bundles are sealed to, and the keys that may sign, each in a role and for a time. The
office root key signs it; the laptop pins that key when it is enrolled, and refuses a roster with a lower serial. The
signer lines are lines of an OpenSSH ``allowed_signers`` file, so that ``ssh-keygen -Y verify`` reads them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.keys import PublicKey
from doorstep.bundle.letter import Letter, LetterError, read_letter, write_letter
from doorstep.bundle.sealing import is_recipient
from doorstep.bundle.sshsig import Namespace
from doorstep.errors import RosterError, UnknownSignerError

if TYPE_CHECKING:
    from doorstep.bundle.keys import SigningKey

HEADING: Final = "doorstep-roster 1"
SUFFIX: Final = ".doorstep-roster"
_SIGNERS: Final = "signer"
_LENDER: Final = "lender"
"""A line of its own for the key that lends: programs from before there was lending ignore it, and read the rest."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SIGNER: Final = re.compile(
    r'(?P<role>[a-z]+):(?P<name>\S+) namespaces="(?P<namespace>[^"]+)",valid-after="(?P<after>\d{8})"'
    r',valid-before="(?P<before>\d{8})" (?P<key>ssh-ed25519 \S+) (?P<label>.+)'
)


class Role(StrEnum):
    """What a key speaks for."""

    DEVICE = "device"
    WORKER = "worker"
    RECEIPT = "receipt"
    LENDING = "lending"

    @property
    def namespace(self) -> Namespace:
        """The only purpose that a key in this role may sign for."""
        return _NAMESPACES[self]


_NAMESPACES: Final = {
    Role.DEVICE: Namespace.BUNDLE,
    Role.WORKER: Namespace.BUNDLE,
    Role.RECEIPT: Namespace.RECEIPT,
    Role.LENDING: Namespace.VISIT_PACK,
}


class Signer(msgspec.Struct, frozen=True):
    """One key in one role. ``name`` is short and unique in its role; ``label`` is for people ("Jane Cole").

    The key is valid from ``valid_after`` until just before ``valid_before`` (aware UTC, whole days: the format of
    ``allowed_signers`` that every ``ssh-keygen`` since 8.7 reads).
    """

    role: Role
    name: str
    key: PublicKey
    label: str
    valid_after: datetime
    valid_before: datetime

    @property
    def principal(self) -> str:
        """The identity for ``ssh-keygen -I``: a device can never pass as a worker."""
        return f"{self.role}:{self.name}"

    def line(self) -> str:
        """Return the line of an ``allowed_signers`` file."""
        return (
            f'{self.principal} namespaces="{self.role.namespace}",valid-after="{self.valid_after:%Y%m%d}",'
            f'valid-before="{self.valid_before:%Y%m%d}" {self.key.text} {self.label}'
        )

    @classmethod
    def parse(cls, line: str) -> Signer:
        """Read what ``line`` wrote. Raises ValueError on anything else."""
        parts = _SIGNER.fullmatch(line)
        if parts is None:
            raise ValueError("not a signer line")
        after, before = (datetime.strptime(parts[each], "%Y%m%d").replace(tzinfo=UTC) for each in ("after", "before"))
        signer = cls(Role(parts["role"]), parts["name"], PublicKey.parse(parts["key"]), parts["label"], after, before)
        if not is_signer_name(signer.name) or signer.line() != line:
            raise ValueError("not a signer line")
        return signer


class Laptop(msgspec.Struct, frozen=True):
    """A device that the office can lend records to: its worker, and the age recipient that only it can open."""

    device: str
    worker: str
    recipient: str

    def line(self) -> str:
        """Return the line of a roster."""
        return f"{self.device} {self.worker} {self.recipient}"

    @classmethod
    def parse(cls, line: str) -> Laptop:
        """Read what ``line`` wrote. Raises ValueError on anything else."""
        device, worker, recipient = line.split(" ")
        if not is_signer_name(device) or not is_signer_name(worker) or not is_recipient(recipient):
            raise ValueError("not a laptop line")
        return cls(device, worker, recipient)


class Roster(msgspec.Struct, frozen=True):
    """All that an office trusts. ``root`` is the key that signs rosters; ``revoked`` keys may sign nothing any more.

    ``laptops`` are those that records can be lent to.
    """

    office: str
    serial: int
    made_at: datetime
    root: PublicKey
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    revoked: tuple[PublicKey, ...] = ()
    laptops: tuple[Laptop, ...] = ()

    @property
    def pin(self) -> PublicKey:
        """The key to keep at enrolment, and to hand to ``read_roster`` ever after."""
        return self.root

    def named(self, role: Role, name: str) -> Signer | None:
        """Return the signer of that name in that role, or None."""
        return next((signer for signer in self.signers if (signer.role, signer.name) == (role, name)), None)

    def holder(self, key: PublicKey, role: Role, file: str = "") -> Signer:
        """Return whose key this is, in this role, whatever the time; ``file`` is only named in errors.

        Raises UnknownSignerError (facts: file, signer, what): ``revoked`` or ``not on the roster``.
        """
        signer = next((each for each in self.signers if each.key == key and each.role is role), None)
        if key in self.revoked:
            raise UnknownSignerError(file=file, signer=key.fingerprint, what="revoked")
        if signer is None:
            raise UnknownSignerError(file=file, signer=key.fingerprint, what="not on the roster")
        return signer

    def allowed(self, key: PublicKey, role: Role, at: datetime, file: str = "") -> Signer:
        """Return who may sign with this key, in this role, at this time; ``file`` is only named in errors.

        Raises UnknownSignerError as ``holder`` does, and for ``not valid yet`` and ``expired``.
        """
        signer = self.holder(key, role, file)
        if at < signer.valid_after:
            raise UnknownSignerError(file=file, signer=signer.principal, what="not valid yet")
        if at >= signer.valid_before:
            raise UnknownSignerError(file=file, signer=signer.principal, what="expired")
        return signer

    def allowed_signers(self) -> str:
        """Return the ``allowed_signers`` file for ``ssh-keygen -Y verify -f``."""
        return "".join(f"{signer.line()}\n" for signer in self.signers)

    def revoked_keys(self) -> str:
        """Return the file for ``ssh-keygen -Y verify -r``."""
        return "".join(f"{key.text}\n" for key in self.revoked)


def is_signer_name(name: str) -> bool:
    """Tell whether a device or worker may be called this on a roster: letters, digits, ``. _ -``, at most 64."""
    return _NAME.fullmatch(name) is not None


def whole_day(moment: datetime, days: int = 0) -> datetime:
    """Return the start of that UTC day, moved by so many days: how validity is written."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


def write_roster(roster: Roster, root: SigningKey) -> bytes:
    """Return the signed page. Raises RosterError (what) when the root key is another, or a value cannot be written."""
    if root.public != roster.root:
        raise RosterError(what="not the root key")
    try:
        data = write_letter(_letter_of(roster), [root], Namespace.ROSTER)
        read_roster(data)
    except LetterError as error:
        raise RosterError(what=error.what) from error
    return data


def read_roster(data: bytes, pin: PublicKey | None = None, held_serial: int = 0) -> Roster:
    """Return the roster on a signed page.

    ``pin`` is the root key kept at enrolment; None only for the very first roster, whose fingerprint a person
    compares. ``held_serial`` is that of the roster held so far; the same one may come again. Raises RosterError
    (what): ``another office``, ``older than the one held``, or what is wrong with the page.
    """
    try:
        signed = read_letter(data, HEADING, Namespace.ROSTER)
        roster = _roster_of(signed.letter)
    except LetterError as error:
        raise RosterError(what=error.what) from error
    except ValueError as error:
        raise RosterError(what="a line that cannot be read") from error
    if pin is not None and roster.root != pin:
        raise RosterError(what="another office")
    if signed.signers != (roster.root,):
        raise RosterError(what="a signature by another key")
    if roster.serial < held_serial:
        raise RosterError(what="older than the one held")
    return roster


def _letter_of(roster: Roster) -> Letter:
    return Letter(
        HEADING,
        (
            ("office", roster.office),
            ("serial", str(roster.serial)),
            ("made", roster.made_at.isoformat()),
            ("root", roster.root.text),
            *(("recipient", recipient) for recipient in roster.recipients),
            *((_LENDER if signer.role is Role.LENDING else _SIGNERS, signer.line()) for signer in roster.signers),
            *(("revoked", key.text) for key in roster.revoked),
            *(("laptop", laptop.line()) for laptop in roster.laptops),
        ),
    )


def _roster_of(letter: Letter) -> Roster:
    roster = Roster(
        office=letter.one("office"),
        serial=letter.count("serial"),
        made_at=letter.moment("made"),
        root=PublicKey.parse(letter.one("root")),
        recipients=letter.all("recipient"),
        signers=tuple(Signer.parse(value) for name, value in letter.lines if name in (_SIGNERS, _LENDER)),
        revoked=tuple(map(PublicKey.parse, letter.all("revoked"))),
        laptops=tuple(map(Laptop.parse, letter.all("laptop"))),
    )
    principals = {signer.principal for signer in roster.signers}
    keys = {signer.key for signer in roster.signers} | {roster.root}
    if len(principals) != len(roster.signers) or len(keys) != len(roster.signers) + 1:
        raise LetterError("a name or key comes twice")
    if len({laptop.device for laptop in roster.laptops}) != len(roster.laptops):
        raise LetterError("a laptop comes twice")
    if not roster.recipients or not all(map(is_recipient, roster.recipients)):
        raise LetterError("a recipient that age does not know")
    return roster
