"""What a professional word means, told in place below the question (TB-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.ui.controls.term_words import explained
from doorstep.ui.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.packs.model import Term
    from doorstep.ui.theme import Theme

_NONE = "There are no words to explain here."


class Explained(Notice):
    """The meaning of some words. Asked for the same ones again, it goes away. It is read out as it appears."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "explained")
        self._terms: tuple[Term, ...] | None = None

    def explain(self, terms: Iterable[Term]) -> None:
        """Say what some words mean, each on a line of its own; that there is nothing to explain when there are none."""
        wanted = tuple(terms)
        if wanted == self._terms and not self.isHidden():
            self.clear()
            return
        self._terms = wanted
        self.say("\n".join(map(explained, wanted)) or _NONE, role="accent")
