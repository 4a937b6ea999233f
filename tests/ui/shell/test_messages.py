"""Each error code has words of its own, and the words say what to do."""

from __future__ import annotations

import re

import pytest

from doorstep import errors
from doorstep.errors import DoorstepError, StorageError, VaultMissingError, WrongPassphraseError
from doorstep.ui.messages import codes, message_for, message_of


def all_codes(kind: type[DoorstepError] = DoorstepError) -> set[str]:
    return {kind.code}.union(*(all_codes(below) for below in kind.__subclasses__()))


def test_every_error_has_words_and_no_words_are_left_over():
    assert codes() == all_codes()


@pytest.mark.parametrize("code", sorted(all_codes()))
def test_words_are_whole_sentences_with_a_way_out(code: str):
    message = message_of(code)
    for part in (message.happened, message.do, *filter(None, [message.safe])):
        assert re.match(r"[A-Z{]", part), part
        assert part.endswith("."), part
        assert "{" not in part
    forbidden = re.compile(r"\b(user|client|submit|invalid|abort|error|exception|failed)\b", re.IGNORECASE)
    assert not forbidden.search(message.words)


@pytest.mark.parametrize("code", sorted(all_codes()))
def test_facts_named_in_words_are_facts_that_the_error_documents(code: str):
    kind = next(kind for kind in vars(errors).values() if isinstance(kind, type) and getattr(kind, "code", "") == code)
    told = message_of(
        code, {name: f"<{name}>" for name in ("file", "folder", "missing", "number", "row", "what")}
    ).words
    for fact in re.findall(r"<(\w+)>", told):
        assert fact in (kind.__doc__ or ""), f"{code} names {fact}"


def test_facts_stand_in_the_sentence():
    message = message_for(VaultMissingError(missing="vault.db", folder="/home/a"))
    assert "vault.db is missing from /home/a" in message.happened


def test_a_code_that_is_newer_than_the_words_gets_those_of_its_family():
    assert message_of("vault.something_new") == message_of("vault")
    assert message_of("never_heard_of") == message_of("doorstep")


def test_a_full_disk_says_that_the_words_are_still_here():
    assert "still here" in message_for(StorageError(what="full")).safe


def test_a_wrong_passphrase_blames_nobody_and_says_what_to_look_at():
    assert "Caps Lock" in message_for(WrongPassphraseError(wait_seconds=4)).do
