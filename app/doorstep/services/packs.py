"""The packs in use: law and guidance, plain words, local help (TB-11, TB-17, TB-22).

Of each kind the newest is used: one that the office signed, or the one that came with Doorstep. Whatever a record was
made under stays in the vault by its hash, so that an old record shows the words that stood then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment import plain_words as plain_text
from doorstep.assessment.beside import PackReference
from doorstep.assessment.facts import PacksNoted, RowAdded
from doorstep.errors import PackInvalidError, RosterError
from doorstep.packs import directory as local_help
from doorstep.packs import glossary as plain_words
from doorstep.packs.choosing import KINDS, P, PackSet, built_in, built_in_bytes, is_newer, read_kind
from doorstep.packs.model import Directory, Glossary, LegalPack, PackHead

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from doorstep.assessment.plain_words import Reading
    from doorstep.assessment.record import Record
    from doorstep.packs.glossary import Found
    from doorstep.packs.model import Entry, Need, Term
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault

_SETTING: Final = "packs"
"""Which pack of each kind the office gave: a map from kind to hash."""
_MEDIA_TYPE: Final = "application/yaml"
_HELP: Final = "in_community"
"""The rows of local help that was talked about; they are in the person's copy."""


class InstalledPack(msgspec.Struct, frozen=True):
    """What became of a pack that was handed in.

    ``used`` is False when it is not newer than ``held``, which then stays in use and should be said to the worker.
    """

    head: PackHead
    held: PackHead
    used: bool


class Packs:
    """The verbs for packs. ``stale_after_days`` is after how many days details of local help want checking."""

    def __init__(self, vault: Vault, surroundings: Surroundings, stale_after_days: int) -> None:
        self._vault = vault
        self._surroundings = surroundings
        self._stale_after_days = stale_after_days
        self._current: PackSet | None = None
        self._safe: set[str] = set()
        """Hashes of the packs that lie in the vault for sure, so that they are not written again."""

    # which packs

    @property
    def current(self) -> PackSet:
        """The packs that a new record is made under. Raises PackInvalidError when ours are damaged."""
        if self._current is None:
            self._current = PackSet(self._newest(LegalPack), self._newest(Glossary), self._newest(Directory))
        return self._current

    def under(self, record: Record) -> PackSet:
        """Return the packs that a record was made under; where it names none, those of today."""
        noted = {reference.kind: reference.sha256 for reference in record.beside.packs}
        return PackSet(self._noted(noted, LegalPack), self._noted(noted, Glossary), self._noted(noted, Directory))

    def noted(self, by: str, at: datetime) -> PacksNoted:
        """Return the fact that a record is made under the packs of today, which stay in the vault from now on.

        For whoever begins a record, once. Raises StorageError.
        """
        for head in self.current.heads:
            self._keep(head)
        references = (PackReference(head.kind, head.version, head.issued, head.sha256) for head in self.current.heads)
        return PacksNoted(at, by, tuple(references))

    def install(self, path: Path) -> InstalledPack:
        """Take in a pack that the office signed; records that were begun keep theirs.

        Raises BundleUnreadableError (file, what), RosterError (``not connected``), PackUntrustedError (file, what),
        PackInvalidError (file, problems), StorageError; nothing changes then.
        """
        from doorstep.bundle.pack import read_signed_pack  # signatures, only when a pack comes in
        from doorstep.packs.reading import read_pack
        from doorstep.services.office import held_roster, read_page

        roster = held_roster(self._vault)
        if roster is None:
            raise RosterError(what="not connected")
        text = read_signed_pack(read_page(path), roster.pin, path.name)
        pack = read_pack(text, path.name)
        held = next(head for head in self.current.heads if head.kind is pack.head.kind)
        if not is_newer(pack.head, held):
            return InstalledPack(pack.head, held, used=False)
        sha256 = self._vault.put_attachment(text, _MEDIA_TYPE)
        self._vault.set_setting(_SETTING, msgspec.json.encode({**self._installed(), pack.head.kind: sha256}))
        self._current = None
        return InstalledPack(pack.head, pack.head, used=True)

    # plain words

    def explain(self, word: str) -> Term | None:
        """Return what a professional word means, or None."""
        return plain_words.explain(self.current.glossary, word)

    def terms_in(self, text: str) -> tuple[Found, ...]:
        """Return every professional word in a text, to be explained where it stands."""
        return plain_words.terms_in(self.current.glossary, text)

    def check_words(self, text: str) -> Reading:
        """Return how easy a text to the person is to read: guidance for items whose ``check`` is ``plain_words``."""
        return plain_text.check(text)

    # local help

    def directory(self, search: str = "", place: str = "", need: Need | None = None) -> tuple[Entry, ...]:
        """Return the help that fits: every word of ``search``, that place, that need; local help first."""
        return local_help.find(self.current.directory, search, place=place, need=need)

    def places(self) -> tuple[str, ...]:
        """Return the places that the directory knows."""
        return local_help.places(self.current.directory)

    @property
    def directory_warning(self) -> str:
        """What to say above the directory, on screen and in print; empty when it is fresh."""
        return local_help.pack_warning(self.current.directory, self._surroundings.today(), self._stale_after_days)

    def warning_of(self, entry: Entry) -> str:
        """Return when the details of some help were checked, and whether to check them before relying on them."""
        return local_help.entry_warning(entry, self._surroundings.today(), self._stale_after_days)

    def is_stale(self, entry: Entry) -> bool:
        """Tell whether the details of some help were checked too long ago, or never."""
        return local_help.is_stale(entry.checked_on, self._surroundings.today(), self._stale_after_days)

    def add_to_copy(self, opened: OpenAssessment, entry: Entry) -> str:
        """Put some help among what was talked about, so that it is in the person's copy; return the id of its row.

        The person says whether they would like it. Raises what ``OpenAssessment.add_row`` and ``answer`` raise.
        """
        row = next(fact.row for fact in opened.add_row(_HELP).facts if isinstance(fact, RowAdded))
        told = {"name": entry.name, "reach": local_help.how_to_reach(entry), "checked": self.warning_of(entry)}
        for column, words in told.items():
            if words and f"{_HELP}.{column}" in opened.definition.places:
                opened.answer(f"{_HELP}.{column}", words, path=(row,))
        return row

    # what lies in the vault

    def _newest(self, kind: type[P]) -> P:
        ours = built_in(kind)
        given = self._kept(self._installed().get(KINDS[kind]), kind)
        return given if given is not None and is_newer(given.head, ours.head) else ours

    def _noted(self, noted: Mapping[str, str], kind: type[P]) -> P:
        return self._kept(noted.get(KINDS[kind]), kind) or self._newest(kind)

    def _kept(self, sha256: str | None, kind: type[P]) -> P | None:
        """Return a pack that lies in the vault; None when it does not, or when this version cannot read it."""
        if sha256 is None:
            return None
        try:
            return read_kind(self._vault.attachment(sha256), kind)
        except (KeyError, PackInvalidError):
            return None

    def _installed(self) -> Mapping[str, str]:
        kept = self._vault.setting(_SETTING)
        return {} if kept is None else msgspec.json.decode(kept, type=dict[str, str])

    def _keep(self, head: PackHead) -> None:
        if head.sha256 not in self._safe and self._installed().get(head.kind) != head.sha256:
            self._vault.put_attachment(built_in_bytes(head.kind), _MEDIA_TYPE)
        self._safe.add(head.sha256)
