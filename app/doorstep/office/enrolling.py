"""Who comes onto the roster, and who leaves it: each decision makes the next roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.roster import Laptop, Role, Roster, Signer, whole_day
from doorstep.errors import RosterError

if TYPE_CHECKING:
    from datetime import datetime

    from doorstep.bundle.enrolment import Enrolment

VALID_DAYS: Final = 730
"""A laptop is enrolled for two years; the same request enrols it again."""


def enrol(roster: Roster, request: Enrolment, at: datetime) -> Roster:
    """Return the next roster, on which this laptop and worker may sign from now on.

    Enrolling the same keys again renews them. Raises RosterError (what) when a name belongs to another key, or a key
    is revoked.
    """
    device = _signer(Role.DEVICE, request.device, request, at)
    worker = _signer(Role.WORKER, request.worker, request, at)
    for signer in (device, worker):
        _check_free(roster, signer)
    others = tuple(each for each in roster.signers if each.key not in (device.key, worker.key))
    laptops = _laptops(roster, request)
    return msgspec.structs.replace(
        roster, serial=roster.serial + 1, made_at=at, signers=(*others, device, worker), laptops=laptops
    )


def revoke(roster: Roster, principal: str, at: datetime) -> Roster:
    """Return the next roster, on which ``device:NAME`` or ``worker:NAME`` may sign nothing any more.

    Raises RosterError (what) when nobody of that name is on the roster.
    """
    gone = next((each for each in roster.signers if each.principal == principal), None)
    if gone is None:
        raise RosterError(what="nobody of that name")
    others = tuple(each for each in roster.signers if each != gone)
    revoked = (*roster.revoked, gone.key)
    laptops = tuple(each for each in roster.laptops if gone.principal not in _principals(each))
    return msgspec.structs.replace(
        roster, serial=roster.serial + 1, made_at=at, signers=others, revoked=revoked, laptops=laptops
    )


def _laptops(roster: Roster, request: Enrolment) -> tuple[Laptop, ...]:
    """Return whom records can be lent to once the request is granted.

    An older request names no recipient: then the one that the same laptop named before, if any, stays.
    """
    if not request.recipient:
        return roster.laptops
    others = tuple(each for each in roster.laptops if each.device != request.device)
    return (*others, Laptop(request.device, request.worker, request.recipient))


def _principals(laptop: Laptop) -> tuple[str, str]:
    return f"{Role.DEVICE}:{laptop.device}", f"{Role.WORKER}:{laptop.worker}"


def _signer(role: Role, name: str, request: Enrolment, at: datetime) -> Signer:
    """Return the entry for one key of a request, valid from the day before: no time zone may refuse it today."""
    key, label = (
        (request.device_key, request.device) if role is Role.DEVICE else (request.worker_key, request.worker_label)
    )
    return Signer(role, name, key, label, whole_day(at, -1), whole_day(at, VALID_DAYS))


def _check_free(roster: Roster, signer: Signer) -> None:
    if signer.key in roster.revoked:
        raise RosterError(what="a revoked key")
    holder = roster.named(signer.role, signer.name)
    if holder is not None and holder.key != signer.key:
        raise RosterError(what="the name belongs to another key")
    other = next((each for each in roster.signers if each.key == signer.key), None)
    if other is not None and other.principal != signer.principal:
        raise RosterError(what="the key belongs to another name")
