"""The envelope: what opens it, what does not, and that nobody can weaken it unseen."""

from __future__ import annotations

import itertools
import json
import os

import msgspec
import pytest

from doorstep.errors import VaultDamagedError, VaultNewerError, WrongPassphraseError
from doorstep.vault.keys import (
    CEILING,
    FLOOR,
    STANDARD,
    Envelope,
    Kdf,
    Purpose,
    calibrate,
    decode_envelope,
    encode_envelope,
    subkey,
)
from vault.visits import CHEAP, PASSPHRASE

DATA_KEY = bytes(range(32))


def sealed(kdf: Kdf = CHEAP) -> Envelope:
    return Envelope.seal(DATA_KEY, PASSPHRASE, device="laptop-7", kdf=kdf, entropy=os.urandom)


def test_the_passphrase_gives_the_data_key_back() -> None:
    envelope = decode_envelope(encode_envelope(sealed()))
    assert envelope.open(PASSPHRASE, floor=CHEAP) == DATA_KEY
    with pytest.raises(WrongPassphraseError):
        envelope.open(PASSPHRASE + " ", floor=CHEAP)


def test_the_standard_is_what_was_measured_and_passes_its_own_floor() -> None:
    assert Kdf(128 * 1024, 3, 1) == STANDARD
    assert sealed(STANDARD).open(PASSPHRASE) == DATA_KEY


def test_a_weak_derivation_needs_the_explicit_argument_of_the_tests() -> None:
    with pytest.raises(VaultDamagedError):
        sealed(CHEAP).open(PASSPHRASE)


@pytest.mark.parametrize(
    "kdf",
    [
        Kdf(FLOOR.memory_kib - 1, 3),
        Kdf(FLOOR.memory_kib, 2),
        Kdf(CEILING.memory_kib + 1, 3),
        Kdf(FLOOR.memory_kib, CEILING.passes + 1),
        Kdf(FLOOR.memory_kib, 3, CEILING.lanes + 1),
        Kdf(FLOOR.memory_kib, 3, 0),
    ],
)
def test_parameters_out_of_bounds_are_refused_before_any_work(kdf: Kdf, monkeypatch: pytest.MonkeyPatch) -> None:
    envelope = sealed()
    envelope = msgspec.structs.replace(envelope, slots=(msgspec.structs.replace(envelope.slots[0], kdf=kdf),))

    def never(*_arguments: object) -> bytes:
        pytest.fail("the passphrase was worked with parameters out of bounds")

    monkeypatch.setattr("doorstep.vault.keys._wrapping_key", never)
    with pytest.raises(VaultDamagedError):
        envelope.open(PASSPHRASE)


@pytest.mark.parametrize("change", ["device", "salt", "kdf"])
def test_header_and_parameters_cannot_be_swapped_under_the_key(change: str) -> None:
    """Even by someone who also recomputes the check: the wrapping authenticates them."""
    envelope = sealed()
    [slot] = envelope.slots
    if change == "device":
        envelope = msgspec.structs.replace(envelope, device="laptop-8")
    elif change == "salt":
        envelope = msgspec.structs.replace(envelope, slots=(msgspec.structs.replace(slot, salt=bytes(16)),))
    else:
        weaker = msgspec.structs.replace(slot, kdf=Kdf(CHEAP.memory_kib, CHEAP.passes + 1))
        envelope = msgspec.structs.replace(envelope, slots=(weaker,))
    rewritten = decode_envelope(encode_envelope(envelope))
    with pytest.raises(WrongPassphraseError):
        rewritten.open(PASSPHRASE, floor=CHEAP)


def test_any_flipped_bit_is_damage_not_a_wrong_passphrase() -> None:
    """A worker who types the right words must not be told that they are wrong."""
    whole = encode_envelope(sealed())
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        try:
            envelope = decode_envelope(bytes(changed))
        except (VaultDamagedError, VaultNewerError):  # a changed version number may look newer
            continue
        assert envelope.open(PASSPHRASE, floor=CHEAP) == DATA_KEY  # white space between the fields


def test_a_cut_file_is_damage() -> None:
    whole = encode_envelope(sealed())
    for length in range(0, len(whole) - 2, 13):
        with pytest.raises(VaultDamagedError):
            decode_envelope(whole[:length])


def test_a_newer_envelope_is_named_as_such_whatever_it_holds() -> None:
    with pytest.raises(VaultNewerError):
        decode_envelope(json.dumps({"version": 3, "rest": "unknown"}).encode())


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {subkey(DATA_KEY, purpose) for purpose in Purpose}
    assert len(keys) == len(Purpose)
    assert DATA_KEY not in keys
    assert all(len(key) == 32 for key in keys)
    # the values are part of the format: a vault of today must open tomorrow
    assert (
        subkey(DATA_KEY, Purpose.DATABASE).hex() == "45ff2ff7c8b596f73b652996d5767c58484c1eefb079312fe27b653eafb4c3ae"
    )
    assert subkey(DATA_KEY, Purpose.HEAD).hex() == "c49b7cbd997cc218b01362e03a74f6c69268e499b9339c58928f5a6b88fc51d9"


@pytest.mark.parametrize(("seconds", "passes"), [(0.35, 6), (0.7, 3), (5.0, 3), (0.001, 12)])
def test_a_fast_machine_works_harder_and_a_slow_one_never_less(
    seconds: float, passes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.vault.keys._wrapping_key", lambda *_arguments: bytes(32))
    times = itertools.chain([0.0, seconds])
    assert calibrate(lambda: next(times)) == Kdf(STANDARD.memory_kib, passes, STANDARD.lanes)
