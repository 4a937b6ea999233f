"""What is written down when something goes wrong: where in the program, and nothing of what was being typed.

A log file lies unencrypted on the disk, and an exception's words or a frame's locals can hold an answer. So a fault is
told by its code or type, the version and the lines of the program, and by a short mark that a worker can read out.
"""

from __future__ import annotations

import hashlib
import logging
import logging.handlers
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep import __version__
from doorstep.errors import DoorstepError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_LOG_BYTES: Final = 256 * 1024
_OLD_LOGS: Final = 3
_PACKAGE: Final = Path(__file__).resolve().parent


class Fault(msgspec.Struct, frozen=True):
    """A failure without its content: ``code`` of our tree or the type's name; ``places`` as ``module.py:line``."""

    code: str
    places: tuple[str, ...]
    version: str = __version__

    @property
    def mark(self) -> str:
        """Six characters that are the same whenever the same thing fails at the same place, to read out."""
        return hashlib.sha256(repr((self.code, self.places[-3:], self.version)).encode()).hexdigest()[:6].upper()

    def __str__(self) -> str:
        return f"{self.mark} {self.code} in {self.version} at {' > '.join(self.places) or 'an unknown place'}"


def fault_of(error: BaseException) -> Fault:
    """Return what may be told about an error, and about the one that it came from."""
    code = error.code if isinstance(error, DoorstepError) else type(error).__name__
    if error.__cause__ is not None:
        code = f"{code} from {type(error.__cause__).__name__}"
    frames = traceback.extract_tb(error.__traceback__, limit=-12)
    return Fault(code, tuple(f"{_place(frame.filename)}:{frame.lineno}" for frame in frames))


def _place(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else path.name


class _WithoutContent(logging.Formatter):
    """Writes our own words and, of an exception, only its fault."""

    def formatException(  # noqa: N802 - the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return str(fault_of(ei[1])) if ei[1] is not None else ""


def start_log(path: Path) -> logging.Logger:
    """Send the program's log to a small rotating file and return it; without a file that can be written, to nowhere."""
    log = logging.getLogger("doorstep")
    log.propagate = False
    log.setLevel(logging.INFO)
    for old in tuple(log.handlers):
        log.removeHandler(old)
        old.close()
    log.addHandler(_handler(path))
    return log


def _handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_LOG_BYTES, backupCount=_OLD_LOGS, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_WithoutContent("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler


def catch_faults(log: logging.Logger, tell: Callable[[Fault], None]) -> None:
    """Take over every exception that nobody caught, in any thread: log its fault, then ``tell`` it. Never its words.

    Ctrl+C still ends the program. A fault while telling one goes to the log alone.
    """

    def caught(error: BaseException) -> None:
        fault = fault_of(error)
        log.error("%s", fault)
        try:
            tell(fault)
        except Exception as second:  # noqa: BLE001 - the last handler may not fail
            log.error("%s", fault_of(second))  # noqa: TRY400 - a traceback would hold content

    def from_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            caught(error.with_traceback(trace))

    def from_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            caught(args.exc_value)

    sys.excepthook = from_main
    threading.excepthook = from_thread
