"""The last few things that took long to make, kept in memory for as long as the vault is open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")


class Recent(Generic[V]):
    """At most ``size`` things, each beside what it was made from: an equal source gives the same thing again.

    Sources are compared and need not be hashable. It may be asked from any thread; one thing is made at a time, and
    what is there already never waits for one that is being made.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: list[tuple[object, V]] = []
        self._looking = threading.Lock()
        self._making = threading.Lock()

    def get(self, source: object, make: Callable[[], V]) -> V:
        """Return what was made from ``source``; what is not there is made, and the one wanted longest ago goes."""
        for found in self._found(source):
            return found
        with self._making:
            for found in self._found(source):  # somebody else made it while this one waited
                return found
            made = make()
            with self._looking:
                self._kept = [*self._kept, (source, made)][-self._size :]
        return made

    def _found(self, source: object) -> tuple[V, ...]:
        with self._looking:
            for entry in reversed(self._kept):
                if entry[0] == source:
                    self._kept.remove(entry)
                    self._kept.append(entry)
                    return (entry[1],)
        return ()
