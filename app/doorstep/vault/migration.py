"""Bringing a database to today's schema: numbered SQL files, one transaction each, the version inside it."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from doorstep.errors import VaultMissingError, VaultNewerError
from doorstep.vault.cipher import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.vault.cipher import CipherFile


def known_version() -> int:
    """Return the schema version that this program writes."""
    return len(_steps())


def check_identity(database: CipherFile) -> None:
    """Make sure that this is a vault, and none from a newer program.

    Raises VaultMissingError for an empty or foreign database, VaultNewerError.
    """
    [(application,)] = database.run("PRAGMA application_id")
    if application != APPLICATION_ID:
        raise VaultMissingError(missing=database.path.name, folder=str(database.path.parent))
    [(version,)] = database.run("PRAGMA user_version")
    if version > known_version():
        raise VaultNewerError(found=version, known=known_version())


def is_older(database: CipherFile) -> bool:
    """Tell whether steps are missing."""
    [(version,)] = database.run("PRAGMA user_version")
    return bool(version < known_version())


def migrate(database: CipherFile) -> None:
    """Apply the steps that are missing; each is there wholly or not at all. Raises as ``CipherFile.run``."""
    [(version,)] = database.run("PRAGMA user_version")
    for number, script in enumerate(_steps()[version:], start=version + 1):
        with database.transaction():
            for statement in _statements(script):
                database.run(statement)
            database.run(f"PRAGMA application_id = {APPLICATION_ID}")
            database.run(f"PRAGMA user_version = {number}")


def _steps() -> list[str]:
    folder = resources.files("doorstep.vault.migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [folder.joinpath(name).read_text("utf-8") for name in names]


def _statements(script: str) -> Iterator[str]:
    """Split a script where SQLite says that a statement ends, so that triggers stay whole."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlcipher.complete_statement(statement):
            yield statement
            statement = ""
