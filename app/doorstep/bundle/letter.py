"""Letters: the small signed texts that travel between a laptop and its office - roster, request, receipt.

A letter is lines of ``name: value`` under a heading, one empty line, and one or more detached signatures over all that
stands before them. People can read it; ``ssh-keygen`` can check it::

    doorstep-receipt 1
    device: laptop-7
    number: 12

    -----BEGIN SSH SIGNATURE-----
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from doorstep.bundle import sshsig
from doorstep.bundle.keys import PublicKey
from doorstep.bundle.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.bundle.keys import SigningKey
    from doorstep.bundle.sshsig import Namespace


class LetterError(ValueError):
    """The text is no letter of this kind; each kind translates this into its own error. ``what`` says why."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class Letter(msgspec.Struct, frozen=True):
    """Heading and lines, in order. A name may come several times; a name that nobody knows is kept and ignored."""

    heading: str
    lines: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return the value of a name that must come exactly once. Raises LetterError."""
        values = self.all(name)
        if len(values) != 1:
            raise LetterError(f"{name} must come once")
        return values[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of a name, in order."""
        return tuple(value for each, value in self.lines if each == name)

    def count(self, name: str) -> int:
        """Return a whole number, zero or more, that must come exactly once. Raises LetterError."""
        value = self.one(name)
        if not re.fullmatch(r"[0-9]{1,12}", value):
            raise LetterError(f"{name} must be a number")
        return int(value)

    def moment(self, name: str) -> datetime:
        """Return a UTC time, as ``datetime.isoformat`` writes it, that must come exactly once. Raises LetterError."""
        value = self.one(name)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise LetterError(f"{name} must be a time") from error
        if moment.utcoffset() != timedelta(0):
            raise LetterError(f"{name} must be a time in UTC")
        return moment.astimezone(UTC)

    def text(self) -> bytes:
        """Return what is signed: everything before the signatures."""
        lines = "".join(f"{name}: {value}\n" for name, value in self.lines)
        return f"{self.heading}\n{lines}\n".encode()


class SignedLetter(msgspec.Struct, frozen=True):
    """A letter and the keys whose signatures over it hold, in the order of the signatures."""

    letter: Letter
    signers: tuple[PublicKey, ...]


def write_letter(letter: Letter, keys: Iterable[SigningKey], namespace: Namespace) -> bytes:
    """Return the letter with one signature a key. Raises LetterError when a value would not survive reading."""
    if not all(_is_plain(name) and ": " not in name and _is_plain(value) for name, value in letter.lines):
        raise LetterError("a line that cannot be written")
    text = letter.text()
    return text + b"".join(sshsig.sign(key, text, namespace) for key in keys)


def read_letter(data: bytes, heading: str, namespace: Namespace) -> SignedLetter:
    """Read a letter of which every signature holds. Raises LetterError; who may sign is for the caller to judge."""
    if len(data) > LIMITS.letter:
        raise LetterError("too large")
    text, *signatures = data.split(sshsig.BEGIN)
    signers = tuple(sshsig.signer_of(sshsig.BEGIN + each, text, namespace) for each in signatures)
    known = tuple(signer for signer in signers if signer is not None)
    if not signatures or len(known) != len(signers):
        raise LetterError("a signature does not fit")
    letter = _parse(text)
    if letter.heading != heading:
        raise LetterError("another kind of file")
    return SignedLetter(letter, known)


def _parse(text: bytes) -> Letter:
    try:
        heading, *lines = text.decode().removesuffix("\n\n").split("\n")
    except UnicodeDecodeError as error:
        raise LetterError("not text") from error
    pairs = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines))
    letter = Letter(heading, pairs)
    if letter.text() != text:
        raise LetterError("a line that is not name and value")
    return letter


def _is_plain(text: str) -> bool:
    return bool(text) and text.isprintable() and text == text.strip()
