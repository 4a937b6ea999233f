"""Keeping the window out of pictures and recordings of the screen, where the system lets a window ask for that.

Windows does. On Linux and on a Mac a program cannot do so by means that are open to it here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LEFT_OUT: Final = 0x11
"""WDA_EXCLUDEFROMCAPTURE: the window is not in the picture at all. Since Windows 10 version 2004."""
BLACK: Final = 0x1
"""WDA_MONITOR: the window is black in the picture. Every Windows that Doorstep runs on."""


def keep_out_of_pictures(window_id: int, ask: Callable[[int, int], bool] | None = None) -> bool:
    """Ask the system to leave a window out of pictures of the screen; tell whether it does.

    ``ask`` sets what becomes of a window in pictures, and tells whether that worked; None stands for this system's own.
    """
    ask = ask or _systems_own()
    return ask is not None and (ask(window_id, LEFT_OUT) or ask(window_id, BLACK))


def _systems_own() -> Callable[[int, int], bool] | None:
    if sys.platform == "win32":
        import ctypes

        return lambda window_id, affinity: bool(ctypes.windll.user32.SetWindowDisplayAffinity(window_id, affinity))
    return None
