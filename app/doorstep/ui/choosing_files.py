"""Asking for a folder or a file with the desktop's own dialog. What was typed is kept before one opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Return the folder that was chosen, or None."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
    return Path(chosen) if chosen else None


def ask_file(parent: QWidget, title: str, *suffixes: str) -> Path | None:
    """Return the file that was chosen among those that end in one of ``suffixes``, or None."""
    shown = " ".join(f"*{suffix}" for suffix in suffixes)
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(Path.home()), shown)
    return Path(chosen) if chosen else None
