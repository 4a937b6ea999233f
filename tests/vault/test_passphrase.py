"""Passphrases: the reason that is told, and that the generator is even."""

from __future__ import annotations

import itertools
import secrets
from collections import Counter

import pytest

from doorstep.resources import resource
from doorstep.vault.passphrase import SHORTEST, Weakness, generate, strength, word_list


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Weakness.EMPTY),
        ("   ", Weakness.EMPTY),
        ("Password", Weakness.COMMON),
        ("password1234", Weakness.COMMON),
        ("!!Football2026!!", Weakness.COMMON),
        ("i love you", Weakness.COMMON),
        ("xk7!vQ", Weakness.TOO_SHORT),
        ("xk7!vQ9#mZa", Weakness.TOO_SHORT),
        ("aaaaaaaaaaaaaaaa", Weakness.REPEATED),
        ("x7!qx7!qx7!qx7!q", Weakness.REPEATED),
        ("Doorstep2026!", Weakness.GUESSABLE),
        ("qwertyuiopasdfghjkl", Weakness.GUESSABLE),
        ("lamp lamp lamp lamp lamp", Weakness.GUESSABLE),
        ("Manchester United 1999", Weakness.COMMON),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_its_reason(text: str, reason: Weakness) -> None:
    told = strength(text)
    assert told.reason is reason
    assert told.score < 2


@pytest.mark.parametrize(
    "text",
    [
        "kettle borrowed window harbour",
        "our kitchen window sticks in winter",
        "kX9#vQ2!mZ7p",
        "naïve Zoë ate crème brûlée",
    ],
)
def test_what_takes_many_guesses_is_accepted(text: str) -> None:
    told = strength(text)
    assert told.reason is None
    assert told.score >= 2


def test_more_words_are_never_weaker() -> None:
    words = ["kettle", "borrowed", "window", "harbour", "lantern", "gravel"]
    bits = [strength(" ".join(words[:count])).bits for count in range(1, len(words) + 1)]
    assert bits == sorted(bits)


def test_length_counts_after_normalising() -> None:
    assert strength("e\u0301" * (SHORTEST - 1)).reason is Weakness.TOO_SHORT


def test_six_random_words_are_as_strong_as_it_gets() -> None:
    for _ in range(50):
        phrase = generate(entropy=secrets.token_bytes)
        assert len(phrase.split()) == 6
        assert strength(phrase).reason is None
    assert strength("abacus abdomen abide ability ablaze able").score == 4


def test_the_words_are_picked_evenly() -> None:
    """Each pair of bytes stands for one word or is thrown away: none has more ways to be picked than another."""
    words = word_list()
    draws = itertools.count()
    ways = 65_536 // len(words)
    picked = Counter(generate(1, entropy=lambda size: next(draws).to_bytes(size)) for _ in range(ways * len(words)))
    assert picked == dict.fromkeys(words, ways)


def test_a_draw_beyond_the_last_whole_multiple_is_thrown_away() -> None:
    draws = iter([b"\xff\xff", b"\x00\x01"])
    assert generate(1, entropy=lambda _size: next(draws)) == word_list()[1]


def test_the_list_holds_different_plain_words() -> None:
    words = word_list()
    assert len(set(words)) == len(words) == 7_776
    assert all(word.isascii() and word == word.lower() and len(word) >= 3 for word in words)


def test_the_twenty_thousand_commonest_are_refused_however_they_are_dressed_up() -> None:
    """The list is in the order of how common they are; what comes first matters most, and all of it is refused."""
    common = resource("passphrases", "common.txt").read_text("utf-8").splitlines()
    assert len(common) >= 10_000
    dressings = ("{}", "{}1!", "  {} ")
    accepted = [text for text in common for dressing in dressings if strength(dressing.format(text)).reason is None]
    assert accepted == []
    assert max(map(len, common)) <= 40
    assert strength("kettle borrowed window harbour").reason is None  # not everything is refused
