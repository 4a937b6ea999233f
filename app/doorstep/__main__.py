"""The command line: ``doorstep`` opens the window; ``forms check`` and ``demo`` work without one.

Exit codes: 0 all is well; 1 something failed, and the words on the error stream say what to do; 2 the command was not
understood; 3 there is no screen.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from doorstep import __version__
from doorstep.errors import DoorstepError, NoDisplayError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAILED: Final = 1
_NO_SCREEN: Final = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return the exit code. Known failures are told in words, never as a trace."""
    asked = _parser().parse_args(arguments)
    try:
        return _do(asked)
    except DoorstepError as error:
        from doorstep.ui.messages import message_for  # words are needed only when something went wrong

        print(message_for(error).words, file=sys.stderr)
        return _NO_SCREEN if isinstance(error, NoDisplayError) else _FAILED


def _do(asked: argparse.Namespace) -> int:
    match asked.command:
        case "forms":
            from doorstep.definition.check import run as check  # the window has no need of the checker

            return check([] if asked.folder is None else [str(asked.folder)], sys.stdout)
        case "demo":
            from doorstep.demo.play import run as play  # brings the window, the PDF writer and the office

            return int(play(asked.out))
        case _:
            from doorstep.bootstrap import run  # brings Qt, which the other commands do without

            return run(asked.profile)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doorstep", description="The face-to-face Care Act needs assessment, offline, at a kitchen table."
    )
    parser.add_argument("--version", action="version", version=f"Doorstep {__version__}")
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help="keep vault, settings and log in DIR instead of the usual folders"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    forms = commands.add_parser("forms", help="work on forms").add_subparsers(dest="forms_command", required=True)
    check = forms.add_parser("check", help="report every mistake in a form as file:line: what is wrong: how to mend it")
    check.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="a form's folder (default: all installed)"
    )
    demo = commands.add_parser("demo", help="play a whole visit, unattended, through the real window")
    demo.add_argument("--out", type=Path, metavar="DIR", required=True, help="where to leave what it made")
    return parser


if __name__ == "__main__":
    sys.exit(main())
