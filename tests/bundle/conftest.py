"""One office and one honest bundle, made once: sealing is cheap, and opening is what is tested."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from vectors.making import MadeOffice, contents

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.bundle.writer import BundleInfo


STOCK_TOOLS: Final = ("age", "tar", "sha256sum", "ssh-keygen")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what compares us with stock tools on a machine that lacks them."""
    missing = [tool for tool in STOCK_TOOLS if shutil.which(tool) is None]
    if missing and item.get_closest_marker("stock_tools"):
        pytest.skip(f"needs {', '.join(missing)}")


@pytest.fixture(scope="session")
def office() -> MadeOffice:
    return MadeOffice()


@pytest.fixture(scope="session")
def bundle(office: MadeOffice, tmp_path_factory: pytest.TempPathFactory) -> BundleInfo:
    return office.bundle(tmp_path_factory.mktemp("outbox") / "visit.doorstep.age", contents())


@pytest.fixture
def members(office: MadeOffice, tmp_path: Path) -> dict[str, bytes]:
    return office.members(tmp_path / "honest.doorstep.age")
