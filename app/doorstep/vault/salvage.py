"""Salvage: what can still be read of a damaged vault, put into a fresh one, with a report of what is lost.

Nothing is taken on trust. A journal entry must match its own hashes, a picture or form its digest; drafts and settings
count when their page proves itself, or no page does because the salt of the file is gone. The damaged files are only
read, and all plain text stays in memory. The fresh vault has the same data key, envelope and passphrase. Its journal is
a new chain, since the old one has gaps; what was salvaged, and when, is kept in it under the setting ``salvage``.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import BundleExported, Fact, FormReference, RecordRemoved, RecordStarted, decode_fact
from doorstep.assessment.people import Person
from doorstep.assessment.record import RecordBuilder
from doorstep.definition.loader import decode_form
from doorstep.definition.model import FormDefinition
from doorstep.errors import AssessmentError, DefinitionError, StorageError, VaultExistsError, VaultMissingError
from doorstep.files import write_whole
from doorstep.vault import attachments, drafts, journal, projection
from doorstep.vault.addresses import key_from
from doorstep.vault.carving import Row, rows_in
from doorstep.vault.cipher import CipherFile, create_file
from doorstep.vault.deeds import OF_THE_VAULT, decode_deed
from doorstep.vault.drafts import Draft
from doorstep.vault.head import Sidecar
from doorstep.vault.journal import JournalEntry
from doorstep.vault.keys import Purpose, subkey
from doorstep.vault.migration import migrate
from doorstep.vault.pages import read_pages
from doorstep.vault.presence import DATABASE, HEAD, KEYS
from doorstep.vault.private_folder import close_to_others

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doorstep.vault.pages import Page

SETTING: Final = "salvage"
_NAME_LOST: Final = "Name lost"
"""Stands for the name of a person when the first entry of their record is gone with its header."""
_FORM_LOST: Final = FormReference("needs-assessment", "", "")
_HASH_BYTES: Final = 32
_HEADER_COLUMNS: Final = 13


class Salvaged(msgspec.Struct, frozen=True):
    """What came out of a damaged vault.

    ``entries`` counts the journal entries in the fresh vault, ``lost`` those that are known to have been and could not
    be read, ``set_aside`` those that were read and do not fit without the lost ones. ``begun_anew`` holds the ids of
    the records whose first entry is lost: their form and person may be missing. The other numbers count what is kept;
    ``damaged_pages`` of ``pages`` could not prove themselves.
    """

    at: datetime
    pages: int
    damaged_pages: int
    records: int
    entries: int
    lost: int
    set_aside: int
    begun_anew: tuple[str, ...]
    drafts: int
    pictures: int
    forms: int
    settings: int


class _Found(msgspec.Struct):
    """What was read, by what names it."""

    entries: dict[int, JournalEntry] = {}
    headers: dict[str, tuple[bytes, bytes]] = {}
    drafts: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    pictures: dict[str, tuple[str, bytes]] = {}
    forms: dict[str, FormDefinition] = {}
    settings: dict[str, bytes] = {}


def salvage(folder: Path, data_key: bytes, out: Path, at: datetime) -> Salvaged:
    """Read what is left of the vault in ``folder`` into a fresh one in ``out``, which is new or empty.

    The vault's lock is held by the caller. Raises VaultMissingError when there is no database to read,
    VaultExistsError when ``out`` holds anything, StorageError.
    """
    if not (folder / DATABASE).is_file():
        raise VaultMissingError(missing=DATABASE, folder=str(folder))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise VaultExistsError(folder=str(out))
    key = subkey(data_key, Purpose.DATABASE)
    log = folder / f"{DATABASE}-wal"
    try:
        pages = read_pages((folder / DATABASE).read_bytes(), key, log.read_bytes() if log.exists() else b"")
        envelope = (folder / KEYS).read_bytes()
        out.mkdir(parents=True, exist_ok=True)
        close_to_others(out)
        create_file(out / DATABASE)
    except OSError as error:
        raise StorageError(what=error.strerror or "salvage") from error
    found = _find(pages)
    database = CipherFile(out / DATABASE, key)
    try:
        migrate(database)
        told = _fill(database, found, _expected(folder, data_key, found), pages, at)
        database.checkpoint()
    finally:
        database.close()
    write_whole(out / KEYS, envelope)
    return told


def _find(pages: Mapping[int, Page]) -> _Found:
    found, anything_proved = _Found(), any(page.proved for page in pages.values())
    for row in rows_in(pages):
        _take_self_proving(found, row)
        if row.proved or not anything_proved:
            _take_proved(found, row)
    return found


def _take_self_proving(found: _Found, row: Row) -> None:
    match row.values:
        case (None, str(), str(), str(), bytes(), bytes(), bytes(), bytes(), bytes()) if row.rowid is not None:
            entry = JournalEntry(row.rowid, *row.values[1:])  # type: ignore[arg-type]
            if journal.is_whole(entry):
                found.entries[entry.seq] = entry
        case (str(sha256), str(media_type), bytes(data)) if hashlib.sha256(data).hexdigest() == sha256:
            found.pictures[sha256] = (media_type, data)
        case (str(digest), bytes(data)) if len(digest) == 2 * _HASH_BYTES:
            with contextlib.suppress(DefinitionError):
                form = decode_form(data)
                if form.digest == digest:
                    found.forms[digest] = form
        case _:
            pass


def _take_proved(found: _Found, row: Row) -> None:
    match row.values:
        case (str(record), str(link_id), str(path), str(voice), str(text), str(at)) if row.rowid is None:
            found.drafts[record, link_id, path, voice] = (text, at)
        case (str(name), bytes(value)) if len(name) < 2 * _HASH_BYTES:
            found.settings[name] = value
        case (None, str(record), bytes(form), bytes(person), *_) if len(row.values) == _HEADER_COLUMNS:
            found.headers[record] = (form, person)
        case _:
            pass


def _expected(folder: Path, data_key: bytes, found: _Found) -> int:
    """Return how many entries the journal had, as far as the sidecar or the newest entry tells."""
    newest = max(found.entries, default=0)
    if (folder / HEAD).exists():
        with contextlib.suppress(StorageError), Sidecar(folder / HEAD, subkey(data_key, Purpose.HEAD)) as sidecar:
            mark = sidecar.read()
            newest = max(newest, mark.seq if mark else 0)
    return newest


def _fill(database: CipherFile, found: _Found, expected: int, pages: Mapping[int, Page], at: datetime) -> Salvaged:
    """Put all that was found into a fresh database, in one transaction."""
    counts = Counter[str]()
    with database.transaction():
        for media_type, data in found.pictures.values():
            attachments.put(database, data, media_type)
        for form in found.forms.values():
            attachments.keep_form(database, form)
        for name, value in found.settings.items():
            database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)
        refilling = _Refilling(database, found)
        for seq in sorted(found.entries):
            counts[refilling.put(found.entries[seq])] += 1
        kept = [address for address in found.drafts if address[0] in refilling.builders]
        for record, *address in kept:
            text, typed_at = found.drafts[record, address[0], address[1], address[2]]
            drafts.put(database, record, key_from(*address), Draft(text, datetime.fromisoformat(typed_at)))
        told = Salvaged(
            at=at,
            pages=len(pages),
            damaged_pages=sum(not page.proved for page in pages.values()),
            records=len(refilling.builders),
            entries=counts["kept"],
            lost=expected - len(found.entries),
            set_aside=counts["set aside"],
            begun_anew=tuple(refilling.begun_anew),
            drafts=len(kept),
            pictures=sum(media_type.startswith("image/") for media_type, _ in found.pictures.values()),
            forms=len(found.forms),
            settings=len(found.settings),
        )
        database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", SETTING, msgspec.json.encode(told))
        database.run("UPDATE sitting SET saves = 1, saved_at = ?", at.isoformat())
    return told


class _Refilling:
    """Appends what was salvaged to a fresh journal, record by record, and knows which number became which."""

    def __init__(self, database: CipherFile, found: _Found) -> None:
        self._database = database
        self._found = found
        self._head = journal.NO_HEAD
        self._numbers: dict[str, list[tuple[int, int]]] = {}
        self.builders: dict[str, RecordBuilder] = {}
        self.begun_anew: list[str] = []

    def put(self, entry: JournalEntry) -> str:
        """Put one entry in and return what became of it: kept, set aside, or emptied by a removal."""
        if not entry.fact:
            return "emptied"
        if entry.record == OF_THE_VAULT:
            self._head = journal.append_deed(self._database, decode_deed(entry.fact))
            return "kept"
        fact = decode_fact(entry.fact)
        if isinstance(fact, RecordRemoved):
            return self._put_tombstone(entry, fact)
        if entry.record not in self.builders and not isinstance(fact, RecordStarted):
            self._begin_anew(entry, fact)
        return "kept" if self._put_fact(entry, fact) else "set aside"

    def _put_fact(self, entry: JournalEntry, fact: Fact) -> bool:
        builder = self.builders.get(entry.record)
        try:
            if builder is not None:
                builder.apply(fact)
            else:
                self.builders[entry.record] = RecordBuilder.of([fact])
        except (AssessmentError, ValueError):
            return False
        if isinstance(fact, BundleExported):
            fact = self._renumbered(entry.record, fact)
        self._append(entry.record, fact)
        self._numbers.setdefault(entry.record, []).append((entry.seq, self._head.seq))
        return True

    def _append(self, record: str, fact: Fact) -> None:
        self._head = journal.append(self._database, self._head, record, fact)
        projection.apply(self._database, record, self._head.seq, fact)

    def _renumbered(self, record: str, fact: BundleExported) -> BundleExported:
        """Let an export name the last entry that its bundle held by the number that the entry has now."""
        held = [new for old, new in self._numbers.get(record, []) if old <= fact.up_to]
        return msgspec.structs.replace(fact, up_to=max(held, default=0))

    def _begin_anew(self, entry: JournalEntry, fact: Fact) -> None:
        """Begin a record whose first entry is lost, with what its header in the list tells."""
        form, person = self._found.headers.get(entry.record, (b"", b""))
        started = RecordStarted(
            fact.at,
            fact.by,
            entry.record,
            msgspec.json.decode(form, type=FormReference) if form else _FORM_LOST,
            msgspec.json.decode(person, type=Person) if person else Person(f"{entry.record}-person", _NAME_LOST),
        )
        self.builders[entry.record] = RecordBuilder.of([started])
        self._append(entry.record, started)
        self.begun_anew.append(entry.record)

    def _put_tombstone(self, entry: JournalEntry, fact: RecordRemoved) -> str:
        self._head = journal.append(self._database, self._head, entry.record, fact)
        self._database.run("INSERT INTO tombstone VALUES (?, ?)", entry.record, self._head.seq)
        return "kept"
