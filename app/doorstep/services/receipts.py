"""The office's word that it holds a bundle: checked, matched to what left, and journalled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.facts import ReceiptAccepted
from doorstep.bundle.receipt import expect_receipt, read_receipt
from doorstep.errors import ReceiptMismatchError, RosterError
from doorstep.services import office
from doorstep.services.ledger import Ledger
from doorstep.services.own_keys import OwnKeys

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.people import Worker
    from doorstep.services.assessments import Assessments
    from doorstep.services.earlier_records import Earlier
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault


class AcceptedReceipt(msgspec.Struct, frozen=True):
    """Which assessment is safely received, by which office, and when (aware UTC, the office's clock)."""

    record_id: str
    office: str
    received_at: datetime


class Receipts:
    """The verb for receipts."""

    def __init__(
        self, vault: Vault, worker: Worker, assessments: Assessments, earlier: Earlier, surroundings: Surroundings
    ) -> None:
        self._vault = vault
        self._worker = worker
        self._assessments = assessments
        self._earlier = earlier
        self._surroundings = surroundings

    def accept(self, path: Path) -> AcceptedReceipt:
        """Take in a receipt. Accepting the same one twice says the same and journals nothing.

        What the office had lent for a record that it holds now is taken away.

        Raises BundleUnreadableError; RosterError (``not connected``); ReceiptMismatchError when our office did not
        sign it, or it is not for exactly a bundle that left this laptop.
        """
        roster = office.held_roster(self._vault)
        if roster is None:
            raise RosterError(what="not connected")
        receipt = read_receipt(office.read_page(path), roster, path.name)
        numbered = Ledger(self._vault).find(receipt.number)
        if numbered is None:
            raise ReceiptMismatchError(file=path.name, what="another bundle")
        device = office.device_name(roster, OwnKeys(self._vault, self._surroundings.entropy).device.public)
        expect_receipt(receipt, device=device, number=numbered.number, sha256=numbered.sha256, file=path.name)
        fact = ReceiptAccepted(
            self._surroundings.clock(),
            self._worker.id,
            receipt.number,
            receipt.sha256,
            receipt.received_at,
            receipt.office,
        )
        if numbered.record in {stone.record for stone in self._vault.tombstones()}:
            return AcceptedReceipt(numbered.record, receipt.office, receipt.received_at)
        record, _ = self._assessments.current(numbered.record)
        if receipt.number not in {known.number for known in record.receipts}:
            self._assessments.note(numbered.record, fact)
            self._assessments.settle()
            self._earlier.run()
        return AcceptedReceipt(numbered.record, receipt.office, receipt.received_at)
