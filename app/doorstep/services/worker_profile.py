"""The worker's own record of skill (TB-27): job, registration, training with its dates, and specialist skills.

It lies in the vault, beside the keys, and goes into no record but for name, job, phone and registration: the skills
serve to warn the worker, not to judge them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.people import Worker
from doorstep.assessment.skills import Skill
from doorstep.errors import VaultDamagedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.vault.database import Vault

_SETTING: Final = "worker"
SKILL_WORDS: Final[Mapping[Skill, str]] = {
    Skill.DEAFBLIND: "Deafblind people: the special training that the law asks for",
    Skill.AUTISM: "Autism",
    Skill.LEARNING_DISABILITY: "Learning disability",
    Skill.MENTAL_CAPACITY: "Capacity and best interests",
    Skill.SAFEGUARDING: "Safeguarding adults",
    Skill.YOUNG_CARERS: "Young carers",
}
"""Each skill as the worker ticks it."""


class Training(msgspec.Struct, frozen=True, omit_defaults=True):
    """A training that was done. ``again_by`` is when it wants repeating, or None."""

    what: str
    on: date
    again_by: date | None = None


class WorkerProfile(msgspec.Struct, frozen=True):
    """Who works here, what they were trained in and which skills they have recorded (values of ``Skill``)."""

    worker: Worker
    training: tuple[Training, ...] = ()
    skills: frozenset[str] = frozenset()

    def lapsed(self, today: date) -> tuple[Training, ...]:
        """Return the trainings whose day to repeat has passed, the longest ago first."""
        due = [(each.again_by, each) for each in self.training if each.again_by is not None and each.again_by < today]
        return tuple(training for _, training in sorted(due, key=lambda pair: pair[0]))


class _Beside(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an earlier Doorstep did not write into the setting; it reads past it."""

    training: tuple[Training, ...] = ()
    skills: tuple[str, ...] = ()


def keep_profile(vault: Vault, profile: WorkerProfile) -> None:
    """Keep who works here, in the vault. Raises StorageError.

    Skills count at once; name, job, phone and registration stand in records that are begun after the next unlocking.
    """
    beside = _Beside(profile.training, tuple(sorted(profile.skills)))
    told = {**msgspec.to_builtins(profile.worker), **msgspec.to_builtins(beside)}
    vault.set_setting(_SETTING, msgspec.json.encode(told))


def kept_profile(vault: Vault) -> WorkerProfile:
    """Return who works here. Raises VaultDamagedError when nobody is known: a vault is never made without."""
    kept = vault.setting(_SETTING)
    if kept is None:
        raise VaultDamagedError(file="vault.db", what="worker")
    beside = msgspec.json.decode(kept, type=_Beside)
    return WorkerProfile(msgspec.json.decode(kept, type=Worker), beside.training, frozenset(beside.skills))
