"""What goes wrong in a demonstration: it stops at once and says where, because nobody is watching."""

from __future__ import annotations


class DemoError(RuntimeError):
    """The play could not go on, or its proof failed. The text says where; the sample holds nobody's real words."""
