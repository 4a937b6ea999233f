"""One office and one honest bundle, made once: sealing is cheap, and opening is what is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vectors.making import MadeOffice, contents

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.bundle.writer import BundleInfo


@pytest.fixture(scope="session")
def office() -> MadeOffice:
    return MadeOffice()


@pytest.fixture(scope="session")
def bundle(office: MadeOffice, tmp_path_factory: pytest.TempPathFactory) -> BundleInfo:
    return office.bundle(tmp_path_factory.mktemp("outbox") / "visit.doorstep.age", contents())


@pytest.fixture
def members(office: MadeOffice, tmp_path: Path) -> dict[str, bytes]:
    return office.members(tmp_path / "honest.doorstep.age")
