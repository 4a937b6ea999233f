"""``doorstep demo``: the whole sample visit, played unattended through the real window.

Nothing is put into the vault beside the window, except where the operating system would ask which file to take. At the
end the vault is opened anew and every answer that was given is looked for; the play fails if one is missing.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from doorstep.definition.loader import installed_form
from doorstep.demo.acts import Acts
from doorstep.demo.failure import DemoError
from doorstep.demo.proof import prove, write_summary
from doorstep.demo.sample import first_visit
from doorstep.demo.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.demo.proof import Summary

PASSPHRASE = "copper lantern seven quiet orchard boats"  # noqa: S105 - opens nothing but the demonstration
"""The passphrase of the demonstration's vault, told in its summary."""


def run(out: Path) -> int:
    """Play the visit into ``out``; print what was left there. Return 0 when every proof holds, 1 when one does not."""
    try:
        summary = play(out)
    except DemoError as error:
        print(f"The demonstration stopped: {error}", file=sys.stderr)
        return 1
    print(f"{summary.answers_found} of {summary.answers_given} answers that were given were found again in the vault.")
    print(f"{summary.pictures} pictures, {len(summary.copies)} copies and one sealed bundle are in {out}.")
    print(f"The vault in {out / 'laptop'} opens with: {PASSPHRASE}")
    return 0


def play(out: Path) -> Summary:
    """Play the visit and prove what it left. Raises DemoError."""
    began = time.monotonic()
    form = installed_form("needs-assessment")
    sample = first_visit(form)
    acts = Acts(Stage(out.absolute()), sample, PASSPHRASE)
    acts.make_the_vault()
    acts.connect_to_the_office()
    acts.begin_the_assessment()
    for number, visit in enumerate(sample.visits):
        if number:
            acts.lock_and_unlock()
        acts.hold_the_visit(visit)
    acts.show_other_looks()
    acts.check_and_sign()
    acts.make_copies()
    acts.send_to_the_office()
    acts.take_the_receipt()
    acts.go_home()
    summary = prove(acts, time.monotonic() - began)
    write_summary(summary, out / "summary.json")
    return summary
