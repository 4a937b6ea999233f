"""What the tests of lending share: an office at its command line, what was said to it, and packs made by hand."""

from __future__ import annotations

import dataclasses
import io
import os
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from PIL import Image

from doorstep.assessment.answer import AnswerKey, Choices
from doorstep.assessment.people import Carer, Person
from doorstep.bundle.sealing import seal, unseal
from doorstep.bundle.visit_pack import VisitPack, lent_record
from doorstep.definition.model import Visibility
from doorstep.office.cli import main
from doorstep.office.folder import OfficeFolder
from doorstep.office.messages import Exit
from doorstep.office.store import Store
from doorstep.services.own_keys import OwnKeys
from services.profiles import JEAN, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace


DAWN = Carer(id="dawn", name="Dawn Alder", relationship="daughter", phone="07700 900001")
HABIT = "A walk round the harbour before breakfast"
SECRET = "What nobody else may know of Jean"


@dataclasses.dataclass
class Office:
    """An office that is worked at its command line."""

    path: Path
    clock: Clock
    outbox: Path

    @property
    def folder(self) -> OfficeFolder:
        return OfficeFolder(self.path)

    def run(self, *words: object) -> int:
        return main(["--office", str(self.path), *map(str, words)], self.clock)

    def let_in(self, workspace: Workspace) -> None:
        assert self.run("enrol", workspace.export.enrolment_request(self.outbox)) == Exit.OK
        workspace.export.install_roster(self.folder.roster_file)

    def device(self, workspace: Workspace) -> str:
        key = workspace_keys(workspace).device.public
        return next(each.name for each in self.folder.roster.signers if each.key == key)

    def lend(self, workspace: Workspace, *words: object) -> Path:
        """Lend what the words say, all of Jean by default; return the file."""
        name = f"device:{self.device(workspace)}"
        before = set(self.folder.visits.glob("*"))
        assert self.run("lend", *(words or ("--person", "jean")), "--to", name, "--by", "Ann Lee") == Exit.OK
        [path] = set(self.folder.visits.glob("*")) - before
        return path


def workspace_keys(workspace: Workspace) -> OwnKeys:
    return OwnKeys(workspace._vault, os.urandom)


def an_office(path: Path, clock: Clock, outbox: Path) -> Office:
    OfficeFolder.create(path, f"Council of {path.name}", clock())
    Store.open(OfficeFolder(path).database_url).close()
    return Office(path, clock, outbox)


def send_and_remove(workspace: Workspace, office: Office, record_id: str) -> None:
    """Let a record leave, be received, and go from the laptop."""
    workspace.assessments.leave(record_id)
    result = workspace.export.export(record_id, office.outbox)
    assert office.run("intake", result.path) == Exit.OK
    receipt = next(office.folder.receipts.glob(f"*-{result.number}.doorstep-receipt"))
    workspace.receipts.accept(receipt)
    workspace.removal.remove(record_id)


def told(workspace: Workspace, person: Person = JEAN) -> OpenAssessment:
    """Begin an assessment in which something private was said, and a picture was taken."""
    opened = workspace.assessments.start(person)
    opened.answer("ls_habits", HABIT)
    opened.answer("ls_willing", Choices(("yes",)))
    opened.answer("ls_places", SECRET)
    opened.set_visibility(AnswerKey("ls_places"), Visibility.PRIVATE_PERSON)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "JPEG")
    opened.answer("ls_photo", opened.take_photo(picture.getvalue()))
    return opened


def nothing_lent(workspace: Workspace) -> bool:
    return workspace._vault.earlier.all() == () and workspace.assessments.people() == ()


# packs, opened and made by hand


def opened(workspace: Workspace, path: Path) -> bytes:
    return unseal(path.read_bytes(), (workspace_keys(workspace).opening,), path.name)


def sealed(workspace: Workspace, content: bytes) -> bytes:
    return seal(content, (workspace_keys(workspace).opening.recipient,))


def written(folder: Path, data: bytes) -> Path:
    path = folder / "x.doorstep-visit"
    path.write_bytes(data)
    return path


def pack_of(workspace: Workspace, office: Office, **changed: object) -> VisitPack:
    """Return a pack as the office would lend it to a laptop today."""
    store = Store.open(office.folder.database_url)
    records = tuple(lent_record(*each) for each in store.newest_records())
    store.close()
    pack = VisitPack(
        office=office.folder.roster.office,
        number=1,
        device=office.device(workspace),
        recipient=workspace_keys(workspace).opening.recipient,
        lent_at=office.clock(),
        until=(office.clock() + timedelta(30)).date(),
        records=records[:1],
    )
    return msgspec.structs.replace(pack, **changed)
