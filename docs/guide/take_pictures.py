"""Takes the pictures of the guide and the README from a demonstration: ``make guide``.

Usage: python docs/guide/take_pictures.py DEMO, where DEMO is what ``make demo`` left.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image

WANTED = {
    "first-start": "six-words",
    "office": "office-fingerprint",
    "new-assessment": "new-preparation",
    "people": "people-first-visit",
    "lanes": "v1-oc-nutrition",
    "life-story": "v1-life-story",
    "people-map": "v1-people",
    "go-to": "go-to",
    "keys": "keys",
    "check": "sign-first-visit",
    "copies": "copies-pages",
    "received": "received",
    "home": "home-received",
    "from-before": "people-a-year-later",
    "journey": "home-journey",
}
"""The name in the guide, and the step of the demonstration that it shows."""
COLOURS = 128


def main(demo: Path) -> int:
    """Write docs/guide/pictures/*.png in few colours, so that the repository stays small."""
    target = Path(__file__).parent / "pictures"
    target.mkdir(exist_ok=True)
    for name, step in WANTED.items():
        taken = [path for path in (demo / "screens").iterdir() if re.fullmatch(rf"\d+-{step}\.png", path.name)]
        source = min(taken, key=lambda path: int(path.name.partition("-")[0]))  # another laptop starts later too
        with Image.open(source) as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(target / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
