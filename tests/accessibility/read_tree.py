"""What a screen reader is told: the tree of the program named Doorstep on the accessibility bus, as JSON.

Usage: ``read_tree.py [in-sight]``: everything, or only what is shown. Run by the Python of the system, which has the
bindings (python3-gi, gir1.2-atspi-2.0). A new process for each look, so that nothing is remembered from the last one.
"""

from __future__ import annotations

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version has to be said first

PATIENCE = 20_000
"""Milliseconds until a program that is not on the bus is given up."""


def find_program() -> Atspi.Accessible | None:
    """Return the program once it is on the bus, or None when it does not come."""
    found: list[Atspi.Accessible] = []
    loop = GLib.MainLoop()

    def look() -> bool:
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(place)
            if program is not None and program.get_name() == "Doorstep" and program.get_child_count():
                found.append(program)
                loop.quit()
                return False
        desktop.clear_cache()
        return True

    GLib.timeout_add(50, look)
    GLib.timeout_add(PATIENCE, loop.quit)
    loop.run()
    return found[0] if found else None


def told_about(each: Atspi.Accessible, within: list[str]) -> dict[str, object]:
    """Return what is told about one object; ``within`` holds the names of what it lies in."""
    labels = [
        relation.get_target(place).get_name()
        for relation in each.get_relation_set()
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
        for place in range(relation.get_n_targets())
    ]
    text = each.get_text_iface()
    return {
        "role": each.get_role_name(),
        "name": each.get_name() or "",
        "description": each.get_description() or "",
        "labels": labels,
        "states": [state.value_nick for state in each.get_state_set().get_states()],
        "text": Atspi.Text.get_text(text, 0, -1) if text is not None else "",
        "within": within,
    }


def walk(each: Atspi.Accessible, within: list[str], *, in_sight: bool) -> list[dict[str, object]]:
    """Return an object and all that lies in it."""
    rows = [told_about(each, within)]
    inside = [*within, each.get_name() or ""]
    for place in range(each.get_child_count()):
        child = each.get_child_at_index(place)
        if child is not None and (not in_sight or child.get_state_set().contains(Atspi.StateType.SHOWING)):
            rows += walk(child, inside, in_sight=in_sight)
    return rows


def main() -> int:
    """Print the tree; return 2 when the program does not come."""
    program = find_program()
    if program is None:
        print("the program is not on the accessibility bus", file=sys.stderr)
        return 2
    json.dump(walk(program, [], in_sight="in-sight" in sys.argv[1:]), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
