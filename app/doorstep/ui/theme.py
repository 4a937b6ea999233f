"""The look of the window, as data: colours by role, sizes, spaces; light, dark and high contrast.

A theme is a file of resources/themes; sizes.toml there holds the sizes that all themes share. Widgets get a ``Theme``
as an argument and ask it by role; no colour or size stands in their code. The text-size setting makes another theme
(``scaled``), and pages are built anew with it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette

from doorstep.errors import EnvironmentFaultError
from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

THEMES: Final = ("light", "dark", "black-on-white", "white-on-black", "yellow-on-black", "black-on-yellow")
"""The themes that are shipped, in the order of the setting."""

COLOURS: Final = frozenset(
    {"paper", "raised", "sunken", "ink", "quiet", "line", "accent", "on_accent", "accent_ground", "focus"}
    | {"focus_outside", "person", "person_ground", "carer", "carer_ground", "supporter", "supporter_ground"}
    | {"worker", "worker_ground", "needs", "needs_ground", "error", "error_ground", "done", "done_ground"}
)
"""The roles that every theme gives a colour to; ``x_ground`` is the ground that text in ``x`` may stand on."""

_PATTERNS: Final[Mapping[str, Qt.BrushStyle]] = {
    "person": Qt.BrushStyle.SolidPattern,
    "carer": Qt.BrushStyle.BDiagPattern,
    "supporter": Qt.BrushStyle.Dense5Pattern,
    "worker": Qt.BrushStyle.HorPattern,
}
"""How lanes are told apart where the colours cannot."""

_WEIGHTS: Final[Mapping[str, QFont.Weight]] = {
    "guidance": QFont.Weight.Normal,
    "guidance_strong": QFont.Weight.DemiBold,
    "body": QFont.Weight.Normal,
    "body_strong": QFont.Weight.DemiBold,
    "question": QFont.Weight.DemiBold,
    "topic": QFont.Weight.DemiBold,
    "shared": QFont.Weight.DemiBold,
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """What sizes.toml says: font families in order, the folder of the first, points by role, pixels by name."""

    families: tuple[str, ...]
    folder: str
    points: Mapping[str, float]
    spaces: Mapping[str, int]
    shape: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. ``name`` is its file, ``title`` the words of the setting, ``text_scale`` 1.0 for the plain size.

    ``patterns`` says that lanes are told apart by the pattern of their edge as well as by the name.
    """

    name: str
    title: str
    dark: bool
    patterns: bool
    colours: Mapping[str, str]
    sizes: Sizes
    text_scale: float = 1.0

    def scaled(self, text_scale: float) -> Theme:
        """Return this look with another text size; 1.0 is the plain one, 2.0 is twice as large."""
        return replace(self, text_scale=text_scale)

    def color(self, role: str) -> QColor:
        """Return the colour of a role. Raises KeyError for a role that is not in ``COLOURS``."""
        return QColor(self.colours[role])

    def font(self, role: str) -> QFont:
        """Return the font of a role: guidance, body, question, topic, shared; ``_strong`` for emphasis."""
        points = self.sizes.points[role.removesuffix("_strong")] * self.text_scale
        return _font(self.sizes.families, points, _WEIGHTS[role])

    def space(self, name: str) -> int:
        """Return a space in pixels: inside, related, lanes, questions, page."""
        return self.sizes.spaces[name]

    @property
    def target(self) -> int:
        """The least height in pixels of anything that is clicked or touched."""
        return max(self.sizes.shape["target"], QFontMetrics(self.font("body")).height() + 2 * self.space("related"))

    @property
    def corner(self) -> int:
        """The radius of a corner, in pixels."""
        return self.sizes.shape["corner"]

    @property
    def edge(self) -> int:
        """The width of a lane's edge, in pixels; wider where it has to show a pattern."""
        return self.sizes.shape["edge"] * (2 if self.patterns else 1)

    @property
    def column(self) -> int:
        """The width in pixels of the widest line of words that is still easy to read, in the body font."""
        return QFontMetrics(self.font("body")).averageCharWidth() * self.sizes.shape["letters"]

    def lane_pattern(self, speaker: str) -> Qt.BrushStyle:
        """Return how a speaker's edge is filled: solid, unless the theme tells lanes apart by pattern."""
        return _PATTERNS[speaker] if self.patterns else Qt.BrushStyle.SolidPattern


@cache
def _font(families: tuple[str, ...], points: float, weight: QFont.Weight) -> QFont:
    font = QFont(list(families))
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font


def load_theme(name: str) -> Theme:
    """Read a theme of ``THEMES``. Raises EnvironmentFaultError when its file is missing or lacks a colour."""
    told = _read(resource("themes", f"{name}.toml"))
    missing = COLOURS - set(told.get("colours", ()))
    if missing:
        raise EnvironmentFaultError(what=f"themes/{name}.toml: {', '.join(sorted(missing))}")
    return Theme(name, told["title"], told["dark"], told["patterns"], told["colours"], load_sizes())


@cache
def load_sizes() -> Sizes:
    """Read the sizes that all themes share. Raises EnvironmentFaultError when the file is missing."""
    told = _read(resource("themes", "sizes.toml"))
    families = (told["family"]["first"], *told["family"]["after"])
    return Sizes(families, told["family"]["folder"], told["type"], told["space"], told["shape"])


def apply_theme(app: QApplication, theme: Theme, text_scale: float = 1.0) -> Theme:
    """Give the program a look, and return the theme at that text size for the pages to be built with."""
    scaled = theme.scaled(text_scale)
    _load_fonts(scaled.sizes.folder)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(scaled))
    app.setFont(scaled.font("body"))
    return scaled


def palette(theme: Theme) -> QPalette:
    """Return the colours of a theme in Qt's own roles, for menus, lists and dialogs that Qt draws."""
    roles = QPalette.ColorRole
    wanted = {
        "paper": (roles.Window, roles.AlternateBase),
        "raised": (roles.Base, roles.Button, roles.ToolTipBase, roles.Light),
        "ink": (roles.WindowText, roles.Text, roles.ButtonText, roles.ToolTipText, roles.BrightText),
        "quiet": (roles.PlaceholderText,),
        "line": (roles.Mid, roles.Dark),
        "sunken": (roles.Midlight,),
        "accent": (roles.Highlight, roles.Link, roles.LinkVisited, roles.Accent),
        "on_accent": (roles.HighlightedText,),
    }
    made = QPalette()
    for role, places in wanted.items():
        for place in places:
            made.setColor(place, theme.color(role))
    for place in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, theme.color("quiet"))
    made.setColor(roles.Shadow, QColor(0, 0, 0, 60))
    return made


@cache
def _load_fonts(folder: str) -> tuple[str, ...]:
    """Hand the shipped fonts to Qt, once; without them the next family of sizes.toml stands in."""
    try:
        shipped = resource("fonts", folder)
    except EnvironmentFaultError:
        return ()
    files = sorted(path for path in shipped.iterdir() if path.suffix in {".ttf", ".otf"})
    return tuple(path.name for path in files if QFontDatabase.addApplicationFont(str(path)) >= 0)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentFaultError(what=f"themes/{path.name}") from error
