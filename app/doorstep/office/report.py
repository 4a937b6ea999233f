"""What the office reads on screen about a bundle: who signed, when, what is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.reader import Remark
from doorstep.calendar import day_words
from doorstep.office.store import Chain

if TYPE_CHECKING:
    from datetime import datetime

    from doorstep.bundle.manifest import ConsentSummary
    from doorstep.bundle.reader import OpenedBundle
    from doorstep.bundle.roster import Signer

CHAINS: Final = {
    Chain.WHOLE: "",
    Chain.GAP: "The bundle before it has not arrived yet. Ask for it.",
    Chain.FORK: "It does not follow the bundle before it. Ask whether an old copy of the laptop was put back.",
}
"""What a person should know about a bundle's place among those of its laptop."""

_REMARKS: Final = {
    Remark.NOT_SIGNED_OFF: "The assessment is not signed off yet: it may still change.",
    Remark.CLOCK_AHEAD: "The laptop's clock is ahead of this one by more than a day.",
    Remark.CLOCK_BEHIND: "The laptop's clock is behind: it shows a day before the laptop was enrolled.",
}


def lines_of(opened: OpenedBundle) -> tuple[str, ...]:
    """Return the lines that describe a verified bundle, without anything that could steer a terminal."""
    report, manifest, record = opened.report, opened.manifest, opened.record
    resent = ", sent before in another bundle" if manifest.resend else ""
    rows = (
        ("Signed by", signer_words(report.worker)),
        ("on laptop", signer_words(report.device)),
        ("Made", f"{time_words(report.made_at)}, number {report.number} of this laptop{resent}"),
        ("Hash", report.sha256),
        ("Record", f"{record.id} of {record.person.name}, {record.status}, {manifest.answers} answers"),
        ("Form", f"{manifest.form.form} {manifest.form.version}"),
        ("Copies", ", ".join(opened.copies) or "none"),
        ("Pictures", str(len(opened.attachments))),
        ("Journal", f"entries: {len(opened.journal)}"),
        ("Sharing", _consent_words(manifest.consent)),
        ("Open", f"disagreements: {manifest.open_disagreements}"),
        *(("Note", _REMARKS[remark]) for remark in report.remarks),
    )
    return tuple(f"{label:<12}{printable(words)}" for label, words in rows)


def _consent_words(consent: ConsentSummary) -> str:
    counts = {name.replace("_", " "): count for name, count in msgspec.structs.asdict(consent).items() if count}
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "nobody named"


def printable(words: str) -> str:
    """Return words with every character that could steer a terminal shown as ``?``."""
    return "".join(character if character.isprintable() else "?" for character in words)


def counted(count: int, thing: str) -> str:
    """Return how many there are, in words: 1 assessment, 2 assessments."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def signer_words(signer: Signer) -> str:
    """Return who a signer is, with the fingerprint of the key."""
    return f"{signer.label} ({signer.principal}, {signer.key.fingerprint})"


def time_words(moment: datetime) -> str:
    """Return a moment, in UTC, which the laptop and the office share."""
    return f"{day_words(moment)} at {moment:%H:%M} UTC"
