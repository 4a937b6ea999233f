"""The worked example of docs/formats/form.md, as files."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats" / "form.md"
_FILE = re.compile(r"^`([\w-]+\.yaml)`:\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example_files() -> dict[str, str]:
    """Return the files of the worked example by name, word for word as the document prints them."""
    return dict(_FILE.findall(DOCUMENT.read_text("utf-8")))


def write_form(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder
