"""An office in a folder, with one enrolled laptop, at a fixed time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.bundle.enrolment import read_enrolment, write_enrolment
from doorstep.bundle.writer import BundleContents, BundleInfo, write_bundle
from doorstep.office.enrolling import enrol
from doorstep.office.folder import OfficeFolder
from doorstep.office.store import Store
from vectors.making import AT, contents, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def request_page() -> bytes:
    """What laptop-7 and Rosa Marsh ask for."""
    return write_enrolment(
        device="laptop-7",
        device_key=key("device"),
        worker="rosa",
        worker_label="Rosa Marsh",
        worker_key=key("worker"),
        made_at=AT,
    )


@pytest.fixture
def folder(tmp_path: Path, request_page: bytes) -> OfficeFolder:
    folder = OfficeFolder.create(tmp_path / "office", "Harbour Council", AT)
    folder.publish(enrol(folder.roster, read_enrolment(request_page), AT))
    return folder


@pytest.fixture
def store(folder: OfficeFolder) -> Iterator[Store]:
    store = Store.open(folder.database_url)
    yield store
    store.close()


@pytest.fixture
def send(folder: OfficeFolder, tmp_path: Path) -> Callable[..., BundleInfo]:
    """Make a bundle as laptop-7 would: ``send(number, previous, **changed contents)``."""

    def make(number: int = 1, previous: str = "", name: str = "", **changed: object) -> BundleInfo:
        made: BundleContents = msgspec.structs.replace(contents(number, previous), **changed)
        path = tmp_path / "outbox" / f"{name or number}.doorstep.age"
        return write_bundle(made, device=key("device"), worker=key("worker"), roster=folder.roster, path=path)

    return make
