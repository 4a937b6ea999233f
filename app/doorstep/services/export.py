"""Leaving for the office: joining it once, and then a signed, sealed bundle an assessment."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import BundleExported
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.bundle import enrolment, writer
from doorstep.bundle.roster import Role
from doorstep.errors import RosterError
from doorstep.files import unused_path, write_whole
from doorstep.services import office
from doorstep.services.copies import pictures_of
from doorstep.services.ledger import Ledger
from doorstep.services.own_keys import OwnKeys, signer_name

if TYPE_CHECKING:
    from doorstep.assessment.people import Worker
    from doorstep.bundle.roster import Roster
    from doorstep.services.assessments import Assessments
    from doorstep.services.copies import Copies
    from doorstep.services.office import OfficeInfo
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault

COPY_NAME: Final = "person-copy.pdf"


class ExportResult(msgspec.Struct, frozen=True):
    """A bundle that lies in a folder now. ``sha256`` names its content; ``resend``: this assessment had left before."""

    path: Path
    number: int
    sha256: str
    resend: bool


class Export:
    """The verbs for the office connection and for sending."""

    def __init__(
        self, vault: Vault, worker: Worker, assessments: Assessments, copies: Copies, surroundings: Surroundings
    ) -> None:
        self._vault = vault
        self._worker = worker
        self._assessments = assessments
        self._copies = copies
        self._surroundings = surroundings
        self._one_at_a_time = threading.Lock()

    @property
    def office(self) -> OfficeInfo | None:
        """The office that this laptop is connected to, or None."""
        roster = office.held_roster(self._vault)
        return None if roster is None else self._info(roster)

    @property
    def own_fingerprints(self) -> tuple[str, str]:
        """The fingerprints of the laptop's and of the worker's key: what the office compares when it enrols them."""
        keys = self._keys()
        return keys.device.public.fingerprint, keys.worker.public.fingerprint

    def enrolment_request(self, folder: Path) -> Path:
        """Write the page by which this laptop and worker ask an office to let them in; return where it lies.

        Raises StorageError when the folder cannot be written to.
        """
        keys = self._keys()
        device = signer_name(self._surroundings.device_name, keys.device)
        page = enrolment.write_enrolment(
            device=device,
            device_key=keys.device,
            worker=signer_name(self._worker.name, keys.worker),
            worker_label=self._worker.name,
            worker_key=keys.worker,
            made_at=self._surroundings.clock(),
            recipient=keys.opening.recipient,
        )
        path = unused_path(folder, device, enrolment.SUFFIX)
        write_whole(path, page)
        return path

    def look_at_roster(self, path: Path) -> OfficeInfo:
        """Return whose roster a file is, installing nothing: for a person to compare its fingerprint.

        Raises BundleUnreadableError, RosterError.
        """
        return self._info(office.read_new_roster(self._vault, office.read_page(path)))

    def install_roster(self, path: Path) -> OfficeInfo:
        """Connect to the office of a roster, or renew the connection. The first one pins the office.

        From then on the office's keys open the vault too, should the passphrase be lost. Raises BundleUnreadableError,
        RosterError (another office, an older roster), OfficeKeysError (fewer than two keys), StorageError; what was
        held then stays.
        """
        return self._info(office.keep_roster(self._vault, office.read_page(path)))

    def export(self, record_id: str, folder: Path) -> ExportResult:
        """Seal an assessment for the office into a file in ``folder``, and journal that it left.

        It holds the record as it stands, its form, its journal, the person's copy and all pictures. Raises RosterError
        (``not connected``), UnknownSignerError when the roster does not (or no longer) allow this laptop or worker,
        StorageError, CopyError; then nothing has left.
        """
        roster = office.held_roster(self._vault)
        if roster is None:
            raise RosterError(what="not connected")
        with self._one_at_a_time:
            return self._export(record_id, folder, roster)

    def _export(self, record_id: str, folder: Path, roster: Roster) -> ExportResult:
        keys, now = self._keys(), self._surroundings.clock()
        device = roster.allowed(keys.device.public, Role.DEVICE, now).name
        record, definition, journal = self._assessments.with_journal(record_id)
        seen = share(record, definition, Audience(AudienceKind.OFFICE)).record
        copy = self._copies.for_the_person(record, definition)
        ledger = Ledger(self._vault)
        numbered, previous = ledger.reserve(record_id)
        contents = writer.BundleContents(
            record=seen,
            definition=definition,
            journal=tuple(entry.line() for entry in journal),
            copies={COPY_NAME: copy},
            attachments=pictures_of(seen, self._vault),
            device=device,
            number=numbered.number,
            previous=previous,
            made_at=now,
        )
        path = unused_path(folder, f"{device}-{numbered.number:04}", writer.SUFFIX)
        info = writer.write_bundle(contents, device=keys.device, worker=keys.worker, roster=roster, path=path)
        ledger.finish(numbered, info.sha256)
        self._assessments.note(
            record_id,
            BundleExported(now, self._worker.id, numbered.number, info.sha256, info.resend, journal[-1].seq),
        )
        return ExportResult(info.path, numbered.number, info.sha256, info.resend)

    def _info(self, roster: Roster) -> OfficeInfo:
        return office.office_info(roster, self._keys())

    def _keys(self) -> OwnKeys:
        return OwnKeys(self._vault, self._surroundings.entropy)
