"""Keys are what the stock tools read, and nothing else is taken for a key."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from doorstep.bundle.keys import PublicKey, SealingIdentity, SigningKey
from doorstep.errors import BundleUnreadableError
from vectors.making import key

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.stock_tools
def test_ssh_keygen_reads_our_key_and_prints_our_fingerprint(tmp_path: Path):
    file = tmp_path / "key"
    file.touch(mode=0o600)
    file.write_bytes(key("device").to_openssh())
    public = subprocess.run(["ssh-keygen", "-y", "-f", file], check=True, capture_output=True, text=True).stdout
    told = subprocess.run(["ssh-keygen", "-l", "-f", file], check=True, capture_output=True, text=True).stdout
    assert public.split()[:2] == key("device").public.text.split()
    assert key("device").public.fingerprint in told


@pytest.mark.stock_tools
def test_a_key_of_ssh_keygen_is_ours_too(tmp_path: Path):
    file = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file], check=True)
    read = SigningKey.from_openssh(file.read_bytes())
    assert read.public.text == file.with_suffix(".pub").read_text().strip()
    assert SigningKey.from_openssh(read.to_openssh()).public == read.public


@pytest.mark.stock_tools
def test_age_opens_with_our_identity_file(tmp_path: Path):
    identity = SealingIdentity.generate()
    (tmp_path / "identity.txt").write_text(identity.file_text())
    sealed = subprocess.run(["age", "-r", identity.recipient], input=b"words", check=True, capture_output=True).stdout
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "identity.txt"], input=sealed, check=True, capture_output=True
    ).stdout
    assert opened == b"words"
    assert SealingIdentity.parse(identity.file_text()) == identity


def other_keys() -> dict[str, bytes]:
    curve = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return {"nothing": b"", "words": b"not a key", "half": key("device").to_openssh()[:150], "another kind": curve}


@pytest.mark.parametrize("kind", other_keys())
def test_what_is_no_signing_key_is_refused(kind: str):
    with pytest.raises(BundleUnreadableError):
        SigningKey.from_openssh(other_keys()[kind])


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1NOTREALLY", "# only a comment", "two\nlines"])
def test_what_is_no_sealing_identity_is_refused(text: str):
    with pytest.raises(BundleUnreadableError):
        SealingIdentity.parse(text)


def test_a_public_key_has_one_spelling():
    text = key("device").public.text
    assert PublicKey.parse(text).text == text
    wrapped = base64.b64encode(key("device").public.blob[:-1]).decode()
    for other in (
        text + " comment",
        text + "\n",
        text.replace(" ", "  "),
        f"ssh-ed25519 {wrapped}",
        "ssh-rsa AAAA",
        "",
    ):
        with pytest.raises(ValueError, match=r".*"):
            PublicKey.parse(other)


def test_secrets_are_not_shown_by_accident():
    identity = SealingIdentity.generate()
    assert identity.secret not in repr(identity)
    assert "PRIVATE" not in repr(key("device"))
