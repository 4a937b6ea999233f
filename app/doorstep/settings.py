"""How the program behaves on this machine: a small TOML file that people may read and edit, without case text.

What belongs to the worker or the record (name, keys, where they stopped) lives encrypted in the vault instead. Reading
is tolerant: a missing file, a wrong value or a key from a newer version never stops the program; what it does not
know, it keeps.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
import platformdirs

from doorstep.files import write_whole

VERSION: Final = 1
"""Of the file's layout. A newer file is read as far as it is understood, and its version is kept."""


class ThemeChoice(StrEnum):
    """Which look to use; ``system`` follows the desktop. The others are the names of themes."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    BLACK_ON_WHITE = "black-on-white"
    WHITE_ON_BLACK = "white-on-black"
    YELLOW_ON_BLACK = "yellow-on-black"
    BLACK_ON_YELLOW = "black-on-yellow"


class Settings(msgspec.Struct, frozen=True):
    """What can be set. Every field has a bound, so that no edit makes the program unusable.

    ``text_scale`` is per cent of the normal size, 80 to 300; ``lock_after_minutes`` of no key or pointer, 1 to 60;
    ``break_after_minutes`` of visit until a pause is suggested, 0 (never) to 180; ``copies_profile`` names the layout
    of copies, empty to follow what the person asked for; ``remove_received_after_days`` is how long a signed assessment
    stays on the laptop that the office holds as it stands, 0 (for good) to 3650. ``directory_stale_after_days`` is
    after how many days details of local help want checking, 1 to 3650 (TB-11); ``equality_questions`` says whether the
    questions are asked that serve to count only (TB-29); ``all_questions`` whether a topic shows them all at once
    instead of those that open it (TB-14). ``unknown`` holds what this version does not understand.
    """

    theme: ThemeChoice = ThemeChoice.SYSTEM
    text_scale: int = 100
    lock_after_minutes: int = 5
    break_after_minutes: int = 45
    copies_profile: str = ""
    remove_received_after_days: int = 30
    directory_stale_after_days: int = 180
    equality_questions: bool = True
    all_questions: bool = False
    version: int = VERSION
    unknown: Mapping[str, object] = {}

    @property
    def switches(self) -> frozenset[str]:
        """What the organisation switched on, as conditions of forms name it (``setting ... is on``)."""
        return frozenset() if self.equality_questions else frozenset({"no_equality_questions"})


_BOUNDS: Final = {
    "text_scale": (80, 300),
    "lock_after_minutes": (1, 60),
    "break_after_minutes": (0, 180),
    "remove_received_after_days": (0, 3650),
    "directory_stale_after_days": (1, 3650),
    "version": (1, 10_000),
}
_NAMES: Final = frozenset(Settings.__struct_fields__) - {"unknown"}


class Folders(msgspec.Struct, frozen=True):
    """Where the program keeps things: the worker's profile (with the vault), the settings file, the log file."""

    profile: Path
    settings: Path
    log: Path

    @classmethod
    def standard(cls) -> Folders:
        """Return the folders that this platform gives to a program of this account."""
        settings = platformdirs.user_config_path("doorstep", appauthor=False)
        log = platformdirs.user_log_path("doorstep", appauthor=False)
        profile = platformdirs.user_data_path("doorstep", appauthor=False)
        return cls(profile, settings / "settings.toml", log / "doorstep.log")

    @classmethod
    def within(cls, folder: Path) -> Folders:
        """Return folders that all lie in one, for ``--profile``: a test, a demonstration, a stick."""
        return cls(folder, folder / "settings.toml", folder / "log" / "doorstep.log")


def load_settings(path: Path) -> Settings:
    """Read the settings; whatever is missing or out of bounds takes its normal value. Never raises for the content.

    A file that is no TOML at all counts as empty, and is kept beside the new one when that is written.
    """
    told = _read(path) or {}
    known = {name: value for name, value in told.items() if name in _NAMES and _fits(name, value)}
    unknown = {name: value for name, value in told.items() if name not in _NAMES}
    return msgspec.convert({**known, "unknown": unknown}, Settings)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings in one step, together with what they did not understand. Raises StorageError."""
    values: dict[str, object] = {name: getattr(settings, name) for name in sorted(_NAMES)}
    lines = [f"{_key(name)} = {_toml(value)}" for name, value in {**values, **settings.unknown}.items()]
    if _read(path) is None:
        path.replace(path.with_suffix(".toml.unreadable"))
    write_whole(path, ("\n".join(lines) + "\n").encode())


def _read(path: Path) -> dict[str, object] | None:
    """Return what the file says: nothing when it is missing or closed to us, None when it is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    except OSError:
        return {}


def _fits(name: str, value: object) -> bool:
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        return type(value) is int and low <= value <= high
    if name in ("equality_questions", "all_questions"):
        return isinstance(value, bool)
    if name == "theme":
        return value in set(ThemeChoice)
    return isinstance(value, str)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else _text(name)


def _text(words: str) -> str:
    return msgspec.json.encode(words).decode().replace("\x7f", "\\u007f")


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case int() | float():
            return repr(value)
        case date() | time():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{_key(name)} = {_toml(part)}' for name, part in value.items())} }}"
        case _:
            raise TypeError(type(value).__name__)
