"""The look at a finished PDF: a good one passes, each planted breakage is refused, and veraPDF agrees where it is."""

from __future__ import annotations

from contextlib import nullcontext
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from copies.making import EVERYTHING, elements, pdf_of_sample
from doorstep.copies.pdf import writer
from doorstep.copies.pdf.self_check import Rule, broken_rules, refuse_unsafe
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.errors import CopyUnsafeError

if TYPE_CHECKING:
    from collections.abc import Callable

CLEAR = PROFILES["clear-14"]
GOOD = write_pdf(EVERYTHING, CLEAR)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_block_is_tagged_in_every_profile(profile: Any) -> None:
    assert broken_rules(write_pdf(EVERYTHING, profile)) == set()


def test_the_sample_is_tagged_throughout() -> None:
    assert broken_rules(pdf_of_sample()) == set()


def no_alt(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


def no_bounds(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].A


def no_lang(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def no_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0].A


def no_field_name(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == Name.Widget:
                del annotation.TU
                del annotation.Contents


def no_link_words(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == Name.Link:
                del annotation.Contents


def skipped_heading(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H4


def untagged_painting(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 0 10 10 re f\n")


def untagged_picture(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    picture = b"\nq 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + picture)


def open_mark(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n/Artifact BMC\n")


def tag_in_artifact(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"/Artifact BMC\n/P <</MCID 0>> BDC EMC EMC\n" + page.Contents.read_bytes())


def lost_content(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"/MCID 3", b"/MCID 903"))


def loose_annotation(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    annotation = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Contents="A loose link", Rect=Array([0, 0, 9, 9]))
    )
    page.obj.Annots = Array([*page.obj.get("/Annots", ()), annotation])


def no_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Tabs


def not_marked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def title_hidden(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def no_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<pdfuaid:part>1</pdfuaid:part>")


def not_declared(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"other:part"))


def no_font_file(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].Resources.Font.values())).FontDescriptor.FontFile2


def no_letters(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].Resources.Font.values())).ToUnicode


def wrong_parent(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LI")[0].S = Name.TD


def own_type(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].S = Name.Saying


PLANTED: dict[str, tuple[Callable[[pikepdf.Pdf], None], Rule]] = {
    "no alt": (no_alt, Rule.ALT),
    "no lang": (no_lang, Rule.LANG),
    "no scope": (no_scope, Rule.SCOPE),
    "no field name": (no_field_name, Rule.FIELD_NAME),
    "untagged painting": (untagged_painting, Rule.TAGGED),
    "skipped heading": (skipped_heading, Rule.HEADINGS),
}
"""The six that veraPDF must refuse too."""
VERAPDF_SAYS = {
    "no alt": {"7.3-1"},
    "no lang": {"7.2-34"},
    "no scope": {"7.5-1"},
    "no field name": {"7.18.1-3"},
    "untagged painting": {"7.1-3"},
    "skipped heading": {"7.4.2-1"},
}
"""The clause and test of PDF/UA-1 that veraPDF must name for each."""
FINER: dict[str, tuple[Callable[[pikepdf.Pdf], None], Rule]] = {
    "no bounds": (no_bounds, Rule.BOUNDS),
    "no link words": (no_link_words, Rule.LINK_WORDS),
    "untagged picture": (untagged_picture, Rule.TAGGED),
    "open mark": (open_mark, Rule.BALANCED),
    "tag in artifact": (tag_in_artifact, Rule.ARTIFACT),
    "lost content": (lost_content, Rule.DANGLING),
    "loose annotation": (loose_annotation, Rule.ANNOTATION),
    "no tabs": (no_tabs, Rule.TABS),
    "not marked": (not_marked, Rule.MARKED),
    "no tree": (no_tree, Rule.TREE),
    "title hidden": (title_hidden, Rule.TITLE_SHOWN),
    "no title": (no_title, Rule.TITLE),
    "not declared": (not_declared, Rule.DECLARED),
    "no font file": (no_font_file, Rule.EMBEDDED),
    "no letters": (no_letters, Rule.UNICODE),
    "wrong parent": (wrong_parent, Rule.NESTING),
    "own type": (own_type, Rule.STANDARD_TYPE),
}


def broken(plant: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return the good PDF with a breakage planted in it."""
    output = BytesIO()
    with pikepdf.open(BytesIO(GOOD)) as pdf:
        plant(pdf)
        pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize(("plant", "rule"), [*PLANTED.values(), *FINER.values()], ids=[*PLANTED, *FINER])
def test_a_planted_breakage_is_refused_and_named(plant: Callable[[pikepdf.Pdf], None], rule: Rule) -> None:
    with pytest.raises(CopyUnsafeError) as caught:
        refuse_unsafe(broken(plant))
    told = caught.value.facts["rules"]
    assert isinstance(told, tuple)
    assert rule in told


def test_saving_anew_alone_breaks_nothing() -> None:
    assert broken_rules(broken(lambda _pdf: None)) == set()


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(CopyUnsafeError):
        refuse_unsafe(b"not a pdf")


def test_the_writer_hands_no_broken_file_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: when rules and backgrounds are no longer marked, the writer raises and returns nothing."""
    monkeypatch.setattr(writer.TaggedCanvas, "artifact", lambda _canvas, _kind="": nullcontext())
    with pytest.raises(CopyUnsafeError):
        write_pdf(EVERYTHING, CLEAR)
