"""The office as this laptop knows it: the roster that was installed last, and the root key that was pinned first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.limits import LIMITS
from doorstep.bundle.roster import Role, Roster, read_roster
from doorstep.errors import BundleUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.bundle.keys import PublicKey
    from doorstep.services.own_keys import OwnKeys
    from doorstep.vault.database import Vault

_ROSTER: Final = "office.roster"


class OfficeInfo(msgspec.Struct, frozen=True):
    """An office, to show.

    ``fingerprint`` is what worker and office compare over the telephone before the first roster is trusted;
    ``on_roster`` says whether this laptop and this worker may send to it already, ``can_lend`` whether it can lend
    records to this laptop: a laptop that joined before there was lending asks once more.
    """

    name: str
    fingerprint: str
    serial: int
    made_at: datetime
    on_roster: bool
    can_lend: bool = False


def held_roster(vault: Vault) -> Roster | None:
    """Return the roster that was installed last, or None."""
    page = vault.setting(_ROSTER)
    return None if page is None else read_roster(page)


def read_new_roster(vault: Vault, page: bytes) -> Roster:
    """Return the roster on a page that came from outside, if it may replace the one held.

    The first roster pins its office: from then on only pages that the same root key signed, and none with a lower
    serial, are read. Raises RosterError (what).
    """
    held = held_roster(vault)
    return read_roster(page) if held is None else read_roster(page, held.pin, held.serial)


def keep_roster(vault: Vault, page: bytes) -> Roster:
    """Install the roster on a page, and let this office's keys open the vault in an emergency.

    Raises RosterError (what), OfficeKeysError when it names fewer than two such keys, StorageError; what was held then
    stays. The vault is sealed first: a laptop that has joined an office can always be recovered by it.
    """
    roster = read_new_roster(vault, page)
    vault.door.seal_to_office(roster.recipients)
    vault.set_setting(_ROSTER, page)
    return roster


def office_info(roster: Roster, keys: OwnKeys) -> OfficeInfo:
    """Return what to show of a roster to whoever holds these keys."""
    allowed = {signer.key for signer in roster.signers} - set(roster.revoked)
    return OfficeInfo(
        name=roster.office,
        fingerprint=roster.root.fingerprint,
        serial=roster.serial,
        made_at=roster.made_at,
        on_roster=allowed.issuperset((keys.device.public, keys.worker.public)),
        can_lend=any(laptop.recipient == keys.opening.recipient for laptop in roster.laptops),
    )


def device_name(roster: Roster, key: PublicKey) -> str:
    """Return the name under which an office knows the laptop with this key; empty when it does not."""
    return next((each.name for each in roster.signers if each.key == key and each.role is Role.DEVICE), "")


def read_page(path: Path, limit: int = LIMITS.letter) -> bytes:
    """Return a signed page (roster, receipt, pack) of at most ``limit`` bytes from a file.

    Raises BundleUnreadableError (facts: file, what).
    """
    try:
        with path.open("rb") as file:
            page = file.read(limit + 1)
    except OSError as error:
        raise BundleUnreadableError(file=path.name, what=error.strerror or "cannot be read") from error
    if len(page) > limit:
        raise BundleUnreadableError(file=path.name, what="too large")
    return page
