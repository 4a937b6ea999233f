"""Our signatures are those of ssh-keygen, byte for byte, and it and we agree on what is none."""

from __future__ import annotations

import base64
import random
import subprocess
from typing import TYPE_CHECKING

import pytest

from doorstep.bundle import sshsig
from doorstep.bundle.sshsig import BEGIN, END, Namespace, sign, signer_of
from vectors.making import key

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b"0123abcd  record.json\n"


def armoured(blob: bytes) -> bytes:
    encoded = base64.b64encode(blob).decode()
    lines = [encoded[at : at + 70] for at in range(0, len(encoded), 70)]
    return BEGIN + "\n".join(lines).encode() + b"\n" + END


def blob_of(signature: bytes) -> bytes:
    return base64.b64decode(signature.removeprefix(BEGIN).removesuffix(END))


class Keygen:
    """Asks ssh-keygen whether a signature by the device key holds."""

    def __init__(self, folder: Path) -> None:
        self.signature = folder / "message.sig"
        self.allowed = folder / "allowed_signers"
        self.allowed.write_text(f"device {key('device').public.text}\n")

    def accepts(self, signature: bytes, message: bytes = MESSAGE, namespace: str = Namespace.BUNDLE) -> bool:
        self.signature.write_bytes(signature)
        command = ["ssh-keygen", "-Y", "verify", "-f", self.allowed, "-I", "device", "-n", namespace]
        done = subprocess.run([*command, "-s", self.signature], input=message, capture_output=True, check=False)
        return done.returncode == 0


@pytest.fixture
def keygen(tmp_path: Path) -> Keygen:
    return Keygen(tmp_path)


def we_accept(signature: bytes, message: bytes = MESSAGE, namespace: Namespace = Namespace.BUNDLE) -> bool:
    return signer_of(signature, message, namespace) == key("device").public


@pytest.mark.stock_tools
@pytest.mark.parametrize("message", [b"", MESSAGE, b"\xff\x00" * 5000])
def test_signatures_are_those_of_ssh_keygen(tmp_path: Path, message: bytes):
    file, secret = tmp_path / "message", tmp_path / "key"
    secret.touch(mode=0o600)
    secret.write_bytes(key("device").to_openssh())
    file.write_bytes(message)
    subprocess.run(["ssh-keygen", "-Y", "sign", "-f", secret, "-n", Namespace.BUNDLE, file], check=True)
    assert file.with_suffix(".sig").read_bytes() == sign(key("device"), message, Namespace.BUNDLE)


@pytest.mark.stock_tools
def test_ssh_keygen_accepts_ours_and_so_do_we(keygen: Keygen):
    good = sign(key("device"), MESSAGE, Namespace.BUNDLE)
    assert keygen.accepts(good)
    assert we_accept(good)


@pytest.mark.stock_tools
@pytest.mark.parametrize(
    ("signature", "message"),
    [
        (sign(key("device"), MESSAGE, Namespace.BUNDLE), MESSAGE + b"x"),
        (sign(key("device"), MESSAGE, Namespace.RECEIPT), MESSAGE),
        (sign(key("worker"), MESSAGE, Namespace.BUNDLE), MESSAGE),
        (b"", MESSAGE),
        (BEGIN + END, MESSAGE),
        (MESSAGE, MESSAGE),
    ],
    ids=["other message", "other purpose", "other key", "nothing", "empty armour", "no armour"],
)
def test_both_refuse_what_proves_nothing(keygen: Keygen, signature: bytes, message: bytes):
    assert not keygen.accepts(signature, message)
    assert not we_accept(signature, message)


@pytest.mark.stock_tools
def test_three_hundred_changed_signatures_are_judged_alike(keygen: Keygen):
    dice = random.Random(20261006)
    blob = blob_of(sign(key("device"), MESSAGE, Namespace.BUNDLE))
    for _ in range(300):
        changed = bytearray(blob)
        match dice.choice(("flip", "flip", "cut", "grow", "double")):
            case "flip":
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
            case "cut":
                del changed[dice.randrange(len(changed)) :]
            case "grow":
                changed.insert(dice.randrange(len(changed)), dice.randrange(256))
            case _:
                at = dice.randrange(len(changed))
                changed[at:at] = changed[at : at + 4]
        signature = armoured(bytes(changed))
        assert keygen.accepts(signature) == we_accept(signature), signature
        assert not we_accept(signature) or bytes(changed) == blob


def test_no_other_spelling_of_a_good_signature_passes():
    good = sign(key("device"), MESSAGE, Namespace.BUNDLE)
    others = (
        good + b"\n",
        good.rstrip(b"\n"),
        b"\n" + good,
        good.replace(b"\n", b"\r\n"),
        BEGIN + base64.b64encode(blob_of(good)) + b"\n" + END,
        good.replace(b"=", b""),
    )
    assert all(other != good and not we_accept(other) for other in others)


def test_every_single_changed_character_is_noticed():
    good = sign(key("device"), MESSAGE, Namespace.BUNDLE)
    for at in range(len(good)):
        changed = bytearray(good)
        changed[at] ^= 1
        assert not we_accept(bytes(changed)), at


def test_every_purpose_has_its_own_namespace():
    for made in Namespace:
        signature = sign(key("device"), MESSAGE, made)
        accepting = [asked for asked in Namespace if sshsig.signer_of(signature, MESSAGE, asked)]
        assert accepting == [made]
