"""Makes what the tests of bundle and office read: one small visit, one office, and bundles of every kind.

Signing keys come from fixed seeds, so that a failure can be seen again. Age draws its own randomness: sealed bytes
differ from run to run, and what is inside does not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment import facts as f
from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    Answer,
    AnswerKey,
    AnswerState,
    AttachmentRef,
    Choices,
    Provenance,
    Value,
    Voice,
)
from doorstep.assessment.people import Carer, Person, Worker
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.bundle import archive
from doorstep.bundle.keys import SealingIdentity, SigningKey
from doorstep.bundle.roster import Role, Roster, Signer, whole_day
from doorstep.bundle.sealing import seal, unseal
from doorstep.bundle.sshsig import Namespace, sign
from doorstep.bundle.writer import BundleContents, BundleInfo, digests_of, sums_of, write_bundle
from doorstep.definition.loader import decode_form, encode_form
from doorstep.definition.model import AnswerOption, FormDefinition, Item, ItemType, Section
from doorstep.vault.journal import NOTHING_BEFORE, JournalEntry, entry_hash

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

AT = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
PHOTO = b"\x89PNG\r\n\x1a\n stands for a picture"
JEAN = Person("p1", "Jean Alder", "Jean")
ROSA = Worker("w1", "Rosa Marsh", "Social worker")
TOM = Carer("p2", "Tom Alder", "son")


def key(name: str) -> SigningKey:
    """Return the signing key of that name: the same one every time."""
    return SigningKey.generate(lambda size: hashlib.sha256(name.encode()).digest()[:size])


def form() -> FormDefinition:
    """Return a form of one section, with a sharing ledger and disagreements as in the real one."""
    answer = Item(
        "nx_share.answer",
        ItemType.SINGLE_CHOICE,
        "Your answer",
        options=tuple(AnswerOption(code, code) for code in ("yes", "with_limits", "no")),
    )
    state = Item(
        "di_items.open_or_closed",
        ItemType.SINGLE_CHOICE,
        "Open or closed",
        options=(AnswerOption("open", "Open"), AnswerOption("closed", "Closed")),
    )
    taken_back = Item("nx_share.taken_back_on", ItemType.TEXT, "Taken back on")
    items = (
        Item("day_best", ItemType.LONG_TEXT, "What is a good day like?"),
        Item("day_photo", ItemType.PHOTO, "A picture"),
        Item("nx_share", ItemType.REPEAT_GROUP, "Who else may see this?", items=(answer, taken_back)),
        Item("di_items", ItemType.REPEAT_GROUP, "What do we not agree on?", items=(state,)),
    )
    section = Section("S01", "typical_day", "A typical day", items, "A typical day")
    blank = FormDefinition("small", "Small form", "1.0", "en-GB", (section,))
    digest = hashlib.sha256(encode_form(blank)).hexdigest()
    return decode_form(encode_form(msgspec.structs.replace(blank, digest=digest)))


def given(link_id: str, value: Value, path: tuple[str, ...] = (), voice: Voice = PERSON) -> f.AnswerGiven:
    """Return the fact that somebody said something."""
    answer = Answer(AnswerState.ANSWERED, Provenance("w1", AT), value)
    return f.AnswerGiven(AT, "w1", AnswerKey(link_id, path, voice), answer)


def facts(*more: f.Fact, best: str = "Tea in the garden — with Mo, “before ten”. ☕") -> tuple[f.Fact, ...]:
    """Return all that happened at a small visit, and then ``more``."""
    definition = form()
    reference = f.FormReference(definition.form, definition.version, definition.digest)
    picture = AttachmentRef(hashlib.sha256(PHOTO).hexdigest(), "image/png", len(PHOTO), 4, 3)
    return (
        f.RecordStarted(AT, "w1", "rec-1", reference, JEAN),
        f.PartyPut(AT, "w1", ROSA),
        f.PartyPut(AT, "w1", TOM),
        given("day_best", best),
        given("day_photo", picture, voice=WORKER),
        *(f.RowAdded(AT, "w1", "nx_share", (), row, 0) for row in ("r1", "r2", "r3", "r4")),
        given("nx_share.answer", Choices(("yes",)), ("r1",)),
        given("nx_share.answer", Choices(("no",)), ("r2",)),
        given("nx_share.answer", Choices(("yes",)), ("r3",)),
        given("nx_share.taken_back_on", "today", ("r3",)),
        *(f.RowAdded(AT, "w1", "di_items", (), row, 0) for row in ("d1", "d2")),
        given("di_items.open_or_closed", Choices(("closed",)), ("d1",)),
        *more,
    )


def journal_of(happened: Iterable[f.Fact], record: str = "rec-1") -> tuple[bytes, ...]:
    """Return the lines of a journal, as the vault would write them."""
    lines: list[bytes] = []
    before = NOTHING_BEFORE
    for seq, fact in enumerate(happened, start=1):
        data = f.encode_fact(fact)
        digest, kind, at = hashlib.sha256(data).digest(), str(fact.__struct_config__.tag), fact.at.isoformat()
        digest_of_entry = entry_hash(seq, record, kind, at, digest, before, before)
        lines.append(JournalEntry(seq, record, kind, at, data, digest, before, before, digest_of_entry).line())
        before = digest_of_entry
    return tuple(lines)


def record_of(happened: Iterable[f.Fact]) -> Record:
    """Return the record that facts add up to."""
    return RecordBuilder.of(happened).freeze()


def contents(number: int = 1, previous: str = "", happened: tuple[f.Fact, ...] | None = None) -> BundleContents:
    """Return what an honest laptop would send after a small visit."""
    all_facts = happened or facts()
    return BundleContents(
        record=record_of(all_facts),
        definition=form(),
        journal=journal_of(all_facts),
        copies={"person-copy.pdf": b"%PDF-1.7 stands for a copy"},
        attachments={hashlib.sha256(PHOTO).hexdigest(): PHOTO},
        device="laptop-7",
        number=number,
        previous=previous,
        made_at=AT,
    )


def signer(role: Role, name: str, holder: SigningKey, label: str = "", days: int = 730) -> Signer:
    """Return a roster entry that is valid from the day before the visit, for so many days after it."""
    return Signer(role, name, holder.public, label or name, whole_day(AT, -1), whole_day(AT, days))


@dataclass(frozen=True)
class MadeOffice:
    """An office with one laptop and one worker, without a folder."""

    name: str = "Harbour Council"
    root: SigningKey = field(default_factory=lambda: key("root"))
    receipt: SigningKey = field(default_factory=lambda: key("receipt"))
    device: SigningKey = field(default_factory=lambda: key("device"))
    worker: SigningKey = field(default_factory=lambda: key("worker"))
    sealing: SealingIdentity = field(default_factory=SealingIdentity.generate)
    escrow: SealingIdentity = field(default_factory=SealingIdentity.generate)

    @property
    def roster(self) -> Roster:
        return Roster(
            office=self.name,
            serial=1,
            made_at=AT,
            root=self.root.public,
            recipients=(self.sealing.recipient, self.escrow.recipient),
            signers=(
                signer(Role.RECEIPT, "office", self.receipt, self.name),
                signer(Role.DEVICE, "laptop-7", self.device),
                signer(Role.WORKER, "rosa", self.worker, "Rosa Marsh"),
            ),
        )

    @property
    def identities(self) -> tuple[SealingIdentity, ...]:
        return (self.sealing, self.escrow)

    def bundle(self, path: Path, made: BundleContents | None = None) -> BundleInfo:
        """Write an honest bundle."""
        return write_bundle(made or contents(), device=self.device, worker=self.worker, roster=self.roster, path=path)

    def members(self, path: Path, made: BundleContents | None = None) -> dict[str, bytes]:
        """Return the members of an honest bundle, to be spoiled. A file is written to ``path`` on the way."""
        return archive.unpack(unseal(self.bundle(path, made).path.read_bytes(), self.identities, path.name), path.name)

    def signed(
        self,
        summed: dict[str, bytes],
        *,
        device: SigningKey | None = None,
        worker: SigningKey | None = None,
        namespace: Namespace = Namespace.BUNDLE,
    ) -> dict[str, bytes]:
        """Return members with sums and signatures that fit them, whatever they hold."""
        sums = sums_of(digests_of(summed))
        return {
            archive.SUMS: sums,
            archive.DEVICE_SIGNATURE: sign(device or self.device, sums, namespace),
            archive.WORKER_SIGNATURE: sign(worker or self.worker, sums, namespace),
            **summed,
        }

    def sealed(self, path: Path, packed: bytes, recipients: tuple[str, ...] | None = None) -> Path:
        """Seal any bytes to this office."""
        path.write_bytes(seal(packed, recipients or self.roster.recipients))
        return path
