"""The worker's own record of skill: kept in the vault, readable from older vaults, and heeded at once (TB-27)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.assessment.answer import Choices
from doorstep.assessment.skills import Skill
from doorstep.services.worker_profile import SKILL_WORDS, Training, WorkerProfile, kept_profile
from services.profiles import JEAN, PASSPHRASE, ROSA

if TYPE_CHECKING:
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace

TRAINED = WorkerProfile(
    msgspec.structs.replace(ROSA, registration="SW12345"),
    (Training("Deafblind assessor", date(2024, 5, 1), date(2026, 5, 1)), Training("First aid", date(2026, 1, 9))),
    frozenset({Skill.DEAFBLIND, Skill.AUTISM}),
)


def test_a_new_worker_has_recorded_nothing_yet(workspace: Workspace) -> None:
    assert workspace.profile == WorkerProfile(workspace.worker)


def test_what_is_kept_is_there_after_unlocking_again(workspace: Workspace, profile: Profile) -> None:
    workspace.keep_profile(TRAINED)
    assert workspace.profile == TRAINED
    workspace.close()
    again = profile.open(PASSPHRASE)
    try:
        assert again.profile == TRAINED
        assert again.worker == TRAINED.worker
    finally:
        again.abandon()


def test_nobody_becomes_somebody_else(workspace: Workspace) -> None:
    workspace.keep_profile(WorkerProfile(msgspec.structs.replace(ROSA, id="mo", name="Rosa Marsh-Hill")))
    assert (workspace.profile.worker.id, workspace.profile.worker.name) == (ROSA.id, "Rosa Marsh-Hill")


def test_a_vault_of_an_earlier_doorstep_has_no_training_and_no_skills(workspace: Workspace) -> None:
    workspace._vault.set_setting("worker", msgspec.json.encode(ROSA))
    assert kept_profile(workspace._vault) == WorkerProfile(ROSA)


def test_an_earlier_doorstep_still_finds_its_worker(workspace: Workspace) -> None:
    workspace.keep_profile(TRAINED)
    kept = workspace._vault.setting("worker")
    assert kept is not None
    assert msgspec.json.decode(kept, type=type(ROSA)) == TRAINED.worker


def test_training_that_wants_repeating_is_told() -> None:
    assert [training.what for training in TRAINED.lapsed(date(2026, 10, 6))] == ["Deafblind assessor"]
    assert TRAINED.lapsed(date(2026, 5, 1)) == ()


@pytest.mark.serves("TB-27")
def test_a_skill_that_is_recorded_takes_the_warning_away(workspace: Workspace) -> None:
    opened = workspace.assessments.start(JEAN)
    opened.answer("ab_senses", Choices(("both",)))
    warned = opened.state.skill_warnings(workspace.profile.skills)
    assert [(warning.skill, warning.by_law) for warning in warned] == [(Skill.DEAFBLIND, True)]
    workspace.keep_profile(TRAINED)
    assert opened.state.skill_warnings(workspace.profile.skills) == ()


def test_skills_are_in_no_record(workspace: Workspace) -> None:
    workspace.keep_profile(TRAINED)
    assert b"Deafblind assessor" not in msgspec.json.encode(workspace.assessments.start(JEAN).freeze())


def test_every_skill_has_words() -> None:
    assert set(SKILL_WORDS) == set(Skill)
