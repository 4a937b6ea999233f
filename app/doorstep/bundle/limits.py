"""How much a hostile or broken file may ask for: every bound that reading a bundle obeys, in one place."""

from __future__ import annotations

from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bounds on what is read, in bytes unless said otherwise; each is far above what an honest visit needs.

    ``bundle`` bounds the sealed file, and with it the memory that opening takes: nothing in the format is compressed,
    so nothing can grow. ``member`` bounds one file inside, ``members`` their number, ``letter`` a roster, a receipt
    or an enrolment request. ``manifest`` bounds manifest.json and SHA256SUMS, ``visit_pack`` what an office lends.
    """

    bundle: int = 512 * 1024 * 1024
    member: int = 64 * 1024 * 1024
    members: int = 2000
    manifest: int = 1024 * 1024
    letter: int = 2 * 1024 * 1024
    visit_pack: int = 64 * 1024 * 1024


LIMITS: Final = Limits()
