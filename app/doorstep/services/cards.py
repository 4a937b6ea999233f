"""The card that is left behind (TB-30): looked at, then saved or printed; filled from a record, or blank."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from doorstep.assessment.facts import CopyMade
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.copies.card import PROFILES, blank_card, card_help, card_of, card_profile
from doorstep.copies.html import write_html
from doorstep.copies.languages import IN_ENGLISH, InLanguage, tongue_of
from doorstep.copies.preview import page_count
from doorstep.errors import CopyError
from doorstep.files import unused_path, write_whole
from doorstep.services.copies import CopyFormat, CopyPreview

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.people import Worker
    from doorstep.copies.document import Document
    from doorstep.copies.profiles import Profile
    from doorstep.services.assessments import Assessments
    from doorstep.services.packs import Packs
    from doorstep.services.surroundings import Surroundings

CARD = "card"
"""What the journal has as the part that the person was given."""
_MEDIA_TYPES = {CopyFormat.PDF: "application/pdf", CopyFormat.HTML: "text/html"}


class Cards:
    """The verbs for cards. A card is the person's own, so it holds nothing that their copy may not hold."""

    def __init__(self, worker: Worker, assessments: Assessments, surroundings: Surroundings, packs: Packs) -> None:
        self._worker = worker
        self._assessments = assessments
        self._surroundings = surroundings
        self._packs = packs

    def profiles(self) -> tuple[Profile, ...]:
        """Return the ways of setting a card, smallest first."""
        return tuple(PROFILES.values())

    def suggested_profile(self, record_id: str) -> Profile:
        """Return the card whose print is as large as the person asked for."""
        return card_profile(self._assessments.state(record_id).derived.print_size)

    def preview(self, record_id: str, profile: str = "", language: InLanguage = IN_ENGLISH) -> CopyPreview:
        """Make the card of a record to look at; nothing is written or journalled. Raises CopyError."""
        chosen = self._profile(profile) if profile else self.suggested_profile(record_id)
        return self._made(record_id, chosen, language)

    def preview_blank(self, profile: str) -> CopyPreview:
        """Make a card to be filled by hand, to look at. Raises CopyError."""
        chosen, today = self._profile(profile), self._surroundings.today()
        help_ = card_help(self._packs.current.directory, self._packs.current.legal)
        card, pdf = blank_card(help_, chosen, made_on=today, made_by=self._worker)
        return _shown(card, pdf, chosen, 0)

    def save(
        self,
        record_id: str,
        folder: Path,
        profile: str = "",
        formats: tuple[CopyFormat, ...] = (CopyFormat.PDF,),
        language: InLanguage = IN_ENGLISH,
    ) -> tuple[Path, ...]:
        """Make the card of a record into files in ``folder`` (PDF and HTML can be made) and journal each.

        File names tell the day, the size and the language, and no name of a person. Raises CopyError, StorageError.
        """
        chosen = self._profile(profile) if profile else self.suggested_profile(record_id)
        preview = self._made(record_id, chosen, language)
        paths = []
        for kind in formats:
            stem = f"card-{self._surroundings.today().isoformat()}"
            paths.append(self._write(folder, stem, chosen, preview, kind, language.code))
            self._assessments.note(record_id, self._journalled(chosen, preview, kind))
        return tuple(paths)

    def save_blank(self, folder: Path, profile: str, kind: CopyFormat = CopyFormat.PDF) -> Path:
        """Make a card to be filled by hand into a file in ``folder``. Raises CopyError, StorageError."""
        return self._write(folder, "blank-card", self._profile(profile), self.preview_blank(profile), kind)

    def _made(self, record_id: str, profile: Profile, language: InLanguage) -> CopyPreview:
        self._assessments.require_readable(record_id)
        record, definition = self._assessments.current(record_id)
        switches, today = self._surroundings.switches, self._surroundings.today()
        shared = share(record, definition, Audience(AudienceKind.PERSON), settings=switches, on=today)
        packs = self._packs.under(record)
        help_ = card_help(packs.directory, packs.legal)
        tongue = tongue_of(language, definition) if language.code else None
        card, pdf = card_of(shared, definition, help_, profile, made_on=today, made_by=self._worker, tongue=tongue)
        return _shown(card, pdf, profile, shared.withheld)

    def _profile(self, name: str) -> Profile:
        if name not in PROFILES:
            raise CopyError(what="unknown profile")
        return PROFILES[name]

    def _write(
        self, folder: Path, stem: str, profile: Profile, card: CopyPreview, kind: CopyFormat, language: str = ""
    ) -> Path:
        parts = (stem, profile.name.removeprefix("card-"), language)
        path = unused_path(folder, "-".join(part for part in parts if part), f".{kind.value}")
        write_whole(path, _data(card, kind))
        return path

    def _journalled(self, profile: Profile, card: CopyPreview, kind: CopyFormat) -> CopyMade:
        return CopyMade(
            at=self._surroundings.clock(),
            by=self._worker.id,
            audience=str(Audience(AudienceKind.PERSON)),
            parts=(CARD,),
            profile=profile.name,
            media_type=_MEDIA_TYPES[kind],
            sha256=hashlib.sha256(_data(card, kind)).hexdigest(),
            answers_sha256=card.answers_sha256,
            kind=kind,
            language=card.language,
        )


def _shown(card: Document, pdf: bytes, profile: Profile, withheld: int) -> CopyPreview:
    return CopyPreview(
        pdf=pdf,
        pages=page_count(pdf),
        sheets=1,
        html=write_html(card, profile),
        answers_sha256=card.answers_sha256,
        withheld=withheld,
        audience=str(Audience(AudienceKind.PERSON)),
        parts=(CARD,),
        profile=profile.name,
        language=card.lang,
    )


def _data(card: CopyPreview, kind: CopyFormat) -> bytes:
    if kind not in _MEDIA_TYPES:
        raise CopyError(what="format of a card")
    return card.pdf if kind is CopyFormat.PDF else card.html
