"""Which files the real program opens for writing, and makes, and renames to, as strace sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CALLS = "open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,memfd_create"
_OPENED = re.compile(r'\b(?:open|openat|creat)\((?:[^,"]*, )?"([^"]*)", (\S+).*\) += \d+<([^>]*)>')
_NAMED = re.compile(r'\b(?:rename\w*|link\w*|symlink\w*|mknod\w*)\(.*"([^"]*)".* += 0')


def strace(log: Path) -> Sequence[str]:
    """Return what to put before the program's command line."""
    return ("strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(log))


def written(log: Path) -> set[Path]:
    """Return every file that was opened for writing or got its name, devices and pipes left out."""
    paths = set[Path]()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        opened, named = _OPENED.search(line), _NAMED.search(line)
        if opened and re.search("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", opened[2] + line):
            paths.add(Path(opened[3]))
        elif named:
            paths.add(Path(named[1]))
    return {path for path in paths if not path.is_relative_to("/dev") and not path.is_relative_to("/proc")}
