"""Wrong passphrases make the next try wait: five are free, then 1, 2, 4 … up to 300 seconds.

This slows a person at the keyboard and nobody else: whoever can copy the folder guesses elsewhere, and there only
Argon2id stands in the way. The count is kept beside the vault, so that starting the program anew does not help, and
waiting is measured by a clock that nobody can set: seconds since the machine was started.

Nothing here is secret before the passphrase is known, so a file that was changed cannot be refused; it can be found out
afterwards. Each wrong try replaces a link by its hash. The vault alone knows the first link; from the newest one none
before it can be computed, so the count cannot be lowered unseen. A missing or unreadable file stands for a vault whose
free tries are used up. Putting an earlier copy of the file back is not noticed (docs/formats/vault.md).
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import math
import time
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from doorstep.errors import TooManyTriesError, VaultDamagedError, WrongPassphraseError
from doorstep.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TRIES: Final = "tries"
"""The name of the file in the vault's folder."""
FREE: Final = 5
LONGEST_WAIT: Final = 300
_MOST: Final = 1_000_000
_NONCE_BYTES: Final = 16


class Guesses(msgspec.Struct, frozen=True):
    """What the count said when the right passphrase came: ``wrong`` tries since the right one before.

    ``counted`` is False when the file was missing or had been changed, so that nobody can know.
    """

    wrong: int
    counted: bool


class _State(msgspec.Struct, frozen=True):
    """What the file holds. ``at`` is when the last try began, in seconds since the machine was started."""

    wrong: Annotated[int, msgspec.Meta(ge=0, le=_MOST)]
    at: float
    nonce: bytes
    link: bytes


_UNKNOWN: Final = _State(FREE, -math.inf, b"", b"")


def wait_after(wrong: int) -> int:
    """Return how many seconds the next try must wait after so many wrong ones."""
    return 0 if wrong < FREE else min(2 ** min(wrong - FREE, LONGEST_WAIT.bit_length()), LONGEST_WAIT)


class Throttle:
    """The count of one vault. ``monotonic`` gives seconds since the machine was started."""

    def __init__(self, path: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._monotonic = monotonic

    @contextlib.contextmanager
    def one_try(self) -> Iterator[None]:
        """Try a passphrase inside. It is counted before it is tried: ending the program does not take it back.

        Raises TooManyTriesError when it must wait, and WrongPassphraseError with the wait before the next one.
        """
        before = self._read()
        if left := self._left(before):
            raise TooManyTriesError(wait_seconds=left)
        counted = _State(min(before.wrong + 1, _MOST), self._monotonic(), before.nonce, _next(before.link))
        self._write(counted)
        try:
            yield
        except WrongPassphraseError:
            raise WrongPassphraseError(wait_seconds=self._left(counted)) from None
        except VaultDamagedError:
            self._write(before)  # nothing was tried
            raise

    def passed(self, key: bytes, entropy: Callable[[int], bytes]) -> Guesses:
        """Begin to count anew after the right passphrase, and return what had been counted.

        ``key`` is the vault's subkey for this, ``entropy`` gives random bytes.
        """
        old = self._read()
        told = Guesses(max(old.wrong - 1, 0), counted=hmac.compare_digest(old.link, _link(key, old)))
        self.begin(key, entropy)
        return told

    def begin(self, key: bytes, entropy: Callable[[int], bytes]) -> None:
        """Begin to count, at no wrong try."""
        fresh = _State(0, self._monotonic(), entropy(_NONCE_BYTES), b"")
        self._write(msgspec.structs.replace(fresh, link=_link(key, fresh)))

    def _left(self, state: _State) -> int:
        """Return the whole seconds still to wait.

        A clock that shows less than it did was started anew since: then only what it shows has surely passed.
        """
        now = self._monotonic()
        passed = now - state.at if now >= state.at else now
        return max(math.ceil(wait_after(state.wrong) - passed), 0) if math.isfinite(state.at) else 0

    def _read(self) -> _State:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_State)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return _UNKNOWN

    def _write(self, state: _State) -> None:
        write_whole(self._path, msgspec.json.encode(state))


def _next(link: bytes) -> bytes:
    return hashlib.sha256(link).digest()


def _link(key: bytes, state: _State) -> bytes:
    """Return the link that the file must hold: the first one, from the vault's key, hashed once for each wrong try."""
    link = hmac.digest(key, state.nonce, "sha256")
    for _ in range(state.wrong):
        link = _next(link)
    return link
