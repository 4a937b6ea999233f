"""Which editor an item type gets. Adding a type means one module and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.definition.model import ItemType
from doorstep.ui.topic_page.lanes.choice import ChoiceEditor
from doorstep.ui.topic_page.lanes.contact import ContactEditor
from doorstep.ui.topic_page.lanes.date import DateEditor
from doorstep.ui.topic_page.lanes.number import NumberEditor
from doorstep.ui.topic_page.lanes.photo import PhotoEditor
from doorstep.ui.topic_page.lanes.scale import ScaleEditor
from doorstep.ui.topic_page.lanes.signature import SignatureEditor
from doorstep.ui.topic_page.lanes.text import TextEditor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.ui.topic_page.lanes.editor import Asked, Editor

_EDITORS: Final[Mapping[ItemType, type[Editor]]] = {
    ItemType.TEXT: TextEditor,
    ItemType.LONG_TEXT: TextEditor,
    ItemType.YES_NO: ChoiceEditor,
    ItemType.SINGLE_CHOICE: ChoiceEditor,
    ItemType.MULTI_CHOICE: ChoiceEditor,
    ItemType.DATE: DateEditor,
    ItemType.NUMBER: NumberEditor,
    ItemType.SCALE: ScaleEditor,
    ItemType.CONTACT: ContactEditor,
    ItemType.SIGNATURE: SignatureEditor,
    ItemType.PHOTO: PhotoEditor,
}


def editor_for(asked: Asked) -> Editor | None:
    """Return an editor for the item, or None for items whose answers are rows or nothing."""
    made = _EDITORS.get(asked.item.type)
    return None if made is None else made(asked)
