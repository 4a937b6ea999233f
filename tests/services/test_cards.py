"""Cards are looked at, saved and journalled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import WORKER, Contact
from doorstep.errors import CopyError
from doorstep.services.copies import CopyFormat
from services.profiles import JEAN

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.workspace import Workspace


@pytest.fixture
def record_id(workspace: Workspace) -> str:
    opened = workspace.assessments.start(JEAN)
    opened.answer("nx_named_worker", Contact("Bea Quill", phone="0118 496 0000"), voice=WORKER)
    return opened.record_id


def test_a_card_is_saved_as_pdf_and_page_and_journalled(workspace: Workspace, record_id: str, tmp_path: Path) -> None:
    preview = workspace.cards.preview(record_id)
    assert (preview.pages, preview.sheets) == (1, 1)
    paths = workspace.cards.save(record_id, tmp_path, "card-20", (CopyFormat.PDF, CopyFormat.HTML))
    assert [path.name.split("-", 4)[-1] for path in paths] == ["20.pdf", "20.html"]
    assert "Bea Quill" in paths[1].read_text("utf-8")
    record, _form = workspace.assessments.current(record_id)
    assert [(made.parts, made.profile) for made in record.copies] == [(("card",), "card-20")] * 2


def test_a_blank_card_is_no_persons_and_is_not_journalled(workspace: Workspace, record_id: str, tmp_path: Path) -> None:
    path = workspace.cards.save_blank(tmp_path, "card-14")
    assert path.name == "blank-card-14.pdf"
    assert workspace.assessments.current(record_id)[0].copies == ()


def test_an_unknown_card_or_format_is_refused(workspace: Workspace, record_id: str, tmp_path: Path) -> None:
    with pytest.raises(CopyError):
        workspace.cards.preview(record_id, "giant-99")
    with pytest.raises(CopyError):
        workspace.cards.save(record_id, tmp_path, formats=(CopyFormat.BRAILLE,))
    assert list(tmp_path.glob("*card*")) == []
