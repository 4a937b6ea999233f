"""Writes the golden bundle: what version 1 of the format looks like, kept in the repository for ever.

Run once a format version, before its release: ``PYTHONPATH=tests .venv/bin/python -m vectors.golden``. A later Doorstep
must still open what lies there; if it does not, mend the reader and never the files.
"""

from __future__ import annotations

from pathlib import Path

from doorstep.assessment import facts as f
from doorstep.bundle.receipt import Receipt, write_receipt
from doorstep.bundle.roster import write_roster
from vectors.making import AT, MadeOffice, contents, facts

FOLDER = Path(__file__).parent / "bundle-1"
BUNDLE, ROSTER, RECEIPT, IDENTITY = (
    "visit.doorstep.age",
    "roster.doorstep-roster",
    "visit.doorstep-receipt",
    "sealing.txt",
)
HAPPENED = facts(f.RecordSigned(AT, "w1", "I have recorded what was said."))


def write(folder: Path) -> None:
    """Write bundle, roster, receipt and the identity that opens the bundle."""
    office = MadeOffice()
    folder.mkdir(parents=True, exist_ok=True)
    info = office.bundle(folder / BUNDLE, contents(happened=HAPPENED))
    receipt = Receipt(office.name, "laptop-7", info.number, info.sha256, AT)
    (folder / ROSTER).write_bytes(write_roster(office.roster, office.root))
    (folder / RECEIPT).write_bytes(write_receipt(receipt, office.receipt))
    (folder / IDENTITY).write_text(office.sealing.file_text())


if __name__ == "__main__":
    write(FOLDER)
