"""Readable copies: looked at before they are made, saved where the worker says, and journalled (TB-29)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import AnswerKey, AttachmentRef, Choices
from doorstep.assessment.facts import CopyMade, CopyWay
from doorstep.assessment.sharing import Audience, AudienceKind, parts_of, share
from doorstep.copies.braille.brf import Sheet
from doorstep.copies.composer import compose
from doorstep.copies.document import Document
from doorstep.copies.easy_read import compose_easy_read
from doorstep.copies.easy_words import too_long
from doorstep.copies.formats import FORMATS, CopyFormat, Setting, file_name_end
from doorstep.copies.html import write_html
from doorstep.copies.languages import IN_ENGLISH, InLanguage, languages, tongue_of
from doorstep.copies.needs import WANTED_FORMATS, suggested
from doorstep.copies.pdf.lock import LEAST_LETTERS, lock_pdf
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.preview import page_count, render_page, sheets
from doorstep.copies.profiles import PROFILES, profile_for_size
from doorstep.copies.translating import translated
from doorstep.errors import CopyError
from doorstep.files import unused_path, write_whole
from doorstep.services.copy_log import CopyLine, copy_lines
from doorstep.services.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from doorstep.assessment.people import Worker
    from doorstep.assessment.record import Record
    from doorstep.assessment.sharing import Part, SharedRecord
    from doorstep.copies.formats import Format
    from doorstep.copies.languages import Language
    from doorstep.copies.needs import Suggestion
    from doorstep.copies.profiles import Profile
    from doorstep.definition.model import FormDefinition
    from doorstep.services.assessments import Assessments
    from doorstep.services.packs import Packs
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault

__all__ = ["LEAST_LETTERS", "Copies", "CopyFormat", "CopyPreview", "CopyRequest", "InLanguage", "Sheet", "pictures_of"]

_KEPT: Final = len(PROFILES)
"""How many finished copies are kept in memory: going back to a profile that was looked at takes no time."""


class CopyRequest(msgspec.Struct, frozen=True):
    """Which copy: for whom, which parts (None: all that they may see), set how (empty: as the person needs it).

    ``braille`` is the sheet of the embosser, or of the display.
    """

    audience: Audience
    parts: tuple[str, ...] | None = None
    profile: str = ""
    braille: Sheet = Sheet()
    language: InLanguage = IN_ENGLISH


class CopyPreview(msgspec.Struct, frozen=True):
    """A copy as it would be, made in memory.

    ``sheets`` is the paper it takes when printed on both sides; ``withheld`` counts the answers of the chosen parts
    that this audience may not see. ``too_long`` holds the sentences of an Easy Read copy that have more than 15 words,
    for the worker to say more shortly. ``audience``, ``parts`` and ``profile`` are what the journal notes of it.
    """

    pdf: bytes
    pages: int
    sheets: int
    html: bytes
    answers_sha256: str
    withheld: int
    too_long: tuple[str, ...] = ()
    audience: str = ""
    parts: tuple[str, ...] = ()
    profile: str = ""
    language: str = ""


def _always(_done: int) -> bool:
    return True


class Copies:
    """The verbs for copies. ``usual_profile`` is the one that the settings name, or empty."""

    def __init__(
        self,
        vault: Vault,
        worker: Worker,
        assessments: Assessments,
        surroundings: Surroundings,
        packs: Packs,
        usual_profile: str = "",
    ) -> None:
        self._vault = vault
        self._worker = worker
        self._assessments = assessments
        self._surroundings = surroundings
        self._packs = packs
        self._usual_profile = usual_profile
        self._documents = Recent[Document](_KEPT)
        self._pdfs = Recent[bytes](_KEPT)

    def profiles(self) -> tuple[Profile, ...]:
        """Return the ways of setting a copy, in the order in which they are offered."""
        return tuple(PROFILES.values())

    def formats(self) -> tuple[tuple[CopyFormat, Format], ...]:
        """Return the formats in the order in which they are offered; each knows whether it can be made here."""
        return tuple(FORMATS.items())

    def languages(self) -> tuple[Language, ...]:
        """Return the languages that the headings and questions of a copy can be in beside English."""
        return languages()

    def suggested_profile(self, record_id: str) -> Profile:
        """Return the profile to begin with: what the person needs; the usual one when it differs by size alone."""
        needed = PROFILES[self.suggestion(record_id).profile]
        return self._profile_by_size(record_id) if needed.by_size else needed

    def suggestion(self, record_id: str) -> Suggestion:
        """Return the profile and the formats that meet what the person needs, and what Doorstep cannot make."""
        record, _definition = self._assessments.current(record_id)
        answer = record.by_key.get(AnswerKey(WANTED_FORMATS))
        codes = answer.value.codes if answer is not None and isinstance(answer.value, Choices) else ()
        return suggested(codes, self._assessments.state(record_id).derived.print_size)

    def _profile_by_size(self, record_id: str) -> Profile:
        """Return the size that the person asked for, or the usual profile when it is no smaller."""
        needed = profile_for_size(self._assessments.state(record_id).derived.print_size)
        usual = PROFILES.get(self._usual_profile)
        return usual if usual is not None and usual.by_size and usual.size >= needed.size else needed

    def parts(self, record_id: str) -> tuple[Part, ...]:
        """Return the parts that a copy can be limited to, in form order."""
        return parts_of(self._assessments.current(record_id)[1])

    def preview(self, record_id: str, request: CopyRequest) -> CopyPreview:
        """Make a copy to look at; nothing is written or journalled. Raises CopyError.

        The PDF is kept in memory, so that the same copy is shown again at once, and saved and printed as it was shown.
        """
        shared, document, profile = self._compose(record_id, request)
        pdf = self._pdf(document, profile)
        pages = page_count(pdf)
        return CopyPreview(
            pdf=pdf,
            pages=pages,
            sheets=sheets(pages),
            html=write_html(document, profile),
            answers_sha256=document.answers_sha256,
            withheld=shared.withheld,
            too_long=too_long(document) if profile.easy_read else (),
            audience=str(shared.audience),
            parts=shared.parts,
            profile=profile.name,
            language=document.lang,
        )

    def picture_of_page(self, preview: CopyPreview, page: int, scale: float) -> tuple[int, int, bytes]:
        """Return a page of a preview as width, height (pixels) and RGBA bytes; pages begin at 0, ``scale`` 1 is 72 dpi.

        Raises CopyError when there is no such page.
        """
        return render_page(preview.pdf, page, scale)

    def save(
        self,
        record_id: str,
        request: CopyRequest,
        folder: Path,
        formats: tuple[CopyFormat, ...] = (CopyFormat.PDF,),
        password: str = "",
        go_on: Callable[[int], bool] = _always,
    ) -> tuple[Path, ...]:
        """Make a copy into files in ``folder`` and journal each; return where they lie, in the order of ``formats``.

        File names tell the audience, the day and the profile or format, and no name of a person. No file is written
        over. What cannot be written in the language of the request is written in English. A ``password`` locks the PDF
        and no other format. ``go_on`` is told how many files are done before each is made; when it says no, those that
        are done stay and are returned. Braille takes seconds, so ask for it away from the window's own thread. Raises
        CopyError, CopyPasswordError, StorageError; ContractedBrailleError where contracted braille cannot be made.
        """
        stem = f"assessment-copy-{request.audience.kind.value}-{self._surroundings.today().isoformat()}"
        made: list[Path] = []
        for kind in formats:
            if not go_on(len(made)):
                break
            locked = bool(password) and kind is CopyFormat.PDF
            told = request if FORMATS[kind].in_languages else _in_english(request)
            shared, document, profile = self._compose(record_id, told)
            data = self._written(document, Setting(profile, request.braille), kind)
            data = lock_pdf(data, password) if locked else data
            setting, ending = file_name_end(kind, profile)
            setting = f"{setting}-{told.language.code}" if told.language.code else setting
            path = unused_path(folder, f"{stem}-{setting}", ending)
            write_whole(path, data)
            made.append(path)
            fact = self._made(shared, document, profile, kind, data)
            self._assessments.note(record_id, msgspec.structs.replace(fact, locked=locked))
        return tuple(made)

    def note_printed(self, record_id: str, preview: CopyPreview, pages: str = "") -> None:
        """Journal that a copy that was looked at was printed: all of it, or ``pages`` ("3-5") of it."""
        fact = CopyMade(
            at=self._surroundings.clock(),
            by=self._worker.id,
            audience=preview.audience,
            parts=preview.parts,
            profile=preview.profile,
            media_type=FORMATS[CopyFormat.PDF].media_type,
            sha256=hashlib.sha256(preview.pdf).hexdigest(),
            answers_sha256=preview.answers_sha256,
            kind=CopyFormat.PDF,
            language=preview.language,
            way=CopyWay.PRINTED,
            pages=pages,
        )
        self._assessments.note(record_id, fact)

    def script(self, record_id: str, request: CopyRequest) -> str:
        """Return the words of a copy as they are said, a paragraph a line. Raises CopyError."""
        _shared, document, profile = self._compose(record_id, _in_english(request))
        return self._written(document, Setting(profile), CopyFormat.READ_ALOUD).decode()

    def note_read_aloud(self, record_id: str, request: CopyRequest) -> None:
        """Journal that a copy was read aloud to its end. Raises CopyError."""
        shared, document, profile = self._compose(record_id, _in_english(request))
        script = self._written(document, Setting(profile), CopyFormat.READ_ALOUD)
        fact = self._made(shared, document, profile, CopyFormat.READ_ALOUD, script)
        self._assessments.note(record_id, msgspec.structs.replace(fact, way=CopyWay.READ_ALOUD))

    def log(self, record_id: str) -> tuple[CopyLine, ...]:
        """Return every copy that was made of a record, the newest first, in words."""
        return copy_lines(*self._assessments.current(record_id))

    def for_the_person(self, record: Record, definition: FormDefinition) -> bytes:
        """Return the person's own copy of a record as PDF: what goes into a bundle. Raises CopyError."""
        profile = self._profile_by_size(record.id)
        shared = self._shared(record, definition, Audience(AudienceKind.PERSON))
        return self._pdf(self._document(shared, definition, profile), profile)

    def _pdf(self, document: Document, profile: Profile) -> bytes:
        return self._pdfs.get((document, profile), lambda: write_pdf(document, profile))

    def _written(self, document: Document, setting: Setting, kind: CopyFormat) -> bytes:
        """Return a copy in a format; the PDF is the very one that was looked at."""
        if kind is CopyFormat.PDF:
            return self._pdf(document, setting.profile)
        return FORMATS[kind].write(document, setting)

    def _compose(self, record_id: str, request: CopyRequest) -> tuple[SharedRecord, Document, Profile]:
        profile = PROFILES.get(request.profile) if request.profile else self.suggested_profile(record_id)
        if profile is None:
            raise CopyError(what="unknown profile")
        self._assessments.require_readable(record_id)
        record, definition = self._assessments.current(record_id)
        shared = self._shared(record, definition, request.audience, request.parts)
        document = self._document(shared, definition, profile)
        if request.language.code:
            document = translated(document, tongue_of(request.language, definition))
        return shared, document, profile

    def _shared(
        self, record: Record, definition: FormDefinition, audience: Audience, parts: tuple[str, ...] | None = None
    ) -> SharedRecord:
        switches, today = self._surroundings.switches, self._surroundings.today()
        return share(record, definition, audience, parts, settings=switches, on=today)

    def _document(self, shared: SharedRecord, definition: FormDefinition, profile: Profile) -> Document:
        today = self._surroundings.today()
        source = (shared, profile, today)
        return self._documents.get(source, lambda: self._composed(shared, definition, profile, today))

    def _composed(self, shared: SharedRecord, definition: FormDefinition, profile: Profile, today: date) -> Document:
        full = compose(
            shared,
            definition,
            profile,
            made_on=today,
            made_by=self._worker,
            pictures=pictures_of(shared.record, self._vault),
            glossary=self._packs.under(shared.record).glossary,
        )
        if not profile.easy_read:
            return full
        return compose_easy_read(
            shared, definition, made_on=today, made_by=self._worker, full_sha256=full.answers_sha256
        )

    def _made(
        self, shared: SharedRecord, document: Document, profile: Profile, kind: CopyFormat, data: bytes
    ) -> CopyMade:
        return CopyMade(
            at=self._surroundings.clock(),
            by=self._worker.id,
            audience=str(shared.audience),
            parts=shared.parts,
            profile=profile.name,
            media_type=FORMATS[kind].media_type,
            sha256=hashlib.sha256(data).hexdigest(),
            answers_sha256=document.answers_sha256,
            kind=kind,
            language=document.lang,
        )


def _in_english(request: CopyRequest) -> CopyRequest:
    return msgspec.structs.replace(request, language=IN_ENGLISH)


def pictures_of(record: Record, vault: Vault) -> Mapping[str, bytes]:
    """Return the bytes of every photo and drawing that a record holds, by SHA-256."""
    values = (entry.answer.value for entry in record.answers)
    hashes = sorted({value.sha256 for value in values if isinstance(value, AttachmentRef)})
    return {sha256: vault.attachment(sha256) for sha256 in hashes}
