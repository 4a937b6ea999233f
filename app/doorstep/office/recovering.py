"""Recovering a vault at the office: the forgotten passphrase, the worker who has gone. Every time is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from doorstep.errors import EnvironmentFaultError
from doorstep.office.store import Recovery
from doorstep.vault.recovery import open_seal, recover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from doorstep.office.store import Store


def recover_vault(
    vault: Path,
    out: Path,
    identities: Sequence[Path],
    passphrase: Callable[[], str],
    *,
    store: Store,
    office: str,
    by: str,
    at: datetime,
    damaged: bool = False,
) -> Recovery:
    """Copy a vault into a new folder under a new passphrase; return the note of it.

    ``damaged`` is for files that the vault's own checks refuse: what can still be read is salvaged then.
    ``identities`` are the office's age identity files, of which one is enough. ``passphrase`` is asked only once the
    vault is open. The note is in the database before the copy is made, so that no copy is without one.

    Raises EnvironmentFaultError for an identity file that cannot be read, and as ``vault.recovery`` does; there is no
    copy then.
    """
    opened = open_seal(vault, [_text(path) for path in identities])
    note = Recovery(at, by, opened.envelope.device, opened.key)
    number = store.begin_recovery(note)
    assessments = recover(opened, out, passphrase(), by=by, office=office, at=at, damaged=damaged)
    store.end_recovery(number, assessments)
    return msgspec.structs.replace(note, assessments=assessments)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFaultError(what=f"{path} cannot be read") from error
