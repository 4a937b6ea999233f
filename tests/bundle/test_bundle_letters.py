"""Rosters, requests and receipts: people can read them, nobody can change them."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.bundle.enrolment import Enrolment, read_enrolment, write_enrolment
from doorstep.bundle.keys import SealingIdentity
from doorstep.bundle.letter import Letter, LetterError, read_letter, write_letter
from doorstep.bundle.limits import LIMITS
from doorstep.bundle.receipt import Receipt, expect_receipt, read_receipt, write_receipt
from doorstep.bundle.roster import Role, Roster, read_roster, whole_day, write_roster
from doorstep.bundle.sshsig import BEGIN, Namespace, sign
from doorstep.errors import BundleError, ReceiptMismatchError, RosterError, UnknownSignerError
from vectors.making import AT, MadeOffice, key, signer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHA = "ab" * 32


@pytest.fixture
def roster(office: MadeOffice) -> Roster:
    return office.roster


@pytest.fixture
def page(office: MadeOffice) -> bytes:
    return write_roster(office.roster, office.root)


def request(**changed: object) -> bytes:
    asked: dict[str, object] = {
        "device": "laptop-8",
        "device_key": key("device 8"),
        "worker": "amir",
        "worker_label": "Amir Šarić",
        "worker_key": key("worker 8"),
        "made_at": AT,
    }
    return write_enrolment(**(asked | changed))


def receipt(**changed: object) -> Receipt:
    return msgspec.structs.replace(Receipt("Harbour Council", "laptop-7", 3, SHA, AT), **changed)


def receipt_page(**changed: object) -> bytes:
    return write_receipt(receipt(**changed), key("receipt"))


def re_signed(page: bytes, old: bytes, new: bytes, namespace: Namespace, *names: str) -> bytes:
    """Change the text of a letter and sign it anew: what its own author could have written."""
    text = page.partition(BEGIN)[0]
    assert old in text
    text = text.replace(old, new)
    return text + b"".join(sign(key(name), text, namespace) for name in names)


# What comes back is what was written, and every changed byte shows


def test_a_roster_comes_back_as_it_was(roster: Roster, page: bytes):
    assert read_roster(page) == roster
    assert read_roster(page, roster.pin, held_serial=1) == roster


def test_a_request_comes_back_as_it_was():
    asked = Enrolment("laptop-8", key("device 8").public, "amir", "Amir Šarić", key("worker 8").public, AT)
    assert read_enrolment(request()) == asked


def test_a_receipt_comes_back_as_it_was(roster: Roster):
    assert read_receipt(receipt_page(), roster) == receipt()


def readers(roster: Roster, page: bytes) -> dict[str, tuple[bytes, Callable[[bytes], object]]]:
    return {
        "roster": (page, lambda data: read_roster(data, roster.pin)),
        "request": (request(), read_enrolment),
        "receipt": (receipt_page(), lambda data: read_receipt(data, roster)),
    }


@pytest.mark.parametrize("kind", ["roster", "request", "receipt"])
def test_every_changed_byte_and_every_cut_is_noticed(roster: Roster, page: bytes, kind: str):
    honest, read = readers(roster, page)[kind]
    read(honest)
    for at in range(len(honest)):
        changed = bytearray(honest)
        changed[at] ^= 1
        with pytest.raises(BundleError):
            read(bytes(changed))
        with pytest.raises(BundleError):
            read(honest[:at])
    with pytest.raises(BundleError):
        read(honest + b"\n")


@pytest.mark.parametrize("kind", ["roster", "request", "receipt"])
def test_no_letter_passes_for_another_kind(roster: Roster, page: bytes, kind: str):
    letters = readers(roster, page)
    for other in letters.keys() - {kind}:
        with pytest.raises(BundleError):
            letters[kind][1](letters[other][0])


@pytest.mark.stock_tools
def test_ssh_keygen_checks_a_letter(tmp_path: Path, page: bytes):
    text, _, signature = page.partition(BEGIN)
    (tmp_path / "page.sig").write_bytes(BEGIN + signature)
    (tmp_path / "root").write_text(f"root {key('root').public.text}\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", "root", "-I", "root", "-n", "doorstep-roster@v1", "-s", "page.sig"]
    subprocess.run(command, cwd=tmp_path, input=text, check=True)


# Letters in general


def test_unknown_lines_of_a_newer_version_do_not_disturb(roster: Roster, page: bytes):
    newer = re_signed(page, b"\n\n", b"\nshredder: on Tuesdays\n\n", Namespace.ROSTER, "root")
    assert read_roster(newer, roster.pin) == roster


@pytest.mark.parametrize("value", ["", " ", "two\nlines", "a\ttab", "ends \n", "hidden\u202eword"])
def test_a_value_that_could_be_misread_is_not_written(value: str):
    with pytest.raises(LetterError):
        write_letter(Letter("x 1", (("name", value),)), [key("root")], Namespace.ROSTER)


def test_an_endless_letter_is_not_read():
    with pytest.raises(LetterError, match="too large"):
        read_letter(b"x" * (LIMITS.letter + 1), "x 1", Namespace.ROSTER)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"number: 3", b"number: -3"),
        (b"number: 3", b"number: 0x3"),
        (b"number: 3", b"number: 3\nnumber: 4"),
        (b"number: 3\n", b""),
        (b"+00:00", b""),
        (b"+00:00", b"+01:00"),
        (b"2026-10-06", b"2026-13-06"),
        (SHA.encode(), b"AB" * 32),
        (b"device: ", b"device="),
        (b"doorstep-receipt 1", b"doorstep-receipt 2"),
        (b"Harbour", b"\xff"),
    ],
)
def test_badly_written_lines_are_refused_even_when_signed(roster: Roster, old: bytes, new: bytes):
    with pytest.raises(ReceiptMismatchError):
        read_receipt(re_signed(receipt_page(), old, new, Namespace.RECEIPT, "receipt"), roster)


# The roster


def test_a_roster_of_another_office_is_refused_once_one_is_pinned(roster: Roster):
    other = MadeOffice("Hill Council", root=key("other root"))
    page = write_roster(other.roster, other.root)
    assert read_roster(page).office == "Hill Council"
    with pytest.raises(RosterError, match="another office"):
        read_roster(page, roster.pin)


def test_a_roster_that_claims_our_root_and_is_signed_by_another_is_refused(page: bytes, roster: Roster):
    forged = re_signed(page, b"Harbour", b"Harlow", Namespace.ROSTER, "other root")
    with pytest.raises(RosterError, match="signature"):
        read_roster(forged, roster.pin)
    twice = re_signed(page, b"Harbour", b"Harlow", Namespace.ROSTER, "root", "other root")
    with pytest.raises(RosterError, match="signature"):
        read_roster(twice, roster.pin)


def test_an_older_roster_is_refused_and_the_same_one_may_come_again(office: MadeOffice):
    newer = msgspec.structs.replace(office.roster, serial=5)
    page = write_roster(newer, office.root)
    assert read_roster(page, newer.pin, held_serial=5) == newer
    with pytest.raises(RosterError, match="older"):
        read_roster(page, newer.pin, held_serial=6)


def test_only_the_root_key_writes_rosters(office: MadeOffice):
    with pytest.raises(RosterError, match="root key"):
        write_roster(office.roster, office.receipt)


@pytest.mark.parametrize(
    "change",
    [
        {"recipients": ()},
        {"recipients": ("age1nonsense",)},
        {"office": "two\nlines"},
        {"signers": (signer(Role.DEVICE, "a", key("a")), signer(Role.DEVICE, "a", key("b")))},
        {"signers": (signer(Role.DEVICE, "a", key("a")), signer(Role.WORKER, "b", key("a")))},
        {"signers": (signer(Role.DEVICE, "a", key("root")),)},
        {"signers": (signer(Role.DEVICE, "a b", key("a")),)},
        {"signers": (signer(Role.DEVICE, "a*", key("a")),)},
        {"signers": (signer(Role.DEVICE, "a", key("a"), 'x" y'), signer(Role.DEVICE, "", key("b")))},
    ],
)
def test_a_roster_that_would_confuse_is_not_written(office: MadeOffice, change: dict[str, object]):
    with pytest.raises(RosterError):
        write_roster(msgspec.structs.replace(office.roster, **change), office.root)


def test_names_are_judged_by_role_and_time(roster: Roster):
    device = key("device").public
    assert roster.allowed(device, Role.DEVICE, AT).name == "laptop-7"
    for role, at, what in (
        (Role.WORKER, AT, "not on the roster"),
        (Role.RECEIPT, AT, "not on the roster"),
        (Role.DEVICE, AT - timedelta(days=3), "not valid yet"),
        (Role.DEVICE, AT + timedelta(days=731), "expired"),
    ):
        with pytest.raises(UnknownSignerError, match=what):
            roster.allowed(device, role, at)
    with pytest.raises(UnknownSignerError, match="revoked"):
        msgspec.structs.replace(roster, revoked=(device,)).allowed(device, Role.DEVICE, AT)


def test_validity_begins_and_ends_on_the_second(roster: Roster):
    entry = roster.named(Role.DEVICE, "laptop-7")
    assert entry is not None
    second = timedelta(seconds=1)
    roster.allowed(entry.key, Role.DEVICE, entry.valid_after)
    roster.allowed(entry.key, Role.DEVICE, entry.valid_before - second)
    for outside in (entry.valid_after - second, entry.valid_before):
        with pytest.raises(UnknownSignerError):
            roster.allowed(entry.key, Role.DEVICE, outside)


def test_a_whole_day_is_a_utc_day():
    late = datetime(2026, 10, 7, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert whole_day(late) == datetime(2026, 10, 6, tzinfo=UTC)


# The request


def test_a_request_is_signed_by_both_keys_that_it_names():
    for signed_by in (("device 8",), ("worker 8",), ("worker 8", "device 8"), ("device 8", "root")):
        with pytest.raises(RosterError, match="signature"):
            read_enrolment(re_signed(request(), b"amir", b"amira", Namespace.ENROLMENT, *signed_by))


@pytest.mark.parametrize(
    "change",
    [
        {"device": "laptop 8"},
        {"device": ""},
        {"worker": "a" * 65},
        {"worker": "../amir"},
        {"worker_label": "two\nlines"},
        {"worker_key": key("device 8")},
    ],
)
def test_a_request_that_cannot_stand_on_a_roster_is_not_written(change: dict[str, object]):
    with pytest.raises(RosterError):
        request(**change)


# The receipt


def test_a_receipt_stands_for_one_bundle_only():
    held = {"device": "laptop-7", "number": 3, "sha256": SHA}
    expect_receipt(receipt(), **held)
    for other in ({"device": "laptop-8"}, {"number": 4}, {"sha256": "cd" * 32}):
        with pytest.raises(ReceiptMismatchError, match="another bundle"):
            expect_receipt(receipt(), **(held | other))


@pytest.mark.parametrize("name", ["device", "worker", "root", "other receipt"])
def test_only_the_receipt_key_of_our_office_writes_receipts(roster: Roster, name: str):
    with pytest.raises(ReceiptMismatchError, match="another office"):
        read_receipt(write_receipt(receipt(), key(name)), roster)


def test_a_receipt_from_before_the_key_was_valid_is_refused(roster: Roster):
    with pytest.raises(ReceiptMismatchError):
        read_receipt(receipt_page(received_at=AT - timedelta(days=9)), roster)


def test_a_receipt_without_any_signature_is_refused(roster: Roster):
    with pytest.raises(ReceiptMismatchError, match="signature"):
        read_receipt(receipt_page().partition(BEGIN)[0], roster)


def test_a_sealing_identity_is_no_signer():
    with pytest.raises(RosterError):
        request(device=SealingIdentity.generate().recipient + "x" * 10)
