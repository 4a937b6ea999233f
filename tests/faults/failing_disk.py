"""A disk that is full, that refuses writes or flushes, or that is slow; each gets well again after a while."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from faults.kills import judge
from faults.laptop import Laptop, new_profile
from faults.outcome import Outcome, tracing_refused
from faults.programs import TESTS, last_shown, typing
from faults.typing_loop import FOR_EVER, begin
from faults.window_kills import numbers_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MIB = 1 << 20
_TMPFS, _BALLAST = 24 * _MIB, 23 * _MIB
ROUNDS, SINGLE_ROUNDS = 1_500, 60
FLUSH_MICROSECONDS = 20_000
WORDS = "<1><2><3><4><5><6><7><8><9><10><11><12><13><14><15><16>"


def refuse_for_a_while(root: Path, call: str, error: str, times: Sequence[int]) -> Outcome:
    """Let a system call of the vault fail from its n-th time on, a few times, for each n of ``times``."""
    return _refuse(root, call, error, [(first, f"{first}..{first + 5}") for first in times], SINGLE_ROUNDS, "singly")


def refuse_for_good(root: Path, call: str, error: str, times: Sequence[int], *options: str) -> Outcome:
    """Let a system call fail from its n-th time on, and kill the program a moment later."""
    return _refuse(root, call, error, [(first, f"{first}+") for first in times], FOR_EVER, *options)


def _refuse(root: Path, call: str, error: str, times: Sequence[tuple[int, str]], last: int, *options: str) -> Outcome:
    refused = tracing_refused()
    if refused:
        return Outcome(skipped=refused)
    total, failed = Outcome(), 0
    for first, when in times:
        folder, log = root / f"{call} {first}", root / f"{call} {first}.log"
        begin(folder).close()
        inject = f"inject={call}:error={error}:when={when}"
        strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", inject]
        shown = _typed([*strace, *typing(folder, 1, last, "unclosed", *options)], 30 if last < FOR_EVER else 1)
        happened = log.read_text(encoding="ascii", errors="replace").count("INJECTED")
        failed += happened
        never_well = int(last < FOR_EVER and shown < last)
        total += judge(folder, shown) + Outcome(0 if happened else -1, corrupt=never_well)
    return total.saying(f"{failed} calls failed")


def _typed(command: list[str], seconds: float) -> int:
    """Run a typing loop, at most so long and then kill it; return the last round that was shown as saved."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=TESTS) as worker:
        assert worker.stdout is not None
        lines = [worker.stdout.readline()]
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(seconds)
        if worker.poll() is None:
            [traced] = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text(encoding="ascii").split()
            os.kill(int(traced), signal.SIGKILL)  # strace then ends its report, and itself
        lines += worker.stdout.read().splitlines()
    return last_shown(lines)


def fill_the_disk(root: Path, times: int) -> Outcome:
    """Type onto a small disk until it is full, then make room, and go on: on a real one where one may be mounted."""
    total = Outcome()
    for number in range(times):
        folder = root / f"full {number}"
        folder.mkdir()
        with _small_disk(folder) as mounted:
            begin(folder / "vault").close()
            total += _fill(folder, mounted=mounted)
    return total


def _fill(folder: Path, *, mounted: bool) -> Outcome:
    command = typing(folder / "vault", 1, ROUNDS, "unclosed")
    if mounted:
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(_BALLAST))
        told = _type_until_well(folder / "vault", command, lambda _worker: ballast.unlink())
        return told.saying("a small disk, full, then with room again")
    unlimited = resource.RLIM_INFINITY

    def limit(size: int) -> Callable[[subprocess.Popen[bytes]], object]:
        return lambda worker: resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (size, unlimited))

    told = _type_until_well(folder / "vault", command, limit(unlimited), first=limit(_MIB))
    return told.saying("a limit on the size of files, reached, then lifted")


def _type_until_well(
    folder: Path,
    command: list[str],
    mend: Callable[[subprocess.Popen[bytes]], object],
    first: Callable[[subprocess.Popen[bytes]], object] = lambda _worker: None,
) -> Outcome:
    """Run a typing loop to its end; ``mend`` the disk at the first trouble. No trouble at all counts as no state."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=TESTS) as worker:
        assert worker.stdout is not None
        first(worker)
        lines, troubles = [], 0
        for line in worker.stdout:
            lines.append(line)
            if line.startswith(b"trouble"):
                troubles += 1
                if troubles == 1:
                    mend(worker)
    told = judge(folder, last_shown(lines))
    if worker.returncode or last_shown(lines) < ROUNDS:
        return Outcome(1, corrupt=1, note="the writer never got well")
    return told if troubles else Outcome()


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """Mount a small disk of memory; yield False where that is not allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={_TMPFS}", "doorstep", str(folder)]
    mount = shutil.which("mount")
    mounted = mount is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def slow_flushes(root: Path, *, in_the_window: bool = False) -> Outcome:
    """Type into the real window while each flush takes 20 ms. A window that was not painted meanwhile is a loss.

    ``in_the_window`` is the control: a program that waits for the disk before it takes the next key.
    """
    refused = tracing_refused()
    if refused:
        return Outcome(skipped=refused)
    profile = new_profile(root / "profile")
    inject = f"inject=fsync,fdatasync:delay_enter={FLUSH_MICROSECONDS}"
    strace = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", inject)
    with Laptop(profile, *strace) as laptop:
        laptop.unlock()
        laptop.ask("begin", "Ann Bell")
        laptop.ask("go", "wm_good_day")
        told = json.loads(laptop.ask("paints", WORDS, "wait" if in_the_window else ""))
        laptop.close()
    missing = len({str(number) for number in range(1, 17)} - {str(number) for number in numbers_in(profile / "vault")})
    frozen = int(told["most"] < 2)
    note = f"painted {told['paints']} times, up to {told['most']} times during one save"
    return Outcome(len(WORDS), missing + frozen, 0, note)
