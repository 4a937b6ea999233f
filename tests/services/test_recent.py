"""What took long to make is made once, and not kept for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from doorstep.services.recent import Recent


def test_an_equal_source_gives_the_same_thing_and_another_one_another() -> None:
    recent, made = Recent[str](3), list[str]()

    def make(words: str) -> str:
        made.append(words)
        return words.upper()

    for words in ("kettle", "harbour", "kettle"):
        assert recent.get(["not hashable", words], lambda words=words: make(words)) == words.upper()  # type: ignore[misc]
    assert made == ["kettle", "harbour"]


def test_the_one_that_was_wanted_longest_ago_goes_first() -> None:
    recent, made = Recent[int](2), list[int]()
    for number in (1, 2, 1, 3, 1, 2):
        recent.get(number, lambda number=number: made.append(number) or number)  # type: ignore[misc, func-returns-value]
    assert made == [1, 2, 3, 2]


def test_what_is_there_does_not_wait_for_what_is_being_made() -> None:
    recent, begun, may_end = Recent[str](2), threading.Event(), threading.Event()
    recent.get("there", lambda: "at once")

    def slowly() -> str:
        begun.set()
        may_end.wait(10)
        return "in the end"

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(recent.get, "slow", slowly)
        begun.wait(10)
        assert recent.get("there", lambda: "made anew") == "at once"
        may_end.set()
        assert waiting.result(10) == "in the end"


def test_two_who_want_the_same_at_once_wait_for_one_making() -> None:
    recent, made = Recent[int](2), list[int]()
    both = threading.Barrier(2)

    def want(_: int) -> int:
        both.wait(10)
        return recent.get("same", lambda: made.append(1) or 7)  # type: ignore[func-returns-value]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(want, range(2))) == [7, 7]
    assert made == [1]
