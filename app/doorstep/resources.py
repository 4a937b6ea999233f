"""Finding forms/ and resources/: in a checkout, in an installed wheel, in a frozen app."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from doorstep.errors import EnvironmentFaultError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    installed = _PACKAGE / "_data"
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent.parent
    if (checkout / "forms").is_dir() and (checkout / "resources").is_dir():
        return checkout
    raise EnvironmentFaultError(what="forms and resources")


def forms_folder() -> Path:
    """Return the folder that holds one folder a form. Raises EnvironmentFaultError when it is not installed."""
    return _root() / "forms"


def resource(*parts: str) -> Path:
    """Return the path of a resource. Raises EnvironmentFaultError when it is not installed."""
    path = _root().joinpath("resources", *parts)
    if not path.exists():
        raise EnvironmentFaultError(what="/".join(parts))
    return path
