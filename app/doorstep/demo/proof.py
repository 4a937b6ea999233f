"""The proof: the vault is opened anew, and everything that was given is looked for, there and at the office."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Answer, AttachmentRef, Choices
from doorstep.assessment.facts import AnswerGiven, decode_fact
from doorstep.assessment.record import Record, encode_record
from doorstep.copies.preview import page_count, page_text
from doorstep.definition.loader import installed_form
from doorstep.demo.failure import DemoError
from doorstep.demo.sample import FirstVisit, SamplePicture
from doorstep.office.folder import OfficeFolder
from doorstep.office.store import Store
from doorstep.services.unlock import VAULT
from doorstep.vault.database import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey
    from doorstep.demo.acts import Acts
    from doorstep.demo.sample import Sample, SampleAnswer
    from doorstep.demo.stretch import Stretch
    from doorstep.vault.journal import JournalEntry


FIRST = "first-visit"
"""The stretch whose copies are printed and whose bundle is sent."""
LISTENING = "listening"
"""The folder of the laptop of whoever asks how it was."""


class CopySummary(msgspec.Struct, frozen=True):
    """One copy: its file, hash and pages, and the phrases of the sample that it must hold and must not."""

    file: str
    sha256: str
    pages: int | None
    must_print_missing: tuple[str, ...]
    kept_back_found: tuple[str, ...]


class StretchSummary(msgspec.Struct, frozen=True):
    """One record of the journey: what was typed in it, and what was confirmed of what earlier ones hold."""

    name: str
    form: str
    record: str
    answers_given: int
    answers_found: int
    confirmed: int
    linked_to: tuple[str, ...]


class Summary(msgspec.Struct, frozen=True):
    """What was done and found: counts, hashes, and no word of the records.

    All but ``journey`` tells of the first assessment, which goes to the office.
    """

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
    journey: tuple[StretchSummary, ...]


def prove(acts: Acts, stretches: tuple[Stretch, ...], seconds: float) -> Summary:
    """Open everything anew and look for all that was given. Raises DemoError when anything is missing."""
    kept = {record.id: (record, entries) for record, entries in _kept(acts, ("laptop", LISTENING))}
    visit = next(stretch for stretch in stretches if stretch.name == FIRST)
    record, entries = kept[visit.record_id]
    office_record = _office_record(acts, visit.record_id)
    bundle = next((acts.stage.out / "outbox").glob("*.doorstep.age"))
    definition = installed_form(record.form.form)
    summary = Summary(
        passphrase=acts.passphrase,
        seconds=round(seconds, 1),
        record=record.id,
        answers_given=len(visit.given),
        answers_found=len(visit.given),
        by_voice=dict(Counter(answer.voice.kind.value for answer, _ in visit.given)),
        by_state=dict(Counter(answer.state.value for answer, _ in visit.given)),
        sections_opened=tuple(each.code for each in definition.sections if each.link_id in visit.topics_opened),
        topics_opened=len(visit.topics_opened),
        rows=sum(len(rows.rows) for rows in record.rows),
        photos=_pictures(record, "image/jpeg"),
        signatures=_pictures(record, "image/png"),
        visits=len(record.visits),
        journal_entries=len(entries),
        chain_verified=True,
        record_sha256=_content_sha256(record),
        office_record_sha256=_content_sha256(office_record),
        office_record_equals_typed=_content(office_record) == _content(record),
        safely_received=bool(record.receipts),
        bundle=bundle.name,
        bundle_sha256=_file_sha256(bundle),
        office_commands=tuple(acts.office_log),
        copies=tuple(_copy(path, visit.sample) for path in sorted((acts.stage.out / "copies").iterdir())),
        pictures=len(list((acts.stage.out / "screens").glob("*.png"))),
        journey=tuple(_stretch(stretch, *kept[stretch.record_id]) for stretch in stretches),
    )
    _refuse_a_false_summary(summary)
    return summary


def _kept(acts: Acts, laptops: tuple[str, ...]) -> Iterator[tuple[Record, tuple[JournalEntry, ...]]]:
    """Yield every record of the laptops with its journal, their vaults opened anew and checked."""
    for name in laptops:
        with Vault.open(acts.stage.out / name / VAULT, acts.passphrase, clock=acts.stage.clock) as vault:
            vault.verify_chain()
            if vault.differing_records():
                raise DemoError("the vault's tables differ from its journal")
            for line in vault.records():
                yield vault.record(line.id), vault.journal(line.id)


def _stretch(stretch: Stretch, record: Record, entries: tuple[JournalEntry, ...]) -> StretchSummary:
    """Look for all that was given in one record. Raises DemoError when anything is missing."""
    missing = [str(key) for answer, key in stretch.given if not _is_kept(answer, key, record, entries)]
    if missing:
        raise DemoError(f"{len(missing)} answers of {stretch.name} were not found again, for example {missing[:3]}")
    unconfirmed = [str(key) for key in stretch.confirmed if record.by_key[key].provenance.confirmed_at is None]
    if unconfirmed or record.signed is None:
        raise DemoError(f"{stretch.name} was not finished: {unconfirmed[:3]}")
    return StretchSummary(
        name=stretch.name,
        form=record.form.form,
        record=record.id,
        answers_given=len(stretch.given),
        answers_found=len(stretch.given) - len(missing),
        confirmed=len(stretch.confirmed),
        linked_to=tuple(f"{link.kind.value}: {link.form}" for link in record.beside.links),
    )


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


def _office_record(acts: Acts, record_id: str) -> Record:
    store = Store.open(OfficeFolder(acts.office_folder).database_url)
    try:
        record = store.record(record_id)
    finally:
        store.close()
    if record is None:
        raise DemoError("the office does not hold the record")
    return record


def _pictures(record: Record, media_type: str) -> int:
    values = (entry.answer.value for entry in record.answers)
    return sum(isinstance(value, AttachmentRef) and value.media_type == media_type for value in values)


def _copy(path: Path, sample: Sample) -> CopySummary:
    """Look into one copy. What must be printed is looked for where the words stand as they were said."""
    data = path.read_bytes()
    words = _spaced(_words_in(path, data))
    if not isinstance(sample, FirstVisit):
        raise DemoError("nothing says what these copies must hold")
    expected = sample.expected
    kept_back = expected.private_phrases + expected.worker_only_phrases + expected.carer_private_phrases
    must = expected.must_print_phrases if path.suffix in (".pdf", ".html") else ()
    if path.name.startswith("carer"):
        must, kept_back = (), kept_back + expected.carer_copy_left_out_phrases
    if path.name.startswith("easy-read"):
        must = tuple(plain.plain for plain in sample.plain_words)
    return CopySummary(
        file=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=page_count(data) if path.suffix == ".pdf" else None,
        must_print_missing=tuple(phrase for phrase in must if _spaced(phrase) not in words),
        kept_back_found=tuple(phrase for phrase in kept_back if _spaced(phrase) in words),
    )


def _words_in(path: Path, data: bytes) -> str:
    match path.suffix:
        case ".pdf":
            return page_text(data)
        case ".html":
            return _html_text(data.decode())
        case ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                return _html_text(parts.read("word/document.xml").decode())
        case _:
            return data.decode()


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
