"""Error codes turned into sentences: what happened, what is safe, what to do next.

The rest of the program raises codes with facts (``errors.py``); only here do they become words. Every code of the tree
has its own entry, and a test holds that to be so. No sentence takes case text: the facts never hold any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.errors import DoorstepError, FactValue


@dataclass(frozen=True, slots=True)
class Message:
    """Three sentences or more for a person: ``happened``, ``safe`` (may be empty) and ``do``."""

    happened: str
    safe: str
    do: str

    @property
    def words(self) -> str:
        """The whole message as one paragraph."""
        return " ".join(part for part in (self.happened, self.safe, self.do) if part)


_KEPT: Final = "Everything that was shown as saved is still in the vault."
_UNTOUCHED: Final = "Nothing has been changed."
_OFFICE: Final = "If it happens again, tell your office what it says here."
_NOTHING_SENT: Final = "Nothing was taken in, and nothing on this laptop has changed."

_MESSAGES: Final[Mapping[str, Message]] = {
    "doorstep": Message("Doorstep could not do that.", _KEPT, _OFFICE),
    "definition": Message("The questions for this assessment could not be read.", _KEPT, _OFFICE),
    "definition.not_found": Message(
        "The form “{form}” is not installed on this laptop.", _KEPT, "Ask your office to install Doorstep again."
    ),
    "definition.invalid": Message(
        "The form “{form}” has mistakes in it, so it is not used.",
        _KEPT,
        "Ask whoever looks after your forms to run “doorstep forms check”.",
    ),
    "assessment": Message("That could not be recorded.", "The answers before it are kept.", _OFFICE),
    "assessment.unknown_item": Message(
        "This form does not have the question “{link_id}”.", "The other answers are kept.", _OFFICE
    ),
    "assessment.wrong_voice": Message(
        "This question has no space for that speaker.",
        "What you typed is still on the screen.",
        "Put the words where that person is named, or add them to the people first.",
    ),
    "assessment.wrong_value": Message(
        "This answer does not fit the question; it takes {expected}.",
        "What you typed is still on the screen.",
        "Change it, or choose why there is no answer.",
    ),
    "assessment.row_not_found": Message(
        "That entry is no longer in the list.", "The other entries are kept.", "Go back to the list and look again."
    ),
    "assessment.frozen": Message(
        "This assessment is signed, so its answers cannot be changed.",
        "It stands as you signed it.",
        "Write an addendum below it: what is different, and why.",
    ),
    "assessment.kept_apart": Message(
        "These words were given about your own work, so they are not for you to read.",
        "They are kept, whole.",
        "Send them to your office: somebody else reads them there.",
    ),
    "assessment.no_such_carer": Message(
        "Nobody in this assessment is known as that carer.",
        "Nothing was begun.",
        "Add the carer to the people of this assessment first.",
    ),
    "assessment.not_ready": Message(
        "This assessment cannot be signed yet: {missing} still needed.",
        "All the answers so far are kept.",
        "Go through the list: answer each question, or say why it could not be asked.",
    ),
    "assessment.fuller_assessment_owed": Message(
        "Something here could not wait, and no day is promised for the fuller assessment.",
        "All the answers so far are kept.",
        "Under “Before we start”, say by when the fuller assessment will be done. Then sign.",
    ),
    "vault": Message("The vault could not do that.", _KEPT, _OFFICE),
    "vault.missing": Message(
        "Part of the vault is not where it should be: {missing} is missing from {folder}.",
        "Doorstep has not made a new one in its place, so the missing part still fits if it comes back.",
        "If the folder was moved or is on a stick, put it back and try again. If not, ask your office to bring back "
        "the last copy.",
    ),
    "vault.exists": Message(
        "There is a vault on this laptop already, in {folder}.",
        "It has not been touched.",
        "Unlock it instead, or choose another folder for a new one.",
    ),
    "vault.wrong_passphrase": Message(
        "That passphrase does not open this vault.",
        _UNTOUCHED,
        "Look at Caps Lock and the spaces between the words, and try again.",
    ),
    "vault.too_many_tries": Message(
        "After so many wrong passphrases, Doorstep waits before the next one. This one was not tried.",
        _UNTOUCHED,
        "Use the time to look up the passphrase. If it is lost, your office can open the vault with its own key.",
    ),
    "vault.weak_passphrase": Message(
        "That passphrase is too easy to guess.",
        "Nothing has been made yet.",
        "Use four or more words that do not belong together, or take one that Doorstep makes for you.",
    ),
    "vault.damaged": Message(
        "The passphrase is right, but {file} is damaged.",
        "Doorstep has changed nothing in it, so what can be read can still be saved.",
        "Do not delete anything. Take the laptop to your office: they hold the key to recover it.",
    ),
    "vault.newer": Message(
        "This vault was last used by a newer Doorstep.",
        "It has not been touched.",
        "Install the newer Doorstep on this laptop, then unlock it.",
    ),
    "vault.in_use": Message(
        "Doorstep is open already, perhaps in another window or for another account.",
        "Nothing has been opened twice.",
        "Go to the other window, or close it there and try again.",
    ),
    "vault.read_only": Message(
        "Doorstep may not write to {folder}.",
        _UNTOUCHED,
        "Ask whoever looks after the laptop for permission to write there, or take the write lock off the stick.",
    ),
    "vault.storage": Message(
        "It could not be written: the disk is full or is not working.",
        "What you typed is still here, and Doorstep keeps trying.",
        "Make some room: empty the bin or move large files away. Leave Doorstep open until it says Saved.",
    ),
    "vault.refused": Message(
        "One answer could not be saved, through a fault in Doorstep.",
        "Everything else is saved, and the answer is still on this page.",
        "Copy its words to another answer or on to paper, then tell your office.",
    ),
    "vault.removal_refused": Message(
        "This assessment stays on this laptop: your office has not said that it holds it as it stands.",
        _UNTOUCHED,
        "Send it to your office, and open the receipt that they give you.",
    ),
    "vault.writer_ended": Message(
        "Doorstep has stopped saving, through a fault of its own.",
        _KEPT,
        "Copy what you typed last on to paper. Then close Doorstep, open it again, and tell your office.",
    ),
    "vault.chain_broken": Message(
        "The journal of this vault does not fit together at entry {row}: something changed it from outside.",
        "Doorstep has stopped before adding to it.",
        "Do not go on working in it. Take the laptop to your office.",
    ),
    "vault.office_keys": Message(
        "This office file names fewer than two keys that could open your vault if the passphrase were lost.",
        "The connection that you had is kept.",
        "Ask your office for a file with both its keys: the one in use and the one in its safe.",
    ),
    "vault.keystore": Message(
        "This laptop’s own keystore, where the second key belongs, could not be used.",
        _UNTOUCHED,
        "Sign in to the laptop with your own account, so that its keystore is open, and try again.",
    ),
    "vault.keystore_missing": Message(
        "This vault needs a second key from this laptop’s own keystore, and it is not there.",
        "Your passphrase was not tried, and nothing in the vault has changed.",
        "Sign in to the laptop with your own account and try again. If the key is gone, your office can still open the "
        "vault with its own key: take the laptop there, and delete nothing.",
    ),
    "vault.recovery": Message(
        "The office's keys do not open this vault.",
        _UNTOUCHED,
        "Ask your office which of its keys the vault was sealed to.",
    ),
    "bundle": Message("That file could not be used.", _NOTHING_SENT, _OFFICE),
    "bundle.unreadable": Message(
        "{file} cannot be read: it is cut short, damaged, or not a file of this kind.",
        _NOTHING_SENT,
        "Ask for the file to be sent again, or choose another one.",
    ),
    "bundle.wrong_office": Message(
        "{file} is meant for another office.", _NOTHING_SENT, "Check with your office that you have the right file."
    ),
    "bundle.tampered": Message(
        "{file} is not as it was when it was signed.",
        _NOTHING_SENT,
        "Do not use it. Tell your office, and ask for it to be sent again.",
    ),
    "bundle.unknown_signer": Message(
        "{file} is not signed by anyone your office has named.",
        _NOTHING_SENT,
        "Check with your office that the file comes from them.",
    ),
    "bundle.conflict": Message(
        "This laptop has sent number {number} before, with other content.",
        "Both are kept; neither has been thrown away.",
        "Tell your office, and give them the number.",
    ),
    "bundle.receipt_mismatch": Message(
        "This receipt does not belong to anything that left this laptop.",
        "The assessment stays marked as not yet received.",
        "Ask your office for the receipt of your latest file.",
    ),
    "bundle.roster": Message(
        "This office file cannot be used: it is not signed, is older than the one you have, or is for another office.",
        "The connection that you had is kept.",
        "Ask your office for its newest file, whose name ends in .doorstep-roster.",
    ),
    "bundle.wrong_laptop": Message(
        "{file} was lent to another laptop. Only that one can open it.",
        _NOTHING_SENT,
        "Ask your office to lend the records to this laptop. If it was set up anew, give them a fresh request first.",
    ),
    "bundle.visit_pack_expired": Message(
        "These records were lent until {until}, or until a newer one reached your office. That time is over.",
        _NOTHING_SENT,
        "Look at this laptop’s clock. If it is right, ask your office to lend the records again.",
    ),
    "bundle.visit_pack_newer": Message(
        "{file} holds records that need a newer Doorstep than this one.",
        _NOTHING_SENT,
        "Ask your office to bring Doorstep on this laptop up to date. Then take the file in again.",
    ),
    "bundle.already_lent": Message(
        "Everything in {file} is on this laptop already.",
        "Nothing was taken in twice.",
        "Go to the person in your list: what was said before is there.",
    ),
    "copies": Message(
        "This copy could not be made.", "The assessment itself is not affected.", "Choose another format. " + _OFFICE
    ),
    "copies.unsafe": Message(
        "This copy was not handed over: a screen reader could not have read all of it.",
        "The assessment itself is not affected.",
        "Save it as a web page or as plain text instead. " + _OFFICE,
    ),
    "copies.contracted_braille": Message(
        "Contracted braille needs liblouis, which is not on this laptop.",
        "Uncontracted braille can be made here.",
        "Choose uncontracted braille, or ask your office to install liblouis.",
    ),
    "copies.password": Message(
        "That password would not keep anybody out.",
        "Nothing has been written.",
        "Choose one of at least {least} letters: three words in a row are easy to remember. 127 letters is the most.",
    ),
    "pack": Message("This pack of words cannot be used.", "The packs that you had stay in use.", _OFFICE),
    "pack.invalid": Message(
        "The pack “{file}” has mistakes in it, so it is not used.",
        "The packs that you had stay in use.",
        "Ask your office for a new one, and tell them what the pack is called.",
    ),
    "pack.untrusted": Message(
        "The pack “{file}” is not as your office signed it, or another office signed it.",
        "The packs that you had stay in use.",
        "Ask your office for the pack again. Do not use this file.",
    ),
    "lending": Message(
        "The office cannot lend that.", _UNTOUCHED, "Ask your office which records they hold of this person."
    ),
    "learning_off": Message(
        "Your organisation does not make summaries of what was learned.", _UNTOUCHED, "Ask your office about it."
    ),
    "attachment": Message(
        "That picture could not be taken in.",
        "The answers are kept.",
        "Use a JPEG or PNG photo, and not a very large one.",
    ),
    "environment": Message("This laptop lacks something that Doorstep needs: {what}.", _KEPT, _OFFICE),
    "environment.no_display": Message(
        "There is no screen here on which Doorstep could open its window.",
        "",
        "Start it from the desktop. To see a whole visit without a screen, run “make demo”.",
    ),
}

_UNTOLD: Final[Mapping[str, str]] = {
    "expected": "another kind of answer",
    "file": "The file",
    "folder": "its folder",
    "form": "needs assessment",
    "least": "8",
    "link_id": "?",
    "missing": "something",
    "number": "?",
    "row": "?",
    "until": "a day that has passed",
    "what": "a part of the program",
}
"""What stands in a sentence when an error came without that fact."""


def message_for(error: DoorstepError) -> Message:
    """Return the words for an error, with its facts in their places."""
    return message_of(error.code, error.facts)


def message_of(code: str, facts: Mapping[str, FactValue] | None = None) -> Message:
    """Return the words for a code; a code that has no entry gets the words of its nearest ancestor."""
    told = {**_UNTOLD, **{name: str(value) for name, value in (facts or {}).items() if value not in (None, "")}}
    while code not in _MESSAGES:
        code = code.rpartition(".")[0] or "doorstep"
    message = _MESSAGES[code]
    return Message(message.happened.format_map(told), message.safe.format_map(told), message.do.format_map(told))


def codes() -> frozenset[str]:
    """Return every code that has words of its own."""
    return frozenset(_MESSAGES)


def fault_message(mark: str) -> Message:
    """Return what to say of something that nobody foresaw; ``mark`` is for whoever looks after the program."""
    return Message(
        "Something went wrong in Doorstep.",
        _KEPT,
        f"You can go on. If it happens again, tell your office this mark: {mark}.",
    )
