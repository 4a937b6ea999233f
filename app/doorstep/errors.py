"""Every error that Doorstep raises on purpose, drawn as one tree.

    DoorstepError
    ├── DefinitionError          a form cannot be used
    │   ├── FormNotFoundError
    │   └── FormInvalidError
    ├── AssessmentError          a request that the record cannot carry
    │   ├── UnknownItemError
    │   ├── WrongVoiceError
    │   ├── WrongValueError
    │   ├── RowNotFoundError
    │   ├── RecordFrozenError
    │   ├── KeptApartError
    │   ├── NoSuchCarerError
    │   └── NotReadyToSignError
    │       └── FullerAssessmentOwedError
    ├── VaultError               the encrypted store
    │   ├── VaultMissingError
    │   ├── VaultExistsError
    │   ├── WrongPassphraseError
    │   │   └── TooManyTriesError
    │   ├── WeakPassphraseError
    │   ├── VaultDamagedError
    │   ├── VaultNewerError
    │   ├── VaultInUseError
    │   ├── VaultReadOnlyError
    │   ├── StorageError         (a write failed: full disk, I/O error)
    │   ├── SaveRefusedError
    │   ├── RemovalRefusedError
    │   ├── WriterEndedError
    │   ├── ChainBrokenError
    │   ├── OfficeKeysError
    │   ├── KeystoreError
    │   │   └── KeystoreMissingError
    │   └── RecoveryError
    ├── BundleError              what leaves for, or comes from, the office
    │   ├── BundleUnreadableError
    │   ├── WrongOfficeError
    │   ├── BundleTamperedError
    │   ├── UnknownSignerError
    │   ├── BundleConflictError
    │   ├── ReceiptMismatchError
    │   ├── RosterError
    │   ├── WrongLaptopError
    │   ├── VisitPackExpiredError
    │   ├── VisitPackNewerError
    │   └── AlreadyLentError
    ├── CopyError                a readable copy cannot be made
    │   ├── CopyUnsafeError
    │   ├── ContractedBrailleError
    │   └── CopyPasswordError
    ├── PackError                a pack of law, words or local help cannot be used
    │   ├── PackInvalidError
    │   └── PackUntrustedError
    ├── LearningOffError         the organisation has not turned the learning summary on
    ├── LendingError             the office cannot lend what was asked for
    ├── AttachmentError          a photo or drawing cannot be taken in
    └── EnvironmentFaultError    the machine lacks something (a folder, a tool)
        └── NoDisplayError       there is no screen to show a window on

An error carries a stable ``code`` and facts, never a sentence for a person: ``ui/messages`` and the command lines
turn codes into words.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

FactValue: TypeAlias = str | int | float | bool | None | tuple[str, ...]


class DoorstepError(Exception):
    """Any failure that Doorstep understands; ``facts`` must hold no case text."""

    code: ClassVar[str] = "doorstep"

    def __init__(self, **facts: FactValue) -> None:
        self.facts: dict[str, FactValue] = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class DefinitionError(DoorstepError):
    """A form cannot be used."""

    code = "definition"


class FormNotFoundError(DefinitionError):
    """No form of that name is installed. Facts: form."""

    code = "definition.not_found"


class FormInvalidError(DefinitionError):
    """A form has mistakes. Facts: form, problems (each ``file:line: text``)."""

    code = "definition.invalid"


class AssessmentError(DoorstepError):
    """A request that the record cannot carry."""

    code = "assessment"


class UnknownItemError(AssessmentError):
    """The form has no such item. Facts: link_id."""

    code = "assessment.unknown_item"


class WrongVoiceError(AssessmentError):
    """This speaker has no lane on this item (TB-02). Facts: link_id, voice."""

    code = "assessment.wrong_voice"


class WrongValueError(AssessmentError):
    """The value does not fit the item's type or options. Facts: link_id, expected."""

    code = "assessment.wrong_value"


class RowNotFoundError(AssessmentError):
    """A repeat group has no such row. Facts: link_id, row."""

    code = "assessment.row_not_found"


class RecordFrozenError(AssessmentError):
    """The record is signed; only an addendum may follow (TB-09). Facts: record."""

    code = "assessment.frozen"


class KeptApartError(AssessmentError):
    """The record holds what somebody said about the worker's own work: they may not read it. Facts: record."""

    code = "assessment.kept_apart"


class NoSuchCarerError(AssessmentError):
    """The record knows no carer of that id. Facts: record."""

    code = "assessment.no_such_carer"


class NotReadyToSignError(AssessmentError):
    """Required questions are still open (TB-20). Facts: missing (a count), decisions (codes of those not finished)."""

    code = "assessment.not_ready"


class FullerAssessmentOwedError(NotReadyToSignError):
    """Something could not wait, and no day is given for the fuller assessment (TB-15). Facts: missing (a count)."""

    code = "assessment.fuller_assessment_owed"


class VaultError(DoorstepError):
    """The encrypted store cannot do what was asked."""

    code = "vault"


class VaultMissingError(VaultError):
    """The key file is there and the database is not, or the reverse. Facts: missing, folder."""

    code = "vault.missing"


class VaultExistsError(VaultError):
    """A vault is there already and will not be written over. Facts: folder."""

    code = "vault.exists"


class WrongPassphraseError(VaultError):
    """The passphrase does not open the key. Facts: wait_seconds."""

    code = "vault.wrong_passphrase"


class TooManyTriesError(WrongPassphraseError):
    """So many passphrases were wrong that the next try must wait; this one was not tried. Facts: wait_seconds."""

    code = "vault.too_many_tries"


