"""The proof: the vault is opened anew, and everything that was given is looked for, there and at the office."""

from __future__ import annotations

import hashlib
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Answer, AttachmentRef, Choices
from doorstep.assessment.facts import AnswerGiven, decode_fact
from doorstep.assessment.record import Record, encode_record
from doorstep.copies.preview import page_count, page_text
from doorstep.demo.failure import DemoError
from doorstep.demo.sample import SamplePicture
from doorstep.office.folder import OfficeFolder
from doorstep.office.store import Store
from doorstep.services.summary import Whereabouts, summary_of
from doorstep.services.unlock import VAULT
from doorstep.vault.database import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey
    from doorstep.demo.acts import Acts
    from doorstep.demo.sample import FirstVisit, SampleAnswer
    from doorstep.vault.journal import JournalEntry


class CopySummary(msgspec.Struct, frozen=True):
    """One copy: its file, hash and pages, and the phrases of the sample that it must hold and must not."""

    file: str
    sha256: str
    pages: int | None
    must_print_missing: tuple[str, ...]
    kept_back_found: tuple[str, ...]


class Summary(msgspec.Struct, frozen=True):
    """What was done and found: counts, hashes, and no word of the record."""

    passphrase: str
    seconds: float
    record: str
    answers_given: int
    answers_found: int
    by_voice: dict[str, int]
    by_state: dict[str, int]
    sections_opened: tuple[str, ...]
    topics_opened: int
    rows: int
    photos: int
    signatures: int
    visits: int
    journal_entries: int
    chain_verified: bool
    record_sha256: str
    office_record_sha256: str
    office_record_equals_typed: bool
    safely_received: bool
    bundle: str
    bundle_sha256: str
    office_commands: tuple[str, ...]
    copies: tuple[CopySummary, ...]
    pictures: int


def prove(acts: Acts, seconds: float) -> Summary:
    """Open everything anew and look for all that was given. Raises DemoError when anything is missing."""
    with Vault.open(acts.stage.profile_folder / VAULT, acts.passphrase, clock=acts.stage.clock) as vault:
        vault.verify_chain()
        if vault.differing_records():
            raise DemoError("the vault's tables differ from its journal")
        record, entries = vault.record(acts.record_id), vault.journal(acts.record_id)
        definition = vault.form(record.form.digest)
        (line,) = map(summary_of, vault.records())
    missing = [str(key) for answer, key in acts.given if not _is_kept(answer, key, record, entries)]
    if missing:
        raise DemoError(f"{len(missing)} answers were not found again, for example {missing[:3]}")
    office_record = _office_record(acts)
    bundle = next((acts.stage.out / "outbox").glob("*.doorstep.age"))
    summary = Summary(
        passphrase=acts.passphrase,
        seconds=round(seconds, 1),
        record=record.id,
        answers_given=len(acts.given),
        answers_found=len(acts.given) - len(missing),
        by_voice=dict(Counter(answer.voice.kind.value for answer, _ in acts.given)),
        by_state=dict(Counter(answer.state.value for answer, _ in acts.given)),
        sections_opened=tuple(section.code for section in definition.sections if section.link_id in acts.topics_opened),
        topics_opened=len(acts.topics_opened),
        rows=sum(len(rows.rows) for rows in record.rows),
        photos=_pictures(record, "image/jpeg"),
        signatures=_pictures(record, "image/png"),
        visits=len(record.visits),
        journal_entries=len(entries),
        chain_verified=True,
        record_sha256=_content_sha256(record),
        office_record_sha256=_content_sha256(office_record),
        office_record_equals_typed=_content(office_record) == _content(record),
        safely_received=line.whereabouts is Whereabouts.RECEIVED,
        bundle=bundle.name,
        bundle_sha256=_file_sha256(bundle),
        office_commands=tuple(acts.office_log),
        copies=tuple(_copy(path, acts.sample) for path in sorted((acts.stage.out / "copies").iterdir())),
        pictures=len(list((acts.stage.out / "screens").glob("*.png"))),
    )
    _refuse_a_false_summary(summary)
    return summary


def write_summary(summary: Summary, path: Path) -> None:
    """Write the summary as JSON, to be read by people and tests."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2))


def _refuse_a_false_summary(summary: Summary) -> None:
    if not summary.office_record_equals_typed:
        raise DemoError("the office's record differs from the one that was typed")
    if not summary.safely_received:
        raise DemoError("the receipt did not reach the list")
    for copy in summary.copies:
        if copy.must_print_missing or copy.kept_back_found:
            raise DemoError(f"{copy.file}: missing {copy.must_print_missing}, leaked {copy.kept_back_found}")


def _is_kept(given: SampleAnswer, key: AnswerKey, record: Record, entries: tuple[JournalEntry, ...]) -> bool:
    """Tell whether an answer stands in the record, or in the journal when a later visit answered again."""
    current = record.by_key.get(key)
    if current is not None and _same(given, current):
        return True
    earlier = (decode_fact(entry.fact) for entry in entries)
    return any(isinstance(fact, AnswerGiven) and fact.key == key and _same(given, fact.answer) for fact in earlier)


def _same(given: SampleAnswer, kept: Answer) -> bool:
    if given.state is not kept.state or (given.reason or None) != kept.reason:
        return False
    if isinstance(given.value, SamplePicture):
        return isinstance(kept.value, AttachmentRef)
    if isinstance(given.value, Choices) and isinstance(kept.value, Choices):
        # what is ticked has no order; the window keeps the order of the options
        return (set(given.value.codes), given.value.details) == (set(kept.value.codes), kept.value.details)
    return bool(given.value == kept.value)


def _content(record: Record) -> Record:
    """Return what was typed: the office's record was made before its own export and receipt were noted."""
    return msgspec.structs.replace(record, exports=(), receipts=(), changed_at=record.started_at)


def _content_sha256(record: Record) -> str:
    return hashlib.sha256(encode_record(_content(record))).hexdigest()


def _office_record(acts: Acts) -> Record:
    store = Store.open(OfficeFolder(acts.office_folder).database_url)
    try:
        record = store.record(acts.record_id)
    finally:
        store.close()
    if record is None:
        raise DemoError("the office does not hold the record")
    return record


def _pictures(record: Record, media_type: str) -> int:
    values = (entry.answer.value for entry in record.answers)
    return sum(isinstance(value, AttachmentRef) and value.media_type == media_type for value in values)


def _copy(path: Path, sample: FirstVisit) -> CopySummary:
    data = path.read_bytes()
    pdf = path.suffix == ".pdf"
    words = _spaced(page_text(data) if pdf else _html_text(data.decode()))
    expected = sample.expected
    kept_back = expected.private_phrases + expected.worker_only_phrases + expected.carer_private_phrases
    must = expected.must_print_phrases
    if path.name.startswith("carer"):
        must, kept_back = (), kept_back + expected.carer_copy_left_out_phrases
    return CopySummary(
        file=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=page_count(data) if pdf else None,
        must_print_missing=tuple(phrase for phrase in must if _spaced(phrase) not in words),
        kept_back_found=tuple(phrase for phrase in kept_back if _spaced(phrase) in words),
    )


def _spaced(words: str) -> str:
    """Fold white space, which lines and pages break, and quotation marks, which printing makes typographic."""
    return " ".join(words.replace("\u2019", "'").replace("\u00ad", "").split())


def _html_text(page: str) -> str:
    reader = _TextOf()
    reader.feed(page)
    return " ".join(reader.parts)


class _TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _file_sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
