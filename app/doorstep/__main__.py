"""The command line: ``doorstep`` opens the window; ``forms check``, ``vault`` and ``demo`` work without one.

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
from doorstep.settings import Folders

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
            return _check_forms(asked.folder)
        case "vault":
            from doorstep.services.unlock import VAULT  # the cipher comes with these two, and only for this command
            from doorstep.services.vault_commands import VaultCommands

            folders = Folders.standard() if asked.profile is None else Folders.within(asked.profile)
            return VaultCommands(folders.profile / VAULT, sys.stdout).run(asked)
        case "demo":
            from doorstep.demo.play import run as play  # brings the window, the PDF writer and the office

            return int(play(asked.out))
        case _:
            from doorstep.bootstrap import run  # brings Qt, which the other commands do without

            return run(asked.profile)


def _check_forms(folder: Path | None) -> int:
    """Check one folder of forms, or all that are installed together with the words of other languages."""
    from doorstep.copies.strings_check import check_standard_words, check_strings
    from doorstep.definition.check import run as check  # the window has no need of the checkers
    from doorstep.resources import resource

    if folder is not None:
        return check([str(folder)], sys.stdout, check_strings)
    mistakes, notes = check_standard_words(resource("strings"))
    for line in (*mistakes, *notes):
        print(line)
    return max(check([], sys.stdout, check_strings), int(bool(mistakes)))


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
    _add_vault(commands)
    demo = commands.add_parser("demo", help="play a whole visit, unattended, through the real window")
    demo.add_argument("--out", type=Path, metavar="DIR", required=True, help="where to leave what it made")
    return parser


def _add_vault(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("vault", help="look after a vault: check, snapshot, restore, salvage")
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="read the passphrase from FILE instead of the keyboard"
    )
    verbs = parser.add_subparsers(dest="vault_command", metavar="COMMAND", required=True)
    verbs.add_parser("check", help="check pages, structure, the whole journal and every assessment")
    verbs.add_parser("snapshot", help="take a snapshot now, and list them all")
    restore = verbs.add_parser("restore", help="put a snapshot or a second copy in place; what was there is kept")
    what = restore.add_mutually_exclusive_group()
    what.add_argument("snapshot", nargs="?", metavar="SNAPSHOT", help="its name (default: list them)")
    what.add_argument("--from", dest="copy", type=Path, metavar="COPY", help="the folder of a second copy")
    salvage = verbs.add_parser("salvage", help="read what is left of a damaged vault into a fresh one")
    salvage.add_argument("out", type=Path, metavar="FOLDER", help="a new or empty folder")


if __name__ == "__main__":
    sys.exit(main())
