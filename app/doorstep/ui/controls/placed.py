"""What stands in a layout, from first to last, without touching the layout's own items.

``QLayout.itemAt`` gives Python a wrapper of an item that Qt deletes by itself when its widget is removed. The wrapper
stays registered for an address that Qt then gives to something else, which comes back to Python as that item; sooner
or later the program crashes. Positions are plain numbers and are safe to ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


def widgets_in(layout: QLayout) -> tuple[QWidget, ...]:
    """Return the widgets of a layout in its order; those of layouts inside it are not its own."""
    parent = layout.parentWidget()
    if parent is None:
        return ()
    children = (child for child in parent.children() if isinstance(child, QWidget))
    placed = ((layout.indexOf(child), child) for child in children)
    return tuple(child for place, child in sorted(placed, key=lambda each: each[0]) if place >= 0)
