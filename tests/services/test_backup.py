"""Going back to a snapshot, and the second copy on a stick, as a screen asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.errors import StorageError, VaultMissingError
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from services.profiles import Clock


def habits(workspace: Workspace, record_id: str) -> object:
    state = workspace.assessments.state(record_id)
    return [answer.value for _, answer in state.answers_of("ls_habits")]


def test_back_to_a_snapshot_and_in_again(workspace: Workspace, profile: Profile, clock: Clock) -> None:
    opened = workspace.assessments.start(JEAN)
    opened.answer("ls_habits", "A walk before breakfast")
    taken = workspace.backup.take()
    assert taken is not None
    assert (taken.taken_at, taken.size > 0) == (clock.now, True)
    assert workspace.backup.take() is None
    assert workspace.backup.snapshots() == (taken,)
    opened.answer("ls_habits", "Written over by mistake")
    aside = workspace.backup.restore(taken.name)
    workspace.close()  # it is closed already: this does nothing
    again = profile.open(PASSPHRASE)
    assert habits(again, opened.record_id) == ["A walk before breakfast"]
    assert (aside / "vault.db").is_file()
    again.close()


def test_a_snapshot_that_is_gone_leaves_the_workspace_open(workspace: Workspace) -> None:
    opened = workspace.assessments.start(JEAN)
    with pytest.raises(VaultMissingError):
        workspace.backup.restore("000001-20261006T120000Z-0123456789abcdef.snapshot")
    opened.answer("ls_habits", "Still at work")
    workspace.assessments.settle()


def test_the_second_copy_is_remembered(workspace: Workspace, tmp_path: Path, clock: Clock) -> None:
    workspace.assessments.start(JEAN)
    assert workspace.backup.second_copy is None
    copy = workspace.backup.copy_to(tmp_path / "stick")
    assert (copy / "vault.db").is_file()
    told = workspace.backup.second_copy
    assert told is not None
    assert (told.made_at, told.folder) == (clock.now, tmp_path / "stick")


def test_a_stick_that_is_not_there_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "stick").write_bytes(b"no folder")
    with pytest.raises(StorageError):
        workspace.backup.copy_to(tmp_path / "stick")
    assert workspace.backup.second_copy is None
