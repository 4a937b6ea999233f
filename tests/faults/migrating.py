"""Takes a vault one step of the schema further, for ``power.py`` to cut the power: the step is one that tests add.

    migrating.py FOLDER [stepwise]

``stepwise`` is the control: each statement reaches the disk on its own, and the version last.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from doorstep.vault import migration
from doorstep.vault.cipher import CipherFile
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from faults.typing_loop import CHEAP, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = migration.known_version()
TABLES = ("probe_one", "probe_two", "probe_three")
STEP = "".join(f"CREATE TABLE {name} (words TEXT NOT NULL) STRICT;\n" for name in TABLES) + (
    "ALTER TABLE record ADD COLUMN probe TEXT;\nINSERT INTO probe_one SELECT route FROM record;\n"
)


@contextlib.contextmanager
def further_step() -> Iterator[None]:
    """Let the program know one step of the schema more."""
    steps = [*migration._steps(), STEP]
    with mock.patch.object(migration, "_steps", return_value=steps):
        yield


def is_between(database: CipherFile) -> bool:
    """Tell whether a part of the step is there and a part is not."""
    [(version,)] = database.run("PRAGMA user_version")
    names = {row[0] for row in database.run("SELECT name FROM sqlite_master")}
    columns = {row[1] for row in database.run("PRAGMA table_info(record)")}
    parts = {*(name in names for name in TABLES), "probe" in columns, version > KNOWN}
    if "probe_one" in names:
        parts.add(bool(database.run("SELECT * FROM probe_one")))
    return len(parts) > 1


def _step_by_step(database: CipherFile) -> None:
    for statement in migration._statements(STEP):
        database.run(statement)
    database.run(f"PRAGMA user_version = {KNOWN + 1}")


def main(folder: Path, *options: str) -> None:
    """Bring the vault up to date, and end as a program does that is closed."""
    data_key = decode_envelope((folder / "keys.json").read_bytes()).open(PASSPHRASE, floor=CHEAP)
    database = CipherFile(folder / "vault.db", subkey(data_key, Purpose.DATABASE))
    if "stepwise" in options:
        _step_by_step(database)
    else:
        with further_step():
            migration.migrate(database)
    database.checkpoint()
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