class WeakPassphraseError(VaultError):
    """The passphrase is too easy to guess. Facts: reason."""

    code = "vault.weak_passphrase"


class VaultDamagedError(VaultError):
    """The passphrase is right and the file is not. Facts: file, what."""

    code = "vault.damaged"


class VaultNewerError(VaultError):
    """The vault was written by a newer Doorstep. Facts: found, known."""

    code = "vault.newer"


class VaultInUseError(VaultError):
    """Another Doorstep has the vault open. Facts: folder."""

    code = "vault.in_use"


class VaultReadOnlyError(VaultError):
    """The folder cannot be written to. Facts: folder."""

    code = "vault.read_only"


class StorageError(VaultError):
    """A write failed: the disk is full or faulty. Facts: what."""

    code = "vault.storage"


class SaveRefusedError(VaultError):
    """A save was put aside because its record cannot carry it: a fault of the program. No facts."""

    code = "vault.refused"


class RemovalRefusedError(VaultError):
    """A record is not removed: the office does not hold it as it stands. Facts: what."""

    code = "vault.removal_refused"


class WriterEndedError(VaultError):
    """Nothing is being saved any more, because the vault was closed or the program is at fault. No facts."""

    code = "vault.writer_ended"


class ChainBrokenError(VaultError):
    """The journal does not match its hash chain. Facts: row."""

    code = "vault.chain_broken"


class OfficeKeysError(VaultError):
    """An office names fewer than two keys that could open a vault in an emergency. Facts: found."""

    code = "vault.office_keys"


class KeystoreError(VaultError):
    """The laptop's own keystore cannot be used. Facts: what."""

    code = "vault.keystore"


class KeystoreMissingError(KeystoreError):
    """The vault needs a key from the laptop's keystore, and it is not there. No facts."""

    code = "vault.keystore_missing"


class RecoveryError(VaultError):
    """The office's keys do not open a vault. Facts: what (``never sealed``, ``other keys``, ``seal``, ``identity``)."""

    code = "vault.recovery"


class BundleError(DoorstepError):
    """A bundle, roster or receipt cannot be made or accepted."""

    code = "bundle"


class BundleUnreadableError(BundleError):
    """The file is cut, damaged or no bundle at all. Facts: file, what."""

    code = "bundle.unreadable"


class WrongOfficeError(BundleError):
    """The bundle is sealed to another office. Facts: file."""

    code = "bundle.wrong_office"


class BundleTamperedError(BundleError):
    """The content differs from what was signed. Facts: file, what."""

    code = "bundle.tampered"


class UnknownSignerError(BundleError):
    """A signature is missing, or its key is not on the roster. Facts: file, signer, what."""

    code = "bundle.unknown_signer"


class BundleConflictError(BundleError):
    """The same device and number were received before with other content. Facts: device, number."""

    code = "bundle.conflict"


class ReceiptMismatchError(BundleError):
    """A receipt is for another bundle, or its signature fails. Facts: file, what."""

    code = "bundle.receipt_mismatch"


class RosterError(BundleError):
    """A roster is unsigned, older than the one held, or from another office. Facts: what."""

    code = "bundle.roster"


class WrongLaptopError(BundleError):
    """What the office lent was lent to another laptop. Facts: file."""

    code = "bundle.wrong_laptop"


class VisitPackExpiredError(BundleError):
    """The time for which the office lent something is over. Facts: file, until (the last day, in words)."""

    code = "bundle.visit_pack_expired"


class VisitPackNewerError(BundleError):
    """What the office lent needs a newer Doorstep to be read. Facts: file, what."""

    code = "bundle.visit_pack_newer"


class AlreadyLentError(BundleError):
    """All that the office lent lies on this laptop already. Facts: file."""

    code = "bundle.already_lent"


class CopyError(DoorstepError):
    """A readable copy cannot be made. Facts: what."""

    code = "copies"


class CopyUnsafeError(CopyError):
    """A finished PDF is not tagged throughout, so it is not handed over: a fault of the program. Facts: rules."""

    code = "copies.unsafe"


class PackError(DoorstepError):
    """A pack of law, plain words or local help cannot be used. Facts: what."""

    code = "pack"


class PackInvalidError(PackError):
    """A pack has mistakes. Facts: file, problems (each ``file:line: text``)."""

    code = "pack.invalid"


class PackUntrustedError(PackError):
    """A pack is not as the office signed it, or another office signed it. Facts: file, what."""

    code = "pack.untrusted"


class ContractedBrailleError(CopyError):
    """This machine has no liblouis, so it cannot make contracted braille. No facts."""

    code = "copies.contracted_braille"


class CopyPasswordError(CopyError):
    """A password for a copy is so short that it is guessed at once. Facts: least."""

    code = "copies.password"


class LearningOffError(DoorstepError):
    """The organisation has not turned the learning summary on. Facts: file."""

    code = "learning_off"


class LendingError(DoorstepError):
    """The office cannot lend what was asked for. Facts: what, name (of a laptop or worker), record."""

    code = "lending"


class AttachmentError(DoorstepError):
    """A picture cannot be taken in. Facts: what, limit."""

    code = "attachment"


class EnvironmentFaultError(DoorstepError):
    """The machine lacks something that is needed. Facts: what."""

    code = "environment"


class NoDisplayError(EnvironmentFaultError):
    """There is no screen to show a window on. Facts: what."""

    code = "environment.no_display"
