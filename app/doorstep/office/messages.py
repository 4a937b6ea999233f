"""What the command line says when something cannot be done: what happened, what is safe, what to do."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from doorstep.errors import DoorstepError


class Exit(IntEnum):
    """Exit codes. They are stable: scripts may rely on them. 2 is what argparse gives for a mistyped command."""

    OK = 0
    OTHER = 1
    UNREADABLE = 10
    WRONG_OFFICE = 11
    TAMPERED = 12
    UNKNOWN_SIGNER = 13
    CONFLICT = 14
    ROSTER = 15
    OFFICE_FOLDER = 16
    STORAGE = 17
    VAULT = 18
    PACK = 19
    LEARNING_OFF = 20
    LENDING = 21


class Explanation(msgspec.Struct, frozen=True):
    """Three plain sentences, with facts of the error in braces, and the exit code."""

    exit: Exit
    happened: str
    safe: str
    do: str


_NOTHING_STORED: Final = "Nothing was stored, and the file was not changed."
_SET_ASIDE: Final = "The file was not changed. At intake, a sealed copy waits in quarantine; nothing else is stored."
_ROSTER_KEPT: Final = "The roster is as it was."

_NOTHING_LENT: Final = "Nothing was lent."
_NO_COPY: Final = "No copy was made, and the vault is as it was."
_SALVAGE: Final = "Keep the folder as it is. The same command with --salvage takes what can still be read of it."
_DAMAGED_ENVELOPE: Final = Explanation(
    Exit.VAULT,
    "keys.json is damaged, and without it nothing opens the vault.",
    _NO_COPY,
    "Keep the folder as it is, and look for another copy of keys.json, on a stick for example.",
)

_EXPLANATIONS: Final = {
    "bundle.unreadable": Explanation(
        Exit.UNREADABLE,
        "{file} cannot be read ({what}): it is missing, cut short, damaged, or not a Doorstep file.",
        _NOTHING_STORED,
        "Copy it again from where it came from. If that does not help, ask the worker to export once more.",
    ),
    "bundle.unreadable/newer version": Explanation(
        Exit.UNREADABLE,
        "{file} was made by a newer Doorstep than this one.",
        _NOTHING_STORED,
        "Bring doorstep-office up to date, then try again.",
    ),
    "bundle.unreadable/too large": Explanation(
        Exit.UNREADABLE,
        "{file} is larger than any honest bundle.",
        _NOTHING_STORED,
        "Ask the worker what the file is. Do not open it by other means.",
    ),
    "bundle.wrong_office": Explanation(
        Exit.WRONG_OFFICE,
        "{file} is meant for another office ({what}), or its first lines are damaged.",
        _NOTHING_STORED,
        "Ask the worker which office it was made for, and send it there, or have it exported again with your roster.",
    ),
    "bundle.tampered": Explanation(
        Exit.TAMPERED,
        "{file} is not as it was when it was signed: {what}.",
        _NOTHING_STORED,
        "Do not use it. Keep the file, tell whoever looks after information security, and ask for a fresh export.",
    ),
    "bundle.unknown_signer": Explanation(
        Exit.UNKNOWN_SIGNER,
        "{file} is signed by a key that may not sign here: {signer}, {what}.",
        _NOTHING_STORED,
        "If the laptop is yours, enrol it first. If you do not know it, do not use the file.",
    ),
    "bundle.unknown_signer/revoked": Explanation(
        Exit.UNKNOWN_SIGNER,
        "{file} is signed by a key that was revoked: {signer}.",
        _SET_ASIDE,
        "Find out where the laptop is. A manager decides what to do with the file.",
    ),
    "bundle.unknown_signer/expired": Explanation(
        Exit.UNKNOWN_SIGNER,
        "{file} is signed by a key whose time has run out: {signer}.",
        _SET_ASIDE,
        "Enrol the laptop again with a fresh request, then take the file in once more.",
    ),
    "bundle.unknown_signer/not valid yet": Explanation(
        Exit.UNKNOWN_SIGNER,
        "{file} is signed by a key that is not valid yet: {signer}.",
        _SET_ASIDE,
        "Check the clock of this computer, then take the file in once more.",
    ),
    "bundle.conflict": Explanation(
        Exit.CONFLICT,
        "Bundle {number} of {device} was received before, with other content.",
        "The first one stays as it is. A sealed copy of this one waits in quarantine.",
        "Ask the worker whether an old copy of the laptop was put back. A manager decides which one counts.",
    ),
    "bundle.roster": Explanation(
        Exit.ROSTER,
        "That cannot be used: {what}.",
        _ROSTER_KEPT,
        "Ask the worker to make the request again on the laptop, and bring the new file.",
    ),
    "bundle.roster/the name belongs to another key": Explanation(
        Exit.ROSTER,
        "Somebody is enrolled under that name, with another key.",
        _ROSTER_KEPT,
        "If the laptop was set up anew, revoke the old name first. If not, have another name chosen on the laptop.",
    ),
    "bundle.roster/a revoked key": Explanation(
        Exit.ROSTER,
        "That request comes from a key that was revoked.",
        _ROSTER_KEPT,
        "Find out where the laptop is. To use it again, set it up anew: it then has fresh keys.",
    ),
    "bundle.roster/nobody of that name": Explanation(
        Exit.ROSTER,
        "Nobody of that name is on the roster.",
        _ROSTER_KEPT,
        "Look the name up with `list`; it begins with device: or worker:.",
    ),
    "environment": Explanation(
        Exit.OFFICE_FOLDER,
        "This office folder cannot be used: {what}.",
        "Nothing was changed.",
        "Check the folder after --office. A new office is made with `init`; a key in a safe must be brought back.",
    ),
    "vault": Explanation(
        Exit.VAULT,
        "The vault cannot be used ({what}).",
        _NO_COPY,
        "Look at the folder: it holds keys.json and vault.db, and nobody is working in it.",
    ),
    "vault.missing": Explanation(
        Exit.VAULT,
        "There is no whole vault in {folder}: {missing} is missing.",
        _NO_COPY,
        "Name the folder that holds keys.json and vault.db, or bring the missing file back from a copy.",
    ),
    "vault.exists": Explanation(
        Exit.VAULT,
        "{folder} is not empty.",
        _NO_COPY,
        "Name a new folder after --out. A vault is never written over.",
    ),
    "vault.in_use": Explanation(
        Exit.VAULT, "Doorstep has the vault open.", _NO_COPY, "Close Doorstep on that computer, then try again."
    ),
    "vault.newer": Explanation(
        Exit.VAULT,
        "The vault was written by a newer Doorstep than this one.",
        _NO_COPY,
        "Bring doorstep-office up to date, then try again.",
    ),
    "vault.damaged/unreadable": _DAMAGED_ENVELOPE,
    "vault.damaged/changed": _DAMAGED_ENVELOPE,
    "vault.recovery/seal": _DAMAGED_ENVELOPE,
    "vault.damaged": Explanation(Exit.VAULT, "{file} is damaged ({what}).", _NO_COPY, _SALVAGE),
    "vault.chain_broken": Explanation(
        Exit.VAULT,
        "The journal of the vault does not fit together at entry {row}: something changed it from outside.",
        _NO_COPY,
        "Keep the folder as evidence, and tell whoever looks after information security.",
    ),
    "vault.weak_passphrase": Explanation(
        Exit.VAULT,
        "The new passphrase is too easy to guess, or was left empty.",
        _NO_COPY,
        "Use four or more words that do not belong together, at least twelve letters.",
    ),
    "vault.recovery": Explanation(
        Exit.VAULT,
        "The vault does not open with an age identity that can be used here ({what}).",
        _NO_COPY,
        "Look at the file after --identity: it is written by age-keygen or by `init`, and begins AGE-SECRET-KEY.",
    ),
    "vault.recovery/never sealed": Explanation(
        Exit.VAULT,
        "This laptop had not joined an office yet, so only its own passphrase opens the vault.",
        _NO_COPY,
        "Help the worker to remember it: the number of tries is not limited. There is no other way in.",
    ),
    "vault.recovery/other keys": Explanation(
        Exit.VAULT,
        "The vault is sealed to other keys than the ones at hand.",
        _NO_COPY,
        "Bring the escrow identity from its safe and name it after --identity, or ask which office the laptop joined.",
    ),
    "lending": Explanation(
        Exit.LENDING, "That cannot be lent: {what}.", _NOTHING_LENT, "Look the records up with `list NAME`."
    ),
    "lending/nobody of that name": Explanation(
        Exit.LENDING,
        "No laptop and no worker of the name {name} is on the roster.",
        _NOTHING_LENT,
        "Look the name up with `list`; it begins with device: or worker:.",
    ),
    "lending/enrolled before lending": Explanation(
        Exit.LENDING,
        "{name} was enrolled before there was lending, so nothing can be sealed to it.",
        _NOTHING_LENT,
        "Ask the worker to write a new request on the laptop, enrol that, and hand over the new roster.",
    ),
    "lending/several laptops": Explanation(
        Exit.LENDING,
        "{name} has several laptops.",
        _NOTHING_LENT,
        "Name the laptop: device:NAME, as `list` shows it.",
    ),
    "lending/no such record": Explanation(
        Exit.LENDING,
        "There is no record {record} here.",
        _NOTHING_LENT,
        "Look the records up with `list NAME`.",
    ),
    "lending/no such person": Explanation(
        Exit.LENDING,
        "There is no record here that could be lent of a person with the id {name}.",
        _NOTHING_LENT,
        "Look the person up with `list NAME`: it shows their id.",
    ),
    "lending/nothing named": Explanation(
        Exit.LENDING,
        "No record was named, and no person.",
        _NOTHING_LENT,
        "Name records by their ids, or a person with --person. `list NAME` shows both.",
    ),
    "lending/kept apart": Explanation(
        Exit.LENDING,
        "{record} holds what somebody said about a worker's own work. That is never lent.",
        _NOTHING_LENT,
        "Lend the other records of this person, by their ids or with --person.",
    ),
    "lending/several people": Explanation(
        Exit.LENDING,
        "These are records of more than one person.",
        _NOTHING_LENT,
        "Make a pack for each person.",
    ),
    "lending/no lending key": Explanation(
        Exit.LENDING,
        "The key that signs what is lent is not on the roster, or was revoked.",
        _NOTHING_LENT,
        "Enrol the laptop again: that puts the key on the roster. Then hand over the new roster with the pack.",
    ),
    "learning_off": Explanation(
        Exit.LEARNING_OFF,
        "This office makes no learning summary: it is off until the organisation turns it on.",
        "Nothing was counted and nothing was written.",
        "If the organisation has decided to, write `learning_summary = true` into {file}.",
    ),
    "pack": Explanation(
        Exit.PACK,
        "There is no pack to sign: {what}.",
        "Nothing was signed.",
        "Name the folder that holds pack.yaml.",
    ),
    "pack.invalid": Explanation(
        Exit.PACK,
        "The pack has mistakes:\n{problems}",
        "Nothing was signed.",
        "Mend the lines named above, then sign again. docs/formats/pack.md says how packs are written.",
    ),
    "vault.storage": Explanation(
        Exit.STORAGE,
        "The disk or the database refused ({what}).",
        "Nothing was stored in part.",
        "See whether the disk is full or read-only, then do the same again: nothing is stored twice.",
    ),
    "doorstep": Explanation(
        Exit.OTHER,
        "That did not work ({what}).",
        "Nothing was stored.",
        "Tell whoever looks after Doorstep, with the line above.",
    ),
}


def explanation_of(error: DoorstepError) -> Explanation:
    """Return the words for an error, with its facts in place, from the most exact entry that there is."""
    what = error.facts.get("what")
    keys = (f"{error.code}/{what}", error.code, error.code.rpartition(".")[0], "doorstep")
    found = next(_EXPLANATIONS[key] for key in keys if key in _EXPLANATIONS)
    told = {"what": error.code, **error.facts}
    lines = {name: "\n".join(value) if isinstance(value, tuple) else str(value) for name, value in told.items()}
    facts = defaultdict(lambda: "?", lines)
    happened, do = (words.format_map(facts) for words in (found.happened, found.do))
    return msgspec.structs.replace(found, happened=happened, do=do)
