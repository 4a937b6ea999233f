"""``doorstep demo``: the whole journey of the sample, played unattended through the real window.

Nothing is put into the vault beside the window, except where the operating system would ask which file to take. At the
end the vaults are opened anew and every answer that was given is looked for; the play fails if one is missing.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from doorstep.definition.loader import installed_form
from doorstep.demo.acts import Acts
from doorstep.demo.failure import DemoError
from doorstep.demo.proof import FIRST, LISTENING, prove, write_summary
from doorstep.demo.sample import first_visit, later_sample
from doorstep.demo.stage import Stage
from doorstep.demo.stretch import Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doorstep.demo.proof import Summary
    from doorstep.demo.sample import Sample

PASSPHRASE = "copper lantern seven quiet orchard boats"  # noqa: S105 - opens nothing but the demonstration
"""The passphrase of the demonstration's vaults, told in its summary."""
JOURNEY: Final = {
    "preparation": "pre-visit",
    FIRST: "needs-assessment",
    "carer": "carer-assessment",
    "plan": "care-plan",
    "review": "review",
    "a-year-later": "needs-assessment",
    "feedback": "feedback",
}
"""The stretches of the journey in the order in which they are played, each with its form."""


def run(out: Path) -> int:
    """Play the journey into ``out`` and print what was left there. Return 0 when every proof holds, else 1."""
    try:
        summary = play(out)
    except DemoError as error:
        print(f"The demonstration stopped: {error}", file=sys.stderr)
        return 1
    given = sum(stretch.answers_given for stretch in summary.journey)
    found = sum(stretch.answers_found for stretch in summary.journey)
    confirmed = sum(stretch.confirmed for stretch in summary.journey)
    print(
        f"{len(summary.journey)} records of one journey: {found} of {given} answers that were typed were found again,"
    )
    print(f"and {confirmed} that were carried from record to record and confirmed as still true.")
    print(f"{summary.pictures} pictures, {len(summary.copies)} copies and one sealed bundle are in {out}.")
    print(f"The vault in {out / 'laptop'} opens with: {PASSPHRASE}")
    return 0


def play(out: Path) -> Summary:
    """Play the journey and prove what it left. Raises DemoError."""
    began = time.monotonic()
    acts = Acts(Stage(out.absolute()), PASSPHRASE)
    journey = {name: Stretch(name, _sample(name, form)) for name, form in JOURNEY.items()}
    _prepare_and_assess(acts, journey["preparation"], journey["first-visit"])
    _go_on(acts, journey)
    _ask_how_it_was(acts, journey["feedback"])
    acts.stage.close()
    summary = prove(acts, tuple(journey.values()), time.monotonic() - began)
    write_summary(summary, out / "summary.json")
    return summary


def _sample(name: str, form: str) -> Sample:
    definition = installed_form(form)
    return first_visit(definition) if name == FIRST else later_sample(name, definition)


def _prepare_and_assess(acts: Acts, preparation: Stretch, visit: Stretch) -> None:
    """Get ready on the phone, hold the two visits, leave a copy, send it off, take the receipt."""
    acts.make_the_vault(preparation)
    acts.connect_to_the_office()
    acts.begin_with_somebody_new(preparation)
    acts.hold_the_visits(preparation)
    acts.check_and_sign(preparation)
    acts.go_on_with(visit)
    acts.hold_the_visits(visit)
    acts.show_other_looks()
    acts.say_plainly(visit)
    acts.check_and_sign(visit)
    acts.make_copies()
    acts.send_to_the_office(visit)
    acts.take_the_receipt()
    acts.go_home("home-received")


def _go_on(acts: Acts, journey: Mapping[str, Stretch]) -> None:
    """The carer's own assessment, the plan, its review, and only what has changed after a year."""
    for name, carer, reason in (
        ("carer", "Marcia Pennant-Doyle", ""),
        ("plan", "", ""),
        ("review", "", ""),
        ("a-year-later", "", "The shower is in and he is back among people: only what has changed"),
    ):
        acts.go_on_with(journey[name], carer, reason)
        acts.hold_the_visits(journey[name])
        acts.check_and_sign(journey[name])
    acts.go_home("home-journey")


def _ask_how_it_was(acts: Acts, feedback: Stretch) -> None:
    """Somebody who never met the person asks, on a laptop of their own."""
    acts.stage.take_another_laptop(LISTENING)
    acts.make_the_vault(feedback)
    acts.begin_with_somebody_new(feedback)
    acts.hold_the_visits(feedback)
    acts.check_and_sign(feedback)
    acts.go_home("home-listening")
