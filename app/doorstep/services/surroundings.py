"""What the services take from the world outside: the time, randomness, the name of the machine, which form."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import msgspec


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return uuid4().hex


def _device_name() -> str:
    return platform.node() or "laptop"


class Surroundings(msgspec.Struct, frozen=True):
    """The real world unless told otherwise; a test or the demo passes its own clock, ids and randomness.

    ``clock`` gives aware UTC datetimes; ``new_id`` gives ids that never repeat; ``entropy`` gives n random bytes;
    ``monotonic`` gives seconds since the machine was started, whatever its clock is set to;
    ``form`` is the form that new assessments are made with; ``switches`` are the organisation's, for conditions.
    """

    clock: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id
    entropy: Callable[[int], bytes] = os.urandom
    device_name: str = msgspec.field(default_factory=_device_name)
    form: str = "needs-assessment"
    switches: frozenset[str] = frozenset()
    monotonic: Callable[[], float] = time.monotonic

    def today(self) -> date:
        """The date on the wall, where the worker is."""
        return self.clock().astimezone().date()
